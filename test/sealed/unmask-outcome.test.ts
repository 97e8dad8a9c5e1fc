// What a sealed outcome itself tells, whatever the proof hides: by refusals, by doubled shares of
// the gap, by public shares. Each attack here works, and docs/sealed.md and docs/shares.md say so.
import { expect } from "chai";
import { CertificateError } from "../../client/errors.ts";
import { solveExact } from "../../client/lp/exact/solve.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { combinePrograms } from "../../client/lp/model/normalise.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { dot } from "../../client/math/field.ts";
import { divideRounded } from "../../client/math/rational.ts";
import { gapShare } from "../../client/play/seal/gap-shares.ts";
import type { SealingInput } from "../../client/play/seal/input.ts";
import { Sealing } from "../../client/play/seal/seal.ts";
import { decodeShare } from "../../client/play/seal/share.ts";
import { ownPart } from "../../client/sealed/disclosure/own.ts";
import { discloseSealed } from "../../client/sealed/disclosure/prove.ts";
import { verifyDisclosure } from "../../client/sealed/disclosure/verify.ts";
import { hiddenNumbers } from "../../client/sealed/numbers.ts";
import { proveTogether } from "../../client/sealed/prover/prove.ts";
import { scalesOf } from "../../client/sealed/statement.ts";
import { amongThree } from "../engines/mpc/problems.ts";
import { testSeed } from "../support/certificate.ts";
import { loadExample } from "../support/examples.ts";
import { buildSealed, sealRound } from "../support/sealed.ts";
import { afresh, inputsOf } from "../support/sealing-inputs.ts";

/** The victim has inequalities alone, the partner the costs. */
const TWO = { inequalities: [3, 1], equalities: [0, 0], owner: 1 } as const;
/** Larger than any number that is looked for: 2^20. */
const BITS = 20;

describe("sealed: what an outcome tells", function () {
  this.timeout(120_000);
  const round = buildSealed({ kind: "optimal", ...TWO }, "unmask outcome");
  const [victim] = inputsOf(round, TWO) as [SealingInput];
  const { statement } = round;
  const { x0 } = scalesOf(statement);
  const unit = (j: number, value: bigint) => new Array<bigint>(statement.columns).fill(0n).with(j, value);

  it("a right-hand side to whoever chooses the plan, by refusals: one bit in each round", () => {
    const rhs = 654_321n;
    // x_1 ≤ rhs; what the other rows say does not count here.
    const inequalities = { coefficients: [unit(0, 1n)], rhs: [rhs] };
    const rows: PartyRows = { ...victim.rows, inequalities };
    const input = { ...victim, rows, round: { ...victim.round, inequalities: [1, 1] } };
    const accepts = (value: bigint) => {
      try {
        const own = afresh({ ...input, outcome: { kind: "optimal", x: unit(0, value * x0), multipliers: [0n] } });
        return new Sealing(own).sent.length > 0;
      } catch (error) {
        expect(error).to.be.instanceOf(CertificateError).with.property("code", "ResidualTooLarge");
        return false;
      }
    };
    let [found, rounds] = [0n, 0];
    for (let step = 1n << BigInt(BITS - 1); step > 0n; step /= 2n, rounds++) if (accepts(found + step)) found += step;
    expect([found - statement.tolerances.residual / x0, rounds]).to.deep.equal([rhs, BITS]);
  });

  it("a slack to whoever chooses plan and multipliers, by doublings: up to a factor of 2 at once, then its digits", () => {
    const slack = 123_456n;
    const inequalities = { coefficients: [unit(0, 0n)], rhs: [slack] };
    const rows: PartyRows = { ...victim.rows, inequalities };
    // At scale 10^δ; a gap that weighs it finely enough.
    const hidden = slack * x0;
    const tolerances = { ...statement.tolerances, gap: 1n << 90n };
    const own = { ...victim.round, statement: { ...statement, tolerances }, inequalities: [1, 1] };
    const input = { ...victim, rows, round: own };
    const { outcome } = victim;
    if (outcome.kind !== "optimal") throw new Error("an optimum is due");
    const doublings = (weight: bigint) => {
      const chosen = { ...outcome, multipliers: [weight] };
      const { sent } = new Sealing(afresh({ ...input, outcome: chosen }));
      return decodeShare(sent[0]!, chosen, own, 0).doublings;
    };
    // Once: the smallest share that holds w·s, and not half of it.
    const weight = (2n * gapShare(own, 0, 0)) / hidden;
    const told = doublings(weight);
    const holds = (count: number) => gapShare(own, 0, count) >= weight * hidden;
    expect([told > 0, holds(told), holds(told - 1)]).to.deep.equal([true, true, false]);
    // A share that is not doubled says that the slack is no larger than what it holds.
    let [least, most] = [0n, 1n << 40n];
    let rounds = 0;
    for (; most - least > 1n; rounds++) {
      const middle = (least + most) / 2n;
      if (doublings(gapShare(own, 0, 0) / middle) === 0) most = middle;
      else least = middle;
    }
    expect(rounds).to.be.at.most(BITS + 20);
    expect(most).to.equal(hidden);
  });

  it("right-hand sides to everybody, digit by digit from one public share, where multipliers are powers", () => {
    // The victim has x_j ≤ b_j alone; whoever has the costs makes them powers of a number above all
    // b.
    const base = 1n << 10n;
    const rhs = [700n, 3n, 1023n];
    const { unit: priceScale } = scalesOf(statement);
    const columns = statement.columns;
    const costs = Array.from({ length: columns }, (_, j) => (j < rhs.length ? -(base ** BigInt(j)) : 1n));
    const none = { coefficients: [], rhs: [] };
    const rows: PartyRows[] = [
      {
        columns,
        inequalities: { coefficients: rhs.map((_, j) => unit(j, 1n)), rhs },
        equalities: none,
        objective: null,
      },
      { columns, inequalities: none, equalities: none, objective: costs },
    ];
    const x = Array.from({ length: columns }, (_, j) => (rhs[j] ?? 0n) * x0);
    const open = { ...statement, bounds: x.map(() => 2n * base * x0) };
    const numbers = hiddenNumbers(open, { inequalities: [3, 0] }, {
      ...{ kind: "optimal", x, objective: 0n, gap: 0n, violation: 0n },
      ...{ slacks: [[0n, 0n, 0n], []], residuals: [[0n, 0n, 0n], []] },
      multipliers: [rhs.map((_, j) => priceScale * base ** BigInt(j)), []],
      reducedCosts: costs.map((_, j) => (j < rhs.length ? 0n : priceScale)),
    } as unknown as Parameters<typeof hiddenNumbers>[2]);
    const sealed = sealRound({ statement: open, numbers, rows, string: round.string }, testSeed("digits"));
    const proof = proveTogether(sealed.setting, sealed.digest, sealed.secrets, testSeed("digits"));
    const accepted = { statement: sealed.statement, key: sealed.key, proof };
    const own = ownPart(accepted, sealed.setting.committer, sealed.secrets[0]!, testSeed("digits").fork("company 0"));
    const share = discloseSealed(accepted, own, [{ what: "dual value", index: 0 }], testSeed("share"));
    verifyDisclosure(accepted, share);
    let [rest] = share.claims[0]!.values.map((value) => value / priceScale) as [bigint];
    const digits = rhs.map(() => {
      const digit = rest % base;
      rest /= base;
      return digit;
    });
    expect([digits, rest]).to.deep.equal([rhs, 0n]);
  });

  for (const name of ["avgas", "blend", "securescm-20"])
    it(`the costs of variables in use to all companies but their owner, if that has no rows: ${name}`, async () => {
      const { program, decimals } = await loadExample(name);
      const { round, parties } = amongThree(program, decimals);
      const outcome = await solveExact(combinePrograms(parties), { solver: highsSolver, ...round });
      if (outcome.kind !== "optimal") throw new Error("an optimum is due");
      const [owner] = parties.filter(({ objective }) => objective !== null);
      expect(owner!.inequalities.rhs.length + owner!.equalities.rhs.length).to.equal(0);
      // Where x is not 0, reduced costs are, but for rounding: u·c = −Σ A_kᵀw_k.
      const holders = parties.filter((own) => own !== owner);
      const rows = [
        ...holders.flatMap(({ inequalities }) => inequalities.coefficients),
        ...holders.flatMap(({ equalities }) => equalities.coefficients),
      ];
      const used = [...outcome.x.keys()].filter((j) => outcome.x[j]! > 10n ** BigInt(round.decimals.solution - 3));
      const priceScale = 10n ** BigInt(round.decimals.multiplier);
      const found = used.map((j) => {
        const prices = dot(
          rows.map((row) => row[j]!),
          outcome.multipliers,
        );
        return divideRounded(-prices, priceScale);
      });
      expect(used.length).to.be.greaterThan(0);
      expect(found).to.deep.equal(used.map((j) => owner!.objective![j]));
    });
});
