// A client's events as plain data, for logs and for whoever embeds the client.
import { stringify } from "viem";
import type { ClientEvent } from "../events.ts";

/**
 * `event` names what happened; docs/operations.md, "Watch it", describes the other fields. A bigint
 * becomes a decimal string.
 */
export type PlainEvent = Readonly<Record<string, unknown>> & { readonly event: string };

/** Errors by code and message, digests and numbers as they are. */
export function plainEvent(event: ClientEvent): PlainEvent {
  return JSON.parse(stringify(plain(event))) as PlainEvent;
}

function plain(event: ClientEvent): Record<string, unknown> {
  if (event.type === "round") {
    const { type, ...details } = event.event;
    const data = "error" in details ? { code: details.error.code, message: details.error.message } : details;
    return { event: `round-${type}`, round: event.round, ...data };
  }
  if (event.type === "network") {
    const { type, ...details } = event.event;
    return { event: `network-${type}`, ...details };
  }
  const { type, ...details } = event;
  return { event: type, ...details };
}
