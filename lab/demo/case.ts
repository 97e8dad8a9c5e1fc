// A worked case: a folder with case.json and one file per company (format:
// examples/logistics/README.md).
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import * as v from "valibot";
import { InputError } from "../../client/errors.ts";
import { checkJson, fields, listOf, text } from "../../client/outside.ts";
import { wrongName } from "../../client/round/company-names.ts";

export interface Case {
  readonly title: string;
  readonly companies: readonly { readonly name: string; readonly path: string }[];
  /**
   * The optimum that the case's README states, with what it is measured in; null where none is
   * stated.
   */
  readonly optimum: string | null;
}

const CASE = fields({
  title: text(),
  companies: listOf(
    fields({
      name: text(),
      file: v.pipe(
        text(),
        v.check((file) => file === basename(file), "must be a file of the case's own folder"),
      ),
    }),
    [2, 255],
    "must list two companies or more",
  ),
  optimum: v.optional(text()),
  unit: v.optional(text()),
});

/** Throws InputError "CaseInvalid" naming file and field. */
export async function readCase(folder: string): Promise<Case> {
  const file = join(folder, "case.json");
  const json = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new InputError("CaseInvalid", `cannot be read (${cause.code}); give the folder that holds case.json`, {
      file,
    });
  });
  const invalid = (field: string, what: string) =>
    new InputError("CaseInvalid", what, field === "" ? { file } : { file, field });
  const { title, companies, optimum, unit } = checkJson(CASE, json, invalid);
  const wrong = wrongName(companies.map(({ name }) => name));
  if (wrong !== null) throw invalid(`companies[${wrong.company}].name`, wrong.what);
  return {
    title,
    companies: companies.map(({ name, file: own }) => ({ name, path: join(folder, own) })),
    optimum: optimum === undefined ? null : unit === undefined ? optimum : `${optimum} ${unit}`,
  };
}
