// What `status` believes: rounds' files only as far as the chain has their digest, and the journal
// also while the chain says nothing.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { privateKeyToAccount } from "viem/accounts";
import { hasTerms, keptFile } from "../../client/app/kept-rounds.ts";
import { openTerms } from "../../client/app/open-round.ts";
import { formatRoundFile } from "../../client/app/round-file.ts";
import { linesOf } from "../../client/app/said/english.ts";
import { bondAlerts, status } from "../../client/cli/commands/status.ts";
import { ChainError } from "../../client/errors.ts";
import { readConfig, writeConfig } from "../../client/home/config.ts";
import { roundFolder } from "../../client/home/paths.ts";
import type { FaultNote } from "../../client/journal/round-journal.ts";
import { encodeTerms, termsDigest } from "../../client/round/terms.ts";
import { fundedKey, type NodeProcess, startNode } from "../../lab/chain/node-process.ts";
import { testSeed } from "../support/certificate.ts";
import { deployOn, makeHome, type OpenedRound, openFiles, type TestHome } from "../support/client-home.ts";

const FILES = [
  { name: "rows.lp", text: "Minimize\nSubject To\n a: 3 x + 7 y >= 11\nEnd\n" },
  { name: "costs.lp", text: "Minimize\n obj: 2 x + 5 y\nSubject To\n b: x + y <= 9\nEnd\n" },
];

describe("of rounds that failed, status", () => {
  it("says until when the client has to run for the bond, while they are open on chain", () => {
    const fault = { code: "OwnPartKind", party: null, message: "no optimum" } as FaultNote;
    const open = { round: "0xab/7", fault, phase: "running", deadline: 1_796_047_500 } as const;
    expect(linesOf(bondAlerts([open])).join()).to.match(
      /^round 7 can expire after 2026-11-30 14:05 UTC: .*keep it running$/,
    );
    expect(bondAlerts([{ ...open, phase: "settling" }])).to.have.length(1);
    for (const change of [{ phase: "expired" }, { phase: "committing" }, { fault: null }, { deadline: null }] as const)
      expect(bondAlerts([{ ...open, ...change }])).to.deep.equal([]);
  });
});

describe("concordat status", function () {
  this.timeout(180_000);
  let folder: string;
  let node: NodeProcess;
  let accepted: OpenedRound;
  let key: string;
  let content: string;
  let [opener, invited, agreed]: TestHome[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-status-"));
    node = await startNode("hardhat");
    const deployment = await deployOn(node, folder);
    accepted = await openFiles(node, deployment, "two-party/paillier", FILES);
    const home = (name: string, party: number, rounds: readonly OpenedRound[]) =>
      makeHome(join(folder, name), node, deployment, { party, port: 0, rounds });
    opener = await home("opener", 0, []);
    invited = await home("invited", 1, []);
    agreed = await home("agreed", 0, [accepted]);
    const account = privateKeyToAccount(fundedKey(0));
    const opened = await openTerms(
      { ...accepted.terms, title: "Week 2" },
      {
        ...{ paths: opener.paths, config: await readConfig(opener.paths.config), out: join(folder, "round.json") },
        keys: async () => ({ account, sender: account, random: testSeed("opener") }),
      },
    );
    ({ key } = opened);
    content = await readFile(opened.file, "utf8");
  });
  after(async () => {
    await node.stop();
    await rm(folder, { recursive: true });
  });

  /** What the command prints before it ends or throws, and what it throws. */
  const printed = async (home: TestHome, json: boolean) => {
    const { write } = process.stdout;
    let text = "";
    process.stdout.write = (chunk) => {
      text += chunk;
      return true;
    };
    const error = await status({ home: home.paths.folder, json }).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    process.stdout.write = write;
    return { text, error };
  };
  const show = async (home: TestHome) => {
    const [inWords, asJson] = [await printed(home, false), await printed(home, true)];
    return { words: inWords.text, json: JSON.parse(asJson.text), error: asJson.error };
  };
  const other = () => content.replace("Week 2", "Week 2 cancelled");

  it("shows of a round that this home opened what the chain has the digest of, and names any other file", async () => {
    const file = keptFile(opener!.paths, key, "opened");
    const right = await show(opener!);
    expect(right.words).to.include('"Week 2"').and.include("concordat join 2");
    expect(right.json.wrongFiles).to.deep.equal([]);
    for (const changed of [other(), "garbage", formatRoundFile({ round: `${key}1`, terms: accepted.terms })]) {
      await writeFile(file, changed);
      const { words, json } = await show(opener!);
      expect(words).to.include(file).and.not.include("cancelled").and.not.include("concordat join 2");
      expect(json.wrongFiles.map((wrong: { file: string }) => wrong.file)).to.deep.equal([file]);
    }
    await writeFile(file, content);
    expect((await show(opener!)).words).to.equal(right.words);
  });

  it("shows an invitation, whatever file lies beside it, and none that was changed", async () => {
    const [file, beside] = (["invited", "opened"] as const).map((kept) => keptFile(invited!.paths, key, kept));
    await mkdir(roundFolder(invited!.paths, key), { recursive: true });
    await writeFile(file!, content);
    await writeFile(beside!, other());
    const both = await show(invited!);
    expect(both.words).to.include('Invitation to round 2, "Week 2"').and.include(beside).and.not.include("cancelled");
    expect(both.json.invitations.map(({ title }: { title: string }) => title)).to.deep.equal(["Week 2"]);
    // Nor does the client ask for what it has.
    const digest = termsDigest(encodeTerms({ ...accepted.terms, title: "Week 2" }));
    expect(await hasTerms(invited!.paths, key, digest)).to.equal(true);
    await rm(beside!);
    await writeFile(file!, other());
    const changed = await show(invited!);
    expect(changed.words).to.include(file).and.not.include("cancelled");
    expect(changed.json.invitations).to.deep.equal([]);
    expect(await hasTerms(invited!.paths, key, digest)).to.equal(false);
  });

  it("shows rounds that were agreed to while the contract is not in enough blocks", async () => {
    const config = await readConfig(agreed!.paths.config);
    await writeConfig(agreed!.paths.config, { ...config, confirmations: 64 });
    const { words, json, error } = await show(agreed!);
    expect(error).to.equal(null);
    expect(words).to.include(accepted.terms.title);
    expect(json.rounds).to.have.length(1);
    expect(json.rounds[0]).to.include({ phase: "none", title: accepted.terms.title });
    expect(json.rounds[0].unconfirmed).to.match(/64 confirmations/);
    await writeConfig(agreed!.paths.config, config);
    expect((await show(agreed!)).json.rounds[0]).to.include({ phase: "committing", unconfirmed: null });
  });

  it("shows what the journal says of them where the chain does not answer, and fails", async () => {
    const config = await readConfig(agreed!.paths.config);
    await writeConfig(agreed!.paths.config, { ...config, rpc: "http://127.0.0.1:1" });
    const { words, json, error } = await show(agreed!);
    expect(error).to.be.instanceOf(ChainError).with.property("code", "ChainUnreachable");
    expect(words).to.include(accepted.terms.title);
    expect(json.rounds.map(({ title }: { title: string }) => title)).to.deep.equal([accepted.terms.title]);
    expect(json.roundsOnChain).to.equal(null);
    await writeConfig(agreed!.paths.config, config);
  });
});
