// The hidden numbers of an outcome, as sealed proofs want them: rows as inequalities, parts of both
// signs apart, and the slack that makes the sum an equation (docs/sealed.md, "What is proven").
import type { InfeasibleOutcome, OptimalOutcome, PublicOutcome, UnboundedOutcome } from "../certificate/types.ts";
import { SealedError } from "../errors.ts";
import type { PartyRows } from "../lp/model/normal.ts";
import { dot, magnitude, sum } from "../math/field.ts";
import type { Kind } from "../round/verdict.ts";
import { domainOf, onColumns, reservedRows } from "./domain.ts";
import { reduce } from "./field.ts";
import { type Field, fieldsOf, type Values } from "./layout.ts";
import { type SealedStatement, scalesOf, sizeFor, sumTarget } from "./statement.ts";

/** Hidden numbers of all parts. */
export interface HiddenNumbers {
  readonly columns: Values;
  /** Per party. */
  readonly rows: readonly Values[];
}

/** What is needed of the agreed round besides the statement. */
export interface RowShape {
  readonly inequalities: readonly number[];
}

/** The part of an outcome that all companies hold alike. */
export type Answer =
  | Pick<OptimalOutcome, "kind" | "x">
  | Pick<InfeasibleOutcome, "kind">
  | Pick<UnboundedOutcome, "kind" | "x" | "ray">;

function positive(value: bigint): bigint {
  return value > 0n ? value : 0n;
}

/**
 * A party's matrix, R × R, without masks: inequalities, then each equality twice.
 * @throws SealedError MatrixTooLarge.
 */
export function matrixEntries(size: number, rows: PartyRows): bigint[][] {
  const { inequalities, equalities } = rows;
  const count = inequalities.coefficients.length + 2 * equalities.coefficients.length;
  const needed = sizeFor(rows.columns, count);
  if (needed > size)
    throw new SealedError(
      "MatrixTooLarge",
      `${count} rows (an equality counts twice) and ${rows.columns} columns need a reference string of size ` +
        `${needed}, not ${size}`,
    );
  const row = (coefficients: readonly bigint[], rhs: bigint, sign: bigint) =>
    onColumns(
      size,
      -sign * rhs,
      coefficients.map((coefficient) => sign * coefficient),
    );
  const entries = [
    ...inequalities.coefficients.map((coefficients, i) => row(coefficients, inequalities.rhs[i]!, 1n)),
    ...equalities.coefficients.flatMap((coefficients, i) => [
      row(coefficients, equalities.rhs[i]!, 1n),
      row(coefficients, equalities.rhs[i]!, -1n),
    ]),
  ];
  while (entries.length < size) entries.push(new Array<bigint>(size).fill(0n));
  return entries;
}

/**
 * The hidden numbers of an outcome that meets the public certificate's conditions and the stricter
 * ones of docs/sealed.md. A Farkas vector is scaled up where the mask rows need it.
 * @throws SealedError GapTooLarge, ContradictionTooWeak, RayTooShallow, MatrixTooLarge.
 */
export function hiddenNumbers(statement: SealedStatement, shape: RowShape, outcome: PublicOutcome): HiddenNumbers {
  const scaled = outcome.kind === "infeasible" ? scaleFarkas(statement, outcome) : outcome;
  return scaledNumbers(statement, shape, scaled);
}

/** The same of an outcome whose Farkas vector has been scaled up already. */
export function scaledNumbers(statement: SealedStatement, shape: RowShape, outcome: PublicOutcome): HiddenNumbers {
  const rows = rowNumbers(statement, shape, outcome);
  const columns = columnNumbers(statement, outcome);
  const slack = slackOf(statement, { columns, rows }, outcome);
  const { slot } = reservedRows(statement.size);
  rows[statement.objectiveOwner]!.get("s")![slot] = slack.rest;
  if (slack.steps !== null) columns.set("y", at(statement.size, slot, slack.steps));
  return { columns, rows };
}

function at(size: number, index: number, value: bigint): bigint[] {
  return Array.from({ length: size }, (_, i) => (i === index ? value : 0n));
}

/**
 * What Farkas multipliers, one list per party, are scaled by, so that the contradiction covers the
 * mask rows: τ_residual·P + 1 is enough for any, and less where the largest would leave its field.
 * It follows from what all companies know.
 */
export function farkasFactor(
  { size, tolerances, parties }: SealedStatement,
  multipliers: readonly (readonly bigint[])[],
): bigint {
  const limit = (1n << BigInt(fieldsOf("infeasible", 0).get("w")!.limbs * domainOf(size).limbBits)) - 1n;
  const room = limit / largest(multipliers.flat().map(magnitude));
  const enough = tolerances.residual * BigInt(parties) + 1n;
  return room < 1n ? 1n : room < enough ? room : enough;
}

function largest(values: readonly bigint[]): bigint {
  return values.reduce((most, value) => (value > most ? value : most), 1n);
}

function scaleFarkas(
  statement: SealedStatement,
  outcome: Extract<PublicOutcome, { kind: "infeasible" }>,
): Extract<PublicOutcome, { kind: "infeasible" }> {
  const factor = farkasFactor(statement, outcome.multipliers);
  return {
    ...outcome,
    multipliers: outcome.multipliers.map((own) => own.map((value) => factor * value)),
    reducedCosts: outcome.reducedCosts.map((value) => factor * value),
    dual: factor * outcome.dual,
  };
}

/** What all companies know of all rows. */
export type RowOutcome =
  | Pick<OptimalOutcome, "kind" | "multipliers" | "slacks" | "residuals">
  | Pick<InfeasibleOutcome, "kind" | "multipliers">
  | Pick<UnboundedOutcome, "kind" | "slacks" | "residuals" | "raySlacks">;

/** The rows' numbers per party, without the slot; the mask row has multiplier 1. */
export function rowNumbers(
  { kind, size, tolerances }: SealedStatement,
  shape: RowShape,
  outcome: RowOutcome,
): Map<Field, bigint[]>[] {
  const rows = outcome.kind === "infeasible" ? outcome.multipliers : outcome.slacks;
  return rows.map((own, party) => {
    const numbers: Record<"w" | "s" | "r" | "s'", bigint[]> = { w: [], s: [], r: [], "s'": [] };
    for (const i of own.keys()) {
      const signs = i < shape.inequalities[party]! ? [1n] : [1n, -1n];
      const over = outcome.kind === "infeasible" ? 0n : outcome.residuals[party]![i]! - outcome.slacks[party]![i]!;
      const multiplier = outcome.kind === "unbounded" ? 0n : outcome.multipliers[party]![i]!;
      const raySlack = outcome.kind === "unbounded" ? outcome.raySlacks[party]![i]! : 0n;
      for (const sign of signs) {
        numbers.w.push(positive(sign * multiplier));
        numbers.s.push(positive(-sign * over));
        numbers.r.push(positive(sign * over));
        numbers["s'"].push(raySlack);
      }
    }
    for (const values of Object.values(numbers)) while (values.length < size) values.push(0n);
    numbers.w[reservedRows(size).mask] = 1n;
    const complement = numbers.r.map((value) => tolerances.residual - value);
    const feasible: [Field, bigint[]][] = [
      ["r", numbers.r],
      ["r'", complement],
    ];
    const fields: Readonly<Record<Kind, [Field, bigint[]][]>> = {
      optimal: [["w", numbers.w], ["s", numbers.s], ...feasible],
      infeasible: [
        ["w", numbers.w],
        ["s", numbers.s],
      ],
      unbounded: [["s", numbers.s], ["s'", numbers["s'"]], ...feasible],
    };
    return new Map(fields[kind]);
  });
}

/** The columns' numbers that every company knows: the answer. */
export function answerNumbers(statement: SealedStatement, outcome: Answer): Map<Field, bigint[]> {
  const { size, bounds } = statement;
  if (outcome.kind === "infeasible") return new Map();
  const complements = bounds.map((bound, j) => bound - outcome.x[j]!);
  const numbers = new Map<Field, bigint[]>([
    ["x", onColumns(size, scalesOf(statement).x0, outcome.x)],
    ["x'", onColumns(size, 0n, complements)],
  ]);
  if (outcome.kind === "unbounded") numbers.set("ray", onColumns(size, 0n, outcome.ray));
  return numbers;
}

function columnNumbers(statement: SealedStatement, outcome: PublicOutcome): Map<Field, bigint[]> {
  const { size, tolerances } = statement;
  const spread = (first: bigint, values: readonly bigint[]) => onColumns(size, first, values);
  const numbers = answerNumbers(statement, outcome);
  if (outcome.kind === "infeasible") numbers.set("z+", spread(-outcome.dual, outcome.reducedCosts));
  if (outcome.kind === "optimal") {
    const below = spread(
      0n,
      outcome.reducedCosts.map((value) => positive(-value)),
    );
    numbers.set("z+", spread(0n, outcome.reducedCosts.map(positive)));
    numbers.set("z-", below);
    numbers.set(
      "z-'",
      below.map((value) => tolerances.dual - value),
    );
  }
  return numbers;
}

/**
 * What is left of the tolerance, or of the condition that is more than met: rest + steps·(x_0 or
 * u).
 */
function slackOf(
  statement: SealedStatement,
  { columns, rows }: HiddenNumbers,
  outcome: PublicOutcome,
): { readonly rest: bigint; readonly steps: bigint | null } {
  const { tolerances } = statement;
  const { x0, unit } = scalesOf(statement);
  const inSteps = (excess: bigint, step: bigint, code: string) => {
    if (excess < 0n)
      throw new SealedError(code, "the outcome does not meet the round's tolerances by enough for a sealed proof");
    return { rest: excess % step, steps: excess / step };
  };
  if (outcome.kind === "infeasible") {
    const multipliers = sum(rows.flatMap((own) => own.get("w")!));
    return inSteps(-x0 * outcome.dual - tolerances.residual * multipliers - 1n, x0, "ContradictionTooWeak");
  }
  if (outcome.kind === "unbounded")
    return inSteps(-unit * outcome.dual - tolerances.dual * sum(outcome.ray) - 1n, unit, "RayTooShallow");
  const gap =
    dot(columns.get("x")!, columns.get("z+")!) +
    dot(columns.get("x'")!, columns.get("z-")!) +
    sum(rows.map((own) => dot(own.get("w")!, own.get("s")!) + dot(own.get("w")!, own.get("r")!)));
  if (gap > tolerances.gap)
    throw new SealedError("GapTooLarge", "gap and violation together exceed the round's tolerance");
  return { rest: tolerances.gap - gap, steps: null };
}

/**
 * g_k per party: what its own rows, and for the owner all the rest, come to in the sum; mod r, and
 * together g. Every company knows the outcome and computes them.
 */
export function sumShares(statement: SealedStatement, { rows }: Pick<HiddenNumbers, "rows">): bigint[] {
  const { kind, objectiveOwner, tolerances, size } = statement;
  const shares = rows.map((own) => {
    const slack = own.get("s")![reservedRows(size).slot]!;
    if (kind === "unbounded") return slack;
    const w = own.get("w")!;
    if (kind === "infeasible") return tolerances.residual * sum(w) + slack;
    return dot(w, own.get("s")!) + dot(w, own.get("r")!) + slack;
  });
  const others = sum(shares.filter((_, k) => k !== objectiveOwner));
  return shares.map((share, k) => reduce(k === objectiveOwner ? sumTarget(statement) - others : share));
}
