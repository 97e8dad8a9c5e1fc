// What leaks between two parties behind a disguise (docs/security.md).
import type { PublicRound } from "../../round/public-round.ts";
import type { NameOf } from "../../said.ts";
import { type Finding, finding } from "../findings.ts";
import { type Leakage, leakageOf } from "../leakage.ts";
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

function ofDisguise(shape: TwoPartySizes): Finding[] {
  const { alice, bob, aliceRows, bobRows, variables } = shape;
  const onlyInequalities = aliceRows.equalities + bobRows.equalities === 0;
  const rows = aliceRows.rows + bobRows.rows;
  return [
    ...(hasKey(shape) ? [finding("ReadsWithOwnRows", { alice, bob })] : []),
    ...(isSearchable(shape) ? [finding("FindsBySearch", { alice, columns: variables, rows })] : []),
    ...(bobRows.inequalities > 0
      ? [
          onlyInequalities
            ? finding("ReadsInequalities", { alice, bob, count: bobRows.inequalities })
            : finding("TellsSparse", { alice, bob }),
        ]
      : []),
    finding("TellsCandidates", { alice, bob }),
    finding("ReducedCostsShow", { alice, bob }),
  ];
}

/** What Alice can find out about Bob's rows, from the sizes. */
export function disguiseLeakage(round: PublicRound, name: NameOf): Leakage {
  const shape = twoPartySizes(round);
  const searchable = isSearchable(shape);
  const advice = hasKey(shape) || searchable ? "do not use" : "only with partners you trust";
  return leakageOf(advice, ofDisguise(shape), name, searchable);
}

/** The same, and what Bob can find out about Alice's rows hidden among decoys. */
export function decoyLeakage(round: PublicRound, name: NameOf): Leakage {
  const shape = twoPartySizes(round);
  const { alice, bob, aliceRows } = shape;
  const said = [finding("ReadsByLattice", { alice, bob, rows: aliceRows.rows }), ...ofDisguise(shape)];
  return leakageOf("do not use", said, name, isSearchable(shape));
}
