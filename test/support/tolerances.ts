// Tolerances for rounds in which only residuals matter, as engines use no other tolerance.
import type { Tolerances } from "../../client/lp/exact/tolerances.ts";

export function residualTolerance(residual: bigint): Tolerances {
  return { residual, dual: 0n, gap: 0n };
}
