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
//   5. Every node gets digests of its missing component of s·t and of the outcome from both others,
//      with salts from the stream that those two have in common; they must agree, and everybody
//      says so before anything opens.
//   6. A node stores that it has come so far: what opens now opens in no later run, since a node
//      that departs could break off and read another verdict, or an outcome of its choice again.
//      s·t opens, and if it is 0, the outcome. Of the copies of a component that a node gets, it
//      takes one that matches the digest.
//
// What a node learns: u and v, which are uniform; whether s·t is 0; the outcome, if it is. If s·t
// is not 0, it is uniform, and what made it so stays secret.
// Not protected: a node can stop the proof before step 6, and from then on only its own part in it.
// Who stopped or spoilt it is not found out: a wrong message is one of two nodes'. Two nodes
// together know everything. Decision 55 has the theorem.
import { createHash } from "node:crypto";
import { ProtocolError } from "../../errors.ts";
import type { Vector } from "../curve/vector.ts";
import type { Links } from "../sharing/link.ts";
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
import { dotAddend } from "./matrix.ts";
import type { ProvingNode } from "./node.ts";
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

const DIGEST_BYTES = 32;
const SALT_BYTES = 32;
const NEIGHBOURS = ["next", "previous"] as const;

function differ(node: ProvingNode): ProtocolError {
  const pair = NEIGHBOURS.map((neighbour) => node.indexOf(neighbour)).join(" and ");
  return new ProtocolError("SharesDiffer", `nodes ${pair} sent different shares of the same value`);
}

function digestOf(parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

/** Sends to both neighbours, and returns what both sent. */
async function exchange(
  node: ProvingNode,
  messages: Readonly<Record<keyof Links, Uint8Array>>,
): Promise<Record<keyof Links, Uint8Array>> {
  node.round();
  for (const neighbour of NEIGHBOURS) node.send(neighbour, messages[neighbour]);
  return {
    next: await node.receive("next", messages.previous.length),
    previous: await node.receive("previous", messages.next.length),
  };
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

/** A component with the salt that its two holders have in common. */
interface Salted {
  readonly first: Uint8Array;
  readonly second: Uint8Array;
}

function salted({ streams }: ProvingNode, { first, second }: FieldShares): Salted {
  const salt = (stream: ProvingNode["streams"]["next"], { bytes }: Vector): Uint8Array => {
    const whole = new Uint8Array(SALT_BYTES + bytes.length);
    stream.fill(whole.subarray(0, SALT_BYTES));
    whole.set(bytes, SALT_BYTES);
    return whole;
  };
  return { first: salt(streams.previous, first), second: salt(streams.next, second) };
}

/** Digests of the missing components. Throws ProtocolError `SharesDiffer`. */
async function commit(node: ProvingNode, values: readonly Salted[]): Promise<Uint8Array[]> {
  const all = await missing(node, {
    first: new Uint8Array(Buffer.concat(values.map(({ first }) => digestOf([first])))),
    second: new Uint8Array(Buffer.concat(values.map(({ second }) => digestOf([second])))),
  });
  // Nobody opens anything before everybody has found the digests of both others equal.
  const agreed = Uint8Array.of(1);
  const theirs = await exchange(node, { next: agreed, previous: agreed });
  if (NEIGHBOURS.some((neighbour) => !areEqual(theirs[neighbour], agreed))) throw differ(node);
  return values.map((_, i) => all.subarray(DIGEST_BYTES * i, DIGEST_BYTES * (i + 1)));
}

/** What nodes have committed to. */
interface Committed {
  readonly shares: FieldShares;
  readonly own: Salted;
  /** Of the missing component. */
  readonly digest: Uint8Array;
}

/**
 * Opens what nodes have committed to, as soon as one copy of the missing component is right. From
 * each neighbour it comes after what `before` waits for.
 */
async function openCommitted(
  node: ProvingNode,
  { shares, own, digest }: Committed,
  before: readonly Promise<unknown>[],
): Promise<{ readonly values: bigint[]; readonly copies: readonly Promise<Uint8Array>[] }> {
  node.round();
  node.send("next", own.first);
  node.send("previous", own.second);
  const copies = NEIGHBOURS.map(async (neighbour, i) => {
    await before[i];
    const bytes = await node.receive(neighbour, own.first.length);
    if (!areEqual(digestOf([bytes]), digest)) throw differ(node);
    return bytes;
  });
  const third = await Promise.any(copies).catch((error: AggregateError) => {
    throw error.errors[0];
  });
  const sum = shares.first.plus(shares.second).plus(received(third.slice(SALT_BYTES), node.indexOf("previous")));
  return { values: sum.toNumbers(), copies };
}

/** The end of a proof. */
export interface Proven {
  /** In [0, q); null if the statement does not hold: then nothing has opened. */
  readonly outcome: bigint[] | null;
  /** Settles when links are free again, which a node that departs can prevent. */
  readonly rest: Promise<unknown>;
}

/**
 * Proves the statement, and opens the outcome if it holds. If honest nodes
 * hold shares for which it does not hold, the probability of an outcome is at most (d + 2)/q, where
 * d is the degree in ρ of the difference between the two sides of the claim. `begin` runs before
 * this node shows anything of the verdict.
 * @throws ProtocolError `SharesDiffer`, `NumberOutOfRange`; what links throw
 */
export async function openProven(
  node: ProvingNode,
  { about, length, claim }: Statement,
  outcome: FieldShares,
  begin: () => Promise<void> = async () => {},
): Promise<Proven> {
  const [x, y] = [randomShares(node, length), randomShares(node, length)];
  const z = await reshare(node, dotAddend(x, y));
  await requireSame(node, [...about, outcome, z]);
  const [weight, factor] = numbersFrom(await coin(node), 2) as [bigint, bigint];
  const difference = await differenceOf(node, claim(weight), factor, { x, y, z });
  const verdict = await reshare(node, dotAddend(randomShares(node, 1), difference));
  const all = [verdict, outcome].map((shares) => ({ shares, own: salted(node, shares) }));
  const digests = await commit(
    node,
    all.map(({ own }) => own),
  );
  await begin();
  const [first, last] = all.map((own, i) => ({ ...own, digest: digests[i]! })) as [Committed, Committed];
  const { values, copies } = await openCommitted(node, first, []);
  if (values[0] !== 0n) return { outcome: null, rest: Promise.allSettled(copies) };
  const opened = await openCommitted(node, last, copies);
  return { outcome: opened.values, rest: Promise.allSettled(opened.copies) };
}
