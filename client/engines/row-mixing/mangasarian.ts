/**
 * Baseline for equality rows: O. L. Mangasarian, "Privacy-preserving horizontally partitioned
 * linear programs", Optimization Letters 6(3), 2012, as told in section 1.1 of Liu et al., J.
 * Guangdong Univ. of Technology 33(5), 2016. The flow, and what is done otherwise than in the
 * paper, stand in row-mixing/side.ts.
 *
 * FOR COMPARISON AND ATTACK ONLY, never for real data. Who learns what: all parties see c and, of
 * every party i, B_·i A_i and B_·i b_i; so the whole problem min cᵀx, BAx = Bb, x ≥ 0 and all its
 * solutions. In the paper c is public too; here it is public among the parties. A party keeps B_·i,
 * A_i, b_i and, until the certificate publishes them, its multipliers. NOT PROTECTED: [A_i b_i]
 * beyond the choice of a basis. The published block has the row space of the party's rows, so
 *   – its rank is their number (and the round announces it anyway);
 *   – with one row all published rows are multiples of it, α₁ : α₂ : … : δ (section 1.2 of Liu et
 *     al.); as B is made of integers, its scale is their greatest common divisor too (with
 *     probability 1/ζ(m): 0.61 for m = 2, 0.999 for m = 10);
 *   – sparse rows are the sparsest vectors of that space, and integer rows short vectors of its
 *     lattice (LLL);
 *   – whether a proposed row is implied by the party's own can be tested without any effort. No
 * collusion is needed for any of it. A wrong answer or wrong products end in an error or a refused
 * certificate.
 */
import { ProtocolError } from "../../errors.ts";
import type { Solver } from "../../lp/solvers/solver.ts";
import type { PublicRound } from "../../round/public-round.ts";
import { type CostMeter, noMeter } from "../cost-meter.ts";
import type { Engine } from "../engine.ts";
import type { SideState } from "../side.ts";
import { mixingEngine } from "./engine.ts";

function assertEqualities({ inequalities }: PublicRound): void {
  if (inequalities.some((count) => count > 0))
    throw new ProtocolError(
      "RoundUnsuitable",
      'the engine "mangasarian" takes equality rows only; use "li" for a round with inequalities',
    );
}

/** Rounds with inequalities are refused: ProtocolError `RoundUnsuitable`. */
export function mangasarianEngine(solver: Solver, meter: CostMeter = noMeter): Engine<SideState> {
  return mixingEngine("mangasarian", assertEqualities, solver, meter);
}
