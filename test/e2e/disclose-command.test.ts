// `concordat disclose`, `concordat shares` and `concordat audit` as two companies and their bank
// run them: after a sealed round between real homes is over and the others' messages are deleted.
// One company's client is killed before it posts its share, which its console posts.
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Address } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { agreeToRound } from "../../client/app/agree.ts";
import { openTerms } from "../../client/app/open-round.ts";
import { readSpec } from "../../client/app/spec.ts";
import { disclose as discloseInProcess } from "../../client/cli/commands/disclose.ts";
import { EXIT, exitCodeOf } from "../../client/cli/exit-codes.ts";
import { Desk } from "../../client/console/desk.ts";
import { readConfig } from "../../client/home/config.ts";
import type { Keys } from "../../client/home/keys.ts";
import { encodeAnnouncement } from "../../client/lp/joint/announcement.ts";
import { announce } from "../../client/lp/joint/program.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { createRandom } from "../../client/math/random.ts";
import { fundedKey, type NodeProcess, startNode } from "../../lab/chain/node-process.ts";
import { boundaryName } from "../support/boundaries.ts";
import { deployOn, freePort, makeHome, openFiles, type TestHome } from "../support/client-home.ts";
import { type PrintedEvent, startClient } from "../support/client-process.ts";
import { codeOf } from "../support/codes.ts";
import { concordat, PASSWORD } from "../support/command.ts";
import { writeLightKeystore } from "../support/light-keystore.ts";
import { rejection } from "../support/network.ts";
import { keepingSetups, testSetup } from "../support/setups.ts";

const FILES = [
  { name: "mine.lp", text: "Minimize\nSubject To\n shaft: ore + 3 coal <= 6\nEnd\n" },
  { name: "smelter.lp", text: "Maximize\n obj: 3 ore + 2 coal\nSubject To\n kiln: ore + coal <= 4\nEnd\n" },
];
const ENGINE = "two-party/decoy-ot";
/** The step in which the first company says that it has the sealed proof. */
const LAST_TURN = 6;

describe("concordat disclose", function () {
  this.timeout(240_000);
  let folder: string;
  let node: NodeProcess;
  let homes: readonly TestHome[];
  let publicRound: string;
  let sealedRound: string;
  const at = (name: string) => join(folder, name);
  const account = (party: number) => privateKeyToAccount(fundedKey(party));

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-disclose-"));
    node = await startNode("hardhat");
    const deployment = await deployOn(node, folder);
    const opened = await openFiles(node, deployment, ENGINE, FILES);
    publicRound = opened.key;
    homes = await Promise.all(
      FILES.map(async (_, party) =>
        makeHome(at(`home${party}`), node, deployment, { party, port: await freePort(), rounds: [opened] }),
      ),
    );
    for (const [party, { paths, seed }] of homes.entries()) {
      await keepingSetups(paths.folder, await testSetup());
      await writeLightKeystore(paths.accountKey, fundedKey(party), PASSWORD);
      await writeLightKeystore(paths.seed, `0x${seed}`, PASSWORD);
    }
    sealedRound = await agreeOnSealed(deployment.shares);
    await playSealed();
  });
  after(async () => {
    await node.stop();
    await rm(folder, { recursive: true });
  });

  /** Opens a round with a sealed outcome and accepts it in both homes. */
  async function agreeOnSealed(shares: Address): Promise<string> {
    for (const [k, { name, text }] of FILES.entries()) {
      await writeFile(at(name), text);
      await writeFile(at(`${k}.json`), encodeAnnouncement(announce(readProgramText(text, name))));
    }
    const parties = FILES.map((_, k) => ({
      ...{ name: ["Mine", "Smelter"][k]!, account: account(k).address, announcement: `${k}.json` },
    }));
    const { digest } = await testSetup();
    const spec = { title: "Week 6", engine: ENGINE, parties, outcome: "sealed", setup: digest, shares: "public" };
    await writeFile(at("spec.json"), JSON.stringify(spec));
    const progress = () => undefined;
    const terms = await readSpec(at("spec.json"), { paths: homes[0]!.paths, progress }, shares);
    const own = async (party: number) => ({
      paths: homes[party]!.paths,
      config: await readConfig(homes[party]!.paths.config),
    });
    const { key } = await openTerms(terms, { ...(await own(0)), keys: async () => keysOf(0), out: at("6.json") });
    for (const party of homes.keys())
      await agreeToRound({
        ...{ ...(await own(party)), keys: keysOf(party), round: at("6.json"), data: at(FILES[party]!.name) },
        ...{ rounding: "exact", insist: true, acceptTolerances: true, acceptSetup: true, onRead: progress, progress },
      });
    return key;
  }

  const keysOf = (party: number): Keys => ({
    ...{ account: account(party), sender: account(party) },
    random: createRandom(Buffer.from(homes[party]!.seed, "hex")),
  });
  const isClosed = ({ event, round }: PrintedEvent) => event === "round-closed" && round === sealedRound;

  /**
   * Runs both clients until the second one's round is over. The first one's has the proof, and is
   * killed with its last turn.
   */
  async function playSealed(): Promise<void> {
    const first = startClient(homes[0]!, [boundaryName(sealedRound, "posted", LAST_TURN)]);
    const second = startClient(homes[1]!);
    try {
      await first.seen(({ halted }) => halted);
      await second.seen(isClosed);
    } finally {
      await Promise.all([first.kill(), second.stop()]);
    }
  }

  it("has the share of a company whose client is gone posted by its console, once, and its client goes on", async () => {
    const { paths } = homes[0]!;
    const desk = new Desk({ paths, config: await readConfig(paths.config) }, keysOf(0), false);
    try {
      const before = await desk.shares.view(sealedRound);
      expect(before).to.deep.include({ sum: null, isOwnMissing: true, isPosting: false });
      expect(before.shares.map(({ share }) => share)).to.deep.equal([null, "12"]);
      expect(before.lines.join()).to.include("Missing: Mine.");
      const posting = desk.shares.post(sealedRound);
      expect(await desk.shares.view(sealedRound)).to.include({ isPosting: true });
      await Promise.all([posting, desk.shares.post(sealedRound)]);
      const after = await desk.shares.view(sealedRound);
      expect(after).to.deep.include({ sum: "12", isOwnMissing: false, isPosting: false });
      expect(await codeOf(() => desk.shares.view(publicRound))).to.equal("SharesNotPublic");
      expect(await codeOf(() => desk.shares.post(publicRound))).to.equal("SharesNotPublic");
      expect(await codeOf(() => desk.shares.post(`${sealedRound}9`))).to.equal("RoundUnknown");
    } finally {
      await desk.close();
    }
    const client = startClient(homes[0]!);
    await client.seen(isClosed);
    expect(client.events.map(({ event }) => event))
      .to.include("share-posted")
      .and.not.include("share-missing");
    await client.stop();
  });

  const disclose = (party: number, ...args: readonly string[]) =>
    concordat("--home", homes[party]!.paths.folder, "disclose", ...args);
  const audit = (round: string, ...files: readonly string[]) =>
    concordat("audit", round, "--rpc", node.url, ...files.flatMap((file) => ["--disclosure", file]));

  it("writes numbers of a sealed round that a bank checks with the chain alone", async () => {
    const [bank, other] = [at("bank.json"), at("other.json")];
    const said = await disclose(1, sealedRound, "--variable", "ore", "--row", "kiln", "--objective", "--out", bank);
    expect(said.errors).to.equal("");
    expect(said.output)
      .to.match(/variable +ore +4\n/)
      .and.to.include("Whoever has this file learns");
    expect((await stat(bank)).mode & 0o777).to.equal(0o600);
    const json = await disclose(0, sealedRound, "--dual-value", "--out", other, "--json");
    expect(JSON.parse(json.output)).to.deep.equal({
      ...{ file: other, kind: "optimal" },
      numbers: [{ what: "dual value", name: "share of the optimum", value: "0", along: null }],
    });
    const { code, output } = await audit(sealedRound, bank, other);
    expect(code, output).to.equal(EXIT.ok);
    expect(output).to.match(/Numbers disclosed by party 1\n.*kiln \(≤\) +3\n.*Numbers disclosed by party 0\n/s);
  });

  it("has each company's share on chain once the round is over, which anybody adds up and audits", async () => {
    const home = homes[0]!.paths.folder;
    const shown = JSON.parse((await concordat("--home", home, "shares", sealedRound, "--json")).output);
    expect(shown.adopted).to.equal(true);
    expect(shown.shares).to.deep.equal([
      { company: "Mine", share: "0" },
      { company: "Smelter", share: "12" },
    ]);
    expect(shown.sum).to.equal("12");
    expect(Number(shown.objective.lower)).to.be.at.most(12);
    expect(Number(shown.objective.upper)).to.be.at.least(12);
    const again = await concordat("--home", home, "shares", sealedRound, "--post");
    expect(again.errors).to.equal("");
    expect(again.output)
      .to.match(/Smelter +12\n/)
      .and.to.include("Together they prove that the value of the sealed plan is from");
    const { code, output } = await concordat("audit", sealedRound, "--rpc", node.url, "--terms", at("6.json"));
    expect(code, output).to.equal(EXIT.ok);
    expect(output).to.match(/The shares\n.*party 0 +0\nparty 1 +-12\n/s);
    const none = await concordat("--home", home, "shares", publicRound);
    expect([none.code, none.errors.includes("[SharesNotPublic]")], none.errors).to.deep.equal([EXIT.input, true]);
  });

  it("refuses what the round does not have, with nothing written", async () => {
    const out = at("nothing.json");
    await writeFile(at("password"), PASSWORD, { mode: 0o600 });
    const asked = { passwordFile: at("password"), out, row: [], variable: [], objective: false, dualValue: false };
    for (const [party, round, wanted, code] of [
      [1, sealedRound, {}, "OptionInvalid"],
      [1, sealedRound, { variable: ["iron"] }, "UnknownVariable"],
      [1, publicRound, { variable: ["ore"] }, "OptionInvalid"],
      [1, publicRound, { dualValue: true }, "OptionInvalid"],
      [0, publicRound, { row: ["kiln"] }, "RowUnknown"],
      [0, publicRound, {}, "OptionInvalid"],
    ] as const) {
      const work = discloseInProcess(round, { home: homes[party]!.paths.folder, ...asked, ...wanted });
      const error: unknown = await rejection(work);
      expect(error).to.have.property("code", code);
      expect(exitCodeOf(error)).to.equal(EXIT.input);
      expect(await stat(out).catch(() => null), code).to.equal(null);
    }
  });

  it("writes rows of a public round as before, which a sealed round does not take", async () => {
    const file = at("rows.json");
    const { output } = await disclose(1, publicRound, "--row", "kiln", "--objective", "--out", file);
    expect(output).to.include("1 of 1 row and the costs, with the openings of their commitments.");
    expect(JSON.parse(await readFile(file, "utf8")).rows[0]).to.deep.include({ index: 0, name: "kiln (≤)" });
    const { code, errors } = await audit(sealedRound, file);
    expect(code).to.equal(EXIT.input);
    expect(errors).to.include("[FileInvalid]");
  });
});
