// Proves on shares that ⟨left, right⟩ = sum, and opens an outcome only then, among three nodes of
// which one may depart from the protocol.
//
// Who plays: three nodes; any two have a stream of random bytes in common (node.ts), and hold the
// same component of each shared number, so that what is shared is defined by the two honest ones.
//
//   1. x and y from the streams, uniform; z = ⟨x, y⟩, not verified.
//   2. Every two nodes compare digests of what they hold in common of the statement and of z. Then
//      a random number opens that no node knew before; weight ρ and factor α follow from it.
//   3. left(ρ), right(ρ) and sum(ρ) follow. u = α·left − x and v = right − y open. If
//        t = α·sum − z − ⟨u, v⟩ − ⟨u, y⟩ − ⟨x, v⟩ = α·(sum − ⟨left, right⟩) − (z − ⟨x, y⟩)
//      is 0, then sum = ⟨left, right⟩ but for a probability of 1/q, since z is fixed before α.
//   4. s·t, s uniform and unknown to every node, not verified: 0 if t is, otherwise uniform.
//   5. s·t opens, and if it is 0, the outcome, with what every node has stored (finish-opening.ts):
//      what opens now opens in no later run, since a node that departs could break off and read
//      another verdict, or an outcome of its choice again.
//
// What a node learns: u and v, which are uniform; whether s·t is 0; the outcome, if it is. If s·t
// is not 0, it is uniform, and what made it so stays secret.
// Not protected: a node can stop the proof until another one shows something in step 5, and from
// then on by staying away from the next epoch, if the link between the two others breaks.
// Who stopped or spoilt it is not found out: a wrong message is one of two nodes'. Two nodes
// together know everything. Decision 55 has the theorem.
import { ProtocolError } from "../../errors.ts";
import type { Vector } from "../curve/vector.ts";
import { areEqual, DIGEST_BYTES, differ, digestOf, exchange, NEIGHBOURS } from "./exchange.ts";
import {
  concat,
  dot,
  type FieldShares,
  minus,
  multiple,
  numbersFrom,
  randomShares,
  received,
  sliceOf,
} from "./field.ts";
import { finishOpening, type Keep, type Proven } from "./finish-opening.ts";
import { Inbox } from "./inbox.ts";
import { dotAddend } from "./matrix.ts";
import type { ProvingNode } from "./node.ts";
import { openingOf } from "./opening.ts";
import { reshare } from "./reshare.ts";

/** ⟨left, right⟩ = sum, one number. */
export interface Claim {
  readonly left: FieldShares;
  readonly right: FieldShares;
  readonly sum: FieldShares;
}

export interface Statement {
  /** All that claims are made of. */
  readonly about: readonly FieldShares[];
  /** Of `left` and `right`. */
  readonly length: number;
  /** Linear in `about`; with a public weight that is drawn when `about` is fixed. */
  readonly claim: (weight: bigint) => Claim;
}

/**
 * Every two nodes hold the same of what they have in common, and have it for good: whoever has
 * heard from both knows that both have received all that went into it.
 * @throws ProtocolError `SharesDiffer`
 */
async function requireSame(node: ProvingNode, shares: readonly FieldShares[]): Promise<void> {
  const own = {
    next: digestOf(shares.map(({ second }) => second.bytes)),
    previous: digestOf(shares.map(({ first }) => first.bytes)),
  };
  const theirs = await exchange(node, own);
  for (const neighbour of NEIGHBOURS)
    if (!areEqual(theirs[neighbour], own[neighbour]))
      throw new ProtocolError("SharesDiffer", `this node and node ${node.indexOf(neighbour)} hold different shares`);
}

/** The component that a node lacks, from both others, which must agree. */
async function missing(
  node: ProvingNode,
  own: { readonly first: Uint8Array; readonly second: Uint8Array },
): Promise<Uint8Array> {
  const { next, previous } = await exchange(node, { next: own.first, previous: own.second });
  if (!areEqual(next, previous)) throw differ(node);
  return next;
}

/** 32 bytes that no node knew before, the same at all. */
async function coin(node: ProvingNode): Promise<Uint8Array> {
  const own = { first: new Uint8Array(DIGEST_BYTES), second: new Uint8Array(DIGEST_BYTES) };
  node.streams.previous.fill(own.first);
  node.streams.next.fill(own.second);
  const third = await missing(node, own);
  const parts = [own.first, own.second, third];
  return digestOf([0, 1, 2].map((component) => parts[(component - node.node + 3) % 3]!));
}

/** Opens numbers: of what a node lacks, one of the others sends all and the other a digest. */
async function open(node: ProvingNode, x: FieldShares): Promise<Vector> {
  const size = x.first.bytes.length;
  node.round();
  node.send("next", x.first.bytes);
  node.send("previous", digestOf([x.second.bytes]));
  const third = await node.receive("previous", size);
  const digest = await node.receive("next", DIGEST_BYTES);
  if (!areEqual(digestOf([third]), digest)) throw differ(node);
  return x.first.plus(x.second).plus(received(third, node.indexOf("previous")));
}

/** Shares of α·(sum − ⟨left, right⟩), if z was right; see the head of this file. */
async function differenceOf(
  node: ProvingNode,
  { left, right, sum }: Claim,
  factor: bigint,
  masks: { readonly x: FieldShares; readonly y: FieldShares; readonly z: FieldShares },
): Promise<FieldShares> {
  const { x, y, z } = masks;
  const length = x.first.length;
  const opened = await open(node, concat([minus(multiple(left, factor), x), minus(right, y)]));
  const [u, v] = [sliceOf(opened, 0, length), sliceOf(opened, length, length)];
  const linear = minus(multiple(sum, factor), z);
  const products = {
    first: dot(u, y.first).plus(dot(x.first, v)),
    second: dot(u, y.second).plus(dot(x.second, v)),
  };
  const rest = minus(linear, products);
  const constant = dot(u, v);
  if (node.node === 0) return { ...rest, first: rest.first.minus(constant) };
  return node.node === 2 ? { ...rest, second: rest.second.minus(constant) } : rest;
}

/**
 * Proves the statement, and opens the outcome if it holds. If honest nodes hold shares for which it
 * does not hold, the probability of an outcome is at most (d + 2)/q, where d is the degree in ρ of
 * the difference between the two sides of the claim. `keep` stores what this node needs to finish
 * after a restart.
 * @throws ProtocolError `SharesDiffer`, `NumberOutOfRange`; what links throw
 */
export async function openProven(
  node: ProvingNode,
  { about, length, claim }: Statement,
  outcome: FieldShares,
  keep: Keep = async () => {},
): Promise<Proven> {
  const [x, y] = [randomShares(node, length), randomShares(node, length)];
  const z = await reshare(node, dotAddend(x, y));
  await requireSame(node, [...about, outcome, z]);
  const [weight, factor] = numbersFrom(await coin(node), 2) as [bigint, bigint];
  const difference = await differenceOf(node, claim(weight), factor, { x, y, z });
  const verdict = await reshare(node, dotAddend(randomShares(node, 1), difference));
  const opening = openingOf(node, verdict, outcome);
  await keep(opening);
  return finishOpening(new Inbox(node), opening, keep);
}
