// The files of examples/lp in normal form, as one program.
import { readdirSync } from "node:fs";
import { announce, combine } from "../../client/lp/joint/program.ts";
import type { IntegerProgram } from "../../client/lp/model/normal.ts";
import { combinePrograms, toPartyRows } from "../../client/lp/model/normalise.ts";
import { readProgram } from "../../client/lp/readers/read.ts";
import { toScaled } from "../../client/math/decimal.ts";

export interface Example {
  readonly program: IntegerProgram;
  /** κ: the program's integers are at scale 10^κ. */
  readonly decimals: number;
  /** Added to the objective. */
  readonly constant: number;
}

const FOLDER = new URL("../../examples/lp/", import.meta.url);

export function exampleNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".mps"))
    .map((file) => file.slice(0, -".mps".length));
}

export async function loadExample(name: string): Promise<Example> {
  const path = new URL(`${name}.mps`, FOLDER).pathname;
  const model = await readProgram(path);
  const announced = combine([announce(model)]);
  const constant = model.objective?.constant;
  return {
    program: combinePrograms([toPartyRows(model, announced, announced.decimals)]),
    decimals: announced.decimals,
    constant: constant === undefined ? 0 : Number(toScaled(constant, 9, "nearest")) / 1e9,
  };
}
