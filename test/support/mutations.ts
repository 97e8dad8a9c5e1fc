// Certificates and statements with one field changed, each with a name for the change.
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { columnBlockLength } from "../../client/certificate/codec.ts";
import { blockRanges } from "../../client/certificate/layout.ts";
import { responseSeed, statementSeed } from "../../client/certificate/statement.ts";
import type { Certificate, Header, Proof } from "../../client/certificate/types.ts";
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { absorb } from "../../client/crypto/transcript.ts";
import { decodeWords, encodeWords } from "../../client/math/words.ts";
import type { Statement } from "../../client/round/statement.ts";
import { KINDS } from "../../client/round/verdict.ts";

type Mutation<T> = readonly [what: string, changed: T];

const WORD = 1n << 256n;
const PROOF_FIELDS = ["ax", "ay", "a", "aRay", "z0", "zh"] as const;

/** Unsigned words near `value`, far from it, and beyond every range. */
function otherWords(value: bigint): bigint[] {
  const candidates = [
    value + 1n,
    value - 1n,
    value ^ (1n << 100n),
    WORD - 1n - value,
    WORD - 1n,
    0n,
    value + GROUP_ORDER,
  ];
  return [...new Set(candidates.map((word) => BigInt.asUintN(256, word)))].filter((word) => word !== value);
}

function otherDigests(digest: Hex): Hex[] {
  return otherWords(BigInt(digest))
    .slice(0, 2)
    .map((word) => bytesToHex(encodeWords([word])));
}

export function headerMutations(certificate: Certificate): Mutation<Certificate>[] {
  const { header } = certificate;
  const found: Mutation<Certificate>[] = [];
  const change = (what: string, part: Partial<Header>) => {
    found.push([what, { ...certificate, header: { ...header, ...part } }]);
  };
  for (const kind of [0, 1, 2, 3, 255]) if (kind !== header.kind) change(`kind ${kind}`, { kind });
  for (const field of ["y0", "yh", "cx", "cy", "rho"] as const) {
    for (const value of otherWords(header[field])) change(`${field} ${value}`, { [field]: value });
  }
  for (const field of ["objective", "dual"] as const) {
    const value = header[field];
    for (const other of [value + 1n, -value, 1n << 160n, -(1n << 255n), 0n]) {
      if (other !== value) change(`${field} ${other}`, { [field]: other });
    }
  }
  for (const field of ["statementDigest", "responseDigest"] as const) {
    for (const digest of otherDigests(header[field])) change(field, { [field]: digest });
  }
  const counters = hexToBytes(header.counters);
  for (const [i, counter] of counters.entries()) {
    change(`counter ${i}`, { counters: bytesToHex(counters.with(i, counter ^ 1)) });
  }
  change("a counter less", { counters: bytesToHex(counters.slice(1)) });
  change("a counter more", { counters: `${header.counters}00` });
  const bounds = hexToBytes(header.bounds);
  for (const [j, bound] of bounds.entries()) change(`bound ${j}`, { bounds: bytesToHex(bounds.with(j, bound ^ 1)) });
  change("a bound less", { bounds: bytesToHex(bounds.slice(1)) });
  change("a bound more", { bounds: `${header.bounds}00` });
  for (const [k, proof] of header.proofs.entries()) {
    for (const field of PROOF_FIELDS) {
      for (const value of otherWords(proof[field])) {
        const proofs: Proof[] = header.proofs.with(k, { ...proof, [field]: value });
        change(`proof ${k} ${field} ${value}`, { proofs });
      }
    }
  }
  change("a proof more", {
    proofs: [...header.proofs, header.proofs[0]!],
  });
  change("a proof less", { proofs: header.proofs.slice(1) });
  return found;
}

export function blockMutations(certificate: Certificate): Mutation<Certificate>[] {
  const { blocks } = certificate;
  const found: Mutation<Certificate>[] = [];
  const change = (what: string, changed: readonly Hex[]) => found.push([what, { ...certificate, blocks: changed }]);
  for (const [i, block] of blocks.entries()) {
    const words = decodeWords(hexToBytes(block));
    for (const [place, word] of words.entries()) {
      for (const value of [...otherWords(word), word ^ (1n << 255n), word + (1n << 160n)]) {
        const bytes = encodeWords(words.with(place, BigInt.asUintN(256, value)));
        change(`block ${i} word ${place} is ${value}`, blocks.with(i, bytesToHex(bytes)));
      }
    }
    change(`block ${i} short`, blocks.with(i, block.slice(0, -2) as Hex));
    change(`block ${i} long`, blocks.with(i, `${block}00`));
    change(`block ${i} missing`, blocks.toSpliced(i, 1));
    change(`block ${i} twice`, blocks.toSpliced(i, 0, block));
  }
  return found;
}

export function statementMutations(statement: Statement): Mutation<Statement>[] {
  const found: Mutation<Statement>[] = [];
  const change = (what: string, part: Partial<Statement>) => found.push([what, { ...statement, ...part }]);
  change("chain", { chainId: statement.chainId + 1n });
  change("coordinator", { coordinator: "0x000000000000000000000000000000000000dead" });
  change("round", { round: statement.round + 1n });
  change("columns", { columns: statement.columns + 1 });
  change("columns", { columns: statement.columns - 1 });
  change("owner", { objectiveOwner: 1 - statement.objectiveOwner });
  change("inequalities", { inequalities: statement.inequalities.map((count) => count + 1) });
  change("rows the other way round", { inequalities: statement.equalities, equalities: statement.inequalities });
  change("bounds", { bounds: otherDigests(statement.bounds)[0]! });
  change("paramsDigest", { paramsDigest: otherDigests(statement.paramsDigest)[0]! });
  change("commitment", { commitments: statement.commitments.with(1, statement.commitments[0]!) });
  change("solution decimals", { decimals: { ...statement.decimals, solution: statement.decimals.solution + 1 } });
  change("multiplier decimals", { decimals: { ...statement.decimals, multiplier: statement.decimals.multiplier + 1 } });
  const strict = { residual: 0n, dual: 0n, gap: 0n };
  change("no tolerance", { tolerances: strict });
  for (const field of ["residual", "dual", "gap"] as const) {
    change(`no ${field} tolerance`, { tolerances: { ...statement.tolerances, [field]: 0n } });
  }
  return found;
}

/**
 * The certificate with the declared digests that its other parts give; unchanged where its shape is
 * wrong.
 */
export function reseal(statement: Statement, certificate: Certificate): Certificate {
  const { header, blocks } = certificate;
  const kind = KINDS[header.kind];
  const ranges = blockRanges(statement);
  if (kind === undefined || ranges.length !== blocks.length) return certificate;
  let statementDigest = statementSeed(statement, header);
  const responses: Uint8Array[] = [];
  for (const [i, range] of ranges.entries()) {
    const bytes = hexToBytes(blocks[i]!);
    const words = range.count * 32;
    if (range.type === "rows") {
      statementDigest = absorb(statementDigest, bytes.subarray(2 * words));
      continue;
    }
    if (bytes.length !== columnBlockLength(range.count, statement.commitments.length)) return certificate;
    statementDigest = absorb(statementDigest, bytes.subarray(0, words));
    responses.push(bytes.subarray(2 * words));
  }
  const seed = responseSeed(statementDigest, header.proofs);
  const responseDigest = responses.reduce((digest, part) => absorb(digest, part), seed);
  return { header: { ...header, statementDigest, responseDigest }, blocks };
}
