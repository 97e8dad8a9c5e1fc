// A settled outcome as the sheets of a workbook: "outcome" has its kind, the objective and how
// exact it is; "plan" the variables; "rows" the rows of this company, of a contradiction its
// weights.
import type { ProvenLimits } from "../app/sealed-outcome.ts";
import type { RowActivity, UserOutcome } from "../lp/joint/user-outcome.ts";
import type { Certainty } from "../round/certainty.ts";
import { certaintyRows } from "./outcome-lines.ts";
import { numberCell, type SheetCell, type SheetContent } from "./sheets.ts";

/** `constantOf` is as in OutcomeView. */
export function outcomeSheets(
  own: UserOutcome & (Certainty | ProvenLimits),
  constantOf: string | null,
): SheetContent[] {
  const objective =
    own.kind === "optimal"
      ? [["objective", constantOf === null ? null : "without a constant term", numberCell(own.objective)]]
      : [];
  const limits =
    own.kind === "infeasible"
      ? []
      : certaintyRows(own).map(([kind, name, value]) => [kind!, name!, numberCell(value!)]);
  const outcome: SheetContent = { name: "outcome", rows: [["kind", own.kind], ...objective, ...limits] };
  if (own.kind === "infeasible") {
    const weights = [
      ...own.rows.map(({ name, weight }) => ["row", name, numberCell(weight)]),
      ...own.bounds.map(({ name, weight }) => ["bound", name, numberCell(weight)]),
    ];
    return [outcome, { name: "rows", rows: [["kind", "name", "weight"], ...weights] }];
  }
  return [outcome, { name: "plan", rows: planRows(own) }, { name: "rows", rows: activityRows(own) }];
}

type Planned = Exclude<UserOutcome, { kind: "infeasible" }>;

function planRows(own: Planned): SheetCell[][] {
  if (own.kind === "feasible")
    return [["variable", "value"], ...own.variables.map(({ name, value }) => [name, numberCell(value)])];
  if (own.kind === "unbounded") {
    const moving = own.variables.map(({ name, value, direction }) => [name, numberCell(value), numberCell(direction)]);
    return [["variable", "value", "direction"], ...moving];
  }
  const priced = own.variables.map(({ name, value, reducedCost }) => [
    name,
    numberCell(value),
    numberCell(reducedCost),
  ]);
  return [["variable", "value", "reduced cost"], ...priced];
}

function activityRows(own: Planned): SheetCell[][] {
  const slacks = ({ lowerSlack, upperSlack }: RowActivity) => [
    numberCell(lowerSlack ?? ""),
    numberCell(upperSlack ?? ""),
  ];
  if (own.kind !== "optimal") {
    const rows = own.rows.map((row) => [row.name, numberCell(row.activity), ...slacks(row)]);
    return [["row", "activity", "lower slack", "upper slack"], ...rows];
  }
  const rows = own.rows.map((row) => [row.name, numberCell(row.activity), numberCell(row.dual), ...slacks(row)]);
  return [["row", "activity", "dual", "lower slack", "upper slack"], ...rows];
}
