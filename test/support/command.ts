// The command as a user runs it: a process of its own, with the password in the environment. Does
// nothing on import.
import { execFile } from "node:child_process";
import { programFile } from "../../scripts/programs.ts";

export const PASSWORD = "correct horse";
const command = programFile("bin/concordat.ts");

export interface Ended {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

export function concordat(...args: readonly string[]): Promise<Ended> {
  const env = { ...process.env, CONCORDAT_PASSWORD: PASSWORD };
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], { env }, (error, output, errors) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, output, errors });
    });
  });
}
