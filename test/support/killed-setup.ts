// A process that contributes to a set-up with the real command, on a made-up terminal, and kills
// itself when the terminal shows a certain text: node killed-setup.ts <text> <file> <out> <home>.
import { setupContribute } from "../../client/cli/commands/setup-contribute.ts";

const [until, input, out, home] = process.argv.slice(2) as [string, string, string, string];
process.stderr.isTTY = true;
process.stderr.write = (text: string | Uint8Array): boolean => {
  if (String(text).includes(until)) process.kill(process.pid, "SIGKILL");
  return true;
};
await setupContribute(input, { out, home });
