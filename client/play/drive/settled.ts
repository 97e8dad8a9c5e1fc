// The outcome that the chain has settled. It alone counts, whatever this party computed. If the two
// differ, the client reads the certificate from the chain, verifies it again, and uses its outcome;
// of a sealed outcome that it did not prove itself, it then knows the kind alone.
import type { Hex } from "viem";
import { hexToBytes } from "viem/utils";
import { outcomeOf } from "../../certificate/disassemble.ts";
import { verifyCertificate } from "../../certificate/verify.ts";
import { readStatement } from "../../chain/coordinator/read.ts";
import { sealedSettlementReader } from "../../chain/coordinator/read-sealed-settlement.ts";
import { settlementReader } from "../../chain/coordinator/read-settlement.ts";
import { nullIfTransient, retryTransient } from "../../chain/watch/watch.ts";
import { ChainError } from "../../errors.ts";
import type { BlockName } from "../../round/phase.ts";
import type { Statement } from "../../round/statement.ts";
import type { SealedParameters } from "../../sealed/parameters.ts";
import { verifySealed } from "../../sealed/verify.ts";
import { type SealedSettlement, sealedCertificate, sealedStatement } from "../seal/settlement.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { RoundContext } from "./context.ts";
import type { SettledName } from "./events.ts";

interface Adopted {
  readonly statement: Statement;
  /** What this party had proved, if the chain settled something else; else null. */
  readonly displaced: SettledName | null;
}

export interface PartyResult extends Settlement, Adopted {}

export interface SealedResult extends SealedSettlement, Adopted {}

export type SettledResult = PartyResult | SealedResult;

/** What a party has proved with the others. */
export type Proved = Settlement | SealedSettlement;

export function settledName(proved: Proved): SettledName {
  if ("sealed" in proved) return { kind: proved.sealed.kind, statementDigest: proved.sealed.statementDigest };
  return { kind: proved.verdict.kind, statementDigest: proved.certificate.header.statementDigest };
}

/** Digest of the statement of what was proved, in lower case. */
export function digestOf(proved: Proved): Hex {
  return settledName(proved).statementDigest.toLowerCase() as Hex;
}

/** A settlement on chain, as this party comes to it. */
export interface OnChain {
  /** Digest of its statement. */
  readonly settled: Hex;
  readonly at: BlockName;
  /** What this party proved, if anything. */
  readonly own: Proved | null;
  /** Of a round whose outcome is sealed; else null. */
  readonly sealing: SealedParameters | null;
}

/**
 * The result of a settled round. Null when the chain node cannot answer, or the settlement found is
 * another one: poll the round again. Throws ChainError "SettlementUnreadable" when the node lacks
 * the logs or transactions that hold the certificate, CertificateError or SealedError when the
 * certificate does not verify here, although the contract accepted it.
 */
export async function settledResult(
  context: Pick<RoundContext, "session" | "id" | "agreement" | "waiting">,
  { settled, at, own, sealing }: OnChain,
): Promise<SettledResult | null> {
  const { session, id } = context;
  const statement = await readStatement(session, id.round, at).catch(nullIfTransient);
  if (statement === null) return null;
  if (own !== null && digestOf(own) === settled) return { ...own, statement, displaced: null };
  const found = sealing === null ? await readPublic(context, statement) : await readSealed(context, statement, sealing);
  if (digestOf(found) !== settled) return null;
  return { ...found, statement, displaced: own === null ? null : settledName(own) };
}

async function readPublic(
  { session, id, waiting }: Pick<RoundContext, "session" | "id" | "waiting">,
  statement: Statement,
): Promise<Settlement> {
  const certificate = await retryTransient(settlementReader(session, id.round), waiting);
  if (certificate === null) throw unreadable(id.round);
  const verdict = verifyCertificate(statement, certificate);
  return { certificate, verdict, outcome: outcomeOf(statement, certificate) };
}

async function readSealed(
  { session, id, agreement, waiting }: Pick<RoundContext, "session" | "id" | "agreement" | "waiting">,
  statement: Statement,
  { key }: SealedParameters,
): Promise<SealedSettlement> {
  const found = await retryTransient(sealedSettlementReader(session, id.round), waiting);
  if (found === null) throw unreadable(id.round);
  const { bounds } = agreement.round;
  const proven = sealedStatement(statement, found.kind, { key, bounds });
  const proof = hexToBytes(found.proof);
  verifySealed(proven, key, proof);
  return { sealed: sealedCertificate(proven, key, proof), own: null };
}

export function unreadable(round: bigint): ChainError {
  return new ChainError(
    "SettlementUnreadable",
    `round ${round} is settled, but the node lacks the logs or transactions that hold its certificate: set the address of a node ` +
      "that keeps them, and start the client again",
  );
}
