// The public part of a round's program.
import type { Tolerances } from "../lp/exact/tolerances.ts";
import type { Decimals } from "../lp/model/normal.ts";
import type { Shape } from "./shape.ts";

/** Size and scales of the program, and the bounds and tolerances that an outcome must meet. */
export interface PublicRound extends Shape {
  readonly decimals: Decimals;
  /**
   * Public upper bounds of the columns at scale 10^δ, each m·10^e below 2^87 (docs/certificate.md).
   */
  readonly bounds: readonly bigint[];
  /** At the scales of docs/certificate.md, "Numbers". */
  readonly tolerances: Tolerances;
  /**
   * Where each company learns its own part of the outcome only; absent where all learn all of it.
   */
  readonly ownParts?: OwnParts;
}

/** Who learns what of an outcome of which nobody learns all (docs/sealed-own-part.md). */
export interface OwnParts {
  /** Per column, at least one: the parties whose files name its variable, in increasing order. */
  readonly names: readonly (readonly number[])[];
  /** Who learns the objective's value. */
  readonly value: "owner" | "all";
}

/**
 * Whether the party's file names the column's variable; true for all where all learn everything.
 */
export function names({ ownParts }: PublicRound, party: number, column: number): boolean {
  return ownParts === undefined || ownParts.names[column]!.includes(party);
}
