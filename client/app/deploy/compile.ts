// Compiles, in a checkout, the contracts that are deployed and what they import, but not the tests
// and mocks, which take as long again. The package contains compiled contracts (scripts/package.ts)
// and never runs this, so Hardhat is only a development dependency.
import { fileURLToPath } from "node:url";
import { CONTRACTS } from "./contracts.ts";

const ROOT = new URL("../../../", import.meta.url);
/** How often a build is tried while other commands build in the same checkout. */
const ATTEMPTS = 5;

let compiled: Promise<void> | null = null;

/**
 * Writes artifacts/ from contracts/ with the settings of hardhat.config.ts; does nothing when they
 * have not changed, and looks at them once per process.
 */
export function compileContracts(): Promise<void> {
  compiled ??= build();
  return compiled;
}

async function build(): Promise<void> {
  const { createHardhatRuntimeEnvironment } = await import("hardhat/hre");
  const config = new URL("hardhat.config.ts", ROOT);
  const { default: settings } = await import(config.href);
  // Not the environment of the current folder, which may be no Hardhat project, or another one.
  const hre = await createHardhatRuntimeEnvironment(settings, { config: fileURLToPath(config) }, fileURLToPath(ROOT));
  const files = Object.values(CONTRACTS).map((file) => fileURLToPath(new URL(file, ROOT)));
  for (let attempt = 1; ; attempt++) {
    try {
      await hre.tasks.getTask("build").run({ quiet: true, files });
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || !isOthersCache(error)) throw error;
    }
  }
}

/**
 * Hardhat writes its cache to one file and renames it. Of two commands that compile in a checkout
 * at the same time, the second finds its file already renamed by the first, and only has to try
 * again.
 */
function isOthersCache(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const path: unknown = Reflect.get(cause, "path");
    if (Reflect.get(cause, "code") === "ENOENT" && typeof path === "string" && path.endsWith(".tmp")) return true;
  }
  return false;
}
