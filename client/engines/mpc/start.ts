// What the three nodes agree on before they compute, over their links: the epoch, the checkpoint to
// go on from, and the seed of the random numbers that all three know (perturb.ts), and a salt for
// their masks. Each node contributes 32 bytes to the seed that follow from its own secret, so that
// they are the same in every life of the round and nobody but the nodes knows the seed: whoever has
// it can play a guess of all data again and compare the number of iterations. The salt is made of
// bytes that each node draws afresh for every start, so that masks do not repeat even where epochs
// do, such as after two nodes were put back from a backup: one node that has drawn anew is enough.
// Not protected: a node that departs from the protocol can choose its contribution after it has
// heard the others'.
import { createHash, hkdfSync } from "node:crypto";
import { type Links, type NodeIndex, nextOf, previousOf } from "../../crypto/sharing/link.ts";
import { ProtocolError } from "../../errors.ts";

/** Checkpoints that nodes tell each other of. */
export const TOLD = 2;
const NOTHING = 0xffffffff;
export const SEED_BYTES = 32;
export const NONCE_BYTES = 32;
const HEAD_BYTES = 4 * (1 + TOLD);
/** Bytes of a node's first message to each of the others. */
export const START_BYTES = HEAD_BYTES + SEED_BYTES + NONCE_BYTES;

/** A node's first message. */
export interface Start {
  readonly epoch: number;
  /** Iterations of its checkpoints, at most `TOLD`. */
  readonly saved: readonly number[];
  /** `contributionOf` the node. Secret among the nodes. */
  readonly contribution: Uint8Array;
  /** 32 bytes that no start of the node had before. */
  readonly nonce: Uint8Array;
}

/**
 * What a node adds to the seed. `secret`: its X25519 secret of the round; `context`: 32 public
 * bytes that tell the session.
 */
export function contributionOf(secret: Uint8Array, context: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, context, "concordat/mpc/v1/contribution", SEED_BYTES));
}

/** 32 bytes, secret among the nodes. `contributions`: entry i is node i's. */
export function seedOf(contributions: readonly Uint8Array[]): Uint8Array {
  const hash = createHash("sha256").update("concordat/mpc/v1/seed");
  for (const contribution of contributions) hash.update(contribution);
  return new Uint8Array(hash.digest());
}

/** 32 bytes. `nonces`: entry i is node i's. */
export function saltOf(nonces: readonly Uint8Array[]): Uint8Array {
  const hash = createHash("sha256").update("concordat/mpc/v1/salt");
  for (const nonce of nonces) hash.update(nonce);
  return new Uint8Array(hash.digest());
}

/**
 * The seed of two nodes' masks in one start. `secret`: 32 bytes of the two; `salt`: that of the
 * start.
 */
export function saltedMasks(secret: Uint8Array, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, salt, "concordat/mpc/v1/masks", SEED_BYTES));
}

export function encodeStart({ epoch, saved, contribution, nonce }: Start): Uint8Array {
  const bytes = Buffer.alloc(START_BYTES);
  bytes.writeUInt32BE(epoch);
  for (let i = 0; i < TOLD; i++) bytes.writeUInt32BE(saved[i] ?? NOTHING, 4 * (i + 1));
  bytes.set(contribution, HEAD_BYTES);
  bytes.set(nonce, HEAD_BYTES + SEED_BYTES);
  return new Uint8Array(bytes);
}

/** `bytes`: `START_BYTES` of them. */
export function decodeStart(bytes: Uint8Array): Start {
  const view = Buffer.from(bytes);
  const saved = Array.from({ length: TOLD }, (_, i) => view.readUInt32BE(4 * (i + 1)));
  return {
    epoch: view.readUInt32BE(),
    saved: saved.filter((iteration) => iteration !== NOTHING),
    contribution: new Uint8Array(view.subarray(HEAD_BYTES, HEAD_BYTES + SEED_BYTES)),
    nonce: new Uint8Array(view.subarray(HEAD_BYTES + SEED_BYTES)),
  };
}

/**
 * Of all that the nodes told each other; each checkpoint as its node and iteration. Two nodes that
 * go on from different ones would blame each other.
 */
function digestOf(starts: readonly Start[], seed: Uint8Array, salt: Uint8Array): Uint8Array {
  const hash = createHash("sha256").update("concordat/mpc/v1/start/digest").update(seed).update(salt);
  for (const [node, { saved }] of starts.entries())
    for (const iteration of saved) {
      const record = Buffer.alloc(5);
      record.writeUInt8(node);
      record.writeUInt32BE(iteration, 1);
      hash.update(record);
    }
  return new Uint8Array(hash.digest());
}

/** The latest iteration that all have a checkpoint of, or null. */
function latestCommon(lists: readonly (readonly number[])[]): number | null {
  const common = lists[0]!.filter((iteration) => lists.every((list) => list.includes(iteration)));
  return common.length === 0 ? null : Math.max(...common);
}

/**
 * Iteration to go on from (null: from the inputs), seed and salt, the same at all nodes. 2 rounds.
 * Throws what links throw, ProtocolError `EpochDiffers`, and `SeedDiffers`, without a party: a
 * neighbour, or the third node that told both different things, may be wrong.
 */
export async function agreeOnStart(
  links: Links,
  node: NodeIndex,
  own: Start,
): Promise<{ readonly from: number | null; readonly seed: Uint8Array; readonly salt: Uint8Array }> {
  const exchange = async (bytes: Uint8Array) => {
    links.previous.send(Uint8Array.from(bytes));
    links.next.send(Uint8Array.from(bytes));
    const next = Uint8Array.from(await links.next.receive(bytes.length));
    return { next, previous: Uint8Array.from(await links.previous.receive(bytes.length)) };
  };
  const heard = await exchange(encodeStart(own));
  const [next, previous] = [decodeStart(heard.next), decodeStart(heard.previous)];
  for (const [peer, { epoch }] of [
    [nextOf(node), next],
    [previousOf(node), previous],
  ] as const)
    if (epoch !== own.epoch)
      throw new ProtocolError("EpochDiffers", `node ${peer} is in another epoch of the session than this node`, peer);
  const ring = [own, next, previous]; // from this node on
  const starts = ring.map((_, index) => ring[(index - node + 3) % 3]!);
  const seed = seedOf(starts.map(({ contribution }) => contribution));
  const salt = saltOf(starts.map(({ nonce }) => nonce));
  const digest = digestOf(starts, seed, salt);
  for (const theirs of Object.values(await exchange(digest)))
    if (Buffer.compare(theirs, digest) !== 0)
      throw new ProtocolError(
        "SeedDiffers",
        "a node told the others different things about where the session goes on from, or about its random numbers",
      );
  return { from: latestCommon(starts.map(({ saved }) => saved)), seed, salt };
}
