// Numbers that well-known programs read differently. Each kind gets one remark in a file.
import { compare, type Decimal } from "../../math/decimal.ts";
import type { ModelBuilder } from "./builder.ts";
import type { LpSection } from "./lp-sections.ts";
import { infinitySign, plainNumber, readNumber } from "./number-text.ts";

/** A number whose exponent is marked with a D, as Fortran writes it. */
const FORTRAN = /^[+-]?[\d.]+d[+-]?\d+$/i;
/** The smallest and the largest number that programs use for infinity in files. */
const INFINITIES: readonly [Decimal, Decimal] = [
  { mantissa: 1n, exponent: 20 },
  { mantissa: 1n, exponent: 30 },
];

/** A number in a file. */
interface Place {
  readonly text: string;
  readonly line: number;
  readonly field: string;
}

/**
 * Remarks on the exponent of a coefficient or cost if it is marked with a D, which most programs do
 * not know; some then read the digits before it.
 */
export function remarkOnCoefficient(builder: ModelBuilder, { text, line, field }: Place): void {
  if (!FORTRAN.test(plainNumber(text))) return;
  const message = `${text} is read with the exponent that follows the D; other programs stop before the D or take it for a name: mark exponents with an e`;
  builder.warnOnce("exponent", message, { line, field });
}

/**
 * Remarks on a side or bound between 1e20, from which on CPLEX, Gurobi, HiGHS and SCIP take numbers
 * for infinite, and 1e30, from which on Cbc and lp_solve do; to GLPK every number is finite.
 */
function remarkOnHuge(builder: ModelBuilder, { text, line, field }: Place): void {
  if (infinitySign(text) !== 0) return;
  const value = readNumber(text, { file: builder.file, line, field });
  const magnitude = { ...value, mantissa: value.mantissa < 0n ? -value.mantissa : value.mantissa };
  if (compare(magnitude, INFINITIES[0]) <= 0 || compare(magnitude, INFINITIES[1]) >= 0) return;
  const message = `${text} counts as infinite, as in CPLEX, Gurobi and HiGHS; GLPK, Cbc and lp_solve take it for a number: write inf, or measure in larger units`;
  builder.warnOnce("infinity", message, { line, field });
}

/**
 * Remarks on a side, range or bound: as on a coefficient, and on its size.
 * @throws as `readNumber` does.
 */
export function remarkOnSide(builder: ModelBuilder, place: Place): void {
  remarkOnCoefficient(builder, place);
  remarkOnHuge(builder, place);
}

/** Remarks on the numbers of a CPLEX-LP file. */
export function remarkOnNumbers(sections: readonly LpSection[], builder: ModelBuilder): void {
  for (const { name, tokens } of sections)
    for (const [at, { kind, text, line }] of tokens.entries()) {
      if (kind !== "number") continue;
      const next = tokens[at + 1];
      const isFactor = next?.kind === "times" || (next?.kind === "name" && !next.first);
      const isSide = (name === "rows" || name === "bounds") && !isFactor;
      (isSide ? remarkOnSide : remarkOnCoefficient)(builder, { text, line, field: text });
    }
}
