// What a company's turn of the first exchange of `mpc`, `mpc/four` or `mpc/proven` shows by itself
// (docs/wire.md, "Inputs of `mpc` and `mpc/four`"): points that it did not commit to, or shares for
// a node that do not match the digests that it sent to everybody.
import { concat, hexlify, id, sha256, toUtf8Bytes } from "ethers";
import { isSealed } from "../chain/sealed-params.ts";
import type { Claim } from "./claim.ts";
import type { Envelope } from "./envelope.ts";
import { areCommitted, pointsLength } from "./own-points.ts";

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
/** A node's key and its commitment to random numbers. */
const KEYS_BYTES = 64;
const TAG = toUtf8Bytes("concordat/sharing/v2/input");

/** Null if the turn shows neither, or is none of these. */
export function wrongIn(claim: Claim, { exchange, parts }: Envelope): "CommitmentBroken" | "MisdealProven" | null {
  const { history, named } = claim;
  const nodes = ENGINES.get(history.params.engine);
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
  if (isSealed(history.params) || told.length !== end + pointsLength(claim)) return null;
  return areCommitted(claim, told.subarray(end)) ? null : "CommitmentBroken";
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
    const due = digests.subarray(DIGEST_BYTES * component, DIGEST_BYTES * (component + 1));
    return sha256(concat([TAG, Uint8Array.of(count, component), part])) === hexlify(due);
  });
}
