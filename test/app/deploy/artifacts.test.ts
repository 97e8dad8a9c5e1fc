// Compiled contracts are found whatever folder the command is called in.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { CONTRACTS } from "../../../client/app/deploy/contracts.ts";

const loader = new URL("../../../client/app/deploy/artifacts.ts", import.meta.url).href;

describe("compiled contracts", function () {
  this.timeout(120_000);

  it("load in a folder that is no project", async () => {
    const folder = await mkdtemp(join(tmpdir(), "concordat-elsewhere-"));
    try {
      const script = `
        const { loadArtifacts } = await import(${JSON.stringify(loader)});
        const artifacts = Object.entries(await loadArtifacts());
        console.log(JSON.stringify(artifacts.map(([name, { contractName, bytecode }]) => [name, contractName, bytecode.length > 1000])));
      `;
      const run = promisify(execFile);
      const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script], { cwd: folder });
      expect(JSON.parse(stdout)).to.deep.equal(Object.keys(CONTRACTS).map((name) => [name, name, true]));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
