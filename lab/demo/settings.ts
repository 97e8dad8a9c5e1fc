// Where a user of the demo states upper bounds and decimals.
import type { Settings } from "../../client/lp/joint/settings.ts";

export const SETTINGS: Settings = {
  bound: "--bound",
  boundOf: (name, bound) => `--bound ${name}=${bound}`,
  decimals: { coefficient: "--decimals", solution: "--solution-decimals", multiplier: "--multiplier-decimals" },
  rounding: "--decimals, with --round-numbers",
};
