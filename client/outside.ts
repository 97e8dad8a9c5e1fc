// Checks data from outside (files of users, messages of peers) against a schema before any other
// code looks at them. The errors name the field, such as `parties[0].account`, and say what belongs
// there.
import * as v from "valibot";
import type { InputPlace } from "./errors.ts";
import { type JsonNode, parseJson, plainValue } from "./json-text.ts";

/**
 * Makes the error for a fault in `field`; "" stands for the data as a whole. JSON text has lines.
 */
export type Wrong = (field: string, what: string, line?: number) => Error;

/** The place of a fault in a file of JSON, for an InputError. */
export function jsonPlace(file: string, field: string, line?: number): InputPlace {
  return { file, ...(line === undefined ? {} : { line }), ...(field === "" ? {} : { field }) };
}

/**
 * The data as the schema returns them, without fields that it does not name. Throws the error that
 * `wrong` makes for the first invalid field.
 */
export function check<Schema extends v.GenericSchema>(
  schema: Schema,
  data: unknown,
  wrong: Wrong,
): v.InferOutput<Schema> {
  return outputOf(schema, data, (path, what) => wrong(fieldOf(path), what));
}

/**
 * The same for JSON, as text or as the bytes of a file in UTF-8; a name that an object has twice is
 * an error.
 */
export function checkJson<Schema extends v.GenericSchema>(
  schema: Schema,
  json: string | Uint8Array,
  wrong: Wrong,
): v.InferOutput<Schema> {
  const root = parseJson(json, ({ what, line, twice }) =>
    wrong("", twice === null ? `is not JSON: ${what}` : what, line),
  );
  return outputOf(schema, plainValue(root), (path, what) => wrong(fieldOf(path), what, lineOf(root, path)));
}

type Path = readonly { readonly key: unknown }[];

function outputOf<Schema extends v.GenericSchema>(
  schema: Schema,
  data: unknown,
  wrong: (path: Path, what: string) => Error,
): v.InferOutput<Schema> {
  const { issues, output } = v.safeParse(schema, data, { abortEarly: true });
  if (issues === undefined) return output;
  const [issue] = issues;
  throw wrong(issue.path ?? [], issue.message);
}

/** Where the value at `path` starts, or the last one on the way there. */
function lineOf(root: JsonNode, path: Path): number {
  let node = root;
  for (const { key } of path) {
    const next =
      node.kind === "object"
        ? node.members.get(String(key))
        : node.kind === "array"
          ? node.items[Number(key)]
          : undefined;
    if (next === undefined) break;
    node = next;
  }
  return node.line;
}

function fieldOf(path: Path): string {
  return path.reduce(
    (field, { key }) => (typeof key === "number" ? `${field}[${key}]` : `${field}${field === "" ? "" : "."}${key}`),
    "",
  );
}

/** An object with these fields; others are left out. */
export function fields<Entries extends v.ObjectEntries>(entries: Entries) {
  return v.object(entries, ({ received }) =>
    received === "undefined" ? "is missing" : "must be an object with named fields",
  );
}

/**
 * An object with these fields and no others, so that a misspelt field is refused and not silently
 * left out.
 */
export function onlyFields<Entries extends v.ObjectEntries>(entries: Entries) {
  return v.strictObject(entries, ({ expected, received }) => {
    if (expected === "never") return `is not a field here; the fields are ${Object.keys(entries).join(", ")}`;
    return received === "undefined" ? "is missing" : "must be an object with named fields";
  });
}

/** A list of `least` to `most` items; `what` says so to users. */
export function listOf<Item extends v.GenericSchema>(
  item: Item,
  [least, most]: readonly [number, number],
  what: string,
) {
  return v.pipe(v.array(item, what), v.minLength(least, what), v.maxLength(most, what));
}

/** A string of 1 to `most` characters. */
export function text(most = 255) {
  const what = `must be a string of 1 to ${most} characters`;
  return v.pipe(v.string(what), v.minLength(1, what), v.maxLength(most, what));
}

/** A string of at most 500 characters that matches `pattern`; `what` says so to users. */
export function textLike(pattern: RegExp, what: string) {
  return v.pipe(v.string(what), v.maxLength(500, what), v.regex(pattern, what));
}

/** A whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number) {
  const what = `must be a whole number from ${least} to ${most}`;
  return v.pipe(v.number(what), v.safeInteger(what), v.minValue(least, what), v.maxValue(most, what));
}

/** Decimal digits of an integer in [0, 2^bits). */
export function unsignedText(bits: number) {
  const what = `must be a string of decimal digits, a number below 2^${bits}`;
  const most = (1n << BigInt(bits)).toString().length;
  return v.pipe(
    v.string(what),
    v.regex(/^\d+$/, what),
    v.maxLength(most, what),
    v.transform((value: string) => BigInt(value)),
    v.check((value) => value < 1n << BigInt(bits), what),
  );
}

export const flag = v.boolean("must be true or false");

/** One of `known`. */
export function oneOf<const Known extends readonly string[]>(known: Known) {
  return v.picklist(known, `must be one of ${known.join(", ")}`);
}

/** Exactly `value`. */
export function exactly<Value extends string | number>(value: Value) {
  return v.literal(value, `must be ${JSON.stringify(value)}`);
}
