// Rounds from opening to their end, and what the coordinator refuses. The verifier is the real one.
import { expect } from "chai";
import { AbiCoder, type ContractTransactionResponse, type EventLog, keccak256, type Result } from "ethers";
import { paramsDigest, type RoundParams } from "../../client/round/params.ts";
import { type RoundShape, scheduleOf } from "../support/certificate.ts";
import { type Chain, createChain, type Refusal, refusalOf } from "../support/chain.ts";
import { callingCode, forwarderCode } from "../support/relay.ts";
import { chainParams, commitTo, DIGEST, openRound, read, readyRound, transact } from "../support/rounds.ts";

const SHAPE: RoundShape = { kind: "optimal", columns: 3, inequalities: [2, 1], equalities: [1, 0], owner: 1 };
const [NONE, COMMITTING, RUNNING, SETTLING, SETTLED, EXPIRED] = [0n, 1n, 2n, 3n, 4n, 5n];
const STRANGER = 9;
const ZERO = `0x${"00".repeat(32)}`;

/** A party's running digest after a post, as docs/wire.md has it: 30 bytes. */
function nextPosts(posts: string, exchange: number, digest: string): string {
  const types = ["bytes30", "uint256", "bytes32"];
  return keccak256(AbiCoder.defaultAbiCoder().encode(types, [posts, exchange, digest])).slice(0, 62);
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
  const postsOf = (round: bigint, party: number) => read<string>(chain, "postsOf", round, party);
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
      const params = chainParams(chain, SHAPE, { schedule: scheduleOf([[0], [0, 1], [0]]), bond: 5n });
      const [opened] = await events(transact(chain, 0, "open", [params]));
      const round = await read<bigint>(chain, "roundCount");
      const digest = paramsDigest(params);
      expect(opened![0]).to.equal("Opened");
      expect(opened![1].slice(0, 3)).to.deep.equal([round, chain.accounts[0]!.address, digest]);
      const stored = await read<Result>(chain, "paramsOf", round);
      expect(stored).to.deep.equal(opened![1][3]);
      const { inputs } = chain.coordinator.interface.getFunction("open")!;
      expect(keccak256(AbiCoder.defaultAbiCoder().encode(inputs, [stored]))).to.equal(digest);

      const dues = async () => [...(await read<Result>(chain, "dueOf", round))];
      expect(await dues()).to.deep.equal([accountOf(0), accountOf(1)]);
      expect(await events(commitTo(chain, 2, round, 5n))).to.deep.equal([
        ["Committed", [round, 1n, accountOf(1), DIGEST]],
      ]);
      expect(await dues()).to.deep.equal([accountOf(0)]);
      const [, running] = await events(commitTo(chain, 1, round, 5n));
      expect(running).to.deep.equal(["PhaseChanged", [round, RUNNING, await deadlineOf(round)]]);
      expect((await read<Result>(chain, "partiesOf", round)).map((party: Result) => [...party])).to.deep.equal([
        [accountOf(0), 2n, 1n, 7n, DIGEST, DIGEST.slice(0, 62), 7n],
        [accountOf(1), 1n, 0n, 2n, DIGEST, DIGEST.slice(0, 62), 2n],
      ]);
      const posts = [DIGEST.slice(0, 62), DIGEST.slice(0, 62)];
      for (const [i, { exchange, party, due }] of [
        { exchange: 0, party: 0, due: [0] },
        { exchange: 1, party: 1, due: [0, 1] },
        { exchange: 1, party: 0, due: [0] },
        { exchange: 2, party: 0, due: [0] },
      ].entries()) {
        expect(await dues()).to.deep.equal(due.map(accountOf));
        const state = await read<Result>(chain, "stateOf", round);
        expect([...state].slice(2)).to.deep.equal([2n, BigInt(exchange), BigInt(due.length), digest]);
        const message = `0x${`0${i + 1}`.repeat(32)}`;
        const found = await events(transact(chain, party + 1, "post", [round, exchange, party, message]));
        expect(found[0]).to.deep.equal(["Posted", [round, BigInt(exchange), BigInt(party), message]]);
        const settling = ["PhaseChanged", [round, SETTLING, await deadlineOf(round)]];
        expect(found.slice(1)).to.deep.equal(exchange === 2 ? [settling] : []);
        posts[party] = nextPosts(posts[party]!, exchange, message);
        expect([await postsOf(round, 0), await postsOf(round, 1)]).to.deep.equal(posts);
      }
      expect((await read<Result>(chain, "partiesOf", round)).map((party: Result) => party[6])).to.deep.equal([0n, 0n]);
      expect(await read<Result>(chain, "paramsOf", round)).to.deep.equal(stored);
      expect(await phaseOf(round)).to.equal(SETTLING);
      expect(await dues()).to.deep.equal([]);
      await late(round);
      await transact(chain, 0, "expire", [round]);
      await withdrawAll();
    });

    it("skips Running when there is nothing to post", async () => {
      const round = await committedRound({ schedule: "0x" });
      expect(await phaseOf(round)).to.equal(SETTLING);
    });

    it("renews the deadline with the last post of an exchange, and with no other", async () => {
      const round = await committedRound({ schedule: scheduleOf([[0, 1], [0]]) });
      const before = await deadlineOf(round);
      await chain.helpers.time.increase(100);
      await transact(chain, 2, "post", [round, 0, 1, DIGEST]);
      expect(await deadlineOf(round)).to.equal(before);
      await transact(chain, 1, "post", [round, 0, 0, DIGEST]);
      expect((await deadlineOf(round)) - before).to.be.within(100n, 110n);
    });

    it("proves each post from the chain's state alone, and no other digest in its place", async () => {
      const round = await committedRound({ schedule: scheduleOf([[0, 1], [1], [0, 1]]) });
      const digests = [1, 2, 3].map((i) => `0x${`b${i}`.repeat(32)}`);
      for (const [exchange, party] of [
        [0, 1],
        [0, 0],
        [1, 1],
        [2, 0],
        [2, 1],
      ] as const) {
        await transact(chain, party + 1, "post", [round, exchange, party, digests[exchange]]);
      }
      const [, , , , commitment, posts] = (await read<Result>(chain, "partiesOf", round))[1] as Result;
      expect(await postsOf(round, 1)).to.equal(posts);
      const chained = (shown: readonly string[]) =>
        shown.reduce((before, digest, exchange) => nextPosts(before, exchange, digest), commitment.slice(0, 62));
      expect(chained(digests)).to.equal(posts);
      for (let i = 0; i < 3; i++) expect(chained(digests.with(i, DIGEST))).not.to.equal(posts);
      expect(chained(digests.slice(0, 2))).not.to.equal(posts);
      expect(chained([digests[1]!, digests[0]!, digests[2]!])).not.to.equal(posts);
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

    it("publishes the calldata of a part that is no transaction of its own, and of no other", async () => {
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

      // EIP-7702: an account whose code calls the coordinator is the transaction's origin and the
      // call's sender.
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

    it("decides only with the last part, and refuses blocks too many", async () => {
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
      const verifiers = [await chain.verifier.getAddress(), await chain.sealedVerifier.getAddress()];
      const coordinator = await chain.ethers.deployContract("RoundCoordinator", verifiers);
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

    it("refuses commitments of strangers, twice, for the wrong bond, and of nothing", async () => {
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

    it("refuses posts in another's name, in another exchange, out of turn, twice, and of nothing", async () => {
      const round = await committedRound({ schedule: scheduleOf([[0, 1], [1]]) });
      const post = (account: number, exchange: number | bigint, party: number | bigint, digest: string = DIGEST) =>
        transact(chain, account, "post", [round, exchange, party, digest]);
      const stranger = chain.accounts[STRANGER]!.address;
      await refuses(post(2, 0, 0), "CoordinatorNotParty", accountOf(1));
      await refuses(post(STRANGER, 0, 0), "CoordinatorNotParty", stranger);
      for (const party of [2, 255, 256, 2n ** 256n - 1n]) {
        await refuses(post(1, 0, party), "CoordinatorNotParty", accountOf(0));
      }
      await refuses(post(1, 0, 0, ZERO), "CoordinatorDigestZero");
      for (const exchange of [1, 2, 256, 2n ** 256n - 1n]) {
        await refuses(post(2, exchange, 1), "CoordinatorWrongExchange", 0n, BigInt(exchange));
      }
      await post(1, 0, 0);
      await refuses(post(1, 0, 0), "CoordinatorNotDue", 0n, 0n);
      await post(2, 0, 1);
      await refuses(post(1, 0, 0), "CoordinatorWrongExchange", 1n, 0n);
      await refuses(post(1, 1, 0), "CoordinatorNotDue", 0n, 1n);
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
    it("takes whatever comes in the last second of a deadline, and expires nothing in it", async () => {
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

    /**
     * A round of four in which some post in an exchange, and time runs out; who is due, and
     * credits.
     */
    async function expired(senders: readonly number[], posters: readonly number[]): Promise<[string[], bigint[]]> {
      await withdrawAll();
      const shape: RoundShape = { ...SHAPE, inequalities: [1, 1, 1, 1], equalities: [0, 0, 0, 0] };
      const params = chainParams(chain, shape, { schedule: scheduleOf([senders, [0]]), bond: 1001n });
      const { round } = await openRound(chain, params);
      for (let k = 0; k < 4; k++) await commitTo(chain, k + 1, round, 1001n);
      for (const k of posters) await transact(chain, k + 1, "post", [round, 0, k, DIGEST]);
      await late(round);
      const slow = senders.find((k) => !posters.includes(k))!;
      const post = transact(chain, slow + 1, "post", [round, 0, slow, DIGEST]);
      await refuses(post, "CoordinatorTooLate", await deadlineOf(round));
      const [found] = await events(transact(chain, STRANGER, "expire", [round]));
      expect(found!.slice(0, 1)).to.deep.equal(["Expired"]);
      expect([...(await read<Result>(chain, "dueOf", round))]).to.deep.equal([]);
      return [[...(found![1][2] as Result)], await Promise.all([0, 1, 2, 3].map(creditOf))];
    }

    it("shares the bonds of all who are late among the others, to the last wei", async () => {
      expect(await expired([2], [])).to.deep.equal([[accountOf(2)], [1335n, 1335n, 0n, 1334n]]);
      expect(await expired([0, 2, 3], [3])).to.deep.equal([
        [accountOf(0), accountOf(2)],
        [0n, 2002n, 0n, 2002n],
      ]);
      expect(await expired([0, 1, 2, 3], [1])).to.deep.equal([
        [accountOf(0), accountOf(2), accountOf(3)],
        [0n, 4004n, 0n, 0n],
      ]);
    });

    it("gives every bond back when everybody is late", async () => {
      const everybody = [0, 1, 2, 3];
      expect(await expired(everybody, [])).to.deep.equal([everybody.map(accountOf), everybody.map(() => 1001n)]);
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
