// The sides of an MPS row, from its sense, its number in RHS and its number in RANGES.
import { InputError, type InputPlace } from "../../errors.ts";
import { add, type Decimal, negate, ZERO } from "../../math/decimal.ts";
import type { Item } from "../model/model.ts";
import { finiteSide, hugeSign, type InfinitySign, infinitySign, readNumber, type Side } from "./number-text.ts";

export type RowSense = "N" | "L" | "G" | "E";

/** A number as the file spells it. */
export interface MpsNumber {
  readonly text: string;
  readonly place: InputPlace;
  readonly line: number;
}

interface Extended {
  readonly value: Decimal;
  readonly infinite: InfinitySign;
}

/**
 * Lower and upper side of a row. Without an entry in RHS the right-hand side is 0. An infinite
 * number (1e20 or more) means no side or, in RANGES, a range that is open at the far end.
 * @throws InputError BoundInfinite when no value satisfies the side, NumberNotFinite when the
 *   right-hand side must be finite, and as `readNumber` does.
 */
export function sidesOf(
  sense: Exclude<RowSense, "N">,
  rhs: MpsNumber | undefined,
  range: MpsNumber | undefined,
): readonly [lower: Item | null, upper: Item | null] {
  const number = rhs === undefined ? { value: ZERO, infinite: 0 as const } : extended(rhs);
  const line = rhs?.line ?? 0;
  const side = (of: Side): Item | null => {
    const value = finiteSide(number.value, number.infinite, of, rhs?.place ?? {});
    return value === null ? null : { value, line };
  };
  if (sense === "E" || range !== undefined) requireFinite(number, rhs);
  if (range === undefined) return [sense === "L" ? null : side("lower"), sense === "G" ? null : side("upper")];
  const { value, infinite } = extended(range);
  const isNegative = value.mantissa < 0n || infinite < 0;
  const down = sense === "L" || (sense === "E" && isNegative);
  const width = value.mantissa < 0n ? negate(value) : value;
  const near: Item = { value: number.value, line };
  if (infinite !== 0) return down ? [null, near] : [near, null];
  const far: Item = { value: add(number.value, down ? negate(width) : width), line: range.line };
  return down ? [far, near] : [near, far];
}

function extended({ text, place }: MpsNumber): Extended {
  const infinite = infinitySign(text);
  const value = infinite === 0 ? readNumber(text, place) : ZERO;
  return { value, infinite: infinite === 0 ? hugeSign(value) : infinite };
}

function requireFinite({ infinite }: Extended, rhs: MpsNumber | undefined): void {
  if (infinite === 0) return;
  throw new InputError(
    "NumberNotFinite",
    "an equality or a range needs a finite right-hand side (1e20 or more counts as infinite)",
    rhs!.place,
  );
}
