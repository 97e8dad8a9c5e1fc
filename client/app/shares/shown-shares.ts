// The shares of a round in the units and the sense of its objective, without the constant of the
// objective, which its owner alone knows.
import type { SharesOnChain } from "../../chain/shares/read-shares.ts";
import type { PublicProgram } from "../../lp/joint/program.ts";
import { formatScaled } from "../../math/decimal.ts";
import { decimalsOf, type Terms } from "../../round/terms.ts";

/** Numbers are exact decimal strings. */
export interface ShownShares {
  /** Whether the contract has accepted the proof that shares are checked against. */
  readonly adopted: boolean;
  /** In the order of the parties; null where the share is missing. */
  readonly shares: readonly { readonly company: string; readonly share: string | null }[];
  /** The sum, and the bounds that it proves for the plan's value; null while a share is missing. */
  readonly sum: string | null;
  readonly objective: { readonly lower: string; readonly upper: string } | null;
}

export function shownShares(
  { adopted, shares, objective }: SharesOnChain,
  terms: Terms,
  { sense }: Pick<PublicProgram, "sense">,
): ShownShares {
  const { coefficient, solution, multiplier } = decimalsOf(terms);
  const sign = sense === "max" ? -1n : 1n;
  const share = (value: bigint) => formatScaled(sign * value, coefficient + multiplier);
  const bound = (value: bigint) => formatScaled(sign * value, coefficient + solution + multiplier);
  const known = shares.flatMap((value) => (value === null ? [] : [value]));
  const ends = objective === null ? null : [objective.least, objective.most].map(bound);
  const [lower, upper] = sense === "max" ? (ends ?? []).toReversed() : (ends ?? []);
  return {
    adopted,
    shares: terms.parties.map(({ name }, k) => ({
      company: name,
      share: shares[k] === null ? null : share(shares[k]!),
    })),
    sum: objective === null ? null : share(known.reduce((sum, value) => sum + value, 0n)),
    objective: ends === null ? null : { lower: lower!, upper: upper! },
  };
}
