// The in-process chain of tests and demo, under Osaka's rules, which cap a transaction at
// 16,777,216 gas (EIP-7825).
export const simulated = {
  type: "edr-simulated",
  chainType: "l1",
  hardfork: "osaka",
  mining: { auto: true },
} as const;
