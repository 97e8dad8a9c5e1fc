// Schemas of the arguments of the library's functions. They are checked at run time, because
// callers in JavaScript have no compiler to check them.
import * as v from "valibot";
import { InputError } from "../errors.ts";
import { MAX_DECIMALS } from "../lp/joint/scales.ts";
import type { TextFormat } from "../lp/readers/read.ts";
import type { Random } from "../math/random.ts";
import { check, fields, flag, listOf, oneOf, onlyFields, text, wholeNumber } from "../outside.ts";

/** @throws InputError ArgumentInvalid, naming the function and the field. */
export function checkArguments(call: string, schema: v.GenericSchema, data: unknown): void {
  check(schema, data, (field, what) => {
    const subject = field === "" ? "its argument" : field;
    return new InputError("ArgumentInvalid", `${call}: ${subject} ${what}`);
  });
}

const anyText = v.string("must be a string");
const path = v.pipe(v.string("must be a path, as a string"), v.minLength(1, "must not be empty"));
const TEXT_FORMATS = ["mps", "mps-fixed", "mps-free", "lp", "json", "csv"] as const satisfies readonly TextFormat[];
const textFormat = v.optional(oneOf(TEXT_FORMATS));
const format = v.optional(oneOf([...TEXT_FORMATS, "xlsx"]));

export const random = v.custom<Random>(
  (data) => typeof (data as Random | null)?.fork === "function" && typeof (data as Random).bytes === "function",
  "must come from createRandom",
);

/** An object literal. A Map, for example, would pass for an object without fields. */
const plainObject = v.custom<Readonly<Record<string, unknown>>>((data) => {
  if (typeof data !== "object" || data === null) return false;
  const prototype: unknown = Object.getPrototypeOf(data);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}, "must be an object with decimal strings by name of variable");

export const SOLVE_OPTIONS = onlyFields({
  companies: listOf(
    fields({ name: text(), program: v.unknown() }),
    [0, Number.MAX_SAFE_INTEGER],
    "must be an array of companies",
  ),
  engine: v.optional(anyText),
  feasible: v.optional(flag),
  bounds: v.optional(plainObject),
  boundAll: v.optional(v.string('must be a decimal string, such as "1e6"')),
  roundNumbers: v.optional(flag),
  solutionDecimals: v.optional(wholeNumber(0, MAX_DECIMALS)),
  multiplierDecimals: v.optional(wholeNumber(0, MAX_DECIMALS)),
  acceptTolerances: v.optional(flag),
  random: v.optional(random),
});

export const READ_PROGRAM = onlyFields({ path, format });
// Whoever swaps text and name must not find the program in an error message.
const fileName = v.pipe(path, v.regex(/^[^\r\n]*$/, "must be the name of the file, which follows the text"));
export const READ_PROGRAM_TEXT = onlyFields({ text: anyText, file: fileName, format: textFormat });

const home = { home: v.optional(path), password: anyText };

export const OPEN_OPTIONS = onlyFields({ ...home, spec: path, out: v.optional(path) });

export const JOIN_OPTIONS = onlyFields({
  ...home,
  file: path,
  data: v.optional(path),
  roundNumbers: v.optional(flag),
  insist: v.optional(flag),
  acceptTolerances: v.optional(flag),
  acceptSetup: v.optional(flag),
  signal: v.optional(v.instance(AbortSignal, "must be an AbortSignal")),
  onEvent: v.optional(v.function("must be a function")),
});
