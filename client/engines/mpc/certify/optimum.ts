// What it means that an answer is an optimum of the inputs, as a statement about shares: nothing is
// read but the inputs as parties shared them, public numbers of the round, and the answer.
//
// The answer is finer than what opens: x and w in units of the round's grids with 40 fractional
// bits, x = (X − cut)/2^40 and w = (W − cut)/2^40, as rounding to the grid sees them. X
// and W are integers in binary digits, and what opens is X and W without their 40 lowest digits:
// rounded inside the proof. For an equality, W is larger by a power of two.
//
// The statement, over the integers (M, b and c at 10^κ; y = X − cut, u = W − cut):
//   digits                 each is 0 or 1
//   signs                  y ≥ −2^s, u ≥ −2^s but for equalities
//   columns                ⌊X/2^40⌋ + V = U
//   rows                   M·y + R = 10^δ·2^40·b,   R ≥ −2^t, for an equality R < 2^t
//   reduced costs          Mᵀ·u + 10^ω·2^40·c = Z,  Z ≥ −2^t′
//   gap                    cᵀy·10^(ω−μ) + bᵀu·10^(δ−μ) = G,  −2^t″ ≤ G < 2^t″,  μ = min(δ, ω)
//   inputs                 sums over random subsets have magnitudes of at most 2^86
// where y + 2^s, u + 2^s, V, R + 2^t, Z + 2^t′, G + 2^t″ and sums + 2^86 are integers in binary
// digits, too. X ≥ 0 alone would leave y and u as far below 0 as the cut, where they pay in the gap
// for what others are off. All of it is one inner product (equations.ts), and holds modulo q; since
// inputs then have magnitudes below 2^87, but for an error of 2^−50 (../input/ranges.ts), nothing
// reaches q/2, and it holds over the integers.
import { digitsOfElements, type Integers, shifted, valuesOf } from "../../../crypto/proven/digits.ts";
import { concat, type FieldShares, multiple, plusMultiple, slice } from "../../../crypto/proven/field.ts";
import { dotAddend, rowTimes } from "../../../crypto/proven/matrix.ts";
import type { ProvingNode } from "../../../crypto/proven/node.ts";
import { reshare } from "../../../crypto/proven/reshare.ts";
import { cutOf } from "../outcome/grid.ts";
import { LIMB_BITS } from "../outcome/limbs.ts";
import { jointShape } from "../shape.ts";
import { down, inner, type Provable, same, statementOf } from "./equations.ts";
import { rangeOfSums } from "./inputs.ts";
import { limitsOf, SIGN_BITS } from "./limits.ts";
import { type Data, pointEquations, pointOf } from "./point.ts";
import { inRange, integersOf, plusConstant } from "./ranged.ts";
import type { SharedAnswer } from "./shared.ts";

/**
 * `answer`: X by column, then W by row, for an equality 2^w more (`limitsOf`). The outcome: x̂ by
 * column, then ŵ by row. About 25 rounds.
 * @throws ProtocolError `RoundUnsuitable`, `NumberOutOfRange`; what links throw
 */
export async function optimumStatement(
  node: ProvingNode,
  data: Data,
  { components, cuts }: SharedAnswer<"x" | "w">,
): Promise<Provable> {
  const { round, inputs, matrix } = data;
  const limits = limitsOf(round);
  const { rows, inequalities, columns } = jointShape(round);
  const { rhs, costs } = inputs;
  const integers = (await digitsOfElements(node, components, [
    { count: columns, width: limits.x },
    { count: inequalities, width: limits.w },
    { count: rows - inequalities, width: limits.w + 1 },
  ])) as [Integers, Integers, Integers];
  const [ofX, ofUnequal, ofEqual] = integers;
  const offset = 1n << BigInt(limits.w);
  const weights = (drop: number): FieldShares => {
    const read = (own: Integers) => valuesOf(shifted(own, drop));
    return concat([read(ofUnequal), plusConstant(node, read(ofEqual), -(offset >> BigInt(drop)))]);
  };
  const u = plusConstant(node, weights(0), -cutOf(cuts.w));
  const prices = slice(u, 0, inequalities);

  const point = await pointOf(node, data, ofX, cuts.x);
  const { y } = point;
  const products = await rowTimes(node, u, matrix);
  const objectives = dotAddend(multiple(costs, limits.xFactor), y).plus(dotAddend(multiple(rhs, limits.wFactor), u));
  const difference = await reshare(node, objectives);
  const least = (exponent: number): bigint => -(1n << BigInt(exponent));
  const { signs, room, unequal, equal } = point.ranges;
  const found = await inRange(node, {
    signs,
    prices: { numbers: prices, least: least(SIGN_BITS), width: limits.w },
    ...{ room, unequal, equal },
    reduced: {
      numbers: plusMultiple(products, costs, limits.wUnit),
      ...{ least: least(limits.dual), width: limits.reduced },
    },
    gap: { numbers: difference, least: least(limits.gap), width: limits.gap + 1 },
    sums: rangeOfSums(inputs),
  });
  const ofPoint = pointEquations(data, point, found);
  const reduced = { products: [down(matrix, u)], sum: plusMultiple(found.reduced.values, costs, -limits.wUnit) };
  const gap = {
    products: [inner(costs, y, limits.xFactor), inner(rhs, u, limits.wFactor)],
    sum: found.gap.values,
  };
  const ofPrices = same(found.prices.values, prices);
  const sums = same(found.sums.values, inputs.sums);
  return {
    statement: statementOf(node, {
      ...{ inputs, integers: [...integers, ...integersOf(found)], vectors: [y, u] },
      equations: [ofPoint.rows, reduced, gap, ofPoint.room, ofPoint.signs, ofPrices, sums],
    }),
    outcome: concat([point.rounded, weights(LIMB_BITS)]),
  };
}
