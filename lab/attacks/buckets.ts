/**
 * Buckets, against `mpc`: what it tells in which bucket of iterations a run ends.
 *
 * Attacker: a node, or anyone who counts the messages among the nodes, which encryption does not
 * hide; the closing messages do not tell. The bucket depends on the data and on random numbers that
 * the nodes share, so the attacker replays the run with the data of each candidate. A node does so
 * once, with the run's own random numbers, so that only the rounding of products differs; anyone
 * else does so several times, with other random numbers. The attacker names the candidate that ends
 * more often near the bucket it saw.
 * Recovers: which of two candidates it is, where their buckets differ, and nothing where they
 * agree: log₂ 7 bits at most.
 */
import { Arithmetic } from "../../client/crypto/sharing/arithmetic.ts";
import { THREE_HOLDING } from "../../client/crypto/sharing/holding.ts";
import { receiveInput, shareInput } from "../../client/crypto/sharing/input.ts";
import { connectLinks, type NodeIndex } from "../../client/crypto/sharing/link.ts";
import { SEED_BYTES } from "../../client/crypto/sharing/masks.ts";
import { ThreeNodes } from "../../client/crypto/sharing/three-nodes.ts";
import { scaleInputs } from "../../client/engines/mpc/input/scale.ts";
import { inputLayout, inputWords } from "../../client/engines/mpc/input/words.ts";
import { firstTableau } from "../../client/engines/mpc/simplex/first-tableau.ts";
import { prepareTableau, runIterations } from "../../client/engines/mpc/solve.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { createRandom, type Random, randomBelow } from "../../client/math/random.ts";
import type { PublicRound } from "../../client/round/public-round.ts";

const NODE_INDICES: readonly NodeIndex[] = [0, 1, 2];

/** How many buckets a run takes with these data and the random numbers of `seed`. */
async function replayBuckets(
  round: PublicRound,
  parties: readonly PartyRows[],
  seed: Uint8Array,
  random: Random,
): Promise<number> {
  const links = connectLinks();
  const seeds = NODE_INDICES.map(() => random.bytes(SEED_BYTES));
  const inputs = parties.map((rows) => {
    const input = { integers: [], words: inputWords(rows), blindings: [] };
    return shareInput(THREE_HOLDING, input, random).messages;
  });
  const play = async (node: NodeIndex): Promise<number> => {
    const shared = { next: seeds[node]!, previous: seeds[(node + 2) % 3]! };
    const a = new Arithmetic(new ThreeNodes({ node, links: links[node], seeds: shared, epoch: 0 }));
    const own = inputs.map((messages, party) => {
      const counts = { integers: 0, words: inputLayout(round, party).total, blindings: 0 };
      return a.importInput(receiveInput(THREE_HOLDING, node, messages[node]!, counts));
    });
    const program = await scaleInputs({ arithmetic: a, round, inputs: own });
    const tableau = await firstTableau(program);
    const numbers = createRandom(seed);
    await prepareTableau(tableau, numbers);
    const { bits } = await runIterations(program, tableau, { random: numbers });
    return bits - 1;
  };
  return (await Promise.all(NODE_INDICES.map(play)))[0]!;
}

/** What the attacker saw of a run, and the seeds with which it replays candidates. */
export interface SeenRun {
  readonly buckets: number;
  /** The run's seed, if the attacker has it; otherwise its own, one per replay. */
  readonly seeds: readonly Uint8Array[];
}

/**
 * Index of the candidate; `random` decides ties. A bucket that is off by d gives its candidate the
 * weight 2^−d.
 */
export async function nameByBuckets(
  round: PublicRound,
  candidates: readonly (readonly PartyRows[])[],
  { seeds, buckets }: SeenRun,
  random: Random,
): Promise<number> {
  const weights: number[] = [];
  for (const [index, parties] of candidates.entries()) {
    let weight = 0;
    for (const [play, seed] of seeds.entries()) {
      const replayed = await replayBuckets(round, parties, seed, random.fork(`candidate ${index}/${play}`));
      weight += 2 ** -Math.abs(replayed - buckets);
    }
    weights.push(weight);
  }
  const most = Math.max(...weights);
  const best = weights.flatMap((weight, index) => (weight === most ? [index] : []));
  return best[Number(randomBelow(random.fork("coin"), BigInt(best.length)))]!;
}
