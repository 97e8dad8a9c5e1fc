// Simulates proofs, or one company's part of a proof, from public points and the trapdoor alone:
// every entry is uniform, except those that an equation determines (docs/sealed.md, "Zero
// knowledge").
import { G1, GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { type Random, randomBelow } from "../../client/math/random.ts";
import { encodeProof } from "../../client/sealed/codec.ts";
import { sealedCommitment, sealedDigest } from "../../client/sealed/digests.ts";
import { domainOf } from "../../client/sealed/domain.ts";
import { invert, power, reduce } from "../../client/sealed/field.ts";
import { identitiesOf } from "../../client/sealed/identities.ts";
import { lineContext, sumOfTerms } from "../../client/sealed/linearise.ts";
import { isColumnSlice, type LineContext, linesOf, type Term } from "../../client/sealed/lines.ts";
import { interpolateAt } from "../../client/sealed/openings.ts";
import { openedPlace } from "../../client/sealed/place.ts";
import { evaluate } from "../../client/sealed/polynomial.ts";
import type { SealedStatement } from "../../client/sealed/statement.ts";
import { type Step, stepsOf } from "../../client/sealed/steps.ts";
import { type Named, Transcript } from "../../client/sealed/transcript.ts";
import { publicVectors, verifyingKey } from "../../client/sealed/verifying-key.ts";
import { testSeed } from "./certificate.ts";
import { pointlessString, type SealedRound } from "./sealed.ts";

/** What a simulator needs of a round: nothing that is secret but the trapdoor. */
export interface SimulatedRound extends Pick<SealedRound, "statement" | "key" | "digest"> {
  readonly setting: Pick<SealedRound["setting"], "domain" | "identities" | "vectors">;
  readonly committed: readonly Pick<SealedRound["committed"][number], "points">[];
  readonly string: Pick<SealedRound["string"], "trapdoor">;
}

/** A round of any size that nobody has rows for: commitments to random points. */
export function roundToSimulate(
  open: Omit<SealedStatement, "parties" | "commitments">,
  parties: number,
): SimulatedRound {
  const random = testSeed(`simulated ${open.size} ${parties}`);
  const point = () => G1.BASE.multiply(randomBelow(random, GROUP_ORDER));
  const string = pointlessString(open.size);
  const committed = Array.from({ length: parties }, (_, k) => ({
    points: { matrix: point(), costs: k === open.objectiveOwner ? point() : null },
  }));
  const draft: SealedStatement = { ...open, parties, commitments: [] };
  const key = verifyingKey(string.srs, string.committer, draft);
  const commitments = committed.map(({ points }, k) => sealedCommitment(draft, k, key.srsDigest, points));
  const statement = { ...draft, commitments };
  const setting = {
    domain: domainOf(open.size),
    identities: identitiesOf(open.kind, parties),
    vectors: publicVectors(statement),
  };
  return { statement, key, digest: sealedDigest(statement, key), setting, committed, string };
}

/** What a simulator sees, and where it writes. */
export interface SimulatorView {
  readonly round: SimulatedRound;
  readonly random: Random;
  readonly challenge: (name: string) => bigint;
  /** The lines' view, once step 7 is known. */
  readonly context: () => LineContext;
  /** Points so far: commitments, public vectors, and what was simulated. */
  readonly points: Map<string, G1>;
  readonly scalars: Map<string, bigint>;
  /** Which entries it has to make. */
  readonly makes: (name: string) => boolean;
}

/** A whole proof of a round's statement, from its points and the trapdoor. */
export function simulateProof(round: SimulatedRound): Uint8Array {
  const { statement, setting, key, digest, committed } = round;
  const transcript = new Transcript(digest);
  const challenge = (name: string) => transcript.challenges.get(name)!;
  const scalars = new Map<string, bigint>();
  const points = new Map<string, G1>([
    ["G", G1.BASE],
    ["N", key.limbs],
    ["U", key.bounds],
    ["J", key.columns],
    ["c", committed[statement.objectiveOwner]!.points.costs!],
    ...committed.map(({ points: own }, k) => [`A/${k}`, own.matrix] as const),
  ]);
  const context = () => {
    const opened = { scalars, challenges: transcript.challenges };
    return lineContext(setting.identities, openedPlace(statement, setting.domain, opened), opened);
  };
  const random = testSeed("simulator");
  const view: SimulatorView = { round, random, challenge, context, points, scalars, makes: () => true };
  const steps = stepsOf(statement.kind, statement.parties);
  for (const step of steps) {
    if (step.scalars.includes("N")) scalars.set("N", evaluate(setting.vectors.N, challenge("zeta")));
    transcript.add(step, simulateStep(step, view));
  }
  return encodeProof(steps, { points, scalars });
}

/** The entries of one step. */
export function simulateStep(step: Step, view: SimulatorView): Named {
  const { points, scalars, makes } = view;
  const scalar = () => randomBelow(view.random, GROUP_ORDER);
  const ownScalars = step.scalars.filter(makes);
  for (const name of ownScalars) if (!scalars.has(name)) scalars.set(name, scalar());
  const ownPoints = step.points.filter(makes);
  for (const name of ownPoints) {
    if (!points.has(name)) points.set(name, determined(name, view) ?? G1.BASE.multiply(scalar()));
  }
  return {
    points: new Map(ownPoints.map((name) => [name, points.get(name)!] as const)),
    scalars: new Map(ownScalars.map((name) => [name, scalars.get(name)!] as const)),
  };
}

/** The point that an equation leaves no choice for; null for any other. */
function determined(name: string, view: SimulatorView): G1 | null {
  const { sigma, tau } = view.round.string.trapdoor;
  const { points, challenge, round } = view;
  const divide = (terms: readonly Term[], by: bigint) => {
    const known = terms.filter(([point]) => points.has(point));
    return sumOfTerms(known, points).multiply(invert(reduce(by)));
  };
  const line = (of: string, context: LineContext) =>
    linesOf(round.statement.kind)
      .find((candidate) => candidate.name === of)!
      .left(context)
      .filter(([point]) => point !== name);
  // Rows and columns need challenges only.
  const early = { parties: round.statement.parties, challenge } as LineContext;
  if (name === "Q1") return divide(line("row slice", early), sigma - challenge("alpha"));
  if (name === "Q2") return divide(line("column slice", early), tau - challenge("beta"));
  if (name === "We") return divide(line("e", view.context()), sigma - challenge("zeta"));
  if (name === "W'") return divide(line("opening", view.context()), tau - challenge("xi"));
  if (name !== "W") return null;
  const { openings, values, coefficients } = view.context();
  return openings.reduce((sum, opening, i) => {
    const linear = [...coefficients].filter(([term]) => !isColumnSlice(term));
    const opened: readonly Term[] = opening.name === "Lin" ? linear : [[opening.name, 1n]];
    const value = interpolateAt(opening.points, values(opening), tau);
    const vanishing = opening.points.reduce((product, at) => reduce(product * (tau - at)), 1n);
    const quotient = divide([...opened, ["G", -value]], vanishing);
    return sum.add(quotient.multiply(power(challenge("rho"), i)));
  }, G1.ZERO);
}
