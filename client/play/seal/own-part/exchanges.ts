// The exchanges in which companies seal an optimum of which each knows its own part only, and who
// gets messages of its own in them. In each, every company sends one message to all others, which
// may be empty; then one to each of its receivers (docs/sealed-own-part.md, "Messages").
import { type NodeIndex, previousOf } from "../../../crypto/sharing/link.ts";
import { NODES } from "../../../sealed/own-part/split.ts";
import { LAST_STEP_BEFORE_DEALING } from "../../../sealed/own-part/steps.ts";

export type Stage = "numbers" | "declare" | "prove" | "deal" | "check" | "multiply" | "open";

export type OwnPartExchange = { readonly name: string } & (
  | { readonly stage: Exclude<Stage, "prove"> }
  /** A step of the proof, 1 to 9. */
  | { readonly stage: "prove"; readonly step: number }
);

const LAST_STEP = 9;

function steps(from: number, to: number): OwnPartExchange[] {
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const step = from + i;
    return { name: `step ${step} of the proof`, stage: "prove", step };
  });
}

export const OWN_PART_EXCHANGES: readonly OwnPartExchange[] = [
  { name: "commitment to its numbers", stage: "numbers" },
  { name: "part of the reduced costs", stage: "declare" },
  ...steps(1, LAST_STEP_BEFORE_DEALING),
  { name: "shares for the nodes", stage: "deal" },
  { name: "sums of shares", stage: "check" },
  { name: "summands of inner products", stage: "multiply" },
  { name: "blinded inner products", stage: "open" },
  ...steps(LAST_STEP_BEFORE_DEALING + 1, LAST_STEP),
];

/** The node that a party is; null for a company that is none. */
export function nodeOf(party: number): NodeIndex | null {
  return party < NODES ? (party as NodeIndex) : null;
}

/** Who gets a message of its own from a party, in order. */
export function receiversOf(stage: Stage, parties: number, from: number): readonly number[] {
  const others = Array.from({ length: parties }, (_, k) => k).filter((k) => k !== from);
  if (stage === "deal") return others.filter((k) => nodeOf(k) !== null);
  const node = nodeOf(from);
  if (node === null) return [];
  if (stage === "check") return others;
  return stage === "multiply" ? [previousOf(node)] : [];
}
