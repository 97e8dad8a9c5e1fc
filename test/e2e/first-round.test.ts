// The first round in ten minutes, as the page has it: every command in its order, on a chain of its
// own. What the page says a command prints is printed. Then the programs of the developer's page,
// the chain's round among them.
import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { type NodeProcess, startNode } from "../../lab/chain/node-process.ts";
import { programFile } from "../../scripts/programs.ts";
import { type Block, blocksOf, root, Terminal } from "../support/page-blocks.ts";

/** Where the page's chain listens; the test's is on any free port. */
const CHAIN = "http://127.0.0.1:8545";

describe("the first round in ten minutes", function () {
  this.timeout(300_000);
  let folder: string;
  let node: NodeProcess;
  let first: Terminal;
  const clients: Terminal[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-page-"));
    await symlink(join(root, "examples"), join(folder, "examples"));
    node = await startNode("hardhat");
    first = new Terminal(folder);
  });

  after(async () => {
    for (const terminal of [first, ...clients]) await terminal.end();
    await node.stop();
    await rm(folder, { recursive: true });
  });

  /** Runs a block in the first terminal and waits for its end. */
  async function run(text: string, index: number): Promise<void> {
    first.type(`${text}\necho "block ${index} is done"\n`);
    await first.until(`block ${index} is done`);
  }

  const everybody = (event: string, from = 0) =>
    Promise.all(clients.slice(from).map((client) => client.until(`"event":"${event}"`)));

  async function play({ text }: Block, index: number): Promise<void> {
    const lines = text.replaceAll(CHAIN, node.url).replace(/^npx -y .*\n/, "");
    if (/ join$/m.test(lines)) {
      const client = new Terminal(join(folder, "first-round"));
      clients.push(client);
      return client.type(lines);
    }
    if (/ status$/m.test(lines)) await everybody("invitation", 1);
    if (/ outcome 1$/m.test(lines)) await everybody("round-closed");
    await run(lines, index);
  }

  it("runs as the page says, and prints what the page shows", async () => {
    for (const [index, block] of blocksOf("docs/first-round.md").entries()) {
      if (block.language === "sh" && !block.text.startsWith("npx hardhat node")) await play(block, index);
      if (block.language !== "text") continue;
      for (const line of block.text.trimEnd().split("\n")) expect(first.output).to.contain(line);
    }
    expect(clients).to.have.length(3);
  });

  it("has the same commands in Chinese", () => {
    expect(blocksOf("docs/zh/first-round.md")).to.deep.equal(blocksOf("docs/first-round.md"));
  });

  it("goes on with the programs of the developer's page", async () => {
    for (const client of clients) await client.end();
    const programs = blocksOf("docs/developer.md").filter(({ language }) => language === "js");
    expect(programs).to.have.length(4);
    for (const { text } of programs) {
      const program = text
        .replaceAll(CHAIN, node.url)
        .replaceAll(
          /from "concordat(?:\/(\w+))?"/g,
          (_, entry: "index" | "verify" = "index") => `from "${programFile(`client/${entry}.ts`)}"`,
        );
      const file = join(folder, "first-round", "program.mjs");
      await writeFile(file, program);
      const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: join(folder, "first-round") });
      for (const [, value] of program.matchAll(/console\.log\(.*; \/\/ "([^"]+)"/g)) expect(stdout).to.contain(value);
    }
  });
});
