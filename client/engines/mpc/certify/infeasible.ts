// What it means that a program is infeasible, as a statement about shares: that a vector w has,
// over the integers (M and b at 10^κ; w in units of 2^−120, and not negative but for equalities),
//   digits                 each is 0 or 1
//   columns                Mᵀ·w = Z,   Z ≥ −2^t
//   right-hand sides       bᵀw = −G,   G ≥ least
//   inputs                 sums over random subsets have magnitudes of at most 2^86
// where w, for an equality 2^121 more, Z + 2^t, G − least and sums + 2^86 are integers in binary
// digits. With least = 2^t·ΣU + 1 (direction-limits.ts) no point x from 0 to U meets the rows,
// which would give bᵀw ≥ wᵀMx ≥ −2^t·Σx. Nothing opens but whether that holds.
import { digitsOfElements, type ElementComponents, type Integers, valuesOf } from "../../../crypto/proven/digits.ts";
import { concat, negate, zeros } from "../../../crypto/proven/field.ts";
import { dotAddend, rowTimes } from "../../../crypto/proven/matrix.ts";
import type { ProvingNode } from "../../../crypto/proven/node.ts";
import { reshare } from "../../../crypto/proven/reshare.ts";
import { jointShape } from "../shape.ts";
import { farkasLimits } from "./direction-limits.ts";
import { down, inner, type Provable, same, statementOf } from "./equations.ts";
import { rangeOfSums } from "./inputs.ts";
import type { Data } from "./point.ts";
import { inRange, integersOf, plusConstant } from "./ranged.ts";

/**
 * `components`: w by row, for an equality 2^121 more, modulo 2^128. The outcome is empty. About 25
 * rounds.
 * @throws ProtocolError `RoundUnsuitable`, `NumberOutOfRange`; what links throw
 */
export async function infeasibleStatement(
  node: ProvingNode,
  { round, inputs, matrix }: Data,
  components: ElementComponents,
): Promise<Provable> {
  const limits = farkasLimits(round);
  const { rows, inequalities } = jointShape(round);
  const { rhs } = inputs;
  const digits = (await digitsOfElements(node, components, [
    { count: inequalities, width: limits.entry },
    { count: rows - inequalities, width: limits.entry + 1 },
  ])) as [Integers, Integers];
  const [unequal, equal] = digits;
  const w = concat([valuesOf(unequal), plusConstant(node, valuesOf(equal), -(1n << BigInt(limits.entry)))]);
  const found = await inRange(node, {
    columns: {
      numbers: await rowTimes(node, w, matrix),
      ...{ least: -(1n << BigInt(limits.tolerance)), width: limits.product },
    },
    value: {
      numbers: negate(await reshare(node, dotAddend(rhs, w))),
      ...{ least: limits.least, width: limits.value },
    },
    sums: rangeOfSums(inputs),
  });
  const columns = { products: [down(matrix, w)], sum: found.columns.values };
  const value = { products: [inner(rhs, w)], sum: negate(found.value.values) };
  const sums = same(found.sums.values, inputs.sums);
  return {
    statement: statementOf(node, {
      ...{ inputs, integers: [...digits, ...integersOf(found)], vectors: [w] },
      equations: [columns, value, sums],
    }),
    outcome: zeros(0),
  };
}
