// Which limbs of an index hold which hidden number (docs/sealed.md, "Limbs").

import { GROUP_ORDER } from "../crypto/curve/bn254.ts";
import { SealedError } from "../errors.ts";
import type { Kind } from "../round/verdict.ts";
import { type Domain, LIMBS } from "./domain.ts";

/** A limb polynomial: "C" for the columns, k for the rows of party k. */
export type Part = "C" | number;

/** C, 0, …, P − 1. */
export function partsOf(parties: number): readonly Part[] {
  return ["C", ...Array.from({ length: parties }, (_, k) => k)];
}

/** The name of a hidden number; `x'` is U − x, `r'` is τ_residual − r, and so on. */
export type Field = "x" | "x'" | "z+" | "z-" | "z-'" | "ray" | "y" | "w" | "s" | "s'" | "r" | "r'";

/** The limbs that hold each field. */
type Layout = ReadonlyMap<Field, { readonly from: number; readonly limbs: number }>;

/** The layout of fields with these numbers of limbs, in order from limb 0. */
function inOrder(...lengths: readonly (readonly [field: Field, limbs: number])[]): Layout {
  let from = 0;
  return new Map(
    lengths.map(([field, limbs]) => {
      const place = { from, limbs };
      from += limbs;
      return [field, place];
    }),
  );
}

const COLUMNS: Readonly<Record<Kind, Layout>> = {
  optimal: inOrder(["x", 6], ["x'", 6], ["z+", 10], ["z-", 5], ["z-'", 5]),
  infeasible: inOrder(["z+", 12], ["y", 14]),
  unbounded: inOrder(["x", 6], ["x'", 6], ["ray", 6], ["y", 14]),
};

const ROWS: Readonly<Record<Kind, Layout>> = {
  optimal: inOrder(["w", 6], ["s", 14], ["r", 5], ["r'", 5]),
  infeasible: inOrder(["w", 6], ["s", 14]),
  unbounded: inOrder(["s", 11], ["s'", 11], ["r", 5], ["r'", 5]),
};

/** The fields of a part, with the limbs that hold them. */
export function fieldsOf(kind: Kind, part: Part): Layout {
  return (part === "C" ? COLUMNS : ROWS)[kind];
}

/** The hidden numbers of one part: R values for each field that is not zero throughout. */
export type Values = ReadonlyMap<Field, readonly bigint[]>;

/**
 * The 32R limbs of a part's numbers.
 * @throws SealedError NumberOutOfRange for a number that its field cannot hold; the text names the
 *   field and index, never the number.
 */
export function limbsOf({ size, limbBits }: Domain, kind: Kind, part: Part, values: Values): bigint[] {
  const out = new Array<bigint>(LIMBS * size).fill(0n);
  const mask = (1n << BigInt(limbBits)) - 1n;
  for (const [field, { from, limbs }] of fieldsOf(kind, part)) {
    for (const [i, value] of (values.get(field) ?? []).entries()) {
      if (value < 0n || value >> BigInt(limbBits * limbs) !== 0n) {
        throw new SealedError(
          "NumberOutOfRange",
          `${field} at ${part === "C" ? "column" : `row of party ${part},`} ${i} does not fit ${limbBits * limbs} bits: ` +
            "use fewer decimals or smaller units",
        );
      }
      for (let limb = 0, rest = value; limb < limbs; limb++, rest >>= BigInt(limbBits))
        out[LIMBS * i + from + limb] = rest & mask;
    }
  }
  return out;
}

/** The number that 32 limbs, or limb polynomials' values at X, η·X, …, hold in a field, mod r. */
export function readField({ limbBits }: Domain, limbs: (index: number) => bigint, from: number, count: number): bigint {
  let value = 0n;
  for (let limb = count - 1; limb >= 0; limb--) value = (value << BigInt(limbBits)) + limbs(from + limb);
  return value % GROUP_ORDER;
}
