// Checks that all readers share: names, duplicates, limits, bounds. A reader adds items in the
// order of its file, then calls `finish`.
import { InputError, type InputPlace } from "../../errors.ts";
import { compare, type Decimal, formatDecimal, ZERO } from "../../math/decimal.ts";
import {
  type Entry,
  field,
  type Item,
  MAX_ROWS,
  MAX_VARIABLES,
  type Model,
  type Row,
  type Sense,
  type Variable,
  type Warning,
} from "../model/model.ts";
import { foldedName } from "../model/names.ts";
import type { Side } from "./number-text.ts";
import { requireName } from "./visible.ts";

/**
 * Coefficients of one row or objective. Zeros are kept here, so that duplicates of them are found,
 * but dropped from the model.
 */
interface Terms {
  readonly name: string;
  readonly line: number;
  readonly byVariable: Map<number, Item>;
}

interface OpenRow extends Terms {
  lower: Item | null;
  upper: Item | null;
}

interface OpenVariable {
  readonly name: string;
  readonly line: number;
  lower: Item | null;
  upper: Item | null;
  readonly explicit: Set<Side>;
}

interface OpenObjective extends Terms {
  readonly sense: Sense;
  constant: Decimal;
}

export class ModelBuilder {
  readonly file: string;
  name = "";
  readonly #freedom: (name: string) => string;
  readonly #rows: OpenRow[] = [];
  readonly #rowByName = new Map<string, number>();
  readonly #variables: OpenVariable[] = [];
  readonly #variableByName = new Map<string, number>();
  readonly #warnings: Warning[] = [];
  /** Topics of the remarks that are made once. */
  readonly #topics = new Set<string>();
  #objective: OpenObjective | null = null;

  /** `freedom`: how the format says that a variable has no lower bound. */
  constructor(file: string, freedom: (name: string) => string) {
    this.file = file;
    this.#freedom = freedom;
  }

  place(line: number, fieldName?: string): InputPlace {
    return { file: this.file, line, ...(fieldName === undefined ? {} : { field: fieldName }) };
  }

  warn(message: string, line: number, fieldName?: string): void {
    this.#warnings.push({ message, place: this.place(line, fieldName) });
  }

  /** Adds a remark unless there is one on the same topic. */
  warnOnce(
    topic: string,
    message: string,
    { line, field: name }: { readonly line: number; readonly field?: string },
  ): void {
    if (this.#topics.has(topic)) return;
    this.#topics.add(topic);
    this.warn(message, line, name);
  }

  /** @throws InputError NameInvalid, DuplicateName, TooManyRows. */
  addRow(name: string, line: number): number {
    requireName(name, "row", this.place(line));
    if (this.#rowByName.has(name)) {
      throw new InputError("DuplicateName", `there is already a row named "${name}"; rename one`, this.place(line));
    }
    if (this.#rows.length === MAX_ROWS) {
      throw new InputError("TooManyRows", `a company may have at most ${MAX_ROWS} rows`, this.place(line));
    }
    this.#rowByName.set(name, this.#rows.length);
    return this.#rows.push({ name, line, byVariable: new Map(), lower: null, upper: null }) - 1;
  }

  findRow(name: string): number | undefined {
    return this.#rowByName.get(name);
  }

  /** @throws InputError NameInvalid, DuplicateName, TooManyVariables. */
  addVariable(name: string, line: number): number {
    requireName(name, "variable", this.place(line));
    if (this.#variableByName.has(name)) {
      throw new InputError(
        "DuplicateName",
        `there is already a variable named "${name}"; rename one, or write all its coefficients in one place`,
        this.place(line),
      );
    }
    if (this.#variables.length === MAX_VARIABLES) {
      throw new InputError(
        "TooManyVariables",
        `a program may have at most ${MAX_VARIABLES} variables`,
        this.place(line),
      );
    }
    this.#variableByName.set(name, this.#variables.length);
    const lower = { value: ZERO, line: 0 };
    return this.#variables.push({ name, line, lower, upper: null, explicit: new Set() }) - 1;
  }

  findVariable(name: string): number | undefined {
    return this.#variableByName.get(name);
  }

  variable(name: string, line: number): number {
    return this.#variableByName.get(name) ?? this.addVariable(name, line);
  }

  setObjective(name: string, sense: Sense, line: number): void {
    this.#objective = { name, sense, line, byVariable: new Map(), constant: ZERO };
  }

  setConstant(constant: Decimal): void {
    if (this.#objective !== null) this.#objective.constant = constant;
  }

  /** Whether the objective has a cost that is not 0. */
  hasCosts(): boolean {
    return this.#objective !== null && nonZeros(this.#objective.byVariable).length > 0;
  }

  /**
   * Adds the coefficient of `variable` in row number `row`, or in the objective.
   * @throws InputError DuplicateEntry.
   */
  addEntry(row: number | "objective", variable: number, value: Decimal, line: number): void {
    const terms = row === "objective" ? this.#objective! : this.#rows[row]!;
    const name = this.#variables[variable]!.name;
    if (terms.byVariable.has(variable)) {
      throw new InputError(
        "DuplicateEntry",
        "this coefficient is given twice; add the two up or remove one",
        this.place(line, row === "objective" ? field.cost(name) : field.coefficient(terms.name, name)),
      );
    }
    terms.byVariable.set(variable, { value, line });
  }

  /** Sets both sides of a row. Adds a remark on `line` if the row has neither. */
  setSides(row: number, lower: Item | null, upper: Item | null, line: number): void {
    const open = this.#rows[row]!;
    open.lower = lower;
    open.upper = upper;
    if (lower !== null || upper !== null) return;
    this.warn("this row has no finite side and restricts nothing", line, field.side(open.name));
  }

  /**
   * Sets a bound; null means none. If a side is set more than once, the last value applies, with a
   * remark.
   */
  setBound(variable: number, side: Side, value: Decimal | null, line: number): void {
    const open = this.#variables[variable]!;
    if (open.explicit.has(side)) {
      this.warn(`the ${side} bound is given more than once; this one applies`, line, field.bound(open.name));
    }
    open.explicit.add(side);
    open[side] = value === null ? null : { value, line };
  }

  /** Remarks on a variable that has a bound but is in no row and not in the objective. */
  warnOnlyBounded(name: string, line: number): void {
    this.warn(
      `variable "${name}" is in no row and not in the objective; correct the name if it is misspelt`,
      line,
      field.bound(name),
    );
  }

  /** For formats that list bounds before rows: does the same for every variable. */
  warnAllOnlyBounded(): void {
    const used = new Set([...this.#rows, this.#objective].flatMap((terms) => [...(terms?.byVariable.keys() ?? [])]));
    for (const [variable, { name, line, explicit }] of this.#variables.entries()) {
      if (explicit.size > 0 && !used.has(variable)) this.warnOnlyBounded(name, line);
    }
  }

  /** Adds one remark on the first two variables whose names look alike. */
  #warnAlike(): void {
    const seen = new Map<string, string>();
    for (const { name, line } of this.#variables) {
      const other = seen.get(foldedName(name));
      if (other !== undefined) {
        const message = `this and "${other}" are two variables, though their names differ only in case, blanks or the form of letters; if they are meant to be one, write the name the same way everywhere`;
        this.warn(message, line, `variable ${name}`);
        return;
      }
      seen.set(foldedName(name), name);
    }
  }

  /**
   * MPS only: a negative upper bound without an explicit lower bound removes the default lower
   * bound of zero.
   */
  freeBelowNegativeUppers(): void {
    for (const variable of this.#variables) {
      const { upper, explicit } = variable;
      if (upper === null || explicit.has("lower") || upper.value.mantissa >= 0n) continue;
      variable.lower = null;
      this.warn(
        "a negative upper bound without a lower bound makes the variable unbounded below, as in CPLEX, Gurobi and Cbc; HiGHS, SCIP " +
          "and GLPK keep the lower bound 0 and find nothing feasible: write the lower bound, or MI for none",
        upper.line,
        field.bound(variable.name),
      );
    }
  }

  /** @throws InputError BoundsCross, RowEmpty. */
  finish(): Model {
    this.#warnAlike();
    const variables = this.#variables.map(({ name, line, lower, upper, explicit }): Variable => {
      if (!explicit.has("lower") && lower !== null) this.#checkDefault(name, upper);
      this.#checkOrder(lower, upper, line, field.bound(name));
      return { name, line, lower, upper };
    });
    const rows = this.#rows.map(({ name, line, byVariable, lower, upper }): Row => {
      this.#checkOrder(lower, upper, line, field.side(name));
      const row: Row = { name, line, entries: nonZeros(byVariable), lower, upper };
      if (row.entries.length === 0) this.#checkEmpty(row);
      return row;
    });
    const costs = this.#objective === null ? [] : nonZeros(this.#objective.byVariable);
    const { file, name } = this;
    const warnings = this.#warnings;
    if (this.#objective === null || costs.length === 0) {
      if (this.#objective !== null) this.#remarkOnConstant(this.#objective);
      return { file, name, variables, rows, objective: null, warnings };
    }
    const { name: objectiveName, line, sense, constant } = this.#objective;
    return {
      file,
      name,
      variables,
      rows,
      objective: { name: objectiveName, line, sense, constant, entries: costs },
      warnings,
    };
  }

  /** The default lower bound of zero stands nowhere in the file, so the error text explains it. */
  #checkDefault(name: string, upper: Item | null): void {
    if (upper === null || upper.value.mantissa >= 0n) return;
    throw new InputError(
      "BoundsCross",
      `the upper bound of ${formatDecimal(upper.value)} is below the lower bound, which is 0 because the file gives none; ` +
        `write a lower bound, or state that there is none: ${this.#freedom(name)}`,
      this.place(upper.line, field.bound(name)),
    );
  }

  /**
   * A row whose sum is 0 whatever the variables are: an error if no such row can be met, since
   * nobody means to write that, and otherwise a remark, unless there already is one on its sides.
   */
  #checkEmpty({ name, line, lower, upper }: Row): void {
    const above = lower !== null && lower.value.mantissa > 0n;
    const missed = above ? lower : upper !== null && upper.value.mantissa < 0n ? upper : null;
    if (missed !== null) {
      throw new InputError(
        "RowEmpty",
        `the row has no coefficient but 0, so its sum is 0, which is ${above ? "below" : "above"} ${formatDecimal(missed.value)}: write its coefficients, or remove the row ` +
          "(a program that is meant to be infeasible needs rows with coefficients)",
        this.place(missed.line || line, field.side(name)),
      );
    }
    if (lower === null && upper === null) return;
    this.warn("this row has no coefficient but 0, and restricts nothing", line, `row ${name}`);
  }

  #remarkOnConstant({ name, line, constant }: OpenObjective): void {
    if (constant.mantissa === 0n) return;
    const message = `the objective has no cost but 0, so it counts as none, and its constant ${formatDecimal(constant)} is not used`;
    this.warn(message, line, name);
  }

  #checkOrder(lower: Item | null, upper: Item | null, line: number, fieldName: string): void {
    if (lower === null || upper === null || compare(lower.value, upper.value) <= 0) return;
    throw new InputError(
      "BoundsCross",
      `the lower side, ${formatDecimal(lower.value)}, is above the upper side, ${formatDecimal(upper.value)}, so nothing can satisfy both; correct one`,
      this.place(Math.max(lower.line, upper.line) || line, fieldName),
    );
  }
}

/** A name for something unnamed: `name`, or `name` with a number appended if it is taken. */
export function freeName(name: string, taken: ReadonlySet<string | null>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}_${number}`;
  return free;
}

function nonZeros(byVariable: ReadonlyMap<number, Item>): Entry[] {
  return [...byVariable]
    .filter(([, item]) => item.value.mantissa !== 0n)
    .map(([variable, { value, line }]) => ({ variable, value, line }));
}
