// The contracts that are deployed.

/** Source file of each contract, by name. */
export const CONTRACTS = {
  CertificateVerifier: "contracts/verifiers/CertificateVerifier.sol",
  SealedVerifier: "contracts/verifiers/SealedVerifier.sol",
  RoundCoordinator: "contracts/RoundCoordinator.sol",
  PeerRegistry: "contracts/PeerRegistry.sol",
  SealedShares: "contracts/SealedShares.sol",
} as const;

export type ContractName = keyof typeof CONTRACTS;
