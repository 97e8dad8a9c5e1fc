// The parties' integers as a proof reads them: this node's components in the field of the proof,
// rows in the order of shape.ts, and sums over random subsets of all, whose ranges show those of
// the integers (../input/ranges.ts).
import { Vector } from "../../../crypto/curve/vector.ts";
import type { FieldShares } from "../../../crypto/proven/field.ts";
import type { Component } from "../../../crypto/sharing/input.ts";
import { decodeIntegers, INTEGER_BYTES, sumOfChosen } from "../../../crypto/sharing/integers.ts";
import type { Random } from "../../../math/random.ts";
import type { PublicRound } from "../../../round/public-round.ts";
import { concatBytes } from "../../codec.ts";
import { subsetsOf } from "../input/ranges.ts";
import { inputLayout, SUM_BITS } from "../input/words.ts";
import { jointShape, rowsOf } from "../shape.ts";
import type { Range } from "./ranged.ts";

/** The round's inputs as parties shared them: integers at 10^κ. */
export interface SharedInputs {
  /** Row-major. */
  readonly coefficients: FieldShares;
  readonly rhs: FieldShares;
  readonly costs: FieldShares;
  /** Over random subsets. */
  readonly sums: FieldShares;
}

/** Honest sums, of inputs of 72 bits, are in range; inputs are below 2^87 then. */
export function rangeOfSums({ sums }: SharedInputs): Range {
  return { numbers: sums, least: -(1n << BigInt(SUM_BITS)), width: SUM_BITS + 1 };
}

/** One component of all parties' integers, in memory as integers.ts has them. */
function componentOf(round: PublicRound, integers: readonly Uint8Array[]) {
  const { rows, columns } = jointShape(round);
  const rowBytes = INTEGER_BYTES * columns;
  const coefficients = new Uint8Array(rowBytes * rows);
  const rhs = new Uint8Array(INTEGER_BYTES * rows);
  for (const [party, own] of integers.entries()) {
    const sides = INTEGER_BYTES * inputLayout(round, party).coefficients;
    for (const [i, row] of rowsOf(round, party).entries()) {
      coefficients.set(own.subarray(rowBytes * i, rowBytes * (i + 1)), rowBytes * row);
      rhs.set(own.subarray(sides + INTEGER_BYTES * i, sides + INTEGER_BYTES * (i + 1)), INTEGER_BYTES * row);
    }
  }
  const costs = integers[round.objectiveOwner]!.subarray(-rowBytes);
  return { coefficients, rhs, costs };
}

/**
 * `held`: per party, this node's two components. `random`: the same at all nodes, and known to
 * nobody when inputs were dealt.
 */
export function sharedInputs(
  round: PublicRound,
  held: readonly (readonly Component[])[],
  random: Random,
): SharedInputs {
  const numbers = (integers: Uint8Array): Vector => Vector.of(decodeIntegers(integers));
  const count = held.reduce((sum, [component]) => sum + component!.integers.length, 0) / INTEGER_BYTES;
  const subsets = subsetsOf(count, random);
  const [first, second] = [0, 1].map((k) => {
    const integers = held.map((components) => components[k]!.integers);
    const all = concatBytes(integers);
    const sums = subsets.map((places) => sumOfChosen(all, places));
    const { coefficients, rhs, costs } = componentOf(round, integers);
    return {
      ...{ coefficients: numbers(coefficients), rhs: numbers(rhs), costs: numbers(costs) },
      sums: Vector.of(sums),
    };
  }) as [Record<keyof SharedInputs, Vector>, Record<keyof SharedInputs, Vector>];
  const both = (part: keyof SharedInputs): FieldShares => ({ first: first[part], second: second[part] });
  return { coefficients: both("coefficients"), rhs: both("rhs"), costs: both("costs"), sums: both("sums") };
}
