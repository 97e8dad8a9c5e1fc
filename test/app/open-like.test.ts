// The next round like an earlier one: the same terms, refused when the earlier round is not what it
// should be, and no two open rounds with one title.
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { privateKeyToAccount } from "viem/accounts";
import type { Deployment } from "../../client/app/deploy/deploy.ts";
import { keptFile } from "../../client/app/kept-rounds.ts";
import { type Opened, openTerms } from "../../client/app/open-round.ts";
import { noteOpening } from "../../client/app/opening.ts";
import { formatRoundFile, readRoundFile } from "../../client/app/round-file.ts";
import { readSpec } from "../../client/app/spec.ts";
import { type LikeInput, termsLike } from "../../client/app/terms-like.ts";
import { open } from "../../client/cli/commands/open.ts";
import { ChainError, type ConcordatError, InputError, ProtocolError } from "../../client/errors.ts";
import { type Config, readConfig } from "../../client/home/config.ts";
import { encodeAnnouncement } from "../../client/lp/joint/announcement.ts";
import { announce, NO_BOUNDS, withBounds } from "../../client/lp/joint/program.ts";
import { parseBound } from "../../client/lp/joint/sizes.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import type { Terms } from "../../client/round/terms.ts";
import { fundedKey, type NodeProcess, startNode } from "../../lab/chain/node-process.ts";
import { testSeed } from "../support/certificate.ts";
import { deployOn, makeHome, type TestHome } from "../support/client-home.ts";
import { rejection } from "../support/network.ts";
import { NO_SETUPS } from "../support/setups.ts";

const NAMES = ["Nordlys", "Sagbruk"] as const;
const ROWS = "Minimize\nSubject To\n a: 3 x + 7 y >= 11\nEnd\n";
const COSTS = "Minimize\n obj: 2 x + 5 y\nSubject To\n b: x + y <= 9\nEnd\n";
/** The most that a round takes to be committed to, in seconds. */
const COMMIT = 7200;

describe("open --like", function () {
  this.timeout(120_000);
  let folder: string;
  let node: NodeProcess;
  let deployment: Deployment;
  let home: TestHome;
  let config: Config;
  let week6: Opened;

  const at = (name: string) => join(folder, name);
  const account = privateKeyToAccount(fundedKey(0));
  const keys = async () => ({ account, sender: account, random: testSeed("opener") });
  const openAs = (terms: Terms, out: string | undefined = undefined) =>
    openTerms(terms, { paths: home.paths, config, keys, out: out ?? at(`${terms.title}.json`) });
  const like = (name: string, more: Partial<LikeInput> = {}) =>
    termsLike({
      ...{ paths: home.paths, config, like: name, title: undefined, announcements: [], ...more },
      progress: () => undefined,
    });
  const announced = (text: string, bound = "40") =>
    encodeAnnouncement(
      withBounds(announce(readProgramText(text, "rows.lp")), { ...NO_BOUNDS, all: parseBound(bound, {}) }),
    );
  const expectError = async (
    work: Promise<unknown>,
    type: new (...args: never[]) => ConcordatError,
    code: string,
  ): Promise<Error> => {
    const error = await rejection(work);
    expect(error, code).to.be.instanceOf(type).with.property("code", code);
    return error as Error;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-like-"));
    node = await startNode("hardhat");
    deployment = await deployOn(node, folder);
    home = await makeHome(at("home"), node, deployment, { party: 0, port: 0, rounds: [] });
    config = await readConfig(home.paths.config);
    for (const [k, text] of [ROWS, COSTS].entries()) await writeFile(at(`${k}.json`), announced(text));
    const parties = NAMES.map((name, k) => ({
      ...{ name, account: privateKeyToAccount(fundedKey(k)).address, announcement: `${k}.json` },
    }));
    const periods = { commit: `${COMMIT}s`, exchange: "1h", settle: "1d" };
    const spec = { title: "Week 6", engine: "two-party/paillier", parties, periods, bond: "0.02" };
    await writeFile(at("spec.json"), JSON.stringify(spec));
    week6 = await openAs(await readSpec(at("spec.json"), NO_SETUPS));
  });
  after(async () => {
    await node.stop();
    await rm(folder, { recursive: true });
  });

  it("opens the next round with the same terms, under another title", async () => {
    const terms = await like("1", { title: "Week 7" });
    expect(terms).to.deep.equal({ ...week6.terms, title: "Week 7" });
    const opened = await openAs(terms);
    expect(opened.key).to.match(/\/2$/);
    expect(await readRoundFile(opened.file)).to.deep.equal({ round: opened.key, terms });
    expect((await like(opened.key)).title).to.equal("Week 7");
  });

  it("takes fresh announcements that say what the terms say, and refuses others by company", async () => {
    const both = NAMES.map((name, k) => `${name}=${at(`${k}.json`)}`);
    expect(await like("1", { announcements: both })).to.deep.equal(week6.terms);
    for (const text of [
      announced(ROWS.replace("3 x", "3.5 x")),
      announced(ROWS, "50"),
      announced(`${ROWS}\n`.replace("y", "z")),
    ]) {
      await writeFile(at("fresh.json"), text);
      const announcements = [`Nordlys=${at("fresh.json")}`];
      const { message } = await expectError(like("1", { announcements }), InputError, "AnnouncementDiffers");
      expect(message).to.include("Nordlys");
    }
    for (const [announcements, code] of [
      [["Weser=nowhere.json"], "CompanyUnknown"],
      [[both[0]!, both[0]!], "CompanyTwice"],
      [["Nordlys"], "OptionInvalid"],
      [[`Nordlys=${at("nowhere.json")}`], "FileUnreadable"],
    ] as const)
      await expectError(like("1", { announcements }), InputError, code);
    await writeFile(at("fresh.json"), "{}");
    await expectError(like("1", { announcements: [`Nordlys=${at("fresh.json")}`] }), InputError, "AnnouncementInvalid");
  });

  it("a round that this home or the chain does not know, or knows with other parties, is refused", async () => {
    await expectError(like("99"), InputError, "TermsMissing");
    await expectError(like("week six"), InputError, "RoundInvalid");
    // A file that somebody changed, and one of a round that a reorganisation took back.
    const kept = keptFile(home.paths, week6.key, "opened");
    const parties = week6.terms.parties.map((party, k) => ({
      ...party,
      account: privateKeyToAccount(fundedKey(k + 3)).address,
    }));
    await writeFile(kept, formatRoundFile({ round: week6.key, terms: { ...week6.terms, parties } }));
    await expectError(like("1"), ProtocolError, "RoundDiffers");
    await writeFile(kept, formatRoundFile({ round: week6.key.replace("/1", "/50"), terms: week6.terms }));
    await expectError(like("1"), InputError, "RoundFileInvalid");
    await writeFile(kept, "garbage");
    await expectError(like("1"), InputError, "RoundFileInvalid");
    await writeFile(kept, formatRoundFile({ round: week6.key, terms: week6.terms }));
    const gone = await makeHome(at("gone"), node, deployment, {
      ...{ party: 0, port: 0 },
      rounds: [{ key: week6.key.replace("/1", "/77"), terms: week6.terms, files: [{ name: "rows.lp", text: ROWS }] }],
    });
    await expectError(like("77", { paths: gone.paths }), ChainError, "RoundUnknown");
  });

  it("a second open round of the same title is refused before anything is sent; a closed one is in nobody's way", async () => {
    const files = await readdir(folder);
    const before = await node.request("eth_getTransactionCount", [account.address, "latest"]);
    await expectError(openAs(await like("1"), at("again.json")), InputError, "TitleTaken");
    const alike = await like("1", { title: `${week6.terms.title.toUpperCase()} ` });
    await expectError(openAs(alike, at("again.json")), InputError, "TitleTaken");
    expect(await readdir(folder)).to.deep.equal(files);
    expect(await node.request("eth_getTransactionCount", [account.address, "latest"])).to.equal(before);
    await node.request("evm_increaseTime", [COMMIT + 1]);
    await node.request("evm_mine", []);
    expect((await openAs(await like("1"), at("again.json"))).terms).to.deep.equal(week6.terms);
  });

  it("goes with no spec, and a spec goes with none of its options", async () => {
    const options = { home: home.paths.folder, announcement: [] };
    for (const [spec, more] of [
      [undefined, {}],
      [at("spec.json"), { like: "1" }],
      [at("spec.json"), { title: "Week 8" }],
      [at("spec.json"), { announcement: ["Nordlys=0.json"] }],
      [undefined, { like: "1", title: "" }],
    ] as const)
      await expectError(open(spec, { ...options, ...more }), InputError, "OptionInvalid");
  });

  it("finds the terms of a round again whose opening was interrupted after its transaction", async () => {
    const terms = { ...week6.terms, title: "Interrupted" };
    const opened = await openAs(terms);
    // As if it had been killed before it wrote anything but its note.
    const first = BigInt(opened.key.slice(opened.key.indexOf("/") + 1));
    await noteOpening(home.paths, { coordinator: config.coordinator!, first, terms });
    await rm(keptFile(home.paths, opened.key, "opened"));
    const elsewhere = await mkdtemp(join(tmpdir(), "concordat-again-"));
    await expectError(openAs(terms, join(elsewhere, "again.json")), InputError, "TitleTaken");
    await rm(elsewhere, { recursive: true });
    expect(await readRoundFile(keptFile(home.paths, opened.key, "opened"))).to.deep.equal({ round: opened.key, terms });
    expect(
      (await readdir(join(home.paths.folder, "rounds"))).filter((name) => name.startsWith("opening")),
    ).to.deep.equal([]);
  });
});
