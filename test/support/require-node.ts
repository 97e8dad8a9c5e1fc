// Skips tests where a kind of chain process cannot run. Does nothing on import.
import { anvilProgram } from "../../lab/chain/node-process.ts";

/** Skips the test, and says so, where a kind of chain node cannot run. */
export function requireNode(kind: string, test: Mocha.Context): void {
  if (kind !== "anvil" || anvilProgram() !== null) return;
  console.log("      skipped: anvil comes from npm for Linux on x86-64 only (@foundry-rs/anvil-linux-amd64)");
  test.skip();
}
