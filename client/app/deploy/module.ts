// The deployment as a module of Hardhat Ignition: `concordat deploy` runs it from here, `hardhat
// ignition deploy` through ignition/modules/Concordat.ts. Both keep a journal and resume after an
// interruption.
import { buildModule } from "@nomicfoundation/ignition-core";

/**
 * The coordinator holds both verifiers' addresses immutably, and the contract for shares the
 * coordinator's; the registry is independent. No contract has an owner.
 */
export const deploymentModule = buildModule("Concordat", (builder) => {
  const verifier = builder.contract("CertificateVerifier");
  const sealedVerifier = builder.contract("SealedVerifier");
  const coordinator = builder.contract("RoundCoordinator", [verifier, sealedVerifier]);
  const registry = builder.contract("PeerRegistry");
  const shares = builder.contract("SealedShares", [coordinator]);
  return { verifier, sealedVerifier, coordinator, registry, shares };
});
