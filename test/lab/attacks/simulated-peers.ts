// The simulator behind the privacy of `mpc`: what a node sees, made from the outcome and the bucket
// of iterations alone. The two other nodes are replaced by uniform bytes, blinded lanes without any
// test behind them (client/crypto/sharing/lanes.ts), and openings that give only what is known
// anyway. No effect on import.
import type { Shares } from "../../../client/crypto/sharing/arena.ts";
import { decodeElements, encodeElements } from "../../../client/crypto/sharing/elements.ts";
import type { Groups } from "../../../client/crypto/sharing/groups.ts";
import { type Link, type Links, type NodeIndex, nextOf, previousOf } from "../../../client/crypto/sharing/link.ts";
import { createPairKey } from "../../../client/crypto/sharing/pair-secrets.ts";
import type { Contest, Scheme } from "../../../client/crypto/sharing/scheme.ts";
import { MAX_COLUMN_EXPONENT } from "../../../client/engines/mpc/input/row-exponents.ts";
import { DATA_BITS, MAX_RHS_EXPONENT } from "../../../client/engines/mpc/input/words.ts";
import type { NodeSet } from "../../../client/engines/mpc/nodes/node-set.ts";
import { THREE } from "../../../client/engines/mpc/nodes/three.ts";
import { OpenedBits } from "../../../client/engines/mpc/opened-bits.ts";
import type { Answer } from "../../../client/engines/mpc/outcome/answer.ts";
import { DIRECTION_BITS } from "../../../client/engines/mpc/outcome/direction.ts";
import { runNode, type SessionResult } from "../../../client/engines/mpc/session.ts";
import {
  commitmentTo,
  contributionOf,
  encodeStart,
  NONCE_BYTES,
  SEED_BYTES,
} from "../../../client/engines/mpc/start.ts";
import type { IntegerProgram, PartyRows } from "../../../client/lp/model/normal.ts";
import { magnitude } from "../../../client/math/field.ts";
import { type Random, randomBelow } from "../../../client/math/random.ts";
import { divideRounded } from "../../../client/math/rational.ts";
import type { PublicRound } from "../../../client/round/public-round.ts";
import { partyCount } from "../../../client/round/shape.ts";
import type { LinkMessage } from "../../../lab/attacks/node-view.ts";
import { dealAll } from "../../engines/mpc/dealt.ts";
import { perNode } from "../../support/links.ts";

/**
 * What everybody knows about a run with an outcome, and what nodes know in addition; multipliers of
 * all rows in the engine's order.
 */
export interface Known {
  /** At the end of each, the nodes opened whether the run was over. */
  readonly buckets: number;
  readonly answer: Exclude<Answer, { readonly kind: "none" | "above" }>;
}

const LANE_BYTES = 3;

/** A test by lanes that is about to take place, in which the node may be the comparer. */
interface LaneTest {
  readonly count: number;
  readonly lanes: number;
  /** What the comparer sends. */
  readonly dealt: number;
}

function signTest(vectors: readonly { readonly length: number }[]): LaneTest {
  const count = vectors.reduce((sum, { length }) => sum + length, 0);
  return { count, lanes: 24, dealt: 124 * count };
}

function termTest({ candidates: count, size: lanes }: Groups): LaneTest {
  return { count, lanes, dealt: 12 * count };
}

/** Tells `expects` of each test by lanes; sizes are public. */
function announcing(scheme: Scheme, expects: (test: LaneTest) => void): Scheme {
  const [negativeTimes, contest] = [scheme.negativeTimes.bind(scheme), scheme.contest.bind(scheme)];
  return Object.assign(scheme, {
    negativeTimes: (x: Shares, words: Shares) => {
      expects(signTest([x]));
      return negativeTimes(x, words);
    },
    contest: (): Contest => {
      const own = contest();
      return {
        ones: (count) => own.ones(count),
        negativeBits: (vectors) => {
          expects(signTest(vectors));
          return own.negativeBits(vectors);
        },
        winners: (groups, bits, words) => {
          expects(termTest(groups));
          return own.winners(groups, bits, words);
        },
      };
    },
  });
}

/** Integers over the largest of them, as they are opened: mantissas, then exponents. */
function direction(integers: readonly bigint[]): bigint[] {
  const largest = integers.map(magnitude).reduce((most, value) => (value > most ? value : most));
  const exponents = integers.map((value) => {
    let exponent = 0n;
    while (value !== 0n && magnitude(value) << exponent < largest) exponent++;
    return exponent;
  });
  const mantissas = integers.map((value, i) =>
    divideRounded(value << (BigInt(DIRECTION_BITS) + exponents[i]!), largest),
  );
  return [...mantissas, ...exponents];
}

/** That there is one, the kind, then the numbers of an outcome. */
function outcomeOpenings(answer: Known["answer"]): (readonly bigint[])[] {
  if (answer.kind === "infeasible") return [[1n], [1n, 0n, 0n, 0n], direction(answer.multipliers)];
  if (answer.kind === "unbounded") return [[1n], [0n, 1n, 0n, 0n], direction(answer.ray), answer.x];
  const numbers =
    answer.kind === "optimal"
      ? [answer.x, answer.multipliers]
      : answer.value === null
        ? []
        : [[answer.value >> 36n, BigInt.asUintN(36, answer.value)]];
  return [[1n], [0n, 0n, 1n, 0n], ...numbers];
}

/** Zeros that are opened for each party's digits (client/engines/mpc/input/check-inputs.ts). */
function digitsChecked(round: PublicRound): bigint[] {
  const each = (digits: number, numbers: number) => (2 * digits - 1) * numbers;
  return new Array<bigint>(
    partyCount(round) * (each(MAX_RHS_EXPONENT, 1) + each(MAX_COLUMN_EXPONENT, round.columns)) + each(DATA_BITS, 1),
  ).fill(0n);
}

/**
 * Everything that is opened in a run, in order: that inputs are valid, "over?" at the end of every
 * bucket, whether there is an answer, its kind, the numbers.
 */
function openingsOf(round: PublicRound, { buckets, answer }: Known): (readonly bigint[])[] {
  return [
    digitsChecked(round),
    [0n],
    ...Array.from({ length: buckets - 1 }, () => [0n]),
    [1n],
    ...outcomeOpenings(answer),
  ];
}

/** Two messages of lanes, and what follows them: a zero in half of the tests, anywhere. */
function blindedLanes(random: Random, { count, lanes }: LaneTest, length: number): readonly [Uint8Array, Uint8Array] {
  const [first, second] = [random.bytes(length), random.bytes(length)];
  for (const [test, coin] of random.bytes(count).entries()) {
    const at = LANE_BYTES * (lanes * test + Number(randomBelow(random, BigInt(lanes))));
    if (coin >> 7 === 1) second.set(first.subarray(at, at + LANE_BYTES), at);
  }
  return [first, second];
}

const isDigest = ({ bytes }: { readonly bytes: Uint8Array }) => bytes.length === 32;

/** The node whose peers are simulated, and what each node contributes to the seed. */
interface Simulated {
  readonly node: NodeIndex;
  readonly contributions: readonly Uint8Array[];
  /** What each node tells of the inputs. */
  readonly points: readonly Uint8Array[];
  /** What opens, in order. */
  readonly openings: readonly (readonly bigint[])[];
}

/** Links of `node` at whose other ends nobody has any data. */
class SimulatedPeers {
  readonly received: LinkMessage[] = [];
  readonly #node: NodeIndex;
  readonly #random: Random;
  readonly #openings: (readonly bigint[])[];
  /** How many messages each peer has sent. */
  readonly #count = { next: 0, previous: 0 };
  /** What both ends of every link say of the start, and of the points, by place. */
  readonly #agreed = new Map<number, Uint8Array>();
  /** Bytes sent since the last message was received. */
  #sent: { readonly to: keyof Links; readonly bytes: Uint8Array }[] = [];
  /** What the previous node sends next, where it must match what the next node has sent. */
  #paired: Uint8Array | undefined;

  /** The test by lanes that the node has begun last. */
  expected: LaneTest | undefined;
  readonly #contributions: readonly Uint8Array[];

  readonly #points: readonly Uint8Array[];

  constructor({ node, contributions, points, openings }: Simulated, random: Random) {
    this.#node = node;
    this.#points = points;
    this.#contributions = contributions;
    this.#openings = [...openings];
    this.#random = random;
  }

  get links(): Links {
    return { next: this.#link("next"), previous: this.#link("previous") };
  }

  /** Openings still to come. */
  get left(): number {
    return this.#openings.length;
  }

  #link(peer: keyof Links): Link {
    return {
      send: (bytes) => {
        this.#sent.push({ to: peer, bytes: Uint8Array.from(bytes) });
      },
      receive: async (length) => {
        const place = this.#count[peer]++;
        const bytes = this.#messageAt(place, peer, length);
        this.#sent = [];
        this.received.push({ node: this.#node, from: peer, bytes });
        return bytes;
      },
    };
  }

  /** The start, a digest of all starts, points of the inputs, a digest of all points, the rest. */
  #messageAt(place: number, peer: keyof Links, length: number): Uint8Array {
    if (place === 0) return this.#begin(peer);
    if (place === 2) return this.#points[this.#indexOf(peer)]!;
    return place < 4 ? this.#agree(place) : this.#answer(peer, length);
  }

  #indexOf(peer: keyof Links): NodeIndex {
    return peer === "next" ? nextOf(this.#node) : previousOf(this.#node);
  }

  #begin(peer: keyof Links): Uint8Array {
    return encodeStart({
      epoch: 0,
      saved: [],
      bits: new OpenedBits().encode(),
      contribution: this.#contributions[this.#indexOf(peer)]!,
      nonce: this.#random.bytes(NONCE_BYTES),
    });
  }

  #agree(place: number): Uint8Array {
    const known = this.#agreed.get(place) ?? this.#sent.at(-1)!.bytes;
    this.#agreed.set(place, known);
    return known;
  }

  #answer(peer: keyof Links, length: number): Uint8Array {
    if (peer === "previous" && this.#paired !== undefined) {
      const bytes = this.#paired;
      this.#paired = undefined;
      return bytes;
    }
    const [before, last] = [this.#sent.at(-2), this.#sent.at(-1)];
    if (
      peer === "next" &&
      before?.to === "next" &&
      last?.to === "previous" &&
      before.bytes.length === last.bytes.length
    )
      return this.#open(before.bytes, last.bytes);
    // Both ends send a digest of what they have in common.
    if (peer === "next" && before?.to === "previous" && last?.to === "next" && [before, last].every(isDigest)) {
      this.#paired = before.bytes;
      return last.bytes;
    }
    const test = this.expected;
    if (peer === "next" && last?.to === "previous" && last.bytes.length === test?.dealt) {
      const [first, second] = blindedLanes(this.#random, test, length);
      this.#paired = second;
      this.expected = undefined;
      return first;
    }
    return this.#random.bytes(length);
  }

  /** The component that the node lacks, from both. */
  #open(first: Uint8Array, second: Uint8Array): Uint8Array {
    const own = decodeElements(second);
    const values = this.#openings.shift() ?? [];
    if (values.length !== own.length)
      throw new Error(`an opening of ${own.length} values where ${values.length} are due`);
    const missing = decodeElements(first).map((value, i) => BigInt.asIntN(128, values[i]! - value - own[i]!));
    const bytes = encodeElements(missing);
    this.#paired = Uint8Array.from(bytes);
    return bytes;
  }
}

const NOTHING: IntegerProgram = {
  ...{ columns: 0, objective: [] },
  ...{ inequalities: { coefficients: [], rhs: [] }, equalities: { coefficients: [], rhs: [] } },
};

/** Rows of a party's shape with nothing in them. */
function zerosOf(round: PublicRound, party: number): PartyRows {
  const zeros = (count: number) => new Array<bigint>(count).fill(0n);
  const part = (count: number) => ({
    coefficients: Array.from({ length: count }, () => zeros(round.columns)),
    rhs: zeros(count),
  });
  return {
    ...{ columns: round.columns, objective: party === round.objectiveOwner ? zeros(round.columns) : null },
    ...{ inequalities: part(round.inequalities[party]!), equalities: part(round.equalities[party]!) },
  };
}

/** A node's messages and result in a run that has an outcome but no data. */
export async function simulateNode(
  round: PublicRound,
  node: NodeIndex,
  known: Known,
  random: Random,
): Promise<{ readonly received: readonly LinkMessage[]; readonly result: SessionResult }> {
  const { received, left, result } = simulateSession(
    round,
    { node, set: THREE, openings: openingsOf(round, known) },
    random,
  );
  const own = await result;
  if (left() > 0) throw new Error("a run that opens less than its outcome");
  return { received, result: own };
}

/** A session without data. */
export interface Session {
  readonly node: NodeIndex;
  /** Three nodes. */
  readonly set: NodeSet;
  /** What opens, in order. */
  readonly openings: readonly (readonly bigint[])[];
}

export interface SimulatedSession {
  /** So far. */
  readonly received: readonly LinkMessage[];
  /** Openings still to come. */
  readonly left: () => number;
  readonly result: Promise<SessionResult>;
}

export function simulateSession(
  round: PublicRound,
  { node, set, openings }: Session,
  random: Random,
): SimulatedSession {
  const keys = [0, 1, 2].map((index) => createPairKey(random.fork(`key ${index}`)));
  const own = contributionOf(keys[node]!.secret);
  const contributions = keys.map((_, index) =>
    index === node ? own : random.fork(`contribution ${index}`).bytes(SEED_BYTES),
  );
  // Commitments and components to which no data belong: zeros hidden in the same way.
  const parties = Array.from({ length: partyCount(round) }, (_, party) => zerosOf(round, party));
  const { inputs, points, expected } = dealAll({ round, parties, whole: NOTHING }, THREE, random.fork("inputs"));
  const peers = new SimulatedPeers({ node, contributions, points, openings }, random.fork("peers"));
  const nodes: NodeSet = {
    ...set,
    join: async (joining) =>
      announcing(await set.join(joining), (test) => {
        peers.expected = test;
      }),
  };
  const result = runNode(
    {
      ...{ nodes, node, round, inputs: inputs[node]!, points: points[node]!, expected },
      meter: { add: () => {} },
      ...{ secret: keys[node]!.secret, keys: keys.map((key) => key.public) },
      commitments: contributions.map(commitmentTo),
    },
    {
      ...{ epoch: 0, nonce: random.fork("nonce").bytes(NONCE_BYTES), checkpoints: [], earlier: [], result: null },
      connect: async () => perNode(node, peers.links),
      save: async () => {},
      saveOpening: async () => {},
      trace: async () => {},
      keep: async () => {},
    },
  );
  return { received: peers.received, left: () => peers.left, result };
}
