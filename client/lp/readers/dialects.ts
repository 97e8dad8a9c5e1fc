// Numbers that well-known programs read differently. Each kind gets one remark in a file.
import type { ModelBuilder } from "./builder.ts";
import { remarkOnForeign } from "./foreign-characters.ts";
import type { LpSection } from "./lp-sections.ts";
import { hugeSign, infinitySign, plainNumber, readNumber } from "./number-text.ts";

/** A number whose exponent is marked with a D, as Fortran writes it. */
const FORTRAN = /^[+-]?[\d.]+d[+-]?\d+$/i;
/** Infinity as old C libraries print it; others read the digits before the `#`. */
const PRINTED_INFINITY = /#inf/i;

const FOREIGN = /[^ -~]/u;

/** A number in a file. */
interface Place {
  readonly text: string;
  readonly line: number;
  readonly field: string;
}

/**
 * Remarks on the exponent of a coefficient or cost if it is marked with a D, which most programs do
 * not know; some then read the digits before it. The same goes for digits outside ASCII.
 */
export function remarkOnCoefficient(builder: ModelBuilder, { text, line, field }: Place): void {
  const foreign = FOREIGN.exec(text)?.[0];
  if (foreign !== undefined) remarkOnForeign(builder, foreign, line);
  if (!FORTRAN.test(plainNumber(text))) return;
  const message = `${text} is read with the exponent that follows the D; other programs stop before the D or take it for a name: mark exponents with an e`;
  builder.warnOnce("exponent", message, { line, field });
}

/**
 * Remarks on a side or bound of 1e20 or more, which CPLEX, Gurobi, HiGHS and SCIP take for
 * infinite; Cbc and lp_solve do from 1e30 on, and to GLPK every number is finite.
 */
function remarkOnHuge(builder: ModelBuilder, { text, line, field }: Place): void {
  if (infinitySign(text) === 0) {
    if (hugeSign(readNumber(text, { file: builder.file, line, field })) === 0) return;
    const message = `${text} counts as infinite, as in CPLEX, Gurobi and HiGHS; GLPK takes it for a number, and so do Cbc and lp_solve below 1e30: write inf or leave it out, or measure in larger units`;
    builder.warnOnce("infinity", message, { line, field });
  } else if (PRINTED_INFINITY.test(text)) {
    const message = `${text} is infinity as some programs print it; other readers stop before the "#" and read 1: write inf, or leave it out`;
    builder.warnOnce("printed infinity", message, { line, field });
  }
}

/**
 * Remarks on a side, range or bound: as on a coefficient, and on its size.
 * @throws as `readNumber` does.
 */
export function remarkOnSide(builder: ModelBuilder, place: Place): void {
  remarkOnCoefficient(builder, place);
  remarkOnHuge(builder, place);
}

/** Remarks on a name of the first section that most programs do not know: `minimise`, `max:`. */
export function remarkOnTitle(builder: ModelBuilder, section: LpSection | undefined): void {
  if (section === undefined || !/mise$|:$/i.test(section.title)) return;
  const plain = /^max/i.test(section.title) ? "Maximize" : "Minimize";
  const message = `"${section.title}" starts the objective; HiGHS and SCIP may read no objective here, and GLPK and Cbc refuse: write ${plain}, without a colon`;
  builder.warnOnce("title", message, { line: section.line, field: section.title });
}

/** Remarks on a number that ends with its point and is joined to a name. */
function remarkOnPoint(builder: ModelBuilder, { text, line, field }: Place): void {
  const message = `${text} is read as a number and a variable, as in HiGHS and GLPK; SCIP reads another coefficient: write a digit after the point, or a blank`;
  builder.warnOnce("point", message, { line, field });
}

/** Remarks on the numbers of a CPLEX-LP file. */
export function remarkOnNumbers(sections: readonly LpSection[], builder: ModelBuilder): void {
  for (const { name, tokens } of sections)
    for (const [at, { kind, text, line }] of tokens.entries()) {
      if (kind !== "number") continue;
      const next = tokens[at + 1];
      if (text.endsWith(".") && next?.kind === "name" && next.glued)
        remarkOnPoint(builder, { text: `${text}${next.text}`, line, field: `${text}${next.text}` });
      const isFactor = next?.kind === "times" || (next?.kind === "name" && !next.first);
      const isSide = (name === "rows" || name === "bounds") && !isFactor;
      (isSide ? remarkOnSide : remarkOnCoefficient)(builder, { text, line, field: text });
    }
}
