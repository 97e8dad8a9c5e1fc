// `npm start` without files, as a newcomer runs it: three rounds, and no outcome written over
// another one's.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";

const script = fileURLToPath(new URL("../../lab/demo/command.ts", import.meta.url));

describe("npm start", function () {
  this.timeout(600_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-built-in-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("writes the outcomes of each built-in round into a folder of its own", async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [script, "--out", folder]);
    expect((await readdir(folder)).sort()).to.deep.equal(["afiro", "logistics", "paper"]);
    const objective = async (file: string) =>
      JSON.parse(await readFile(join(folder, file), "utf8")).objective as string;
    expect(await objective("paper/bob.json")).to.equal("-1");
    expect(await objective("afiro/bob.json")).to.match(/^-464\.75/);
    expect(await objective("logistics/sundet-haulage.json")).to.equal("36911.215");
    expect((await readdir(join(folder, "logistics"))).length).to.equal(5);
    expect(stdout).to.include("case.json states an optimum of 36911.215 EUR a week, as was settled");
    expect(stdout).to.include("11 messages in 9 posts");
    expect(stdout).to.include("35 messages in 18 posts");
  });
});
