// The four lines of the pairing equation, added up with weights π^0..π^3 (docs/sealed.md,
// "Opening").
import { type Affine, combine, toScalar } from "../certificate/group.ts";
import { powersOf } from "./domain.ts";
import type { Linearised } from "./identities.ts";
import { openingTerms } from "./opening.ts";
import { GENERATOR_G2, pairingIsOne } from "./pairing.ts";
import { aspectsOf } from "./steps.ts";
import type { VerifyingKey } from "./types.ts";
import type { View } from "./view.ts";

export type Term = readonly [symbol: string, scalar: bigint];

/** left = σ·(…) + τ·(…), in the exponent. */
export interface Line {
  readonly left: readonly Term[];
  readonly sigma?: string;
  readonly tau?: string;
}

/** By power of π; null where the kind lacks the line. */
function linesOf(view: View, linearised: Linearised): readonly (Line | null)[] {
  const { parties, challenge, scalar } = view;
  const { rows, columns } = aspectsOf(view.statement);
  const each = (terms: (k: string) => readonly Term[]) => parties.flatMap(terms);
  const rowSlice = (): Line => ({
    left: [...each((k) => [[`A_${k}`, challenge(`lambda_${k}`)]]), ["a", -1n], ["Q_1", challenge("alpha")]],
    sigma: "Q_1",
  });
  const columnSlice = (): Line => ({
    left: [
      ...each((k) => [
        [`A_${k}`, challenge(`mu_${k}`)],
        [`e_${k}`, -challenge(`mu_${k}`)],
      ]),
      ["Q_2", challenge("beta")],
    ],
    tau: "Q_2",
  });
  const evaluation = (): Line => ({
    left: [
      ...each((k) => [[`e_${k}`, linearised.coefficients.get(`e_${k}`)!]]),
      ["G", -scalar("y_e")],
      ["W_e", challenge("zeta")],
    ],
    sigma: "W_e",
  });
  return [
    { left: openingTerms(view, linearised), tau: "W'" },
    rows ? rowSlice() : null,
    columns ? columnSlice() : null,
    columns ? evaluation() : null,
  ];
}

/** Whether the pairing equation holds; `points` has all symbols, G among them. */
export function equationHolds(
  view: View,
  linearised: Linearised,
  points: ReadonlyMap<string, Affine>,
  key: VerifyingKey,
): boolean {
  return linesHold(linesOf(view, linearised), view.challenge("pi"), points, key);
}

/**
 * Whether the lines hold, each weighed by its power of `pi`; `points` has all symbols, G among
 * them.
 */
export function linesHold(
  lines: readonly (Line | null)[],
  pi: bigint,
  points: ReadonlyMap<string, Affine>,
  key: Pick<VerifyingKey, "sigma" | "tau">,
): boolean {
  const weights = powersOf(pi, lines.length);
  const [left, sigma, tau]: [Term[], Term[], Term[]] = [[], [], []];
  for (const [i, line] of lines.entries()) {
    const weight = weights[i]!;
    if (line === null) continue;
    left.push(...line.left.map(([symbol, scalar]): Term => [symbol, weight * scalar]));
    if (line.sigma !== undefined) sigma.push([line.sigma, -weight]);
    if (line.tau !== undefined) tau.push([line.tau, -weight]);
  }
  return pairingIsOne([
    [combineTerms(left, points), GENERATOR_G2],
    [combineTerms(sigma, points), key.sigma],
    [combineTerms(tau, points), key.tau],
  ]);
}

/** Σ scalar·point, each point once; null is infinity. */
function combineTerms(terms: readonly Term[], points: ReadonlyMap<string, Affine>): Affine | null {
  const scalars = new Map<string, bigint>();
  for (const [symbol, scalar] of terms) scalars.set(symbol, toScalar((scalars.get(symbol) ?? 0n) + scalar));
  return combine([...scalars].map(([symbol, scalar]) => [scalar, points.get(symbol)!] as const));
}
