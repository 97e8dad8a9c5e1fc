// The measurements behind docs/scale.md: whole rounds on a chain, and sessions of `mpc` alone.
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createWorkPool } from "../../client/crypto/paillier/pool.ts";
import { createEngine } from "../../client/engines/engines.ts";
import { coveringProblem, type Played, playWholeRound, type Size } from "../whole-round.ts";
import type { ScaledEngine } from "./formulas.ts";
import { measureSession, type Session } from "./session.ts";

export interface MeasuredRound {
  readonly engine: ScaledEngine;
  readonly size: Size;
  readonly played: Played;
}

export interface MeasuredSession {
  readonly size: Size;
  /** One-way delay of the links in milliseconds. */
  readonly delayMs: number;
  readonly session: Session;
}

export interface Measured {
  readonly rounds: readonly MeasuredRound[];
  readonly sessions: readonly MeasuredSession[];
}

const BLOCK_SECONDS = 1;
const FILE = new URL("measured.json", import.meta.url);

const sizeOf = ([companies, rows, columns]: readonly [number, number, number]): Size => ({ companies, rows, columns });

/** Companies, rows, columns: each varied alone, then corners. */
const ROUNDS: Readonly<Record<ScaledEngine, readonly (readonly [number, number, number])[]>> = {
  mpc: [
    ...([3, 12, 30] as const).map((companies) => [companies, 100, 50] as const),
    ...([20, 400] as const).map((rows) => [12, rows, 50] as const),
    ...([20, 100] as const).map((columns) => [12, 100, columns] as const),
    ...([
      [3, 20, 20],
      [30, 400, 100],
      [12, 1200, 50],
      [24, 200, 300],
      [12, 100, 800],
      [3, 100, 1000],
    ] as const),
  ],
  "multi-party/masked": [
    ...([3, 12, 30] as const).map((companies) => [companies, 58, 20] as const),
    ...([20, 100] as const).map((rows) => [3, rows, 20] as const),
    ...([10, 50] as const).map((columns) => [3, 58, columns] as const),
  ],
  "two-party/paillier": [
    ...([20, 50, 100] as const).map((rows) => [2, rows, 20] as const),
    ...([10, 50] as const).map((columns) => [2, 50, columns] as const),
  ],
};

const SESSIONS = (
  [
    [20, 20],
    [100, 20],
    [100, 50],
    [100, 100],
    [400, 50],
    [400, 100],
    [200, 200],
  ] as const
).map(([rows, columns]) => sizeOf([4, rows, columns]));
const SMALL = sizeOf([4, 20, 20]);
const DELAYS_MS = [5, 15];

/**
 * Measures what measured.json does not have yet, all of it about twenty minutes, and writes it
 * there.
 */
export async function measureMissing(): Promise<void> {
  const known = await readMeasured();
  const pool = createWorkPool(2);
  const isOf = (size: Size) => (one: { readonly size: Size }) => JSON.stringify(one.size) === JSON.stringify(size);
  const sessions: MeasuredSession[] = [];
  for (const [size, delayMs] of [
    ...SESSIONS.map((one) => [one, 0] as const),
    ...DELAYS_MS.map((ms) => [SMALL, ms] as const),
  ])
    sessions.push(
      known.sessions.filter(isOf(size)).find((one) => one.delayMs === delayMs) ?? {
        ...{ size, delayMs, session: await measureSession(size, delayMs) },
      },
    );
  const rounds: MeasuredRound[] = [];
  for (const [name, sizes] of Object.entries(ROUNDS))
    for (const size of sizes.map(sizeOf)) {
      const engine = name as ScaledEngine;
      const play = () => playWholeRound(coveringProblem(size), createEngine(engine, pool), { pace: BLOCK_SECONDS });
      const earlier = known.rounds.filter(isOf(size)).find((one) => one.engine === engine);
      rounds.push(earlier ?? { engine, size, played: await play() });
    }
  await pool.close();
  await writeFile(FILE, `${JSON.stringify({ rounds, sessions } satisfies Measured, null, 2)}\n`);
}

/** What has been measured; nothing if the file is not there. */
export async function readMeasured(): Promise<Measured> {
  if (!existsSync(FILE)) return { rounds: [], sessions: [] };
  return JSON.parse(await readFile(FILE, "utf8")) as Measured;
}
