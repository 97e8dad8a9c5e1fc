// Which company keeps which column, and how the gap's tolerance is divided among companies
// (docs/sealed-own-part.md, "Players" and "Sums"). Both follow from what is public.
import { SealedError } from "../../errors.ts";
import { sum } from "../../math/field.ts";
import { keeperOf } from "../../round/own-parts.ts";
import { LIMBS, onColumns } from "../domain.ts";
import { interpolate } from "../polynomial.ts";
import type { KeptColumns, Split } from "../prover/setting.ts";
import { type SealedStatement, scalesOf } from "../statement.ts";

/** What the division of columns follows from. */
type Columns = Pick<SealedStatement, "size" | "columns" | "parties" | "objectiveOwner">;

/** Companies that compute on shares: parties 0, 1 and 2. */
export const NODES = 3;

/**
 * Who keeps and who knows each column. `names`: per variable the parties whose files name it, at
 * least one, in increasing order.
 * @throws SealedError StatementInvalid for fewer than three parties, or names of other variables or
 *   parties.
 */
export function keepersOf(
  { size, columns, parties, objectiveOwner }: Columns,
  names: readonly (readonly number[])[],
): Pick<Split, "keepers" | "names"> {
  const isParty = (party: number) => Number.isInteger(party) && party >= 0 && party < parties;
  const isList = (list: readonly number[]) =>
    list.length > 0 && list.every((party, i) => isParty(party) && (i === 0 || list[i - 1]! < party));
  if (parties < NODES || names.length !== columns || !names.every(isList))
    throw new SealedError(
      "StatementInvalid",
      `columns are split among ${NODES} parties or more, each named by some of them in increasing order`,
    );
  const all = Array.from({ length: parties }, (_, k) => k);
  const known = Array.from({ length: size }, (_, j) => (j === 0 ? all : (names[j - 1] ?? [objectiveOwner])));
  const keepers = known.map((own) => keeperOf(own, objectiveOwner));
  return { keepers, names: known };
}

/** The same, with the polynomials of the columns that each party keeps. Throws as `keepersOf`. */
export function splitColumns(
  statement: Columns & Pick<SealedStatement, "bounds" | "decimals">,
  names: readonly (readonly number[])[],
): Split {
  const { keepers, names: known } = keepersOf(statement, names);
  const { size, parties, bounds } = statement;
  const upper = onColumns(size, scalesOf(statement).x0, bounds);
  const of = (party: number, value: (j: number) => bigint) =>
    keepers.map((keeper, j) => (keeper === party ? value(j) : 0n));
  const kept = Array.from({ length: parties }, (_, party): KeptColumns => {
    const ones = of(party, () => 1n);
    return {
      columns: interpolate(ones),
      limbs: interpolate(ones.flatMap((one) => new Array<bigint>(LIMBS).fill(one))),
      bounds: interpolate(of(party, (j) => upper[j]!)),
    };
  });
  return { keepers, names: known, kept };
}

/**
 * g_k per party of an optimum, together τ_gap. `rows`: the number of each party's rows, an equality
 * counted once.
 */
export function gapShares(
  { tolerances, columns, bounds, objectiveOwner }: SealedStatement,
  { keepers }: Split,
  rows: readonly number[],
): bigint[] {
  const all = BigInt(rows.reduce((count, own) => count + own, 0));
  const ofColumns = bounds.map((bound) => bound * tolerances.dual);
  const rest = tolerances.gap - sum(ofColumns);
  const each = tolerances.gap / (all + BigInt(columns));
  const [column, row] = rest >= 0n ? [(j: number) => ofColumns[j]!, all === 0n ? 0n : rest / all] : [() => each, each];
  const shares = rows.map((own, party) => {
    const kept = bounds.map((_, j) => (keepers[j + 1] === party ? column(j) : 0n));
    return sum(kept) + BigInt(own) * row;
  });
  const left = tolerances.gap - sum(shares);
  return shares.map((share, party) => (party === objectiveOwner ? share + left : share));
}
