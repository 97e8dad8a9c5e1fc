// A holder's part of the joint system, modulo M, and what it keeps to recover its multipliers.
import type { PartyRows } from "../../lp/model/normal.ts";
import type { Matrix } from "../../math/matrix.ts";
import type { Random } from "../../math/random.ts";
import type { CostMeter } from "../cost-meter.ts";
import { drawSystem, realRows, type SystemRow } from "./artificial.ts";
import { contribution, drawBlock, drawSlacks } from "./mixing.ts";
import { HIDE_PHASE } from "./phases.ts";
import { residues } from "./residues.ts";
import type { ConsortiumShape } from "./shape.ts";
import type { HolderShape } from "./sizes.ts";

/** Secret: what a holder needs to recover its multipliers. */
export interface HolderSecrets {
  readonly holder: HolderShape;
  /** The holder's own rows, as it committed to them. */
  readonly rows: PartyRows;
  /** A′_i and b′_i. */
  readonly system: readonly SystemRow[];
  /** B_·i + λ_iE_i. */
  readonly block: Matrix;
}

export interface HolderInput {
  readonly rows: PartyRows;
  readonly random: Random;
  readonly meter: CostMeter;
}

/**
 * Draws a holder's secrets, and computes (B_·i + λ_iE_i)[A′_i M′_i b′_i] modulo M:
 * m′ × (n + t + 1).
 */
export function drawPart(
  shape: ConsortiumShape,
  holder: HolderShape,
  lambda: bigint,
  { rows, random, meter }: HolderInput,
): { secrets: HolderSecrets; part: bigint[][] } {
  const real = realRows(rows.inequalities, rows.equalities);
  const system = drawSystem(real, holder.artificial, random.fork("artificial rows"));
  const slacks = drawSlacks(shape, holder, system, random.fork("slacks"));
  const block = drawBlock(shape, holder, lambda, random.fork("B"));
  const part = contribution(shape, holder, { block, system, slacks });
  meter.add(HIDE_PHASE, "multiplications", shape.rows * holder.rows * shape.width);
  return { secrets: { holder, rows, system, block }, part: residues(part, shape) };
}
