// Which limbs hold which hidden number (docs/sealed.md, "Limbs").
import { toScalar } from "../certificate/group.ts";

type Layout = readonly (readonly [field: string, limbs: number])[];

/** By kind. */
const COLUMNS: readonly Layout[] = [
  [
    ["x", 6],
    ["x'", 6],
    ["z+", 10],
    ["z-", 5],
    ["z-'", 5],
  ],
  [
    ["z+", 12],
    ["y", 14],
  ],
  [
    ["x", 6],
    ["x'", 6],
    ["ray", 6],
    ["y", 14],
  ],
];

const ROWS: readonly Layout[] = [
  [
    ["w", 6],
    ["s", 14],
    ["r", 5],
    ["r'", 5],
  ],
  [
    ["w", 6],
    ["s", 14],
  ],
  [
    ["s", 11],
    ["s'", 11],
    ["r", 5],
    ["r'", 5],
  ],
];

/** Where a field is among the 32 limbs of an index. */
export interface FieldPlace {
  readonly from: number;
  readonly limbs: number;
}

/** A field's place in columns ("C") or in a party's rows; undefined where the kind has none. */
export function placeOf(kind: number, part: string, field: string): FieldPlace | undefined {
  let from = 0;
  for (const [name, limbs] of (part === "C" ? COLUMNS : ROWS)[kind]!) {
    if (name === field) return { from, limbs };
    from += limbs;
  }
  return undefined;
}

/** The fields of columns ("C") or of a party's rows at ζ, from the values of their 32 limbs. */
export function readFields(
  kind: number,
  part: string,
  limbBits: bigint,
  limb: (q: number) => bigint,
): ReadonlyMap<string, bigint> {
  const fields = new Map<string, bigint>();
  let from = 0;
  for (const [field, limbs] of (part === "C" ? COLUMNS : ROWS)[kind]!) {
    let value = 0n;
    for (let q = limbs - 1; q >= 0; q--) value = (value << limbBits) + limb(from + q);
    fields.set(field, toScalar(value));
    from += limbs;
  }
  return fields;
}
