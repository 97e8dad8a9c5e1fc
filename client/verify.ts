// The entry `import … from "concordat/verify"`: verifies a settled round again, without the network
// stack or a solver. `concordat/auditor` is an independent second implementation, and also checks
// what else happened on chain.
import { verifyCertificate } from "./certificate/verify.ts";
import type { ChainRound } from "./library/chain-round.ts";
import { type Proven, provenBy } from "./library/proven.ts";
import { parseRecord } from "./library/record.ts";
import { verifySealedRecord } from "./library/verify-sealed.ts";
import { statementOf } from "./round/statement.ts";

export { CertificateError, ChainError, ConcordatError, InputError, SealedError } from "./errors.ts";
export type { ChainRound } from "./library/chain-round.ts";
export type { Proven } from "./library/proven.ts";
export type { Interval } from "./round/certainty.ts";

/**
 * Verifies the record of a round, that is, that its certificate proves the outcome for exactly the
 * rows that were committed to (docs/certificate.md, "Public conditions, and what they prove"). Of a
 * sealed outcome it verifies the proof (docs/sealed.md), for the key that the companies agreed on.
 *
 * @param json - as `solveTogether` or `readRecord` returns it.
 * @returns what is proven, in decimal strings.
 * @throws InputError "RecordInvalid" naming the field; CertificateError with one of the codes of
 *   docs/certificate.md, "Refusals"; SealedError "KeyMismatch", or with one of those of
 *   docs/sealed.md.
 */
export function verifyRecord(json: string): Proven {
  const record = parseRecord(json);
  if ("sealed" in record) return verifySealedRecord(record);
  const { id, params, commitments, certificate } = record;
  const statement = statementOf(params, id, commitments);
  return provenBy(statement, verifyCertificate(statement, certificate));
}

/**
 * Reads the record of a settled round from a chain.
 *
 * @returns JSON for `verifyRecord`.
 * @throws InputError "ArgumentInvalid"; ChainError "RoundUnknown", "RoundNotSettled",
 *   "SettlementUnreadable" when the chain node lacks the logs or transactions that hold the
 *   certificate or sealed proof, and others when it does not answer.
 */
export async function readRecord(round: ChainRound): Promise<string> {
  const { readRecordFrom } = await import("./library/read-record.ts");
  return readRecordFrom(round);
}

/**
 * Reads a settled round from a chain and verifies it.
 *
 * @throws as `readRecord` and `verifyRecord` do.
 */
export async function verifyRound(round: ChainRound): Promise<Proven> {
  return verifyRecord(await readRecord(round));
}
