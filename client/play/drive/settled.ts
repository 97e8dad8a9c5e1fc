// The outcome that the chain has settled. It alone counts, whatever this party computed. If the two
// differ, the client reads the certificate from the chain, verifies it again, and uses its outcome.
import type { Hex } from "viem";
import { outcomeOf } from "../../certificate/disassemble.ts";
import { verifyCertificate } from "../../certificate/verify.ts";
import { readStatement } from "../../chain/coordinator/read.ts";
import { settlementReader } from "../../chain/coordinator/read-settlement.ts";
import { nullIfTransient, retryTransient } from "../../chain/watch/watch.ts";
import { ChainError } from "../../errors.ts";
import type { BlockName } from "../../round/phase.ts";
import type { Statement } from "../../round/statement.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { RoundContext } from "./context.ts";
import type { SettledName } from "./events.ts";

export interface PartyResult extends Settlement {
  readonly statement: Statement;
  /** What this party had proved, if the chain settled something else; else null. */
  readonly displaced: SettledName | null;
}

export function settledName({ verdict, certificate }: Pick<Settlement, "verdict" | "certificate">): SettledName {
  return { kind: verdict.kind, statementDigest: certificate.header.statementDigest };
}

/** Digest of a settlement's statement, in lower case. */
export function digestOf({ certificate }: Pick<Settlement, "certificate">): Hex {
  return certificate.header.statementDigest.toLowerCase() as Hex;
}

/**
 * The result of a round that is settled in block `at`, by the statement with digest `settled`;
 * `own` is what this party proved, if anything. Null when the chain node cannot answer, or the
 * settlement found is another one: poll the round again. Throws ChainError "SettlementUnreadable"
 * when the node lacks the logs or transactions that hold the certificate, CertificateError when the
 * certificate does not verify here, although the contract accepted it.
 */
export async function settledResult(
  { session, id, waiting }: Pick<RoundContext, "session" | "id" | "waiting">,
  { settled, at }: { readonly settled: Hex; readonly at: BlockName },
  own: Settlement | null,
): Promise<PartyResult | null> {
  const statement = await readStatement(session, id.round, at).catch(nullIfTransient);
  if (statement === null) return null;
  if (own !== null && digestOf(own) === settled) return { ...own, statement, displaced: null };
  const certificate = await retryTransient(settlementReader(session, id.round), waiting);
  if (certificate === null) {
    throw new ChainError(
      "SettlementUnreadable",
      `round ${id.round} is settled, but the node lacks the logs or transactions that hold its certificate: set the address of a node ` +
        "that keeps them, and start the client again",
    );
  }
  if (digestOf({ certificate }) !== settled) return null;
  const verdict = verifyCertificate(statement, certificate);
  const displaced = own === null ? null : settledName(own);
  return { statement, certificate, verdict, outcome: outcomeOf(statement, certificate), displaced };
}
