// The contracts that are deployed.

/** Contracts that are deployed, by name, with their source files. */
export const CONTRACTS = {
  CertificateVerifier: "contracts/verifiers/CertificateVerifier.sol",
  RoundCoordinator: "contracts/RoundCoordinator.sol",
  PeerRegistry: "contracts/PeerRegistry.sol",
} as const;

export type ContractName = keyof typeof CONTRACTS;
