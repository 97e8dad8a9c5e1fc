// The deployment as a module of Hardhat Ignition: `concordat deploy` runs it from here, `hardhat
// ignition deploy` through ignition/modules/Concordat.ts. Both keep a journal and resume after an
// interruption.
import { buildModule } from "@nomicfoundation/ignition-core";

/**
 * The coordinator holds the verifier's address immutably; the registry is independent. No contract
 * has an owner.
 */
export const deploymentModule = buildModule("Concordat", (builder) => {
  const verifier = builder.contract("CertificateVerifier");
  const coordinator = builder.contract("RoundCoordinator", [verifier]);
  const registry = builder.contract("PeerRegistry");
  return { verifier, coordinator, registry };
});
