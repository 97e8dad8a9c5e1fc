// Attacks on what everybody sees of an outcome: settled by public certificate, whatever the engine,
// and sealed.
import { counted } from "../../client/math/counted.ts";
import { dot } from "../../client/math/field.ts";
import { type Random, randomBelow } from "../../client/math/random.ts";
import { decodeWords } from "../../client/math/words.ts";
import type { Shape } from "../../client/round/shape.ts";
import { columnsFromReducedCosts, costsFromValues, rowsFromSlacks, type SeenOutcome } from "../attacks/prices.ts";
import { type Score, scorePositions } from "../attacks/score.ts";
import { nameByUnmasked } from "../attacks/unmasked-proof.ts";
import type { SealedRound, SetUp } from "../sealing.ts";
import { playCampaign } from "./campaign.ts";
import { betweenTwo, type Dealt, type Problem, rowCount, rowsOf } from "./problems.ts";
import { randomProgram } from "./random-program.ts";
import { type Attack, measureAttack, type Result } from "./result.ts";
import { seal, sealable } from "./sealed-rounds.ts";
import { type Settled, settle } from "./settled.ts";

const ATTACKER = "anyone who reads the chain";

/** What the public sees of the rounds of two campaigns. */
interface Seen {
  readonly dealt: Dealt;
  /** All but party 0 move. */
  readonly others: readonly SeenOutcome[];
  /** Right-hand sides move. */
  readonly sides: readonly SeenOutcome[];
}

/** `prices` after the first `count` rounds of each campaign. */
async function attackPrices(
  { dealt, others, sides }: Seen,
  count: number,
  rest: Pick<Attack, "engine" | "control">,
): Promise<Result[]> {
  const { decimals } = dealt.round;
  const rows = rowsOf(dealt.parties[0]!).map((row) => row.join());
  const costs = dealt.parties[dealt.round.objectiveOwner]!.objective!;
  const charged = costs.flatMap((cost, j) => (cost === 0n ? [] : [j]));
  const [first, second] = [others.slice(0, count), sides.slice(0, count)];
  const attack = (from: string, target: string): Attack => ({
    ...rest,
    ...{ attacker: ATTACKER, alone: true, problem: dealt.problem.name, precision: "exact", target },
    attack: `prices (${from}), ${counted(count, "round")}`,
  });
  const scoreCosts = (found: readonly (bigint | undefined)[]): Score =>
    scorePositions(
      charged.map((j) => found[j]),
      charged.map((j) => costs[j]),
    );
  return [
    await measureAttack(
      attack("slacks", "rows of a company that changes none"),
      () => rowsFromSlacks(first, decimals).slice(0, rows.length),
      (found) =>
        scorePositions(
          found.map((row) => row?.join()),
          rows,
        ),
      rows.length,
    ),
    await measureAttack(
      attack("values", "costs that are not 0"),
      () => costsFromValues(second),
      (found) => scoreCosts(found ?? []),
      charged.length,
    ),
    await measureAttack(
      attack("reduced costs", "costs that are not 0"),
      () => columnsFromReducedCosts(second, decimals),
      (found) => scoreCosts(found.map((column) => column?.[0])),
      charged.length,
    ),
  ];
}

/** `counts`: after how many rounds. */
export async function attackPublic(problem: Problem, counts: readonly number[], random: Random): Promise<Result[]> {
  const dealt = betweenTwo(problem);
  const most = Math.max(...counts);
  const others = await playCampaign(dealt, "all but party 0", most, random.fork("others"));
  const sides = await playCampaign(dealt, "right-hand sides", most, random.fork("sides"));
  const outcomes = (rounds: readonly Settled[]) => rounds.map(({ outcome }) => outcome);
  const seen = { dealt, others: outcomes(others), sides: outcomes(sides) };
  const results: Result[] = [];
  for (const count of counts)
    results.push(...(await attackPrices(seen, count, { engine: "public outcome", control: false })));
  return results;
}

/**
 * The same on sealed rounds in which nothing moves, where the words of a proof are taken for the
 * outcome: so many that whatever they say of rows, costs or columns is determined.
 */
export async function attackSealed(problem: Problem, setUp: SetUp, random: Random): Promise<Result[]> {
  const dealt = sealable(betweenTwo(problem));
  const settled = (await settle(dealt))!;
  const count = Math.max(dealt.round.columns, rowCount(problem)) + 2;
  const rounds = Array.from({ length: count }, (_, index) =>
    wordsAsOutcome(dealt.round, seal(settled, setUp, random.fork(`round ${index}`))),
  );
  return attackPrices({ dealt, others: rounds, sides: rounds }, count, { engine: "sealed outcome", control: true });
}

/** A proof's words in the places of an outcome's numbers. */
function wordsAsOutcome({ columns, inequalities, equalities }: Shape, { proof }: SealedRound): SeenOutcome {
  const words = decodeWords(proof);
  const take = (length: number) => words.splice(0, length);
  const rows = () => inequalities.map((count, party) => take(count + equalities[party]!));
  return {
    ...{ x: take(columns), slacks: rows(), residuals: rows(), multipliers: rows() },
    ...{ reducedCosts: take(columns), objective: take(1)[0]! },
  };
}

const [ROWS, COLUMNS] = [8, 6];

/** Which of two random programs was settled? The attacker has all data and the outcome of both. */
async function game(
  described: Pick<Attack, "engine" | "attack" | "control">,
  plays: number,
  random: Random,
  name: (pair: readonly Settled[], secret: number, random: Random) => number,
): Promise<Result> {
  const attack: Attack = {
    ...described,
    ...{ attacker: `${ATTACKER}, with all data of both candidates`, alone: true, problem: "random" },
    ...{ target: "right guesses", precision: "guess" },
  };
  const attempt = async () => {
    let recovered = 0;
    for (let index = 0; index < plays; index++) {
      const own = random.fork(`play ${index}`);
      const pair = await Promise.all(["first", "second"].map((which) => drawSettled(own.fork(which))));
      const secret = Number(randomBelow(own.fork("coin"), 2n));
      if (name(pair, secret, own.fork("seal")) === secret) recovered++;
    }
    return { recovered, total: plays };
  };
  return measureAttack(attack, attempt, (score) => score, plays);
}

/** A random program between two companies, with its optimum. */
export async function drawSettled(random: Random): Promise<Settled> {
  return (await settle(sealable(betweenTwo(randomProgram(ROWS, COLUMNS, random)))))!;
}

/** The candidate whose costs give the published value of the objective. */
export function playPublic(plays: number, random: Random): Promise<Result> {
  const described = { engine: "public outcome", attack: "distinguishing (values)", control: false };
  return game(described, plays, random, (pair, secret) => {
    const { x, objective } = pair[secret]!.outcome;
    return pair.findIndex(({ dealt }) => dot(dealt.parties[dealt.round.objectiveOwner]!.objective!, x) === objective);
  });
}

export function playSealed(plays: number, setUp: SetUp, random: Random): Promise<Result> {
  const described = { engine: "sealed outcome", attack: "distinguishing (unmasked proof)", control: true };
  return game(described, plays, random, (pair, secret, own) =>
    nameByUnmasked(
      seal(pair[secret]!, setUp, own),
      setUp.committer,
      pair.map(({ dealt, outcome }) => ({ rows: dealt.parties, outcome })),
    ),
  );
}
