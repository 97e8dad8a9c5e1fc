// What a company tells all others first, before they prove a sealed outcome together: which outcome
// it holds, numbers of its rows, and the points of its commitment (docs/sealed.md, "Messages").
import { encodePoints } from "../../certificate/commitment.ts";
import { type G1, GROUP_ORDER, pointFromAffine, pointsToAffine } from "../../crypto/curve/bn254.ts";
import { type BodyReader, blame, concatBytes, readBody } from "../../engines/codec.ts";
import type { EngineOutcome } from "../../engines/engine.ts";
import { encodeKind } from "../../engines/kind.ts";
import { encodeWords, WORD_BYTES } from "../../math/words.ts";
import type { CommittedPoints } from "../../sealed/digests.ts";
import { MASKS } from "../../sealed/prover/masks.ts";
import { aspects } from "../../sealed/steps.ts";
import { answerDigest, ROW_LISTS, type RowLists, readRowLists, requireSameAnswer } from "../settle/messages.ts";
import type { SealingCounts, SealingRound } from "./input.ts";

/** Keep from everybody but the companies of the round. */
export interface SealedShare extends RowLists {
  /** What opens its commitment. */
  readonly commitment: CommittedPoints;
  /** The masks of x̂, from the owner of the objective; else, and for infeasible outcomes, empty. */
  readonly pointMasks: readonly bigint[];
}

const WORD = 1n << 256n;

export function encodeShare(share: SealedShare, outcome: EngineOutcome): Uint8Array {
  const { matrix, costs } = share.commitment;
  const points = [matrix, ...(costs === null ? [] : [costs])];
  return concatBytes([
    encodeKind(outcome.kind),
    answerDigest(outcome),
    encodeWords([...ROW_LISTS[outcome.kind].flatMap((list) => share[list]), ...share.pointMasks]),
    encodePoints(pointsToAffine(points)),
  ]);
}

/**
 * The share of a party that holds `outcome`, too. Throws ProtocolError `OutcomeDiffers`,
 * `MessageLength`, `NumberOutOfRange`, `PointInvalid` or `ShareInvalid`, naming the sender.
 */
export function decodeShare(body: Uint8Array, outcome: EngineOutcome, round: SealingRound, from: number): SealedShare {
  const { statement } = round;
  const { primal } = aspects(outcome.kind);
  const owns = from === statement.objectiveOwner;
  const reader = readBody(body, "share of a sealed outcome", from);
  requireSameAnswer(reader, outcome);
  const lists = readRowLists(reader, outcome.kind, { ...round, tolerances: statement.tolerances }, from);
  const pointMasks = reader.unsigned(owns && primal ? MASKS.point : 0, WORD_BYTES, GROUP_ORDER);
  const matrix = readPoint(reader);
  const costs = owns ? readPoint(reader) : null;
  reader.end();
  return { ...lists, commitment: { matrix, costs }, pointMasks };
}

/** The greatest length of a party's share, over the kinds of outcome. */
export function shareBytes({ inequalities, equalities, statement }: SealingCounts, from: number): number {
  const lists = Math.max(...Object.values(ROW_LISTS).map(({ length }) => length));
  const ofOwner = from === statement.objectiveOwner ? MASKS.point + 2 : 0;
  return 1 + WORD_BYTES * (1 + lists * (inequalities[from]! + equalities[from]!) + 2 + ofOwner);
}

/** A point of the group. Throws ProtocolError `PointInvalid`, naming the sender. */
export function readPoint(reader: BodyReader): G1 {
  const [x, y] = reader.unsigned(2, WORD_BYTES, WORD);
  return blame(reader, () => pointFromAffine({ x: x!, y: y! }));
}
