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
function scaledNumbers(statement: SealedStatement, shape: RowShape, outcome: PublicOutcome): HiddenNumbers {
  const rows = rowNumbers(statement, shape, outcome);
  const multipliers = sum(rows.flatMap((own) => own.get("w") ?? []));
  const { columns, slack } = columnNumbers(statement, outcome, {
    multipliers,
    room: statement.tolerances.gap - sum(rows.map(rowGap)),
  });
  rows[statement.objectiveOwner]!.get("s")![reservedRows(statement.size).slot] = slack;
  return { columns, rows };
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

/** A party's numbers of its rows, inequalities first; those that the kind has not are not read. */
export interface RowValues {
  readonly multipliers: readonly bigint[];
  readonly slacks: readonly bigint[];
  readonly residuals: readonly bigint[];
  readonly raySlacks: readonly bigint[];
}

/** The rows' numbers per party, with empty slots. */
export function rowNumbers(
  statement: SealedStatement,
  shape: RowShape,
  outcome: PublicOutcome,
): Map<Field, bigint[]>[] {
  return shape.inequalities.map((inequalities, party) =>
    ownRowNumbers(statement, inequalities, {
      multipliers: outcome.kind === "unbounded" ? [] : outcome.multipliers[party]!,
      ...(outcome.kind === "infeasible"
        ? { slacks: [], residuals: [] }
        : { slacks: outcome.slacks[party]!, residuals: outcome.residuals[party]! }),
      raySlacks: outcome.kind === "unbounded" ? outcome.raySlacks[party]! : [],
    }),
  );
}

/** The rows' numbers of a party with so many inequalities, with an empty slot. */
export function ownRowNumbers(
  { kind, size, tolerances }: SealedStatement,
  inequalities: number,
  { multipliers, slacks, residuals, raySlacks }: RowValues,
): Map<Field, bigint[]> {
  const over = asInequalities(
    size,
    inequalities,
    residuals.map((residual, i) => residual - slacks[i]!),
  );
  const s = over.map((value) => positive(-value));
  const r = over.map(positive);
  const w = multiplierNumbers(size, inequalities, multipliers);
  const feasible: [Field, bigint[]][] = [
    ["r", r],
    ["r'", r.map((value) => tolerances.residual - value)],
  ];
  // An equality has no slack along a ray.
  const fields: Readonly<Record<Kind, [Field, bigint[]][]>> = {
    optimal: [["w", w], ["s", s], ...feasible],
    infeasible: [
      ["w", w],
      ["s", s],
    ],
    unbounded: [["s", s], ["s'", asInequalities(size, inequalities, raySlacks)], ...feasible],
  };
  return new Map(fields[kind]);
}

/** w of a party with so many inequalities: the mask row has multiplier 1. */
export function multiplierNumbers(size: number, inequalities: number, multipliers: readonly bigint[]): bigint[] {
  return asInequalities(size, inequalities, multipliers).map(positive).with(reservedRows(size).mask, 1n);
}

/** A signed number per row as R, of each equality twice, with both signs. */
function asInequalities(size: number, inequalities: number, values: readonly bigint[]): bigint[] {
  const all = values.flatMap((value, i) => (i < inequalities ? [value] : [value, -value]));
  return [...all, ...new Array<bigint>(size - all.length).fill(0n)];
}

/** Σ w(s + r) over a party's rows, of an optimum; else 0. */
export function rowGap(own: Values): bigint {
  const [w, r] = [own.get("w"), own.get("r")];
  return w === undefined || r === undefined ? 0n : dot(w, own.get("s")!) + dot(w, r);
}

/** Σ x z⁺ + Σ x′ z⁻ over the columns of an optimum. */
export function columnGap(columns: Values): bigint {
  return dot(columns.get("x")!, columns.get("z+")!) + dot(columns.get("x'")!, columns.get("z-")!);
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

/** What an outcome says of columns. */
export type ColumnOutcome =
  | Pick<OptimalOutcome, "kind" | "x" | "reducedCosts">
  | Pick<InfeasibleOutcome, "kind" | "reducedCosts" | "dual">
  | Pick<UnboundedOutcome, "kind" | "x" | "ray" | "dual">;

/** What the rows of all parties leave. */
export interface FromRows {
  /** Σ w, mask rows included. */
  readonly multipliers: bigint;
  /** What rows leave of τ_gap. */
  readonly room: bigint;
}

/**
 * The numbers of all columns, and the slack that goes into the owner's slot.
 * @throws SealedError GapTooLarge, ContradictionTooWeak, RayTooShallow.
 */
export function columnNumbers(
  statement: SealedStatement,
  outcome: ColumnOutcome,
  { multipliers, room }: FromRows,
): { readonly columns: Values; readonly slack: bigint } {
  const { size, tolerances } = statement;
  const { x0, unit } = scalesOf(statement);
  const spread = (first: bigint, values: readonly bigint[]) => onColumns(size, first, values);
  const columns = answerNumbers(statement, outcome);
  // y counts whole steps of x_0 or u.
  const inSteps = (excess: bigint, step: bigint, code: string) => {
    if (excess < 0n)
      throw new SealedError(
        code,
        "the outcome does not meet the round's tolerances by enough for a sealed proof: open the round with more decimals",
      );
    columns.set("y", new Array<bigint>(size).fill(0n).with(reservedRows(size).slot, excess / step));
    return { columns, slack: excess % step };
  };
  if (outcome.kind === "infeasible") {
    columns.set("z+", spread(-outcome.dual, outcome.reducedCosts));
    return inSteps(-x0 * outcome.dual - tolerances.residual * multipliers - 1n, x0, "ContradictionTooWeak");
  }
  if (outcome.kind === "unbounded")
    return inSteps(-unit * outcome.dual - tolerances.dual * sum(outcome.ray) - 1n, unit, "RayTooShallow");
  const below = spread(
    0n,
    outcome.reducedCosts.map((value) => positive(-value)),
  );
  columns.set("z+", spread(0n, outcome.reducedCosts.map(positive)));
  columns.set("z-", below);
  columns.set(
    "z-'",
    below.map((value) => tolerances.dual - value),
  );
  const slack = room - columnGap(columns);
  if (slack < 0n) throw new SealedError("GapTooLarge", "gap and violation together exceed the round's tolerance");
  return { columns, slack };
}

/**
 * g_k per party: what its own rows, slot included, and for the owner all the rest, come to in the
 * sum; mod r, and together g.
 */
export function sumShares(statement: SealedStatement, { rows }: Pick<HiddenNumbers, "rows">): bigint[] {
  const { kind, objectiveOwner, tolerances, size } = statement;
  const shares = rows.map((own) => {
    const slack = own.get("s")![reservedRows(size).slot]!;
    if (kind === "unbounded") return slack;
    const w = own.get("w")!;
    if (kind === "infeasible") return tolerances.residual * sum(w) + slack;
    return rowGap(own) + slack;
  });
  const others = sum(shares.filter((_, k) => k !== objectiveOwner));
  return shares.map((share, k) => reduce(k === objectiveOwner ? sumTarget(statement) - others : share));
}
