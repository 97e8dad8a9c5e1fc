// The session of `mpc` among its nodes: what one node spends, measured and as a formula.
import { groupCount, meetingPairs } from "../../client/crypto/sharing/groups.ts";
import { levelsOf } from "../../client/crypto/sharing/levels.ts";
import type { Link, NodeLinks } from "../../client/crypto/sharing/link.ts";
import type { Engine, SessionIo } from "../../client/engines/engine.ts";
import { mpcEngine } from "../../client/engines/mpc/engine.ts";
import { THREE } from "../../client/engines/mpc/nodes/three.ts";
import { bucketsOf, REFRESH_INTERVAL } from "../../client/engines/mpc/plan.ts";
import { OPEN_BITS_ROUNDS } from "../../client/engines/mpc/simplex/open-bits.ts";
import { DONE } from "../../client/engines/mpc/solve.ts";
import { runEngine, sessionsInProcess } from "../../client/engines/run.ts";
import { publicRound } from "../../client/library/problem.ts";
import { createRandom } from "../../client/math/random.ts";
import { coveringProblem, type Size } from "../whole-round.ts";

/** Phases that recur in every iteration. */
const RECURRING = ["violated", "ratio test", "pivot"];

/** What one node spends in a session. */
export interface Session {
  /** To the end of the bucket in which the run is over. */
  readonly iterations: number;
  readonly rounds: number;
  readonly bytes: number;
  /** Of the phases that recur in every iteration alone. */
  readonly recurringRounds: number;
  readonly recurringBytes: number;
  /** Of the pivots alone. */
  readonly pivotBytes: number;
  /** Of corrections of rounding errors. */
  readonly refreshRounds: number;
  /** Seconds, and processor time of one node. */
  readonly seconds: number;
  readonly processor: number;
}

interface Spent {
  rounds: number;
  bytes: number;
}

/** An engine whose session is counted, and the count of one node so far. */
function countedMpc(size: Size): {
  readonly engine: Engine<unknown>;
  counts(): Omit<Session, "seconds" | "processor">;
} {
  const phases = new Map<string, Spent>();
  const engine = mpcEngine({
    sessionMeter: {
      add: (phase, counted, amount) => {
        const spent = phases.get(phase) ?? { rounds: 0, bytes: 0 };
        phases.set(phase, spent);
        if (counted !== "messages") spent[counted] += amount / THREE.count;
      },
    },
  }) as Engine<unknown>;
  const sum = (what: keyof Spent, names: readonly string[]) =>
    Math.round(names.reduce((total, name) => total + (phases.get(name)?.[what] ?? 0), 0));
  return {
    engine,
    counts: () => ({
      iterations: bucketsOf(size)[Math.round(phases.get(DONE)!.rounds / OPEN_BITS_ROUNDS) - 1]!,
      rounds: sum("rounds", [...phases.keys()]),
      bytes: sum("bytes", [...phases.keys()]),
      recurringRounds: sum("rounds", RECURRING),
      recurringBytes: sum("bytes", RECURRING),
      pivotBytes: sum("bytes", ["pivot"]),
      refreshRounds: sum("rounds", ["refresh"]),
    }),
  };
}

/** Links on which every message is on its way for so long. */
function delayed(links: NodeLinks, milliseconds: number): NodeLinks {
  const slow = (link: Link): Link => ({
    send: (bytes) => {
      const copy = Uint8Array.from(bytes);
      setTimeout(() => link.send(copy), milliseconds);
    },
    receive: (length) => link.receive(length),
  });
  return milliseconds === 0 ? links : links.map((link) => link && slow(link));
}

/** Runs the engine alone, all nodes in this process. */
export async function measureSession(size: Size, delayMs = 0): Promise<Session> {
  const { engine, counts } = countedMpc(size);
  const problem = coveringProblem(size);
  const inputs = problem.companies.map(({ rows }, party) => ({
    ...{ rows, random: createRandom(new Uint8Array(32).fill(party + 1)) },
  }));
  const inProcess = sessionsInProcess();
  const sessions: SessionIo = {
    ...inProcess,
    connect: async (peers) => delayed(await inProcess.connect(peers), delayMs),
  };
  const start = performance.now();
  const before = process.cpuUsage();
  await runEngine(engine, publicRound(problem, engine), inputs, { sessions });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { ...counts(), seconds, processor: (user + system) / 1e6 / THREE.count };
}

/** Levels of a tournament. */
function levels(candidates: number): number {
  return levelsOf(candidates).length;
}

/** Pairs that meet in a tournament, at all levels. */
function pairsMet(candidates: number): number {
  let [left, pairs] = [candidates, 0];
  for (const size of levelsOf(candidates)) {
    pairs += meetingPairs({ candidates: left, size }).first.length;
    left = groupCount({ candidates: left, size });
  }
  return pairs;
}

/** Of an iteration's two tournaments: rows or columns, rows and columns, and pairs that meet. */
export function comparisons({ rows, columns }: Size): readonly [most: number, lines: number, pairs: number] {
  const most = Math.max(rows, columns);
  return [most, rows + columns, pairsMet(1 + most) + pairsMet(most)];
}

/**
 * Rounds of an iteration: a tournament of rows or columns and their threshold, one of rows or
 * columns, 5 rounds for each level, and 25 others.
 */
export function iterationRounds({ rows, columns }: Size): number {
  const most = Math.max(rows, columns);
  return 5 * levels(1 + most) + 5 * levels(most) + 25;
}

/** Rounds of all iterations, for inequalities alone. */
export function recurringRounds(size: Size, iterations: number): number {
  return iterations * iterationRounds(size);
}

/** Rounds of all corrections of rounding errors, for inequalities alone. */
export function refreshRounds(size: Size, iterations: number): number {
  const digits = Math.ceil(Math.log2(size.rows + size.columns));
  const each = 13 + Math.ceil(Math.log2(Math.ceil(digits / 2)));
  return Math.floor((iterations - 1) / REFRESH_INTERVAL) * each;
}
