import { createRequire } from "node:module";
import hardhatToolboxMochaEthers from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { defineConfig } from "hardhat/config";

// The compiler is the npm package `solc`, so that everything comes from the package registry and compiles offline.
const require = createRequire(import.meta.url);

export default defineConfig({
  plugins: [hardhatToolboxMochaEthers],
  solidity: {
    version: "0.8.37",
    path: require.resolve("solc/soljson.js"),
    settings: {
      optimizer: { enabled: true, runs: 10_000 },
      viaIR: true,
      evmVersion: "prague",
    },
  },
  paths: {
    sources: "contracts",
    tests: { solidity: "contracts", mocha: "test/contracts" },
  },
  test: {
    solidity: {
      fuzz: { runs: 256, seed: "0x436f6e636f72646174" },
      invariant: { runs: 64, depth: 64 },
    },
  },
  networks: {
    // In-process chain; the EIP-7825 transaction gas cap (16,777,216) applies as on a real Osaka chain.
    default: { type: "edr-simulated", chainType: "l1", hardfork: "osaka", mining: { auto: true } },
  },
});
