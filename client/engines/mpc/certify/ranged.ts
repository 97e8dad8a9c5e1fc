// Integers that must be in range, as a statement holds them: in binary digits, so that nothing
// needs to be proven of them but that each digit is 0 or 1.
import { digitsOfNumbers, type Integers, valuesOf } from "../../../crypto/proven/digits.ts";
import { concat, constant, type FieldShares, plusPublic } from "../../../crypto/proven/field.ts";
import type { ProvingNode } from "../../../crypto/proven/node.ts";

/** Numbers, not verified, that should be from `least` to below least + 2^width. */
export interface Range {
  readonly numbers: FieldShares;
  readonly least: bigint;
  readonly width: number;
}

/** What is in range, whatever the numbers were: `values` are what the digits say. */
export interface Ranged {
  readonly values: FieldShares;
  readonly integers: Integers;
}

export function plusConstant(node: ProvingNode, x: FieldShares, value: bigint): FieldShares {
  return plusPublic(node, x, constant(x.first.length, value));
}

/** In the order of `ranges`. */
export async function inRange<Name extends string>(
  node: ProvingNode,
  ranges: Readonly<Record<Name, Range>>,
): Promise<Record<Name, Ranged>> {
  const names = Object.keys(ranges) as Name[];
  const all = names.map((name) => ranges[name]);
  const numbers = concat(all.map(({ numbers, least }) => plusConstant(node, numbers, -least)));
  const groups = all.map(({ numbers, width }) => ({ count: numbers.first.length, width }));
  const found = (await digitsOfNumbers(node, numbers, groups)).map((integers, i) => ({
    ...{ integers, values: plusConstant(node, valuesOf(integers), all[i]!.least) },
  }));
  return Object.fromEntries(names.map((name, i) => [name, found[i]!])) as Record<Name, Ranged>;
}

export function integersOf(ranged: Readonly<Record<string, Ranged>>): Integers[] {
  return Object.values(ranged).map(({ integers }) => integers);
}
