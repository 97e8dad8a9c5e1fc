// Writes models in the formats that client/lp/readers reads, for round trips. The model needs an
// objective.
import type { Entry, Item, Model, Row } from "../../client/lp/model/model.ts";
import { compare, type Decimal, formatDecimal, negate, subtract } from "../../client/math/decimal.ts";

type Pair = readonly [name: string, value: string];

/** Fixed format takes names of up to 8 characters and numbers of up to 12. */
export function writeMps(model: Model, layout: "fixed" | "free"): string {
  const { name: cost, sense, constant, entries } = model.objective!;
  const line = (code: string, first: string, second = "", value = ""): string =>
    layout === "fixed"
      ? ` ${code.padEnd(2)} ${first.padEnd(8)}  ${second.padEnd(8)}  ${value}`.trimEnd()
      : ` ${[code, first, second, value].filter((part) => part !== "").join("\t")}`;
  const column = (variable: number): Pair[] =>
    [{ name: cost, entries }, ...model.rows].flatMap((row) =>
      row.entries
        .filter((entry) => entry.variable === variable)
        .map((entry): Pair => [row.name, formatDecimal(entry.value)]),
    );
  return [
    "NAME          TEST",
    "* a comment",
    `OBJSENSE ${sense.toUpperCase()}`,
    "ROWS",
    line("N", cost),
    ...model.rows.map((row) => line(senseOf(row), row.name)),
    "COLUMNS",
    ...model.variables.flatMap(({ name }, variable) =>
      column(variable).map(([row, value]) => line("", name, row, value)),
    ),
    "RHS",
    line("", "RHS", cost, formatDecimal(negate(constant))),
    ...model.rows.map((row) => line("", "RHS", row.name, formatDecimal((row.upper ?? row.lower)!.value))),
    "RANGES",
    ...model.rows
      .filter(isRange)
      .map((row) => line("", "RNG", row.name, formatDecimal(subtract(row.upper!.value, row.lower!.value)))),
    "BOUNDS",
    ...model.variables.flatMap(({ name, lower, upper }) => [
      lower === null ? line("MI", "BND", name) : line("LO", "BND", name, formatDecimal(lower.value)),
      ...(upper === null ? [] : [line("UP", "BND", name, formatDecimal(upper.value))]),
    ]),
    "ENDATA",
    "",
  ].join("\n");
}

export function writeLp(model: Model): string {
  const { name, sense, constant, entries } = model.objective!;
  const expression = (list: readonly Entry[]): string =>
    list.map(({ variable, value }) => `${signed(value)} ${model.variables[variable]!.name}`).join("\n  ");
  const bound = (side: Item | null, infinite: string): string => (side === null ? infinite : formatDecimal(side.value));
  const relation = (row: Row): string => {
    if (isRange(row)) return `${bound(row.lower, "")} <= ${expression(row.entries)} <= ${bound(row.upper, "")}`;
    const sign = { E: "=", L: "<=", G: ">=" }[senseOf(row)];
    return `${expression(row.entries)} ${sign} ${bound(row.upper ?? row.lower, "")}`;
  };
  return [
    "\\ a comment",
    sense === "max" ? "Maximize" : "minimise",
    ` ${name}: ${expression(entries)} ${signed(constant)}`,
    "Subject To",
    ...model.rows.map((row) => ` ${row.name}: ${relation(row)}`),
    "Bounds",
    ...model.variables.map(({ name, lower, upper }) =>
      lower === null && upper === null
        ? ` ${name} free`
        : ` ${bound(lower, "-inf")} <= ${name} <= ${bound(upper, "+Infinity")}`,
    ),
    "End",
    "",
  ].join("\n");
}

/** Every second number is written as a string. */
export function writeJson(model: Model): string {
  const { name, sense, constant, entries } = model.objective!;
  let count = 0;
  const number = (value: Decimal): string => (count++ % 2 === 0 ? formatDecimal(value) : `"${formatDecimal(value)}"`);
  const side = (value: Item | null): string => (value === null ? "null" : number(value.value));
  const coefficients = (list: readonly Entry[]): string =>
    `{ ${list.map(({ variable, value }) => `"${model.variables[variable]!.name}": ${number(value)}`).join(", ")} }`;
  const rows = model.rows.map(
    (row) =>
      `{ "name": "${row.name}", "coefficients": ${coefficients(row.entries)}, "lower": ${side(row.lower)}, "upper": ${side(row.upper)} }`,
  );
  const variables = model.variables.map(
    ({ name, lower, upper }) => `"${name}": { "lower": ${side(lower)}, "upper": ${side(upper)} }`,
  );
  return `{ "sense": "${sense}",
    "objective": { "name": "${name}", "constant": ${number(constant)}, "coefficients": ${coefficients(entries)} },
    "rows": [ ${rows.join(",\n")} ],
    "variables": { ${variables.join(",\n")} } }`;
}

function isRange({ lower, upper }: Row): boolean {
  return lower !== null && upper !== null && compare(lower.value, upper.value) !== 0;
}

function senseOf(row: Row): "E" | "L" | "G" {
  if (row.upper === null) return "G";
  return row.lower === null || isRange(row) ? "L" : "E";
}

function signed(value: Decimal): string {
  return value.mantissa < 0n ? `- ${formatDecimal(negate(value))}` : `+ ${formatDecimal(value)}`;
}
