// Compares the nodes' closings and takes a party's outcome from them, or what all may know of it.
// The points of what the nodes were dealt are compared first, so that everybody sees whose input is
// not what it committed to, and need not take the nodes' word.
import { ProtocolError, SolverError } from "../../errors.ts";
import { SolutionTooLarge } from "../../lp/exact/fits.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { AnyOutcome } from "../engine.ts";
import { type Expected, faultOfPoints } from "./input/points.ts";
import { encodeClosing, type NodeClosing } from "./messages.ts";
import { peersOf } from "./nodes/node-set.ts";
import { oddOne, same } from "./odd-one.ts";
import type { Answer, Cause } from "./outcome/answer.ts";
import { ownExponents, ownPartOf } from "./own-part.ts";
import { MOST_BITS } from "./plan.ts";
import { rowsOf } from "./shape.ts";

const NO_POINTS = new Uint8Array(0);

function checkPoints(closings: readonly NodeClosing[], expected: Expected): void {
  const fault = faultOfPoints(
    expected,
    closings.map(({ points }) => points),
  );
  if (fault !== null) throw fault;
}

function checkAnswers(closings: readonly NodeClosing[]): void {
  const answers = closings.map(({ answer }) => encodeClosing({ answer, digests: [], earlier: [], points: NO_POINTS }));
  if (answers.every((answer) => same(answer, answers[0]!))) return;
  const odd = oddOne(answers);
  const who = odd === undefined ? "the nodes' outcomes all differ" : `node ${odd} closes with another outcome`;
  throw new ProtocolError("OutcomeDiffers", `${who}: stop the round`, odd);
}

/**
 * What one end of a link sent must be what the other received. A node is named if it is the only
 * one that all links in doubt have in common.
 */
function checkLinks(closings: readonly NodeClosing[]): void {
  const count = closings.length;
  /** What a node says of its link to another. */
  const ofLink = (node: number, peer: number) => closings[node]!.digests[peersOf(node, count).indexOf(peer)]!;
  const pairs = closings.flatMap((_, node) => peersOf(node, count).map((peer) => [node, peer] as const));
  const doubtful = pairs.filter(([node, peer]) => !same(ofLink(node, peer).sent, ofLink(peer, node).received));
  if (doubtful.length === 0) return;
  const common = closings.flatMap((_, node) => (doubtful.every((pair) => pair.includes(node)) ? [node] : []));
  throw new ProtocolError(
    "TranscriptDiffers",
    "two nodes do not agree on what they sent each other: stop the round",
    common.length === 1 ? common[0] : undefined,
  );
}

/** Kinds of a whole outcome that own parts cannot show. */
type OwnPartKind = "infeasible" | "unbounded";

const PROVEN_KIND =
  "Numbers that show it would show other companies' rows, too, if a node has chosen them, so nothing else has opened, and the round ends without " +
  "an outcome. Rows, costs or bounds have to change: to see which, open a new round with another engine, whose numbers everybody learns";

const NOT_AGAIN =
  "Among three nodes, one that departs from the protocol can cause this, and learn something each time: " +
  "if the companies cannot explain it, do not play a round with the same data among the same nodes again";

/** What each cause means, and what to do about it. */
const NO_ANSWER: Readonly<Record<Exclude<Cause, OwnPartKind>, readonly [code: string, text: string]>> = {
  precision: [
    "NoAnswer",
    "mpc has found no answer that it can prove, and no node is named. What can be the reason, the likeliest first: (1) a variable that " +
      "matters is some 10^9 times another, or a coefficient that matters is far below others of its row and of its column: measure " +
      "variables in units that bring them closer together; (2) rows are parallel, or contradict each other, but for less than the 15th " +
      "digit: leave one of them out, or change it; (3) a bound or right-hand side that never binds is far above all others: leave it " +
      `out. If nothing helps, choose another engine. ${NOT_AGAIN}`,
  ],
  multipliers: [
    "MultiplierTooLarge",
    "a multiplier of the optimum is more than mpc (2^53, about 9e15) or the certificate can hold, and the nodes do not learn whose, or how " +
      "large it is. In a new round, costs in units that are larger by enough powers of ten make all multipliers smaller; multiplying rows of " +
      "which one unit is worth much by a power of ten makes theirs smaller. Fewer decimals of the multipliers (multiplierDecimals, " +
      "--multiplier-decimals) may help, but only with those below 2^53; smaller upper bounds may help by leaving fewer decimals, but " +
      "only if the optimum stays within them",
  ],
  farkas: [
    "MultiplierTooLarge",
    "the program is infeasible, but the multipliers of a proof are too long for mpc or the certificate: numbers with fewer digits, " +
      "or rows in units closer to each other, may help, and so may another engine",
  ],
  unproven: [
    "NoAnswer",
    "the nodes have an answer, but can prove neither that it is an optimum of the inputs nor that the program is infeasible or unbounded, so no numbers " +
      "have opened: its optimum, or the point of an unbounded program, is above the upper bounds, the answer is less exact than a proof requires, or " +
      `one of the nodes has departed from the protocol. mpc/four tells whether it is the first. ${NOT_AGAIN}`,
  ],
  bits: [
    "NoAnswer",
    `mpc has no answer: the nodes may open ${MOST_BITS} bits in a round before an outcome, and all have opened. Attempts that failed need bits, for the ` +
      "reasons that mpc names when it has found no answer; so do iterations, and interruptions while a bit opened. If the session was " +
      "interrupted, find out why, and then open a new round; if not, measure variables in units that bring them closer together, or " +
      "choose another engine",
  ],
  inputs: [
    "NoAnswer",
    "the nodes have not computed: they say that a company's input is not what it committed to, but what they tell everybody of all inputs fits " +
      "together. Each node is wrong or has been told something else: stop the round",
  ],
  "proven-infeasible": [
    "KindProven",
    "the nodes have proven that the program is infeasible: no values within the upper bounds meet all rows. " +
      PROVEN_KIND,
  ],
  "proven-unbounded": [
    "KindProven",
    "the nodes have proven that the program is unbounded, or the multipliers of its optimum out of range. " +
      PROVEN_KIND,
  ],
  ray: [
    "RayTooLarge",
    "the program is unbounded, but the numbers of a direction in which it is are too long for mpc or the certificate: numbers with " +
      "fewer digits, or variables in units closer to each other, may help, and so may another engine",
  ],
};

function noAnswer(cause: Cause): SolverError {
  if (cause !== "infeasible" && cause !== "unbounded") return new SolverError(...NO_ANSWER[cause]);
  return new SolverError(
    "OwnPartKind",
    `the program is ${cause}. The proof of that takes the smallest integers that show it, and nobody can find them from its own part, so nothing else ` +
      'has opened. Rows or costs have to change: to see which, open a new round with "outcome": "sealed", in which every company learns the ' +
      "whole outcome, and the public its kind alone",
  );
}

/**
 * What all closings answer. Throws ProtocolError `InputNotCommitted`, naming the party;
 * `PointsDiffer`, `OutcomeDiffers` or `TranscriptDiffers`, naming the node at fault where one can
 * be named; and SolverError `NoAnswer`, `MultiplierTooLarge`, `RayTooLarge`, `OwnPartKind` or
 * `KindProven` if the nodes have nothing to open.
 */
function answerOf(closings: readonly NodeClosing[], expected: Expected): Exclude<Answer, { readonly kind: "none" }> {
  checkPoints(closings, expected);
  checkAnswers(closings);
  checkLinks(closings);
  const { answer } = closings[0]!;
  if (answer.kind === "none") throw noAnswer(answer.cause);
  return answer;
}

/** What the nodes sent a party in the end. */
export interface Closed {
  readonly closings: readonly NodeClosing[];
  /**
   * The party's own part from each, in order of node (own-part.ts); not read where all learn all.
   */
  readonly parts: readonly Uint8Array[];
  readonly expected: Expected;
}

/** `exponents`: those of `Answer`, null in columns that the party does not name. */
function tooLarge(exponents: readonly (bigint | null)[]): SolverError {
  const powers = exponents.map((exponent) => (exponent === null || exponent === 0n ? 0n : 10n ** exponent));
  if (powers.some((power) => power > 0n)) return new SolutionTooLarge(powers);
  return new SolverError(
    "SolutionTooLarge",
    "the solution is above the round's upper bounds, but in no variable that this company's file names: the companies whose files name " +
      "one learn which, and how large its bound must be; then open a new round",
  );
}

/**
 * A party's outcome. Throws what `answerOf` and `ownPartOf` throw, and SolutionTooLarge for a point
 * above the round's upper bounds, with powers of ten in place of the values that are above and 0 in
 * place of all others; SolverError of the same code for a party that names none that is above.
 */
export function outcomeOf({ closings, parts, expected }: Closed, round: PublicRound, party: number): AnyOutcome {
  const answer = answerOf(closings, expected);
  if (answer.kind === "unbounded") return answer;
  if (answer.kind === "own part") return ownPartOf(parts, answer.value, round, party);
  if (answer.kind === "above") throw tooLarge(answer.exponents ?? ownExponents(parts, round, party));
  return { ...answer, multipliers: rowsOf(round, party).map((row) => answer.multipliers[row]!) };
}
