// Other data for the same problem: what a party holds in a later round, and candidates for the
// distinguishing game.
import type { IntegerRows, PartyRows } from "../../client/lp/model/normal.ts";
import { mapMatrix } from "../../client/math/matrix.ts";
import { type Random, randomBetween } from "../../client/math/random.ts";
import type { Dealt } from "./problems.ts";

function scaleEntries({ coefficients, rhs }: IntegerRows, random: Random): IntegerRows {
  const factor = () => randomBetween(random, 1n, 9n);
  return {
    coefficients: mapMatrix(coefficients, (value) => value * factor()),
    rhs: rhs.map((value) => value * factor()),
  };
}

/**
 * Every coefficient and right-hand side times a whole number from 1 to 9: zeros, signs and sizes as
 * before, other data.
 */
export function variant(rows: PartyRows, random: Random): PartyRows {
  return {
    ...rows,
    inequalities: scaleEntries(rows.inequalities, random.fork("inequalities")),
    equalities: scaleEntries(rows.equalities, random.fork("equalities")),
  };
}

/**
 * A later round in which every party has moved the right-hand side of its first row a little. Only
 * the data differ.
 */
export function laterRound(dealt: Dealt): { readonly dealt: Dealt; readonly changed: readonly number[] } {
  const parties = dealt.parties.map((rows): PartyRows => {
    const key = rows.inequalities.rhs.length > 0 ? "inequalities" : "equalities";
    const [first, ...others] = rows[key].rhs;
    return first === undefined ? rows : { ...rows, [key]: { ...rows[key], rhs: [first + 1n, ...others] } };
  });
  const changed = dealt.parties.map(({ inequalities, equalities }) =>
    inequalities.rhs.length + equalities.rhs.length > 0 ? 1 : 0,
  );
  return { dealt: { ...dealt, parties }, changed };
}
