// Different data for the same problem: those of a later round, and those of the candidates in the
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
 * Multiplies every coefficient and right-hand side by a random integer from 1 to 9: the zeros,
 * signs and rough sizes stay, the data differ.
 */
export function variant(rows: PartyRows, random: Random): PartyRows {
  return {
    ...rows,
    inequalities: scaleEntries(rows.inequalities, random.fork("inequalities")),
    equalities: scaleEntries(rows.equalities, random.fork("equalities")),
  };
}

/**
 * A later round in which every party has raised the right-hand side of its first row by one unit.
 * `changed` counts the changed rows of each party.
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
