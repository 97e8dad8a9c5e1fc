// Proofs of declared parts of the reduced costs for tests: what a company of a round claims, a
// prover that can be made to cheat, and a simulator with the trapdoor.
import { G1, GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { randomBelow } from "../../client/math/random.ts";
import { encodeProof } from "../../client/sealed/codec.ts";
import { invert, reduce } from "../../client/sealed/field.ts";
import { sumOfTerms } from "../../client/sealed/linearise.ts";
import type { Line } from "../../client/sealed/lines.ts";
import { claimDigest, columnsVanishing, PART_STEPS, type PartClaim, unitOf } from "../../client/sealed/part/claim.ts";
import { PART_LINES, type PartContext } from "../../client/sealed/part/lines.ts";
import { commitPart, PART_WORK, type PartSecret, type PartState } from "../../client/sealed/part/prove.ts";
import { verifyPartByLines } from "../../client/sealed/part/verify.ts";
import { evaluate, interpolate } from "../../client/sealed/polynomial.ts";
import { coverOf } from "../../client/sealed/prover/covers.ts";
import { declareFirst } from "../../client/sealed/prover/declare.ts";
import { Transcript } from "../../client/sealed/transcript.ts";
import { testSeed } from "./certificate.ts";
import { refusal, type SealedRound } from "./sealed.ts";

/** What a company declares, and what stands behind it; the owner as the first of two. */
export function partOf(round: SealedRound, party: number): { readonly claim: PartClaim; readonly secret: PartSecret } {
  const { setting, statement, digest, secrets, committed } = round;
  const own = secrets[party]!;
  const cover = coverOf(party, own.pairs);
  const owns = party === statement.objectiveOwner;
  // A copy of the matrix stands for another process: each declares once.
  const declared = owns ? declareFirst(setting, { ...own, matrix: [...own.matrix] }) : setting.agreed.parts[party]!;
  const { matrix, costs } = committed[party]!.points;
  return {
    claim: {
      ...{ statement, digest, party, declared, domain: setting.domain },
      points: { matrix, costs, cover: setting.committer.line(cover) },
      multipliers: own.rows.get("w")!,
    },
    secret: { matrix: [...own.matrix], cover, costs: own.costs },
  };
}

/** Changes what the prover computed in a step, counted from 0, before it is sent. */
export type PartCheat = (step: number, state: PartState) => void;

/** A proof by a prover that follows `cheat`. */
export function provePartCheating(
  { setting: { committer } }: SealedRound,
  claim: PartClaim,
  secret: PartSecret,
  cheat: PartCheat,
): Uint8Array {
  const transcript = new Transcript(claimDigest(claim));
  const state: PartState = {
    ...{ claim, secret, random: testSeed("part"), challenges: transcript.challenges },
    ...{ polynomials: new Map(), matrices: new Map(), scalars: new Map() },
  };
  const points = new Map<string, G1>();
  for (const [s, step] of PART_STEPS.entries()) {
    PART_WORK[s]!(state);
    cheat(s, state);
    for (const name of step.points) points.set(name, commitPart(committer, state, name));
    transcript.add(step, { points, scalars: state.scalars });
  }
  return encodeProof(PART_STEPS, { points, scalars: state.scalars });
}

/** "accepted", or the code of the refusal, by all lines but those that are left out. */
export function partVerdict(
  { key }: SealedRound,
  claim: PartClaim,
  proof: Uint8Array,
  left: (line: Line<PartContext>) => boolean = () => false,
): string {
  const lines = PART_LINES.filter((line) => !left(line));
  return refusal(() => verifyPartByLines(lines, claim, key, proof)).code;
}

/** A proof from points and the trapdoor: every entry uniform, but for what a line determines. */
export function simulatePart({ string }: SealedRound, claim: PartClaim): Uint8Array {
  const { sigma, tau } = string.trapdoor;
  const random = testSeed("simulate part");
  const scalar = () => randomBelow(random, GROUP_ORDER);
  const transcript = new Transcript(claimDigest(claim));
  const challenge = (name: string) => transcript.challenges.get(name)!;
  const { matrix, cover, costs } = claim.points;
  const points = new Map<string, G1>([
    ["G", G1.BASE],
    ["A", matrix],
    ["S", cover],
  ]);
  if (unitOf(claim) !== 0n) points.set("c", costs!);
  const scalars = new Map<string, bigint>();
  const context = { claim, challenge, scalar: (name: string) => scalars.get(name)! };
  const draw = (...names: string[]) => {
    for (const name of names) points.set(name, G1.BASE.multiply(scalar()));
  };
  const solve = (at: number, name: string, by: bigint) => {
    const terms = PART_LINES[at]!.left(context).filter(([point]) => point !== name);
    points.set(name, sumOfTerms(terms, points).multiply(invert(reduce(by))));
  };
  draw("V");
  const declared = evaluate(interpolate(claim.declared), tau);
  const rest = sumOfTerms(
    [["V", 1n], ["S", 1n], ["G", -declared], ...(unitOf(claim) === 0n ? [] : ([["c", unitOf(claim)]] as const))],
    points,
  );
  points.set("M", rest.multiply(invert(columnsVanishing(claim, tau))));
  transcript.add(PART_STEPS[0]!, { points, scalars });
  draw("E", "Phi", "h");
  scalars.set("v", scalar());
  transcript.add(PART_STEPS[1]!, { points, scalars });
  scalars.set("y", scalar()).set("Phi+", scalar());
  transcript.add(PART_STEPS[2]!, { points, scalars });
  solve(0, "Wb", tau - challenge("b"));
  solve(1, "Wz", sigma - challenge("z"));
  solve(2, "Wx", sigma - reduce(claim.domain.generator * challenge("z")));
  return encodeProof(PART_STEPS, { points, scalars });
}
