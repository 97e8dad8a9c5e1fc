// Whether a company dealt other numbers than it committed to, from what all sent to everybody,
// signed, in `mpc`, `mpc/four` and `mpc/proven` (docs/wire.md, "Inputs of `mpc` and `mpc/four`"):
// all first messages, and the nodes' closings, in which each tells a point of every component that
// it was dealt. What a company dealt opens its commitment only if its points add up.
//
// What this rests on: of each component, one node at least that holds it tells the point of what it
// was dealt. All others may tell, and the company may deal, what they like. Who dealt what it
// committed to is then never named, whatever α is, since points of such components do add up.
import { concat, getBytes, hexlify, keccak256, sha512, toUtf8Bytes } from "ethers";
import { ROUND, tagged } from "../certificate/digests.ts";
import { type Affine, combine, isPoint, toScalar } from "../certificate/group.ts";
import type { History } from "../chain/history.ts";
import type { Place } from "../place.ts";
import { powersOf } from "../sealed/domain.ts";
import { phrase } from "../words/english.ts";
import type { Claim, Finding } from "./claim.ts";
import type { Closing } from "./closing.ts";
import { type Nodes, nodesOf, readFirstMessage } from "./inputs.ts";
import { areCommitted, pairsOf, pointsLength } from "./own-points.ts";
import { closingsIn, FIRST, Lack, toldIn, unlessLacking } from "./told.ts";

/** The client's code of this fault. */
export const NOT_COMMITTED = "InputNotCommitted";

const ALPHA_TAG = toUtf8Bytes("concordat/mpc/v1/inputs/alpha");

/**
 * What the turns in a folder show of the named party; null where they are not there, or the round's
 * engine shares no inputs.
 */
export async function withFirstTurns(claim: Claim, folder: Place): Promise<Finding | null> {
  const nodes = nodesOf(claim.history.params);
  if (nodes === null || !(await folder.exists())) return null;
  return unlessLacking(claim, () => compare(claim, nodes, folder));
}

async function compare(claim: Claim, nodes: Nodes, folder: Place): Promise<Finding> {
  const { named, history } = claim;
  const firsts: Uint8Array[] = [];
  for (const party of history.params.parties.keys())
    firsts.push(await toldIn(claim, folder, { exchange: FIRST, from: party }));
  const closings = await closingsIn(claim, nodes, folder);

  const committed = committedPoints(claim, nodes, firsts[named]!);
  if (committed === null)
    return ["passed", "CommitmentBroken", phrase("CommitmentBroken", { party: named, exchange: FIRST })];
  const dealt = Array.from({ length: nodes.count }, (_, component) => pointOf(named, component, closings));
  const alpha = alphaOf(history, firsts);
  const [, ...weights] = powersOf(alpha, committed.length + 1);
  const due = committed.map((point, row) => [weights[row]!, point] as const);
  const terms = [...due, ...dealt.flatMap((point) => (point === null ? [] : [[-1n, point] as const]))];
  if (combine(terms) === null) throw new Lack(phrase("InputAddsUp", { party: named }));
  const holders = nodes.held(0).length;
  return ["passed", NOT_COMMITTED, phrase("InputNotCommitted", { party: named, holders })];
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

/** The point of a component, of which all its holders must tell the same; null for infinity. */
function pointOf(named: number, component: number, closings: readonly Closing[]): Affine | null {
  const copies = closings.flatMap(({ node, point }) => {
    const bytes = point(named, component);
    return bytes === null ? [] : [{ node, bytes }];
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
