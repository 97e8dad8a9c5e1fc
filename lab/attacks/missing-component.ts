/**
 * Missing component, against `mpc`: the distinguishing game on what a node sees.
 *
 * Attacker: a node, alone or with others, that has two candidates for a party's data. It knows two
 * of the three components of every word of the party's input; each candidate says what the third
 * would have to be. For the real candidate, these words are the ones that the other nodes compute
 * with; for the other, they are noise. The attacker looks for them, with either sign, among all
 * other words that it has: what arrived over its links, its mask streams, the words of nodes that
 * collude with it. In case of a tie, it names the candidate whose missing words look less uniform,
 * by their bytes.
 * Recovers: which candidate it is, if a mask was left out or used twice, or if two nodes collude;
 * otherwise no more than a coin tells.
 */
import { encodeElements } from "../../client/crypto/sharing/elements.ts";
import { likeliest } from "./likeliest.ts";
import { halfWords, type NodeView } from "./node-view.ts";

/**
 * Index of the candidate: each is the words of `party`'s input (client/engines/mpc/input/words.ts).
 * `others` are further words that are known.
 */
export function nameByMissing(
  view: NodeView,
  party: number,
  candidates: readonly (readonly bigint[])[],
  others: readonly bigint[],
): number {
  const known = new Set([...view.received, ...view.masks, ...others]);
  const half = halfWords(view, party);
  return likeliest(
    candidates.map((words) => {
      const missing = words.map((value, i) => BigInt.asIntN(128, value - half[i]!));
      const hits = missing.filter((value) => known.has(value) || known.has(BigInt.asIntN(128, -value))).length;
      return { hits, rest: encodeElements(missing) };
    }),
  );
}
