/**
 * The multi-party engine. Paper: Zhu, Liu et al., J. Guangdong Univ. of Technology; Algorithm 1
 * hides the constraints, Algorithm 2 the objective. Two variants: `plain` is what the paper
 * publishes; `masked` computes the same numbers for the same party in four exchanges, whatever the
 * number of holders, and hides the steps between
 * (docs/decisions/0031-multi-party-without-a-ring.md).
 *
 * Who plays: p ≥ 2 holders of rows, and the owner of a hidden objective, who has no rows and
 * solves. Two of the holders help: the first, the dealer, draws the monomial Q (in the paper "a
 * machine" does); the last, the representative, has the sum of all holders' parts
 * P_i = (B_·i + λ_iE_i)[A′_i M′_i b′_i], which is [BA′ BM′ Bb′].
 *
 *   masked: exchange 0   every holder but the representative splits P_i (masked/shares.ts):
 *                        → representative P_i − [R_i S_i], → owner the seed of S_i, → dealer that of R_i
 *                        dealer → owner: Q₁ = Q − Q₂; dealer → representative: seed of Q₂ and T
 *                        owner → dealer: key, Enc(C)
 *           exchange 1   representative → owner: X = BA′ − R, [BM′ Bb′] − S, XQ₂ + T
 *                        dealer → owner: RQ − T, Enc(CᵀQ)
 *           exchange 2   owner, who has BA′Q, BM′, Bb′, CᵀQ and has solved → all: kind, ŷ; → dealer: Y*
 *           exchange 3   dealer → all: X* = QY*; every holder → all: receipt (closing.ts)
 *
 *   plain:  p − 1 exchanges  the ring: each holder to the next (the paper's bound: 2(p − 1) messages);
 *                            with the last, dealer → owner and → representative: shares of Q; owner →
 *                            representative: Enc(C)
 *           3 exchanges      representative → owner → representative → owner: BA′Q, CᵀQ (plain/product.ts)
 *           2 exchanges      owner → representative: Y*; representative → owner: Q₂Y*
 *           2 exchanges      owner → all: X*, ŷ; every holder → all: receipt
 *
 * Why messages go together in `masked`. Exchange 0: all of them are made of numbers that their
 * senders draw or own, and each receiver gets uniform numbers or ciphertexts, so nobody gains by
 * waiting for the others'. Exchange 1: neither message needs the other, and the owner, who gets
 * both, has nothing to send. Exchange 3: the receipts speak of ŷ alone, and X* is checked by
 * everybody before it discloses anything in the settlement. Order stays where a message needs
 * another: rows, products, solution, its unmasking.
 *
 * Who learns what in `masked`, if all follow the protocol and nobody colludes. Everybody gets X*, ŷ
 * and the receipts. Besides:
 *   dealer          knows Q, R and Y* = Q⁻¹X* (a few digits behind the grid of X*); Enc(C); never
 *                   sees a share of rows, BA′Q or CᵀQ
 *   representative  its own part, and of every other P_i uniform numbers; a seed
 *   other holders   nothing
 *   owner           BA′Q, BM′, Bb′, CᵀQ, Y*; what else it gets can be made up from these with the
 *                   same distribution (masked/product.ts)
 * So nobody knows both BA′ and BA′Q, and nobody but the owner, where X* is not 0, both Q and CᵀQ.
 * Masks are streams of seeds; against Enc(C) and the streams this holds for bounded attackers,
 * otherwise perfectly, but for digests: a receiver also gets the digests of what others receive in
 * the same turn (docs/wire.md), which confirm a guess. Of Y* with few digits, or of Q₁ of very few
 * columns, somebody can go through all guesses.
 *
 * Not protected in `masked`:
 *   – from a dealer that departs from the protocol. It can deal Q₁ = −Q₂ and send numbers of its
 *     choice in place of RQ − T, so that the owner solves with a matrix of the dealer's choice; ŷ,
 *     which everybody gets, then gives CᵀQ. The answer fails the certificate, but was seen.
 *   – from the owner. The inverse of the slack block turns BA′Q into every half-space, up to the
 *     scale and order of columns (artificial half-spaces among them). Little protects scale and
 *     order: as everything is exact, the greatest common divisor of a column of BA′Q is its scale,
 *     up to common factors of the data; then C beside CᵀQ orders all columns whose costs differ,
 *     and X* = QY* beside Y* all whose solution is not 0.
 *     The large λ_i that make B invertible also expose the rows: they outweigh all else in a row,
 *     so rows of BA′Q, less what is common to all, look like those of A′Q. An owner that encrypts
 *     numbers other than its costs can choose them to read Q off the answer.
 *   – against two of owner, dealer and representative. Owner and dealer together have Q, R and X;
 *     owner and representative have Q = Q₁ + Q₂: either pair has BA′, BM′, Bb′. Dealer and
 *     representative together have (B_·i + λ_iE_i)A′_i of every holder, so the span of its
 *     coefficients, but no slack column and no right-hand side; the slacks that the certificate
 *     publishes then tell much of the latter.
 *   – against the owner and any holder: that holder's rows, which the two know with and without Q,
 *     name the columns that they tell apart. No protocol that shows the owner BA′Q prevents this.
 *   – all holders together have C, whatever the protocol: the certificate publishes
 *     z = c + Σ M_kᵀw_k.
 * Not protected in `plain`: every holder sees the sum of the parts before its own, hence the
 * feasible regions that they span. The representative sees BA′, BM′, Bb′ in the clear: all
 * half-spaces up to scale, and with z and ŷ then nearly all of C = z + (BA′)ᵀŷ. Y* beside X* shows
 * it the scales of Q. The rest as in `masked`. Row mixing, artificial rows and several slacks are
 * heuristic: parallel slack columns show which of them belong together. Those who need more must
 * use an engine that opens nothing. A cheating party can spoil the answer but not get it past the
 * certificate: a dealer whose Q is not monomial, for example, makes reduced costs negative.
 */

import { callingThread, type WorkPool } from "../../crypto/paillier/pool.ts";
import { MINIMUM_KEY_BITS } from "../../crypto/paillier/public-key.ts";
import { solveMasked } from "../../lp/exact/solve.ts";
import type { Solver } from "../../lp/solvers/solver.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { ScheduleEntry } from "../../round/schedule.ts";
import type { NameOf } from "../../said.ts";
import { type CostMeter, noMeter } from "../cost-meter.ts";
import type { Engine, EngineInput, EngineOutcome } from "../engine.ts";
import type { Leakage } from "../leakage.ts";
import { protocolOfSides, type Side, type SideState } from "../side.ts";
import type { SolveMasked } from "./answer.ts";
import { maskedLeakage, plainLeakage } from "./leakage.ts";
import { holderSide as maskedHolder } from "./masked/holder.ts";
import { ownerSide as maskedOwner } from "./masked/owner.ts";
import { maskedSchedule } from "./masked/schedule.ts";
import type { Means } from "./paillier.ts";
import { holderSide as plainHolder } from "./plain/holder.ts";
import { ownerSide as plainOwner } from "./plain/owner.ts";
import { plainSchedule } from "./plain/schedule.ts";
import type { Seat } from "./seat.ts";
import { type ConsortiumShape, consortiumShape } from "./shape.ts";

export type Variant = "masked" | "plain";

interface Parts {
  readonly schedule: (shape: ConsortiumShape, keyBits: number) => ScheduleEntry[];
  readonly owner: (seat: Seat, solve: SolveMasked) => Promise<Side<EngineOutcome>>;
  readonly holder: (seat: Seat) => Side<EngineOutcome> | Promise<Side<EngineOutcome>>;
  readonly leakage: (round: PublicRound, nameOf: NameOf) => Leakage;
}

const VARIANTS: Readonly<Record<Variant, Parts>> = {
  masked: { schedule: maskedSchedule, owner: maskedOwner, holder: maskedHolder, leakage: maskedLeakage },
  plain: { schedule: plainSchedule, owner: plainOwner, holder: plainHolder, leakage: plainLeakage },
};

export interface MultiPartyOptions {
  readonly variant?: Variant;
  /** Floating-point hint for the masked problem. */
  readonly solver: Solver;
  /** Length of the Paillier keys in bits. */
  readonly keyBits?: number;
  /** Lowered in tests only. */
  readonly minimumBits?: number;
  readonly pool?: WorkPool;
  readonly meter?: CostMeter;
}

/** Named "multi-party/masked" (default) or "multi-party/plain". */
export function multiPartyEngine(options: MultiPartyOptions): Engine<SideState> {
  const { variant = "masked", solver, keyBits = MINIMUM_KEY_BITS, minimumBits = MINIMUM_KEY_BITS } = options;
  const { leakage, ...parts } = VARIANTS[variant];
  const meter = options.meter ?? noMeter;
  const means: Means = { keyBits, minimumBits, pool: options.pool ?? callingThread, meter };
  const schedule = (round: PublicRound) => parts.schedule(consortiumShape(round), keyBits);
  const start = async (input: EngineInput) => {
    const shape = consortiumShape(input.round);
    const seat = { input, context: { ...means, shape } };
    return input.party === shape.owner
      ? parts.owner(seat, (program) => solveMasked(program, solver))
      : parts.holder(seat);
  };
  return { ...protocolOfSides({ name: `multi-party/${variant}`, schedule, start, meter }), leakage };
}
