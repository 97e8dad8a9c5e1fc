// What a company tells all others first, before they prove a sealed outcome together: which outcome
// it holds, the multipliers of its rows, how often it doubles its share of the gap, and the points
// of its commitment (docs/sealed.md, "Messages").
import { encodePoints } from "../../certificate/commitment.ts";
import { type G1, GROUP_ORDER, pointFromAffine, pointsToAffine } from "../../crypto/curve/bn254.ts";
import { type BodyReader, blame, concatBytes, readBody } from "../../engines/codec.ts";
import type { EngineOutcome } from "../../engines/engine.ts";
import { encodeKind } from "../../engines/kind.ts";
import { encodeWords, WORD_BYTES } from "../../math/words.ts";
import type { CommittedPoints } from "../../sealed/digests.ts";
import type { RowValues } from "../../sealed/numbers.ts";
import { MASKS } from "../../sealed/prover/masks.ts";
import { aspects } from "../../sealed/steps.ts";
import { answerDigest, readMultipliers, requireSameAnswer } from "../settle/messages.ts";
import { gapShare } from "./gap-shares.ts";
import type { SealingCounts, SealingRound } from "./input.ts";

/** Keep from everybody but the companies of the round. */
export interface SealedShare {
  /** Per row, inequalities first; empty for an unbounded outcome. */
  readonly multipliers: readonly bigint[];
  /** How often its share of τ_gap is doubled; 0 unless the outcome is an optimum. */
  readonly doublings: number;
  /** What opens its commitment. */
  readonly commitment: CommittedPoints;
  /** The masks of x̂, from the owner of the objective; else, and for infeasible outcomes, empty. */
  readonly pointMasks: readonly bigint[];
}

/** A party's own share, with what it tells nobody. */
export interface OwnShare extends SealedShare, RowValues {}

const WORD = 1n << 256n;

export function encodeShare(share: SealedShare, outcome: EngineOutcome): Uint8Array {
  return concatBytes([
    encodeKind(outcome.kind),
    answerDigest(outcome),
    ...(outcome.kind === "optimal" ? [Uint8Array.of(share.doublings)] : []),
    encodeWords([...share.multipliers, ...share.pointMasks]),
    encodeCommitted(share.commitment),
  ]);
}

/** What opens a commitment. */
export function encodeCommitted({ matrix, costs }: CommittedPoints): Uint8Array {
  return encodePoints(pointsToAffine([matrix, ...(costs === null ? [] : [costs])]));
}

/** Throws ProtocolError `PointInvalid`, naming the sender. */
export function readCommitted(reader: BodyReader, owns: boolean): CommittedPoints {
  const matrix = readPoint(reader);
  return { matrix, costs: owns ? readPoint(reader) : null };
}

/**
 * The share of a party that holds `outcome`, too. Throws ProtocolError `OutcomeDiffers`,
 * `MessageLength`, `NumberOutOfRange`, `PointInvalid` or `ShareInvalid`, naming the sender.
 */
export function decodeShare(body: Uint8Array, outcome: EngineOutcome, round: SealingRound, from: number): SealedShare {
  const { statement } = round;
  const { primal, dual } = aspects(outcome.kind);
  const owns = from === statement.objectiveOwner;
  const reader = readBody(body, "share of a sealed outcome", from);
  requireSameAnswer(reader, outcome);
  const doublings = outcome.kind === "optimal" ? reader.bytes(1)[0]! : 0;
  if (gapShare(round, from, doublings) > statement.tolerances.gap)
    throw reader.error("ShareInvalid", "its rows take more of the gap than there is");
  const multipliers = dual ? readMultipliers(reader, round, from) : [];
  const pointMasks = reader.unsigned(owns && primal ? MASKS.point : 0, WORD_BYTES, GROUP_ORDER);
  const commitment = readCommitted(reader, owns);
  reader.end();
  return { multipliers, doublings, commitment, pointMasks };
}

/** The greatest length of a party's share, over the kinds of outcome. */
export function shareBytes({ inequalities, equalities, statement }: SealingCounts, from: number): number {
  const ofOwner = from === statement.objectiveOwner ? MASKS.point + 2 : 0;
  return 2 + WORD_BYTES * (1 + inequalities[from]! + equalities[from]! + 2 + ofOwner);
}

/** A point of the group. Throws ProtocolError `PointInvalid`, naming the sender. */
export function readPoint(reader: BodyReader): G1 {
  const [x, y] = reader.unsigned(2, WORD_BYTES, WORD);
  return blame(reader, () => pointFromAffine({ x: x!, y: y! }));
}
