// Tolerances of rounds in which only residuals matter: engines look at no other.
import type { Tolerances } from "../../client/lp/exact/tolerances.ts";

export function residualTolerance(residual: bigint): Tolerances {
  return { residual, dual: 0n, gap: 0n };
}
