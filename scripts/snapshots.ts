// Measures gas and bytecode again and writes test/snapshots/*.snapshot.json. `npm test` compares
// with what is committed.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const { status } = spawnSync(process.execPath, ["node_modules/mocha/bin/mocha.js", "test/snapshots/*.test.ts"], {
  cwd: fileURLToPath(new URL("..", import.meta.url)),
  env: { ...process.env, UPDATE_SNAPSHOTS: "1" },
  stdio: "inherit",
});
process.exitCode = status ?? 1;
