// The way back: from an outcome in the normal form to one company's own names, signs and units.
//
// Signs of duals, where f is the objective in its own sense (cost for min, profit for max):
//   row dual      y_i = ∂f*/∂(right-hand side of row i) for the active side of the row; 0 if
//                 neither side is active. min: y ≤ 0 for an active ≤ side, y ≥ 0 for an active ≥
//                 side. max: the opposite signs. Equalities: any sign.
//   reduced cost  d_j = c_j − Σ y_i a_ij over all companies' rows. This company's own bounds are
//                 not among those rows, so d_j is the rate at which f* changes when this company's
//                 active bound on x_j moves. Other companies' bounds count as their rows, since
//                 this company does not see them.
// When one company holds everything, these are the signs of HiGHS, for min and max.
// In normal form (docs/certificate.md) w ≥ 0 and z = c + Σ Mᵀw. So a row of plan sign s with
// multiplier w gives y = −σ s w, and d = σ (z − Σ s w over own bounds of x_j), where σ is −1 for
// max and 1 for min.
import { InputError } from "../../errors.ts";
import { add, type Decimal, formatDecimal, fromScaled, multiply, subtract, ZERO } from "../../math/decimal.ts";
import type { Entry, Item, Model } from "../model/model.ts";
import type { Decimals } from "../model/normal.ts";
import { planRows } from "../model/plan.ts";
import type { PublicProgram, PublicVariable } from "./program.ts";

/**
 * Integers at the round's scales (docs/certificate.md). `multipliers` are this company's own,
 * inequalities first.
 */
export type NormalOutcome =
  | {
      readonly kind: "optimal";
      readonly x: readonly bigint[];
      /** f̂ = cᵀx̂ at scale 10^(κ+δ). */
      readonly objective: bigint;
      readonly multipliers: readonly bigint[];
      /** ẑ at scale 10^(κ+ω). */
      readonly reducedCosts: readonly bigint[];
    }
  | { readonly kind: "infeasible"; readonly multipliers: readonly bigint[] }
  | { readonly kind: "unbounded"; readonly x: readonly bigint[]; readonly ray: readonly bigint[] };

/**
 * A row of the company's file at the solution. A slack is null if the row does not have that side.
 */
export interface RowActivity {
  readonly name: string;
  readonly activity: string;
  /** upper − activity. */
  readonly upperSlack: string | null;
  /** activity − lower. */
  readonly lowerSlack: string | null;
}

/**
 * Weight of a row or bound in the contradiction Σ weight · (row or bound) of all companies: a
 * positive weight uses the lower side, a negative one the upper side.
 */
export interface Weight {
  readonly name: string;
  readonly weight: string;
}

/**
 * All numbers are exact decimal strings in the units of the file. `variables` lists all public
 * variables, `rows` only the rows of this file.
 */
export type UserOutcome =
  | {
      readonly kind: "optimal";
      /**
       * In the objective's sense. The owner's value includes its constant, which the other
       * companies do not know.
       */
      readonly objective: string;
      readonly variables: readonly { readonly name: string; readonly value: string; readonly reducedCost: string }[];
      readonly rows: readonly (RowActivity & { readonly dual: string })[];
    }
  | {
      /** In a round without costs: a plan that satisfies all companies' rows. */
      readonly kind: "feasible";
      readonly variables: readonly { readonly name: string; readonly value: string }[];
      readonly rows: readonly RowActivity[];
    }
  | { readonly kind: "infeasible"; readonly rows: readonly Weight[]; readonly bounds: readonly Weight[] }
  | {
      readonly kind: "unbounded";
      /** Starting at `value`, the objective improves without limit along `direction`. */
      readonly variables: readonly { readonly name: string; readonly value: string; readonly direction: string }[];
      readonly rows: readonly RowActivity[];
    };

/**
 * The outcome in the names, signs and units of the model's file.
 * @throws InputError OutcomeMismatch when the lengths do not fit the model and the public program,
 *   ColumnsMismatch when a variable of the model is not public.
 */
export function toUserOutcome(
  model: Model,
  program: PublicProgram,
  decimals: Decimals,
  outcome: NormalOutcome,
): UserOutcome {
  if (outcome.kind === "infeasible") return contradiction(model, decimals, outcome.multipliers);
  if (outcome.kind === "optimal") return toUserOptimum(model, program, decimals, outcome);
  const values = userValues(program, outcome.x, decimals.solution);
  const direction = userValues(program, outcome.ray, 0);
  const variables = program.variables.map(({ name }) => ({
    name,
    value: formatDecimal(values.get(name)!),
    direction: formatDecimal(direction.get(name)!),
  }));
  return { kind: "unbounded", variables, rows: activities(model, values) };
}

/** As `toUserOutcome`, of an optimum. */
export function toUserOptimum(
  model: Model,
  program: PublicProgram,
  decimals: Decimals,
  outcome: Extract<NormalOutcome, { kind: "optimal" }>,
): Extract<UserOutcome, { kind: "optimal" | "feasible" }> {
  const values = userValues(program, outcome.x, decimals.solution);
  const rows = activities(model, values);
  if (program.sense === null) {
    const variables = program.variables.map(({ name }) => ({ name, value: formatDecimal(values.get(name)!) }));
    return { kind: "feasible", variables, rows };
  }
  requireLength("reduced costs", outcome.reducedCosts, program.columns);
  const weights = weightsOf(model, decimals, outcome.multipliers);
  const ownBounds = new Map(model.variables.map(({ name }, index) => [name, weights.bounds[index]!]));
  const inSense = (value: Decimal): Decimal => (program.sense === "max" ? subtract(ZERO, value) : value);
  const objective = inSense(fromScaled(outcome.objective, decimals.coefficient + decimals.solution));
  return {
    kind: "optimal",
    objective: formatDecimal(add(objective, model.objective?.constant ?? ZERO)),
    variables: program.variables.map(({ name, column }) => {
      const priced = fromScaled(outcome.reducedCosts[column]!, decimals.coefficient + decimals.multiplier);
      const reducedCost = inSense(add(priced, ownBounds.get(name) ?? ZERO));
      return { name, value: formatDecimal(values.get(name)!), reducedCost: formatDecimal(reducedCost) };
    }),
    rows: rows.map((row, index) => ({ ...row, dual: formatDecimal(inSense(weights.rows[index]!)) })),
  };
}

function contradiction(model: Model, decimals: Decimals, multipliers: readonly bigint[]): UserOutcome {
  // A contradiction has no scale: its multipliers are plain integers.
  const weights = weightsOf(model, { ...decimals, multiplier: 0 }, multipliers);
  const named = (items: readonly { readonly name: string }[], values: readonly Decimal[]): Weight[] =>
    items.map(({ name }, index) => ({ name, weight: formatDecimal(values[index]!) }));
  const bounded = boundedVariables(model);
  return {
    kind: "infeasible",
    rows: named(model.rows, weights.rows),
    bounds: named(model.variables, weights.bounds).filter((_, index) => bounded.has(index)),
  };
}

/** Variables whose bounds are rows of this company: a lower bound of zero is common to all. */
function boundedVariables(model: Model): ReadonlySet<number> {
  const { inequalities, equalities } = planRows(model);
  return new Set([...inequalities, ...equalities].filter(({ of }) => of === "bound").map(({ index }) => index));
}

/** −Σ s w for every row and for the bounds of every variable of the model. */
function weightsOf(
  model: Model,
  decimals: Decimals,
  multipliers: readonly bigint[],
): { readonly rows: readonly Decimal[]; readonly bounds: readonly Decimal[] } {
  const { inequalities, equalities } = planRows(model);
  const planned = [...inequalities, ...equalities];
  // A party with neither rows nor costs has the row 0 ≤ 0, which no row of its file stands for.
  const isEmpty = planned.length === 0 && model.objective === null;
  requireLength("multipliers", multipliers, isEmpty ? multipliers.length : planned.length);
  const rows = new Array<bigint>(model.rows.length).fill(0n);
  const bounds = new Array<bigint>(model.variables.length).fill(0n);
  for (const [position, { of, index, sign }] of planned.entries()) {
    const target = of === "row" ? rows : bounds;
    target[index] = target[index]! - BigInt(sign) * multipliers[position]!;
  }
  const scale = (values: readonly bigint[]) => values.map((value) => fromScaled(value, decimals.multiplier));
  return { rows: scale(rows), bounds: scale(bounds) };
}

function activities(model: Model, values: ReadonlyMap<string, Decimal>): RowActivity[] {
  const byNumber = model.variables.map(({ name }) => {
    const value = values.get(name);
    if (value !== undefined) return value;
    throw new InputError(
      "ColumnsMismatch",
      `variable "${name}" is not among the public columns; announce this file again`,
      {
        file: model.file,
      },
    );
  });
  return model.rows.map(({ name, entries, lower, upper }) => {
    const activity = evaluate(entries, byNumber);
    const above = (side: Item | null) => (side === null ? null : formatDecimal(subtract(side.value, activity)));
    return {
      name,
      activity: formatDecimal(activity),
      upperSlack: above(upper),
      lowerSlack: lower === null ? null : formatDecimal(subtract(activity, lower.value)),
    };
  });
}

function evaluate(entries: readonly Entry[], values: readonly Decimal[]): Decimal {
  return entries.reduce((sum, { variable, value }) => add(sum, multiply(value, values[variable]!)), ZERO);
}

function userValues(program: PublicProgram, x: readonly bigint[], decimals: number): Map<string, Decimal> {
  requireLength("solution", x, program.columns);
  const value = ({ free, column }: PublicVariable): bigint => x[column]! - (free ? x[column + 1]! : 0n);
  return new Map(program.variables.map((variable) => [variable.name, fromScaled(value(variable), decimals)]));
}

function requireLength(what: string, values: readonly bigint[], length: number): void {
  if (values.length === length) return;
  throw new InputError(
    "OutcomeMismatch",
    `the ${what} have ${values.length} numbers instead of ${length}; use the outcome of this round`,
  );
}
