// A worked case: a folder with case.json and one file per company (format: examples/logistics/README.md).
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { InputError } from "../../client/errors.ts";

export interface Case {
  readonly title: string;
  readonly companies: readonly { readonly name: string; readonly path: string }[];
  /** The optimum that the case's README states, with what it is measured in; null where none is stated. */
  readonly optimum: string | null;
}

/** Throws InputError "CaseInvalid" naming file and field. */
export async function readCase(folder: string): Promise<Case> {
  const file = join(folder, "case.json");
  const invalid = (message: string, field?: string) =>
    new InputError("CaseInvalid", message, field === undefined ? { file } : { file, field });
  const data = await readFile(file, "utf8")
    .then((text): unknown => JSON.parse(text))
    .catch((cause: Error) => {
      throw invalid(`cannot be read as JSON (${cause.message}); give the folder that holds case.json`);
    });
  const text = (from: unknown, key: string, field = key): string => {
    const value: unknown = typeof from === "object" && from !== null ? Reflect.get(from, key) : undefined;
    if (typeof value !== "string" || value.length === 0 || value.length > 200) throw invalid("must be a text", field);
    return value;
  };
  const optional = (key: string): string | null =>
    typeof data === "object" && data !== null && Reflect.has(data, key) ? text(data, key) : null;
  const companies: unknown = typeof data === "object" && data !== null ? Reflect.get(data, "companies") : undefined;
  if (!Array.isArray(companies) || companies.length < 2) throw invalid("must list at least two companies", "companies");
  const [optimum, unit] = [optional("optimum"), optional("unit")];
  return {
    title: text(data, "title"),
    companies: companies.map((company: unknown, index) => {
      const name = text(company, "file", `companies[${index}].file`);
      if (name !== basename(name)) throw invalid("must be a file of the case's own folder", `companies[${index}].file`);
      return { name: text(company, "name", `companies[${index}].name`), path: join(folder, name) };
    }),
    optimum: optimum === null || unit === null ? optimum : `${optimum} ${unit}`,
  };
}
