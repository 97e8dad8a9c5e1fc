// One of the four nodes while it computes: its memory, masks, links, and what it keeps of joint
// messages until they are compared.
//
// Masks: for each node there is a key that the three others share and it lacks. A mask from it is
// uniform to that node whatever the others send it.
//
// Joint messages: every value that a node receives is known to two others. One sends it, the other,
// the witness, keeps a running hash of what should have been sent, and the receiver one of what
// arrived. `confirm` compares (accounts.ts): if any two hashes differ, nothing opens (open.ts).
// Since at most one of sender and witness is dishonest, a receiver whose hashes agree has received
// what an honest node computed (unless SHA-256 collides).
// Source: joint message passing as in Dalskov, Escudero, Keller, "Fantastic Four: honest-majority
// four-party secure computation with malicious security" (USENIX Security 2021), section 3.
import { ProtocolError } from "../../errors.ts";
import { Arena, type Shares } from "../sharing/arena.ts";
import type { KernelThreads } from "../sharing/kernel-threads.ts";
import { MaskStream } from "../sharing/masks.ts";
import type { SharingMeter } from "../sharing/party.ts";
import { RunningHash } from "../sharing/running-hash.ts";
import type { Holder } from "../sharing/scheme.ts";
import { ACCOUNT_BYTES, commitmentTo, pairKey, sharedValue, sumOf } from "./accounts.ts";
import { type Links, type NodeIndex, others } from "./link.ts";
import { type Route, Turns } from "./routes.ts";

export interface FourSharingOptions {
  readonly node: NodeIndex;
  readonly links: Links;
  /**
   * Entry j: 32 secret bytes that all nodes but j share (keys.ts); the node's own entry is not
   * used.
   */
  readonly seeds: readonly Uint8Array[];
  /** As for three nodes (../sharing/party.ts). */
  readonly epoch: number;
  readonly meter?: SharingMeter;
  /** By default the calling one only. */
  readonly threads?: KernelThreads;
}

type Watched = Pick<Route, "from" | "witness" | "to">;

/**
 * A value that `from` and `witness` know and `to` receives. `bytes`: the value at the former two,
 * memory for it at `to`.
 */
export interface JointMessage extends Watched {
  readonly bytes: Uint8Array;
}

export class Party implements Holder {
  readonly node: NodeIndex;
  readonly arena: Arena;
  readonly turns = new Turns();
  readonly #links: Links;
  readonly #meter: SharingMeter | undefined;
  readonly #masks = new Map<NodeIndex, MaskStream>();
  /** Room for a message: large buffers are expensive to allocate, and to collect. */
  #room = new Uint8Array(0);
  /** Of what the node watched and received. */
  readonly #hashes = new Map<number, RunningHash>();
  /** Keys that this node and another one have, for accounts. */
  readonly #pairKeys = new Map<NodeIndex, Uint8Array>();
  /** How often joint messages have been compared. */
  #compared = 0;
  phase = "";

  constructor({ node, links, seeds, epoch, meter, threads }: FourSharingOptions) {
    this.arena = new Arena(3, threads);
    this.node = node;
    this.#links = links;
    this.#meter = meter;
    for (const other of others(node)) {
      this.#masks.set(other, new MaskStream(seeds[other]!, epoch, `all but ${other}`));
      this.#pairKeys.set(other, pairKey(seeds, node, other));
    }
  }

  /** The masks that `lacking` does not know; this is another node. */
  masksWithout(lacking: NodeIndex): MaskStream {
    return this.#masks.get(lacking)!;
  }

  publicComponent(x: Shares): number | undefined {
    return this.node === 0 ? undefined : this.component(x, 0);
  }

  /** Address of x_index, of the three components that this node holds. */
  component(x: Shares, index: NodeIndex): number {
    const after = (index - this.node + 3) % 4;
    if (after === 0) return x.a;
    return after === 1 ? x.b : x.c!;
  }

  rounds(count: number): void {
    this.#meter?.add(this.phase, "rounds", count);
  }

  /**
   * Sends, watches and receives; 1 round. Of the same three nodes the messages are the same, in the
   * same order, apart from `bytes`.
   */
  async exchange(messages: readonly JointMessage[]): Promise<void> {
    this.rounds(1);
    const peers = others(this.node);
    for (const peer of peers) {
      const sent = messages.filter(({ from, to }) => from === this.node && to === peer);
      if (sent.length > 0) this.send(peer, this.#joined(sent));
    }
    for (const message of messages) if (message.witness === this.node) this.#hashOf(message).update(message.bytes);
    for (const peer of peers) {
      const due = messages.filter(({ from, to }) => from === peer && to === this.node);
      const whole = await this.receive(peer, lengthOf(due));
      let offset = 0;
      for (const message of due) {
        message.bytes.set(whole.subarray(offset, offset + message.bytes.length));
        offset += message.bytes.length;
        this.#hashOf(message).update(message.bytes);
      }
    }
  }

  /**
   * Compares all joint messages so far: after this, no honest node holds a wrong value. If anything
   * was wrong, all honest nodes stop, and nobody learns what it was (accounts.ts). 2 rounds. Throws
   * ProtocolError `SharesDiffer`.
   */
  async confirm(): Promise<void> {
    this.rounds(2);
    const peers = others(this.node);
    const own = this.#account();
    for (const peer of peers) this.send(peer, commitmentTo(own, this.node));
    const committed: Uint8Array[] = [];
    for (const peer of peers) committed.push(Uint8Array.from(await this.receive(peer, ACCOUNT_BYTES)));
    for (const peer of peers) this.send(peer, own);
    const accounts = [own];
    for (const [i, peer] of peers.entries()) {
      const account = Uint8Array.from(await this.receive(peer, ACCOUNT_BYTES));
      if (Buffer.compare(commitmentTo(account, peer), committed[i]!) !== 0)
        throw new ProtocolError(
          "SharesDiffer",
          `node ${peer} gives another account than it committed to: stop the round`,
        );
      accounts.push(account);
    }
    if (sumOf(accounts).some((byte) => byte !== 0))
      throw new ProtocolError("SharesDiffer", "one of the nodes sent another something wrong: stop the round");
  }

  /** A message that nobody watches: only for what the receiver checks itself. */
  send(to: NodeIndex, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#meter?.add(this.phase, "messages", 1);
    this.#meter?.add(this.phase, "bytes", bytes.length);
    this.#links[to].send(bytes);
  }

  async receive(from: NodeIndex, length: number): Promise<Uint8Array> {
    return length === 0 ? new Uint8Array(0) : this.#links[from].receive(length);
  }

  /** One after the other, until the next call. */
  #joined(messages: readonly JointMessage[]): Uint8Array {
    const length = lengthOf(messages);
    if (length > this.#room.length) this.#room = new Uint8Array(length);
    let offset = 0;
    for (const { bytes } of messages) {
      this.#room.set(bytes, offset);
      offset += bytes.length;
    }
    return this.#room.subarray(0, length);
  }

  #hashOf({ from, witness, to }: Watched): RunningHash {
    const name = 16 * from + 4 * witness + to;
    let hash = this.#hashes.get(name);
    if (hash === undefined) {
      hash = new RunningHash();
      hash.update(Buffer.from(`concordat/four-sharing/v1/joint/${from} ${witness} ${to}/`));
      this.#hashes.set(name, hash);
    }
    return hash;
  }

  /** Of what this node and each other one watched and received of each other. */
  #account(): Uint8Array {
    const count = this.#compared++;
    const values = others(this.node).map((peer) => {
      const [low, high] = [this.node, peer].sort() as [NodeIndex, NodeIndex];
      const senders = others(low).filter((from) => from !== high);
      const hashes = senders.flatMap((from) => [
        this.#hashOf({ from, witness: low, to: high }).digest(),
        this.#hashOf({ from, witness: high, to: low }).digest(),
      ]);
      return sharedValue(this.#pairKeys.get(peer)!, count, hashes);
    });
    return sumOf(values);
  }
}

function lengthOf(messages: readonly JointMessage[]): number {
  return messages.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
