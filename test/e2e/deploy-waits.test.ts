// `deploy` on a chain whose blocks come only with transactions, with confirmations that never come:
// it says what it waits for, though nobody sits at a terminal, and what it says to do works.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readConfig, writeConfig } from "../../client/home/config.ts";
import { homePaths } from "../../client/home/paths.ts";
import { fundedKey, type NodeProcess, startNode } from "../../lab/chain/node-process.ts";
import { programFile } from "../../scripts/programs.ts";
import { concordat, PASSWORD } from "../../scripts/rehearsal/company.ts";

const COMMAND = programFile("bin/concordat.ts");

describe("deploy without enough blocks", function () {
  this.timeout(180_000);
  let folder: string;
  let node: NodeProcess;
  let deploying: ChildProcess | null = null;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-waits-"));
    node = await startNode("hardhat");
  });
  after(async () => {
    deploying?.kill("SIGKILL");
    await node.stop();
    await rm(folder, { recursive: true });
  });

  it("says so on standard error, and goes on with fewer confirmations", async () => {
    const [home, key] = [join(folder, "home"), join(folder, "key")];
    await writeFile(key, fundedKey(0), { mode: 0o600 });
    const settings = ["--name", "Nordlys", "--rpc", node.url, "--listen", "/ip4/127.0.0.1/tcp/0", "--poll", "50"];
    await concordat(["--home", home, "init", ...settings, "--import-key", key]);
    const { confirmations, ...others } = await readConfig(homePaths(home).config);
    expect(confirmations).to.be.greaterThan(1);

    const args = ["--home", home, "--json", "deploy", "--out", join(folder, "consortium.json")];
    deploying = spawn(process.execPath, [COMMAND, ...args], {
      env: { ...process.env, CONCORDAT_PASSWORD: PASSWORD },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const [said] = await once(deploying.stderr!, "data");
    const { waiting } = JSON.parse(String(said));
    expect(waiting).to.include(`${confirmations} confirmations`).and.include('"confirmations" to 0');
    const over = once(deploying, "exit");
    deploying.kill("SIGINT");
    await over;

    await writeConfig(homePaths(home).config, { ...others, confirmations: 0 });
    expect(JSON.parse(await concordat(args))).to.have.property("coordinator");
  });
});
