// What three nodes do at a restart of a session that was interrupted while a proof opened: they go
// on with that opening, or play another epoch.
//
// Who plays: three nodes, each with what it has stored of an opening: nothing (or of an earlier
// one), its own components (*fixed*), or besides that it has found digests equal (*agreed*,
// finish-opening.ts). Whoever has agreed plays no further epoch, since what follows may have opened
// something. One that has not goes on if both others have fixed theirs in the same epoch; otherwise
// it plays, and what it has fixed is of no use to anybody.
//   1. Each tells the others how far it is, and in which epoch.
//   2. Each tells the others what it does. Unless it has agreed itself, it stops where another does
//      something else.
// A node fixes its part before it sends digests, so that if one agrees, the other that keeps to the
// protocol has fixed its part: it neither plays nor lacks anything.
// What a node learns: how far the others are. Not protected: a node can stop the others before one
// of them has agreed, and with what it says make them play a further epoch.
import { NEIGHBOURS } from "../../../crypto/proven/exchange.ts";
import type { Inbox } from "../../../crypto/proven/inbox.ts";
import { ProtocolError } from "../../../errors.ts";
import type { KeptOpening } from "./kept-opening.ts";

const STAGES = ["nothing", "fixed", "agreed"] as const;
type Stage = (typeof STAGES)[number];

interface State {
  readonly stage: Stage;
  readonly epoch: number;
}

const STATE_BYTES = 5;

function stateOf(kept: KeptOpening | null): State {
  if (kept === null) return { stage: "nothing", epoch: 0 };
  return { stage: kept.opening.told === null ? "fixed" : "agreed", epoch: kept.epoch };
}

function encodeState({ stage, epoch }: State): Uint8Array {
  const bytes = Buffer.alloc(STATE_BYTES);
  bytes.writeUInt8(STAGES.indexOf(stage));
  bytes.writeUInt32BE(epoch, 1);
  return new Uint8Array(bytes);
}

/** A stage that there is not counts as nothing. */
function decodeState(bytes: Uint8Array): State {
  return { stage: STAGES[bytes[0]!] ?? "nothing", epoch: Buffer.from(bytes).readUInt32BE(1) };
}

/** Whether a node that has not agreed goes on. */
function follows({ stage, epoch }: State, others: readonly State[]): boolean {
  if (stage === "nothing") return false;
  return others.every((other) => other.stage !== "nothing" && other.epoch === epoch);
}

const DIFFERS =
  "the nodes do not agree on whether to go on with what was opening when the session was interrupted: this node's journal is from an earlier " +
  "time, or another node is wrong; find out why with the other nodes' operators, and play the round anew";

/**
 * Whether to go on with what is kept of the newest opening. Not that of others is waited for by a
 * node that has agreed. Throws what links throw, and ProtocolError `SessionOver`.
 */
export async function goesOn(inbox: Inbox, kept: KeptOpening | null): Promise<boolean> {
  const { node } = inbox;
  const tell = (bytes: Uint8Array): Promise<Uint8Array>[] => {
    node.round();
    for (const neighbour of NEIGHBOURS) node.send(neighbour, bytes);
    return NEIGHBOURS.map((neighbour) => inbox.take(neighbour, bytes.length));
  };
  const own = stateOf(kept);
  const states = tell(encodeState(own));
  const agreed = own.stage === "agreed";
  const goes = agreed || follows(own, (await Promise.all(states)).map(decodeState));
  const decisions = tell(Uint8Array.of(Number(goes)));
  if (!agreed && (await Promise.all(decisions)).some(([decision]) => decision !== Number(goes)))
    throw new ProtocolError("SessionOver", DIFFERS);
  return goes;
}
