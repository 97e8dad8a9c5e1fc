// What parties told everybody in posted turns, as files of an evidence folder. Each must be what
// its party signed and posted the digest of.
import type { Turn } from "../certificate/digests.ts";
import type { Place } from "../place.ts";
import { inEnglish, phrase } from "../words/english.ts";
import type { Phrase } from "../words/phrase.ts";
import { type Claim, type Finding, provesNothing } from "./claim.ts";
import { type Closing, readClosing } from "./closing.ts";
import { readEnvelope } from "./envelope.ts";
import type { Nodes } from "./inputs.ts";
import { turnFile } from "./parts.ts";
import { signedBy } from "./signed.ts";

/** The exchanges of the first messages and of the closings. */
export const [FIRST, CLOSING] = [0, 1] as const;

/** Why turns prove nothing. */
export class Lack extends Error {
  readonly why: Phrase;
  constructor(why: Phrase) {
    super(inEnglish(why));
    this.why = why;
  }
}

/** What `find` finds; where it throws a Lack, that the turns prove nothing. */
export async function unlessLacking(claim: Claim, find: () => Promise<Finding>): Promise<Finding> {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof Lack)) throw error;
    return provesNothing(claim, error.why);
  }
}

/** The first message of a turn, for everybody; throws a Lack unless its party posted the turn. */
export async function toldIn({ history, view }: Claim, folder: Place, turn: Turn): Promise<Uint8Array> {
  const { from, exchange } = turn;
  const about = { party: from, exchange };
  const file = folder.at(turnFile(turn));
  if (!(await file.exists())) throw new Lack(phrase("TurnLacking", about));
  const envelope = readEnvelope(await file.read());
  const post = history.postOf(turn);
  // The digest on chain is of round, exchange and party, too.
  if (envelope === null || post === undefined || envelope.digest !== post.digest)
    throw new Lack(phrase("TurnNotPosted", about));
  const block = post.block.number;
  const signed = await signedBy(envelope, history.params.parties[from]!, block, view);
  if (signed === "no") throw new Lack(phrase("TurnNotPosted", about));
  if (signed === "unknown") throw new Lack(phrase("SignedStateGone", { block, party: from }));
  const body = envelope.parts[0]?.body ?? null;
  if (body === null) throw new Lack(phrase("TurnWithoutMessage", about));
  return body;
}

/** The closings of all nodes; throws a Lack unless all are there, posted and long enough. */
export async function closingsIn(claim: Claim, nodes: Nodes, folder: Place): Promise<Closing[]> {
  const parties = claim.history.params.parties.length;
  const closings: Closing[] = [];
  for (let node = 0; node < nodes.count; node++) {
    const closing = readClosing(await toldIn(claim, folder, { exchange: CLOSING, from: node }), node, nodes, parties);
    if (closing === null) throw new Lack(phrase("TurnMalformed", { party: node, exchange: CLOSING }));
    closings.push(closing);
  }
  return closings;
}
