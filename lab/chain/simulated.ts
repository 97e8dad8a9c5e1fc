// Hardhat's chain as tests and demo use it, under Osaka's rules, which cap a transaction at
// 16,777,216 gas (EIP-7825).
import { fileURLToPath } from "node:url";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { InputError } from "../../client/errors.ts";

export const simulated = {
  type: "edr-simulated",
  chainType: "l1",
  hardfork: "osaka",
  mining: { auto: true },
} as const;

/**
 * Hardhat with this chain and nothing else: no plugins, and no compiled contracts, which take
 * longer to read than a chain to start, and serve only its words about what reverts. Hardhat is a
 * development dependency here, and an optional peer dependency of the package: only demo and tests
 * need it. Throws InputError "HardhatMissing".
 */
export async function bareHardhat(): Promise<HardhatRuntimeEnvironment> {
  const { createHardhatRuntimeEnvironment } = await import("hardhat/hre").catch((cause: unknown) => {
    throw new InputError(
      "HardhatMissing",
      "the in-process chain needs Hardhat, which is not installed: run `npm install hardhat@3`",
      {},
      { cause },
    );
  });
  const paths = { artifacts: fileURLToPath(new URL("no-artifacts", import.meta.url)) };
  // Named explicitly, since the working directory may hold another project or none.
  const root = fileURLToPath(new URL("../..", import.meta.url));
  return createHardhatRuntimeEnvironment({ networks: { default: simulated }, paths }, {}, root);
}
