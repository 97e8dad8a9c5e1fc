// A simulator that knows the trapdoor and the claims, and neither rows nor outcome, makes
// disclosures that client and auditor accept, from a sealed proof that is simulated, too, and also
// of claims that are false: so disclosures tell nothing but their claims.
import { expect } from "chai";
import { G1, GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { type Random, randomBelow } from "../../client/math/random.ts";
import { KINDS } from "../../client/round/verdict.ts";
import { encodeProof } from "../../client/sealed/codec.ts";
import { type AcceptedProof, readSealed } from "../../client/sealed/disclosure/accepted.ts";
import { disclosureSeed, disclosureSteps } from "../../client/sealed/disclosure/argument.ts";
import { type Claim, fieldsShown } from "../../client/sealed/disclosure/claims.ts";
import {
  type DisclosureView,
  disclosureOpenings,
  firstColumn,
  openingLine,
} from "../../client/sealed/disclosure/openings.ts";
import type { Disclosure } from "../../client/sealed/disclosure/verify.ts";
import { domainOf } from "../../client/sealed/domain.ts";
import { invert, power, reduce } from "../../client/sealed/field.ts";
import { sumOfTerms } from "../../client/sealed/linearise.ts";
import { interpolateAt } from "../../client/sealed/openings.ts";
import { Transcript } from "../../client/sealed/transcript.ts";
import { testSeed } from "../support/certificate.ts";
import { sampled } from "../support/sampled.ts";
import { buildSealed, type SealedRound } from "../support/sealed.ts";
import { bothSay, disclosureVerdicts, wishesOf } from "../support/sealed-disclosures.ts";
import { simulateProof } from "../support/sealed-simulator.ts";

type Trapdoor = SealedRound["string"]["trapdoor"];

/** A disclosure of any claims from the points of a proof. */
function simulate(
  accepted: AcceptedProof,
  { party, claims }: Pick<Disclosure, "party" | "claims">,
  { sigma, tau }: Trapdoor,
  random: Random,
): Disclosure {
  const transcript = new Transcript(disclosureSeed(accepted, { party, claims }));
  const challenge = (name: string) => transcript.challenges.get(name)!;
  const sealed = readSealed(accepted);
  const points = new Map([...sealed.points, ["G", G1.BASE] as const]);
  for (const name of ["W", "W'"]) points.delete(name); // the disclosure has its own
  const scalars = new Map<string, bigint>();
  const { statement } = accepted;
  const view: DisclosureView = {
    ...{ statement, party, claims, challenge, epsilon: sealed.epsilon, domain: domainOf(statement.size) },
    scalar: (name) => scalars.get(name)!,
  };
  const divided = (point: G1, by: bigint) => point.multiply(invert(reduce(by)));
  const determined: Readonly<Record<string, () => G1>> = {
    // The column's line, solved for P.
    P: () => {
      points.set("P'", G1.BASE.multiply(randomBelow(random, GROUP_ORDER)));
      const rest = sumOfTerms([...firstColumn(view), ["P'", 1n - tau]], points);
      return divided(rest, sigma - challenge("zeta"));
    },
    W: () =>
      disclosureOpenings(view).reduce((sum, { terms, points: at, values }, i) => {
        const difference = sumOfTerms([...terms, ["G", -interpolateAt(at, values, tau)]], points);
        const vanishing = at.reduce((product, point) => reduce(product * (tau - point)), 1n);
        return sum.add(divided(difference, vanishing).multiply(power(challenge("rho"), i)));
      }, G1.ZERO),
    "W'": () => {
      const { left } = openingLine(disclosureOpenings(view), challenge);
      const known = left.filter(([name]) => name !== "W'");
      return divided(sumOfTerms(known, points), tau - challenge("xi"));
    },
  };
  const steps = disclosureSteps(claims);
  for (const step of steps) {
    for (const name of step.points)
      if (!points.has(name))
        points.set(name, determined[name]?.() ?? G1.BASE.multiply(randomBelow(random, GROUP_ORDER)));
    for (const name of step.scalars) scalars.set(name, randomBelow(random, GROUP_ORDER));
    transcript.add(step, { points, scalars });
  }
  return { party, claims, proof: encodeProof(steps, { points, scalars }) };
}

describe("sealed: zero knowledge of disclosures", function () {
  this.timeout(120_000);

  for (const kind of sampled(KINDS, 3))
    it(`a simulator with trapdoor and claims makes accepted disclosures: ${kind}`, () => {
      const round = buildSealed({ kind, inequalities: [3, 3], owner: 1 }, `simulated ${kind}`);
      const accepted = { statement: round.statement, key: round.key, proof: simulateProof(round) };
      // Numbers that nobody has.
      const claims = wishesOf(round, 1).map(({ what, index }, i): Claim => {
        const shown = fieldsShown(kind, what).length;
        return { what, index, values: Array.from({ length: Math.max(1, shown) }, (_, at) => BigInt(100 * i + at)) };
      });
      for (const some of [claims, ...claims.map((claim) => [claim])]) {
        const disclosure = simulate(accepted, { party: 1, claims: some }, round.string.trapdoor, testSeed("simulator"));
        expect(disclosureVerdicts(accepted, disclosure)).to.deep.equal(bothSay("accepted"));
      }
    });
});
