// Edits of a certificate, and a list of edited certificates with the reason for which each must be
// refused.
import type { Hex } from "viem";
import { decodeColumnBlock, decodeRowBlock } from "../../client/certificate/codec.ts";
import { blockRanges } from "../../client/certificate/layout.ts";
import { responseSeed, statementSeed } from "../../client/certificate/statement.ts";
import type { Certificate, Header, Proof } from "../../client/certificate/types.ts";
import { absorb } from "../../client/crypto/transcript.ts";
import { decodeWords, encodeWords } from "../../client/math/words.ts";
import { partyCount } from "../../client/round/shape.ts";
import type { Statement } from "../../client/round/statement.ts";
import { KINDS } from "../../client/round/verdict.ts";
import type { TestRound } from "./certificate.ts";

export interface Mutation {
  readonly name: string;
  readonly statement: Statement;
  readonly certificate: Certificate;
  /** Reason for the refusal, and the index that it carries, if any. */
  readonly code: string;
  readonly index?: number;
}

export type Reason = string | readonly [code: string, index: number];

export const toHex = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString("hex")}`;

/** One word of one block changed. */
export function editWord(
  certificate: Certificate,
  block: number,
  word: number,
  edit: (value: bigint) => bigint,
): Certificate {
  const blocks = [...certificate.blocks];
  const words = decodeWords(new Uint8Array(Buffer.from(blocks[block]!.slice(2), "hex")));
  words[word] = BigInt.asUintN(256, edit(words[word]!));
  blocks[block] = toHex(encodeWords(words));
  return { ...certificate, blocks };
}

export function editHeader(certificate: Certificate, patch: Partial<Header>): Certificate {
  return { ...certificate, header: { ...certificate.header, ...patch } };
}

export function editProof(certificate: Certificate, party: number, patch: Partial<Proof>): Certificate {
  const proofs = certificate.header.proofs.map((proof, k) => (k === party ? { ...proof, ...patch } : proof));
  return editHeader(certificate, { proofs });
}

/** The certificate with the digests that belong to its contents. */
export function redigest(statement: Statement, certificate: Certificate): Certificate {
  const { header, blocks } = certificate;
  const kind = KINDS[header.kind]!;
  const ranges = blockRanges(statement);
  const statementDigest = ranges.reduce(
    (digest, range, b) => {
      const block =
        range.type === "columns"
          ? decodeColumnBlock(blocks[b]!, kind, range.count, partyCount(statement))
          : decodeRowBlock(blocks[b]!, kind, range.count);
      return absorb(digest, block.valueBytes);
    },
    statementSeed(statement, header),
  );
  const responseDigest = ranges.reduce(
    (digest, range, b) =>
      range.type === "columns"
        ? absorb(digest, decodeColumnBlock(blocks[b]!, kind, range.count, partyCount(statement)).responseBytes)
        : digest,
    responseSeed(statementDigest, header.proofs),
  );
  return editHeader(certificate, { statementDigest, responseDigest });
}

/** Collects mutations of one round. */
export class Collector {
  readonly all: Mutation[] = [];
  readonly round: TestRound;
  constructor(round: TestRound) {
    this.round = round;
  }

  add(name: string, certificate: Certificate, reason: Reason, statement: Statement = this.round.statement): void {
    const [code, index] = typeof reason === "string" ? [reason] : reason;
    this.all.push({ name, statement, certificate, code, ...(index === undefined ? {} : { index }) });
  }

  /** Refused for the same reason with stale and with recomputed digests. */
  always(name: string, certificate: Certificate, reason: Reason): void {
    this.add(`${name}, stale digests`, certificate, reason);
    this.add(`${name}, recomputed digests`, redigest(this.round.statement, certificate), reason);
  }

  /** Covered by the statement digest. */
  stated(name: string, certificate: Certificate, fresh: Reason = this.#otherStatement()): void {
    this.add(`${name}, stale digests`, certificate, "StatementMismatch");
    this.add(`${name}, recomputed digests`, redigest(this.round.statement, certificate), fresh);
  }

  /** The reason for which proofs of another statement are refused. */
  #otherStatement(): Reason {
    return this.round.outcome.kind === "infeasible" ? "EquationFailed" : ["LinearFormFailed", 0];
  }

  /** Covered by the response digest. */
  answered(name: string, certificate: Certificate, fresh: Reason): void {
    this.add(`${name}, stale digests`, certificate, "ResponseMismatch");
    this.add(`${name}, recomputed digests`, redigest(this.round.statement, certificate), fresh);
  }
}
