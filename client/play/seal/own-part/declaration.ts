// What a company declares of the reduced costs of the columns that it does not keep, under its
// cover, and the points of what it has in common with each other company.
import { encodePoints } from "../../../certificate/commitment.ts";
import { type G1, GROUP_ORDER, pointsToAffine } from "../../../crypto/curve/bn254.ts";
import { concatBytes, readBody } from "../../../engines/codec.ts";
import { encodeWords, WORD_BYTES } from "../../../math/words.ts";
import { counts, type Declared } from "../../../sealed/own-part/own.ts";
import { coverName } from "../../../sealed/prover/covers.ts";
import { keeps } from "../../../sealed/prover/setting.ts";
import { readPoint } from "../share.ts";
import type { OwnPartCounts } from "./input.ts";

export interface Declaration {
  readonly declared: Declared;
  /** [P_kj] by name. */
  readonly pairPoints: ReadonlyMap<string, G1>;
}

/** The columns of which a party declares its part, in order. */
function declaredColumns(setting: OwnPartCounts, party: number): number[] {
  const columns = Array.from({ length: setting.statement.size }, (_, j) => j);
  return columns.filter((j) => !keeps(setting, party, j) && counts(setting.statement, j));
}

export function encodeDeclaration(
  setting: OwnPartCounts,
  party: number,
  { declared, pairPoints }: Declaration,
): Uint8Array {
  const part = declaredColumns(setting, party).map((j) => declared.part[j]!);
  return concatBytes([encodeWords(part), encodePoints(pointsToAffine([...pairPoints.values()]))]);
}

/**
 * Throws ProtocolError `MessageLength`, `NumberOutOfRange` or `PointInvalid`, naming the sender.
 */
export function decodeDeclaration(body: Uint8Array, setting: OwnPartCounts, from: number): Declaration {
  const { size, parties } = setting.statement;
  const reader = readBody(body, "part of the reduced costs", from);
  const columns = declaredColumns(setting, from);
  const values = reader.unsigned(columns.length, WORD_BYTES, GROUP_ORDER);
  const part = new Array<bigint>(size).fill(0n);
  for (const [i, j] of columns.entries()) part[j] = values[i]!;
  const others = Array.from({ length: parties }, (_, k) => k).filter((k) => k !== from);
  const pairPoints = new Map(others.map((other) => [coverName(from, other), readPoint(reader)]));
  reader.end();
  return { declared: { part, share: 0n }, pairPoints };
}

export function declarationBytes(setting: OwnPartCounts, from: number): number {
  return WORD_BYTES * (declaredColumns(setting, from).length + 2 * (setting.statement.parties - 1));
}
