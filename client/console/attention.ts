// What a client reports that somebody must look at, and that neither journal nor chain shows, until
// something says that it is over.
import type { ClientEvent } from "../app/events.ts";
import { alertOf } from "../cli/event-line.ts";
import type { Said } from "../said.ts";

/** Alerts by what they are about. */
export type Attention = ReadonlyMap<string, Said>;

export const NOTHING: Attention = new Map();

export function attentionAfter(attention: Attention, event: ClientEvent): Attention {
  const { raised, ended } = subjectsOf(event);
  if (raised === null && ended.every((subject) => !attention.has(subject))) return attention;
  const next = new Map(attention);
  for (const subject of ended) next.delete(subject);
  if (raised !== null) next.set(raised, alertOf(event)!);
  return next;
}

interface Subjects {
  readonly raised: string | null;
  readonly ended: readonly string[];
}

function subjectsOf(event: ClientEvent): Subjects {
  const raise = (subject: string): Subjects => ({ raised: subject, ended: [] });
  const end = (...ended: string[]): Subjects => ({ raised: null, ended });
  switch (event.type) {
    case "share-missing":
      return raise(`share ${event.round}`);
    case "share-posted":
      return end(`share ${event.round}`);
    case "invitation-refused":
      return raise(`terms ${event.round}`);
    case "invitation":
      return end(`terms ${event.round}`);
    case "round-closed":
      return end(`session ${event.round}`, `terms ${event.round}`);
    case "round": {
      const { round, event: inner } = event;
      if (inner.type === "refusal-failed") return raise(`bond ${round}`);
      if (inner.type !== "session") return end();
      return inner.point === "spent" ? raise(`session ${round}`) : end(`session ${round}`);
    }
    default:
      return end();
  }
}
