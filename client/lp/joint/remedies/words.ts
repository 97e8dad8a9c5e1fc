// Who can change what, in words: "Birch can measure costs in units 1000 times as large".
import { FEW, firstFew } from "../../../math/counted.ts";
import { compare, decimal, formatDecimal } from "../../../math/decimal.ts";
import { plannedRows } from "../../model/plan.ts";
import { allOf, boundHolders, USUAL, weightDigits } from "../scales.ts";
import type { Settings } from "../settings.ts";
import { boundInWords } from "../sizes.ts";
import type { Change, RowUnit, ScaledProgram } from "./change.ts";
import { knownLimits, lowered } from "./limits.ts";

export function changeInWords(scaled: ScaledProgram, change: Change, settings: Settings): string {
  const { rows = [], costs, variables = new Map<number, number>(), bound } = change;
  const owner = scaled.names[scaled.program.objectiveOwner]!;
  return [
    ...[...Map.groupBy(rows, ({ company }) => company)].map(([company, own]) => {
      const all = own.map((unit) => rowInWords(scaled, unit));
      return `${scaled.names[company]!} can ${all.join(" and ")}`;
    }),
    ...(costs === undefined
      ? []
      : [`${owner} can measure costs in units ${times(costs)} (tolerances are then in these units, too)`]),
    ...[...variables].map(([variable, by]) => variableInWords(scaled, variable, by)),
    ...(bound === undefined ? [] : [boundsInWords(scaled, bound, settings)]),
    ...decimalsInWords(scaled, change, settings),
  ].join(", and ");
}

/** "the multipliers can have 9 decimals (option multiplierDecimals), which …" */
export function multipliersInWords(
  { grid }: ScaledProgram,
  { multiplier }: { readonly multiplier: number },
  { decimals }: Settings,
): string {
  const room = power(weightDigits(grid) - multiplier);
  return `the multipliers can have ${multiplier} decimals (${decimals.multiplier}), which leaves no room for any above ${room}`;
}

function decimalsInWords(scaled: ScaledProgram, { multiplier, coefficient }: Change, settings: Settings): string[] {
  const texts: string[] = [];
  if (multiplier !== undefined) texts.push(multipliersInWords(scaled, { multiplier }, settings));
  if (coefficient !== undefined) {
    const most = formatDecimal(decimal(1n, USUAL.residual));
    texts.push(
      `all numbers can be rounded to ${coefficient} decimals (${settings.rounding}), which moves no row by more than ${most}`,
    );
  }
  return texts;
}

function power(exponent: number): string {
  return boundInWords(decimal(1n, exponent));
}

function times(by: number): string {
  return `${power(Math.abs(by))} times as ${by > 0 ? "large" : "small"}`;
}

function rowInWords({ models }: ScaledProgram, { company, row, by }: RowUnit): string {
  const model = models.get(company);
  const how = by > 0 ? "divide" : "multiply";
  const factor = power(Math.abs(by));
  if (model !== undefined && row !== null) return `${how} row "${model.rows[row]!.name}" by ${factor}`;
  const hasBounds = model === undefined || plannedRows(model).some(({ of }) => of === "bound");
  return `${how} all its rows by ${factor}${hasBounds ? " (bounds, too, as rows)" : ""}`;
}

function variableInWords({ program, names }: ScaledProgram, variable: number, by: number): string {
  const { stated, holders } = program.bounds[variable]!;
  const who = holders.length > FEW ? "all companies that have it" : allOf(holders, names);
  const bound = stated.size > 0 ? "its upper bound, too" : "with an upper bound in these if the default is too small";
  return `${who} can measure "${program.variables[variable]!.name}" in units ${times(by)}, ${bound}`;
}

/** Variables whose bounds become the same are named together. */
function boundsInWords(scaled: ScaledProgram, bound: number, settings: Settings): string {
  const { program, names } = scaled;
  const limits = knownLimits(scaled);
  const over = program.bounds.flatMap((own, v) => {
    const value = lowered(bound, limits.get(v));
    return compare(own.value, value) > 0 ? [{ v, value, own }] : [];
  });
  const holders = new Set(
    over.map(({ own, value }) => boundHolders(own, (stated) => compare(stated, value) > 0, { names })),
  );
  const [holder] = holders.size === 1 ? holders : ["the companies that have them"];
  const lists = [...Map.groupBy(over, ({ value }) => boundInWords(value))].map(
    ([value, own]) => `${value} for ${firstFew(own.map(({ v }) => JSON.stringify(program.variables[v]!.name)))}`,
  );
  const isImplied = over.every(({ v }) => limits.get(v)?.isMost);
  const caution = isImplied ? "which rows imply anyway" : "but if the optimum needs more, the round fails";
  return `${holder} can state ${over.length === 1 ? "an upper bound" : "upper bounds"} of at most ${firstFew(lists)} (${settings.bound}), ${caution}`;
}
