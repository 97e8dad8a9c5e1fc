// A company's program, as the library gives it to callers. Its fields are what the owner may want
// to see; the model itself is accessible only within this package.

import { InputError } from "../errors.ts";
import { helperModel, type Model } from "../lp/model/model.ts";
import {
  type ProgramFormat,
  readProgram as readModel,
  readProgramText as readModelText,
  type TextFormat,
} from "../lp/readers/read.ts";
import { checkArguments, READ_PROGRAM, READ_PROGRAM_TEXT } from "./arguments.ts";

/**
 * One company's rows, and its costs if it has any. Made by `readProgram` and `readProgramText`.
 * Nothing in it leaves the process.
 */
export interface Program {
  /** Name of the file, for messages. */
  readonly file: string;
  /** Names of the variables, in the file's order. */
  readonly variables: readonly string[];
  /** Number of rows, not counting bounds. */
  readonly rows: number;
  readonly hasObjective: boolean;
  /** The reader's remarks on things that it accepted, each with its line. */
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
 * The model of a program; an empty one for null, a helper.
 * @throws InputError ProgramUnknown when the program does not come from this package.
 */
export function modelOf(program: Program | null, name: string): Model {
  if (program === null) return helperModel(name);
  const model = models.get(program);
  if (model !== undefined) return model;
  throw new InputError("ProgramUnknown", `the program of ${name} must come from readProgram or readProgramText`);
}

/**
 * Reads the linear program in a file: MPS (fixed or free), CPLEX-LP, JSON, CSV or a spreadsheet
 * (.xlsx), recognised by extension, then by content (docs/files.md).
 *
 * @param path - the file, of at most 64 MiB.
 * @param format - needed only when neither extension nor content tells the format.
 * @throws InputError with code, file, line or cell, and field; docs/errors.md, "Reading a file of
 *   rows", lists the codes; "ArgumentInvalid".
 */
export async function readProgram(path: string, format?: ProgramFormat): Promise<Program> {
  checkArguments("readProgram", READ_PROGRAM, { path, format });
  return programOf(await readModel(path, format));
}

/**
 * Reads a linear program from text in memory, as `readProgram` does from a file.
 *
 * @param text - the program, of at most 64 Mi characters.
 * @param file - names the text in errors; its extension may tell the format.
 * @throws InputError as `readProgram` does.
 */
export function readProgramText(text: string, file: string, format?: TextFormat): Program {
  checkArguments("readProgramText", READ_PROGRAM_TEXT, { text, file, format });
  return programOf(readModelText(text, file, format));
}
