// What a client reports that somebody must look at, and that neither journal nor chain shows, until
// something says that it is over.
import type { ClientEvent } from "../app/events.ts";
import { alertOf } from "../cli/event-line.ts";
import type { Said } from "../said.ts";

/** Alerts by what they are about. */
export type Attention = ReadonlyMap<string, Said>;

export const NOTHING: Attention = new Map();

export function attentionAfter(attention: Attention, event: ClientEvent): Attention {
  const alert = alertOf(event);
  const subjects = subjectsOf(event);
  if (alert === null && subjects.every((subject) => !attention.has(subject))) return attention;
  const next = new Map(attention);
  for (const subject of subjects)
    if (alert === null) next.delete(subject);
    else next.set(subject, alert);
  return next;
}

/** What an event says something of: an alert, or that there is none any more. */
function subjectsOf(event: ClientEvent): readonly string[] {
  switch (event.type) {
    case "share-missing":
    case "share-posted":
      return [`share ${event.round}`];
    case "invitation-refused":
    case "invitation":
      return [`terms ${event.round}`];
    case "round-closed":
      return [`session ${event.round}`, `terms ${event.round}`];
    case "round": {
      const { type } = event.event;
      if (type === "refusal-failed") return [`bond ${event.round}`];
      return type === "session" ? [`session ${event.round}`] : [];
    }
    default:
      return [];
  }
}
