// What a company declares of the reduced costs, once, before a sealed proof: its part under its
// cover, the points of what it has in common with each other company, and a proof that its part is
// right (docs/sealed.md, "Declaring" and "Messages"). The owner of the objective declares a part to
// its only partner, and with more companies points alone.
import { encodePoints } from "../../certificate/commitment.ts";
import { type G1, GROUP_ORDER, pointsToAffine } from "../../crypto/curve/bn254.ts";
import { concatBytes, readBody } from "../../engines/codec.ts";
import { encodeWords, WORD_BYTES } from "../../math/words.ts";
import { PART_PROOF_BYTES } from "../../sealed/part/claim.ts";
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
  /** That they are its part; empty without a part. */
  readonly proof: Uint8Array;
  /** [P_kj] by name. */
  readonly pairPoints: ReadonlyMap<string, G1>;
}

/** Whether a party's message of an exchange says anything, in kinds 0 and 1. */
export function declaresIn(statement: SealingCounts["statement"], party: number, turn: Turn): boolean {
  return turn === "all" || (turn === "first") === isOwner({ statement }, party);
}

/** Whether a party declares a part, in kinds 0 and 1. */
export function hasPart(statement: SealingCounts["statement"], party: number): boolean {
  return statement.parties === 2 || !isOwner({ statement }, party);
}

export function encodeDeclaration({ part, proof, pairPoints }: Declaration): Uint8Array {
  return concatBytes([encodeWords(part), encodePoints(pointsToAffine([...pairPoints.values()])), proof]);
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
  const parts = due && hasPart(statement, from);
  const part = reader.unsigned(parts ? statement.size : 0, WORD_BYTES, GROUP_ORDER);
  const others = Array.from({ length: due ? statement.parties : 0 }, (_, k) => k).filter((k) => k !== from);
  const pairPoints = new Map(others.map((other) => [coverName(from, other), readPoint(reader)]));
  const proof = reader.bytes(parts ? PART_PROOF_BYTES : 0);
  reader.end();
  return due ? { part, proof, pairPoints } : null;
}

/** The greatest length of a party's declaration in an exchange, over the kinds of outcome. */
export function declarationBytes(statement: SealingCounts["statement"], from: number, turn: Turn): number {
  if (!declaresIn(statement, from, turn)) return 0;
  const ofPart = hasPart(statement, from) ? WORD_BYTES * statement.size + PART_PROOF_BYTES : 0;
  return ofPart + 2 * WORD_BYTES * (statement.parties - 1);
}
