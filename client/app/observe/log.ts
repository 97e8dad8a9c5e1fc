// Structured logs of a running client: one JSON object per line on standard output (pino). The
// types of events leave no room for secrets; the redaction is a second safeguard, for whatever an
// error may carry.

import { pino } from "pino";
import type { ClientEvent } from "../events.ts";
import { plainEvent } from "./plain-event.ts";

export type Level = "debug" | "info" | "warn" | "error";

const SECRET = ["password", "privateKey", "seed", "secret", "data", "rows", "body", "envelope", "raw", "rpc"];

/** The log level of an event. */
export function levelOf(event: ClientEvent): Level {
  switch (event.type) {
    case "round-failed":
    case "share-missing":
      return "error";
    case "trouble":
    case "invited":
    case "invited-often":
    case "invitation":
    case "invitation-refused":
      return "warn";
    case "network":
      return ["reset", "retry", "crowded"].includes(event.event.type) ? "warn" : "debug";
    case "round":
      if (event.event.type === "settled-otherwise") return "error";
      if (event.event.type === "proving") return event.event.arrived === null ? "info" : "debug";
      return event.event.type === "trouble" || event.event.type === "refusal-failed" ? "warn" : "info";
    default:
      return "info";
  }
}

export interface Log {
  write(event: ClientEvent): void;
}

/** `company` is in every line. */
export function createLog(company: string, level: Level, destination: NodeJS.WritableStream): Log {
  const logger = pino(
    {
      level,
      base: { company },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`]), censor: "[redacted]" },
    },
    destination,
  );
  return { write: (event) => logger[levelOf(event)](plainEvent(event)) };
}
