// What a node of `mpc` sees of a recorded run: its shares of every party's input, what arrived over
// its links, and the masks that it shares with each neighbour, all as words of Z_2^128, which
// attacks on numbers can take. It also has the seed of the random numbers that the nodes share.
import { decodeElements, ELEMENT_BYTES } from "../../client/crypto/sharing/elements.ts";
import { type Component, receiveInput } from "../../client/crypto/sharing/input.ts";
import { elementsOf } from "../../client/crypto/sharing/integers.ts";
import {
  connectNodes,
  type Link,
  type Links,
  type NodeIndex,
  nextOf,
  previousOf,
} from "../../client/crypto/sharing/link.ts";
import { MaskStream } from "../../client/crypto/sharing/masks.ts";
import { createPairKey, pairSecrets } from "../../client/crypto/sharing/pair-secrets.ts";
import type { SharingMeter } from "../../client/crypto/sharing/party.ts";
import type { Commitments } from "../../client/engines/commitments/commitments.ts";
import type { Message, SessionIo } from "../../client/engines/engine.ts";
import { dealInput, mpcEngine } from "../../client/engines/mpc/engine.ts";
import { inputCounts, inputLayout } from "../../client/engines/mpc/input/words.ts";
import { decodeInput, decodePrelude } from "../../client/engines/mpc/messages.ts";
import { THREE } from "../../client/engines/mpc/nodes/three.ts";
import { OPEN_BITS_ROUNDS } from "../../client/engines/mpc/simplex/open-bits.ts";
import { DONE } from "../../client/engines/mpc/solve.ts";
import {
  contributionOf,
  decodeStart,
  NONCE_BYTES,
  saltedMasks,
  saltOf,
  seedOf,
} from "../../client/engines/mpc/start.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import type { Matrix } from "../../client/math/matrix.ts";
import type { Random } from "../../client/math/random.ts";
import type { PublicRound } from "../../client/round/public-round.ts";
import { partyCount } from "../../client/round/shape.ts";
import { receivedBy } from "./views.ts";

/** Recorded sessions are never restarted, so any nonce will do. */
const NONCE = new Uint8Array(NONCE_BYTES);

export interface LinkMessage {
  readonly node: NodeIndex;
  readonly from: keyof Links;
  readonly bytes: Uint8Array;
}

/** What was recorded of the sessions of a run. */
export interface WatchedSession {
  /** For `runEngine`. */
  readonly sessions: SessionIo;
  /** What reached each node over its links, in order. */
  readonly received: readonly LinkMessage[];
  /** 32 public bytes that identify the session. Throws before the session begins. */
  context(): Uint8Array;
  /** For the engine, to count the buckets. */
  readonly meter: SharingMeter;
  /** Buckets of iterations: at the end of each, the nodes opened whether the run was over. */
  buckets(): number;
}

/** Sessions within the process that record what they receive. */
export function watchSessions(): WatchedSession {
  const nodes = connectNodes(THREE.count);
  const received: LinkMessage[] = [];
  let context: Uint8Array | undefined;
  let ends = 0;
  const watch = (node: NodeIndex, from: keyof Links, link: Link): Link => ({
    send: (bytes) => link.send(bytes),
    receive: async (length) => {
      const bytes = await link.receive(length);
      received.push({ node, from, bytes });
      return bytes;
    },
  });
  const sessions: SessionIo = {
    ...{ epoch: 0, nonce: NONCE, checkpoints: [], earlier: [], result: null },
    connect: async (peers) => {
      context = peers.context;
      const node = peers.node as NodeIndex;
      return nodes[node]!.links.map(
        (link, peer) => link && watch(node, peer === nextOf(node) ? "next" : "previous", link),
      );
    },
    save: async () => {},
    saveOpening: async () => {},
    trace: async () => {},
    keep: async () => {},
  };
  return {
    sessions,
    received,
    context: () => {
      if (context === undefined) throw new Error("there was no session");
      return context;
    },
    meter: {
      add: (phase, counted, amount) => {
        if (phase === DONE && counted === "rounds") ends += amount;
      },
    },
    buckets: () => ends / (THREE.count * OPEN_BITS_ROUNDS),
  };
}

/** A node and what it knows itself. */
export interface NodeKnowledge {
  readonly node: NodeIndex;
  readonly rows: PartyRows;
  readonly random: Random;
  readonly commitments: Commitments;
}

export interface NodeView {
  readonly node: NodeIndex;
  /**
   * Per party, the words of its input (client/engines/mpc/input/words.ts) in this node's two
   * components, x_node before x_(node+1).
   */
  readonly inputs: readonly (readonly [readonly bigint[], readonly bigint[]])[];
  /**
   * What arrived over its links, message by message, in whole words; the remainder of a message is
   * left out.
   */
  readonly received: readonly bigint[];
  /** The same number of words from each of its two mask streams. */
  readonly masks: readonly bigint[];
  /** Seed of the run's random numbers, which all nodes have. */
  readonly seed: Uint8Array;
}

/** Signed words; a remainder of fewer than 16 bytes is left out. */
function wordsIn(bytes: Uint8Array): bigint[] {
  return decodeElements(bytes.subarray(0, bytes.length - (bytes.length % ELEMENT_BYTES)));
}

/** The words of a component modulo 2^128. */
export function elementsIn({ integers, words }: Component): bigint[] {
  return [elementsOf(integers), words].flatMap(decodeElements);
}

/**
 * Builds the view from the transcript, from what arrived over the links, and from what the node
 * knows itself.
 */
export function nodeView(
  round: PublicRound,
  transcript: readonly Message[],
  session: WatchedSession,
  { node, rows, random, commitments }: NodeKnowledge,
): NodeView {
  const schedule = mpcEngine().schedule(round);
  const during = (phase: string) =>
    receivedBy(transcript, node).filter(({ position }) => schedule[position]!.phase === phase);
  const countsOf = (party: number) => inputCounts(round, party, commitments.counts(party).blindings);
  const dealt = dealInput({ party: node, round, rows, random, commitments: () => commitments }, THREE, commitments);
  const own = receiveInput(THREE.holding, node, dealt.messages[node]!, countsOf(node));
  const inputs = new Map<number, readonly Component[]>([[node, own]]);
  const preludes = new Map(
    during("keys").map(({ from, body }) => [from, decodePrelude(body, from, THREE, commitments)]),
  );
  for (const { from, body } of during("input"))
    inputs.set(from, decodeInput(body, countsOf(from), preludes.get(from)!, { from, node, nodes: THREE }));
  const messages = session.received.filter((message) => message.node === node);
  const received = messages.flatMap(({ bytes }) => wordsIn(bytes));

  const { secret } = createPairKey(random.fork("mpc/key"));
  const heard = (from: keyof Links) => decodeStart(messages.find((message) => message.from === from)!.bytes);
  const [next, previous] = [heard("next"), heard("previous")];
  const byNode = (ring: readonly Uint8Array[]) => ring.map((_, index) => ring[(index - node + 3) % 3]!);
  const contributions = [contributionOf(secret), next.contribution, previous.contribution];
  const salt = saltOf(byNode([NONCE, next.nonce, previous.nonce]));
  const masksWith = (peer: NodeIndex, pair: string) => {
    const stream = new Uint8Array(ELEMENT_BYTES * received.length);
    const { masks } = pairSecrets(secret, preludes.get(peer)!.key, session.context());
    new MaskStream(saltedMasks(masks, salt), 0, pair).fill(stream);
    return decodeElements(stream);
  };
  return {
    node,
    inputs: Array.from({ length: partyCount(round) }, (_, party) => {
      const [first, second] = inputs.get(party)!;
      return [elementsIn(first!), elementsIn(second!)] as const;
    }),
    received,
    masks: [
      ...masksWith(nextOf(node), `${node}-${nextOf(node)}`),
      ...masksWith(previousOf(node), `${previousOf(node)}-${node}`),
    ],
    seed: seedOf(byNode(contributions)),
  };
}

/**
 * The sum of a node's two components: the nearest that one node has to the words of a party's
 * input.
 */
export function halfWords({ inputs }: NodeView, party: number): bigint[] {
  const [first, second] = inputs[party]!;
  return first.map((value, i) => BigInt.asIntN(128, value + second[i]!));
}

/** The words of a party's input in the places of its [A b], inequalities first. */
export function wordRows(round: PublicRound, party: number, words: readonly bigint[]): Matrix {
  const { coefficients, rhs } = inputLayout(round, party);
  return Array.from({ length: rhs }, (_, i) => [
    ...words.slice(i * round.columns, (i + 1) * round.columns),
    words[coefficients + i]!,
  ]);
}

/** The first words as a matrix, row by row; they are repeated if there are too few. */
export function wordMatrix(words: readonly bigint[], rows: number, columns: number): Matrix {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => words[(i * columns + j) % words.length]!),
  );
}
