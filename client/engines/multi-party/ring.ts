// Algorithm 1 of Zhu et al., steps 5 to p + 4: [BA′ BM′ Bb′] = Σ_i (B_·i + λE_i)[A′_i M′_i b′_i],
// summed along the ring of holders modulo M, in p − 1 messages (the paper sends matrix and vector
// separately: 2(p − 1)).
//
// plain, as published: not protected. The second holder sees the first one's part, whose row space
// is that of the first one's rows, and so its whole feasible region; likewise for every prefix. The
// last holder sees the total.
// masked: the first holder, the dealer, adds R₀, uniform modulo M, so that partial sums and the
// last holder's total are uniform for anyone without R₀'s seed. The dealer sees no sum. The owner
// gets R₀, BM′ and Bb′, but BA′ only as BA′Q (product.ts). engine.ts says what else is not
// protected.
import type { PartyRows } from "../../lp/model/normal.ts";
import { mod } from "../../math/field.ts";
import { addModulo, type Matrix, mapMatrix, randomMatrix } from "../../math/matrix.ts";
import { createRandom, type Random } from "../../math/random.ts";
import type { CostMeter } from "../cost-meter.ts";
import { drawSystem, realRows, type SystemRow } from "./artificial.ts";
import type { RingMessage } from "./messages.ts";
import { contribution, drawBlock, drawSlacks } from "./mixing.ts";
import type { HolderShape, RingShape } from "./shape.ts";

export type RingMode = "masked" | "plain";

export const RING_PHASE = "hide constraints";

/** Secret: what a holder needs to recover its multipliers. */
export interface HolderSecrets {
  readonly holder: HolderShape;
  /** The holder's own rows, as it committed to them. */
  readonly rows: PartyRows;
  /** A′_i and b′_i. */
  readonly system: readonly SystemRow[];
  /** B_·i + λE_i. */
  readonly block: Matrix;
}

/** R₀ from its seed: m′ × (n + t + 1), uniform modulo M. */
export function ringMask(shape: RingShape, seed: Uint8Array): bigint[][] {
  return randomMatrix(shape.rows, shape.width, shape.modulus, createRandom(seed));
}

/** A holder's input to its step. */
export interface RingStep {
  readonly rows: PartyRows;
  readonly random: Random;
  readonly meter: CostMeter;
}

/** A holder's step of the ring: draws its secrets and adds its part to `before.partial`. */
export function addToRing(
  shape: RingShape,
  holder: HolderShape,
  before: RingMessage,
  { rows, random, meter }: RingStep,
): { secrets: HolderSecrets; after: RingMessage } {
  const real = realRows(rows.inequalities, rows.equalities);
  const system = drawSystem(real, holder.artificial, random.fork("artificial rows"));
  const slacks = drawSlacks(shape, holder, system, random.fork("slacks"));
  const block = drawBlock(shape, holder, before.lambda, random.fork("B"));
  const part = contribution(shape, holder, { block, system, slacks });
  meter.add(RING_PHASE, "multiplications", shape.rows * holder.rows * shape.width);
  const partial = addModulo(
    before.partial,
    mapMatrix(part, (value) => mod(value, shape.modulus)),
    shape.modulus,
  );
  return { secrets: { holder, rows, system, block }, after: { lambda: before.lambda, partial } };
}
