// What a deployment consists of, for Hardhat Ignition: `concordat deploy` runs it from here,
// `hardhat ignition deploy` through ignition/modules/Concordat.ts. Both keep a journal and go on
// after an interruption where they stopped.
import { buildModule } from "@nomicfoundation/ignition-core";

/**
 * The coordinator keeps the verifier's address for good; the registry stands alone. None has an
 * owner.
 */
export const deploymentModule = buildModule("Concordat", (builder) => {
  const verifier = builder.contract("CertificateVerifier");
  const coordinator = builder.contract("RoundCoordinator", [verifier]);
  const registry = builder.contract("PeerRegistry");
  return { verifier, coordinator, registry };
});
