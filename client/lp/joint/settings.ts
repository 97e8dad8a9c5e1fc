// Where a user states upper bounds and decimals, for advice.
import type { Decimals } from "../model/normal.ts";

export interface Settings {
  readonly bound: string;
  /** How a user states the upper bound of one variable. */
  readonly boundOf: (name: string, bound: string) => string;
  readonly decimals: Readonly<Record<keyof Decimals, string>>;
  /** How users have their numbers rounded to fewer decimals; null if they cannot. */
  readonly rounding: string | null;
}
