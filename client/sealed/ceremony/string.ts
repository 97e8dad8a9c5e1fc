// Reference strings of a ceremony: the one that it starts from, and the step from one to the next
// (docs/sealed.md, "Ceremony").
import { G1, GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import type { BulkCurve, Progress } from "../../crypto/curve/bulk-pool.ts";
import { type Random, randomBetween } from "../../math/random.ts";
import { powersFrom } from "../field.ts";
import { G2, type Srs, srsLengths } from "../srs.ts";

/** What a contributor multiplies σ and τ by: in [1, r). Secret. */
export interface Factors {
  readonly sigma: bigint;
  readonly tau: bigint;
}

export function drawFactors(random: Random): Factors {
  const draw = () => randomBetween(random, 1n, GROUP_ORDER - 1n);
  return { sigma: draw(), tau: draw() };
}

/**
 * The string of σ = τ = 1. It proves nothing: a ceremony starts from it.
 * @throws SealedError SrsShape unless the size is a power of two.
 */
export function firstString(size: number): Srs {
  const { line, side } = srsLengths(size);
  const ones = (count: number) => new Array<G1>(count).fill(G1.BASE);
  return {
    size,
    line: ones(line),
    matrix: Array.from({ length: side }, () => ones(side)),
    sigma: G2.BASE,
    tau: G2.BASE,
  };
}

/**
 * The string of σ·s and τ·t, for the string of σ and τ and factors s and t; the string has passed
 * `checkSrs`.
 */
export async function multiplyString(
  srs: Srs,
  { sigma, tau }: Factors,
  { curve, progress }: { readonly curve: BulkCurve; readonly progress: Progress },
): Promise<Srs> {
  const { line, side } = srsLengths(srs.size);
  const tauPowers = powersFrom(tau, line);
  const columns = tauPowers.slice(0, side);
  const rows = powersFrom(sigma, side).slice(1);
  const scalars = rows.flatMap((row) => columns.map((column) => (row * column) % GROUP_ORDER));
  // Row 0 of the matrix is the beginning of the line.
  const points = await curve.each([...srs.line, ...srs.matrix.slice(1).flat()], [...tauPowers, ...scalars], progress);
  const starts = rows.map((_, i) => line + i * side);
  return {
    size: srs.size,
    line: points.slice(0, line),
    matrix: [points.slice(0, side), ...starts.map((from) => points.slice(from, from + side))],
    sigma: srs.sigma.multiply(sigma),
    tau: srs.tau.multiply(tau),
  };
}
