// One client per home, with real processes: a second one is turned away, a killed one leaves no
// lock behind, `concordat join` hands a round to the client that runs, a full disk ends the command
// with its exit status, and a changed file does not change a round already agreed to.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Deployment } from "../../client/app/deploy/deploy.ts";
import { formatRoundFile } from "../../client/app/round-file.ts";
import { EXIT } from "../../client/cli/exit-codes.ts";
import { roundFolder } from "../../client/home/paths.ts";
import { anvilProgram, type NodeProcess, startNode } from "../../lab/chain/node-process.ts";
import { programFile } from "../../scripts/programs.ts";
import { deployOn, freePort, makeHome, openFiles, type TestHome } from "../support/client-home.ts";
import { type ClientProcess, startClient } from "../support/client-process.ts";
import { writeLightKeystore } from "../support/light-keystore.ts";
import { SMALL_FILES } from "../support/small-files.ts";

const ENGINE = "two-party/decoy-ot";
const FILES = SMALL_FILES[ENGINE];
const PASSWORD = "correct horse";
const root = fileURLToPath(new URL("../..", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command to its end. */
function concordat(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const preload = env["FULL_DISK_PAGES"] === undefined ? [] : ["--import", join(root, "test/support/full-disk.ts")];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...preload, programFile("bin/concordat.ts"), ...args], {
      env: { ...process.env, CONCORDAT_PASSWORD: PASSWORD, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk;
    });
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

describe("one client per home", function () {
  this.timeout(120_000);
  let folder: string;
  let node: NodeProcess;
  let deployment: Deployment;
  let homes: readonly TestHome[];
  const running = new Set<ClientProcess>();

  const start = (home: TestHome): ClientProcess => {
    const client = startClient(home);
    running.add(client);
    return client;
  };

  const isStarted = ({ event }: { readonly event: string }) => event === "started";

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-home-"));
    node = await startNode(anvilProgram() === null ? "hardhat" : "anvil");
    deployment = await deployOn(node, folder);
    homes = await Promise.all(
      FILES.map(async (_, party) =>
        makeHome(join(folder, `home-${party}`), node, deployment, { party, port: await freePort(), rounds: [] }),
      ),
    );
    // The second company acts only through the command, which reads keystores.
    const { paths, accountKey, seed } = homes[1]!;
    await writeLightKeystore(paths.accountKey, accountKey, PASSWORD);
    await writeLightKeystore(paths.seed, `0x${seed}`, PASSWORD);
  });
  afterEach(async () => {
    await Promise.all([...running].map((client) => client.stop()));
    running.clear();
  });
  after(async () => {
    await node.kill();
    await rm(folder, { recursive: true });
  });

  it("turns a second client away, and lets the next one in at once when the first is killed", async () => {
    const first = start(homes[0]!);
    await first.seen(isStarted);
    const second = start(homes[0]!);
    expect(await second.seen(({ event }) => event === "failed")).to.have.property("code", "HomeInUse");
    expect(await second.ended).to.equal(EXIT.home);
    await first.kill();
    await start(homes[0]!).seen(isStarted);
  });

  it("hands a round to the client that runs, with the rows as they were then", async () => {
    const { key, terms } = await openFiles(node, deployment, ENGINE, FILES);
    const roundFile = join(folder, "round.json");
    await writeFile(roundFile, formatRoundFile({ round: key, terms }));
    const dataFile = join(folder, FILES[1]!.name);
    await writeFile(dataFile, FILES[1]!.text);
    const own = homes[1]!;
    const client = start(own);
    await client.seen(isStarted);
    const options = ["--home", own.paths.folder, "--json", "join", roundFile, "--data", dataFile, "--insist"];
    const joined = await concordat(options);
    expect(joined.stderr).to.equal("");
    expect(joined.code).to.equal(EXIT.ok);
    expect(JSON.parse(joined.stdout)).to.deep.equal({ taken: true });
    await client.seen(({ event, round }) => event === "round-started" && round === key);

    // The same shape with other costs; then the client starts again.
    await writeFile(dataFile, FILES[1]!.text.replace("- 3 x1", "- 4 x1"));
    await client.kill();
    running.delete(client);
    const again = start(own);
    const partner = await makeHome(join(folder, "partner"), node, deployment, {
      ...{ party: 0, port: await freePort(), rounds: [{ key, terms, files: FILES }] },
    });
    const other = start(partner);
    for (const each of [again, other]) {
      await each.seen(({ event, round }) => event === "round-closed" && round === key);
    }
    const outcome = JSON.parse(await readFile(join(roundFolder(own.paths, key), "outcome.json"), "utf8"));
    expect(outcome).to.have.property("kind", "optimal");
    expect(outcome).to.have.property("objective", "-1");
  });

  it("ends with exit status 3 when the disk is full, and plays the round when there is space", async () => {
    const opened = await openFiles(node, deployment, ENGINE, FILES);
    const roundFile = join(folder, "next-round.json");
    await writeFile(roundFile, formatRoundFile({ round: opened.key, terms: opened.terms }));
    const dataFile = join(folder, FILES[1]!.name);
    await writeFile(dataFile, FILES[1]!.text);
    const other = start(
      await makeHome(join(folder, "next-partner"), node, deployment, {
        ...{ party: 0, port: await freePort(), rounds: [opened] },
      }),
    );
    const options = ["--home", homes[1]!.paths.folder, "--json", "join"];
    const agreeing = [roundFile, "--data", dataFile, "--insist", "--once"];
    const full = await concordat([...options, ...agreeing], { FULL_DISK_PAGES: "1" });
    expect(full.code).to.equal(EXIT.home);
    expect(JSON.parse(full.stderr.trim().split("\n").at(-1)!)).to.have.nested.property("error.code", "JournalFull");
    const free = await concordat([...options, ...agreeing]);
    expect(free.stderr).to.equal("");
    expect(free.code).to.equal(EXIT.ok);
    await other.seen(({ event, round }) => event === "round-closed" && round === opened.key);
  });
});
