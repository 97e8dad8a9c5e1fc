// The nodes of a session side by side, three or four, with links and checkpoints under the test's
// control. No effect on import.
import { G1, pointFromAffine } from "../../../client/crypto/curve/bn254.ts";
import { connectNodes, type Link, type NodeIndex, type NodeLinks } from "../../../client/crypto/sharing/link.ts";
import { createPairKey } from "../../../client/crypto/sharing/pair-secrets.ts";
import type { SharingMeter } from "../../../client/crypto/sharing/party.ts";
import type { AnyOutcome, EngineOutcome } from "../../../client/engines/engine.ts";
import { outcomeOf } from "../../../client/engines/mpc/closing.ts";
import type { Expected } from "../../../client/engines/mpc/input/points.ts";
import { FOUR } from "../../../client/engines/mpc/nodes/four.ts";
import type { NodeSet } from "../../../client/engines/mpc/nodes/node-set.ts";
import { THREE } from "../../../client/engines/mpc/nodes/three.ts";
import { partOf } from "../../../client/engines/mpc/own-part.ts";
import { runNode, type SessionResult } from "../../../client/engines/mpc/session.ts";
import { commitmentTo, contributionOf, seedOf } from "../../../client/engines/mpc/start.ts";
import type { Random } from "../../../client/math/random.ts";
import { decodeWords } from "../../../client/math/words.ts";
import { testSeed } from "../../support/certificate.ts";
import { type ChangeCommitted, type ChangeInput, dealAll } from "./dealt.ts";
import type { MpcProgram } from "./problems.ts";

export const NODES: readonly NodeIndex[] = [0, 1, 2];

/** Offset of the position in a checkpoint: after magic, node and context (checkpoint.ts). */
export const POSITION_AT = 4 + 1 + 32;

export function positionIn(checkpoint: Uint8Array): number {
  return Buffer.from(checkpoint).readUInt32BE(POSITION_AT);
}

export interface SessionChanges {
  /** By default three. */
  readonly nodes?: NodeSet;
  /** Stands between a node and its links. */
  readonly links?: (node: number, links: NodeLinks) => NodeLinks;
  /** Stands between each party and the nodes. */
  readonly inputs?: ChangeInput;
  readonly committed?: ChangeCommitted;
  /** Stands between a node's points of all inputs and the other nodes. */
  readonly points?: (points: Uint8Array, node: number) => Uint8Array;
  readonly epoch?: number;
  /** 32 bytes per node; by default the same in every start. */
  readonly nonce?: (node: number) => Uint8Array;
  /** Per node. */
  readonly checkpoints?: readonly (readonly Uint8Array[])[];
  readonly earlier?: readonly (Uint8Array | null)[];
  readonly trace?: (node: number, digests: Uint8Array) => void;
  readonly save?: (node: number, bytes: Uint8Array) => void;
  /** What node 0 sends and receives. */
  readonly meter?: SharingMeter;
}

const keysOf = (random: Random, count: number) =>
  Array.from({ length: count }, (_, node) => createPairKey(random.fork(`key/${node}`)));

/** The seed of the random numbers in sessions of `runSession`, which only nodes know. */
export function seedOfSession(seed: string, { count }: NodeSet): Uint8Array {
  return seedOf(keysOf(testSeed(seed), count).map(({ secret }) => contributionOf(secret)));
}

/** The same keys and shares for every run of a program from the same seed. */
export function runSession(
  problem: MpcProgram,
  seed: string,
  changes: SessionChanges = {},
): Promise<PromiseSettledResult<SessionResult>[]> {
  const { round } = problem;
  const random = testSeed(seed);
  const {
    nodes = THREE,
    links: change = (_, unchanged) => unchanged,
    inputs: deal,
    committed: commit,
    points: tell = (unchanged) => unchanged,
    epoch = 0,
    nonce = (node) => random.fork(`nonce/${node}`).bytes(32),
    checkpoints,
    earlier = [],
    trace,
    save,
    meter = { add: () => {} },
  } = changes;
  const network = connectNodes(nodes.count);
  const keys = keysOf(random, nodes.count);
  const { inputs, points, expected } = dealAll(problem, nodes, random, deal, commit);
  return Promise.allSettled(
    network.map(({ links, end }, node) =>
      runNode(
        {
          ...{ nodes, node, round },
          secret: keys[node]!.secret,
          keys: keys.map((key) => key.public),
          commitments: keys.map((key) => commitmentTo(contributionOf(key.secret))),
          ...{ inputs: inputs[node]!, points: tell(points[node]!, node), expected },
          meter: node === 0 ? meter : { add: () => {} },
        },
        {
          epoch,
          nonce: nonce(node),
          checkpoints: checkpoints?.[node] ?? [],
          earlier,
          result: null,
          connect: async () => change(node, links),
          save: async (bytes) => save?.(node, bytes),
          saveOpening: async (bytes) => save?.(node, bytes),
          trace: async (digests) => trace?.(node, digests),
          keep: async () => {},
        },
      ).catch((error: unknown) => {
        end();
        throw error;
      }),
    ),
  );
}

/** The links, with the messages that a node receives collected in order. */
export function observe(links: NodeLinks, seen: Uint8Array[]): NodeLinks {
  const wrap = (link: Link): Link => ({
    send: (bytes) => link.send(bytes),
    receive: async (length) => {
      const bytes = await link.receive(length);
      seen.push(Uint8Array.from(bytes));
      return bytes;
    },
  });
  return links.map((link) => link && wrap(link));
}

/** What the nodes' points add up to: the nodes have held it against the commitments. */
function expectedIn(closings: readonly SessionResult[]): Expected {
  const holding = closings.length === THREE.count ? THREE.holding : FOUR.holding;
  const held = holding.held(0).length;
  const pointAt = (node: number, place: number): G1 => {
    const [x, y] = decodeWords(closings[node]!.points.subarray(64 * place, 64 * (place + 1)));
    return x === 0n && y === 0n ? G1.ZERO : pointFromAffine({ x: x!, y: y! });
  };
  const parties = closings[0]!.points.length / (64 * held);
  const sums = Array.from({ length: parties }, (_, party) =>
    closings
      // Every component is the first one of one node.
      .map((_, node) => pointAt(node, held * party))
      .reduce((sum, point) => sum.add(point)),
  );
  return { holding, sums };
}

/** A party's outcome from the nodes' results. Throws the error of the first node that has one. */
export function outcomeFor(
  problem: MpcProgram,
  results: readonly PromiseSettledResult<SessionResult>[],
  party: number,
): AnyOutcome {
  const closings = results.map(fulfilled);
  const { round } = problem;
  const parts = closings.map(({ shares }) => partOf(shares, round, party));
  return outcomeOf({ closings, parts, expected: expectedIn(closings) }, round, party);
}

/** What a promise gave. Throws what it threw. */
export function fulfilled<T>(result: PromiseSettledResult<T>): T {
  if (result.status === "rejected") throw result.reason;
  return result.value;
}

/** Every party's. */
export function outcomesOf<Outcome extends AnyOutcome = EngineOutcome>(
  problem: MpcProgram,
  results: readonly PromiseSettledResult<SessionResult>[],
): Outcome[] {
  return problem.parties.map((_, party) => outcomeFor(problem, results, party) as Outcome);
}
