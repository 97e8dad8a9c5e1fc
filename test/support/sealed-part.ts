// Proofs of declared parts of the reduced costs for tests: what a company of a round claims, and a
// prover that can be made to cheat.
import type { G1 } from "../../client/crypto/curve/bn254.ts";
import { encodeProof } from "../../client/sealed/codec.ts";
import type { Line } from "../../client/sealed/lines.ts";
import { claimDigest, PART_STEPS, type PartClaim } from "../../client/sealed/part/claim.ts";
import { PART_LINES, type PartContext } from "../../client/sealed/part/lines.ts";
import { commitPart, PART_WORK, type PartSecret, type PartState } from "../../client/sealed/part/prove.ts";
import { verifyPartByLines } from "../../client/sealed/part/verify.ts";
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
