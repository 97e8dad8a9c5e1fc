// Widths and tolerances of the statements that a program is infeasible (infeasible.ts) or unbounded
// (unbounded.ts), from what is public.
//
// An entry of Mᵀw or M·r may miss its bound by 2^t: some powers of two above the round's tolerance
// of reduced costs or residuals, in units of the vector's last place, which is what rounding to
// that place takes. What bᵀw or cᵀr must be below, −least, is more than all these tolerances
// together pay at any point within the upper bounds, or for any multipliers that an optimum may
// have. So the tolerances take nothing from what is claimed.
import { INTEGER_LIMIT } from "../../../lp/model/normal.ts";
import { bitLength } from "../../../math/bits.ts";
import type { PublicRound } from "../../../round/public-round.ts";
import { SUM_BITS } from "../input/words.ts";
import { UNIT_BITS } from "../outcome/unit-bits.ts";
import { jointShape } from "../shape.ts";
import { limitsOf, requireFits } from "./limits.ts";

/** In binary digits, of a vector of magnitudes up to 1 with `UNIT_BITS`. */
export interface DirectionLimits {
  /** Of the vector's magnitudes. */
  readonly entry: number;
  /** t. */
  readonly tolerance: number;
  /** Of Mᵀw + 2^t, or of −M·r + 2^t. */
  readonly product: number;
  /** What −bᵀw or −cᵀr is at least, and the width of what it is above that. */
  readonly least: bigint;
  readonly value: number;
}

/** How many powers of two `tolerance` is above the round's. */
const COARSER = 8;

function limitsFor(tolerance: bigint, terms: number, most: bigint): DirectionLimits {
  const two = (exponent: number): bigint => 1n << BigInt(exponent);
  const entry = UNIT_BITS + 1;
  const allowed = bitLength(tolerance) + COARSER;
  const least = two(allowed) * most + 1n;
  const sum = BigInt(terms) * two(entry);
  const product = Math.max(bitLength(INTEGER_LIMIT * sum), allowed) + 1;
  const value = bitLength(INTEGER_LIMIT * sum);
  requireFits(two(SUM_BITS + 2) * sum + two(product + 1) + two(value) + least);
  return { entry, tolerance: allowed, product, least, value };
}

/** Throws ProtocolError `RoundUnsuitable` for numbers that do not fit into the field. */
export function farkasLimits(round: PublicRound): DirectionLimits {
  const { bounds, decimals, tolerances } = round;
  const unit = 10n ** BigInt(decimals.solution);
  const most = (bounds.reduce((sum, bound) => sum + bound, 0n) + unit - 1n) / unit;
  return limitsFor(tolerances.dual, jointShape(round).rows, most);
}

/** Throws ProtocolError `RoundUnsuitable` for numbers that do not fit into the field. */
export function rayLimits(round: PublicRound): DirectionLimits {
  const { rows, columns } = jointShape(round);
  const { w, wUnit } = limitsOf(round);
  const most = BigInt(rows) * ((1n << BigInt(w)) / wUnit + 1n);
  return limitsFor(round.tolerances.residual, columns, most);
}
