// The plan of the lab: which attacks on which engine and problem, quick or in full.
import { FOUR } from "../../client/engines/mpc/nodes/four.ts";
import { PROVEN } from "../../client/engines/mpc/nodes/three.ts";
import type { Variant } from "../../client/engines/multi-party/engine.ts";
import type { Random } from "../../client/math/random.ts";
import { attackBaseline, attackSlackInverse, attackSparseRows } from "./baselines.ts";
import { attackDealing } from "./dealt-shares.ts";
import { attackCiphertexts, attackDecoys, type DecoyPoint, recordDecoys, recordPaillier } from "./decoys.ts";
import { attackDisguise } from "./disguise.ts";
import { playBaseline, playBob, playDisguise, playHolder, playOwner } from "./games.ts";
import { attackMultiParty } from "./multi-party.ts";
import { playBucketsAsNode, playBucketsOutside, playOneNode, playTwoNodes } from "./node-games.ts";
import { attackNodes } from "./nodes.ts";
import { attackPublic, attackSealed, playPublic, playSealed } from "./outcomes.ts";
import {
  amongHolders,
  amongNodes,
  amongSixteen,
  betweenTwo,
  loadProblem,
  oneRowAlone,
  type Problem,
  withSlackColumns,
} from "./problems.ts";
import { randomProgram } from "./random-program.ts";
import { type Baseline, recordBaseline, recordMultiParty, recordNodes, recordOpening } from "./record.ts";
import type { Result } from "./result.ts";
import { holdSetUp } from "./sealed-rounds.ts";
import { laterRound } from "./variants.ts";

export interface Plan {
  /** All attacks run on these. */
  readonly problems: readonly string[];
  /**
   * Of these, the small ones, on which the controls of `multi-party/masked` and of sealed outcomes
   * run, and all attacks on `mpc`: uniform numbers are slow to solve.
   */
  readonly controls: readonly string[];
  /**
   * A problem for sixteen owners, attacked with sparse rows and slack inverse only; null for none.
   */
  readonly large: string | null;
  /** The distinguishing games, and how often each is played. */
  readonly games: readonly { readonly problem: string; readonly plays: number }[];
  /** Plays of each game against `mpc`. */
  readonly nodeGames: number;
  /** How often an attacker who does not know a run's random numbers replays each candidate. */
  readonly replays: number;
  /** Attacks on outcomes: on which problems, after how many rounds, and plays of the two games. */
  readonly outcomes: {
    readonly problems: readonly string[];
    readonly rounds: readonly number[];
    readonly plays: number;
    readonly sealedPlays: number;
  };
  /** Values of d in the chart, and its problem; p = 2. */
  readonly decoys: { readonly problem: string; readonly shares: readonly number[] };
}

export const QUICK: Plan = {
  problems: ["paper", "avgas"],
  controls: ["paper"],
  large: null,
  games: [{ problem: "paper", plays: 40 }],
  nodeGames: 10,
  replays: 2,
  outcomes: { problems: ["paper", "avgas"], rounds: [1, 40], plays: 20, sealedPlays: 6 },
  decoys: { problem: "paper", shares: [10, 20, 40] },
};

export const FULL: Plan = {
  problems: ["paper", "avgas", "securescm-20", "afiro", "sc50b"],
  controls: ["paper", "avgas"],
  large: "securescm-202",
  games: [
    { problem: "paper", plays: 100 },
    { problem: "securescm-20", plays: 50 },
  ],
  nodeGames: 100,
  replays: 20,
  outcomes: {
    problems: ["paper", "avgas", "securescm-20", "afiro"],
    rounds: [1, 10, 40],
    plays: 100,
    sealedPlays: 100,
  },
  decoys: { problem: "afiro", shares: [10, 20, 30, 40, 50, 60, 70, 80, 100, 128] },
};

export interface Findings {
  readonly results: readonly Result[];
  readonly decoys: readonly DecoyPoint[];
}

const BASELINES: readonly Baseline[] = ["mangasarian", "li"];
const VARIANTS: readonly Variant[] = ["plain", "masked"];
/** Decoys in the runs that all problems get. */
const SMALL_DECOYS = { choices: 2, shares: 20 };

/** Runs every attack of the plan in order; `see` receives each result as it comes. */
export async function runLab(plan: Plan, random: Random, see: (result: Result) => void): Promise<Findings> {
  const results: Result[] = [];
  const decoys: DecoyPoint[] = [];
  const add = (...found: readonly Result[]) => {
    for (const result of found) {
      results.push(result);
      see(result);
    }
  };
  for (const name of plan.problems) {
    const problem = await loadProblem(name);
    const own = random.fork(name);
    for (const engine of BASELINES) add(...(await onBaseline(engine, problem, own.fork(engine))));
    for (const variant of VARIANTS) {
      const recorded = await recordMultiParty(variant, amongHolders(problem), own.fork(variant));
      add(...(await attackMultiParty(variant, recorded, plan.controls.includes(name))));
    }
    add(...(await onTwoParty(problem, own)));
    add(...(await onNodes(problem, own.fork("mpc"), plan.controls.includes(name))));
    for (const set of [FOUR, PROVEN]) add(...(await attackDealing(amongNodes(problem), set, own.fork(set.engine))));
  }
  if (plan.large !== null) {
    const dealt = amongSixteen(await loadProblem(plan.large));
    const recorded = await recordOpening("li", dealt, random.fork(plan.large));
    add(await attackSparseRows("li", recorded), await attackSlackInverse(recorded));
  }
  for (const { problem, plays } of plan.games)
    for (const play of gamesOn(await loadProblem(problem), plays, random.fork(`games ${problem}`))) add(await play());
  const ofNodes = random.fork("games mpc");
  add(await playOneNode(plan.nodeGames, ofNodes.fork("one node")));
  add(await playTwoNodes(plan.nodeGames, ofNodes.fork("two nodes")));
  add(await playBucketsAsNode(plan.nodeGames, ofNodes.fork("buckets")));
  add(await playBucketsOutside(plan.nodeGames, plan.replays, ofNodes.fork("buckets")));
  add(...(await onOutcomes(plan, random.fork("outcomes"))));

  const charted = betweenTwo(await loadProblem(plan.decoys.problem));
  for (const shares of plan.decoys.shares) {
    const parameters = { choices: 2, shares };
    const recorded = await recordDecoys(parameters, charted, random.fork(`decoys ${shares}`));
    const { result, point } = await attackDecoys(parameters, recorded);
    decoys.push(point);
    add(result);
  }
  return { results, decoys };
}

async function onBaseline(engine: Baseline, problem: Problem, random: Random): Promise<Result[]> {
  const dealt = oneRowAlone(engine === "li" ? problem : withSlackColumns(problem));
  const later = laterRound(dealt);
  return attackBaseline(engine, await recordBaseline(engine, dealt, random.fork("first round")), {
    recorded: await recordOpening(engine, later.dealt, random.fork("second round")),
    changed: later.changed,
  });
}

async function onTwoParty(problem: Problem, random: Random): Promise<Result[]> {
  const dealt = betweenTwo(problem);
  const encrypted = await recordPaillier(dealt, random.fork("paillier"));
  const decoyed = await recordDecoys(SMALL_DECOYS, dealt, random.fork("decoy-ot"));
  return [
    ...(await attackDisguise("two-party/paillier", encrypted)),
    await attackCiphertexts(encrypted),
    ...(await attackDisguise("two-party/decoy-ot", decoyed)),
    (await attackDecoys(SMALL_DECOYS, decoyed)).result,
  ];
}

async function onNodes(problem: Problem, random: Random, small: boolean): Promise<Result[]> {
  const dealt = amongNodes(problem);
  const recorded = await recordNodes(dealt, random.fork("first round"));
  return attackNodes(recorded, await recordNodes(laterRound(dealt).dealt, random.fork("second round")), small);
}

async function onOutcomes({ outcomes, controls }: Plan, random: Random): Promise<Result[]> {
  const problems = [
    ...(await Promise.all(outcomes.problems.map(loadProblem))),
    randomProgram(8, 6, random.fork("random")),
  ];
  const results: Result[] = [];
  for (const problem of problems)
    results.push(...(await attackPublic(problem, outcomes.rounds, random.fork(`public ${problem.name}`))));
  results.push(await playPublic(outcomes.plays, random.fork("game")));
  const setUp = await holdSetUp();
  for (const name of controls)
    results.push(...(await attackSealed(await loadProblem(name), setUp, random.fork(`sealed ${name}`))));
  return [...results, await playSealed(outcomes.sealedPlays, setUp, random.fork("sealed game"))];
}

function gamesOn(problem: Problem, plays: number, random: Random): (() => Promise<Result>)[] {
  const two = betweenTwo(problem);
  const ring = amongHolders(problem);
  return [
    () => playBaseline("mangasarian", oneRowAlone(withSlackColumns(problem)), plays, random.fork("mangasarian")),
    () => playBaseline("li", oneRowAlone(problem), plays, random.fork("li")),
    () => playHolder("plain", ring, plays, random.fork("plain")),
    () => playHolder("masked", ring, plays, random.fork("masked")),
    // Whichever variant: the owner sees the same.
    () => playOwner("masked", ring, plays, random.fork("owner")),
    () => playDisguise(two, plays, random.fork("disguise"), false),
    () => playDisguise(two, plays, random.fork("uniform"), true),
    () => playBob("decoy-ot", two, plays, random.fork("decoys")),
    () => playBob("paillier", two, plays, random.fork("ciphertexts")),
  ];
}
