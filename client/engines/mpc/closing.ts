// Compares the three nodes' closings and takes a party's outcome from them.
import { type NodeIndex, nextOf, previousOf } from "../../crypto/sharing/link.ts";
import { ProtocolError, SolverError } from "../../errors.ts";
import { SolutionTooLarge } from "../../lp/exact/fits.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { EngineOutcome } from "../engine.ts";
import { encodeClosing, type NodeClosing } from "./messages.ts";
import type { Cause } from "./outcome/answer.ts";
import { rowsOf } from "./shape.ts";

const NODE_INDICES: readonly NodeIndex[] = [0, 1, 2];
const EMPTY = new Uint8Array(32);
const NO_DIGESTS = { sent: EMPTY, received: EMPTY };

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/**
 * Index of the node that differs from both others while those agree; undefined if there is none.
 */
function oddOne(agrees: (a: NodeIndex, b: NodeIndex) => boolean): NodeIndex | undefined {
  const odd = NODE_INDICES.filter((node) => agrees(nextOf(node), previousOf(node)) && !agrees(node, nextOf(node)));
  return odd.length === 1 ? odd[0] : undefined;
}

function checkAnswers(closings: readonly NodeClosing[]): void {
  const answers = closings.map((closing) =>
    encodeClosing({ ...closing, digests: { next: NO_DIGESTS, previous: NO_DIGESTS }, earlier: [] }),
  );
  const agrees = (a: NodeIndex, b: NodeIndex): boolean => same(answers[a]!, answers[b]!);
  if (NODE_INDICES.every((node) => agrees(node, nextOf(node)))) return;
  const odd = oddOne(agrees);
  const who = odd === undefined ? "the three nodes' outcomes all differ" : `node ${odd} closes with another outcome`;
  throw new ProtocolError("OutcomeDiffers", `${who}: stop the round`, odd);
}

/**
 * What one end of a link sent must be what the other received. A node is named if it is the only
 * one with both links in doubt.
 */
function checkLinks(closings: readonly NodeClosing[]): void {
  const sound = (node: NodeIndex): boolean => {
    const [here, there] = [closings[node]!.digests.next, closings[nextOf(node)]!.digests.previous];
    return same(here.sent, there.received) && same(here.received, there.sent);
  };
  if (NODE_INDICES.every(sound)) return;
  const doubtful = NODE_INDICES.filter((node) => !sound(node) && !sound(previousOf(node)));
  throw new ProtocolError(
    "TranscriptDiffers",
    "two nodes do not agree on what they sent each other: stop the round",
    doubtful.length === 1 ? doubtful[0] : undefined,
  );
}

/** What each cause means, and what to do about it. */
const NO_ANSWER: Readonly<Record<Cause, readonly [code: string, text: string]>> = {
  precision: [
    "NoAnswer",
    "mpc has found no answer that it can prove, and no node is to blame. What can be the reason, the likeliest first: (1) a variable that " +
      "matters is some 10^9 times another, or a coefficient that matters is far below others of its row and of its column: measure " +
      "variables in units that bring them closer together; (2) rows are parallel, or contradict each other, but for less than the 15th " +
      "digit: leave one of them out, or change it; (3) a bound or right-hand side that never binds is far above all others: leave it " +
      "out. If nothing helps, choose another engine",
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
  ray: [
    "RayTooLarge",
    "the program is unbounded, but the numbers of a direction in which it is are too long for mpc or the certificate: numbers with " +
      "fewer digits, or variables in units closer to each other, may help, and so may another engine",
  ],
};

/**
 * A party's outcome from the three closings. Throws ProtocolError `OutcomeDiffers` or
 * `TranscriptDiffers`, naming the node at fault where one can be named; SolutionTooLarge for a
 * point above the round's upper bounds, with powers of ten in place of the values that are above
 * and 0 in place of all others; and SolverError `NoAnswer`, `MultiplierTooLarge` or `RayTooLarge`
 * if the nodes found no answer.
 */
export function outcomeOf(closings: readonly NodeClosing[], round: PublicRound, party: number): EngineOutcome {
  checkAnswers(closings);
  checkLinks(closings);
  const { answer } = closings[0]!;
  if (answer.kind === "none") throw new SolverError(...NO_ANSWER[answer.cause]);
  if (answer.kind === "above")
    throw new SolutionTooLarge(answer.exponents.map((exponent) => (exponent === 0n ? 0n : 10n ** exponent)));
  if (answer.kind === "unbounded") return answer;
  return { ...answer, multipliers: rowsOf(round, party).map((row) => answer.multipliers[row]!) };
}
