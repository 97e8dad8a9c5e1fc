// Attempts to disclose what is not true. Each has a control: what the attack would do against a
// weaker verifier, or the same manoeuvre where it does no harm.
import { expect } from "chai";
import { type G1, GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { dot, sum } from "../../client/math/field.ts";
import { decodeProof, encodeProof } from "../../client/sealed/codec.ts";
import { sealedCommitment, sealedDigest } from "../../client/sealed/digests.ts";
import { readSealed } from "../../client/sealed/disclosure/accepted.ts";
import { disclosureSteps } from "../../client/sealed/disclosure/argument.ts";
import type { Claim } from "../../client/sealed/disclosure/claims.ts";
import { type DisclosureView, disclosureLines, disclosureOpenings } from "../../client/sealed/disclosure/openings.ts";
import type { OwnPart } from "../../client/sealed/disclosure/own.ts";
import type { DisclosureState } from "../../client/sealed/disclosure/state.ts";
import { claimsOf } from "../../client/sealed/disclosure/values.ts";
import type { Disclosure } from "../../client/sealed/disclosure/verify.ts";
import { DISCLOSURE_WORK } from "../../client/sealed/disclosure/work.ts";
import { vanishing } from "../../client/sealed/domain.ts";
import { invert, reduce } from "../../client/sealed/field.ts";
import type { Values } from "../../client/sealed/layout.ts";
import { scaleMatrix } from "../../client/sealed/matrix.ts";
import { combine, evaluate, valuesOn } from "../../client/sealed/polynomial.ts";
import { sampled } from "../support/sampled.ts";
import { buildSealed } from "../support/sealed.ts";
import {
  bothSay,
  claimVerdicts,
  type DisclosureCheat,
  disclosable,
  disclosableRound,
  discloseCheating,
  disclosureVerdicts,
  linesWithout,
  verdictByLines,
  without,
} from "../support/sealed-disclosures.ts";
import { spike } from "../support/sealed-prover.ts";

const made = disclosable({ kind: "optimal", inequalities: [3, 2], equalities: [0, 1], owner: 0 }, "attacked");
const { accepted, round } = made;
const { domain, committer } = round.setting;
const own = made.own[0]!;

function claim(what: Claim["what"], index = 0, by: OwnPart = own): Claim {
  return claimsOf(round.statement, domain, by, [{ what, index }])[0]!;
}

function more({ values: [first, ...rest], ...place }: Claim, by = 1n): Claim {
  return { ...place, values: [first! + by, ...rest] };
}

/** The verdicts of a verifier as it is, and of one without an opening or line. */
function withAndWithout(
  by: OwnPart,
  claimed: readonly Claim[],
  name: string,
  cheat: DisclosureCheat = {},
): readonly string[] {
  const left = (other: string) => other === name;
  const whole = discloseCheating(accepted, by, claimed, cheat);
  const weaker = without(left);
  const partial = discloseCheating(accepted, by, claimed, {
    ...cheat,
    computed: (step, state) => {
      cheat.computed?.(step, state);
      weaker.computed!(step, state);
    },
  });
  const { client, auditor } = claimVerdicts(accepted, whole);
  return [client!.code, auditor!.code, verdictByLines(linesWithout(left), accepted, partial)];
}

const CARRIES_WEIGHT = ["DisclosureFailed", "DisclosureFailed", "accepted"];

/** The same disclosure for a verifier that has the challenges of whoever made it. */
function unbound(state: DisclosureState) {
  return (view: DisclosureView) => disclosureLines({ ...view, challenge: state.challenge });
}

describe("sealed: attacks on disclosures", function () {
  this.timeout(240_000);

  it("a value that is another: the opening carries the weight", () => {
    const [variable, multiplier, slack] = [claim("variable", 2), claim("multiplier", 1), claim("slack", 1)];
    expect(withAndWithout(own, [more(variable), multiplier], "variables")).to.deep.equal(CARRIES_WEIGHT);
    expect(withAndWithout(own, [variable, more(multiplier)], "rows")).to.deep.equal(CARRIES_WEIGHT);
    expect(withAndWithout(own, [variable, more(slack)], "rows")).to.deep.equal(CARRIES_WEIGHT);
  });

  it("a sum of other polynomials than the committed ones: the copies carry the weight", () => {
    const cases: readonly (readonly [Claim["what"], string, Partial<OwnPart>])[] = [
      ["dual value", "copy of l", { limbs: combine([[2n, own.limbs]]), rows: doubled(own.rows) }],
      ["dual value", "column 0", { matrix: scaleMatrix(3n, own.matrix) }],
      ["objective", "copy of x", { solution: combine([[2n, own.solution!]]), columns: doubled(own.columns) }],
      ["objective", "copy of c", { costs: combine([[3n, own.costs!]]) }],
    ];
    for (const [what, name, change] of cases) {
      const other = { ...own, ...change };
      const false_ = claim(what, 0, other);
      expect(false_.values, name).not.to.deep.equal(claim(what).values);
      expect(withAndWithout(other, [false_], name), name).to.deep.equal(CARRIES_WEIGHT);
    }
  });

  it("a sum that is another: the running sum and its next value carry the weight", () => {
    for (const [what, of] of [
      ["dual value", "d"],
      ["objective", "o"],
    ] as const) {
      const false_ = more(claim(what));
      expect(withAndWithout(own, [false_], `sum ${of}`), what).to.deep.equal(CARRIES_WEIGHT);
      // Ψ(χζ) as the identity wants it.
      const fit: DisclosureCheat = {
        computed: (step, state) => {
          if (step !== 2) return;
          const next = state.scalars.get(`Psi+/${of}`)!;
          state.scalars.set(`Psi+/${of}`, reduce(next + missing(state, of)));
        },
      };
      expect(withAndWithout(own, [false_], `next ${of}`, fit), what).to.deep.equal(CARRIES_WEIGHT);
    }
  });

  it("a quotient that is made up once ζ is known: step 1 in the transcript carries the weight", () => {
    for (const [what, of] of [
      ["dual value", "d"],
      ["objective", "o"],
    ] as const) {
      const name = `q/${of}`;
      const false_ = more(claim(what));
      const { state, ...sent } = discloseCheating(accepted, own, [false_], {
        computed: (step, state) => {
          if (step !== 2) return;
          const zeta = state.challenge("zeta");
          const change = reduce(missing(state, of) * invert(vanishing(domain.size, zeta)));
          state.polynomials.set(
            name,
            combine([
              [1n, state.polynomials.get(name)!],
              [1n, [change]],
            ]),
          );
        },
      });
      const forged = withPoint(sent, name, committer.line(state.polynomials.get(name)!));
      for (const disclosure of [sent, forged])
        expect(claimVerdicts(accepted, disclosure), what).to.deep.equal(bothSay("DisclosureFailed"));
      expect(verdictByLines(unbound(state), accepted, forged), what).to.equal("accepted");
    }
  });

  it("masks, running sums and quotients that are changed once ζ is known, with all that follows", () => {
    const claims = [claim("dual value"), claim("objective")];
    const names = disclosureSteps(claims)[0]!.points;
    expect(names).to.have.length(8);
    for (const name of sampled(names, 3)) {
      const { state, ...sent } = discloseCheating(accepted, own, claims, {
        computed: (step, state) => {
          if (step !== 2) return;
          state.polynomials.set(
            name,
            combine([
              [1n, state.polynomials.get(name)!],
              [1n, [0n, 7n]],
            ]),
          );
          DISCLOSURE_WORK[1]!(state);
        },
      });
      const commit = name === "M/A" ? committer.sigmaLine : committer.line;
      const replaced = withPoint(sent, name, commit(state.polynomials.get(name)!));
      for (const disclosure of [sent, replaced])
        expect(claimVerdicts(accepted, disclosure), name).to.deep.equal(bothSay("DisclosureFailed"));
    }
  });

  it("the foreign variable: refused in everything that is opened, harmless in M_A", () => {
    const claims = [claim("dual value"), claim("objective")];
    const sigma = committer.sigmaLine([0n, 7n]);
    for (const name of ["M/l", "Psi/d", "q/d", "M/x", "M/c", "Psi/o", "q/o", "W"]) {
      const disclosure = discloseCheating(accepted, own, claims, {
        sent: (_, points) => {
          if (points.has(name)) points.set(name, points.get(name)!.add(sigma));
        },
      });
      expect(claimVerdicts(accepted, disclosure), name).to.deep.equal(bothSay("DisclosureFailed"));
    }
    // M_A + 7(Y − 1) is M_A where it counts; P′ takes up the rest.
    const foreign: DisclosureCheat = {
      sent: (step, points, state) => {
        if (step === 1) points.set("M/A", points.get("M/A")!.add(committer.line([reduce(-7n), 7n])));
        if (step !== 3) return;
        const rest = (7n * vanishing(domain.size, state.challenge("zeta"))) % GROUP_ORDER;
        points.set("P'", points.get("P'")!.add(committer.line([rest])));
      },
    };
    const disclose = (dual: Claim) => claimVerdicts(accepted, discloseCheating(accepted, own, [dual], foreign));
    expect(disclose(claim("dual value"))).to.deep.equal(bothSay("accepted"));
    expect(disclose(more(claim("dual value")))).to.deep.equal(bothSay("DisclosureFailed"));
  });

  it("a constant in column 0 of the costs, which no identity of the sealed proof binds", () => {
    const plain = buildSealed({ kind: "optimal", inequalities: [3], owner: 0 }, "constant");
    const constant = 5n;
    const costs = combine([
      [1n, plain.secrets[0]!.costs!],
      [1n, spike(plain.statement.size, 0, constant)],
    ]);
    const points = { ...plain.committed[0]!.points, costs: plain.setting.committer.line(costs) };
    const commitment = sealedCommitment(plain.statement, 0, plain.key.srsDigest, points);
    const statement = { ...plain.statement, commitments: [commitment] };
    const withConstant = disclosableRound({
      ...plain,
      statement,
      setting: { ...plain.setting, statement },
      digest: sealedDigest(statement, plain.key),
      secrets: [{ ...plain.secrets[0]!, costs }],
    });
    const part = withConstant.own[0]!;
    const [true_] = claimsOf(statement, domain, part, [{ what: "objective", index: 0 }]);
    const x = part.columns.get("x")!;
    // What a verifier without 1 − Λ_0 would accept.
    const false_ = more(true_!, constant * x[0]!);
    expect(reduce(dot(x, valuesOn(domain.size, costs)))).to.equal(reduce(false_.values[0]!));
    const disclose = (claimed: Claim) =>
      disclosureVerdicts(withConstant.accepted, discloseCheating(withConstant.accepted, part, [claimed], {}));
    expect(disclose(true_!)).to.deep.equal(bothSay("accepted"));
    expect(disclose(false_)).to.deep.equal(bothSay("DisclosureFailed"));
  });

  it("another solution and ray with a like sum", () => {
    const unbounded = disclosable({ kind: "unbounded" }, "split");
    const part = unbounded.own[0]!;
    const { statement } = unbounded.round;
    const [true_] = claimsOf(statement, domain, part, [{ what: "variable", index: 1 }]);
    const [x, ray] = true_!.values as [bigint, bigint];
    const disclose = (...values: bigint[]) =>
      claimVerdicts(unbounded.accepted, discloseCheating(unbounded.accepted, part, [{ ...true_!, values }], {}));
    expect(disclose(x, ray)).to.deep.equal(bothSay("accepted"));
    expect(disclose(x + ray, 0n)).to.deep.equal(bothSay(ray === 0n ? "accepted" : "DisclosureFailed"));
    expect(disclose(x, ray + 1n)).to.deep.equal(bothSay("DisclosureFailed"));
    const { epsilon } = readSealed(unbounded.accepted);
    expect(disclose(reduce(x + epsilon * ray), 0n)).to.deep.equal(
      bothSay(ray === 0n ? "accepted" : "DisclosureInvalid"),
    );
  });

  it("the mask row and the slot are nobody's rows", () => {
    const { size } = round.statement;
    for (const index of [size - 2, size - 1])
      for (const what of ["multiplier", "slack"] as const) {
        const disclosure = discloseCheating(accepted, own, [claim(what, index)], {});
        expect(claimVerdicts(accepted, disclosure)).to.deep.equal(bothSay("DisclosureInvalid"));
      }
  });
});

/** What *sum* at ζ lacks: the polynomial's value, less the one that it should have. */
function missing(state: DisclosureState, of: "d" | "o"): bigint {
  const { terms, points, values } = disclosureOpenings(state).find(({ name }) => name === `sum ${of}`)!;
  const actual = terms.map(([name, factor]) => factor * evaluate(state.polynomials.get(name)!, points[0]!));
  return reduce(sum(actual) - values[0]!);
}

function withPoint(disclosure: Disclosure, name: string, point: G1): Disclosure {
  const steps = disclosureSteps(disclosure.claims);
  const { points, scalars } = decodeProof(steps, disclosure.proof);
  return { ...disclosure, proof: encodeProof(steps, { points: new Map(points).set(name, point), scalars }) };
}

function doubled(values: Values): Values {
  return new Map([...values].map(([field, own]) => [field, own.map((value) => 2n * value)] as const));
}
