// A company's program as the library hands it out: what its owner may want to see of it, and the
// model itself where only this package looks.

import { InputError } from "../errors.ts";
import { helperModel, type Model } from "../lp/model/model.ts";
import { type ProgramFormat, readProgram as readModel, readProgramText as readModelText } from "../lp/readers/read.ts";
import { checkArguments, READ_PROGRAM, READ_PROGRAM_TEXT } from "./arguments.ts";

/**
 * One company's rows, and its costs if it has any. Made by `readProgram` and `readProgramText`;
 * nothing in it leaves the process.
 */
export interface Program {
  /** Name of its file, for messages. */
  readonly file: string;
  /** Names of its variables, in the file's order. */
  readonly variables: readonly string[];
  /** Number of its rows, without bounds. */
  readonly rows: number;
  readonly hasObjective: boolean;
  /** What the reader noticed and went on from, each with its line. */
  readonly remarks: readonly string[];
}

const models = new WeakMap<Program, Model>();

function programOf(model: Model): Program {
  const program: Program = {
    file: model.file,
    variables: model.variables.map(({ name }) => name),
    rows: model.rows.length,
    hasObjective: model.objective !== null,
    remarks: model.warnings.map(({ message, place }) => new InputError("Warning", message, place).message),
  };
  models.set(program, model);
  return program;
}

/**
 * The model of a program; an empty one for null, a party that only helps to compute. Throws
 * InputError "ProgramUnknown".
 */
export function modelOf(program: Program | null, name: string): Model {
  if (program === null) return helperModel(name);
  const model = models.get(program);
  if (model !== undefined) return model;
  throw new InputError("ProgramUnknown", `the program of ${name} must come from readProgram or readProgramText`);
}

/**
 * Reads the linear program in a file: MPS (fixed or free), CPLEX-LP or JSON, told apart by
 * extension, then by content (docs/files.md).
 *
 * @param path - of a file of at most 64 MiB.
 * @param format - where neither extension nor content tell.
 * @throws InputError with code, file, line and field; the codes are listed in docs/files.md;
 *   "ArgumentInvalid".
 */
export async function readProgram(path: string, format?: ProgramFormat): Promise<Program> {
  checkArguments("readProgram", READ_PROGRAM, { path, format });
  return programOf(await readModel(path, format));
}

/**
 * The same of text in memory.
 *
 * @param text - of at most 64 Mi characters.
 * @param file - names the text in errors; its extension may tell the format.
 * @throws InputError as `readProgram` does.
 */
export function readProgramText(text: string, file: string, format?: ProgramFormat): Program {
  checkArguments("readProgramText", READ_PROGRAM_TEXT, { text, file, format });
  return programOf(readModelText(text, file, format));
}
