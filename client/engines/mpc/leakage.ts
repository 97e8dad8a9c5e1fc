// What leaks when nodes compute on shares (docs/security.md).
import type { OwnParts, PublicRound } from "../../round/public-round.ts";
import { type Leakage, list, type NameOf } from "../leakage.ts";
import { requireProvable } from "./certify/limits.ts";
import type { NodeTraits } from "./nodes/traits.ts";
import { bucketsOf, MOST_BITS } from "./plan.ts";
import { jointShape, requireSuitable } from "./shape.ts";

/** What else parties should know where each learns its own part only. */
function ofOwnParts({ value }: OwnParts): string[] {
  return [
    "each company learns the variables that its file names and the multipliers of its rows; others see in the announcements which it names",
    value === "all"
      ? "if there are costs, all learn the objective's value"
      : "if there are costs, the objective's value is known to their owner, whose file names all variables that have any",
    "of a program without an optimum all learn which kind it is, and nothing else",
    "whatever the engine, all companies but one together can lack no more of the outcome than the last one's multipliers and slacks, the variables that it alone names, and what only it learns of reduced costs and value",
  ];
}

function adviceOn({ departing, proves }: NodeTraits): Leakage["advice"] {
  if (departing === 0) return "safe against one curious node";
  return proves ? "safe against one malicious node but for a few bits" : "safe against one malicious node";
}

/** What a node can do that departs from the protocol. */
function can(
  { departing, proves }: NodeTraits,
  { stops, chooses, again }: Readonly<Record<"stops" | "chooses" | "again", string>>,
): string {
  if (proves)
    return `${chooses}, one that says whether an optimum is proven and which of the optima that pass the proof opens; ${stops}; or ${again}`;
  return departing === 1
    ? `${stops}, or ${again}, with the same random numbers`
    : `${chooses}, read other numbers in its place in each of three epochs, and stop the round`;
}

/** Throws ProtocolError `RoundUnsuitable` if the engine cannot play the round. */
export function sharingLeakage(round: PublicRound, set: NodeTraits, name: NameOf): Leakage {
  requireSuitable(round, set);
  requireProvable(round, set);
  const buckets = bucketsOf(jointShape(round)).length;
  const bits = Math.log2(buckets).toFixed(1);
  const { ownParts } = round;
  const nodes = Array.from({ length: set.count }, (_, node) => name(node));
  const departs = `one of ${list(nodes)} that departs from the protocol can`;
  const isSure = set.departing === 1;
  const outcome = ownParts === undefined ? "the outcome" : "its own part of the outcome";
  const known = ownParts === undefined ? outcome : `${outcome} and what follows from it`;
  const stops = `stop the round, also when it has read ${outcome} and before the others have`;
  const chooses = `choose what the bits say that open, at most ${MOST_BITS} before ${outcome} and one more at each start`;
  const again = "make the run start again, twice";
  return {
    advice: adviceOn(set),
    searchable: false,
    findings: [
      `any two of ${list(nodes)} together can read all rows and costs exactly`,
      `${departs} ${can(set, { stops, chooses, again })}`,
      `${list(nodes)} learn in which of ${buckets} buckets of iterations the run ends, and so does anyone who counts their messages: at most ${bits} bits, which tell apart two known candidates for all data that end in different buckets; each attempt that fails shows one bit more, at most ${MOST_BITS} in all`,
      `none of ${list(nodes)} alone learns anything else beyond ${known}${isSure ? `, whatever it does, but for ${set.proves ? "these bits and this choice" : "how numbers round in a run that starts again"}` : ", if it keeps to the protocol"}`,
      ...(ownParts === undefined
        ? [
            "whatever the engine, all parties but one together can subtract their own parts from the outcome, which leaves what it shows of the last one's",
          ]
        : ofOwnParts(ownParts)),
    ],
  };
}
