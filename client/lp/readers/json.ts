// JSON programs. Numbers are JSON numbers or strings with decimal text; both are read exactly from
// their text.
//
//   { "name": "mill", "sense": "max",
//     "objective": { "name": "profit", "constant": "0",
//                    "coefficients": { "boards": 3.25, "beams": "2.5" } },
//     "rows": [ { "name": "saw hours", "coefficients": { "boards": 1, "beams": 2 }, "upper": 40 },
//               { "name": "contract", "coefficients": { "beams": 1 }, "lower": 2, "upper": 9 },
//               { "name": "balance", "coefficients": { "boards": 1, "beams": -1 }, "equal": 0 } ],
//     "variables": { "boards": { "upper": "20" }, "beams": { "lower": null } } }
//
// A file needs "rows" or "objective"; every other member is optional. "sense" is "min" unless
// given. A row has "equal", or "lower" and/or "upper". A variable that "variables" does not list,
// or lists without "lower", is ≥ 0; null, "-infinity" or "infinity" removes a bound. Variables keep
// the order of "variables", then that of first use.
import { InputError } from "../../errors.ts";
import { type JsonFault, type JsonNode, parseJson } from "../../json-text.ts";
import type { Decimal } from "../../math/decimal.ts";
import { field, type Item, type Model, type Sense } from "../model/model.ts";
import { freeName, ModelBuilder } from "./builder.ts";
import { readFixed, readNumber, readSide, type Side } from "./number-text.ts";

/** Characters of the longest string of a program. */
const MAX_STRING = 4096;

type Members = ReadonlyMap<string, JsonNode>;

/**
 * Reads a JSON program.
 * @throws InputError with file, line and field; see read.ts for the codes.
 */
export function readJson(text: string, file: string): Model {
  const root = parseJson(text, refusedIn(file), MAX_STRING);
  const builder = new ModelBuilder(file, (name) => `"variables": { ${JSON.stringify(name)}: { "lower": null, … } }`);
  const top = membersOf(builder, root, "the program", ["name", "sense", "objective", "rows", "variables"]);
  builder.name = textOf(builder, top.get("name"), "name") ?? "";
  readVariables(builder, top.get("variables"));
  readObjective(builder, top.get("objective"), readSense(builder, top.get("sense")));
  const rows = top.get("rows");
  if (rows !== undefined) {
    if (rows.kind !== "array") throw malformed(builder, rows, "rows", "a list [ … ]");
    const taken = new Set(rows.items.map(nameOf));
    for (const [index, row] of rows.items.entries()) readRow(builder, row, index, taken);
  }
  builder.warnAllOnlyBounded();
  return builder.finish();
}

function refusedIn(file: string): (fault: JsonFault) => InputError {
  return ({ line, what, twice }) =>
    twice === null
      ? new InputError("MalformedJson", what, { file, line })
      : new InputError("DuplicateName", "this name is given twice; remove one", { file, line, field: twice });
}

function readSense(builder: ModelBuilder, node: JsonNode | undefined): Sense {
  const sense = textOf(builder, node, "sense") ?? "min";
  if (sense !== "min" && sense !== "max") throw malformed(builder, node!, "sense", '"min" or "max"');
  return sense;
}

function readVariables(builder: ModelBuilder, node: JsonNode | undefined): void {
  if (node === undefined) return;
  for (const [name, description] of membersOf(builder, node, "variables")) {
    const variable = builder.addVariable(name, description.line);
    const bounds = membersOf(builder, description, field.bound(name), ["lower", "upper"]);
    for (const side of ["lower", "upper"] as const) {
      const bound = bounds.get(side);
      if (bound === undefined) continue;
      builder.setBound(variable, side, boundOf(builder, bound, side, field.bound(name)), bound.line);
    }
  }
}

function readObjective(builder: ModelBuilder, node: JsonNode | undefined, sense: Sense): void {
  if (node === undefined || isNull(node)) return;
  const members = membersOf(builder, node, "objective", ["name", "constant", "coefficients"]);
  builder.setObjective(textOf(builder, members.get("name"), "objective") ?? "objective", sense, node.line);
  const constant = members.get("constant");
  if (constant !== undefined) builder.setConstant(numberOf(builder, constant, "constant of the objective"));
  readCoefficients(builder, members.get("coefficients"), { row: "objective", owner: "the objective" }, field.cost);
}

/** The name that a row states, or null. */
function nameOf(row: JsonNode): string | null {
  const name = row.kind === "object" ? row.members.get("name") : undefined;
  return name?.kind === "string" ? name.text : null;
}

function readRow(builder: ModelBuilder, node: JsonNode, index: number, taken: ReadonlySet<string | null>): void {
  const label = `rows[${index}]`;
  const members = membersOf(builder, node, label, ["name", "coefficients", "lower", "upper", "equal"]);
  const name = textOf(builder, members.get("name"), label) ?? freeName(`row ${index + 1}`, taken);
  const row = builder.addRow(name, node.line);
  const owner: Owner = { row, owner: `row ${name}` };
  readCoefficients(builder, members.get("coefficients"), owner, (variable) => field.coefficient(name, variable));
  const side = (key: "lower" | "upper"): Item | null => {
    const bound = members.get(key);
    const value = bound === undefined ? null : boundOf(builder, bound, key, field.side(name));
    return value === null ? null : { value, line: bound!.line };
  };
  const equal = members.get("equal");
  if (equal === undefined) {
    if (!members.has("lower") && !members.has("upper"))
      throw malformed(builder, node, field.side(name), '"lower", "upper" or "equal"');
    builder.setSides(row, side("lower"), side("upper"), node.line);
    return;
  }
  if (members.has("lower") || members.has("upper")) {
    throw malformed(builder, node, field.side(name), 'either "equal", or "lower" and "upper"');
  }
  if (equal.kind !== "number" && equal.kind !== "string") throw malformed(builder, equal, field.side(name), "a number");
  const value = readFixed(equal.text, builder.place(equal.line, field.side(name)));
  const item = { value, line: equal.line };
  builder.setSides(row, item, item, equal.line);
}

/** Whose coefficients are read, and its name for errors. */
interface Owner {
  readonly row: number | "objective";
  readonly owner: string;
}

function readCoefficients(
  builder: ModelBuilder,
  node: JsonNode | undefined,
  { row, owner }: Owner,
  fieldOf: (variable: string) => string,
): void {
  if (node === undefined) return;
  for (const [name, value] of membersOf(builder, node, `coefficients of ${owner}`)) {
    const coefficient = numberOf(builder, value, fieldOf(name));
    builder.addEntry(row, builder.variable(name, value.line), coefficient, value.line);
  }
}

function membersOf(builder: ModelBuilder, node: JsonNode, fieldName: string, known?: readonly string[]): Members {
  if (node.kind !== "object") throw malformed(builder, node, fieldName, "an object { … }");
  for (const [key, member] of node.members) {
    if (known === undefined || known.includes(key)) continue;
    throw new InputError(
      "UnknownField",
      `"${key.slice(0, 40)}" is not a known name here; use ${known.join(", ")}`,
      builder.place(member.line, fieldName),
    );
  }
  return node.members;
}

function textOf(builder: ModelBuilder, node: JsonNode | undefined, fieldName: string): string | undefined {
  if (node === undefined) return undefined;
  if (node.kind !== "string") throw malformed(builder, node, fieldName, "a string");
  return node.text;
}

function numberOf(builder: ModelBuilder, node: JsonNode, fieldName: string): Decimal {
  if (node.kind !== "number" && node.kind !== "string")
    throw malformed(builder, node, fieldName, "a number, or a string with one");
  return readNumber(node.text, builder.place(node.line, fieldName));
}

function boundOf(builder: ModelBuilder, node: JsonNode, side: Side, fieldName: string): Decimal | null {
  if (isNull(node)) return null;
  if (node.kind !== "number" && node.kind !== "string")
    throw malformed(builder, node, fieldName, "a number, or null for none");
  return readSide(node.text, side, builder.place(node.line, fieldName));
}

function isNull(node: JsonNode): boolean {
  return node.kind === "literal" && node.value === null;
}

function malformed(builder: ModelBuilder, node: JsonNode, fieldName: string, expected: string): InputError {
  return new InputError("MalformedJson", `expected ${expected}`, builder.place(node.line, fieldName));
}
