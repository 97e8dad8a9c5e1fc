// `npm pack` runs this first. It writes to dist/ the checkout as JavaScript with types, the
// compiled contracts, the examples and the built pages, in the same places relative to each other
// as in the checkout.
import { spawnSync } from "node:child_process";
import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { artifactFile, loadArtifacts } from "../client/app/deploy/artifacts.ts";
import { CONTRACTS, type ContractName } from "../client/app/deploy/contracts.ts";
import { buildPages } from "../web/build.ts";

const root = new URL("..", import.meta.url);
const dist = new URL("dist/", root);

/** Copies a file of the checkout to its place in dist/. */
async function bring(file: URL): Promise<void> {
  const target = fileURLToPath(new URL(file.href.slice(root.href.length), dist));
  await mkdir(dirname(target), { recursive: true });
  await cp(file, target, { recursive: true });
}

await rm(dist, { recursive: true, force: true });
const { status } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], {
  cwd: fileURLToPath(root),
  stdio: "inherit",
});
if (status !== 0) process.exit(1);

await loadArtifacts();
for (const name of Object.keys(CONTRACTS) as ContractName[]) await bring(artifactFile(name));
await bring(new URL("examples", root));
await buildPages(new URL("web/built/", dist));
// Files that the code loads and the compiler does not write.
for (const file of await readdir(new URL("client", root), { recursive: true })) {
  if (file.endsWith(".wasm")) await bring(new URL(`client/${file}`, root));
}
