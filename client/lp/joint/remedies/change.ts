// What can be changed before a round so that it holds the companies' numbers.
import type { Model } from "../../model/model.ts";
import type { PartyRows } from "../../model/normal.ts";
import type { PublicProgram } from "../program.ts";
import type { AnswerGrid, ScaleRequest } from "../scales.ts";

/** What scales follow from, and what is known here of where it comes from. */
export interface ScaledProgram {
  readonly program: PublicProgram;
  readonly names: readonly string[];
  /** The engine's. */
  readonly grid: AnswerGrid | undefined;
  /** The programs known here, by company. */
  readonly models: ReadonlyMap<number, Model>;
  /**
   * Throws InputError for rows of a company that the engine does not take
   * (client/engines/engine.ts).
   */
  readonly check?: ((own: CheckedRows) => void) | undefined;
  /** The decimals that were asked for, as far as that is known here; by default none. */
  readonly asked?: AskedDecimals;
}

/** A company's rows, and a limit of the costs at 10^κ. */
export interface CheckedRows {
  readonly rows: PartyRows;
  readonly largestCost: bigint;
}

/** δ and ω, where they do not follow from the data. */
export type AskedDecimals = Pick<ScaleRequest, "solution" | "multiplier">;

/** One row of a company, or all of them, divided by 10^`by`, or multiplied if that is negative. */
export interface RowUnit {
  readonly company: number;
  /** Index in the company's model, which is known here; null for all rows. */
  readonly row: number | null;
  readonly by: number;
}

/**
 * Changes to be made together: of units or bounds, but not of bounds with variables' units; or one
 * of decimals.
 */
export interface Change {
  /** A company with an entry for all rows has no other one. */
  readonly rows?: readonly RowUnit[];
  /** The costs are measured in units 10^`costs` times as large, or small if it is negative. */
  readonly costs?: number;
  /** By variable, k: it is measured in units 10^k times as large, or small if k is negative. */
  readonly variables?: ReadonlyMap<number, number>;
  /**
   * Upper bounds above 10^`bound` are lowered to it, or as far as the known rows that limit the
   * variable alone permit.
   */
  readonly bound?: number;
  /** ω is stated. */
  readonly multiplier?: number;
  /** κ is stated, and numbers with more decimals are rounded. */
  readonly coefficient?: number;
}
