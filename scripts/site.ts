// `npm run site`: builds the documentation site in docs/site/dist/, with the reference of the
// library, and fails on a link that leads nowhere or a page that loads something from another host.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { faultsOf } from "./site/check.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const site = `${root}docs/site/dist`;

/** Runs a program with this Node. Throws where it fails. */
async function run(script: string, ...args: readonly string[]): Promise<void> {
  const [code] = await once(spawn(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" }), "close");
  if (code !== 0) throw new Error(`${script} ended with ${code}`);
}

await Promise.all([
  run("scripts/reference.ts"),
  run("node_modules/vitepress/bin/vitepress.js", "build", "docs/site", "--logLevel", "warn"),
]);
cpSync(`${root}docs/reference/site`, `${site}/reference`, { recursive: true });
const faults = faultsOf(site);
for (const fault of faults) console.error(fault);
if (faults.length > 0) throw new Error(`the site has ${faults.length} faults`);
console.log("the site is in docs/site/dist");
