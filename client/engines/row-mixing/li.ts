/**
 * Baseline for inequality rows: W. Li, H. Li and C. Deng, "Privacy-preserving horizontally
 * partitioned linear programs with inequality constraints", Optimization Letters 7(1), 2013, as
 * told in section 1.1 of Liu et al., J. Guangdong Univ. of Technology 33(5), 2016. Each party draws
 * a positive diagonal D_i besides B_·i and publishes B_·i D_i, so that its slack columns are not
 * B_·i itself. The flow, and what is done otherwise than in the paper, stand in row-mixing/side.ts.
 *
 * Extension: equality rows are taken too; they have no slack column. Without inequalities this is
 * `mangasarian`.
 *
 * FOR COMPARISON AND ATTACK ONLY, never for real data. Who learns what: all parties see c and, of
 * every party i, B_·i A_i, B_·i b_i and B_·i D_i; so the whole problem min cᵀx, BAx + BDx_s = Bb
 * and its solution with x_s. A party keeps B_·i, D_i, A_i, b_i and, until the certificate publishes
 * them, its multipliers and slacks.
 * NOT PROTECTED, besides all that mangasarian/engine.ts lists:
 *   – every half-space. B_·i D_i has full column rank, and (B_·i D_i)⁺ B_·i [A_i b_i] = D_i⁻¹ [A_i
 *     b_i]: each row up to its scale, exactly and at once; if the party has equalities too, up to
 *     adding these (and rows orthogonal to B_·i D_i show their space);
 *   – the scale too. Column j of B_·i D_i is d_j times integers, so d_j is its greatest common
 *     divisor (with probability 1/ζ(m)); and where a slack is not 0, the certificate publishes s =
 *     D x_s, and x_s is known.
 * So D adds nothing that lasts: all rows fall to each of the other parties alone.
 */
import type { Solver } from "../../lp/solvers/solver.ts";
import { type CostMeter, noMeter } from "../cost-meter.ts";
import type { Engine } from "../engine.ts";
import type { SideState } from "../side.ts";
import { mixingEngine } from "./engine.ts";

export function liEngine(solver: Solver, meter: CostMeter = noMeter): Engine<SideState> {
  return mixingEngine("li", () => {}, solver, meter);
}
