// What the page shows, as it stands behind the "#" of its address: no server is told.
import type { Source } from "./worker/protocol.ts";

export interface Shown {
  /** Null: the reader is asked for one. */
  readonly source: Source | null;
  /** Null: the list of rounds. */
  readonly round: bigint | null;
  /** Of a list: the newest round in it; null for the last one opened. */
  readonly newest: bigint | null;
}

const number = (text: string | null): bigint | null =>
  text !== null && /^[1-9]\d{0,77}$/.test(text) ? BigInt(text) : null;

/** What an address asks for, complete or not. */
export function askedBy(hash: string): URLSearchParams {
  return new URLSearchParams(hash.replace(/^#\??/, ""));
}

export function readAddress(hash: string): Shown {
  const asked = askedBy(hash);
  const rpc = asked.getAll("rpc").filter((node) => node !== "");
  const coordinator = asked.get("coordinator");
  const source = rpc.length === 0 || coordinator === null ? null : { rpc, coordinator, chain: asked.get("chain") };
  return { source, round: number(asked.get("round")), newest: number(asked.get("newest")) };
}

export function addressOf({ source, round, newest }: Shown): string {
  const asked = new URLSearchParams(source?.rpc.map((node): [string, string] => ["rpc", node]) ?? []);
  if (source !== null) asked.set("coordinator", source.coordinator);
  if (source?.chain != null) asked.set("chain", source.chain);
  if (round !== null) asked.set("round", String(round));
  if (newest !== null) asked.set("newest", String(newest));
  return `#?${asked}`;
}
