// The chain inside a process, for tests, demo and attacks: as Osaka, with its cap of 16,777,216 gas
// on a transaction (EIP-7825).
export const simulated = {
  type: "edr-simulated",
  chainType: "l1",
  hardfork: "osaka",
  mining: { auto: true },
} as const;
