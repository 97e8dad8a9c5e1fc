// What leaks between two parties behind a disguise (docs/security.md).

import { counted } from "../../math/counted.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { Leakage, NameOf } from "../leakage.ts";
import { type TwoPartySizes, twoPartySizes } from "./sizes.ts";

/** The most choices of columns that lab/attacks/monomial-search.ts searches: seconds at most. */
const SEARCHABLE = 200_000;

function binomial(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) result = (result * (n - i + 1)) / i;
  return result;
}

/** Whether Alice can use her own rows to identify columns in what she sees of Bob's rows. */
function hasKey({ aliceRows, bobRows }: TwoPartySizes): boolean {
  const onlyInequalities = aliceRows.equalities + bobRows.equalities === 0;
  return onlyInequalities && aliceRows.inequalities >= 2 && bobRows.inequalities > 0;
}

/**
 * Whether the search of lab/attacks/monomial-search.ts undoes the disguise at these sizes within
 * seconds.
 */
function isSearchable(shape: TwoPartySizes): boolean {
  return hasKey(shape) && shape.variables >= 3 && binomial(shape.width, shape.variables + 1) <= SEARCHABLE;
}

/** What Alice can find out about Bob's rows, from the sizes. */
export function disguiseLeakage(round: PublicRound, name: NameOf): Leakage {
  const shape = twoPartySizes(round);
  const { alice, bob, aliceRows, bobRows, variables } = shape;
  const [a, b] = [name(alice), name(bob)];
  const onlyInequalities = aliceRows.equalities + bobRows.equalities === 0;
  const keyed = hasKey(shape);
  const searchable = isSearchable(shape);
  const findings = [
    ...(keyed
      ? [
          `with its own rows as the key, ${a} can read every inequality of ${b}, up to its unit, and the costs, at any size, if few coefficients of ${a}'s rows are 0`,
        ]
      : []),
    ...(searchable
      ? [
          `${counted(variables, "column")} and ${counted(aliceRows.rows + bobRows.rows, "row")}: ${a} can find their order and scale by search, if two of its rows have no zeros`,
        ]
      : []),
    ...(bobRows.inequalities > 0
      ? [
          onlyInequalities
            ? `${a} can read ${bobRows.inequalities === 1 ? "the one inequality" : `all ${bobRows.inequalities} inequalities`} of ${b} up to the order and scale of columns, if no variable without cost looks like a slack`
            : `${a} can tell sparse rows of ${b} up to the order and scale of columns`,
        ]
      : []),
    `${a} can tell which of two known candidates is the data of ${b}`,
    `with two parties, the reduced costs of the outcome, which both have even if it is sealed, show ${a} the sum of the costs and of ${b}'s rows times their multipliers`,
  ];
  return { advice: keyed || searchable ? "do not use" : "only with partners you trust", findings, searchable };
}

/** The same, and what Bob can find out about Alice's rows hidden among decoys. */
export function decoyLeakage(round: PublicRound, name: NameOf): Leakage {
  const { alice, bob, aliceRows } = twoPartySizes(round);
  const broken = `${name(bob)} can read ${aliceRows.rows === 1 ? "the one row" : `all ${aliceRows.rows} rows`} of ${name(alice)} exactly, by lattice reduction, within seconds`;
  const { findings, searchable } = disguiseLeakage(round, name);
  return { advice: "do not use", findings: [broken, ...findings], searchable };
}
