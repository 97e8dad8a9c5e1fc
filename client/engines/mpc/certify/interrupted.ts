// What three nodes do at a restart of a session that was interrupted while a proof opened, or after
// one that failed: they go on with that opening, or play another epoch.
//
// Who plays: three nodes, each with what it has stored of an opening: nothing (or of an earlier
// one), its own components (*fixed*), or besides that it has found digests equal (*agreed*,
// finish-opening.ts). Whoever has agreed plays no further epoch, since what follows may have opened
// something. One that has not goes on if both others have fixed theirs in the same epoch; otherwise
// it plays, and what it has fixed is of no use to anybody. In place of playing it goes on with the
// opening of the proof before, if there was one (certify.ts): it has agreed on that one, and so
// have all that took part in the next proof, and its verdict was not 0.
//   1. Each tells the others how far it is, and in which epoch and proof.
//   2. Each tells the others what it does. Unless it has agreed itself, it stops where another does
//      something else.
// A node fixes its part before it sends digests, so that if one agrees, the other that keeps to the
// protocol has fixed its part: it neither plays nor lacks anything.
// What a node learns: how far the others are. Not protected: a node can stop the others before one
// of them has shown anything, also by saying other things than fit to one that has only fixed its
// part; and with what it says make them play a further epoch.
import { NEIGHBOURS } from "../../../crypto/proven/exchange.ts";
import type { Inbox } from "../../../crypto/proven/inbox.ts";
import { ProtocolError } from "../../../errors.ts";
import type { KeptOpening } from "./kept-opening.ts";

const STAGES = ["nothing", "fixed", "agreed"] as const;
type Stage = (typeof STAGES)[number];

interface State {
  readonly stage: Stage;
  readonly proof: number;
  readonly epoch: number;
}

const STATE_BYTES = 6;

function stateOf(kept: KeptOpening | null): State {
  if (kept === null) return { stage: "nothing", proof: 0, epoch: 0 };
  const { proof, epoch } = kept;
  return { stage: kept.opening.told === null ? "fixed" : "agreed", proof, epoch };
}

function encodeState({ stage, proof, epoch }: State): Uint8Array {
  const bytes = Buffer.alloc(STATE_BYTES);
  bytes.writeUInt8(STAGES.indexOf(stage));
  bytes.writeUInt8(proof, 1);
  bytes.writeUInt32BE(epoch, 2);
  return new Uint8Array(bytes);
}

/** A stage that there is not counts as nothing. */
function decodeState(bytes: Uint8Array): State {
  return { stage: STAGES[bytes[0]!] ?? "nothing", proof: bytes[1]!, epoch: Buffer.from(bytes).readUInt32BE(2) };
}

/** Whether a node that has not agreed goes on. */
function follows({ stage, proof, epoch }: State, others: readonly State[]): boolean {
  if (stage === "nothing") return false;
  return others.every((other) => other.stage !== "nothing" && other.proof === proof && other.epoch === epoch);
}

const DIFFERS =
  "the nodes do not agree on whether to go on with what was opening when the session was interrupted: this node's journal is from an earlier " +
  "time, or another node is wrong; find out why with the other nodes' operators, and play the round anew";

/**
 * What to go on with of what is kept: the newest opening, or that of the proof before; null to play
 * another epoch. What others tell is not waited for by a node that has agreed. Throws what links
 * throw, and ProtocolError `SessionOver`.
 */
export async function goesOn(inbox: Inbox, kept: KeptOpening | null): Promise<KeptOpening | null> {
  const { node } = inbox;
  const tell = (bytes: Uint8Array): Promise<Uint8Array>[] => {
    node.round();
    for (const neighbour of NEIGHBOURS) node.send(neighbour, bytes);
    return NEIGHBOURS.map((neighbour) => inbox.take(neighbour, bytes.length));
  };
  const own = stateOf(kept);
  const states = tell(encodeState(own));
  const newest = own.stage === "agreed" || follows(own, (await Promise.all(states)).map(decodeState));
  const chosen = newest ? kept : (kept?.before ?? null);
  const decision = chosen === null ? 0 : chosen.proof + 1;
  const decisions = tell(Uint8Array.of(decision));
  const agreed = stateOf(chosen).stage === "agreed";
  if (!agreed && (await Promise.all(decisions)).some(([other]) => other !== decision))
    throw new ProtocolError("SessionOver", DIFFERS);
  return chosen;
}
