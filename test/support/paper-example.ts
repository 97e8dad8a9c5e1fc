// The worked example of the two-party paper: equations 9 and 10, the sign in row 2 corrected.
import type { PartyRows } from "../../client/lp/model/normal.ts";

export const NO_ROWS = { coefficients: [], rhs: [] };

/** Two rows. */
export const ALICE: PartyRows = {
  columns: 3,
  inequalities: {
    coefficients: [
      [1n, -2n, 1n],
      [5n, -1n, -2n],
    ],
    rhs: [11n, 1n],
  },
  equalities: NO_ROWS,
  objective: null,
};
/** One row and the objective. */
export const BOB: PartyRows = {
  columns: 3,
  inequalities: { coefficients: [[-2n, 1n, 1n]], rhs: [0n] },
  equalities: NO_ROWS,
  objective: [-3n, 1n, 1n],
};
