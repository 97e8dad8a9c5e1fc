// What the chain has settled: that alone counts, whatever this party computed. Where the two differ, the certificate is read from the
// chain, verified once more here, and its outcome taken.
import type { Hex } from "viem";
import { outcomeOf } from "../../certificate/disassemble.ts";
import { verifyCertificate } from "../../certificate/verify.ts";
import {
  type BlockName,
  persist,
  persistIn,
  readOutcome,
  readState,
  readStatement,
} from "../../chain/coordinator/read.ts";
import { settlementReader } from "../../chain/coordinator/read-settlement.ts";
import { ChainError } from "../../errors.ts";
import type { Statement } from "../../round/statement.ts";
import type { Kind } from "../../round/verdict.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { RoundContext } from "./context.ts";

/** A settled outcome, by its kind and the digest of its statement. */
export interface SettledName {
  readonly kind: Kind;
  readonly statementDigest: Hex;
}

export interface PartyResult extends Settlement {
  readonly statement: Statement;
  /** What this party had proved itself, where the chain settled something else; else null. */
  readonly displaced: SettledName | null;
}

export function settledName({ verdict, certificate }: Pick<Settlement, "verdict" | "certificate">): SettledName {
  return { kind: verdict.kind, statementDigest: certificate.header.statementDigest };
}

/**
 * The result that the round has in `block`, where it is settled; `own` is what this party proved itself, if anything. Null when the
 * settlement that is found is another than that block's: a reorganisation is under way, and the round is to be looked at again.
 * Throws ChainError "SettlementUnreadable" when the node lacks what the certificate was sent in, CertificateError when it does not
 * verify here, though the contract took it.
 */
export async function settledResult(
  { session, id, waiting }: Pick<RoundContext, "session" | "id" | "waiting">,
  statement: Statement,
  own: Settlement | null,
  block: BlockName,
): Promise<PartyResult | null> {
  const settled = await persistIn(block, session, () => readOutcome(session, id.round, block), waiting);
  if (settled === null) return null;
  const { statementDigest } = settled;
  const isSettled = (digest: Hex) => digest.toLowerCase() === statementDigest.toLowerCase();
  if (own !== null && isSettled(own.certificate.header.statementDigest)) return { ...own, statement, displaced: null };
  const certificate = await persist(settlementReader(session, id.round), waiting);
  if (certificate === null) {
    throw new ChainError(
      "SettlementUnreadable",
      `round ${id.round} is settled, but the node lacks the logs or transactions that hold its certificate: set the address of a node ` +
        "that keeps them and start the client again",
    );
  }
  if (!isSettled(certificate.header.statementDigest)) return null;
  const verdict = verifyCertificate(statement, certificate);
  const displaced = own === null ? null : settledName(own);
  return { statement, certificate, verdict, outcome: outcomeOf(statement, certificate), displaced };
}

/** What the others have settled while this party was away or had stopped, as `settledResult` gives it; null when the round is not settled. */
export async function settledWithoutUs(
  context: Pick<RoundContext, "session" | "id" | "waiting">,
  own: Settlement | null,
): Promise<PartyResult | null> {
  const { session, id, waiting } = context;
  for (;;) {
    const { state, block } = await persist(() => readState(session, id.round), waiting);
    if (state.phase !== "settled") return null;
    const statement = await persistIn(block, session, () => readStatement(session, id.round, block), waiting);
    const result = statement === null ? null : await settledResult(context, statement, own, block);
    if (result !== null) return result;
  }
}
