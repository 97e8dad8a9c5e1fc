// What a company's turn of the first exchange of `mpc`, `mpc/four` or `mpc/proven` shows by itself
// (docs/wire.md, "Inputs of `mpc` and `mpc/four`"): points that it did not commit to, or shares for
// a node that do not match the digests that it sent to everybody.
import { concat, getBytes, hexlify, id, sha256, toUtf8Bytes } from "ethers";
import { wordsOf } from "../certificate/digests.ts";
import type { Affine } from "../certificate/group.ts";
import { isSealed } from "../chain/sealed-params.ts";
import type { Claim } from "./claim.ts";
import { isCommitted } from "./disclosure.ts";
import type { Envelope } from "./envelope.ts";

/** Nodes, the component that is dealt as a correction, and the components of a node. */
interface Nodes {
  readonly count: number;
  readonly correction: number;
  readonly held: (node: number) => readonly number[];
}

const THREE: Nodes = { count: 3, correction: 1, held: (node) => [node, (node + 1) % 3] };
const FOUR: Nodes = { count: 4, correction: 0, held: (node) => [1, 2, 3].map((step) => (node + step) % 4) };
const ENGINES: ReadonlyMap<string, Nodes> = new Map([
  [id("mpc"), THREE],
  [id("mpc/four"), FOUR],
  [id("mpc/proven"), THREE],
]);

const SEED_BYTES = 32;
const DIGEST_BYTES = 32;
const POINT_BYTES = 64;
/** A node's key and its commitment to random numbers. */
const KEYS_BYTES = 64;
const TAG = toUtf8Bytes("concordat/sharing/v2/input");

/** Null if the turn shows neither, or is none of these. */
export function wrongIn(
  { history, named, generators }: Claim,
  { exchange, parts }: Envelope,
): "CommitmentBroken" | "MisdealProven" | null {
  const { params } = history;
  const nodes = ENGINES.get(params.engine);
  const told = parts[0]?.body;
  if (exchange !== 0 || nodes === undefined || told === undefined || told === null) return null;
  const start = named < nodes.count ? KEYS_BYTES : 0;
  const end = start + DIGEST_BYTES * nodes.count;
  if (told.length < end) return null;
  const digests = told.subarray(start, end);
  const receivers = Array.from({ length: nodes.count }, (_, node) => node).filter((node) => node !== named);
  const isMisdealt = receivers.some((node, k) => {
    const dealt = parts[1 + k]?.body ?? null;
    return dealt !== null && !matches(nodes, node, dealt, digests);
  });
  if (isMisdealt) return "MisdealProven";
  if (isSealed(params)) return null;
  const owns = named === params.objectiveOwner;
  const rows = params.inequalities[named]! + params.equalities[named]!;
  if (told.length !== end + POINT_BYTES * (rows + (owns ? 1 : 0))) return null;
  const words = told.length === end ? [] : wordsOf(hexlify(told.subarray(end)));
  const points = Array.from({ length: words.length / 2 }, (_, i): Affine => [words[2 * i]!, words[2 * i + 1]!]);
  const objectivePoint = owns ? points.pop()! : null;
  return isCommitted(history, named, { points, objectivePoint }, generators().counters) ? null : "CommitmentBroken";
}

/** Whether what a node was dealt has the digests of its components. */
function matches({ count, correction, held }: Nodes, node: number, dealt: Uint8Array, digests: Uint8Array): boolean {
  const components = held(node);
  const rest = dealt.length - SEED_BYTES * components.filter((component) => component !== correction).length;
  if (rest < 0) return false;
  let offset = 0;
  return components.every((component) => {
    const length = component === correction ? rest : SEED_BYTES;
    const part = dealt.subarray(offset, offset + length);
    offset += length;
    const digest = getBytes(sha256(concat([TAG, Uint8Array.of(count, component), part])));
    const due = digests.subarray(DIGEST_BYTES * component, DIGEST_BYTES * (component + 1));
    return hexlify(digest) === hexlify(due);
  });
}
