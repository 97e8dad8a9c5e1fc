// What the nodes agree on over their links before they compute: the epoch, the checkpoint to resume
// from, the bits that have opened before (opened-bits.ts), the seed of the random numbers that all
// of them know (perturb.ts), and a salt for their masks.
// Each node contributes 32 bytes to the seed, derived from its own secret, so that they are the
// same at every restart in the round. It committed to them in its first message of the round,
// before it heard those of the others, so that no node can choose the seed. Only the nodes know the
// seed: anyone who has it can replay a guess of all data and compare the buckets (plan.ts). The
// salt is derived from bytes that each node draws afresh for every start, so that masks do not
// repeat even where epochs do, for instance after two nodes were restored from a backup. It is
// enough that one node has drawn anew.
import { createHash, hkdfSync } from "node:crypto";
import type { NodeLinks } from "../../crypto/sharing/link.ts";
import { ProtocolError } from "../../errors.ts";
import { peersOf } from "./nodes/node-set.ts";
import { BITS_BYTES, OpenedBits } from "./opened-bits.ts";

/** How many checkpoints a node reports to the others. */
export const CHECKPOINTS_TOLD = 2;
/** In place of the position of a checkpoint that a node does not have. */
const NO_CHECKPOINT = 0xffffffff;
export const SEED_BYTES = 32;
export const NONCE_BYTES = 32;
const HEAD_BYTES = 4 * (1 + CHECKPOINTS_TOLD) + BITS_BYTES;
const BITS_AT = HEAD_BYTES - BITS_BYTES;
/** Length of a node's first message to each of the others. */
export const START_BYTES = HEAD_BYTES + SEED_BYTES + NONCE_BYTES;

/** A node's first message. */
export interface Start {
  readonly epoch: number;
  /** Positions of its checkpoints, at most `TOLD`. */
  readonly saved: readonly number[];
  /** The bits that it knows to have opened, encoded (opened-bits.ts). */
  readonly bits: Uint8Array;
  /** The node's `contributionOf`. Known to the nodes only. */
  readonly contribution: Uint8Array;
  /** 32 bytes that the node has used in no earlier start. */
  readonly nonce: Uint8Array;
}

/** A node's contribution to the seed. `secret`: its X25519 secret of the round. */
export function contributionOf(secret: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, new Uint8Array(0), "concordat/mpc/v1/contribution", SEED_BYTES));
}

/** What a node commits to its contribution by: 32 bytes that say nothing of it. */
export function commitmentTo(contribution: Uint8Array): Uint8Array {
  const hash = createHash("sha256").update("concordat/mpc/v1/contribution/commitment").update(contribution);
  return new Uint8Array(hash.digest());
}

/** 32 bytes, known to the nodes only. `contributions`: entry i is node i's. */
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
 * The seed of two nodes' masks in one start. `secret`: 32 bytes that only the two have; `salt`: the
 * start's.
 */
export function saltedMasks(secret: Uint8Array, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, salt, "concordat/mpc/v1/masks", SEED_BYTES));
}

export function encodeStart({ epoch, saved, bits, contribution, nonce }: Start): Uint8Array {
  const bytes = Buffer.alloc(START_BYTES);
  bytes.writeUInt32BE(epoch);
  for (let i = 0; i < CHECKPOINTS_TOLD; i++) bytes.writeUInt32BE(saved[i] ?? NO_CHECKPOINT, 4 * (i + 1));
  bytes.set(bits, BITS_AT);
  bytes.set(contribution, HEAD_BYTES);
  bytes.set(nonce, HEAD_BYTES + SEED_BYTES);
  return new Uint8Array(bytes);
}

/** `bytes`: exactly `START_BYTES` of them. */
export function decodeStart(bytes: Uint8Array): Start {
  const view = Buffer.from(bytes);
  const saved = Array.from({ length: CHECKPOINTS_TOLD }, (_, i) => view.readUInt32BE(4 * (i + 1)));
  return {
    epoch: view.readUInt32BE(),
    saved: saved.filter((position) => position !== NO_CHECKPOINT),
    bits: new Uint8Array(view.subarray(BITS_AT, HEAD_BYTES)),
    contribution: new Uint8Array(view.subarray(HEAD_BYTES, HEAD_BYTES + SEED_BYTES)),
    nonce: new Uint8Array(view.subarray(HEAD_BYTES + SEED_BYTES)),
  };
}

/**
 * Digest of everything that the nodes reported, with each checkpoint as its node and position.
 * Without the comparison, two nodes that resume from different checkpoints would blame each other.
 */
function digestOf(starts: readonly Start[], seed: Uint8Array, salt: Uint8Array): Uint8Array {
  const hash = createHash("sha256").update("concordat/mpc/v1/start/digest").update(seed).update(salt);
  for (const [node, { saved, bits }] of starts.entries()) {
    hash.update(bits);
    for (const position of saved) {
      const record = Buffer.alloc(5);
      record.writeUInt8(node);
      record.writeUInt32BE(position, 1);
      hash.update(record);
    }
  }
  return new Uint8Array(hash.digest());
}

/** The latest position of which all nodes have a checkpoint, or null. */
function latestCommon(lists: readonly (readonly number[])[]): number | null {
  const common = lists[0]!.filter((position) => lists.every((list) => list.includes(position)));
  return common.length === 0 ? null : Math.max(...common);
}

/**
 * Sends the bytes to all other nodes; what all nodes sent, in order of node, each as long. Throws
 * what links throw.
 */
export async function exchange(links: NodeLinks, node: number, bytes: Uint8Array): Promise<Uint8Array[]> {
  const peers = peersOf(node, links.length);
  for (const peer of peers) links[peer]!.send(bytes);
  const all = links.map(() => bytes);
  for (const peer of peers) all[peer] = Uint8Array.from(await links[peer]!.receive(bytes.length));
  return all;
}

/** What the starts of the nodes are held against. */
export interface StartRules {
  /** Entry i: what node i committed to its contribution by. */
  readonly commitments: readonly Uint8Array[];
  /** How many nodes must know a bit (opened-bits.ts). */
  readonly vouchers: number;
}

/** What the nodes agree on. */
export interface Agreed {
  readonly from: number | null;
  readonly bits: OpenedBits;
  readonly seed: Uint8Array;
  readonly salt: Uint8Array;
}

/**
 * The position to resume from (null: start from the inputs), the bits that have opened, seed and
 * salt, the same at all nodes. 2 rounds. Throws what links throw, ProtocolError `EpochDiffers`, and
 * `SeedDiffers`: naming a node that contributes something else than it committed to, or nobody
 * where either the peer is wrong, or another node told the two different things.
 */
export async function agreeOnStart(
  links: NodeLinks,
  node: number,
  own: Start,
  { commitments, vouchers }: StartRules,
): Promise<Agreed> {
  const peers = peersOf(node, links.length);
  const starts = (await exchange(links, node, encodeStart(own))).map(decodeStart);
  for (const peer of peers)
    if (starts[peer]!.epoch !== own.epoch)
      throw new ProtocolError("EpochDiffers", `node ${peer} is in another epoch of the session than this node`, peer);
  for (const peer of peers)
    if (Buffer.compare(commitmentTo(starts[peer]!.contribution), commitments[peer]!) !== 0)
      throw new ProtocolError(
        "SeedDiffers",
        `node ${peer} contributes other bytes to the seed than it committed to`,
        peer,
      );
  const seed = seedOf(starts.map(({ contribution }) => contribution));
  const salt = saltOf(starts.map(({ nonce }) => nonce));
  const digest = digestOf(starts, seed, salt);
  for (const theirs of await exchange(links, node, digest))
    if (Buffer.compare(theirs, digest) !== 0)
      throw new ProtocolError(
        "SeedDiffers",
        "a node told the others different things about the checkpoint to resume from or about its random numbers",
      );
  const bits = OpenedBits.merged(
    starts.map((start) => start.bits),
    vouchers,
  );
  return { from: latestCommon(starts.map(({ saved }) => saved)), bits, seed, salt };
}
