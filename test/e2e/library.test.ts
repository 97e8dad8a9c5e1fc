// The library as somebody else's program uses it: a round on a chain of its own, opened, joined by
// both companies and verified, with homes that the command made.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { joinRound, openRound } from "../../client/index.ts";
import { verifyRound } from "../../client/verify.ts";
import { fundedKey, type NodeProcess, startNode } from "../../lab/chain/node-process.ts";
import { Company } from "../../scripts/rehearsal/company.ts";

const EXAMPLES = fileURLToPath(new URL("../../examples/paper/", import.meta.url));
/** Of scripts/rehearsal/company.ts. */
const PASSWORD = "a password for the rehearsal";

describe("the library on a chain", function () {
  this.timeout(240_000);
  let folder: string;
  let node: NodeProcess;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-library-"));
    node = await startNode("hardhat");
  });
  after(async () => {
    await node.stop();
    await rm(folder, { recursive: true });
  });

  it("opens a round, joins it for two companies, and verifies what settled", async () => {
    const companies = ["alice", "bob"].map(
      (name, k) => new Company(`Company ${name}`, join(EXAMPLES, `${name}.lp`), folder, fundedKey(k)),
    );
    const [first, second] = companies as [Company, Company];
    await first.init(node.url, [], "50");
    const consortium = join(folder, "consortium.json");
    await first.run(["deploy", "--out", consortium]);
    await second.init(node.url, ["--consortium", consortium], "50");
    for (const { home, data, run } of companies.map((company) => ({
      ...{ home: company.home, data: company.data },
      run: company.run.bind(company),
    })))
      await run(["announce", data, "--out", `${home}.json`]);
    const spec = join(folder, "spec.json");
    const parties = companies.map(({ name, account, home }) => ({ name, account, announcement: `${home}.json` }));
    const periods = { commit: "10m", exchange: "10m", settle: "10m" };
    await writeFile(
      spec,
      JSON.stringify({ title: "library", engine: "two-party/decoy-ot", parties, periods, bond: "0.01" }),
    );
    const opened = await openRound({ home: first.home, password: PASSWORD, spec, out: join(folder, "round.json") });
    const outcomes = await Promise.all(
      companies.map(({ home, data }) => joinRound({ home, password: PASSWORD, file: opened.file, data, insist: true })),
    );
    expect(outcomes.map((outcome) => outcome?.kind)).to.deep.equal(["optimal", "optimal"]);
    const [at, number] = opened.round.split("/");
    const onChain = { rpc: node.url, coordinator: at as `0x${string}` };
    expect(await verifyRound({ ...onChain, round: 99 }).catch(({ code }) => code)).to.equal("RoundUnknown");
    const proven = await verifyRound({ ...onChain, round: Number(number) });
    expect(proven).to.deep.include({ kind: "optimal", objective: "-1", gap: "0" });
  });
});
