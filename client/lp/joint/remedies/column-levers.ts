// Variables in other units: those with the largest coefficients measured in smaller ones, or those
// with the largest stated bounds in larger ones.
import { FEW } from "../../../math/counted.ts";
import { MAX_DECIMALS } from "../../model/normalise.ts";
import { columnSums, sizedRows } from "../program.ts";
import { exponentAbove } from "../sizes.ts";
import type { Change, ScaledProgram } from "./change.ts";
import { levels, type Sized } from "./levels.ts";

type Column = Sized & { readonly variable: number };

/** Only variables of companies whose programs are all known here. */
export function smallerColumns({ program, models }: ScaledProgram): Change[] {
  const sums = [...models.values()].flatMap((model) =>
    [...columnSums(sizedRows(model))].map(([index, sum]) => ({ name: model.variables[index]!.name, sum })),
  );
  const byName = Map.groupBy(sums, ({ name }) => name);
  const columns = program.variables.flatMap(({ name }, variable) => {
    if (!program.bounds[variable]!.holders.every((company) => models.has(company))) return [];
    return [{ variable, size: Math.max(...(byName.get(name) ?? []).map(({ sum }) => exponentAbove(sum)!)) }];
  });
  return inOtherUnits(columns, -1);
}

export function largerColumns({ program }: ScaledProgram): Change[] {
  const columns = program.bounds.flatMap(({ stated, value }, variable) =>
    stated.size === 0 ? [] : [{ variable, size: exponentAbove(value)! }],
  );
  return inOtherUnits(columns, 1);
}

/** Nobody measures more than a few variables in other units. */
function inOtherUnits(columns: readonly Column[], sign: 1 | -1): Change[] {
  return levels(columns, MAX_DECIMALS)
    .filter(({ length }) => length > 0 && length <= FEW)
    .map((over) => ({ variables: new Map(over.map(({ variable, by }) => [variable, sign * by])) }));
}
