// Row blocks: a party's committed points and the public numbers of its rows (docs/certificate.md,
// "Kinds and blocks").

import { CertificateRefusal } from "../errors.ts";
import type { BlockData } from "./columns.ts";
import { bytesBetween, wordsOf } from "./digests.ts";
import { isPoint } from "./group.ts";
import { INFEASIBLE, OPTIMAL, type Row, type Statement, UNBOUNDED } from "./types.ts";

const VALUE_LIMIT = 1n << 87n;
const WIDE = 1n << 143n;
const RESIDUAL_BITS = 96;

export interface RowBlock {
  readonly rows: readonly Row[];
  /** Bytes that the points digest and S absorb. */
  readonly points: string;
  readonly values: string;
}

/** Reads and checks a block of rows of `party`. Throws CertificateRefusal with the first reason. */
export function readRows(
  statement: Statement,
  kind: number,
  party: number,
  { data, done, count }: BlockData,
): RowBlock {
  const perRow = kind === INFEASIBLE ? 1 : 2;
  if (data.length - 2 !== 64 * count * (2 + perRow)) throw new CertificateRefusal("ShapeMismatch");
  const words = wordsOf(data);
  const rows = Array.from({ length: count }, (_, i): Row => {
    const first = 2 * count + i * perRow;
    const row: Row = {
      point: [words[2 * i]!, words[2 * i + 1]!],
      ...readValues(kind, words.slice(first, first + perRow)),
    };
    checkRow(statement, row, done + i >= statement.inequalities[party]!);
    return row;
  });
  return {
    rows,
    points: bytesBetween(data, 0, 64 * count),
    values: bytesBetween(data, 64 * count, data.length / 2 - 1),
  };
}

function readValues(kind: number, words: readonly bigint[]): Omit<Row, "point"> {
  const point = words[kind === OPTIMAL ? 1 : 0]!;
  const feasible = kind !== INFEASIBLE;
  return {
    multiplier: kind === UNBOUNDED ? 0n : BigInt.asIntN(256, words[0]!),
    slack: feasible ? point >> BigInt(RESIDUAL_BITS) : 0n,
    residual: feasible ? BigInt.asIntN(RESIDUAL_BITS, point) : 0n,
    raySlack: kind === UNBOUNDED ? words[1]! : 0n,
  };
}

function checkRow(statement: Statement, row: Row, isEquality: boolean): void {
  const { multiplier, slack, residual, raySlack } = row;
  if (multiplier <= -VALUE_LIMIT || multiplier >= VALUE_LIMIT) throw new CertificateRefusal("NumberOutOfRange");
  if (multiplier < 0n && !isEquality) throw new CertificateRefusal("MultiplierNegative");
  if (slack >= WIDE || raySlack >= WIDE) throw new CertificateRefusal("NumberOutOfRange");
  if (isEquality && (slack !== 0n || raySlack !== 0n)) throw new CertificateRefusal("SlackInvalid");
  const { residualTolerance } = statement;
  if (residual > residualTolerance || residual < -residualTolerance) throw new CertificateRefusal("ResidualTooLarge");
  if (!isPoint(row.point)) throw new CertificateRefusal("PointInvalid");
}
