// What it means that a program is unbounded, as a statement about shares: that a point meets the
// rows and lies within the upper bounds (point.ts), and that a vector r has, over the integers (M
// and c at 10^κ; r in units of 2^−120, and not negative),
//   rows                   M·r = −R,   R ≥ −2^t, for an equality R < 2^t
//   costs                  cᵀr = −G,   G ≥ least
// where r, R + 2^t and G − least are integers in binary digits; digits and sums of inputs are as in
// optimum.ts. With least = 2^t·Σ|w| + 1, for the largest multipliers w that the proof of an optimum
// takes, no such multipliers have reduced costs that are not negative, which would give cᵀr ≥
// −wᵀMr ≥ −2^t·Σ|w|. Nothing opens but whether that holds.
import { digitsOfElements, type Integers, valuesOf } from "../../../crypto/proven/digits.ts";
import { concat, negate, slice, zeros } from "../../../crypto/proven/field.ts";
import { dotAddend, timesColumn } from "../../../crypto/proven/matrix.ts";
import type { ProvingNode } from "../../../crypto/proven/node.ts";
import { reshare } from "../../../crypto/proven/reshare.ts";
import { jointShape } from "../shape.ts";
import { rayLimits } from "./direction-limits.ts";
import { along, inner, type Provable, same, statementOf } from "./equations.ts";
import { rangeOfSums } from "./inputs.ts";
import { limitsOf } from "./limits.ts";
import { type Data, pointEquations, pointOf } from "./point.ts";
import { inRange, integersOf } from "./ranged.ts";
import type { SharedAnswer } from "./shared.ts";

/**
 * `answer`: X, then the ray, by column. The outcome is empty. About 25 rounds.
 * @throws ProtocolError `RoundUnsuitable`, `NumberOutOfRange`; what links throw
 */
export async function unboundedStatement(
  node: ProvingNode,
  data: Data,
  { components, cuts }: SharedAnswer<"x">,
): Promise<Provable> {
  const { round, inputs, matrix } = data;
  const limits = rayLimits(round);
  const { rows, inequalities, columns } = jointShape(round);
  const { costs } = inputs;
  const digits = (await digitsOfElements(node, components, [
    { count: columns, width: limitsOf(round).x },
    { count: columns, width: limits.entry },
  ])) as [Integers, Integers];
  const [ofX, ofRay] = digits;
  const r = valuesOf(ofRay);
  const point = await pointOf(node, data, ofX, cuts.x);
  const left = negate(await timesColumn(node, matrix, r));
  const least = -(1n << BigInt(limits.tolerance));
  const found = await inRange(node, {
    ...point.ranges,
    below: { numbers: slice(left, 0, inequalities), least, width: limits.product },
    near: { numbers: slice(left, inequalities, rows - inequalities), least, width: limits.tolerance + 1 },
    value: {
      numbers: negate(await reshare(node, dotAddend(costs, r))),
      ...{ least: limits.least, width: limits.value },
    },
    sums: rangeOfSums(inputs),
  });
  const ofPoint = pointEquations(data, point, found);
  const ray = {
    products: [along(matrix, r)],
    sum: negate(concat([found.below.values, found.near.values])),
  };
  const value = { products: [inner(costs, r)], sum: negate(found.value.values) };
  const sums = same(found.sums.values, inputs.sums);
  return {
    statement: statementOf(node, {
      ...{ inputs, integers: [...digits, ...integersOf(found)], vectors: [point.y, r] },
      equations: [ofPoint.rows, ofPoint.room, ofPoint.signs, ray, value, sums],
    }),
    outcome: zeros(0),
  };
}
