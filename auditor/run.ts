// An audit as a command runs it: from an RPC address and the round's id as text.
import { isAddress, JsonRpcProvider } from "ethers";
import { type AuditOptions, auditRound } from "./audit.ts";
import { AuditError } from "./errors.ts";
import type { Report } from "./report/report.ts";

export interface RunAuditOptions extends Omit<AuditOptions, "provider" | "coordinator" | "round"> {
  /** Address of an RPC endpoint, http or https. */
  readonly rpc: string;
  /** `<coordinator address>/<round number>`. */
  readonly round: string;
}

/** Coordinator and round of an id as text. Throws AuditError `RoundInvalid`. */
export function parseRoundId(text: string): { readonly coordinator: string; readonly round: bigint } {
  const [, coordinator, round] = /^(0x[0-9a-fA-F]{40})\/([1-9]\d{0,77})$/.exec(text) ?? [];
  if (coordinator === undefined || round === undefined || !isAddress(coordinator)) {
    throw new AuditError("RoundInvalid", "a round is named <coordinator address>/<round number>");
  }
  return { coordinator, round: BigInt(round) };
}

/** Audits a round over RPC. Throws as auditRound does. */
export async function runAudit({ rpc, round, ...options }: RunAuditOptions): Promise<Report> {
  const id = parseRoundId(round);
  if (!/^https?:\/\//.test(rpc))
    throw new AuditError("RpcInvalid", "the RPC address must begin with http:// or https://");
  // Nothing is remembered between requests: the last ones ask whether the chain has changed.
  const provider = new JsonRpcProvider(rpc, undefined, { cacheTimeout: -1 });
  try {
    return await auditRound({ provider, ...id, ...options });
  } finally {
    provider.destroy();
  }
}
