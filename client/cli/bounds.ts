// Upper bounds of variables as a company states them: in a file, one by one, or one for all.
import { readFile } from "node:fs/promises";
import { InputError } from "../errors.ts";
import { parseJson } from "../json-text.ts";
import type { StatedBounds } from "../lp/joint/program.ts";
import { parseBound } from "../lp/joint/sizes.ts";
import type { Decimal } from "../math/decimal.ts";

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
 * and variable, "DuplicateName" for a variable that is twice in the file, and as `parseBound` does.
 */
export async function readBounds({ bounds, bound = [], boundAll }: BoundOptions): Promise<StatedBounds> {
  const byName = new Map<string, Decimal>();
  for (const [name, text] of bounds === undefined ? [] : await readFileOf(bounds))
    byName.set(name, parseBound(text, { file: bounds!, field: name }));
  const single = new Set<string>();
  for (const text of bound) {
    const at = text.lastIndexOf("=");
    if (at <= 0)
      throw new InputError("BoundInvalid", `a bound must have the form name=number, not "${text}"`, {
        field: "--bound",
      });
    const name = text.slice(0, at);
    if (single.has(name))
      throw new InputError("BoundInvalid", `there are two bounds for "${name}"; give one`, { field: "--bound" });
    single.add(name);
    byName.set(name, parseBound(text.slice(at + 1).trim(), { field: `--bound ${name}` }));
  }
  return { byName, all: boundAll === undefined ? null : parseBound(boundAll, { field: "--bound-all" }) };
}

async function readFileOf(file: string): Promise<[string, string][]> {
  const invalid = (what: string, line?: number) =>
    new InputError("BoundInvalid", what, line === undefined ? { file } : { file, line });
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw invalid(`cannot be read (${cause.code})`);
  });
  const root = parseJson(bytes, ({ what, line, twice }) =>
    twice === null
      ? invalid(`is not JSON: ${what}`, line)
      : new InputError("DuplicateName", "there are two bounds for this variable; remove one", {
          file,
          line,
          field: twice,
        }),
  );
  if (root.kind !== "object") throw invalid("must be a JSON object of numbers by name of variable", root.line);
  return [...root.members].map(([name, node]) => {
    if (node.kind === "number" || node.kind === "string") return [name, node.text];
    throw invalid(`the bound of "${name}" must be a number`, node.line);
  });
}
