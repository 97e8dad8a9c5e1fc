// A node's closing with `mpc`, `mpc/four` or `mpc/proven` (docs/wire.md, "Inputs of `mpc` and
// `mpc/four`"): the end of its session, as it tells everybody.
import { concat, hexlify } from "ethers";
import type { Nodes } from "./inputs.ts";
import { POINT_BYTES } from "./own-points.ts";

/** Kind of the answer and number of earlier epochs. */
const HEAD_BYTES = 2;
/** SHA-256 of what a node sent on a link, or received. */
const TRAFFIC_BYTES = 32;

export interface Closing {
  readonly node: number;
  /** Kind and numbers, as text. */
  readonly answer: string;
  /** Digests of what it sent to another node in the last epoch, and received from it. */
  traffic(peer: number): { readonly sent: string; readonly received: string };
  /** What it tells of a component that it was dealt; null for one that it does not hold. */
  point(party: number, component: number): Uint8Array | null;
}

/** Null if the body is too short for its digests and points. */
export function readClosing(body: Uint8Array, node: number, nodes: Nodes, parties: number): Closing | null {
  const { count } = nodes;
  const held = nodes.held(node);
  const epoch = 2 * TRAFFIC_BYTES * (count - 1);
  const traffic = HEAD_BYTES + epoch * (body[1] ?? 0);
  const points = traffic + epoch;
  const end = points + POINT_BYTES * held.length * parties;
  if (body.length < end) return null;
  const digest = (at: number) => hexlify(body.subarray(at, at + TRAFFIC_BYTES));
  return {
    node,
    answer: concat([body.subarray(0, 1), body.subarray(end)]),
    traffic: (peer) => {
      // From the next node on.
      const at = traffic + 2 * TRAFFIC_BYTES * ((peer - node + count - 1) % count);
      return { sent: digest(at), received: digest(at + TRAFFIC_BYTES) };
    },
    point: (party, component) => {
      const place = held.indexOf(component);
      const at = points + POINT_BYTES * (held.length * party + place);
      return place < 0 ? null : body.subarray(at, at + POINT_BYTES);
    },
  };
}
