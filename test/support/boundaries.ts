// Names for the points between which a client's journal or the chain changes, at which tests kill
// the client. Does nothing on import.
import type { ClientEvent } from "../../client/app/events.ts";

export const BOUNDARY_KINDS = ["committed", "journalled", "posted", "received", "settled", "closed"] as const;
/**
 * Only with engines that have nodes: a session begun in an epoch; and in the journal a checkpoint,
 * what the outcome opens from (numbered, as a life stores it up to three times), and the result.
 */
export const SESSION_KIND = "session";
export type BoundaryKind = (typeof BOUNDARY_KINDS)[number] | typeof SESSION_KIND;

/**
 * `<round's number>/<kind>`, with a step's number or a session's point where there is one:
 * "1/posted 3".
 */
export function boundaryName(round: string, kind: BoundaryKind, step?: number | string): string {
  const number = round.slice(round.indexOf("/") + 1);
  return step === undefined ? `${number}/${kind}` : `${number}/${kind} ${step}`;
}

export function kindOf(boundary: string): BoundaryKind {
  return [...BOUNDARY_KINDS, SESSION_KIND].find((kind) => boundary.includes(`/${kind}`))! as BoundaryKind;
}

/**
 * Given the events of one life of a client in order, the boundary that each event stands for, or
 * null.
 */
export function boundaries(): (event: ClientEvent) => string | null {
  const parties = new Map<string, number>();
  let openings = 0;
  return (event) => {
    if (event.type === "round-started") parties.set(event.round, event.party);
    if (event.type === "round-closed") return boundaryName(event.round, "closed");
    if (event.type !== "round") return null;
    const { round, event: inner } = event;
    switch (inner.type) {
      case "committed":
      case "settled":
        return boundaryName(round, inner.type);
      case "journalled":
      case "posted":
        return boundaryName(round, inner.type, inner.step);
      case "session":
        return boundaryName(round, SESSION_KIND, inner.point === "opening" ? `opening ${++openings}` : inner.point);
      case "message": {
        const { from, step } = inner.message;
        return from === parties.get(round) ? null : boundaryName(round, "received", step);
      }
      default:
        return null;
    }
  };
}
