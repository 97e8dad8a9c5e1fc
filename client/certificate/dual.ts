// The public numbers ẑ, d and ρ of the dual equation are sums over the parties
// (docs/certificate.md, "Proofs"). A party's own part contains M_kᵀŵ_k, which reveals much about
// its rows, so it is never published, only added up under masks (summation.ts).
import { GROUP_ORDER } from "../crypto/curve/bn254.ts";
import { CertificateError } from "../errors.ts";
import type { Decimals, PartyRows } from "../lp/model/normal.ts";
import { allRows } from "../lp/model/normal.ts";
import { dot, mod, sum } from "../math/field.ts";
import { powerOfTen } from "../round/numbers.ts";
import type { RowBlindings } from "./types.ts";

export interface DualPart {
  /**
   * M_kᵀŵ_k, plus 10^ω c for the objective's owner unless infeasible; one per column, at scale
   * 10^(κ+ω).
   */
  readonly reducedCosts: readonly bigint[];
  /** b_kᵀŵ_k, at scale 10^(κ+ω). */
  readonly dual: bigint;
  /** Σ ŵ_iρ_i, plus 10^ω ρ_c for the objective's owner unless infeasible; in Z_r. */
  readonly rho: bigint;
}

/** A party's rows, and the blindings of their commitments. */
export interface BlindedRows {
  readonly rows: PartyRows;
  readonly blindings: RowBlindings;
}

/**
 * A party's part of ẑ, d and ρ. `multipliers` are those of its rows, inequalities first, at scale
 * 10^ω.
 * @throws CertificateError ShapeMismatch when their number differs from that of the rows.
 */
export function dualPart(
  kind: "optimal" | "infeasible",
  { rows, blindings }: BlindedRows,
  multipliers: readonly bigint[],
  decimals: Decimals,
): DualPart {
  const { coefficients, rhs } = allRows(rows);
  if (multipliers.length !== rhs.length) {
    throw new CertificateError("ShapeMismatch", `${multipliers.length} multipliers for ${rhs.length} rows`);
  }
  const reducedCosts = new Array<bigint>(rows.columns).fill(0n);
  for (const [i, row] of coefficients.entries()) {
    for (let j = 0; j < rows.columns; j++) reducedCosts[j]! += row[j]! * multipliers[i]!;
  }
  let rho = dot(multipliers, blindings.rows);
  if (kind === "optimal" && rows.objective !== null && blindings.objective !== null) {
    const scale = powerOfTen(decimals.multiplier);
    for (let j = 0; j < rows.columns; j++) reducedCosts[j]! += scale * rows.objective[j]!;
    rho += scale * blindings.objective;
  }
  return { reducedCosts, dual: dot(rhs, multipliers), rho: mod(rho, GROUP_ORDER) };
}

/** The sum of the parts of all parties. */
export function sumDualParts(parts: readonly DualPart[]): DualPart {
  const columns = parts[0]?.reducedCosts.length ?? 0;
  return {
    reducedCosts: Array.from({ length: columns }, (_, j) => sum(parts.map(({ reducedCosts }) => reducedCosts[j]!))),
    dual: sum(parts.map(({ dual }) => dual)),
    rho: mod(sum(parts.map(({ rho }) => rho)), GROUP_ORDER),
  };
}
