import { createRequire } from "node:module";
import hardhatToolboxMochaEthers from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { configVariable, defineConfig } from "hardhat/config";
import { simulated } from "./lab/chain/simulated.ts";
import { deepProfile } from "./scripts/deep-profile.ts";

// The compiler is the npm package `solc`, so that everything comes from the package registry and
// compiles offline.
const require = createRequire(import.meta.url);

// More runs from another seed each time in `npm run test:deep`, few from a fixed one in `npm test`.
const deep = deepProfile();

// One profile for tests and deployment: what is deployed is what was tested and measured.
const compiler = {
  version: "0.8.37",
  path: require.resolve("solc/soljson.js"),
  isolated: false,
  settings: {
    optimizer: { enabled: true, runs: 10_000 },
    viaIR: true,
    evmVersion: "cancun",
  },
};

export default defineConfig({
  plugins: [hardhatToolboxMochaEthers],
  solidity: { profiles: { default: compiler, production: compiler } },
  paths: {
    sources: "contracts",
    tests: { solidity: "contracts", mocha: "test/contracts" },
  },
  test: {
    solidity: {
      fuzz: { runs: deep === null ? 256 : 10_000, seed: deep?.seed ?? "0x436f6e636f72646174" },
      invariant: deep === null ? { runs: 64, depth: 64 } : { runs: 512, depth: 128 },
    },
  },
  networks: {
    default: simulated,
    // Any chain: both values come from the environment or from `npx hardhat keystore set …`.
    external: {
      type: "http",
      url: configVariable("CONCORDAT_RPC_URL"),
      accounts: [configVariable("CONCORDAT_DEPLOYER_KEY")],
    },
  },
});
