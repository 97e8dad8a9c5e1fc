// Mutants of sessions among clients: how they end, what a node believes of the others' offers, and
// what goes over their links.
import type { Mutant } from "./mutant.ts";

const file = (name: string) => `client/links/${name}.ts`;
const SESSIONS = ["test/links/network-sessions.test.ts"];

export const LINK_MUTANTS: readonly Mutant[] = [
  {
    id: "L01",
    what: "a node that stops drops what it has just said to the others",
    file: file("network-sessions"),
    search: "this.#links?.close();\n        throw error;",
    replace: "throw error;",
    tests: SESSIONS,
  },
  {
    id: "L02",
    what: "a result is everybody's if one other node says so",
    file: file("network-sessions"),
    search: "others.every((other) => other.resultEpoch === resultEpoch)",
    replace: "others.some((other) => other.resultEpoch === resultEpoch)",
    tests: SESSIONS,
  },
  {
    id: "L03",
    what: "one node alone gets the others to begin epochs beyond their operators' limit",
    file: file("network-sessions"),
    search: "if (this.#spent !== null) return null;",
    replace: "",
    tests: SESSIONS,
  },
  {
    id: "L04",
    what: "nobody notices that a node has begun the next epoch while its old links stay open",
    file: file("network-sessions"),
    search: "if (other.epoch > epoch) hasLeft",
    replace: "if (other.epoch < -1) hasLeft",
    tests: SESSIONS,
  },
  {
    id: "L05",
    what: "one node ends the links between two others by an offer",
    file: file("network-sessions"),
    search: "if (made === null) start.abort",
    replace: "if (made !== undefined) start.abort",
    tests: SESSIONS,
  },
  {
    id: "L06",
    what: "one node ends another's session by saying that it is over",
    file: file("network-sessions"),
    search: "if (others.every((other) => other.finished))",
    replace: "if (others.some((other) => other.finished))",
    tests: SESSIONS,
  },
  {
    id: "L07",
    what: "one node ends another's session by an offer that is none",
    file: file("network-sessions"),
    search: "return NO_OFFER;",
    replace: "throw error;",
    tests: SESSIONS,
  },
  {
    id: "L08",
    what: "a frame is overwritten before it has been written to the socket",
    file: file("socket-link"),
    search: "    this.#frame = NO_MEMORY;\n",
    replace: "",
    tests: ["test/links/session.test.ts"],
  },
  {
    id: "L09",
    what: "a link in one process passes on memory that its sender may use again",
    file: "client/crypto/sharing/link.ts",
    search: "outgoing.put(Uint8Array.from(bytes))",
    replace: "outgoing.put(bytes)",
    tests: ["test/crypto/sharing/link.test.ts"],
  },
];
