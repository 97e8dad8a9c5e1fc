// An audit as a command runs it: from an RPC address and the round's id as text.
import { isAddress, type JsonRpcProvider } from "ethers";
import { type AuditOptions, audit, wrongAddress } from "./audit.ts";
import { nodeAt } from "./chain/rpc.ts";
import { AuditError } from "./errors.ts";
import type { Place } from "./place.ts";
import type { Report } from "./report/report.ts";

export interface RunAuditOptions<File = string>
  extends Omit<AuditOptions<File>, "provider" | "witnesses" | "coordinator" | "round"> {
  /**
   * HTTP or HTTPS URL of a chain node, or several: the audit reads from the first, and compares the
   * others with it.
   */
  readonly rpc: string | readonly string[];
  /** `<coordinator address>/<round number>`. */
  readonly round: string;
}

/** Coordinator and round of an id as text. Throws AuditError `RoundInvalid`. */
export function parseRoundId(text: string): { readonly coordinator: string; readonly round: bigint } {
  const [, coordinator, round] = /^(0x[0-9a-fA-F]{40})\/([1-9]\d{0,77})$/.exec(text) ?? [];
  if (coordinator === undefined || round === undefined) {
    const text = "a round is named <coordinator address>/<round number>, such as 0x5fbd…0aa3/3";
    throw new AuditError("RoundInvalid", text);
  }
  if (!isAddress(coordinator)) throw wrongAddress(coordinator);
  return { coordinator, round: BigInt(round) };
}

/** The nodes at RPC addresses. Throws AuditError `RpcInvalid` and `RpcRepeated`. */
export function nodesAt(addresses: readonly string[]): JsonRpcProvider[] {
  if (
    !Array.isArray(addresses) ||
    addresses.length === 0 ||
    addresses.some((address: unknown) => typeof address !== "string" || !/^https?:\/\//i.test(address))
  )
    throw new AuditError("RpcInvalid", "every RPC URL must begin with http:// or https://");
  const different = new Set(addresses.map((address) => (URL.canParse(address) ? new URL(address).href : address)));
  if (different.size < addresses.length)
    throw new AuditError("RpcRepeated", "an RPC URL is given twice: asking the same node again confirms nothing");
  return addresses.map((address) => nodeAt(address));
}

/** Audits a round over RPC, wherever files and folders are. Throws as `runAudit` does. */
export async function runAuditOver(given: RunAuditOptions<Place>): Promise<Report> {
  const { rpc, round, ...options } = given;
  const id = parseRoundId(round);
  const [provider, ...witnesses] = nodesAt(typeof rpc === "string" ? [rpc] : rpc);
  try {
    return await audit({ provider: provider!, witnesses, ...id, ...options });
  } finally {
    for (const node of [provider!, ...witnesses]) node.destroy();
  }
}
