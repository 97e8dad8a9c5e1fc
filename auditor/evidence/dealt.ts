// What a company's turn of the first exchange of `mpc`, `mpc/four` or `mpc/proven` shows by itself:
// points that it did not commit to, or shares for a node that do not match the digests that it sent
// to everybody.
import { concat, hexlify, sha256, toUtf8Bytes } from "ethers";
import type { Claim } from "./claim.ts";
import type { Envelope } from "./envelope.ts";
import { DIGEST_BYTES, type Nodes, nodesOf, readFirstMessage } from "./inputs.ts";
import { areCommitted, pointsLength } from "./own-points.ts";

const SEED_BYTES = 32;
const TAG = toUtf8Bytes("concordat/sharing/v2/input");

/** Null if the turn shows neither, or is none of these. */
export function wrongIn(claim: Claim, { exchange, parts }: Envelope): "CommitmentBroken" | "MisdealProven" | null {
  const { history, named } = claim;
  const nodes = nodesOf(history.params);
  const told = parts[0]?.body;
  if (exchange !== 0 || nodes === null || told === undefined || told === null) return null;
  const first = readFirstMessage(nodes, named, told);
  if (first === null) return null;
  const { digests, points } = first;
  const receivers = Array.from({ length: nodes.count }, (_, node) => node).filter((node) => node !== named);
  const isMisdealt = receivers.some((node, k) => {
    const dealt = parts[1 + k]?.body ?? null;
    return dealt !== null && !matches(nodes, node, dealt, digests);
  });
  if (isMisdealt) return "MisdealProven";
  if (points.length !== pointsLength(claim)) return null;
  return areCommitted(claim, points) === "no" ? "CommitmentBroken" : null;
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
