// Lets an engine refuse a company's rows before the company commits to them, in the names of its
// file.
import { InputError } from "../errors.ts";
import type { PublicProgram } from "../lp/joint/program.ts";
import type { Model } from "../lp/model/model.ts";
import type { PartyRows } from "../lp/model/normal.ts";
import { rowName } from "../lp/model/plan.ts";
import type { Engine, OwnRows } from "./engine.ts";

/** A company's program before its round, with what is public of the whole. */
export interface OwnProgram {
  readonly model: Model;
  readonly rows: PartyRows;
  readonly program: PublicProgram;
  /** κ. */
  readonly decimals: number;
}

/** @throws InputError as the engine's `check` does, with the file. */
export function checkOwn(engine: Engine<unknown>, { model, rows, program, decimals }: OwnProgram): void {
  const exponent = (program.magnitudes[program.objectiveOwner]!.cost ?? -decimals) + decimals;
  try {
    engine.check?.({ rows, nameOf: (row) => rowName(model, row), largestCost: 10n ** BigInt(Math.max(0, exponent)) });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.code, error.message, { file: model.file }, { cause: error });
  }
}

/** The engine's check for rows whose names do not matter; undefined if it takes all. */
export function checkOf(engine: Engine<unknown>): ((own: Omit<OwnRows, "nameOf">) => void) | undefined {
  return engine.check && ((own) => engine.check?.({ ...own, nameOf: (row) => `row ${row + 1}` }));
}
