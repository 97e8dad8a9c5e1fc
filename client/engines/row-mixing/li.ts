/**
 * Baseline for inequality rows: W. Li, H. Li and C. Deng, "Privacy-preserving horizontally
 * partitioned linear programs with inequality constraints", Optimization Letters 7(1), 2013, as
 * reported in section 1.1 of Liu et al., J. Guangdong Univ. of Technology 33(5), 2016. FOR
 * COMPARISON AND ATTACK ONLY, never for real data.
 *
 * Who plays: p ≥ 2 parties, with or without rows; one of them owns the costs and solves for all.
 * Each party draws a positive diagonal D_i besides B_·i and publishes B_·i D_i, so that its slack
 * columns are not B_·i itself. row-mixing/side.ts has the flow and the departures from the paper.
 * Extension: equality rows are accepted too; they have no slack column. Without inequalities this
 * is `mangasarian`.
 *
 * Who learns what: all parties see c and, for every party i, B_·i A_i, B_·i b_i and B_·i D_i; hence
 * the whole problem min cᵀx, BAx + BDx_s = Bb and its solution with x_s. A party keeps secret B_·i,
 * D_i, A_i, b_i and, until the certificate publishes them, its multipliers and slacks.
 *
 * NOT PROTECTED, besides everything that mangasarian.ts lists:
 *   – every half-space. B_·i D_i has full column rank, and (B_·i D_i)⁺ B_·i [A_i b_i] = D_i⁻¹ [A_i
 *     b_i]: each row up to its scale, exactly and at once. If the party has equalities too, each
 *     row is known up to multiples of these (and rows orthogonal to B_·i D_i show their space);
 *   – the scale. Column j of B_·i D_i is d_j times integers, so d_j is its greatest common divisor
 *     (with probability 1/ζ(m)); and where a slack is not 0, the certificate publishes s = D x_s,
 *     and x_s is known.
 * So D adds no lasting protection: each other party alone can read all rows.
 */
import type { Solver } from "../../lp/solvers/solver.ts";
import { type CostMeter, noMeter } from "../cost-meter.ts";
import type { Engine } from "../engine.ts";
import type { SideState } from "../side.ts";
import { mixingEngine } from "./engine.ts";

export function liEngine(solver: Solver, meter: CostMeter = noMeter): Engine<SideState> {
  return mixingEngine("li", () => {}, solver, meter);
}
