// Commands with a round that there is not, or that is not this company's: each refusal says which.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { privateKeyToAccount } from "viem/accounts";
import { agreeToRound } from "../../client/app/agree.ts";
import type { Deployment } from "../../client/app/deploy/deploy.ts";
import { requireAgreed } from "../../client/app/not-agreed.ts";
import { formatRoundFile } from "../../client/app/round-file.ts";
import { outcome } from "../../client/cli/commands/outcome.ts";
import { ChainError, type ConcordatError, InputError, ProtocolError } from "../../client/errors.ts";
import { readConfig } from "../../client/home/config.ts";
import { readJournal } from "../../client/journal/own-journal.ts";
import { createRandom } from "../../client/math/random.ts";
import { readRecord } from "../../client/verify.ts";
import { fundedKey, type NodeProcess, startNode } from "../../lab/chain/node-process.ts";
import { deployOn, makeHome, type OpenedRound, openFiles, type TestHome } from "../support/client-home.ts";
import { rejection } from "../support/network.ts";

const FILES = [
  { name: "rows.lp", text: "Minimize\nSubject To\n a: 3 x + 7 y + z >= 11\n c: x + y + 2 z >= 1\nEnd\n" },
  { name: "costs.lp", text: "Minimize\n obj: 2 x + 5 y + z\nSubject To\n b: x + y + z <= 9\nEnd\n" },
];
const ELSEWHERE = "0x1111111111111111111111111111111111111111";

describe("a round that is none of this home's", function () {
  this.timeout(120_000);
  let folder: string;
  let node: NodeProcess;
  let deployment: Deployment;
  let home: TestHome;
  let opened: OpenedRound;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-wrong-"));
    node = await startNode("hardhat");
    deployment = await deployOn(node, folder);
    home = await makeHome(join(folder, "home"), node, deployment, { party: 0, port: 0, rounds: [] });
    await writeFile(join(folder, "rows.lp"), FILES[0]!.text);
  });
  after(async () => {
    await node.stop();
    await rm(folder, { recursive: true });
  });

  /** As the company with the funded key of this index. */
  const agree = async (round: string, index = 0, more: { insist?: boolean; data?: string } = {}) => {
    const account = privateKeyToAccount(fundedKey(index));
    return agreeToRound({
      ...{ paths: home.paths, config: await readConfig(home.paths.config), round, data: join(folder, "rows.lp") },
      ...{ keys: { account, sender: account, random: createRandom(Buffer.from(home.seed, "hex")) }, rounding: "exact" },
      ...{
        insist: true,
        acceptTolerances: false,
        acceptSetup: true,
        onRead: () => undefined,
        progress: () => undefined,
      },
      ...more,
    });
  };
  const refused = async (work: Promise<unknown>, type: new (...args: never[]) => ConcordatError, code: string) => {
    const error = await rejection(work);
    expect(error, code).to.be.instanceOf(type).with.property("code", code);
    return (error as Error).message;
  };

  it("is unknown to a chain without it, which says how many rounds it has", async () => {
    await refused(agree("7"), ChainError, "RoundUnknown");
    opened = await openFiles(node, deployment, "two-party/paillier", FILES);
    expect(await refused(agree("7"), ChainError, "RoundUnknown")).to.include("the newest is 1");
    const record = { rpc: node.url, coordinator: deployment.coordinator, round: 7 };
    expect(await refused(readRecord(record), ChainError, "RoundUnknown")).to.include("the newest is 1");
  });

  it("cannot be joined without its terms, by others than its companies, after its time, or elsewhere", async () => {
    await refused(agree("1"), InputError, "TermsMissing");
    await refused(agree("1", 5), InputError, "NotParty");
    await refused(agree(`${ELSEWHERE}/1`), InputError, "RoundElsewhere");
    const file = join(folder, "round.json");
    await writeFile(file, formatRoundFile({ round: opened.key, terms: opened.terms }));
    await refused(agree(file, 0, { insist: false }), ProtocolError, "SizeUnsafe");
    await refused(agree(file, 0, { data: join(folder, "nowhere.lp") }), InputError, "FileUnreadable");
    await node.request("evm_increaseTime", [3601]);
    await node.request("evm_mine", []);
    await refused(agree("1"), ChainError, "RoundClosed");
    // What to do about the rows or the engine matters no longer.
    await refused(agree(file, 0, { insist: false }), ChainError, "RoundClosed");
    await refused(agree(file, 0, { data: join(folder, "nowhere.lp") }), ChainError, "RoundClosed");
  });

  it("has no outcome, as long as this company has not agreed to it", async () => {
    const options = { home: home.paths.folder, all: false };
    await refused(outcome("1", options), InputError, "RoundUnknown");
    await refused(outcome(`${ELSEWHERE}/1`, options), InputError, "RoundUnknown");
    const other = await makeHome(join(folder, "other"), node, deployment, { party: 1, port: 0, rounds: [opened] });
    await refused(outcome("1", { ...options, home: other.paths.folder }), InputError, "OutcomeMissing");
    const journal = await readJournal(other.paths);
    expect(() => requireAgreed(journal, opened.key)).not.to.throw();
    expect(() => requireAgreed(journal, opened.key.replace(/1$/, "2")))
      .to.throw(InputError)
      .with.property("code", "RoundUnknown");
    journal.close();
  });
});
