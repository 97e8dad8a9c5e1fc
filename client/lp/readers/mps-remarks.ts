// Remarks on MPS text that well-known programs read differently, or that may be meant differently.
import type { ModelBuilder } from "./builder.ts";
import { COMMENT_ADVICE, type DataSection, LIKE_COMMENT } from "./mps-faults.ts";
import { hugeSign, infinitySign, readNumber } from "./number-text.ts";

interface Place {
  readonly line: number;
  readonly field?: string;
}

/** On an objective that is maximised; `sameLine`: the sense is on the line of OBJSENSE. */
export function remarkOnMaximum(builder: ModelBuilder, line: number, sameLine: boolean): void {
  const message = sameLine
    ? "the objective is maximised; on the line of OBJSENSE, lp_solve sees no sense and HiGHS none but MAX, and they minimise: write MAX on the next line, indented"
    : "the objective is maximised; Cbc 2.10 does not know OBJSENSE and minimises: for Cbc use CPLEX-LP, or negate the costs and minimise";
  builder.warnOnce("maximum", message, { line, field: "OBJSENSE" });
}

export function remarkOnNoName(builder: ModelBuilder, line: number): void {
  const message =
    "the file has no line NAME before its rows: HiGHS and lp_solve read it, Cbc reads no rows, and SCIP and GLPK refuse: write NAME first";
  builder.warnOnce("name", message, { line });
}

/** On ranges that precede the right-hand sides. */
export function remarkOnOrder(builder: ModelBuilder, line: number): void {
  const message =
    "section RANGES stands before section RHS: HiGHS then gives rows other sides, and SCIP, GLPK and Cbc refuse: move RANGES behind RHS";
  builder.warnOnce("order", message, { line });
}

/** On a vector's name that HiGHS takes for a column or a row. */
export function remarkOnVector(
  builder: ModelBuilder,
  section: DataSection,
  { name, line }: { name: string; line: number },
): void {
  const what = section === "BOUNDS" ? "column" : "row";
  const message = `"${name}" is the vector here, as in other programs; HiGHS takes it for the ${what} of that name: give the vector another name`;
  builder.warnOnce(`vector of ${section}`, message, { line });
}

/** On a name that starts like a comment. */
export function remarkOnLikeComment(builder: ModelBuilder, name: string, line: number): void {
  if (!LIKE_COMMENT.test(name)) return;
  const message = `"${name}" is read as a name, and its line as data; if the line is meant as a comment: ${COMMENT_ADVICE}`;
  builder.warnOnce("comment", message, { line, field: name });
}

/** On a name with blanks, which only the columns of fixed format hold together. */
export function remarkOnBlanks(builder: ModelBuilder, names: readonly string[], line: number): void {
  const name = names.find((text) => /\s/.test(text));
  if (name === undefined) return;
  const message = `"${name}" is one name, as the columns of fixed format say; HiGHS, SCIP and lp_solve may split it at the blank, and then drop the line or read another one: write names without blanks`;
  builder.warnOnce("blanks", message, { line, field: name });
}

/** On a range that is infinite. */
export function remarkOnRange(builder: ModelBuilder, text: string, { line, field }: Required<Place>): void {
  if (infinitySign(text) === 0 && hugeSign(readNumber(text, { file: builder.file, line, field })) === 0) return;
  const message = `the range ${text} counts as infinite, so the row has no far side, as in HiGHS and SCIP; Cbc drops the near side of a G row, and lp_solve the range of an E row: leave the range out, with L or G for E`;
  builder.warnOnce("range", message, { line, field });
}

/** The fields of a bound FR, MI or PL with a number; `vector` is empty if none is named. */
export interface FreeBound {
  readonly kind: string;
  readonly vector: string;
  readonly column: string;
  readonly text: string;
}

/** On the number of a bound that takes none. */
export function remarkOnFreeNumber(
  builder: ModelBuilder,
  { kind, vector, column, text }: FreeBound,
  place: Place,
): void {
  const others =
    vector === ""
      ? `HiGHS; SCIP and lp_solve take ${column} for the vector and ${text} for the column, and read no bound: remove the number`
      : "other MPS readers";
  builder.warn(`a bound ${kind} takes no number: ${text} is ignored, as in ${others}`, place.line, place.field);
}
