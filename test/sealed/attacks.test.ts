// Attempts to forge sealed proofs. Each has a control: what the attack would do against a weaker
// verifier, or the same manoeuvre where it does no harm.
import { expect } from "chai";
import type { G1 } from "../../client/crypto/curve/bn254.ts";
import { dot } from "../../client/math/field.ts";
import { randomBelow } from "../../client/math/random.ts";
import { decodeProof, encodeProof } from "../../client/sealed/codec.ts";
import { LIMBS } from "../../client/sealed/domain.ts";
import { invert, power, reduce } from "../../client/sealed/field.ts";
import { type Field, fieldsOf, type Part } from "../../client/sealed/layout.ts";
import { lineContext } from "../../client/sealed/linearise.ts";
import { matrixEntries } from "../../client/sealed/numbers.ts";
import { openingFactors } from "../../client/sealed/openings.ts";
import { openedPlace } from "../../client/sealed/place.ts";
import {
  combine,
  divideByLinear,
  divideByVanishing,
  type Polynomial,
  vanishingMultiple,
} from "../../client/sealed/polynomial.ts";
import type { ProverState } from "../../client/sealed/prover/state.ts";
import { WORK } from "../../client/sealed/prover/steps.ts";
import { stepsOf } from "../../client/sealed/steps.ts";
import { testSeed } from "../support/certificate.ts";
import { sampled } from "../support/sampled.ts";
import { buildSealed, type SealedRound, sealRound } from "../support/sealed.ts";
import { withNumbers } from "../support/sealed-cheats.ts";
import { bump, copyNumbers, fitSlack } from "../support/sealed-numbers.ts";
import { addTo, type Cheat, proveCheating, rulesWithout, spike, verdictOf } from "../support/sealed-prover.ts";

const TWO = { kind: "optimal", inequalities: [3, 2], equalities: [0, 1], owner: 0 } as const;

describe("sealed: attacks", function () {
  this.timeout(240_000);

  it("the prototype's forgery: any x, every row violated, gap 0", () => {
    const { round, cheat } = prototypeForgery();
    const { bytes } = proveCheating(round, cheat);
    expect(verdictOf(round, bytes)).to.equal("EquationFailed");
    // Nothing but the lookups stands against it: the rest of the forgery is complete.
    const without = rulesWithout(round, (name) => name.startsWith("lookup"));
    const weaker = proveCheating(round, { ...cheat, identities: without.identities });
    expect(verdictOf(round, weaker.bytes, without)).to.equal("accepted");
  });

  it("any polynomial replaced once its challenge is known", () => {
    const round = buildSealed({ kind: "optimal" }, "late");
    const { domain } = round.setting;
    const steps = stepsOf("optimal", 1);
    const honest = proveCheating(round, {}).bytes;
    expect(verdictOf(round, honest)).to.equal("accepted");
    const late = [
      [1, "l/C"],
      [1, "m"],
      [1, "V"],
      [2, "T"],
      [2, "h/C"],
      [2, "x"],
      [5, "Phi"],
      [5, "Psi"],
      [6, "q"],
    ] as const;
    for (const [step, name] of sampled(late, 3)) {
      // All later steps follow from the replaced polynomial; the proof then shows it as its own.
      let replaced: G1 | null = null;
      const { bytes } = proveCheating(round, {
        computed: (s, [state]) => {
          if (s !== step + 1) return;
          addTo(state!, name, vanishingMultiple(domain.limbSize, [7n]));
          replaced = round.setting.committer.line(state!.polynomials.get(name)!);
          WORK[s]!(state!);
        },
      });
      const proof = decodeProof(steps, bytes);
      const points = new Map(proof.points).set(name, replaced!);
      expect(verdictOf(round, encodeProof(steps, { ...proof, points })), name).to.equal("EquationFailed");
      expect(verdictOf(round, bytes), `${name} as sent`).to.equal("EquationFailed");
    }
  });

  it("a company that cancels another's violated row", () => {
    const round = buildSealed(TWO, "cancel rows");
    const unweighted = withNumbers(round, (numbers) => {
      // Row 4 of both is empty: s = 1 here and r = 1 there would cancel if rows were added up.
      bump(numbers.rows[0]!, "s", 4);
      bump(numbers.rows[1]!, "r", 4);
      bump(numbers.rows[1]!, "r'", 4, -1n);
    });
    expect(verdictOf(unweighted, proveCheating(unweighted, {}).bytes)).to.equal("EquationFailed");
    const without = rulesWithout(unweighted, (name) => name === "primal");
    const weaker = proveCheating(unweighted, { identities: without.identities });
    expect(verdictOf(unweighted, weaker.bytes, without)).to.equal("accepted");
  });

  it("a company that cancels another's part of a reduced cost", () => {
    const round = buildSealed(TWO, "cancel slices");
    const { size } = round.statement;
    const cheat = (signs: readonly bigint[]): Cheat => ({
      computed: (step, states) => {
        if (step !== 3) return;
        for (const [k, state] of states.entries()) addTo(state, `e/${k}`, spike(size, size - 2, signs[k]!));
      },
    });
    // Both mask rows have multiplier 1, so Σ w e is unchanged; only "column slice" can tell.
    const { bytes } = proveCheating(round, cheat([5n, -5n]));
    expect(verdictOf(round, bytes)).to.equal("EquationFailed");
    expect(
      verdictOf(
        round,
        bytes,
        rulesWithout(round, (name) => name === "column slice"),
      ),
    ).to.equal("accepted");
  });

  it("a hidden column, with entries and a value of its own", () => {
    const round = buildSealed({ kind: "optimal" }, "hidden column");
    const { size, columns } = round.statement;
    const entries = matrixEntries(size, round.rows[0]!);
    const hidden = columns + 1;
    const changed = withNumbers(round, (numbers) => {
      bump(numbers.columns, "x", hidden, 3n);
      const x = numbers.columns.get("x")!;
      expect(dot(entries[0]!, x)).to.equal(dot(entries[0]!, round.numbers.columns.get("x")!));
    });
    const { bytes } = proveCheating(changed, {});
    expect(verdictOf(changed, bytes)).to.equal("EquationFailed");
    const without = rulesWithout(changed, (name) => name === "bound");
    const weaker = proveCheating(changed, { identities: without.identities });
    expect(verdictOf(changed, weaker.bytes, without)).to.equal("accepted");
  });

  it("z⁻ in column 0 to pay for a gap", () => {
    const round = buildSealed({ kind: "optimal" }, "column 0");
    // x_0 = x0 + 1 and x′_0 = −1 turn z⁻_0 into a negative term; x_0 as it should be leaves
    // x′_0 = 0.
    const changed = withNumbers(round, (numbers) => {
      numbers.columns.get("z-")![0] = 1000n;
      numbers.columns.get("z-'")![0] = round.statement.tolerances.dual - 1000n;
      fitSlack(round, numbers);
    });
    expect(verdictOf(changed, proveCheating(changed, {}).bytes)).to.equal("accepted");
    const slack = (of: SealedRound) => of.numbers.rows[0]!.get("s")!.at(-1);
    expect(slack(changed), "z⁻ in column 0 is worth nothing").to.equal(slack(round));
    const negative = withNumbers(changed, (numbers) => bump(numbers.columns, "x", 0));
    const at = fieldsOf("optimal", "C").get("x'")!.from;
    const { bytes } = proveCheating(negative, {
      computed: (step, [state]) => {
        if (step === 1) addTo(state!, "l/C", spike(negative.setting.domain.limbSize, at, -1n));
      },
    });
    expect(verdictOf(negative, bytes)).to.equal("EquationFailed");
  });

  it("one more than each tolerance", () => {
    const round = buildSealed({ kind: "optimal" }, "tolerances");
    const { tolerances } = round.statement;
    const cheats = {
      residual: (numbers: ReturnType<typeof copyNumbers>) => {
        numbers.rows[0]!.get("r")![5] = tolerances.residual + 1n;
        numbers.rows[0]!.get("s")![5] = tolerances.residual + 1n;
        numbers.rows[0]!.get("r'")![5] = 0n;
      },
      dual: (numbers: ReturnType<typeof copyNumbers>) => {
        numbers.columns.get("z-")![9] = tolerances.dual + 1n;
        numbers.columns.get("z+")![9] = tolerances.dual + 1n;
        numbers.columns.get("z-'")![9] = 0n;
      },
    };
    for (const [name, change] of Object.entries(cheats)) {
      const changed = withNumbers(round, change);
      expect(verdictOf(changed, proveCheating(changed, {}).bytes), name).to.equal("EquationFailed");
    }
    const rest = round.numbers.rows[0]!.get("s")!.at(-1)!;
    for (const [less, verdict] of [
      [rest, "accepted"],
      [rest + 1n, "EquationFailed"],
    ] as const) {
      const statement = { ...round.statement, tolerances: { ...tolerances, gap: tolerances.gap - less } };
      const numbers = copyNumbers(round.numbers);
      numbers.rows[0]!.get("s")![15] = 0n;
      const tight = sealRound({ ...round, statement, numbers }, testSeed("tight"));
      expect(verdictOf(tight, proveCheating(tight, {}).bytes), `gap ${verdict}`).to.equal(verdict);
    }
  });

  describe("foreign variables", () => {
    it("σ in a polynomial that is opened by itself", () => {
      const round = buildSealed({ kind: "optimal" }, "foreign opened");
      const { committer } = round.setting;
      const opened = [
        [1, "l/C"],
        [1, "V"],
        [2, "T"],
        [2, "x"],
        [5, "Phi"],
        [5, "Psi"],
      ] as const;
      for (const [step, name] of sampled(opened, 3)) {
        const { bytes } = proveCheating(round, {
          sent: (s, points) => {
            if (s === step) points.set(name, points.get(name)!.add(committer.sigmaLine([0n, 1n])));
          },
        });
        expect(verdictOf(round, bytes), name).to.equal("EquationFailed");
      }
    });

    it("σ in a: harmless where it vanishes on H, refused elsewhere", () => {
      const round = buildSealed({ kind: "optimal" }, "foreign a");
      expect(
        verdictOf(round, proveCheating(round, foreignRowSlice(round, vanishingMultiple(16, [3n]))).bytes),
      ).to.equal("accepted");
      expect(verdictOf(round, proveCheating(round, foreignRowSlice(round, spike(16, 3, 3n))).bytes)).to.equal(
        "EquationFailed",
      );
    });

    it("τ in e_k: only the line e stands against it", () => {
      const round = buildSealed(TWO, "foreign e");
      for (const signs of [
        [1n, 0n],
        [1n, -1n],
      ]) {
        const { bytes } = proveCheating(round, foreignColumnSlices(round, signs));
        expect(verdictOf(round, bytes)).to.equal("EquationFailed");
        expect(
          verdictOf(
            round,
            bytes,
            rulesWithout(round, (name) => name === "e"),
          ),
        ).to.equal("accepted");
      }
    });
  });
});

/**
 * Any x within the bounds, no multipliers; residuals and reduced costs of any size go into one limb
 * each, and h, m and h_T are zero on K. The prototype's second quotient absorbed what this
 * violates.
 */
function prototypeForgery(): { readonly round: SealedRound; readonly cheat: Cheat } {
  const plain = buildSealed(TWO, "forgery");
  const { size, bounds, tolerances } = plain.statement;
  const statement = { ...plain.statement, tolerances: { ...tolerances, gap: 0n } };
  const random = testSeed("forged x");
  const x = bounds.map((bound) => randomBelow(random, bound + 1n));
  const numbers = copyNumbers(plain.numbers);
  for (const [field, own] of numbers.columns) if (!["x", "x'", "z-'"].includes(field)) own.fill(0n);
  for (const [j, value] of x.entries()) {
    numbers.columns.get("x")![j + 1] = value;
    numbers.columns.get("x'")![j + 1] = bounds[j]! - value;
  }
  numbers.columns.get("z-'")!.fill(tolerances.dual);
  for (const own of numbers.rows) {
    for (const field of ["w", "s", "r"] as const) own.get(field)!.fill(0n);
    own.get("w")![size - 2] = 1n;
    own.get("r'")!.fill(tolerances.residual);
  }
  const round = sealRound({ ...plain, statement, numbers }, testSeed("forgery"));
  const { limbSize } = round.setting.domain;
  const unit = 10n ** BigInt(statement.decimals.multiplier);
  const costs = plain.rows[0]!.objective!.map((cost) => unit * cost);
  const put = (state: ProverState, part: Part, field: Field, { index, value }: { index: number; value: bigint }) => {
    const from = fieldsOf("optimal", part).get(field)!.from;
    addTo(state, `l/${part}`, spike(limbSize, LIMBS * index + from, value));
  };
  let violated = 0;
  const computed: Cheat["computed"] = (step, states) => {
    const hidden = vanishingMultiple(limbSize, [11n, 13n]);
    for (const [k, state] of states.entries()) {
      if (step === 1) {
        for (const [i, entries] of matrixEntries(size, plain.rows[k]!).entries()) {
          const over = dot(entries, numbers.columns.get("x")!);
          if (over > tolerances.residual) violated++;
          put(state, k, "s", { index: i, value: -over });
        }
        if (k === 0) {
          for (const [j, cost] of costs.entries()) put(state, "C", "z+", { index: j + 1, value: cost });
          put(state, 0, "s", { index: size - 1, value: -dot(costs, x) });
        }
        state.polynomials.set("m", hidden);
      }
      if (step === 2) {
        state.polynomials.set("hT", hidden);
        for (const part of k === 0 ? ["C", 0] : [k]) state.polynomials.set(`h/${part}`, hidden);
        expect(violated, "rows violated").to.be.greaterThan(0);
      }
    }
  };
  return { round, cheat: { computed } };
}

/** [(X − α)·f(Y)]. */
function commitForeign(round: SealedRound, alpha: bigint, f: Polynomial): G1 {
  return round.setting.committer.matrix([combine([[-alpha, f]]), f]);
}

/** a + (X − α)·g(Y), with all that follows from it made to fit as far as it can be. */
function foreignRowSlice(round: SealedRound, g: Polynomial): Cheat {
  const { setting, statement } = round;
  const { domain, committer, identities } = setting;
  const position = identities.findIndex(({ name }) => name === "inner");
  const add = (points: Map<string, G1>, name: string, point: G1) => points.set(name, points.get(name)!.add(point));
  let quotient: Polynomial = [];
  let linear: Polynomial = [];
  return {
    sent: (step, points, [state]) => {
      const challenge = (name: string) => state!.challenges.get(name)!;
      const foreign = (f: Polynomial) => commitForeign(round, challenge("alpha"), f);
      if (step === 3) {
        add(points, "a", foreign(g));
        add(points, "Q1", committer.matrix([g]).negate());
      }
      if (step === 6) {
        const weight = power(challenge("gamma"), position) * invert(BigInt(LIMBS));
        quotient = combine([[weight, divideByVanishing(product(state!.whole.get("x")!, g), domain.size)]]);
        add(points, "q", foreign(quotient));
      }
      if (step !== 8 && step !== 9) return;
      const opened = { scalars: state!.scalars, challenges: state!.challenges };
      const context = lineContext(identities, openedPlace(statement, domain, opened), opened);
      const at = context.openings.findIndex(({ name }) => name === "Lin");
      const weight = power(challenge("rho"), at);
      linear = combine([
        [weight * context.coefficients.get("a")!, g],
        [weight * context.coefficients.get("q")!, quotient],
      ]);
      const divided = divideByLinear(linear, challenge("zeta"));
      if (step === 8) add(points, "W", foreign(divided));
      if (step !== 9) return;
      const { whole, rests } = openingFactors(context.openings, challenge("xi"));
      const rest = combine([
        [rests[at]!, linear],
        [-whole, divided],
      ]);
      add(points, "W'", foreign(divideByLinear(rest, challenge("xi"))));
      expect(statement.parties).to.equal(1);
    },
  };
}

/** f·g by schoolbook multiplication. */
function product(f: Polynomial, g: Polynomial): Polynomial {
  return combine(f.map((coefficient, i) => [coefficient, [...new Array<bigint>(i).fill(0n), ...g]] as const));
}

/** e_k + signs_k·(Y − β)·X, and Q₂ to go with it. */
function foreignColumnSlices(round: SealedRound, signs: readonly bigint[]): Cheat {
  const { committer } = round.setting;
  return {
    sent: (step, points, [state]) => {
      const challenge = (name: string) => state!.challenges.get(name)!;
      const times = (f: Polynomial, sign: bigint) => committer.matrix([[], combine([[sign, f]])]);
      for (const [k, sign] of signs.entries()) {
        if (step === 3) points.set(`e/${k}`, points.get(`e/${k}`)!.add(times([reduce(-challenge("beta")), 1n], sign)));
        if (step === 4) points.set("Q2", points.get("Q2")!.add(times([1n], -sign * challenge(`mu/${k}`))));
      }
    },
  };
}
