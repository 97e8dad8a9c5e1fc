// A worked case: a folder with case.json and one file per company (format:
// examples/logistics/README.md).
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import * as v from "valibot";
import { InputError } from "../../client/errors.ts";
import type { Sense } from "../../client/lp/model/model.ts";
import { checkJson, jsonPlace, listOf, oneOf, onlyFields, text, textLike } from "../../client/outside.ts";
import { wrongName } from "../../client/round/company-names.ts";
import { roundTitle } from "../../client/round/title.ts";

/** What case.json says of the companies' files and of the optimum. */
export interface Statements {
  readonly objectiveOwner?: string | undefined;
  readonly sense?: Sense | undefined;
  /** Unit of the objective. */
  readonly unit?: string | undefined;
  /** Decimal text, exact or rounded to six places. */
  readonly optimum?: string | undefined;
  /** What the companies reach without a common plan. */
  readonly apart?: { readonly plan: string; readonly value: string } | undefined;
}

export interface Case {
  /** Path of its case.json. */
  readonly file: string;
  readonly title: string;
  readonly companies: readonly { readonly name: string; readonly path: string }[];
  readonly statements: Statements;
}

const number = textLike(/^-?\d{1,30}(?:\.\d{1,30})?$/, 'must be a decimal number as a string, such as "36911.215"');

const CASE = onlyFields({
  title: roundTitle,
  companies: listOf(
    onlyFields({
      name: text(),
      file: v.pipe(
        text(),
        v.check((file) => file === basename(file), "must be a file of the case's own folder"),
      ),
    }),
    [2, 255],
    "must list two companies or more",
  ),
  objectiveOwner: v.optional(text()),
  sense: v.optional(oneOf(["min", "max"])),
  unit: v.optional(text()),
  optimum: v.optional(number),
  apart: v.optional(onlyFields({ plan: text(), value: number })),
});

/** Throws InputError "CaseInvalid" naming file, line and field. */
export async function readCase(folder: string): Promise<Case> {
  const file = join(folder, "case.json");
  const json = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new InputError("CaseInvalid", `cannot be read (${cause.code}); give the folder that holds case.json`, {
      file,
    });
  });
  const invalid = (field: string, what: string, line?: number) =>
    new InputError("CaseInvalid", what, jsonPlace(file, field, line));
  const { title, companies, ...statements } = checkJson(CASE, json, invalid);
  const names = companies.map(({ name }) => name);
  const wrong = wrongName(names);
  if (wrong !== null) throw invalid(`companies[${wrong.company}].name`, wrong.what);
  const { objectiveOwner: owner } = statements;
  if (owner !== undefined && !names.includes(owner))
    throw invalid("objectiveOwner", `must name one of the companies: ${names.join(", ")}`);
  return {
    ...{ file, title, statements },
    companies: companies.map(({ name, file: own }) => ({ name, path: join(folder, own) })),
  };
}
