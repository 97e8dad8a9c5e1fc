// Upper bounds of variables as a company states them: in a file, one by one, or one for all.
import { readFile } from "node:fs/promises";
import { InputError } from "../errors.ts";
import type { StatedBounds } from "../lp/joint/program.ts";
import { parseBound } from "../lp/joint/sizes.ts";
import type { Decimal } from "../math/decimal.ts";
import { anyObject, checkJson } from "../outside.ts";

export interface BoundOptions {
  /** A JSON object of numbers by name of variable. */
  readonly bounds?: string;
  /** name=value. */
  readonly bound?: readonly string[];
  readonly boundAll?: string;
}

/** For commander: what a command takes, with its words. */
export const BOUND_OPTIONS = {
  bounds: ["--bounds <file>", "upper bounds of variables, in the units of the rows: a JSON object of numbers by name"],
  bound: ["--bound <name=number>", "upper bound of one variable; may be repeated"],
  all: ["--bound-all <number>", "upper bound of every variable without a bound of its own"],
} as const;

/**
 * Single bounds go before those of the file. Throws InputError "BoundInvalid" naming file or option
 * and variable.
 */
export async function readBounds({ bounds, bound = [], boundAll }: BoundOptions): Promise<StatedBounds> {
  const byName = new Map<string, Decimal>();
  for (const [name, text] of bounds === undefined ? [] : await readFileOf(bounds))
    byName.set(name, parseBound(text, { file: bounds!, field: name }));
  for (const text of bound) {
    const at = text.lastIndexOf("=");
    if (at <= 0)
      throw new InputError("BoundInvalid", `a bound must have the form name=number, not "${text}"`, {
        field: "--bound",
      });
    const name = text.slice(0, at);
    byName.set(name, parseBound(text.slice(at + 1).trim(), { field: `--bound ${name}` }));
  }
  return { byName, all: boundAll === undefined ? null : parseBound(boundAll, { field: "--bound-all" }) };
}

async function readFileOf(file: string): Promise<[string, string][]> {
  const invalid = (what: string) => new InputError("BoundInvalid", what, { file });
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw invalid(`cannot be read (${cause.code})`);
  });
  const object = checkJson(anyObject, text, (_, what) =>
    invalid(`${what}: it must be an object of numbers by name of variable`),
  );
  return Object.entries(object).map(([name, value]) => {
    if (typeof value === "number" || typeof value === "string") return [name, String(value)];
    throw invalid(`the bound of "${name}" must be a number`);
  });
}
