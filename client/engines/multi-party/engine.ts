/**
 * The multi-party engine. Paper: Zhu, Liu et al., J. Guangdong Univ. of Technology; Algorithm 1
 * (ring.ts) hides the constraints, Algorithm 2 (product.ts) the objective.
 *
 * Who plays: p ≥ 2 holders of rows, and the owner of a hidden objective, who has no rows and
 * solves. The first holder of the ring is the dealer, who deals Q (in the paper "a machine" does);
 * the last one is the representative, who helps the owner.
 *
 *   phase             messages
 *   hide constraints  the ring: each holder to the next, p − 1 messages (the paper's bound: 2(p − 1))
 *   deal Q            dealer → owner, dealer → representative
 *   CᵀQ, BA′Q         owner → representative → owner → representative → owner
 *   solve             owner → representative: Y*; representative → owner: Q₂Y*; owner → all: X*, ŷ
 *   accept            every holder → all: 2p + 8 messages in all
 *
 * Who learns what, in the masked ring, if all follow the protocol and nobody colludes. Everybody
 * gets X*, ŷ and the receipts of the holders (closing.ts). Besides:
 *   dealer          knows Q and λ; never sees a sum of the ring, BA′Q, CᵀQ or an encryption of C
 *   representative  knows λ, Q₂ and Y*; sees X = BA′ + R₀, [BM′ Bb′] + R₀, the partial sum before
 *                   it and XQ₁ + r, each within 2^−64 per entry of a distribution that does not
 *                   depend on the secrets; and Enc(C). Y* beside X* shows the scales of Q in the
 *                   columns where X* is not 0, but not C, as it never sees CᵀQ
 *   other holders   λ and a uniform partial sum
 *   owner           BA′Q, BM′, Bb′, CᵀQ, Y*; of the secrets of others also Q₁ and R₀
 * So nobody knows both BA′ and BA′Q, or both Q and CᵀQ.
 *
 * Not protected:
 *   – from the owner. The inverse of the slack block turns BA′Q into every half-space, up to the
 *     scale and order of columns (artificial half-spaces among them). Little protects scale and
 *     order: as everything is exact, the greatest common divisor of a column of BA′Q is its scale,
 *     up to common factors of the data; then C beside CᵀQ orders all columns whose costs differ,
 *     and X* beside Y* orders others. The large λ that makes B invertible also exposes the rows: it
 *     outweighs all else in a row, so rows of BA′Q, less what is common to all, look like those of
 *     A′Q.
 *   – against collusion. Owner and dealer together have Q and so BA′; so do owner and
 *     representative, who have Q₁, Q₂ and R₀. Dealer and representative together have BA′, BM′, Bb′
 *     (for p = 2 they are all the holders). All holders together have C, whatever the protocol: the
 *     certificate publishes z = c + Σ M_kᵀw_k.
 *   – in the plain ring, as published: every holder sees the sum of the parts before its own, hence
 *     the feasible regions that they span. The representative sees BA′, BM′, Bb′ in the clear: all
 *     half-spaces up to scale, and with z and ŷ then nearly all of C = z + (BA′)ᵀŷ.
 * Row mixing, artificial rows and several slacks are heuristic: parallel slack columns show which
 * of them belong together. Those who need more must use an engine that opens nothing. A cheating
 * party can spoil the answer but not get it past the certificate: a dealer whose Q is not monomial,
 * for example, makes reduced costs negative.
 */

import { callingThread, type WorkPool } from "../../crypto/paillier/pool.ts";
import { MINIMUM_KEY_BITS } from "../../crypto/paillier/public-key.ts";
import { solveMasked } from "../../lp/exact/solve.ts";
import type { Solver } from "../../lp/solvers/solver.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { ScheduleEntry } from "../../round/schedule.ts";
import { type CostMeter, noMeter } from "../cost-meter.ts";
import type { Engine, EngineInput } from "../engine.ts";
import { protocolOfSides, type SideState } from "../side.ts";
import { holderSide } from "./holder.ts";
import { maskedRingLeakage, plainRingLeakage } from "./leakage.ts";
import {
  ownerDealBytes,
  pointBytes,
  pointShareBytes,
  receiptBytes,
  representativeDealBytes,
  residuesBytes,
  resultBytes,
  ringBytes,
} from "./messages.ts";
import { ownerSide } from "./owner.ts";
import {
  COSTS_PHASE,
  encryptedConstraintsBytes,
  encryptedCostsBytes,
  encryptedProductBytes,
  PRODUCT_PHASE,
  type ProductMeans,
} from "./product.ts";
import { RING_PHASE, type RingMode } from "./ring.ts";
import { type RingShape, ringShape } from "./shape.ts";

const DEAL_PHASE = "deal Q";
const SOLVE_PHASE = "solve";
const ACCEPT_PHASE = "accept";

export interface MultiPartyOptions {
  readonly ring?: RingMode;
  /** Floating-point hint for the masked problem. */
  readonly solver: Solver;
  /** Length of the two Paillier keys in bits. */
  readonly keyBits?: number;
  /** Lowered in tests only. */
  readonly minimumBits?: number;
  readonly pool?: WorkPool;
  readonly meter?: CostMeter;
}

function scheduleOf(shape: RingShape, masked: boolean, keyBits: number): ScheduleEntry[] {
  const { holders, owner, dealer, representative } = shape;
  const p2 = representative.party;
  const parties = holders.map(({ party }) => party);
  /** The exchange of the ring's last message. */
  const last = parties.length - 2;
  const toOwner = (content: string, phase: string, bytes: number) => ({ from: p2, to: owner, content, phase, bytes });
  const fromOwner = (content: string, phase: string, bytes: number) => ({ from: owner, to: p2, content, phase, bytes });
  const receipt = { exchange: last + 7, to: null, content: "receipt", phase: ACCEPT_PHASE, bytes: receiptBytes(shape) };
  return [
    ...parties.slice(1).map((to, i) => ({
      exchange: i,
      from: parties[i]!,
      to,
      content: "partial sum of [BA′ BM′ Bb′]",
      phase: RING_PHASE,
      bytes: ringBytes(shape),
    })),
    {
      ...{ exchange: last, from: dealer.party, to: owner, content: "share Q₁", phase: DEAL_PHASE },
      bytes: ownerDealBytes(shape, masked),
    },
    {
      ...{ exchange: last, from: dealer.party, to: p2, content: "share Q₂", phase: DEAL_PHASE },
      bytes: representativeDealBytes(shape, masked),
    },
    { exchange: last, ...fromOwner("encrypted costs", COSTS_PHASE, encryptedCostsBytes(shape, keyBits)) },
    {
      exchange: last + 1,
      ...toOwner(
        "encrypted BA′, masked BM′ and Bb′, encrypted CᵀQ₂",
        PRODUCT_PHASE,
        encryptedConstraintsBytes(shape, keyBits),
      ),
    },
    {
      exchange: last + 2,
      ...fromOwner("encrypted BA′Q₁, masked", PRODUCT_PHASE, encryptedProductBytes(shape, keyBits)),
    },
    {
      exchange: last + 3,
      ...toOwner("BA′Q, masked", PRODUCT_PHASE, residuesBytes(shape.rows, shape.variables, shape)),
    },
    { exchange: last + 4, ...fromOwner("masked solution Y*", SOLVE_PHASE, pointBytes(shape)) },
    { exchange: last + 5, ...toOwner("share Q₂Y*", SOLVE_PHASE, pointShareBytes(shape)) },
    {
      ...{ exchange: last + 6, from: owner, to: null, content: "solution X*, ŷ", phase: SOLVE_PHASE },
      bytes: resultBytes(shape),
    },
    ...parties.map((from) => ({ from, ...receipt })),
  ];
}

/** Named "multi-party/masked" (default) or "multi-party/plain". */
export function multiPartyEngine(options: MultiPartyOptions): Engine<SideState> {
  const { ring = "masked", solver, keyBits = MINIMUM_KEY_BITS, minimumBits = MINIMUM_KEY_BITS } = options;
  const means: ProductMeans = {
    keyBits,
    minimumBits,
    pool: options.pool ?? callingThread,
    meter: options.meter ?? noMeter,
  };
  const schedule = (round: PublicRound): ScheduleEntry[] => scheduleOf(ringShape(round), ring === "masked", keyBits);
  const start = async (input: EngineInput) => {
    const shape = ringShape(input.round);
    const seat = { mode: ring, input, context: { ...means, shape } };
    return input.party === shape.owner ? ownerSide(seat, (program) => solveMasked(program, solver)) : holderSide(seat);
  };
  const { meter } = means;
  const leakage = ring === "masked" ? maskedRingLeakage : plainRingLeakage;
  return { ...protocolOfSides({ name: `multi-party/${ring}`, schedule, start, meter }), leakage };
}
