// What a company declares of the reduced costs, once, before a sealed proof: its part under its
// cover, and the points of what it has in common with each other company (docs/sealed.md,
// "Declaring" and "Messages"). The owner of the objective declares a part to its only partner, and
// with more companies points alone.
import { encodePoints } from "../../certificate/commitment.ts";
import { type G1, GROUP_ORDER, pointsToAffine } from "../../crypto/curve/bn254.ts";
import { concatBytes, readBody } from "../../engines/codec.ts";
import { encodeWords, WORD_BYTES } from "../../math/words.ts";
import { isOwner } from "../../sealed/prover/company-rules.ts";
import { coverName } from "../../sealed/prover/covers.ts";
import { aspects } from "../../sealed/steps.ts";
import type { SealingCounts, SealingRound } from "./input.ts";
import { readPoint } from "./share.ts";

/** Who declares in an exchange: the owner of the objective, the other company, or all of them. */
export type Turn = "first" | "second" | "all";

export interface Declaration {
  /** R numbers mod r, or none. */
  readonly part: readonly bigint[];
  /** [P_kj] by name. */
  readonly pairPoints: ReadonlyMap<string, G1>;
}

/** Whether a party's message of an exchange says anything, in kinds 0 and 1. */
export function declaresIn(statement: SealingCounts["statement"], party: number, turn: Turn): boolean {
  return turn === "all" || (turn === "first") === isOwner({ statement }, party);
}

/** How many numbers a party declares, in kinds 0 and 1. */
function partLength(statement: SealingCounts["statement"], party: number): number {
  return isOwner({ statement }, party) && statement.parties !== 2 ? 0 : statement.size;
}

export function encodeDeclaration({ part, pairPoints }: Declaration): Uint8Array {
  return concatBytes([encodeWords(part), encodePoints(pointsToAffine([...pairPoints.values()]))]);
}

/**
 * What a party declares in an exchange; null where it is not its turn, and in kind 2. Throws
 * ProtocolError `MessageLength`, `NumberOutOfRange` or `PointInvalid`, naming the sender.
 */
export function decodeDeclaration(
  body: Uint8Array,
  { statement }: Pick<SealingRound, "statement">,
  from: number,
  turn: Turn,
): Declaration | null {
  const reader = readBody(body, "part of the reduced costs", from);
  const due = aspects(statement.kind).dual && declaresIn(statement, from, turn);
  const part = reader.unsigned(due ? partLength(statement, from) : 0, WORD_BYTES, GROUP_ORDER);
  const others = Array.from({ length: due ? statement.parties : 0 }, (_, k) => k).filter((k) => k !== from);
  const pairPoints = new Map(others.map((other) => [coverName(from, other), readPoint(reader)]));
  reader.end();
  return due ? { part, pairPoints } : null;
}

/** The greatest length of a party's declaration in an exchange, over the kinds of outcome. */
export function declarationBytes(statement: SealingCounts["statement"], from: number, turn: Turn): number {
  if (!declaresIn(statement, from, turn)) return 0;
  return WORD_BYTES * (partLength(statement, from) + 2 * (statement.parties - 1));
}
