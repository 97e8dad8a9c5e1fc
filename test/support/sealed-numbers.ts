// Hidden numbers that were tampered with, and made to fit again where the tampering should not
// show.
import { dot, magnitude, sum } from "../../client/math/field.ts";
import type { Field, Values } from "../../client/sealed/layout.ts";
import { type HiddenNumbers, matrixEntries } from "../../client/sealed/numbers.ts";
import { type SealedStatement, scalesOf } from "../../client/sealed/statement.ts";
import type { SealedRound } from "./sealed.ts";

/** Numbers that may be written to. */
export interface OpenNumbers {
  readonly columns: Map<Field, bigint[]>;
  readonly rows: readonly Map<Field, bigint[]>[];
}

function copyOf(values: Values): Map<Field, bigint[]> {
  return new Map([...values].map(([field, own]) => [field, [...own]]));
}

export function copyNumbers({ columns, rows }: HiddenNumbers): OpenNumbers {
  return { columns: copyOf(columns), rows: rows.map(copyOf) };
}

/** Adds to one number. */
export function bump(values: Map<Field, bigint[]>, field: Field, index: number, by = 1n): void {
  values.get(field)![index]! += by;
}

/** Sets s, r and r′ of every row to what x demands; `slack` stays in the slot. */
export function fitRows({ statement, rows }: SealedRound, numbers: OpenNumbers): void {
  const x = numbers.columns.get("x")!;
  for (const [k, own] of numbers.rows.entries()) {
    for (const [i, entries] of matrixEntries(statement.size, rows[k]!).slice(0, -1).entries()) {
      const over = dot(entries, x);
      own.get("s")![i] = over < 0n ? magnitude(over) : 0n;
      own.get("r")![i] = over > 0n ? over : 0n;
      own.get("r'")![i] = statement.tolerances.residual - own.get("r")![i]!;
    }
  }
}

/** The sum of the kind without its slack, and what it must come to. */
function excess({ kind, tolerances, size, ...rest }: SealedStatement, numbers: OpenNumbers, costs: bigint[]): bigint {
  const { x0, unit } = scalesOf(rest);
  const { columns, rows } = numbers;
  const beforeSlot = (values: bigint[]) => values.slice(0, size - 1);
  if (kind === "infeasible") {
    const multipliers = sum(rows.flatMap((own) => own.get("w")!));
    return x0 * columns.get("z+")![0]! - tolerances.residual * multipliers - 1n;
  }
  if (kind === "unbounded") {
    const ray = columns.get("ray")!;
    return -unit * dot(costs, ray.slice(1, costs.length + 1)) - tolerances.dual * sum(ray) - 1n;
  }
  const gap =
    dot(columns.get("x")!, columns.get("z+")!) +
    dot(columns.get("x'")!, columns.get("z-")!) +
    sum(
      rows.map((own) => dot(beforeSlot(own.get("w")!), beforeSlot(own.get("s")!)) + dot(own.get("w")!, own.get("r")!)),
    );
  return tolerances.gap - gap;
}

/** Puts into the slot what closes the sum. */
export function fitSlack({ statement, rows }: SealedRound, numbers: OpenNumbers): void {
  const { x0, unit } = scalesOf(statement);
  const slot = statement.size - 1;
  const rest = excess(statement, numbers, [...rows[statement.objectiveOwner]!.objective!]);
  const step = { optimal: null, infeasible: x0, unbounded: unit }[statement.kind];
  for (const own of numbers.rows) own.get("s")![slot] = 0n;
  numbers.rows[statement.objectiveOwner]!.get("s")![slot] = step === null ? rest : rest % step;
  if (step !== null) numbers.columns.get("y")![slot] = rest / step;
}
