// Chain nodes that answer, and never come to an end, or to far too much. Does nothing on import.
import type { ServerResponse } from "node:http";

/** How a node answers in place of what it should say; `text` is that. */
export type Misbehaviour = (response: ServerResponse, text: string) => void;

/** Comes to far more than the auditor reads of an answer. */
const HUGE_MIB = 80;
const MEBIBYTE = " ".repeat(1024 * 1024);

/** Writes on and on, as fast as the other side reads, until it has gone. */
function flood(response: ServerResponse, write: () => boolean): void {
  const go = () => {
    while (!response.destroyed && write());
  };
  response.on("drain", go);
  go();
}

export const MISBEHAVIOURS = {
  "says nothing": () => {},
  "stops in the middle": (response, text) => response.write(text.slice(0, text.length / 2)),
  trickles: (response, text) => {
    let at = 0;
    const timer = setInterval(() => response.write(at < text.length - 1 ? text[at++]! : " "), 5);
    response.on("close", () => clearInterval(timer));
  },
  "never ends": (response) => flood(response, () => response.write(MEBIBYTE)),
  "sends huge JSON": (response, text) => {
    let left = HUGE_MIB;
    flood(response, () => {
      if (left-- > 0) return response.write(MEBIBYTE);
      response.end(text);
      return false;
    });
  },
} as const satisfies Record<string, Misbehaviour>;

/** Those that end a question by its time; the others end it by the size of the answer. */
export const SLOW: readonly string[] = ["says nothing", "stops in the middle", "trickles"];
