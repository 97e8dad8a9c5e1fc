// Compares the three nodes' closings and takes a party's outcome from them.
import { type NodeIndex, nextOf, previousOf } from "../../crypto/sharing/link.ts";
import { ProtocolError, SolverError } from "../../errors.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { EngineOutcome } from "../engine.ts";
import { encodeClosing, type NodeClosing } from "./messages.ts";
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

/**
 * A party's outcome from the three closings. Throws ProtocolError `OutcomeDiffers` or
 * `TranscriptDiffers`, naming the node at fault where one can be named, and SolverError `NoAnswer`
 * if the nodes found no answer.
 */
export function outcomeOf(closings: readonly NodeClosing[], round: PublicRound, party: number): EngineOutcome {
  checkAnswers(closings);
  checkLinks(closings);
  const { answer } = closings[0]!;
  if (answer.kind === "none")
    throw new SolverError(
      "NoAnswer",
      "mpc has found no answer that it can prove, and no node is to blame: a coefficient that matters is far below others of its row or " +
        "column, or a multiplier is far above the costs; measure rows and variables in units that bring them closer together, " +
        "leave out bounds that never bind, or choose another engine",
    );
  if (answer.kind === "unbounded") return answer;
  return { ...answer, multipliers: rowsOf(round, party).map((row) => answer.multipliers[row]!) };
}
