// What a company's rows must satisfy before it commits to them.
import { InputError } from "../../../errors.ts";
import { bitLength } from "../../../math/bits.ts";
import { magnitude } from "../../../math/field.ts";
import type { OwnRows } from "../../engine.ts";
import { MULTIPLIER_EXPONENT } from "../outcome/largest.ts";
import { inputWords } from "./words.ts";

/**
 * A multiplier is a cost over a coefficient, so the largest coefficient of a row must not be 2^53
 * times smaller than the costs can be.
 * @throws InputError NumberTooLarge for a right-hand side that is too large for its row,
 *   ScaleImpossible for a row in units that are too small beside the costs.
 */
export function checkOwnRows({ rows, nameOf, largestCost }: OwnRows): void {
  inputWords(rows, nameOf);
  const coefficients = [...rows.inequalities.coefficients, ...rows.equalities.coefficients];
  for (const [i, row] of coefficients.entries()) {
    const largest = row.reduce((most, value) => (magnitude(value) > most ? magnitude(value) : most), 0n);
    if (largest === 0n || bitLength(largestCost) - bitLength(largest) < MULTIPLIER_EXPONENT) continue;
    throw new InputError(
      "ScaleImpossible",
      `${nameOf(i)}: its coefficients are 2^${MULTIPLIER_EXPONENT} times smaller than the costs can be, too far for mpc: multiply the ` +
        "row by a power of ten, or choose another engine",
    );
  }
}
