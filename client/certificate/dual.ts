// The dual equation's public numbers ẑ, d and ρ are sums over the parties (docs/certificate.md,
// "Proofs"). A party's own part holds M_kᵀŵ_k, which tells much about its rows: never publish it,
// add it up under masks (summation.ts).
import { GROUP_ORDER } from "../crypto/curve/bn254.ts";
import { CertificateError } from "../errors.ts";
import type { Decimals, PartyRows } from "../lp/model/normal.ts";
import { allRows } from "../lp/model/normal.ts";
import { dot, mod, sum } from "../math/field.ts";
import { powerOfTen } from "../round/numbers.ts";
import type { RowBlindings } from "./types.ts";

export interface DualPart {
  /** 10^ω c (owner, unless infeasible) + M_kᵀŵ_k, one per column, scale 10^(κ+ω). */
  readonly reducedCosts: readonly bigint[];
  /** b_kᵀŵ_k, scale 10^(κ+ω). */
  readonly dual: bigint;
  /** Σ ŵ_iρ_i + 10^ω ρ_c (owner, unless infeasible), in Z_r. */
  readonly rho: bigint;
}

/** A party's rows, and what it blinded their commitments with. */
export interface BlindedRows {
  readonly rows: PartyRows;
  readonly blindings: RowBlindings;
}

/**
 * A party's part. `multipliers` are those of its rows, inequalities first, at scale 10^ω. Throws
 * CertificateError `ShapeMismatch`.
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

/** The sum over all parties. */
export function sumDualParts(parts: readonly DualPart[]): DualPart {
  const columns = parts[0]?.reducedCosts.length ?? 0;
  return {
    reducedCosts: Array.from({ length: columns }, (_, j) => sum(parts.map(({ reducedCosts }) => reducedCosts[j]!))),
    dual: sum(parts.map(({ dual }) => dual)),
    rho: mod(sum(parts.map(({ rho }) => rho)), GROUP_ORDER),
  };
}
