// A simulator that knows the trapdoor, and neither rows nor outcome, makes proofs that the verifier
// accepts, also of false statements: so proofs tell nothing but what the statement says.
import { G1, GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { type Random, randomBelow } from "../../client/math/random.ts";
import { encodeProof } from "../../client/sealed/codec.ts";
import { sealedDigest } from "../../client/sealed/digests.ts";
import { invert, power, reduce } from "../../client/sealed/field.ts";
import { identitiesOf } from "../../client/sealed/identities.ts";
import { lineContext, sumOfTerms } from "../../client/sealed/linearise.ts";
import { interpolateAt } from "../../client/sealed/openings.ts";
import { openedPlace } from "../../client/sealed/place.ts";
import { evaluate } from "../../client/sealed/polynomial.ts";
import { stepsOf } from "../../client/sealed/steps.ts";
import { Transcript } from "../../client/sealed/transcript.ts";
import { rulesOf, verifySealed } from "../../client/sealed/verify.ts";
import { testSeed } from "../support/certificate.ts";
import { buildSealed, type SealedRound } from "../support/sealed.ts";

/** A proof from public points and the trapdoor alone. */
function simulate({ statement, setting, key, digest, committed, string }: SealedRound, random: Random): Uint8Array {
  const { sigma, tau } = string.trapdoor;
  const { identities, lines } = rulesOf(statement);
  const transcript = new Transcript(digest);
  const points = new Map<string, G1>([
    ["G", G1.BASE],
    ["N", key.limbs],
    ["U", key.bounds],
    ["J", key.columns],
    ["c", committed[statement.objectiveOwner]!.points.costs!],
    ...committed.map(({ points: own }, k) => [`A/${k}`, own.matrix] as const),
  ]);
  const scalars = new Map<string, bigint>();
  const challenge = (name: string) => transcript.challenges.get(name)!;
  const scalar = () => randomBelow(random, GROUP_ORDER);
  const divide = (point: G1, by: bigint) => point.multiply(invert(reduce(by)));
  const context = () => {
    const opened = { scalars, challenges: transcript.challenges };
    return lineContext(identities, openedPlace(statement, setting.domain, opened), opened);
  };
  const own = (name: string, weight: string) =>
    statement.commitments.map((_, k) => points.get(`${name}/${k}`)!.multiply(challenge(`${weight}/${k}`)));
  const total = (summands: readonly G1[]) => summands.reduce((sum, point) => sum.add(point), G1.ZERO);
  /** The point that an equation determines; without one, a uniform point. */
  const determined: Readonly<Record<string, () => G1>> = {
    Q1: () => divide(total(own("A", "lambda")).subtract(points.get("a")!), sigma - challenge("alpha")),
    Q2: () => divide(total(own("A", "mu")).subtract(total(own("e", "mu"))), tau - challenge("beta")),
    We: () => {
      const { coefficients } = context();
      const weighted = statement.commitments.map((_, k) => [`e/${k}`, coefficients.get(`e/${k}`)!] as const);
      return divide(sumOfTerms([...weighted, ["G", -scalars.get("y")!]], points), sigma - challenge("zeta"));
    },
    W: () => {
      const { openings, values, coefficients } = context();
      const quotients = openings.map((opening, i) => {
        const linear = [...coefficients].filter(([name]) => !name.startsWith("e/"));
        const opened = opening.name === "Lin" ? linear : ([[opening.name, 1n]] as const);
        const value = interpolateAt(opening.points, values(opening), tau);
        const vanishing = opening.points.reduce((product, at) => reduce(product * (tau - at)), 1n);
        return divide(sumOfTerms([...opened, ["G", -value]], points), vanishing).multiply(power(challenge("rho"), i));
      });
      return total(quotients);
    },
    "W'": () => {
      const left = lines[0]!.left(context()).filter(([name]) => name !== "W'");
      return divide(sumOfTerms(left, points), tau - challenge("xi"));
    },
  };
  const steps = stepsOf(statement.kind, statement.parties);
  for (const step of steps) {
    for (const name of step.scalars)
      scalars.set(name, name === "N" ? evaluate(setting.vectors.N, challenge("zeta")) : scalar());
    for (const name of step.points)
      if (!points.has(name)) points.set(name, determined[name]?.() ?? G1.BASE.multiply(scalar()));
    transcript.add(step, { points, scalars });
  }
  return encodeProof(steps, { points, scalars });
}

describe("sealed: zero knowledge", function () {
  this.timeout(120_000);
  for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
    it(`a simulator with the trapdoor makes accepted proofs: ${kind}`, () => {
      const round = buildSealed({ kind, inequalities: [2, 2], equalities: [0, 1], owner: 1 }, `simulate ${kind}`);
      verifySealed(round.statement, round.key, simulate(round, testSeed("simulator")));
    });
  }

  it("also for a statement that is false", () => {
    // Rows that have an optimum, said to contradict each other.
    const honest = buildSealed({ kind: "optimal" }, "false");
    const statement = { ...honest.statement, kind: "infeasible" } as const;
    const setting = { ...honest.setting, statement, identities: identitiesOf("infeasible", 1) };
    const round = { ...honest, statement, setting, digest: sealedDigest(statement, honest.key) };
    verifySealed(statement, round.key, simulate(round, testSeed("simulator")));
  });
});
