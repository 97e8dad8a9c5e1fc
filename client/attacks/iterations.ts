/**
 * Iterations, against `mpc`: what the number of iterations tells.
 *
 * Attacker: anybody who reads a closing. The public random numbers of a run follow from the nodes' public keys, so the attacker plays the
 * run again with the data of each candidate and the same numbers: only the rounding of products differs. It names the candidate whose
 * number of iterations is nearer to the one it saw.
 * Recovers: which of two candidates it is, where their numbers differ; the number itself is at most log₂ of its range in bits.
 */
import { Arithmetic } from "../crypto/sharing/arithmetic.ts";
import { shareInput } from "../crypto/sharing/input.ts";
import { connectLinks, type NodeIndex } from "../crypto/sharing/link.ts";
import { SEED_BYTES } from "../crypto/sharing/masks.ts";
import type { PartyRows } from "../lp/normal.ts";
import { createRandom, type Random, randomBelow } from "../math/random.ts";
import type { PublicRound } from "../protocol/engine.ts";
import { inputLayout, inputWords } from "../protocol/mpc/input.ts";
import { firstTableau } from "../protocol/mpc/setup.ts";
import { prepareTableau, runIterations } from "../protocol/mpc/solve.ts";

const NODE_INDICES: readonly NodeIndex[] = [0, 1, 2];

/** Iterations of a run with these data and the public random numbers of `context` (node-view.ts). */
export async function replayIterations(
  round: PublicRound,
  parties: readonly PartyRows[],
  context: Uint8Array,
  random: Random,
): Promise<number> {
  const links = connectLinks();
  const seeds = NODE_INDICES.map(() => random.bytes(SEED_BYTES));
  const inputs = parties.map((rows) => shareInput(inputWords(rows), random));
  const play = async (node: NodeIndex): Promise<number> => {
    const shared = { next: seeds[node]!, previous: seeds[(node + 2) % 3]! };
    const a = new Arithmetic({ node, links: links[node], seeds: shared, epoch: 0 });
    const shares = inputs.map((messages, party) => a.importInput(messages[node], inputLayout(round, party).total));
    const tableau = await firstTableau(a, round, shares);
    const numbers = createRandom(context);
    await prepareTableau(a, round, tableau, numbers);
    return (await runIterations(a, round, tableau, numbers, 0, async () => {})).iterations;
  };
  return (await Promise.all(NODE_INDICES.map(play)))[0]!;
}

/** Index of the candidate; among equals `random` decides. */
export async function nameByIterations(
  round: PublicRound,
  candidates: readonly (readonly PartyRows[])[],
  context: Uint8Array,
  seen: number,
  random: Random,
): Promise<number> {
  const distances: number[] = [];
  for (const [index, parties] of candidates.entries()) {
    const replayed = await replayIterations(round, parties, context, random.fork(`candidate ${index}`));
    distances.push(Math.abs(replayed - seen));
  }
  const least = Math.min(...distances);
  const best = distances.flatMap((distance, index) => (distance === least ? [index] : []));
  return best[Number(randomBelow(random.fork("coin"), BigInt(best.length)))]!;
}
