// Rounds from opening to their end, and what the coordinator refuses. The verifier is the real one.
import { expect } from "chai";
import { AbiCoder, type ContractTransactionResponse, dataSlice, type EventLog, keccak256, type Result } from "ethers";
import { paramsDigest, type RoundParams } from "../../client/round/params.ts";
import { type RoundShape, scheduleOf } from "../support/certificate.ts";
import { type Chain, createChain, type Refusal, refusalOf } from "../support/chain.ts";
import { callingCode, forwarderCode } from "../support/relay.ts";
import { chainParams, commitTo, DIGEST, openRound, read, readyRound, transact } from "../support/rounds.ts";

const SHAPE: RoundShape = { kind: "optimal", columns: 3, inequalities: [2, 1], equalities: [1, 0], owner: 1 };
const [NONE, COMMITTING, RUNNING, SETTLING, SETTLED, EXPIRED] = [0n, 1n, 2n, 3n, 4n, 5n];
const STRANGER = 9;
const POSTS_BYTES = 30;
/** A party's running digest before it has posted: of its commitment. */
const POSTS_BEFORE = dataSlice(DIGEST, 0, POSTS_BYTES);

function nextPosts(posts: string, exchange: number, digest: string): string {
  const preimage = AbiCoder.defaultAbiCoder().encode(["bytes30", "uint256", "bytes32"], [posts, exchange, digest]);
  return dataSlice(keccak256(preimage), 0, POSTS_BYTES);
}

describe("coordinator", function () {
  this.timeout(120_000);
  let chain: Chain;

  before(async () => {
    chain = await createChain();
  });

  async function refusal(transaction: Promise<unknown>): Promise<Refusal> {
    try {
      await transaction;
    } catch (error) {
      return refusalOf(chain, error);
    }
    throw new Error("the transaction was not refused");
  }

  async function refuses(transaction: Promise<unknown>, name: string, ...args: unknown[]): Promise<void> {
    expect(await refusal(transaction)).to.deep.equal({ name, args });
  }

  async function events(transaction: Promise<ContractTransactionResponse>): Promise<[string, unknown[]][]> {
    const receipt = (await (await transaction).wait())!;
    return receipt.logs.map((log) => [(log as EventLog).eventName, [...(log as EventLog).args]]);
  }

  const phaseOf = async (round: bigint) => (await read<Result>(chain, "stateOf", round))[0] as bigint;
  const deadlineOf = async (round: bigint) => (await read<Result>(chain, "stateOf", round))[1] as bigint;
  const accountOf = (party: number) => chain.accounts[party + 1]!.address;
  const creditOf = (party: number) => read<bigint>(chain, "creditOf", accountOf(party));

  async function committedRound(changes: Partial<RoundParams> = {}): Promise<bigint> {
    const params = chainParams(chain, SHAPE, changes);
    const { round } = await openRound(chain, params);
    for (let k = 0; k < 2; k++) await commitTo(chain, k + 1, round, params.bond);
    return round;
  }

  /** Lets the deadline pass. */
  async function late(round: bigint): Promise<void> {
    await chain.helpers.time.increaseTo((await deadlineOf(round)) + 1n);
  }

  /** Everybody withdraws; afterwards the contract holds nothing. */
  async function withdrawAll(): Promise<void> {
    for (let k = 0; k < 5; k++) if ((await creditOf(k)) > 0n) await transact(chain, k + 1, "withdraw", []);
  }

  describe("life cycles", () => {
    for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
      it(`opens, commits, posts, settles and pays back: ${kind}`, async () => {
        const { id, certificate, statement } = await readyRound(chain, { ...SHAPE, kind }, `life ${kind}`);
        const { round } = id;
        expect(await phaseOf(round)).to.equal(SETTLING);
        const [settled, ...credited] = await events(
          transact(chain, STRANGER, "settle", [round, certificate.header, "0x", certificate.blocks]),
        );
        const outcome = await read<Result>(chain, "outcomeOf", round);
        expect(settled![0]).to.equal("Settled");
        expect(settled![1].slice(0, 2)).to.deep.equal([round, chain.accounts[STRANGER]!.address]);
        expect(settled![1].slice(2)).to.deep.equal([...outcome]);
        expect(outcome[1]).to.equal(certificate.header.objective);
        expect(outcome[5]).to.equal(certificate.header.statementDigest);
        expect(credited).to.deep.equal([0, 1].map((k) => ["BondCredited", [round, accountOf(k), 1000n]]));
        expect([...(await read<Result>(chain, "stateOf", round))]).to.deep.equal([
          SETTLED,
          0n,
          2n,
          2n,
          0n,
          statement.paramsDigest,
        ]);
        await withdrawAll();
        expect(await chain.ethers.provider.getBalance(chain.coordinator)).to.equal(0n);
      });
    }

    it("tells everything about a round by events and by views", async () => {
      const params = chainParams(chain, SHAPE, { schedule: scheduleOf([[0, 1], [1]]), bond: 5n });
      const [opened] = await events(transact(chain, 0, "open", [params]));
      const round = await read<bigint>(chain, "roundCount");
      const digest = paramsDigest(params);
      expect(opened![0]).to.equal("Opened");
      expect(opened![1].slice(0, 3)).to.deep.equal([round, chain.accounts[0]!.address, digest]);
      const stored = await read<Result>(chain, "paramsOf", round);
      expect(stored).to.deep.equal(opened![1][3]);
      expect(paramsDigest(stored.toObject() as unknown as RoundParams)).to.equal(digest);

      const dues = async () => [...(await read<Result>(chain, "dueOf", round))];
      expect(await dues()).to.deep.equal([accountOf(0), accountOf(1)]);
      expect(await events(commitTo(chain, 2, round, 5n))).to.deep.equal([
        ["Committed", [round, 1n, accountOf(1), DIGEST]],
      ]);
      expect(await dues()).to.deep.equal([accountOf(0)]);
      await commitTo(chain, 1, round, 5n);
      const parties = async () =>
        (await read<Result>(chain, "partiesOf", round)).map((party: Result) => [...party] as unknown[]);
      let [first, second] = [POSTS_BEFORE, POSTS_BEFORE];
      expect(await parties()).to.deep.equal([
        [accountOf(0), 2n, 1n, 1n, DIGEST, first, 1n],
        [accountOf(1), 1n, 0n, 3n, DIGEST, second, 3n],
      ]);
      expect(await dues()).to.deep.equal([accountOf(0), accountOf(1)]);
      // In any order within an exchange.
      const [posted] = await events(transact(chain, 2, "post", [round, 0, 1, DIGEST]));
      expect(posted).to.deep.equal(["Posted", [round, 0n, 1n, DIGEST]]);
      second = nextPosts(second, 0, DIGEST);
      expect(await dues()).to.deep.equal([accountOf(0)]);
      const other = `0x${"0e".repeat(32)}` as const;
      await transact(chain, 1, "post", [round, 0, 0, other]);
      first = nextPosts(first, 0, other);
      expect(await dues()).to.deep.equal([accountOf(1)]);
      expect((await parties()).map((party) => party.slice(5))).to.deep.equal([
        [first, 0n],
        [second, 2n],
      ]);
      await transact(chain, 2, "post", [round, 1, 1, DIGEST]);
      second = nextPosts(second, 1, DIGEST);
      expect((await parties()).map((party) => party[5])).to.deep.equal([first, second]);
      expect(await phaseOf(round)).to.equal(SETTLING);
      expect(await dues()).to.deep.equal([]);
      await late(round);
      await transact(chain, 0, "expire", [round]);
      await withdrawAll();
    });

    it("skips Running when there is nothing to post", async () => {
      const round = await committedRound({ schedule: scheduleOf([]) });
      expect(await phaseOf(round)).to.equal(SETTLING);
    });

    it("renews the deadline with the last post of each exchange", async () => {
      const round = await committedRound({ schedule: scheduleOf([[0, 1], [0]]) });
      const before = await deadlineOf(round);
      await chain.helpers.time.increase(100);
      await transact(chain, 1, "post", [round, 0, 0, DIGEST]);
      expect(await deadlineOf(round)).to.equal(before);
      await transact(chain, 2, "post", [round, 0, 1, DIGEST]);
      expect((await deadlineOf(round)) - before).to.be.within(100n, 110n);
    });
  });

  describe("settlement in several transactions", () => {
    const shape: RoundShape = { kind: "optimal", columns: 4, inequalities: [2, 3], equalities: [1, 0], owner: 0 };

    it("reaches the same end, part by part, whoever else is settling", async () => {
      const { id, certificate } = await readyRound(chain, shape, "parts");
      const { header, blocks } = certificate;
      let progress = "0x";
      for (const [i, block] of blocks.entries()) {
        const last = i === blocks.length - 1;
        const [found] = await events(transact(chain, STRANGER, "settle", [id.round, header, progress, [block]]));
        expect(found![0]).to.equal(last ? "Settled" : "SettlementAdvanced");
        if (!last) progress = found![1][2] as string;
        if (i === 0) await transact(chain, 8, "settle", [id.round, header, "0x", [block]]);
      }
      expect(await phaseOf(id.round)).to.equal(SETTLED);
      expect(await read(chain, "progressOf", id.round, chain.accounts[STRANGER]!.address)).to.equal(
        `0x${"00".repeat(32)}`,
      );
    });

    it("publishes the calldata of a part only where that is not the transaction's own", async () => {
      const { id, certificate } = await readyRound(chain, shape, "relayed");
      const { header, blocks } = certificate;
      const coordinator = await chain.coordinator.getAddress();
      const stranger = chain.accounts[STRANGER]!;
      const call = (progress: unknown, some: readonly string[]) =>
        chain.coordinator.interface.encodeFunctionData("settle", [id.round, header, progress, some]);
      /** Name, settler and data of the coordinator's events. */
      const seen = async (transaction: object, account = stranger) =>
        (await (await account.sendTransaction(transaction)).wait())!.logs
          .map((log) => chain.coordinator.interface.parseLog(log)!)
          .map(({ name, args }) => [name, ...args.slice(1, 3)]);
      const first = call("0x", blocks.slice(0, 1));
      const [direct] = await seen({ to: coordinator, data: first });
      expect(direct!.slice(0, 2)).to.deep.equal(["SettlementAdvanced", stranger.address]);

      const deployed = await (await stranger.sendTransaction({ data: forwarderCode(coordinator) })).wait();
      const forwarder = deployed!.contractAddress!;
      const [called, advanced] = await seen({ to: forwarder, data: first });
      expect(called).to.deep.equal(["SettlementCalled", forwarder, first]);
      expect(advanced!.slice(0, 2)).to.deep.equal(["SettlementAdvanced", forwarder]);

      // A contract under construction has no code yet, and may call more than once.
      const two = await seen({ data: callingCode(coordinator, [first, first]) });
      expect(two.map(([name]) => name)).to.deep.equal(Array(2).fill(["SettlementCalled", "SettlementAdvanced"]).flat());
      expect([two[0]![2], two[2]![2]]).to.deep.equal([first, first]);

      // EIP-7702: an account whose code calls the coordinator is both the transaction's origin and
      // the call's sender.
      const account = chain.accounts[8]!;
      await chain.helpers.setCode(account.address, `0xef0100${forwarder.slice(2)}`);
      const own = await seen({ to: account.address, data: first }, account);
      expect(own[0]).to.deep.equal(["SettlementCalled", account.address, first]);
      const last = call(own[1]![2], blocks.slice(1));
      const outright = await seen({ to: coordinator, data: last }, account);
      expect(outright[0]).to.deep.equal(["SettlementCalled", account.address, last]);
      expect(outright[1]![0]).to.equal("Settled");
    });

    it("holds the settler to its progress and its header", async () => {
      const { id, certificate } = await readyRound(chain, shape, "held");
      const { header, blocks } = certificate;
      const [found] = await events(transact(chain, STRANGER, "settle", [id.round, header, "0x", [blocks[0]]]));
      const progress = found![1][2] as string;
      const rest = blocks.slice(1);
      const otherProgress = `${progress.slice(0, -1)}${progress.endsWith("0") ? "1" : "0"}`;
      const otherHeader = { ...header, rho: header.rho ^ 1n };
      const reason = "CoordinatorProgressMismatch";
      await refuses(transact(chain, STRANGER, "settle", [id.round, header, otherProgress, rest]), reason);
      await refuses(transact(chain, STRANGER, "settle", [id.round, otherHeader, progress, rest]), reason);
      await refuses(transact(chain, 8, "settle", [id.round, header, progress, rest]), reason);
      const other = await readyRound(chain, shape, "held");
      await refuses(transact(chain, STRANGER, "settle", [other.id.round, header, progress, rest]), reason);
      await transact(chain, STRANGER, "settle", [id.round, header, progress, rest]);
      expect(await phaseOf(id.round)).to.equal(SETTLED);
    });

    it("starts afresh on an empty progress", async () => {
      const { id, certificate } = await readyRound(chain, shape, "afresh");
      const { header, blocks } = certificate;
      await transact(chain, STRANGER, "settle", [id.round, header, "0x", [blocks[0]]]);
      await transact(chain, STRANGER, "settle", [id.round, header, "0x", blocks]);
      expect(await phaseOf(id.round)).to.equal(SETTLED);
    });

    it("decides only with the last part, and refuses surplus blocks", async () => {
      const { id, certificate } = await readyRound(chain, shape, "last");
      const header = { ...certificate.header, rho: certificate.header.rho ^ 1n };
      const { blocks } = certificate;
      const [found] = await events(transact(chain, STRANGER, "settle", [id.round, header, "0x", blocks.slice(0, -1)]));
      const progress = found![1][2];
      await refuses(
        transact(chain, 1, "settle", [id.round, header, "0x", [...blocks, blocks[0]]]),
        "CertificateShapeMismatch",
      );
      await refuses(
        transact(chain, STRANGER, "settle", [id.round, header, progress, blocks.slice(-1)]),
        "CertificateStatementMismatch",
      );
      expect(await phaseOf(id.round)).to.equal(SETTLING);
    });
  });

  describe("certificates that do not belong here", () => {
    it("refuses one replayed on another round, another coordinator, or on other rows", async () => {
      const first = await readyRound(chain, SHAPE, "replay");
      const { header, blocks } = first.certificate;
      const settle = (where: Chain, round: bigint) => transact(where, 1, "settle", [round, header, "0x", blocks]);
      const sameRows = await readyRound(chain, SHAPE, "replay");
      await refuses(settle(chain, sameRows.id.round), "CertificateStatementMismatch");
      const otherRows = await readyRound(chain, SHAPE, "other rows");
      await refuses(settle(chain, otherRows.id.round), "CertificateCommitmentMismatch", 0n);
      const coordinator = await chain.ethers.deployContract("RoundCoordinator", [await chain.verifier.getAddress()]);
      const elsewhere = { ...chain, coordinator };
      for (let round = 0n; round < first.id.round; round++) await readyRound(elsewhere, SHAPE, "replay");
      await refuses(settle(elsewhere, first.id.round), "CertificateStatementMismatch");
    });

    it("refuses points off the curve, coordinates and scalars that are not canonical", async () => {
      const { id, certificate } = await readyRound(chain, SHAPE, "canonical");
      const { header, blocks } = certificate;
      const field = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
      const order = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;
      const settle = (changed: object) =>
        transact(chain, 1, "settle", [id.round, { ...header, ...changed }, "0x", blocks]);
      await refuses(settle({ cy: header.cy + 1n }), "CertificatePointInvalid");
      await refuses(settle({ cx: header.cx + field }), "CertificatePointInvalid");
      await refuses(settle({ cx: 0n, cy: 0n }), "CertificatePointInvalid");
      await refuses(settle({ y0: field - header.y0 }), "CertificateGeneratorInvalid", 0n);
      await refuses(settle({ rho: order }), "CertificateScalarOutOfRange");
      const proofs = header.proofs.with(1, { ...header.proofs[1]!, z0: header.proofs[1]!.z0 + order });
      await refuses(settle({ proofs }), "CertificateScalarOutOfRange");
      expect(await phaseOf(id.round)).to.equal(SETTLING);
    });
  });

  describe("wrong phase, sender, exchange, value and digest", () => {
    it("knows no round 0 and none that was not opened", async () => {
      await refuses(commitTo(chain, 1, 0n), "CoordinatorWrongPhase", COMMITTING, NONE);
      await refuses(transact(chain, 1, "post", [10 ** 9, 0, 0, DIGEST]), "CoordinatorWrongPhase", RUNNING, NONE);
      await refuses(transact(chain, 1, "expire", [10 ** 9]), "CoordinatorNotExpirable", NONE);
    });

    it("refuses commitments by strangers, second ones, and ones with the wrong bond or a digest of zero", async () => {
      const { round } = await openRound(chain, chainParams(chain, SHAPE));
      const stranger = chain.accounts[STRANGER]!.address;
      await refuses(commitTo(chain, STRANGER, round, 1000n), "CoordinatorNotParty", stranger);
      await refuses(commitTo(chain, 1, round, 999n), "CoordinatorBondMismatch", 1000n, 999n);
      await refuses(commitTo(chain, 1, round, 1001n), "CoordinatorBondMismatch", 1000n, 1001n);
      await refuses(commitTo(chain, 1, round, 1000n, `0x${"00".repeat(32)}`), "CoordinatorDigestZero");
      await commitTo(chain, 1, round, 1000n);
      await refuses(commitTo(chain, 1, round, 1000n), "CoordinatorAlreadyCommitted", 0n);
      await refuses(transact(chain, 1, "post", [round, 0, 0, DIGEST]), "CoordinatorWrongPhase", RUNNING, COMMITTING);
    });

    it("refuses a commitment meant for a round with other parameters, as after a reorganisation", async () => {
      const meant = paramsDigest(chainParams(chain, SHAPE, { bond: 0n }));
      const snapshot = await chain.helpers.takeSnapshot();
      await openRound(chain, chainParams(chain, SHAPE, { bond: 0n }));
      await snapshot.restore();
      const { round } = await openRound(chain, chainParams(chain, SHAPE, { bond: 0n, gapTolerance: 10n ** 40n }));
      await refuses(transact(chain, 1, "commit", [round, meant, DIGEST]), "CoordinatorParamsMismatch");
      await commitTo(chain, 1, round);
    });

    it("refuses posts in another's name, of a party that sends nothing, twice, ahead and afterwards", async () => {
      const round = await committedRound({ schedule: scheduleOf([[0], [0, 1], [0, 1]]) });
      const post = (account: number, exchange: number, party: number) =>
        transact(chain, account + 1, "post", [round, exchange, party, DIGEST]);
      await refuses(post(1, 0, 0), "CoordinatorNotParty", accountOf(1));
      await refuses(post(1, 0, 2), "CoordinatorNotParty", accountOf(1));
      await refuses(post(1, 0, 1), "CoordinatorNotDue", 1n, 0n);
      await refuses(post(1, 1, 1), "CoordinatorWrongExchange", 0n, 1n);
      await post(0, 0, 0);
      await refuses(post(0, 0, 0), "CoordinatorWrongExchange", 1n, 0n);
      await post(1, 1, 1);
      await refuses(post(1, 1, 1), "CoordinatorNotDue", 1n, 1n);
      await refuses(post(1, 2, 1), "CoordinatorWrongExchange", 1n, 2n);
      await refuses(commitTo(chain, 1, round, 1000n), "CoordinatorWrongPhase", COMMITTING, RUNNING);
    });

    it("refuses to settle before everything is posted, and again", async () => {
      const { id, certificate } = await readyRound(chain, SHAPE, "again");
      const settle = (round: bigint) =>
        transact(chain, 1, "settle", [round, certificate.header, "0x", certificate.blocks]);
      await refuses(settle(await committedRound()), "CoordinatorWrongPhase", SETTLING, RUNNING);
      await settle(id.round);
      await refuses(settle(id.round), "CoordinatorWrongPhase", SETTLING, SETTLED);
      await refuses(transact(chain, 1, "expire", [id.round]), "CoordinatorNotExpirable", SETTLED);
    });
  });

  describe("deadlines", () => {
    it("accepts everything in the last second before a deadline, and expires nothing in it", async () => {
      const last = async (round: bigint) => chain.helpers.time.setNextBlockTimestamp(await deadlineOf(round));
      const params = chainParams(chain, SHAPE, { schedule: scheduleOf([[0]]), bond: 0n });
      const { round } = await openRound(chain, params);
      await commitTo(chain, 1, round);
      await last(round);
      await commitTo(chain, 2, round);
      await last(round);
      await transact(chain, 1, "post", [round, 0, 0, DIGEST]);
      const { id, certificate } = await readyRound(chain, SHAPE, "last second");
      await last(id.round);
      await transact(chain, 1, "settle", [id.round, certificate.header, "0x", certificate.blocks]);
      expect(await phaseOf(id.round)).to.equal(SETTLED);
      const early = await openRound(chain, params);
      await last(early.round);
      await refuses(transact(chain, 0, "expire", [early.round]), "CoordinatorTooEarly", await deadlineOf(early.round));
    });

    it("gives the bonds back and names who has not committed", async () => {
      await withdrawAll();
      const { round } = await openRound(chain, chainParams(chain, SHAPE));
      await commitTo(chain, 2, round, 1000n);
      const deadline = await deadlineOf(round);
      await refuses(transact(chain, 0, "expire", [round]), "CoordinatorTooEarly", deadline);
      await late(round);
      await refuses(commitTo(chain, 1, round, 1000n), "CoordinatorTooLate", deadline);
      const found = await events(transact(chain, STRANGER, "expire", [round]));
      expect(found.map(([name]) => name)).to.deep.equal(["Expired", "BondCredited"]);
      expect([...(found[0]![1][2] as Result)]).to.deep.equal([accountOf(0)]);
      expect([await creditOf(0), await creditOf(1)]).to.deep.equal([0n, 1000n]);
      await refuses(transact(chain, 1, "expire", [round]), "CoordinatorNotExpirable", EXPIRED);
    });

    it("shares the late party's bond among the others, to the last wei", async () => {
      await withdrawAll();
      const shape: RoundShape = { ...SHAPE, inequalities: [1, 1, 1, 1], equalities: [0, 0, 0, 0] };
      const params = chainParams(chain, shape, { schedule: scheduleOf([[2], [1]]), bond: 1001n });
      const { round } = await openRound(chain, params);
      for (let k = 0; k < 4; k++) await commitTo(chain, k + 1, round, 1001n);
      await late(round);
      await refuses(transact(chain, 3, "post", [round, 0, 2, DIGEST]), "CoordinatorTooLate", await deadlineOf(round));
      const found = await events(transact(chain, STRANGER, "expire", [round]));
      expect([...(found[0]![1][2] as Result)]).to.deep.equal([accountOf(2)]);
      expect(await Promise.all([0, 1, 2, 3].map(creditOf))).to.deep.equal([1335n, 1335n, 0n, 1334n]);
    });

    it("shares the bonds of all who are due among those who are not, and of nobody when all are", async () => {
      await withdrawAll();
      const shape: RoundShape = { ...SHAPE, inequalities: [1, 1, 1, 1], equalities: [0, 0, 0, 0] };
      const params = chainParams(chain, shape, { schedule: scheduleOf([[0, 1, 2, 3]]), bond: 1001n });
      const play = async (posting: readonly number[]) => {
        const { round } = await openRound(chain, params);
        for (let k = 0; k < 4; k++) await commitTo(chain, k + 1, round, 1001n);
        for (const k of posting) await transact(chain, k + 1, "post", [round, 0, k, DIGEST]);
        await late(round);
        const found = await events(transact(chain, STRANGER, "expire", [round]));
        const due = [...(found[0]![1][2] as Result)].map((account) =>
          [0, 1, 2, 3].findIndex((k) => accountOf(k) === account),
        );
        const credits = await Promise.all([0, 1, 2, 3].map(creditOf));
        await withdrawAll();
        return { due, credits };
      };
      expect(await play([3, 1, 0])).to.deep.equal({ due: [2], credits: [1335n, 1335n, 0n, 1334n] });
      expect(await play([2, 3])).to.deep.equal({ due: [0, 1], credits: [0n, 0n, 2002n, 2002n] });
      expect(await play([1])).to.deep.equal({ due: [0, 2, 3], credits: [0n, 4004n, 0n, 0n] });
      expect(await play([])).to.deep.equal({ due: [0, 1, 2, 3], credits: [1001n, 1001n, 1001n, 1001n] });
    });

    it("blames nobody when no one settles in time", async () => {
      await withdrawAll();
      const { id, certificate } = await readyRound(chain, SHAPE, "late");
      await late(id.round);
      await refuses(
        transact(chain, 1, "settle", [id.round, certificate.header, "0x", certificate.blocks]),
        "CoordinatorTooLate",
        await deadlineOf(id.round),
      );
      const found = await events(transact(chain, STRANGER, "expire", [id.round]));
      expect([...(found[0]![1][2] as Result)]).to.deep.equal([]);
      expect([await creditOf(0), await creditOf(1)]).to.deep.equal([1000n, 1000n]);
      await withdrawAll();
      await refuses(transact(chain, 1, "withdraw", []), "CoordinatorNothingToWithdraw");
    });
  });

  it("opens no round with parameters out of range", async () => {
    const open = (changes: Partial<RoundParams>) => transact(chain, 0, "open", [chainParams(chain, SHAPE, changes)]);
    await refuses(open({ parties: [accountOf(0) as `0x${string}`] }), "CoordinatorPartyCount");
    await refuses(open({ columns: 0 }), "CoordinatorColumnsInvalid");
    await refuses(open({ schedule: scheduleOf([[0], [1], [2]]) }), "CoordinatorScheduleInvalid", 2n);
    await refuses(open({ exchangePeriod: 599 }), "CoordinatorPeriodInvalid");
  });
});
