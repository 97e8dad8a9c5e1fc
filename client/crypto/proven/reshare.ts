// The messages of a computation that is proven afterwards: each is uniform to the node that
// receives it, whatever any node has sent before, since it is masked by a stream that the receiver
// lacks. A node that departs can add a number of its choice to each result, and nothing else:
// honest nodes hold shares of something in any case.
import { NUMBER_BYTES } from "../curve/little-endian.ts";
import { Vector } from "../curve/vector.ts";
import { type FieldShares, received, uniform } from "./field.ts";
import type { ProvingNode } from "./node.ts";

/** Shares of the sum of the nodes' addends. */
export async function reshare(node: ProvingNode, addend: Vector): Promise<FieldShares> {
  const { streams } = node;
  const { length } = addend;
  node.round();
  const first = addend.plus(uniform(streams.next, length)).minus(uniform(streams.previous, length));
  node.send("previous", first.bytes);
  const second = received(await node.receive("next", NUMBER_BYTES * length), node.indexOf("next"));
  return { first, second };
}

/** Shares of numbers that node 0 knows; the others pass null. */
export async function fromNodeZero(node: ProvingNode, values: Vector | null, length: number): Promise<FieldShares> {
  node.round();
  if (values !== null) {
    const second = uniform(node.streams.next, length);
    const first = values.minus(second);
    node.send("previous", first.bytes);
    return { first, second };
  }
  if (node.node === 1) return { first: uniform(node.streams.previous, length), second: Vector.zero(length) };
  const second = received(await node.receive("next", NUMBER_BYTES * length), node.indexOf("next"));
  return { first: Vector.zero(length), second };
}
