// `npm run test:crash`: the crash rehearsal in full, which takes too long for `npm test`: every
// company killed at every boundary of a round, for each engine.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const child = spawn(process.execPath, ["node_modules/mocha/bin/mocha.js", "test/e2e/crash.test.ts"], {
  cwd: fileURLToPath(new URL("..", import.meta.url)),
  env: { ...process.env, CONCORDAT_CRASH: "all" },
  stdio: "inherit",
});
child.once("exit", (code) => {
  process.exitCode = code ?? 1;
});
