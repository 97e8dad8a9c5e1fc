// Attempts to learn an honest company's numbers. Each has a control: what the attempt finds where
// the remedy is missing.
import { expect } from "chai";
import { G1, GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { CryptoError } from "../../client/errors.ts";
import { sum } from "../../client/math/field.ts";
import { domainOf, LIMBS } from "../../client/sealed/domain.ts";
import { invert, power, powersFrom, randomScalars, reduce } from "../../client/sealed/field.ts";
import { lineContext, linesHold } from "../../client/sealed/linearise.ts";
import { linesOf } from "../../client/sealed/lines.ts";
import { matrixEntries } from "../../client/sealed/numbers.ts";
import { evaluate } from "../../client/sealed/polynomial.ts";
import { createCompany } from "../../client/sealed/prover/company.ts";
import { companyIdentities, companyPlace } from "../../client/sealed/prover/company-rules.ts";
import { coverName, coverOf, coverPoint } from "../../client/sealed/prover/covers.ts";
import { MASKS } from "../../client/sealed/prover/masks.ts";
import { coveredPart } from "../../client/sealed/prover/setting.ts";
import type { ProverState } from "../../client/sealed/prover/state.ts";
import { scalesOf } from "../../client/sealed/statement.ts";
import type { Named } from "../../client/sealed/transcript.ts";
import { testSeed } from "../support/certificate.ts";
import { buildSealed, refusal, type SealedRound, sealRound } from "../support/sealed.ts";
import { withNumbers } from "../support/sealed-cheats.ts";
import { bump } from "../support/sealed-numbers.ts";
import { proveCheating, publishedPairs, quotientWithoutRemainder, spike } from "../support/sealed-prover.ts";
import { type MatrixPoints, matrixValues, rank, rankOfMasks } from "../support/sealed-ranks.ts";

const TWO = { kind: "optimal", inequalities: [3, 1], equalities: [0, 0], owner: 0 } as const;

describe("sealed: unmask", function () {
  this.timeout(240_000);

  it("the owner's costs, from the reduced costs and what companies declare", () => {
    const round = buildSealed({ ...TWO, inequalities: [2, 2, 1], equalities: [0, 1, 0] }, "costs");
    const { setting, statement, numbers, secrets, rows, digest } = round;
    const { agreed, domain } = setting;
    const owner = secrets[0]!;
    const guess = (parts: readonly (readonly bigint[])[]) =>
      rows[0]!.objective!.map((_, j) => {
        const reduced = numbers.columns.get("z+")![j + 1]! - numbers.columns.get("z-")![j + 1]!;
        return reduce((reduced - sum(parts.map((part) => part[j + 1] ?? 0n))) * invert(scalesOf(statement).unit));
      });
    const costs = rows[0]!.objective!.map(reduce);
    const declared = coveredPart(domain, owner.matrix, owner.rows.get("w")!, coverOf(0, owner.pairs));
    const withOwner = agreed.parts.with(0, declared);
    expect(guess(withOwner), "control: the owner declares a part").to.deep.equal(costs);
    expect(guess(agreed.parts).some((value, j) => value === costs[j])).to.equal(false);
    const begin = (party: number, parts: readonly (readonly bigint[])[]) => {
      const own = { ...setting, agreed: { ...agreed, parts } };
      return refusal(() => createCompany(own, digest, secrets[party]!, testSeed("begin"))).code;
    };
    for (const party of [0, 1]) {
      expect(begin(party, agreed.parts)).to.equal("accepted");
      expect(begin(party, withOwner)).to.equal("AgreementWrong");
      expect(begin(party, agreed.parts.with(2, agreed.parts[2]!.slice(1)))).to.equal("AgreementWrong");
      expect(begin(party, agreed.parts.slice(1))).to.equal("AgreementWrong");
    }
  });

  for (const field of ["x", "w"] as const) {
    it(`a guess of a row, from an outcome that the row does not fit: other ${field}`, () => {
      const { round, entry } = unfitRound(field);
      const { messages, states } = proveCheating(round, {
        computed: (step, all) => {
          if (step === 6) for (const state of all) state.polynomials.set("q", quotientWithoutRemainder(state));
        },
      });
      const sent = {
        points: new Map(messages[1]!.flatMap(({ points }) => [...points])).set(
          coverName(1),
          coverPoint(1, publishedPairs(states[1]!), 2),
        ),
        scalars: new Map(messages[1]!.flatMap(({ scalars }) => [...scalars])),
      };
      const confirms = (guess: bigint) => guessFits(round, sent, states[0]!, { field, guess });
      expect(confirms(entry), "control: a company that drops the remainder").to.equal(true);
      expect(confirms(entry + 1n)).to.equal(false);
      expect(confirms(0n), "it does not close").to.equal(false);

      // Whoever keeps to the protocol stops before it sends its part of q, on which the test rests.
      const { companies, refused, answered } = playTo(round, 1);
      expect(refused).to.equal("AgreementWrong");
      expect(answered).to.equal(5);
      expect(refusal(() => companies[1]!.answer(5, [])).code).to.equal("StepRepeated");
      expect(refusal(() => companies[1]!.answer(6, [])).code).to.equal("ShapeMismatch");
    });
  }

  it("a second answer, from entries made to cancel the honest ones", () => {
    const { setting, digest, secrets } = buildSealed(TWO, "cancel");
    const company = createCompany(setting, digest, secrets[1]!, testSeed("honest"));
    const other = createCompany(setting, digest, secrets[0]!, testSeed("other"));
    const [own, others] = [company.start(), other.start()];
    const next = company.answer(0, [others, own])!;
    const first = other.answer(0, [others, own])!;
    const points = new Map(first.points).set("m", next.points.get("m")!.negate());
    expect(() => company.answer(1, [{ ...first, points }, next])).to.throw(CryptoError);
    // The step is spent: neither its true entries nor later ones get an answer.
    for (const step of [0, 1]) expect(refusal(() => company.answer(step, [first, next])).code).to.equal("StepRepeated");
    expect(refusal(() => company.answer(2, [first, next])).code).to.equal("ShapeMismatch");
  });

  it("a second transcript on the same commitment: one value more than masks, hence once only", () => {
    const domain = domainOf(16);
    const [sigma, tau, ...drawn] = randomScalars(testSeed("second"), 8) as [bigint, bigint, ...bigint[]];
    const shown = (from: number) => {
      const [alpha, beta, zeta] = drawn.slice(from, from + 3) as [bigint, bigint, bigint];
      return matrixValues(domain, { sigma, tau, alpha, beta, zeta }, { multiplier: 1n, x0: 1000n });
    };
    const [once, twice] = [shown(0), shown(3)];
    const fresh = [...twice].filter(([name]) => !["A", "T", "V"].includes(name)).map(([, row]) => row);
    expect(rank([...once.values()])).to.equal(8);
    expect(fresh.length).to.equal(5);
    expect(rank([...once.values(), ...fresh])).to.equal(12);
    // The same for x̂, of which others hold the masks: only outsiders would gain by a third value.
    expect(rankOfMasks(domain.size, MASKS.point, [tau, drawn[2]!, drawn[5]!])).to.equal(2);
  });

  it("a trapdoor that was chosen to undo masks", () => {
    const domain = domainOf(16);
    const { size, limbSize, generator, limbGenerator } = domain;
    const [tau, alpha, beta, zeta] = randomScalars(testSeed("chosen"), 4) as [bigint, bigint, bigint, bigint];
    const times = (root: bigint) => (root * tau) % GROUP_ORDER;
    const chosen = [tau, times(generator), times(limbGenerator), reduce(-tau), invert(tau), (tau * tau) % GROUP_ORDER];
    for (const sigma of [...chosen, limbGenerator]) {
      const points: MatrixPoints = { sigma, tau, alpha, beta, zeta };
      expect(rank([...matrixValues(domain, points, { multiplier: 1n, x0: 1000n }).values()])).to.equal(8);
    }
    // τ = −1 would lie in H and is refused; near it, and for τ of order 2D, nothing gives way.
    const outside = power(5n, (GROUP_ORDER - 1n) / BigInt(2 * limbSize));
    const limbs = powersFrom(limbGenerator, LIMBS).map((root) => (root * zeta) % GROUP_ORDER);
    for (const at of [outside, reduce(-2n), 2n]) {
      expect(rankOfMasks(limbSize, MASKS.limbs, [at, ...limbs])).to.equal(33);
      expect(rankOfMasks(size, MASKS.point, [at, zeta])).to.equal(2);
      const running = [at, (limbGenerator * zeta) % GROUP_ORDER, (limbGenerator * at) % GROUP_ORDER];
      expect(rankOfMasks(limbSize, MASKS.runningSum, running)).to.equal(3);
    }
  });

  it("whether two rounds are about the same rows and outcome", () => {
    const first = buildSealed(TWO, "same");
    const again = sealRound(first, testSeed("again"));
    const [one, two] = [first, again].map((round, i) => {
      const { messages, states } = proveCheating(round, {}, testSeed(`proof ${i}`));
      const words = messages
        .flat()
        .flatMap(({ points, scalars }) => [
          ...[...points.values()].map((point) => point.toAffine().x),
          ...[...scalars].filter(([name]) => name !== "N").map(([, value]) => value),
        ]);
      const covers = states.map((state) => [...publishedPairs(state).values()][0]!.toAffine().x);
      return [...words, ...new Set(covers), ...round.setting.agreed.parts.flat()];
    }) as [bigint[], bigint[]];
    expect(new Set([...one, ...two]).size).to.equal(one.length + two.length);
    // Commitments under the same randomness are the control: equal rows show.
    const reused = sealRound(first, testSeed("again"));
    expect(reused.committed[1]!.points.matrix.equals(again.committed[1]!.points.matrix)).to.equal(true);
  });
});

/**
 * A round in which company 1's row 0 does not fit what the companies agreed on: a solution with one
 * more of column 1 and the old slack, or one more of the row's multiplier and the old Y_1; and the
 * row's coefficient in column 1.
 */
function unfitRound(field: "x" | "w"): { readonly round: SealedRound; readonly entry: bigint } {
  const honest = buildSealed(TWO, "unfit");
  const entry = reduce(matrixEntries(16, honest.rows[1]!)[0]![1]!);
  const round = withNumbers(honest, ({ columns, rows }) => {
    if (field === "w") bump(rows[1]!, "w", 0);
    else {
      bump(columns, "x", 1);
      bump(columns, "x'", 1, -1n);
    }
  });
  if (field === "x") return { round, entry };
  const { setting, secrets } = round;
  const { matrix, pairs } = secrets[1]!;
  const declared = coveredPart(setting.domain, matrix, honest.numbers.rows[1]!.get("w")!, coverOf(1, pairs));
  const agreed = { ...setting.agreed, parts: setting.agreed.parts.with(1, declared) };
  return { round: { ...round, setting: { ...setting, agreed } }, entry };
}

/**
 * Whether company 1's part closes with the remainder that a coefficient in row 0, column 1 would
 * leave. Needs what company 1 sent, and nothing secret but the rest of the row if w was changed.
 */
function guessFits(
  round: SealedRound,
  { points, scalars }: Named,
  { challenges, whole }: ProverState,
  { field, guess }: { readonly field: "x" | "w"; readonly guess: bigint },
): boolean {
  const { setting, key, rows } = round;
  const { domain, identities } = setting;
  const challenge = (name: string) => challenges.get(name)!;
  const at = (index: number, value: bigint) =>
    evaluate(spike(domain.limbSize, LIMBS * index, reduce(value)), challenge("zeta"));
  const weight = power(
    challenge("gamma"),
    identities.findIndex(({ name }) => name === (field === "x" ? "primal" : "dual")),
  );
  const places = powersFrom(domain.generator, domain.size);
  const row = matrixEntries(domain.size, rows[1]!)[0]!.with(1, guess);
  const left =
    field === "x"
      ? at(0, challenge("lambda/1") * guess * (1n - domain.last))
      : sum(row.map((value, j) => at(j, -(places[j]! - 1n) * value)));
  const place = companyPlace(setting, 1, { own: scalars, point: whole.get("x")!, challenges });
  const context = lineContext(companyIdentities(setting, 1), place, { scalars, challenges });
  const open: typeof context = {
    ...context,
    values: (opening) =>
      opening.name === "Lin" ? [reduce(context.values(opening)[0]! + weight * left)] : context.values(opening),
  };
  const known = new Map([...points, ["G", G1.BASE] as const]);
  const lines = linesOf(setting.statement.kind).map((line) => ({
    ...line,
    left: () => line.left(open).filter(([name]) => known.has(name)),
  }));
  return linesHold(lines, open, { points: known, sigma: key.sigma, tau: key.tau });
}

/** Plays a round until `party` refuses to go on, and how many answers it gave. */
function playTo(round: SealedRound, party: number) {
  const { setting, digest, secrets } = round;
  const companies = secrets.map((secret, k) => createCompany(setting, digest, secret, testSeed(`play ${k}`)));
  let messages = companies.map((company) => company.start());
  for (let step = 0; ; step++) {
    const { code } = refusal(() => {
      const answer = companies[party]!.answer(step, messages)!;
      messages = companies.map((company, k) => (k === party ? answer : company.answer(step, messages)!));
    });
    if (code !== "accepted") return { companies, refused: code, answered: step };
  }
}
