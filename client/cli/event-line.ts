// A running client's events as lines for a terminal, as far as they are to stay there: how far a
// round has come, the view shows (live/).
import type { ClientEvent } from "../app/events.ts";
import { inEnglish, say } from "../app/said/english.ts";
import { counted } from "../math/counted.ts";
import { numberOf } from "../round/round-key.ts";
import type { Said } from "../said.ts";
import { oneLine } from "./print.ts";

/** Null for what only logs and the view are interested in. */
export function eventLine(event: ClientEvent): string | null {
  const alert = alertOf(event);
  return alert === null ? ownLine(event) : inEnglish(alert);
}

/** What somebody must look at; null for anything else. */
export function alertOf(event: ClientEvent): Said | null {
  switch (event.type) {
    case "invitation-refused": {
      const { account, code, message } = event;
      return say("TermsUnusable", { round: numberOf(event.round), account, code, message });
    }
    case "share-missing":
      return say("ShareMissing", { round: numberOf(event.round), code: event.code, message: event.message });
    case "round": {
      const { type } = event.event;
      const round = numberOf(event.round);
      if (type === "refusal-failed") return say("RefusalLate", { round });
      return type === "session" && event.event.point === "spent" ? say("SessionSpent", { round }) : null;
    }
    default:
      return null;
  }
}

function ownLine(event: ClientEvent): string | null {
  switch (event.type) {
    case "started":
      return `account ${event.account}; listening on ${event.addresses.join(", ")}`;
    case "registered":
      return "registered this client's key and addresses on chain";
    case "invited":
      return `${short(event.round)}  names this company; its terms are asked for`;
    case "invitation":
      return `${short(event.round)}  an invitation, "${oneLine(event.title)}": \`concordat status\` shows it, \`concordat join ${numberOf(event.round)} --data <rows>\` accepts it`;
    case "invited-often":
      return `${counted(event.rounds, "more round names", "more rounds name")} this company, the last of them ${event.last}: someone may be opening them in bulk`;
    case "round-started":
      return `${short(event.round)}  started, engine ${event.engine}`;
    case "round-failed":
      return `${short(event.round)}  FAILED (${event.code}): ${event.message}`;
    case "round-closed":
      return `${short(event.round)}  ${event.phase}${event.withdrawn ? ", bond withdrawn" : ""}; files in ${event.files}`;
    case "share-posted":
      return `${short(event.round)}  this company's share is proven on chain: \`concordat shares ${numberOf(event.round)}\` shows all`;
    case "trouble":
      return `trouble (${event.code}): ${event.message}`;
    case "stopped":
      return "stopped; `concordat join` resumes";
    case "round":
      return roundLine(event.round, event.event);
    default:
      return null;
  }
}

type RoundEvent = Extract<ClientEvent, { type: "round" }>["event"];

function roundLine(round: string, event: RoundEvent): string | null {
  const at = short(round);
  switch (event.type) {
    case "committed":
      return `${at}  committed to the rows: ${event.digest}`;
    case "settled":
      return `${at}  settled on chain`;
    case "trouble":
      return `${at}  trouble (${event.error.code}): ${event.error.message}`;
    case "settled-otherwise":
      return (
        `${at}  SETTLED OTHERWISE: the chain settled ${event.settled.kind} (${event.settled.statementDigest}), but this client had proved ` +
        `${event.own.kind} (${event.own.statementDigest}); the chain's outcome, verified here, is the one that counts`
      );
    default:
      return null;
  }
}

function short(round: string): string {
  return `round ${numberOf(round)}`;
}
