// From the answer to a party's own outcome: the party checks its rows, computes its multipliers,
// and consents.
//
// A proof of infeasibility has no tolerance: all multipliers are divided by their common divisor
// or, if they still exceed 87 bits, an interior proof is rounded at a common scale
// (`farkasMultipliers` in client/lp/exact does the same where one party has all multipliers). No
// party knows the others' multipliers before the settlement, so each consent carries the divisor
// and the size of its sender's.
import { ProtocolError, SolverError } from "../../errors.ts";
import {
  farkasTooLarge,
  multipliersOf,
  requireFits,
  requireMultipliersFit,
  requireSolutionFits,
} from "../../lp/exact/fits.ts";
import type { ExactOutcome } from "../../lp/exact/outcome.ts";
import { allRows, type PartyRows, VALUE_LIMIT } from "../../lp/model/normal.ts";
import { dot, magnitude } from "../../math/field.ts";
import { divideRounded, gcd, primitive, type RationalVector, roundTo } from "../../math/rational.ts";
import type { EngineOutcome } from "../engine.ts";
import type { FarkasScale } from "./messages.ts";
import { type Mixing, unmix } from "./mixing.ts";
import type { MixingShape, PartyShape } from "./shape.ts";

/** A party's own shape, rows and mixing. */
export interface Own {
  readonly shape: PartyShape;
  readonly rows: PartyRows;
  readonly mixing: Mixing;
}

function mixingFailed(): ProtocolError {
  return new ProtocolError(
    "MixingFailed",
    "the answer to the published problem does not meet this party's rows: B does not have full column rank (probability below " +
      "rows/2^64), or what a party published is not B_iA_i, B_ib_i, B_iD_i of its rows; play the round again",
  );
}

/** A_i x + D_i x_s, row by row; `all` is x, then all slacks. */
function ownProducts({ shape, rows, mixing }: Own, variables: number, all: readonly bigint[]): bigint[] {
  const x = all.slice(0, variables);
  return allRows(rows).coefficients.map(
    (row, i) => dot(row, x) + (mixing.d[i] ?? 0n) * (all[shape.firstSlack + i] ?? 0n),
  );
}

/**
 * x on the round's grid. Throws ProtocolError `MixingFailed`; SolverError `SolutionTooLarge`,
 * `ToleranceNotMet`.
 */
function pointOf({ round, variables }: MixingShape, own: Own, all: RationalVector): bigint[] {
  const { coefficients: matrix, rhs } = allRows(own.rows);
  const products = ownProducts(own, variables, all.numerators);
  if (products.some((value, i) => value !== rhs[i]! * all.denominator)) throw mixingFailed();
  const { solution } = round.decimals;
  const x = roundTo({ ...all, numerators: all.numerators.slice(0, variables) }, solution);
  requireSolutionFits(x);
  const missed = matrix.some((row, i) => {
    const over = dot(row, x) - 10n ** BigInt(solution) * rhs[i]!;
    return (i < own.shape.inequalities ? over : magnitude(over)) > round.tolerances.residual;
  });
  if (missed)
    throw new SolverError(
      "ToleranceNotMet",
      "the optimum, rounded to the round's decimals, misses the residual tolerance; use more decimals or a wider tolerance",
    );
  return x;
}

function rayOf({ variables }: MixingShape, own: Own, all: readonly bigint[]): bigint[] {
  if (ownProducts(own, variables, all).some((value) => value !== 0n)) throw mixingFailed();
  const ray = primitive(all.slice(0, variables));
  requireFits(ray, { limit: VALUE_LIMIT, code: "RayTooLarge", what: "the direction of unboundedness" });
  return ray;
}

function largestOf(values: readonly bigint[]): bigint {
  return values.reduce((most, value) => (magnitude(value) > most ? magnitude(value) : most), 0n);
}

/**
 * A party's multipliers in a proof of infeasibility, at the scale common to all parties. Throws
 * SolverError `MultiplierTooLarge`.
 */
function farkasOf(
  exact: readonly bigint[],
  interior: readonly bigint[] | null,
  { divisor, largest, interior: largestInterior }: FarkasScale,
): EngineOutcome {
  if (divisor === 0n) throw mixingFailed();
  const kind = "infeasible";
  if (largest / divisor < VALUE_LIMIT) return { kind, multipliers: exact.map((value) => value / divisor) };
  if (interior === null || largestInterior === 0n) throw farkasTooLarge();
  return {
    kind,
    multipliers: interior.map((value) => divideRounded(value * (VALUE_LIMIT >> 1n), largestInterior)),
  };
}

/**
 * A party's part of the outcome; for an infeasible problem, its multipliers still lack the scale
 * common to all parties.
 */
export interface Closing {
  /** Null unless infeasible. */
  readonly scale: FarkasScale | null;
  /** `common` is the scale of all parties' multipliers, null unless infeasible. */
  readonly finish: (common: FarkasScale | null) => EngineOutcome;
}

/** The common scale of the multipliers of two sets of parties; null stands for no multipliers. */
export function joinScales(a: FarkasScale | null, b: FarkasScale | null): FarkasScale | null {
  if (a === null || b === null) return a ?? b;
  const larger = (left: bigint, right: bigint) => (left > right ? left : right);
  return {
    divisor: gcd(a.divisor, b.divisor),
    largest: larger(a.largest, b.largest),
    interior: larger(a.interior, b.interior),
  };
}

/**
 * `answer` must hold for the published problem. The multipliers of inequalities are then ≥ 0, since
 * the reduced costs of the slacks are d·w. Throws ProtocolError `MixingFailed`; SolverError
 * `SolutionTooLarge`, `ToleranceNotMet`, `RayTooLarge`, `MultiplierTooLarge`.
 */
export function closingOf(shape: MixingShape, own: Own, answer: ExactOutcome): Closing {
  const unmixed = (duals: readonly bigint[]) => unmix(own.mixing, duals, own.shape.rows);
  if (answer.kind === "infeasible") {
    const exact = unmixed(answer.duals);
    const interior = answer.interior && unmixed(answer.interior);
    const scale = { divisor: exact.reduce(gcd, 0n), largest: largestOf(exact), interior: largestOf(interior ?? []) };
    return { scale, finish: (common) => farkasOf(exact, interior, joinScales(scale, common)!) };
  }
  const x = pointOf(shape, own, answer.x);
  if (answer.kind === "unbounded") {
    const ray = rayOf(shape, own, answer.ray);
    return { scale: null, finish: () => ({ kind: "unbounded", x, ray }) };
  }
  const exact = { ...answer.duals, numerators: unmixed(answer.duals.numerators) };
  const multipliers = roundTo(exact, shape.round.decimals.multiplier);
  requireMultipliersFit(multipliersOf(own.shape.party, multipliers), x);
  return { scale: null, finish: () => ({ kind: "optimal", x, multipliers }) };
}
