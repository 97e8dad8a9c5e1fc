// Three proving nodes in one process, and a dealer of integers to them. No effect on import.
import { Vector } from "../../../client/crypto/curve/vector.ts";
import type { FieldShares } from "../../../client/crypto/proven/field.ts";
import { ProvingNode } from "../../../client/crypto/proven/node.ts";
import { encodeElements } from "../../../client/crypto/sharing/elements.ts";
import { connectLinks, type Links, type NodeIndex } from "../../../client/crypto/sharing/link.ts";
import type { SharingMeter } from "../../../client/crypto/sharing/party.ts";
import { type Random, randomBelow } from "../../../client/math/random.ts";
import { NODES, neighbourSeeds } from "../../support/sharing.ts";

export interface ProvingOptions {
  readonly seed?: number;
  /** In place of those that follow from `seed`. */
  readonly seeds?: ReturnType<typeof neighbourSeeds>;
  /** Stands between a node and its links. */
  readonly change?: (node: NodeIndex, links: Links) => Links;
  readonly meters?: readonly SharingMeter[];
  /** May change, in place, numbers that a node has computed as it sends them. */
  readonly computes?: (node: NodeIndex, numbers: Uint8Array) => void;
  /** Hears of each node's end at once. */
  readonly ended?: (node: NodeIndex, result: PromiseSettledResult<unknown>) => void;
}

/** What every node returns or throws; a node that throws stops. */
export function runProving<T>(
  play: (node: ProvingNode) => Promise<T>,
  {
    seed = 1,
    change = (_, links) => links,
    meters,
    computes = () => {},
    ended = () => {},
    ...own
  }: ProvingOptions = {},
): Promise<PromiseSettledResult<T>[]> {
  const network = connectLinks();
  const { seeds = neighbourSeeds(seed) } = own;
  return Promise.allSettled(
    NODES.map(async (node) => {
      const own = network[node]!;
      const meter = meters?.[node];
      const options = { node, links: change(node, own), seeds: seeds[node]!, epoch: 0, ...(meter && { meter }) };
      try {
        const proving = new ProvingNode(options);
        const send = proving.send.bind(proving);
        proving.send = (to, bytes) => {
          computes(node, bytes);
          send(to, bytes);
        };
        const value = await play(proving);
        ended(node, { status: "fulfilled", value });
        return value;
      } catch (reason) {
        ended(node, { status: "rejected", reason });
        own.end();
        throw reason;
      }
    }),
  );
}

/** All nodes' results. Throws what the first of them throws. */
export async function resultsOf<T>(settled: Promise<PromiseSettledResult<T>[]>): Promise<T[]> {
  return (await settled).map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}

/** Two components below 2^160, and the difference. */
function components(value: bigint, random: Random): [bigint, bigint, bigint] {
  const [one, other] = [randomBelow(random, 1n << 160n), randomBelow(random, 1n << 160n)];
  return [one, other, value - one - other];
}

/** Shares over the integers, as elements of the field; entry i is node i's. */
export function dealNumbers(values: readonly bigint[], random: Random): FieldShares[] {
  const dealt = values.map((value) => components(value, random));
  const part = (component: number) => Vector.of(dealt.map((own) => own[component % 3]!));
  return NODES.map((node) => ({ first: part(node), second: part(node + 1) }));
}

/** Shares modulo 2^128, encoded; entry i is node i's. */
export function dealElements(values: readonly bigint[], random: Random): [Uint8Array, Uint8Array][] {
  const dealt = values.map((value) => components(value, random));
  const part = (component: number) => encodeElements(dealt.map((own) => BigInt.asIntN(128, own[component % 3]!)));
  return NODES.map((node) => [part(node), part(node + 1)]);
}

/** The numbers in [0, q) that all nodes' shares add up to. */
export function together(shares: readonly FieldShares[]): bigint[] {
  return shares[0]!.first.plus(shares[0]!.second).plus(shares[1]!.second).toNumbers();
}
