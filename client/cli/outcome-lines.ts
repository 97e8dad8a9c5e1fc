// A settled outcome in words and as a table (CSV).
import type { ProvenLimits } from "../app/sealed-outcome.ts";
import type { UserOutcome } from "../lp/joint/user-outcome.ts";
import { counted } from "../math/counted.ts";
import type { Certainty } from "../round/certainty.ts";
import { csv, oneLine, tableLines } from "./print.ts";

/**
 * One line per variable and row: kind, name, value, dual or reduced cost, slacks; of a
 * contradiction, per row and bound its weight. Then the ends of the interval in which the optimum
 * lies, an empty cell where there is none, and the largest residual, of a sealed outcome the most
 * that it can be. `constantOf` is as in OutcomeView.
 */
export function outcomeCsv(own: UserOutcome & (Certainty | ProvenLimits), constantOf: string | null): string {
  const header = ["kind", "name", "value", "dual", "lower slack", "upper slack"];
  if (own.kind === "infeasible") {
    const weights = [
      ...own.rows.map(({ name, weight }) => ["row", name, weight]),
      ...own.bounds.map(({ name, weight }) => ["bound", name, weight]),
    ];
    return csv(["kind", "name", "weight"], weights);
  }
  const certain = (columns: number) => certaintyRows(own).map((row) => [...row, ...empty(columns - row.length)]);
  if (own.kind === "unbounded") {
    const moving = own.variables.map(({ name, value, direction }) => ["variable", name, value, direction, "", ""]);
    const rows = own.rows.map((row) => ["row", row.name, row.activity, "", row.lowerSlack ?? "", row.upperSlack ?? ""]);
    return csv([...header.slice(0, 3), "direction", ...header.slice(4)], [...moving, ...rows, ...certain(6)]);
  }
  if (own.kind === "feasible") {
    return csv(
      ["kind", "name", "value", "lower slack", "upper slack"],
      [
        ...own.variables.map(({ name, value }) => ["variable", name, value, "", ""]),
        ...own.rows.map((row) => ["row", row.name, row.activity, row.lowerSlack ?? "", row.upperSlack ?? ""]),
        ...certain(5),
      ],
    );
  }
  return csv(header, [
    ["objective", constantOf === null ? "" : "without a constant term", own.objective, "", "", ""],
    ...own.variables.map(({ name, value, reducedCost }) => ["variable", name, value, reducedCost, "", ""]),
    ...own.rows.map((row) => ["row", row.name, row.activity, row.dual, row.lowerSlack ?? "", row.upperSlack ?? ""]),
    ...certain(6),
  ]);
}

/** What limits an outcome, as rows of kind, name and number. */
export function certaintyRows(own: Certainty | ProvenLimits): string[][] {
  const { interval } = own;
  const endAtPrices = "endAtPrices" in own ? own.endAtPrices : null;
  const [name, residual] = "residualAtMost" in own ? ["at most", own.residualAtMost] : ["largest", own.largestResidual];
  return [
    ...(interval === null
      ? []
      : [
          ["interval", "lower", interval.lower ?? ""],
          ["interval", "upper", interval.upper ?? ""],
        ]),
    ...(endAtPrices === null ? [] : [["end", "if the accepted prices hold", endAtPrices]]),
    ...(residual === null ? [] : [["residual", name, residual]]),
  ];
}

function empty(cells: number): string[] {
  return new Array<string>(cells).fill("");
}

/** For a company that only helped to compute, or whose rows have no part in a contradiction. */
const NO_ROWS = "This company has no rows in it.";

export interface OutcomeView {
  /** Zeros, too. */
  readonly all: boolean;
  /** The company whose costs may have a constant term that this one does not know; null if none. */
  readonly constantOf: string | null;
}

/** What `concordat outcome` prints for people. */
export function outcomeLines(own: UserOutcome, { all, constantOf }: OutcomeView): string[] {
  if (own.kind === "infeasible") {
    const weights = [...own.rows, ...own.bounds].filter(({ weight }) => all || weight !== "0");
    if (weights.length === 0) return ["Infeasible: the companies' rows contradict each other.", NO_ROWS];
    return [
      "Infeasible: the companies' rows contradict each other. This company's part in the contradiction:",
      ...tableLines(
        ["row or bound", "weight"],
        weights.map(({ name, weight }) => [name, weight]),
        [1],
      ),
      "The common lower bounds (x ≥ 0) are left out: their weights follow from the others, so that the sum is a contradiction.",
    ];
  }
  if (own.kind === "unbounded") {
    const moving = own.variables.filter(({ value, direction }) => all || value !== "0" || direction !== "0");
    return [
      "The objective has no bound: from these values it improves without limit along the direction.",
      ...tableLines(
        ["variable", "value", "direction"],
        moving.map(({ name, value, direction }) => [name, value, direction]),
        [1, 2],
      ),
    ];
  }
  if (own.kind === "feasible")
    return ["Feasible: this plan meets the rows of all companies.", "", ...feasibleLines(own, all)];
  return [...valueHead(own.objective, constantOf), "", ...pricedLines(own, all)];
}

/** The value of an optimum; `constantOf` as in OutcomeView. */
export function valueHead(objective: string, constantOf: string | null): string[] {
  return [
    `Optimum ${objective}`,
    ...(constantOf === null
      ? []
      : [`This leaves out the constant term of the costs, if there is one: only ${oneLine(constantOf)} knows it.`]),
  ];
}

/** The values and reduced costs of an optimum, and the rows of this company. */
export function pricedLines(
  { variables, rows }: Pick<Extract<UserOutcome, { kind: "optimal" }>, "variables" | "rows">,
  all: boolean,
): string[] {
  const used = variables.filter(({ value }) => all || value !== "0");
  return [
    ...tableLines(
      ["variable", "value", "reduced cost"],
      used.map(({ name, value, reducedCost }) => [name, value, reducedCost]),
      [1, 2],
    ),
    ...zeroLines(variables.length - used.length),
    "",
    ...(rows.length === 0 ? [NO_ROWS] : rowLines(rows)),
  ];
}

/** The values of a feasible plan, and the rows of this company. */
export function feasibleLines(
  own: Pick<Extract<UserOutcome, { kind: "feasible" }>, "variables" | "rows">,
  all: boolean,
): string[] {
  return [
    ...valueLines(own.variables, all),
    "",
    ...(own.rows.length === 0
      ? [NO_ROWS]
      : tableLines(
          ["row", "activity"],
          own.rows.map(({ name, activity }) => [name, activity]),
          [1],
        )),
  ];
}

/** The values of an optimum and the rows of this company, without reduced costs. */
export function planLines(
  { variables, rows }: { readonly variables: readonly Value[]; readonly rows: Rows },
  all: boolean,
): string[] {
  return [...valueLines(variables, all), "", ...(rows.length === 0 ? [NO_ROWS] : rowLines(rows))];
}

interface Value {
  readonly name: string;
  readonly value: string;
}

type Rows = Extract<UserOutcome, { kind: "optimal" }>["rows"];

function valueLines(variables: readonly Value[], all: boolean): string[] {
  const used = variables.filter(({ value }) => all || value !== "0");
  return [
    ...tableLines(
      ["variable", "value"],
      used.map(({ name, value }) => [name, value]),
      [1],
    ),
    ...zeroLines(variables.length - used.length),
  ];
}

function zeroLines(zeros: number): string[] {
  return zeros > 0 ? [`${counted(zeros, "more variable is", "more variables are")} zero`] : [];
}

function rowLines(rows: Rows): string[] {
  return tableLines(
    ["row", "activity", "dual"],
    rows.map(({ name, activity, dual }) => [name, activity, dual]),
    [1, 2],
  );
}
