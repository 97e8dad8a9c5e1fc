// Compiles the contracts that are deployed, and what they import, in a checkout: not the tests and
// mocks, which take as long again. The package has them compiled (scripts/package.ts) and never
// comes here, so that Hardhat is a development dependency.
import { fileURLToPath } from "node:url";
import { CONTRACTS } from "./contracts.ts";

const ROOT = new URL("../../../", import.meta.url);

/**
 * Writes artifacts/ from contracts/ with the settings of hardhat.config.ts; does nothing when they
 * have not changed.
 */
export async function compileContracts(): Promise<void> {
  const { createHardhatRuntimeEnvironment } = await import("hardhat/hre");
  const config = new URL("hardhat.config.ts", ROOT);
  const { default: settings } = await import(config.href);
  // Not the environment of the folder we are called from: that may be no Hardhat project, or
  // another one.
  const hre = await createHardhatRuntimeEnvironment(settings, { config: fileURLToPath(config) }, fileURLToPath(ROOT));
  const files = Object.values(CONTRACTS).map((file) => fileURLToPath(new URL(file, ROOT)));
  await hre.tasks.getTask("build").run({ quiet: true, files });
}
