// The distinguishing game against `mpc`: two candidates with the same published outcome
// (planted.ts), so that only what the engine itself shows can tell them apart. A node is shown its
// words and the bucket in which the run ends.
import { inputWords } from "../../client/engines/mpc/input/words.ts";
import { SEED_BYTES } from "../../client/engines/mpc/start.ts";
import { type Random, randomBelow } from "../../client/math/random.ts";
import { nameByBuckets } from "../attacks/buckets.ts";
import { nameByMissing } from "../attacks/missing-component.ts";
import { drawPlant, planted, programAround } from "./planted.ts";
import { type Dealt, deal } from "./problems.ts";
import { type RecordedNodes, recordNodes } from "./record.ts";
import { type Attack, measureAttack, type Result } from "./result.ts";

const [ROWS, COLUMNS, BASIC] = [7, 6, 3];
/**
 * Nodes 0 and 1 hold alternate rows; node 2 is a helper without data. Party 3, not a node, holds
 * the last row and the costs.
 */
const HOLDERS = Array.from({ length: ROWS }, (_, i) => (i === ROWS - 1 ? 3 : i % 2));
const [COMPANY, OTHER_COMPANY, HELPER, OWNER] = [0, 1, 2, 3] as const;

/** Two programs with one outcome, in which the rows of the attacking company are the same. */
function candidates(random: Random): readonly [Dealt, Dealt] {
  const plant = drawPlant(ROWS, COLUMNS, BASIC, random.fork("outcome"));
  const first = programAround(plant, new Map(), random.fork("first"));
  const own = new Map(
    first.inequalities.coefficients.flatMap((row, i) => (HOLDERS[i] === COMPANY ? [[i, row] as const] : [])),
  );
  const second = programAround(plant, own, random.fork("second"));
  const dealt = (program: typeof first) => deal(planted(program), HOLDERS, 4, OWNER);
  return [dealt(first), dealt(second)];
}

interface Play {
  readonly pair: readonly [Dealt, Dealt];
  readonly recorded: RecordedNodes;
  readonly random: Random;
}

/** Each play gives one guess or several. */
function game(
  described: Pick<Attack, "attack" | "attacker" | "alone">,
  plays: number,
  random: Random,
  guess: (play: Play) => Promise<readonly number[]> | readonly number[],
): Promise<Result> {
  const attack: Attack = {
    ...described,
    ...{ engine: "mpc", problem: "planted", target: "right guesses", precision: "guess", control: false },
  };
  const attempt = async () => {
    const score = { recovered: 0, total: 0 };
    for (let index = 0; index < plays; index++) {
      const own = random.fork(`play ${index}`);
      const pair = candidates(own.fork("candidates"));
      const secret = Number(randomBelow(own.fork("coin"), 2n));
      const recorded = await recordNodes(pair[secret]!, own.fork("run"));
      const guesses = await guess({ pair, recorded, random: own.fork("guess") });
      score.recovered += guesses.filter((named) => named === secret).length;
      score.total += guesses.length;
    }
    return score;
  };
  return measureAttack(attack, attempt, (score) => score, plays);
}

const wordsOf = (pair: readonly [Dealt, Dealt], party: number) =>
  pair.map(({ parties }) => inputWords(parties[party]!));

/**
 * One node compares what it has with the two candidates for another company's words. A company and
 * the helper guess once each.
 */
export function playOneNode(plays: number, random: Random): Promise<Result> {
  const described = {
    attack: "distinguishing (missing component)",
    attacker: "any one node",
    alone: true,
  };
  return game(described, plays, random, ({ pair, recorded }) =>
    [COMPANY, HELPER].map((node) =>
      nameByMissing(recorded.viewOf(node), OTHER_COMPANY, wordsOf(pair, OTHER_COMPANY), []),
    ),
  );
}

/** The same with the words of a second node as well. */
export function playTwoNodes(plays: number, random: Random): Promise<Result> {
  const described = {
    attack: "distinguishing (missing component)",
    attacker: "any two nodes together",
    alone: false,
  };
  return game(described, plays, random, ({ pair, recorded: { viewOf } }) => [
    nameByMissing(viewOf(COMPANY), OWNER, wordsOf(pair, OWNER), viewOf(HELPER).inputs[OWNER]!.flat()),
  ]);
}

/**
 * A node, which knows the run's random numbers, compares the bucket with those of the candidates.
 */
export function playBucketsAsNode(plays: number, random: Random): Promise<Result> {
  const described = { attack: "distinguishing (buckets)", attacker: "a node, with all data of both candidates" };
  return playBuckets(described, plays, random, ({ recorded }) => [recorded.viewOf(COMPANY).seed]);
}

/**
 * The same by an outsider who counts the nodes' messages and replays each candidate `replays` times
 * with its own random numbers.
 */
export function playBucketsOutside(plays: number, replays: number, random: Random): Promise<Result> {
  const described = {
    attack: "distinguishing (buckets)",
    attacker: "anyone who counts the nodes' messages, with all data of both candidates",
  };
  return playBuckets(described, plays, random, ({ random: own }) =>
    Array.from({ length: replays }, (_, play) => own.fork(`replay ${play}`).bytes(SEED_BYTES)),
  );
}

function playBuckets(
  described: Pick<Attack, "attack" | "attacker">,
  plays: number,
  random: Random,
  seedsOf: (play: Play) => readonly Uint8Array[],
): Promise<Result> {
  return game({ ...described, alone: true }, plays, random, async (play) => {
    const { buckets, dealt } = play.recorded;
    const parties = play.pair.map((candidate) => candidate.parties);
    return [await nameByBuckets(dealt.round, parties, { buckets, seeds: seedsOf(play) }, play.random)];
  });
}
