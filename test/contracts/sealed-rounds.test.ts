// Rounds for a sealed outcome, from opening to their end, with real proofs and the real verifier,
// and what coordinator and verifier refuse.
import { expect } from "chai";
import type { ContractTransactionResponse, EventLog, Result } from "ethers";
import type { RoundParams } from "../../client/round/params.ts";
import { KINDS, type Kind } from "../../client/round/verdict.ts";
import { type Chain, createChain, type Refusal, refusalOf } from "../support/chain.ts";
import { callingCode, forwarderCode } from "../support/relay.ts";
import { chainParams, commitTo, openRound, read, readyRound, transact } from "../support/rounds.ts";
import { sampled } from "../support/sampled.ts";
import { verifyArguments } from "../support/sealed-chain.ts";
import { type ReadySealedRound, readySealedRound, settleSealedArguments } from "../support/sealed-rounds.ts";

const TWO = { inequalities: [2, 1], equalities: [0, 1], owner: 1 };
const THREE = { inequalities: [1, 2, 1], equalities: [1, 0, 0], owner: 2 };
const [COMMITTING, RUNNING, SETTLING, SETTLED, EXPIRED] = [1n, 2n, 3n, 4n, 5n];
const STRANGER = 9;

describe("sealed rounds", function () {
  this.timeout(240_000);
  let chain: Chain;

  before(async () => {
    chain = await createChain();
  });

  async function refuses(work: Promise<unknown>, name: string, ...args: unknown[]): Promise<void> {
    let refusal: Refusal | null = null;
    try {
      await work;
    } catch (error) {
      refusal = refusalOf(chain, error);
    }
    expect(refusal).to.deep.equal({ name, args });
  }

  async function events(transaction: Promise<ContractTransactionResponse>): Promise<[string, unknown[]][]> {
    const receipt = (await (await transaction).wait())!;
    return receipt.logs.map((log) => [(log as EventLog).eventName, [...(log as EventLog).args]]);
  }

  type Call = ReturnType<typeof settleSealedArguments>;

  const ready = (kind: Kind, seed: string, change?: Partial<RoundParams>) =>
    readySealedRound(chain, { kind, ...TWO }, seed, change);
  const settle = (args: readonly unknown[], from = STRANGER) => transact(chain, from, "settleSealed", args);
  const settleWith = (round: ReadySealedRound, change: (call: Call) => readonly unknown[]) =>
    settle(change(settleSealedArguments(round)));
  const phaseOf = async (round: bigint) => (await read<Result>(chain, "stateOf", round))[0] as bigint;
  const deadlineOf = async (round: bigint) => (await read<Result>(chain, "stateOf", round))[1] as bigint;
  const accountOf = (party: number) => chain.accounts[party + 1]!.address;
  const late = async (round: bigint) => chain.helpers.time.increaseTo((await deadlineOf(round)) + 1n);

  async function withdrawAll(parties: number): Promise<void> {
    for (let k = 0; k < parties; k++)
      if ((await read<bigint>(chain, "creditOf", accountOf(k))) > 0n) await transact(chain, k + 1, "withdraw", []);
  }

  for (const [turn, kind] of KINDS.entries())
    for (const shape of sampled([TWO, THREE], 2, turn)) {
      const parties = shape.inequalities.length;
      it(`open, commit, post, settle and pay back: ${kind}, ${parties} companies`, async () => {
        const own = await readySealedRound(chain, { kind, ...shape }, `life ${kind}`);
        const { round } = own.id;
        expect(await phaseOf(round)).to.equal(SETTLING);
        const stored = await read<Result>(chain, "sealedStatementOf", round, KINDS.indexOf(kind), own.key.size);
        const [wanted, key, proof] = verifyArguments(own);
        const { commitments, ...words } = stored.toObject();
        const stated = { ...words, commitments: [...commitments] };
        expect(stated).to.deep.equal(
          Object.fromEntries(
            Object.entries(wanted as object).map(([name, value]) => [
              name,
              typeof value === "number" ? BigInt(value) : value,
            ]),
          ),
        );
        expect(await chain.sealedVerifier.getFunction("verify").staticCall(stated, key, proof)).to.equal(own.digest);

        const [settled, ...credited] = await events(settle(settleSealedArguments(own)));
        const settler = chain.accounts[STRANGER]!.address;
        const number = BigInt(KINDS.indexOf(kind));
        expect(settled).to.deep.equal(["SettledSealed", [round, settler, number, own.digest]]);
        expect(credited).to.deep.equal(
          shape.inequalities.map((_, k) => ["BondCredited", [round, accountOf(k), own.params.bond]]),
        );
        expect([...(await read<Result>(chain, "outcomeOf", round))]).to.deep.equal([
          ...[number, 0n, 0n, 0n, 0n, own.digest],
        ]);
        expect(await phaseOf(round)).to.equal(SETTLED);
        expect(await deadlineOf(round)).to.equal(0n);
        await refuses(settle(settleSealedArguments(own)), "CoordinatorWrongPhase", SETTLING, SETTLED);
        await withdrawAll(parties);
        expect(await chain.ethers.provider.getBalance(chain.coordinator)).to.equal(0n);
      });
    }

  it("publish the call that a contract or an account with code makes, and no other", async () => {
    const coordinator = await chain.coordinator.getAddress();
    const made = await (await chain.accounts[0]!.sendTransaction({ data: forwarderCode(coordinator) })).wait();
    const forwarder = made!.contractAddress!;
    const through = await ready("optimal", "through a contract");
    const data = chain.coordinator.interface.encodeFunctionData("settleSealed", settleSealedArguments(through));
    const receipt = await (await chain.accounts[STRANGER]!.sendTransaction({ to: forwarder, data })).wait();
    const logs = receipt!.logs.map((log) => chain.coordinator.interface.parseLog(log)!);
    expect(logs.slice(0, 2).map(({ name, args }) => [name, ...args])).to.deep.equal([
      ["SettlementCalled", through.id.round, forwarder, data],
      ["SettledSealed", through.id.round, forwarder, 0n, through.digest],
    ]);

    const creating = await ready("infeasible", "in a constructor");
    const call = chain.coordinator.interface.encodeFunctionData("settleSealed", settleSealedArguments(creating));
    const create = { data: callingCode(coordinator, [call]), gasLimit: 16_000_000n };
    const created = (await (await chain.accounts[STRANGER]!.sendTransaction(create)).wait())!;
    const [called] = created.logs.map((log) => chain.coordinator.interface.parseLog(log)!);
    expect([called!.name, called!.args[2]]).to.deep.equal(["SettlementCalled", call]);
    expect(await phaseOf(creating.id.round)).to.equal(SETTLED);
  });

  it("refuse certificates, and public rounds sealed proofs", async () => {
    const sealed = await ready("optimal", "mix-up");
    const open = await readyRound(chain, { kind: "optimal", columns: 5, ...TWO }, "mix-up");
    const { header, blocks } = open.certificate;
    const args = settleSealedArguments(sealed);
    const certificate = [header, "0x", blocks];
    await refuses(transact(chain, STRANGER, "settle", [sealed.id.round, ...certificate]), "CoordinatorOutcomeSealed");
    await refuses(settle(args.with(0, open.id.round)), "CoordinatorOutcomePublic");
    await transact(chain, STRANGER, "settle", [open.id.round, header, "0x", blocks]);
    await settle(args);
  });

  it("refuse another kind, another key, and a proof that was changed, cut or made longer", async () => {
    for (const kind of KINDS) {
      const own = await ready(kind, `changed ${kind}`);
      const other = (KINDS.indexOf(kind) + 1) % 3;
      await refuses(
        settleWith(own, (call) => call.with(1, other)),
        "SealedShapeMismatch",
      );
      await refuses(
        settleWith(own, (call) => call.with(1, 3)),
        "SealedStatementInvalid",
      );
      await refuses(
        settleWith(own, (call) => call.with(1, 255)),
        "SealedStatementInvalid",
      );
      const key = settleSealedArguments(own)[2];
      for (const changed of [
        { ...key, srsDigest: own.digest },
        { ...key, limbs: key.bounds },
        { ...key, bounds: key.columns },
        { ...key, columns: key.limbs },
        { ...key, sigma: key.tau },
        { ...key, tau: key.sigma },
        { ...key, size: 32 },
      ])
        await refuses(
          settleWith(own, (call) => call.with(2, changed)),
          "SealedKeyMismatch",
        );
      const proof = settleSealedArguments(own)[3];
      const words = (proof.length - 2) / 64;
      const put = (word: number, value: string) =>
        `${proof.slice(0, 2 + 64 * word)}${value}${proof.slice(66 + 64 * word)}`;
      const one = `${"0".repeat(63)}1`;
      for (const [changed, reason, ...args] of [
        [proof.slice(0, -64), "SealedShapeMismatch"],
        [`${proof}${one}`, "SealedShapeMismatch"],
        ["0x", "SealedShapeMismatch"],
        [put(0, one), "SealedPointInvalid"],
        [put(words - 1, one), "SealedPointInvalid"],
        [put(words - 5, one), "SealedEquationFailed"],
        [put(words - 5, "f".repeat(64)), "SealedScalarOutOfRange"],
        [`${put(0, `${one}${"0".repeat(63)}2`).slice(0, 130)}${proof.slice(130)}`, "SealedCommitmentMismatch", 0n],
      ] as const)
        await refuses(
          settleWith(own, (call) => call.with(3, changed as never)),
          reason,
          ...args,
        );
      await settle(settleSealedArguments(own));
    }
  });

  it("refuse the proof of another round, coordinator or chain", async () => {
    const first = await ready("optimal", "replay");
    const args = settleSealedArguments(first);
    // The same seed gives the same points.
    const second = await ready("optimal", "replay");
    await refuses(settle(args.with(0, second.id.round)), "SealedEquationFailed");
    const { round: copied } = await openRound(chain, first.params);
    for (const [k, digest] of first.statement.commitments.entries())
      await commitTo(chain, k + 1, copied, first.params.bond, digest);
    for (const party of [0, 1]) await transact(chain, party + 1, "post", [copied, party, party, first.digest]);
    await refuses(settle(args.with(0, copied)), "SealedCommitmentMismatch", 0n);

    const verifiers = [await chain.verifier.getAddress(), await chain.sealedVerifier.getAddress()];
    const coordinator = await chain.ethers.deployContract("RoundCoordinator", verifiers);
    const otherChain = await createChain({ chainId: 77 });
    for (const elsewhere of [{ ...chain, coordinator }, otherChain]) {
      for (let round = 1n; round < first.id.round; round++) await openRound(elsewhere, first.params);
      const there = await readySealedRound(elsewhere, { kind: "optimal", ...TWO }, "replay");
      expect(there.id.round).to.equal(first.id.round);
      await refuses(transact(elsewhere, STRANGER, "settleSealed", args), "SealedEquationFailed");
      await transact(elsewhere, STRANGER, "settleSealed", settleSealedArguments(there));
    }
    expect(await otherChain.coordinator.getAddress()).to.equal(await chain.coordinator.getAddress());
    await settle(args);
  });

  it("refuse a proof for other numbers, or another key, than those of the opening", async () => {
    const changes = [
      [{ gapTolerance: 10n ** 15n - 1n }, "SealedEquationFailed"],
      [{ multiplierDecimals: 5 }, "SealedEquationFailed"],
      [{ objectiveOwner: 0 }, "SealedCommitmentMismatch", 0n],
      [{ sealedKey: `0x${"11".repeat(32)}` }, "SealedKeyMismatch"],
    ] as const;
    for (const [change, reason, ...args] of sampled(changes, 2))
      await refuses(settle(settleSealedArguments(await ready("optimal", "numbers", change))), reason, ...args);
  });

  it("settle in phase Settling only, up to its deadline; afterwards every bond returns", async () => {
    const own = await ready("optimal", "phases");
    const args = settleSealedArguments(own);
    const committing = (await openRound(chain, own.params)).round;
    await refuses(settle(args.with(0, committing)), "CoordinatorWrongPhase", SETTLING, COMMITTING);
    for (const k of [0, 1]) await commitTo(chain, k + 1, committing, own.params.bond);
    await refuses(settle(args.with(0, committing)), "CoordinatorWrongPhase", SETTLING, RUNNING);
    await refuses(settle(args.with(0, 10_000n)), "CoordinatorWrongPhase", SETTLING, 0n);
    const deadline = await deadlineOf(own.id.round);
    await late(own.id.round);
    await refuses(settle(args), "CoordinatorTooLate", deadline);
    const before = await Promise.all([0, 1].map((k) => read<bigint>(chain, "creditOf", accountOf(k))));
    await transact(chain, STRANGER, "expire", [own.id.round]);
    for (const [k, credit] of before.entries())
      expect(await read<bigint>(chain, "creditOf", accountOf(k))).to.equal(credit + own.params.bond);
    await refuses(settle(args), "CoordinatorWrongPhase", SETTLING, EXPIRED);
    expect([...(await read<Result>(chain, "outcomeOf", own.id.round))].every((word) => BigInt(word) === 0n)).to.equal(
      true,
    );
  });

  it("are refused when opened if no key could settle them", async () => {
    const shape = { kind: "optimal" as const, columns: 5, ...TWO };
    const sealedKey = `0x${"11".repeat(32)}` as const;
    for (const [change, reason, ...args] of [
      [{ columns: 4094 }, "CoordinatorColumnsInvalid"],
      [{ inequalities: [2, 4093] }, "CoordinatorRowsInvalid", 1n],
      [{ solutionDecimals: 22 }, "CoordinatorDecimalsInvalid"],
      [{ residualTolerance: 1n << 60n }, "CoordinatorToleranceInvalid"],
      [{ dualTolerance: 1n << 60n }, "CoordinatorToleranceInvalid"],
    ] as const) {
      const params = chainParams(chain, shape, { ...change, sealedKey });
      await refuses(transact(chain, 0, "open", [params]), reason, ...args);
      await openRound(chain, chainParams(chain, shape, { ...change }));
    }
    await openRound(chain, chainParams(chain, shape, { columns: 4093, inequalities: [2, 4092], sealedKey }));
  });
});
