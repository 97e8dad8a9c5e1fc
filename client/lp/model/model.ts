// A linear program as its owner wrote it: plain data, exact decimals, sparse rows. Every number
// keeps its line, so that an error found much later can still name file, line and field.
import type { InputPlace } from "../../errors.ts";
import type { Decimal } from "../../math/decimal.ts";

/** Largest number of variables and of rows in one program (docs/certificate.md). */
export const MAX_VARIABLES = 65_535;
export const MAX_ROWS = 65_535;

export type Sense = "min" | "max";

/** A number and the line it was read from (1-based; 0 for a default). */
export interface Item {
  readonly value: Decimal;
  readonly line: number;
}

/** A non-zero coefficient of variable number `variable`. */
export interface Entry extends Item {
  readonly variable: number;
}

/** lower ≤ Σ entries ≤ upper. Null means no bound on that side; equal sides mean an equality. */
export interface Row {
  readonly name: string;
  readonly line: number;
  /** At most one entry per variable, none of them zero. */
  readonly entries: readonly Entry[];
  readonly lower: Item | null;
  readonly upper: Item | null;
}

/** lower ≤ variable ≤ upper; null means no bound on that side. */
export interface Variable {
  readonly name: string;
  readonly line: number;
  readonly lower: Item | null;
  readonly upper: Item | null;
}

export interface Objective {
  readonly name: string;
  readonly line: number;
  readonly sense: Sense;
  /** At least one entry, none of them zero. */
  readonly entries: readonly Entry[];
  /** Added to Σ entries. */
  readonly constant: Decimal;
}

/** A remark for the owner on how something in the file was read. */
export interface Warning {
  readonly message: string;
  readonly place: InputPlace;
}

export interface Model {
  /** File (or other source) that the lines refer to. */
  readonly file: string;
  readonly name: string;
  readonly variables: readonly Variable[];
  readonly rows: readonly Row[];
  /** Null when the file has no objective, or one without non-zeros. */
  readonly objective: Objective | null;
  readonly warnings: readonly Warning[];
}

/** Field names used in error messages, the same for every file format. */
export const field = {
  coefficient: (row: string, variable: string): string => `coefficient of variable ${variable} in row ${row}`,
  cost: (variable: string): string => `cost of variable ${variable}`,
  side: (row: string): string => `right-hand side of row ${row}`,
  range: (row: string): string => `range of row ${row}`,
  bound: (variable: string): string => `bound of variable ${variable}`,
};

/** The empty model of a helper, a party that only helps to compute. */
export function helperModel(name: string): Model {
  return { file: name, name, variables: [], rows: [], objective: null, warnings: [] };
}

export function isHelper({ variables, rows, objective }: Model): boolean {
  return variables.length === 0 && rows.length === 0 && objective === null;
}
