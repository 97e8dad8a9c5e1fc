// Nodes in one process that compute on shares, three or four, and what each of them receives.
import { FourNodes } from "../../client/crypto/four-sharing/four-nodes.ts";
import {
  connectFour,
  NODES as FOUR,
  type Links as FourLinks,
  type NodeIndex as FourNodeIndex,
} from "../../client/crypto/four-sharing/link.ts";
import type { Shares } from "../../client/crypto/sharing/arena.ts";
import { Arithmetic } from "../../client/crypto/sharing/arithmetic.ts";
import { FOUR_HOLDING, type Holding, THREE_HOLDING } from "../../client/crypto/sharing/holding.ts";
import { type Component, receiveInput, shareInput } from "../../client/crypto/sharing/input.ts";
import { connectLinks, type Link, type Links, type NodeIndex } from "../../client/crypto/sharing/link.ts";
import type { SharingMeter } from "../../client/crypto/sharing/party.ts";
import { ThreeNodes } from "../../client/crypto/sharing/three-nodes.ts";
import { createRandom, type Random } from "../../client/math/random.ts";

export const NODES: readonly NodeIndex[] = [0, 1, 2];
export const seeded = (byte: number): Random => createRandom(new Uint8Array(32).fill(byte));

/** Secrets in common with each neighbour; entry i is node i's. */
export function neighbourSeeds(byte: number): { readonly next: Uint8Array; readonly previous: Uint8Array }[] {
  const random = seeded(byte);
  const seeds = NODES.map(() => random.bytes(32));
  return NODES.map((node) => ({ next: seeds[node]!, previous: seeds[(node + 2) % 3]! }));
}

export interface NodesOptions {
  readonly seed?: number;
  readonly epoch?: number;
  readonly links?: readonly Links[];
  readonly meters?: readonly SharingMeter[];
}

export function createNodes({ seed = 1, epoch = 0, links = connectLinks(), meters }: NodesOptions = {}): Arithmetic[] {
  const seeds = neighbourSeeds(seed);
  return NODES.map((node) => {
    const meter = meters?.[node];
    const options = { node, links: links[node]!, seeds: seeds[node]!, epoch };
    return new Arithmetic(new ThreeNodes(meter === undefined ? options : { ...options, meter }));
  });
}

export interface FourOptions extends Omit<NodesOptions, "links"> {
  readonly links?: readonly FourLinks[];
}

export function createFour({ seed = 1, epoch = 0, links = connectFour(), meters }: FourOptions = {}): Arithmetic[] {
  const random = seeded(seed);
  const seeds = FOUR.map(() => random.bytes(32));
  return FOUR.map((node) => {
    const meter = meters?.[node];
    const options = { node, links: links[node]!, seeds: seeds.with(node, new Uint8Array(0)), epoch };
    return new Arithmetic(new FourNodes(meter === undefined ? options : { ...options, meter }));
  });
}

/** Both schemes, for tests that hold for either. */
export const SCHEMES: readonly (readonly [
  name: string,
  create: (options?: Pick<NodesOptions, "meters">) => Arithmetic[],
])[] = [
  ["three nodes", createNodes],
  ["four nodes", createFour],
];

/** Per node, its components of words that a party deals. */
export function dealWords(
  holding: Holding,
  values: readonly bigint[],
  random: Random,
): readonly (readonly Component[])[] {
  const counts = { integers: 0, words: values.length, blindings: 0 };
  const { messages } = shareInput(holding, { integers: [], words: values, blindings: [] }, random);
  return messages.map((bytes, node) => receiveInput(holding, node, bytes, counts));
}

type Program<T> = (arithmetic: Arithmetic, inputs: readonly Shares[]) => Promise<T>;

/** What the program returns at each node, on fresh shares of the inputs. */
export function runShared<T>(
  nodes: readonly Arithmetic[],
  inputs: readonly (readonly bigint[])[],
  random: Random,
  program: Program<T>,
): Promise<T[]> {
  const holding = nodes.length === NODES.length ? THREE_HOLDING : FOUR_HOLDING;
  const dealt = inputs.map((values) => dealWords(holding, values, random));
  return Promise.all(
    nodes.map(async (node) => {
      const mark = node.mark();
      const shares = dealt.map((components) => node.importInput(components[node.node]!));
      const result = await program(node, shares);
      node.release(mark);
      return result;
    }),
  );
}

/** Opens what the program returns; all nodes must read the same. */
export async function openShared(
  nodes: readonly Arithmetic[],
  inputs: readonly (readonly bigint[])[],
  random: Random,
  program: Program<Shares>,
): Promise<bigint[]> {
  const read = await runShared(nodes, inputs, random, async (node, shares) => node.open(await program(node, shares)));
  for (const values of read) {
    if (values.some((value, i) => value !== read[0]![i])) throw new Error("the nodes read different values");
  }
  return read[0]!;
}

export interface Observed {
  readonly node: NodeIndex;
  readonly from: keyof Links;
  readonly bytes: Uint8Array;
}

/**
 * The links, with each message that a node receives passed to `see`, which may return another in
 * its place.
 */
export function observeLinks(links: readonly Links[], see: (message: Observed) => Uint8Array | undefined): Links[] {
  return links.map((own, node) => {
    const observe = (from: keyof Links): Link => ({
      send: (bytes) => own[from].send(bytes),
      receive: async (length) => {
        const bytes = await own[from].receive(length);
        return see({ node: node as NodeIndex, from, bytes }) ?? bytes;
      },
    });
    return { next: observe("next"), previous: observe("previous") };
  });
}

export interface FourMessage {
  readonly from: FourNodeIndex;
  readonly to: FourNodeIndex;
  readonly bytes: Uint8Array;
}

/**
 * The links of four nodes, with each message that a node sends passed to `see`, which may return
 * another in its place.
 */
export function observeFour(
  links: readonly FourLinks[],
  see: (message: FourMessage) => Uint8Array | undefined,
): FourLinks[] {
  return links.map((own, node) => {
    const observe = (to: FourNodeIndex): Link => ({
      send: (bytes) => own[to].send(see({ from: node as FourNodeIndex, to, bytes }) ?? bytes),
      receive: (length) => own[to].receive(length),
    });
    return { 0: observe(0), 1: observe(1), 2: observe(2), 3: observe(3) };
  });
}
