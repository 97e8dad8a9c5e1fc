// The lines of the pairing equation, as data (docs/sealed.md, "Opening"): each states that its left
// side is σ times one point plus τ times another, in the exponent.
import type { Kind } from "../round/verdict.ts";
import { reduce } from "./field.ts";
import { interpolateAt, type Opening, openingFactors } from "./openings.ts";
import { aspects } from "./steps.ts";

/** What lines are made from. */
export interface LineContext {
  readonly parties: number;
  readonly challenge: (name: string) => bigint;
  /** Values of an opening, one per point. */
  readonly values: (opening: Opening) => readonly bigint[];
  readonly openings: readonly Opening[];
  /** Coefficients of Lin, and of the e_k, by polynomial. */
  readonly coefficients: ReadonlyMap<string, bigint>;
  readonly scalar: (name: string) => bigint;
}

/** Point and scalar; the point "G" is [1]₁. */
export type Term = readonly [point: string, scalar: bigint];

/** Of a proof; or of another argument, whose lines are made from `Context`. */
export interface Line<Context = LineContext> {
  readonly name: string;
  /** The line has weight π^weight. */
  readonly weight: number;
  readonly left: (context: Context) => Term[];
  readonly sigma?: string;
  readonly tau?: string;
}

/** The lines of a kind. */
export function linesOf(kind: Kind): readonly Line[] {
  const { primal, dual } = aspects(kind);
  return [OPENING, ...(primal ? [ROW_SLICE] : []), ...(dual ? [COLUMN_SLICE, E] : [])];
}

const OPENING: Line = {
  name: "opening",
  weight: 0,
  tau: "W'",
  left: ({ openings, challenge, values, coefficients }) => {
    const [rho, xi] = [challenge("rho"), challenge("xi")];
    const { whole, rests } = openingFactors(openings, xi);
    const terms: Term[] = [];
    let weight = 1n;
    let constant = 0n;
    for (const [i, opening] of openings.entries()) {
      const factor = reduce(weight * rests[i]!);
      constant += factor * interpolateAt(opening.points, values(opening), xi);
      if (opening.name !== "Lin") terms.push([opening.name, factor]);
      else {
        for (const [name, coefficient] of coefficients)
          if (!isColumnSlice(name)) terms.push([name, factor * coefficient]);
      }
      weight = reduce(weight * rho);
    }
    return [...terms, ["G", -constant], ["W", -whole], ["W'", xi]];
  },
};

const ROW_SLICE: Line = {
  name: "row slice",
  weight: 1,
  sigma: "Q1",
  left: ({ parties, challenge }) => [
    ...own(parties, (k): Term[] => [[`A/${k}`, challenge(`lambda/${k}`)]]),
    ["a", -1n],
    ["Q1", challenge("alpha")],
  ],
};

const COLUMN_SLICE: Line = {
  name: "column slice",
  weight: 2,
  tau: "Q2",
  left: ({ parties, challenge }) => [
    ...own(parties, (k): Term[] => {
      const mu = challenge(`mu/${k}`);
      return [
        [`A/${k}`, mu],
        [`e/${k}`, -mu],
      ];
    }),
    ["Q2", challenge("beta")],
  ],
};

const E: Line = {
  name: "e",
  weight: 3,
  sigma: "We",
  left: ({ parties, challenge, coefficients, scalar }) => [
    ...own(parties, (k): Term[] => [[`e/${k}`, coefficients.get(`e/${k}`) ?? 0n]]),
    ["G", -scalar("y")],
    ["We", challenge("zeta")],
  ],
};

function own(parties: number, terms: (party: number) => Term[]): Term[] {
  return Array.from({ length: parties }, (_, k) => terms(k)).flat();
}

/** Whether a polynomial is one of the e_k, which are σ-polynomials. */
export function isColumnSlice(name: string): boolean {
  return name.startsWith("e/");
}
