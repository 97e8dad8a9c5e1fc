// Column blocks: values, ordinates of the generators, every party's responses (docs/certificate.md,
// "Kinds and blocks").
import { CertificateRefusal } from "../errors.ts";
import { bytesBetween, bytesOf, wordsOf } from "./digests.ts";
import { type Affine, abscissa, isOrdinate, ORDER } from "./group.ts";
import { type Column, type Header, INFEASIBLE, OPTIMAL, type Statement, UNBOUNDED } from "./types.ts";

const VALUE_LIMIT = 1n << 87n;
const COST_LIMIT = 1n << 143n;
/** 10^26, the greatest bound below 2^87. */
const LAST_BOUND = 234;
const LOW = 160n;

export interface ColumnBlock {
  readonly columns: readonly Column[];
  readonly generators: readonly Affine[];
  /** responses[k][j]: of party k for column j of the block. */
  readonly responses: readonly (readonly bigint[])[];
  /** Bytes that S and Z absorb. */
  readonly values: string;
  readonly responseBytes: string;
}

/** A block of the certificate: its bytes, how many items it has, and how many come before it. */
export interface BlockData {
  readonly data: string;
  readonly done: number;
  readonly count: number;
}

/** Reads and checks a block of columns. Throws CertificateRefusal with the first reason. */
export function readColumns(statement: Statement, header: Header, { data, done, count }: BlockData): ColumnBlock {
  const counters = bytesOf(header.counters);
  const bounds = bytesOf(header.bounds);
  const parties = header.proofs.length;
  const size = 32 * count;
  if (data.length - 2 !== 2 * size * (2 + parties)) throw new CertificateRefusal("ShapeMismatch");
  const words = wordsOf(data);
  const responses = Array.from({ length: parties }, (_, k) => words.slice((2 + k) * count, (3 + k) * count));
  const columns: Column[] = [];
  const generators: Affine[] = [];
  for (let j = 0; j < count; j++) {
    const index = done + j + 1;
    columns.push(readColumn(statement, header.kind, { word: words[j]!, bound: bounds[index - 1]!, index }));
    const counter = counters[index]!;
    const y = words[count + j]!;
    if (!isOrdinate(index, counter, y)) throw new CertificateRefusal("GeneratorInvalid", index);
    generators.push([abscissa(index, counter), y]);
    if (responses.some((own) => own[j]! >= ORDER)) throw new CertificateRefusal("ScalarOutOfRange");
  }
  return {
    columns,
    generators,
    responses,
    values: bytesBetween(data, 0, size),
    responseBytes: bytesBetween(data, 2 * size, size * (2 + parties)),
  };
}

interface Source {
  readonly word: bigint;
  /** The byte of the column's bound. */
  readonly bound: number;
  readonly index: number;
}

function readColumn(statement: Statement, kind: number, { word, bound: byte, index }: Source): Column {
  const x = kind === INFEASIBLE ? 0n : word >> LOW;
  const ray = kind === UNBOUNDED ? BigInt.asUintN(160, word) : 0n;
  const reducedCost = kind === UNBOUNDED ? 0n : BigInt.asIntN(kind === OPTIMAL ? 160 : 256, word);
  if (byte > LAST_BOUND || ray >= VALUE_LIMIT || reducedCost >= COST_LIMIT) {
    throw new CertificateRefusal("NumberOutOfRange");
  }
  const bound = BigInt((byte % 9) + 1) * 10n ** BigInt(Math.floor(byte / 9));
  if (x > bound) throw new CertificateRefusal("BoundExceeded", index);
  const least = kind === OPTIMAL ? -statement.dualTolerance : 0n;
  if (reducedCost < least) throw new CertificateRefusal("ReducedCostNegative", index);
  return { bound, x, ray, reducedCost };
}
