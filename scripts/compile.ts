// Compiles the contracts that are deployed, and what they import: not the tests and mocks, which take as long again.
import hre from "hardhat";

const DEPLOYED = [
  "contracts/LPCoordinator.sol",
  "contracts/PeerRegistry.sol",
  "contracts/verifiers/CertificateVerifier.sol",
];

/** Does nothing when they have not changed. */
export async function compileContracts(): Promise<void> {
  await hre.tasks.getTask("build").run({ quiet: true, files: DEPLOYED });
}
