// A certificate read block after block, with everything that can be refused on the way: ranges,
// points, commitments.
import { CertificateRefusal } from "../errors.ts";
import { readColumns } from "./columns.ts";
import { absorb, commitmentDigest, EMPTY_DIGEST, pointBytes, responseStart, statementStart } from "./digests.ts";
import type { Affine } from "./group.ts";
import { readRows } from "./rows.ts";
import { type Column, type Header, type Row, rowCount, type Statement } from "./types.ts";

/** Columns or rows in a full block. */
const BLOCK_ITEMS = 128;

export interface Contents {
  readonly columns: readonly Column[];
  readonly generators: readonly Affine[];
  /** Responses z_kj: of party k for column j. */
  readonly responses: readonly (readonly bigint[])[];
  /** Per party, in order. */
  readonly rows: readonly (readonly Row[])[];
  /** S and Z as computed from the contents. */
  readonly statementDigest: string;
  readonly responseDigest: string;
}

/**
 * Reads a certificate whose header has been checked. Throws CertificateRefusal with the first
 * reason.
 */
export function readContents(statement: Statement, header: Header, blocks: readonly string[]): Contents {
  const columns: Column[] = [];
  const generators: Affine[] = [];
  const responses: bigint[][] = header.proofs.map(() => []);
  let statementDigest = statementStart(statement, header);
  let responseDigest = responseStart(header.statementDigest, header.proofs);
  const left = [...blocks];
  while (columns.length < statement.columns) {
    const count = Math.min(BLOCK_ITEMS, statement.columns - columns.length);
    const block = readColumns(statement, header, { data: nextOf(left), done: columns.length, count });
    columns.push(...block.columns);
    generators.push(...block.generators);
    for (const [k, own] of block.responses.entries()) responses[k]!.push(...own);
    statementDigest = absorb(statementDigest, block.values);
    responseDigest = absorb(responseDigest, block.responseBytes);
  }
  const rows = statement.commitments.map((commitment, party) => {
    const own: Row[] = [];
    let points = EMPTY_DIGEST;
    while (own.length < rowCount(statement, party)) {
      const count = Math.min(BLOCK_ITEMS, rowCount(statement, party) - own.length);
      const block = readRows(statement, header.kind, party, { data: nextOf(left), done: own.length, count });
      own.push(...block.rows);
      points = absorb(points, block.points);
      statementDigest = absorb(statementDigest, block.values);
    }
    if (party === statement.objectiveOwner) points = absorb(points, pointBytes([header.cx, header.cy]));
    if (commitmentDigest(statement, party, header.counters, points) !== commitment) {
      throw new CertificateRefusal("CommitmentMismatch", party);
    }
    return own;
  });
  if (left.length > 0) throw new CertificateRefusal("ShapeMismatch");
  return { columns, generators, responses, rows, statementDigest, responseDigest };
}

function nextOf(left: string[]): string {
  const block = left.shift();
  if (block === undefined) throw new CertificateRefusal("ShapeMismatch");
  return block;
}
