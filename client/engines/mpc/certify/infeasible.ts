// What it means that a program is infeasible, as a statement about shares: that a vector w has,
// over the integers (M and b at 10^κ; w in units of 2^−120, W = w + cut, for an equality 2^121
// more),
//   digits                 each is 0 or 1
//   signs                  w ≥ 0 but for equalities
//   columns                Mᵀ·w = Z,   Z ≥ −2^t
//   right-hand sides       bᵀw = −G,   G ≥ least
//   inputs                 sums over random subsets have magnitudes of at most 2^86
// where W, w, Z + 2^t, G − least and sums + 2^86 are integers in binary digits. What opens is W
// without its 48 lowest digits. With least = 2^t·ΣU + 1 (direction-limits.ts) no point x from 0 to
// U meets the rows, which would give bᵀw ≥ wᵀMx ≥ −2^t·Σx.
import { digitsOfElements, type Integers, shifted, valuesOf } from "../../../crypto/proven/digits.ts";
import { concat, type FieldShares, negate, slice } from "../../../crypto/proven/field.ts";
import { dotAddend, rowTimes } from "../../../crypto/proven/matrix.ts";
import type { ProvingNode } from "../../../crypto/proven/node.ts";
import { reshare } from "../../../crypto/proven/reshare.ts";
import { DROPPED_BITS } from "../outcome/unit-bits.ts";
import { unitCutOf } from "../outcome/unit-vectors.ts";
import { jointShape } from "../shape.ts";
import { farkasLimits } from "./direction-limits.ts";
import { down, inner, type Provable, same, statementOf } from "./equations.ts";
import { rangeOfSums } from "./inputs.ts";
import type { Data } from "./point.ts";
import { inRange, integersOf, plusConstant } from "./ranged.ts";
import type { SharedAnswer } from "./shared.ts";

/**
 * `answer`: W by row. The outcome: ŵ by row, with 72 fractional bits. About 25 rounds.
 * @throws ProtocolError `RoundUnsuitable`, `NumberOutOfRange`; what links throw
 */
export async function infeasibleStatement(
  node: ProvingNode,
  { round, inputs, matrix }: Data,
  { components, cuts }: SharedAnswer<"w">,
): Promise<Provable> {
  const limits = farkasLimits(round);
  const { rows, inequalities } = jointShape(round);
  const { rhs } = inputs;
  const digits = (await digitsOfElements(node, components, [
    { count: inequalities, width: limits.entry },
    { count: rows - inequalities, width: limits.entry + 1 },
  ])) as [Integers, Integers];
  const weights = (drop: number): FieldShares => {
    const [unequal, equal] = digits.map((own) => valuesOf(shifted(own, drop))) as [FieldShares, FieldShares];
    return concat([unequal, plusConstant(node, equal, -(1n << BigInt(limits.entry - drop)))]);
  };
  const w = plusConstant(node, weights(0), -unitCutOf(cuts.w));
  const unsigned = slice(w, 0, inequalities);
  const found = await inRange(node, {
    signs: { numbers: unsigned, least: 0n, width: limits.entry },
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
  const signs = same(found.signs.values, unsigned);
  const sums = same(found.sums.values, inputs.sums);
  return {
    statement: statementOf(node, {
      ...{ inputs, integers: [...digits, ...integersOf(found)], vectors: [w] },
      equations: [columns, value, signs, sums],
    }),
    outcome: weights(DROPPED_BITS),
  };
}
