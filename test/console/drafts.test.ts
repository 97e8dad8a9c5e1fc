// A company's decision on a round: checked as it will be accepted, accepted as it was shown, or
// declined, on a real chain.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { privateKeyToAccount } from "viem/accounts";
import { connectPublic, coordinatorOf } from "../../client/app/connect.ts";
import { declineRound, isDeclined } from "../../client/app/invite/decline.ts";
import { listOpenRounds } from "../../client/app/invite/open-rounds.ts";
import { keepTerms } from "../../client/app/kept-rounds.ts";
import { Drafts } from "../../client/console/drafts.ts";
import { readConfig } from "../../client/home/config.ts";
import type { Keys } from "../../client/home/keys.ts";
import { openOwnJournal } from "../../client/journal/own-journal.ts";
import { findRound } from "../../client/journal/rounds.ts";
import { createRandom } from "../../client/math/random.ts";
import { type NodeProcess, startNode } from "../../lab/chain/node-process.ts";
import { deployOn, makeHome, type OpenedRound, openFiles, type TestHome } from "../support/client-home.ts";
import { codeOf } from "../support/codes.ts";
import { concordat } from "../support/command.ts";

const FILES = [
  { name: "rows.lp", text: "Minimize\nSubject To\n a: 3 x + 7 y >= 11\nEnd\n" },
  { name: "costs.lp", text: "Minimize\n obj: 2 x + 5 y\nSubject To\n b: x + y <= 9\nEnd\n" },
];
const NO_CHOICES = { roundNumbers: false, insist: false, acceptTolerances: false, acceptSetup: false };

describe("a draft of the console", function () {
  this.timeout(600_000);
  let folder: string;
  let node: NodeProcess;
  let opened: OpenedRound;
  let home: TestHome;
  let keys: Keys;
  let drafts: Drafts;

  const content = (text: string) => ({ name: FILES[0]!.name, bytes: Buffer.from(text) });
  const agreed = async () => {
    const journal = await openOwnJournal(home.paths, keys);
    try {
      return findRound(journal, opened.key);
    } finally {
      journal.close();
    }
  };
  /** The files of the home in which some text stands. */
  const filesWith = async (text: string) => {
    const entries = await readdir(home.paths.folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    expect(files).to.include(home.paths.journal);
    const contents = await Promise.all(files.map((file) => readFile(file)));
    return files.filter((_, i) => contents[i]!.includes(text));
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-drafts-"));
    node = await startNode("hardhat");
    const deployment = await deployOn(node, folder);
    opened = await openFiles(node, deployment, "two-party/paillier", FILES);
    home = await makeHome(join(folder, "home"), node, deployment, { party: 0, port: 0, rounds: [] });
    await keepTerms(home.paths, "invited", { round: opened.key, terms: opened.terms });
    const account = privateKeyToAccount(home.accountKey);
    keys = { account, sender: account, random: createRandom(Buffer.from(home.seed, "hex")) };
    drafts = new Drafts({ paths: home.paths, config: await readConfig(home.paths.config) }, keys);
  });
  after(async () => {
    await node.stop();
    await rm(folder, { recursive: true });
  });

  it("that does not fit the terms says why, and cannot be accepted", async () => {
    await drafts.load(opened.key, content(FILES[0]!.text.replace("7 y", "7 y + z")));
    const { version, refusal } = drafts.of(opened.key)!;
    expect(refusal).to.have.property("code", "AnnouncementDiffers");
    expect(refusal!.message).to.include("rows.lp");
    expect(await codeOf(() => drafts.accept(opened.key, version))).to.equal("RequestInvalid");
    expect(await agreed()).to.equal(null);
  });

  it("without the company's file is refused like a command without --data", async () => {
    const fresh = new Drafts({ paths: home.paths, config: await readConfig(home.paths.config) }, keys);
    await fresh.check(opened.key, NO_CHOICES);
    expect(fresh.of(opened.key)!.refusal).to.have.property("code", "DataMissing");
  });

  it("is declined by a note, which hides it and takes nothing away", async () => {
    const config = await readConfig(home.paths.config);
    const reader = { publicClient: connectPublic(config), coordinator: coordinatorOf(config), confirmations: 0 };
    const listed = async () => (await listOpenRounds(home.paths, reader, () => false)).invitations;
    expect((await listed()).map(({ declined }) => declined)).to.deep.equal([false]);
    expect(await codeOf(() => declineRound(home.paths, `${opened.key}1`))).to.equal("TermsMissing");
    const [, number] = opened.key.split("/");
    const { code, output } = await concordat("--home", home.paths.folder, "--json", "decline", number!);
    expect([code, JSON.parse(output)]).to.deep.equal([0, { round: opened.key, declined: true }]);
    expect((await listed()).map(({ declined }) => declined)).to.deep.equal([true]);
    expect(isDeclined(home.paths, `${opened.key}1`)).to.equal(false);
  });

  it("is accepted as it was checked last, with its file, and leaves no file behind", async () => {
    await drafts.load(opened.key, content(FILES[0]!.text));
    const first = drafts.of(opened.key)!;
    expect(await filesWith("3 x + 7 y")).to.deep.equal([]);
    expect(first).to.deep.include({ refusal: null, choices: NO_CHOICES });
    await drafts.check(opened.key, { ...NO_CHOICES, roundNumbers: true });
    const second = drafts.of(opened.key)!;
    expect(second.file).to.equal(first.file);
    expect(await codeOf(() => drafts.accept(opened.key, first.version))).to.equal("RequestInvalid");
    expect(await agreed()).to.equal(null);
    await drafts.accept(opened.key, second.version);
    const round = (await agreed())!;
    expect(Buffer.from(round.data).toString()).to.equal(FILES[0]!.text);
    expect(round).to.include({ dataName: "rows.lp", rounding: "nearest", insist: false, party: 0 });
    expect(drafts.of(opened.key)).to.equal(null);
    expect(await codeOf(() => declineRound(home.paths, opened.key))).to.equal("RoundAgreed");
    expect(await filesWith("3 x + 7 y")).to.deep.equal([]);
  });

  it("makes room for newer ones", async () => {
    const rounds = Array.from({ length: 9 }, (_, i) => `${opened.key}${i}`);
    for (const round of rounds) await drafts.load(round, content(FILES[0]!.text));
    expect(rounds.map((round) => drafts.of(round) === null)).to.deep.equal([true, ...new Array(8).fill(false)]);
  });
});
