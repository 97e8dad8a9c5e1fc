/**
 * Baseline for equality rows: O. L. Mangasarian, "Privacy-preserving horizontally partitioned
 * linear programs", Optimization Letters 6(3), 2012, as reported in section 1.1 of Liu et al., J.
 * Guangdong Univ. of Technology 33(5), 2016. FOR COMPARISON AND ATTACK ONLY, never for real data.
 *
 * Who plays: p ≥ 2 parties, with or without rows; one of them owns the costs and solves for all.
 * row-mixing/side.ts has the flow and the departures from the paper.
 *
 * Who learns what: all parties see c and, for every party i, B_·i A_i and B_·i b_i; hence the whole
 * problem min cᵀx, BAx = Bb, x ≥ 0 and all its solutions. In the paper c is public; here only the
 * parties see it. A party keeps secret B_·i, A_i, b_i and, until the certificate publishes them,
 * its multipliers.
 *
 * NOT PROTECTED: [A_i b_i] up to the choice of a basis. The published block has the row space of
 * the party's rows, so
 *   – its rank is their number (which the round announces anyway);
 *   – if there is one row, all published rows are multiples of it, α₁ : α₂ : … : δ (section 1.2 of
 *     Liu et al.); as B consists of integers, their greatest common divisor gives its scale too
 *     (with probability 1/ζ(m): 0.61 for m = 2, 0.999 for m = 10);
 *   – sparse rows are the sparsest vectors of that space, and integer rows are short vectors of its
 *     lattice (LLL);
 *   – anybody among the parties can test without effort whether a proposed row is implied by the
 *     party's own.
 * None of this needs collusion. A wrong answer or wrong products end in an error or a refused
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
  const party = inequalities.findIndex((count) => count > 0);
  if (party < 0) return;
  throw new ProtocolError(
    "RoundUnsuitable",
    `the engine "mangasarian" takes equality rows only, and party ${party} has an inequality: a row, a variable's bound ` +
      'other than zero, or, without rows and costs, the row 0 ≤ 0. Leave out a party that has nothing else, or use "li"',
  );
}

/** Throws ProtocolError `RoundUnsuitable` for rounds with inequalities. */
export function mangasarianEngine(solver: Solver, meter: CostMeter = noMeter): Engine<SideState> {
  return mixingEngine("mangasarian", assertEqualities, solver, meter);
}
