// Who learns what of an outcome of which each company learns its own part: it follows from the
// variables that companies announce (docs/sealed-own-part.md, "Players").
import type { PublicProgram } from "../lp/joint/program.ts";
import type { OwnParts } from "./public-round.ts";

/** A free variable is two columns, which the same companies name. */
export function ownPartsOf(
  { variables, bounds }: Pick<PublicProgram, "variables" | "bounds">,
  value: OwnParts["value"],
): OwnParts {
  const names = variables.flatMap(({ free }, v) => new Array(free ? 2 : 1).fill(bounds[v]!.holders));
  return { names, value };
}

/**
 * The company that makes the column's part of the proof, and learns its reduced cost. `names`: the
 * parties that name it, at least one, in increasing order.
 */
export function keeperOf(names: readonly number[], objectiveOwner: number): number {
  return names.includes(objectiveOwner) ? objectiveOwner : names[0]!;
}
