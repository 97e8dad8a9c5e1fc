// Checks data from outside (files of users, messages of peers) against a schema before any other
// code looks at them. The errors name the field, such as `parties[0].account`, and say what belongs
// there.
import * as v from "valibot";

/** Makes the error for a fault in `field`; "" stands for the data as a whole. */
export type Wrong = (field: string, what: string) => Error;

/**
 * The data as the schema returns them, without fields that it does not name. Throws the error that
 * `wrong` makes for the first invalid field.
 */
export function check<Schema extends v.GenericSchema>(
  schema: Schema,
  data: unknown,
  wrong: Wrong,
): v.InferOutput<Schema> {
  const { issues, output } = v.safeParse(schema, data, { abortEarly: true });
  if (issues === undefined) return output;
  const [issue] = issues;
  throw wrong(fieldOf(issue.path ?? []), issue.message);
}

/** The same for JSON text. */
export function checkJson<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
  wrong: Wrong,
): v.InferOutput<Schema> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw wrong("", "is not JSON");
  }
  return check(schema, data, wrong);
}

function fieldOf(path: readonly { readonly key: unknown }[]): string {
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

/**
 * A JSON object with arbitrary keys, such as names of variables. Valibot's own schemas leave out
 * keys like "constructor", which is a name like any other here.
 */
export const anyObject = v.custom<Readonly<Record<string, unknown>>>(
  (data) => typeof data === "object" && data !== null && !Array.isArray(data),
  "must be a JSON object",
);
