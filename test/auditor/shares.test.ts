// Public shares of a sealed optimum: the auditor verifies each again, from the contract's events
// and storage, and says what is wrong, what is missing and what it could not check.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { BaseContract, Interface, LogDescription } from "ethers";
import { type Report, renderHtml, renderText } from "../../auditor/index.ts";
import {
  type AuditedChain,
  auditedChain,
  cachingProvider,
  codesOf,
  expectAuditError,
  type Lie,
} from "../support/audit.ts";
import { digestOfTerms, termsWith, writeTerms } from "../support/sealed-files.ts";
import {
  adoptArguments,
  deployShares,
  disclosedShare,
  postArguments,
  type SharedRound,
  sendTo,
  settleShared,
  sharedRound,
} from "../support/shares.ts";

const SHAPE = { kind: "optimal", inequalities: [2, 1], equalities: [0, 1], owner: 1 } as const;
const COLUMNS = 5;
const BOUNDS = Array.from({ length: COLUMNS }, (_, j) => `${j + 1}e2`);

/** A log as a node gives it. */
interface RawLog {
  readonly address: string;
  readonly topics: string[];
  readonly data: string;
}

describe("auditor: public shares", function () {
  this.timeout(180_000);
  let audited: AuditedChain;
  let folder: string;
  let shares: BaseContract;
  let contract: string;
  let terms: string;
  /** Nobody has posted; the first party has; both have. */
  let rounds: readonly [SharedRound, SharedRound, SharedRound];
  let abi: Interface;

  before(async () => {
    audited = await auditedChain();
    folder = await mkdtemp(join(tmpdir(), "audit-shares-"));
    const { chain } = audited;
    shares = await deployShares(chain);
    abi = shares.interface;
    contract = await shares.getAddress();
    const stated = { ...termsWith(BOUNDS), sealed: { shares: contract } };
    terms = await writeTerms(folder, stated);
    const made: SharedRound[] = [];
    for (const [i, posting] of [[], [0], [0, 1]].entries()) {
      const round = await sharedRound(chain, SHAPE, `audited ${i}`, { terms: digestOfTerms(stated) });
      await settleShared(chain, round);
      if (i > 0) await sendTo(chain, shares, { call: "adopt", args: adoptArguments(round) });
      for (const party of posting)
        await sendTo(chain, shares, { call: "post", args: postArguments(round, disclosedShare(round, party)) });
      made.push(round);
    }
    rounds = made as [SharedRound, SharedRound, SharedRound];
  });
  after(() => rm(folder, { recursive: true }));

  const audit = (round: SharedRound, lie?: Lie, more: object = { terms }): Promise<Report> =>
    audited.audit(round.id.round, cachingProvider(audited.request)(lie), more);

  /** Changes the events of the contract for shares on their way to the auditor. */
  const changingLogs =
    (change: (logs: readonly RawLog[]) => readonly RawLog[]): Lie =>
    async ({ method, params }, answer) => {
      const logs = (await answer()) as RawLog[];
      const [filter] = (params ?? []) as [{ address?: string | string[] }];
      const asked = [filter?.address ?? []].flat().map((address) => address.toLowerCase());
      return method === "eth_getLogs" && asked.includes(contract.toLowerCase()) ? change(logs) : logs;
    };

  const parsed = (log: RawLog): LogDescription => abi.parseLog(log)!;
  const encoded = (name: string, args: readonly unknown[]): Pick<RawLog, "topics" | "data"> => {
    const { topics, data } = abi.encodeEventLog(name, args);
    return { topics, data };
  };
  /** Changes each share's event by its arguments: round, party, share, proof. */
  const changingPosts = (change: (args: unknown[]) => unknown[]): Lie =>
    changingLogs((logs) =>
      logs.map((log) => {
        const { name, args } = parsed(log);
        return name === "SharePosted" ? { ...log, ...encoded(name, change([...args])) } : log;
      }),
    );

  /** Adds the event of the last share once more, as that of another party. */
  const addingPost = (party: bigint): Lie =>
    changingLogs((logs) => {
      const last = logs.at(-1)!;
      const [round, , share, proof] = [...parsed(last).args];
      return [...logs, { ...last, ...encoded("SharePosted", [round, party, share, proof]) }];
    });

  /** Changes shares in events as above, and storage says what the events say. */
  const changingBoth =
    (change: (args: unknown[]) => unknown[], stored: (share: bigint) => bigint): Lie =>
    async (request, answer) => {
      const [call] = (request.params ?? []) as [{ to?: string; data?: string }];
      const data = call?.data ?? "";
      const isShare = request.method === "eth_call" && data.startsWith(abi.getFunction("shareOf")!.selector);
      if (!isShare) return changingPosts(change)(request, answer);
      const [posted, share] = abi.decodeFunctionResult("shareOf", (await answer()) as string);
      return abi.encodeFunctionResult("shareOf", [posted, posted ? stored(share as bigint) : share]);
    };

  it("are verified, added up, and bound the objective from both sides with the terms", async () => {
    const [, , all] = rounds;
    const report = await audit(all);
    expect(report.verdict, renderText(report)).to.equal("verified");
    expect(codesOf(report, "passed")).to.include.members([
      "SharesAsEvents",
      "SharesProven",
      "SharesAddUp",
      "CodeCompared",
    ]);
    const [least, most] = await shares.getFunction("objectiveOf").staticCall(all.id.round);
    expect(report.shares).to.deep.equal({
      contract,
      shares: [0, 1].map((party) => -disclosedShare(all, party).claims[0]!.values[0]!),
      objective: { least, most },
    });
    for (const text of [renderText(report), renderHtml(report)]) {
      expect(text).to.include("The shares").and.include("the objective at the plan, at least");
      expect(text).to.include("beyond the numbers that were disclosed or shared");
    }
    const alone = await audit(all, undefined, { shares: contract });
    expect(alone.shares!.objective).to.deep.equal({ least: null, most });
    const unasked = await audit(all, undefined, {});
    expect([unasked.shares, renderText(unasked).includes("The shares")]).to.deep.equal([null, false]);
  });

  it("that are missing are named, and nothing is wrong with the round for it", async () => {
    const [none, one] = rounds;
    const report = await audit(one);
    expect(report.verdict, renderText(report)).to.equal("verified");
    expect(codesOf(report, "skipped")).to.include("SharesMissing");
    expect(report.checks.find(({ code }) => code === "SharesMissing")!.words).to.include("party 1");
    expect([report.shares!.shares[1], report.shares!.objective]).to.deep.equal([null, null]);
    expect(codesOf(report, "passed")).not.to.include("SharesAddUp");
    const nobody = await audit(none);
    expect(codesOf(nobody, "passed")).to.include("SharesNotAdopted");
    expect(nobody.shares!.shares).to.deep.equal([null, null]);
  });

  it("are refused where events and storage disagree, or an event is missing, or there twice", async () => {
    const [, one, all] = rounds;
    for (const [round, lie] of [
      [all, changingPosts(([id, party, share, proof]) => [id, party, (share as bigint) + 1n, proof])],
      [all, changingLogs((logs) => logs.filter((log) => parsed(log).name !== "SharePosted"))],
      [all, changingLogs((logs) => [...logs, logs.at(-1)!])],
      [one, addingPost(1n)],
      [one, addingPost(7n)],
    ] as const) {
      const report = await audit(round, lie);
      expect(codesOf(report, "failed")).to.include("SharesAsEvents");
    }
  });

  it("are refused where nothing proves them, whatever the contract says", async () => {
    const [, , all] = rounds;
    const more = (share: unknown) => (share as bigint) + 1n;
    const bit = (proof: unknown) => `${String(proof).slice(0, -1)}${String(proof).endsWith("0") ? "1" : "0"}`;
    for (const lie of [
      changingBoth(([id, party, share, proof]) => [id, party, more(share), proof], more),
      changingPosts(([id, party, share, proof]) => [id, party, share, bit(proof)]),
      changingPosts(([id, party, share]) => [id, party, share, "0x"]),
    ]) {
      const report = await audit(all, lie);
      expect(report.verdict).to.equal("failed");
      expect(codesOf(report, "failed")).to.include("ShareNotProven");
      expect(report.shares!.objective).to.equal(null);
      expect(report.shares!.shares).to.deep.equal([null, null]);
    }
  });

  it("of another proof than the settled one are not vouched for", async () => {
    const [, , all] = rounds;
    const otherProof = changingLogs((logs) =>
      logs.map((log) => {
        const { name, args } = parsed(log);
        if (name !== "SharesAdopted") return log;
        const [round, sender, basis] = args.toArray(true);
        return { ...log, ...encoded(name, [round, sender, basis.with(1, `0x${"11".repeat(32)}`)]) };
      }),
    );
    const report = await audit(all, otherProof);
    expect(report.verdict).to.equal("incomplete");
    expect(codesOf(report, "unknown")).to.include("SharesOfOtherProof");
    expect(report.shares!.shares).to.deep.equal([null, null]);
    const none = await audit(
      all,
      changingLogs((logs) => logs.filter((log) => parsed(log).name !== "SharesAdopted")),
    );
    expect(codesOf(none, "failed")).to.include("SharesNotAdopted");
  });

  it("are those of the contract that the terms name, which is the round's coordinator's", async () => {
    const { chain } = audited;
    const [, , all] = rounds;
    const second = await (await deployShares(chain)).getAddress();
    const elsewhere = await audit(all, undefined, { terms, shares: second });
    expect(codesOf(elsewhere, "failed")).to.include("SharesElsewhere");
    const foreign = await chain.ethers.deployContract("SealedShares", [contract]);
    const wrong = await audit(all, undefined, { shares: await foreign.getAddress() });
    expect(codesOf(wrong, "failed")).to.deep.equal(["CodeCompared"]);
  });

  it("are read from a node that gives few logs at once, and not from one that gives none or others", async () => {
    const [, , all] = rounds;
    const sparing: Lie = async ({ method, params }, answer) => {
      const [filter] = (params ?? []) as [{ fromBlock?: string; toBlock?: string }];
      if (method === "eth_getLogs" && Number(filter.toBlock) > Number(filter.fromBlock)) throw new Error("too many");
      return answer();
    };
    expect((await audit(all, sparing)).shares!.shares).not.to.include(null);
    const withoutLogs: Lie = async (request, answer) => {
      const [filter] = (request.params ?? []) as [{ address?: string }];
      if (request.method === "eth_getLogs" && String(filter.address).toLowerCase() === contract.toLowerCase())
        throw new Error("pruned");
      return answer();
    };
    await expectAuditError("LogsUnavailable", () => audit(all, withoutLogs));
    const other = `0x${"ab".repeat(20)}`;
    for (const change of [
      (log: RawLog) => ({ ...log, address: other }),
      (log: RawLog) => ({ ...log, topics: [`0x${"00".repeat(32)}`, ...log.topics.slice(1)] }),
      (log: RawLog) => ({ ...log, topics: log.topics.with(1, `0x${"00".repeat(32)}`) }),
      (log: RawLog) => ({ ...log, data: log.data.slice(0, 66) }),
      (log: RawLog) => ({ ...log, removed: true }),
      (log: RawLog) => ({ ...log, blockHash: `0x${"ab".repeat(32)}` }),
    ])
      await expectAuditError("LogsInvalid", () =>
        audit(
          all,
          changingLogs((logs) => logs.map(change)),
        ),
      );
  });
});
