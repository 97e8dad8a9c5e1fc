// The rehearsal as a user starts it: four companies, a chain and an auditor in processes of their
// own, one client killed half-way.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const SCRIPT = fileURLToPath(new URL("../../scripts/rehearsal.ts", import.meta.url));

describe("npm run rehearsal", function () {
  this.timeout(300_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-rehearsal-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("settles the logistics example although a client is killed, and the auditor verifies it", async () => {
    const child = spawn(process.execPath, [SCRIPT, "--out", folder], { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    const [code] = await once(child, "close");
    expect(code, output).to.equal(0);
    expect(output).to.match(/client is killed/);
    const report = JSON.parse(await readFile(join(folder, "report", "report.json"), "utf8"));
    expect(report.verdict).to.equal("verified");
    const checks = (report.checks as { result: string }[]).map(({ result }) => result);
    expect(checks).to.not.include("failed");
    expect(await readFile(join(folder, "report", "report.html"), "utf8")).to.include("36794.665");
  });
});
