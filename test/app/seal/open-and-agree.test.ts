// A round with a sealed outcome between homes: opened from a spec, and again like the first; agreed
// to only where the home keeps the set-up, and the terms state the key that follows from it.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import type { Address } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { agreeToRound } from "../../../client/app/agree.ts";
import { agreedRound } from "../../../client/app/agreed-round.ts";
import { commandOutbox, connect, sessionOf } from "../../../client/app/connect.ts";
import type { Deployment } from "../../../client/app/deploy/deploy.ts";
import { openTerms } from "../../../client/app/open-round.ts";
import { formatRoundFile } from "../../../client/app/round-file.ts";
import type { Setups } from "../../../client/app/seal/load.ts";
import { readSpec } from "../../../client/app/spec.ts";
import { termsLike } from "../../../client/app/terms-like.ts";
import { readParams } from "../../../client/chain/coordinator/read.ts";
import { openRound as openOnChain } from "../../../client/chain/coordinator/transact.ts";
import { ConcordatError } from "../../../client/errors.ts";
import { readConfig } from "../../../client/home/config.ts";
import type { HomePaths } from "../../../client/home/paths.ts";
import { readJournal } from "../../../client/journal/own-journal.ts";
import { acceptedRounds } from "../../../client/journal/rounds.ts";
import { encodeAnnouncement } from "../../../client/lp/joint/announcement.ts";
import { announce } from "../../../client/lp/joint/program.ts";
import { readProgramText } from "../../../client/lp/readers/read.ts";
import { createRandom } from "../../../client/math/random.ts";
import { roundParams } from "../../../client/round/agreement.ts";
import { formatRoundKey } from "../../../client/round/round-key.ts";
import type { Terms } from "../../../client/round/terms.ts";
import { fundedKey, type NodeProcess, startNode } from "../../../lab/chain/node-process.ts";
import { programFile } from "../../../scripts/programs.ts";
import { testAccount } from "../../support/ceremony.ts";
import { deployOn, makeHome } from "../../support/client-home.ts";
import { writeLightKeystore } from "../../support/light-keystore.ts";
import { rejection } from "../../support/network.ts";
import { keepingSetups, type TestSetup, testSetup } from "../../support/setups.ts";

const FILES = [
  "Minimize\nSubject To\n a: 3 x + 7 y >= 11\nEnd\n",
  "Minimize\n obj: 2 x + 5 y\nSubject To\n b: x + y <= 9\nEnd\n",
];
const progress = () => undefined;

const PASSWORD = "correct horse";
const command = programFile("bin/concordat.ts");

/** What the command prints. */
async function concordat(...args: string[]): Promise<string> {
  const env = { ...process.env, CONCORDAT_PASSWORD: PASSWORD };
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...args], { env });
  return stdout;
}

describe("a round with a sealed outcome, opened and agreed to", function () {
  this.timeout(120_000);
  let folder: string;
  let node: NodeProcess;
  let setup: TestSetup;
  let homes: readonly HomePaths[];
  let seeds: readonly string[];
  let terms: Terms;
  let deployment: Deployment;
  const at = (name: string) => join(folder, name);
  const account = (party: number) => privateKeyToAccount(fundedKey(party));
  const setupsOf = (party: number): Setups => ({ paths: homes[party]!, progress });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-sealed-round-"));
    node = await startNode("hardhat");
    setup = await testSetup();
    deployment = await deployOn(node, folder);
    const made = [0, 1].map((party) => makeHome(at(`home${party}`), node, deployment, { party, port: 0, rounds: [] }));
    homes = (await Promise.all(made)).map(({ paths }) => paths);
    seeds = (await Promise.all(made)).map(({ seed }) => seed);
    await keepingSetups(at("home0"), setup);
    for (const [k, text] of FILES.entries()) {
      await writeFile(at(`${k}.lp`), text);
      await writeFile(at(`${k}.json`), encodeAnnouncement(announce(readProgramText(text, "rows.lp"))));
    }
    const parties = FILES.map((_, k) => ({
      ...{ name: ["Alder", "Birch"][k]!, account: account(k).address, announcement: `${k}.json` },
    }));
    const spec = { title: "Week 6", parties, outcome: "sealed", setup: setup.digest };
    await writeFile(at("spec.json"), JSON.stringify(spec));
    terms = await readSpec(at("spec.json"), setupsOf(0));
  });
  after(async () => {
    await node.stop();
    await rm(folder, { recursive: true });
  });

  const keysOf = (party: number) => {
    const random = createRandom(Buffer.from(seeds[party]!, "hex"));
    return { account: account(party), sender: account(party), random };
  };
  const open = async (own: Terms, out: string) => {
    const config = await readConfig(homes[0]!.config);
    return openTerms(own, { paths: homes[0]!, config, keys: async () => keysOf(0), out: at(out) });
  };
  const agree = async (party: number, file: string, options: { acceptSetup: boolean } = { acceptSetup: true }) =>
    agreeToRound({
      ...{ paths: homes[party]!, config: await readConfig(homes[party]!.config), keys: keysOf(party) },
      ...{ round: at(file), data: at(`${party}.lp`), rounding: "exact", insist: true, acceptTolerances: false },
      ...options,
      ...{ onRead: () => undefined, progress },
    });
  const refused = async (work: Promise<unknown>, code: string) =>
    expect(await rejection(work), code)
      .to.be.instanceOf(ConcordatError)
      .with.property("code", code);
  const agreedTo = async (party: number) => {
    const journal = await readJournal(homes[party]!);
    const count = acceptedRounds(journal).length;
    journal.close();
    return count;
  };

  it("has its key on chain, and is agreed to only by a home that keeps the set-up", async () => {
    const config = await readConfig(homes[0]!.config);
    const { key } = await open(terms, "6.json");
    const reader = { publicClient: await connect(config), coordinator: config.coordinator!, confirmations: 0 };
    expect(key).to.match(/\/1$/);
    expect((await readParams(reader, 1n)).sealedKey).to.equal(terms.sealed!.key);
    expect((await agree(0, "6.json")).terms.sealed).to.deep.equal(terms.sealed);
    await refused(agree(1, "6.json"), "SetupMissing");
    expect(await agreedTo(1)).to.equal(0);
    await keepingSetups(at("home1"), setup);
    // Nobody of the round has contributed: who agrees trusts those who have, and says so.
    await refused(agree(1, "6.json", { acceptSetup: false }), "SetupForeign");
    expect(await agreedTo(1)).to.equal(0);
    expect((await agree(1, "6.json")).isNew).to.equal(true);
    // It is asked once.
    expect((await agree(1, "6.json", { acceptSetup: false })).isNew).to.equal(false);
    expect([await agreedTo(0), await agreedTo(1)]).to.deep.equal([1, 1]);
  });

  it("is sealed in the words of open and status, and experimental", async () => {
    const { accountKey, seed, folder: home } = homes[0]!;
    await writeLightKeystore(accountKey, fundedKey(0), PASSWORD);
    await writeLightKeystore(seed, `0x${seeds[0]}`, PASSWORD);
    const file = at("again.json");
    await writeFile(at("spec.json"), (await readFile(at("spec.json"), "utf8")).replace("Week 6", "Again"));
    const opened = await concordat("--home", home, "open", at("spec.json"), "--out", file);
    for (const part of [
      "Sealed outcome, experimental until reviewed from outside",
      `Set-up ${setup.digest}, of size ${terms.sealed!.size}`,
      "2 contributions to it",
      testAccount(1).address,
      "The public will see that the outcome is proven",
    ])
      expect(opened).to.include(part);
    const { rounds } = JSON.parse(await concordat("--home", home, "--json", "status"));
    expect(rounds[0].sealed).to.deep.equal(terms.sealed);
    expect(await concordat("--home", home, "status")).to.include(
      `round 1 has a sealed outcome, experimental until reviewed from outside: set-up ${setup.digest}`,
    );
  });

  it("discloses nothing before it has settled", async () => {
    const args = ["disclose", "1", "--row", "a", "--out", at("disclosure.json")];
    const refusal = await rejection(concordat("--home", homes[0]!.folder, "--json", ...args));
    expect(String(Reflect.get(refusal as object, "stderr"))).to.include("OutcomeMissing");
    expect(existsSync(at("disclosure.json"))).to.equal(false);
  });

  it("is opened again like the first, unless the set-up is gone or its terms state another key", async () => {
    const config = await readConfig(homes[0]!.config);
    const like = (title: string) =>
      termsLike({ paths: homes[0]!, config, like: "1", title, announcements: [], progress });
    expect(await like("Week 7")).to.deep.equal({ ...terms, title: "Week 7" });
    const file = join(homes[0]!.setups, `${setup.digest}.bin`);
    const bytes = await readFile(file);
    await rm(file);
    await refused(like("Week 7"), "SetupMissing");
    await writeFile(file, bytes);
  });

  it("is refused by every company if it was opened with another key", async () => {
    const other: Terms = { ...terms, title: "Other", sealed: { ...terms.sealed!, key: `0x${"12".repeat(32)}` } };
    const { key } = await open(other, "other.json");
    await writeFile(at("other.json"), formatRoundFile({ round: key, terms: other }));
    for (const party of [0, 1]) await refused(agree(party, "other.json"), "SetupDiffers");
    const config = await readConfig(homes[0]!.config);
    const like = { paths: homes[0]!, config, like: "3", title: undefined, announcements: [], progress };
    await refused(termsLike(like), "SetupDiffers");
  });

  it("is neither opened nor agreed to with public shares on a contract that is not theirs", async () => {
    const config = await readConfig(homes[0]!.config);
    const coordinator = config.coordinator!;
    const sharedOn = (shares: Address, title: string): Terms => ({
      ...{ ...terms, title },
      sealed: { ...terms.sealed!, shares },
    });
    await open(sharedOn(deployment.shares, "Shared"), "shared.json");
    expect((await agree(0, "shared.json")).terms.sealed!.shares).to.equal(deployment.shares);
    for (const [shares, code] of [
      [coordinator, "ContractUnknown"],
      [deployment.registry, "ContractUnknown"],
      [account(5).address, "ContractMissing"],
    ] as const) {
      const wrong = sharedOn(shares, `Shared on ${shares}`);
      await refused(open(wrong, `${shares}.json`), code);
      expect(existsSync(at(`${shares}.json`))).to.equal(false);
      // Somebody opens it all the same.
      const publicClient = await connect(config);
      const outbox = commandOutbox(publicClient, config, keysOf(0));
      const session = sessionOf(publicClient, config, { account: account(0), outbox, coordinator });
      const { round } = await openOnChain(session, roundParams(agreedRound(wrong).agreement));
      const file = formatRoundFile({ round: formatRoundKey({ coordinator, round }), terms: wrong });
      await writeFile(at("wrong.json"), file);
      const before = await agreedTo(0);
      await refused(agree(0, "wrong.json"), code);
      expect(await agreedTo(0)).to.equal(before);
    }
  });
});
