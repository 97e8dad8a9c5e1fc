// Whether a company dealt other numbers than it committed to, from what all sent to everybody,
// signed, in `mpc`, `mpc/four` and `mpc/proven` (docs/wire.md, "Inputs of `mpc` and `mpc/four`"):
// all first messages, and the nodes' closings, in which each tells a point of every component that
// it was dealt. What a company dealt opens its commitment only if its points add up.
//
// What this rests on: of each component, one node at least that holds it tells the point of what it
// was dealt. All others may tell, and the company may deal, what they like. Who dealt what it
// committed to is then never named, whatever α is, since points of such components do add up.
import { concat, getBytes, hexlify, keccak256, sha512, toUtf8Bytes } from "ethers";
import { ROUND, type Turn, tagged } from "../certificate/digests.ts";
import { type Affine, combine, isPoint, toScalar } from "../certificate/group.ts";
import type { History } from "../chain/history.ts";
import type { Place } from "../place.ts";
import { powersOf } from "../sealed/domain.ts";
import { inEnglish, phrase } from "../words/english.ts";
import type { Phrase } from "../words/phrase.ts";
import { type Claim, type Finding, provesNothing } from "./claim.ts";
import { readEnvelope } from "./envelope.ts";
import { type Nodes, nodesOf, readFirstMessage } from "./inputs.ts";
import { areCommitted, POINT_BYTES, pairsOf, pointsLength } from "./own-points.ts";
import { turnFile } from "./parts.ts";
import { signedBy } from "./signed.ts";

/** The client's code of this fault. */
export const NOT_COMMITTED = "InputNotCommitted";

/** The exchanges of the first messages and of the closings. */
const [FIRST, CLOSING] = [0, 1] as const;
const ALPHA_TAG = toUtf8Bytes("concordat/mpc/v1/inputs/alpha");
/** Kind of the answer and number of earlier epochs, before the digests of a closing. */
const CLOSING_HEAD = 2;
/** Digests of what went over a link, in both directions. */
const LINK_BYTES = 64;

/** Why the turns prove nothing. */
class Lack extends Error {
  readonly why: Phrase;
  constructor(why: Phrase) {
    super(inEnglish(why));
    this.why = why;
  }
}

/**
 * What the turns in a folder show of the named party; null where they are not there, or the round's
 * engine shares no inputs.
 */
export async function withFirstTurns(claim: Claim, folder: Place): Promise<Finding | null> {
  const nodes = nodesOf(claim.history.params);
  if (nodes === null || !(await folder.exists())) return null;
  try {
    return await compare(claim, nodes, folder);
  } catch (error) {
    if (!(error instanceof Lack)) throw error;
    return provesNothing(claim, error.why);
  }
}

async function compare(claim: Claim, nodes: Nodes, folder: Place): Promise<Finding> {
  const { named, history } = claim;
  const firsts: Uint8Array[] = [];
  for (const party of history.params.parties.keys())
    firsts.push(await messageOf(claim, folder, { exchange: FIRST, from: party }));
  const closings: Uint8Array[] = [];
  for (let node = 0; node < nodes.count; node++)
    closings.push(await messageOf(claim, folder, { exchange: CLOSING, from: node }));

  const committed = committedPoints(claim, nodes, firsts[named]!);
  if (committed === null)
    return ["passed", "CommitmentBroken", phrase("CommitmentBroken", { party: named, exchange: FIRST })];
  const told = closings.map((body, node) => toldBy(claim, nodes, { node, body }));
  const dealt = Array.from({ length: nodes.count }, (_, component) => pointOf(named, nodes, component, told));
  const alpha = alphaOf(history, firsts);
  const [, ...weights] = powersOf(alpha, committed.length + 1);
  const due = committed.map((point, row) => [weights[row]!, point] as const);
  const terms = [...due, ...dealt.flatMap((point) => (point === null ? [] : [[-1n, point] as const]))];
  if (combine(terms) === null) throw new Lack(phrase("InputAddsUp", { party: named }));
  const holders = nodes.held(0).length;
  return ["passed", NOT_COMMITTED, phrase("InputNotCommitted", { party: named, holders })];
}

/** The first message of a turn, for everybody; throws a Lack unless its party posted the turn. */
async function messageOf({ history, view }: Claim, folder: Place, turn: Turn): Promise<Uint8Array> {
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

/** The points of the named party; null if they are not those that it committed to. */
function committedPoints(claim: Claim, nodes: Nodes, body: Uint8Array): Affine[] | null {
  const { named } = claim;
  const bytes = readFirstMessage(nodes, named, body)?.points;
  const points = bytes?.length === pointsLength(claim) ? pairsOf(bytes) : null;
  if (points === null || !points.every(isPoint))
    throw new Lack(phrase("TurnMalformed", { party: named, exchange: FIRST }));
  const committed = areCommitted(claim, bytes!);
  if (committed === "unknown") throw new Lack(phrase("CommitmentNeedsTerms", { party: named }));
  return committed === "yes" ? points : null;
}

interface Closing {
  readonly node: number;
  readonly body: Uint8Array;
}

/** What a node tells of the named party's components, in the order in which it holds them. */
function toldBy({ named, history }: Claim, { count, held }: Nodes, { node, body }: Closing): Uint8Array[] {
  const epochs = (body[1] ?? 0) + 1;
  const components = held(node).length;
  const start = CLOSING_HEAD + epochs * LINK_BYTES * (count - 1);
  if (body.length < start + POINT_BYTES * components * history.params.parties.length)
    throw new Lack(phrase("TurnMalformed", { party: node, exchange: CLOSING }));
  return Array.from({ length: components }, (_, k) => {
    const at = start + POINT_BYTES * (components * named + k);
    return body.subarray(at, at + POINT_BYTES);
  });
}

/** The point of a component, of which all its holders must tell the same; null for infinity. */
function pointOf(named: number, { held }: Nodes, component: number, told: readonly Uint8Array[][]): Affine | null {
  const copies = told.flatMap((own, node) => {
    const place = held(node).indexOf(component);
    return place < 0 ? [] : [{ node, bytes: own[place]! }];
  });
  const [point] = pairsOf(copies[0]!.bytes) as [Affine];
  const isInfinity = point.every((coordinate) => coordinate === 0n);
  const isSame = new Set(copies.map(({ bytes }) => hexlify(bytes))).size === 1;
  if (!isSame || !(isInfinity || isPoint(point)))
    throw new Lack(phrase("TellNoPoint", { party: named, nodes: copies.map(({ node }) => node) }));
  return isInfinity ? null : point;
}

/** α, by which rows are combined: a hash of the round, its commitments and all first messages. */
function alphaOf({ key, commits }: History, firsts: readonly Uint8Array[]): bigint {
  const commitments = keccak256(concat(commits.map((commit) => commit!.digest)));
  const { chainId, coordinator, round } = key;
  const digest = tagged("concordat/inputs/v1", [...ROUND, "bytes32"], [chainId, coordinator, round, commitments]);
  return toScalar(BigInt(sha512(concat([ALPHA_TAG, getBytes(digest), ...firsts]))));
}
