// Steps 3 and 4 of the protocol: how Alice obtains N̂ = K(N₁ + N₂)Q and b̂ = K(b₁ + b₂). A
// replaceable part.
import type { IntegerRows } from "../../lp/model/normal.ts";
import type { Matrix } from "../../math/matrix.ts";
import type { Random } from "../../math/random.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { NameOf } from "../../said.ts";
import type { CostMeter } from "../cost-meter.ts";
import type { Leakage } from "../leakage.ts";
import type { Side } from "../side.ts";
import type { Disguise } from "./disguise.ts";
import type { TwoPartyShape } from "./shape.ts";

/**
 * Phases of the meter: the operations for N̂ (the paper's protocol 1) and for b̂ (protocol 2), and
 * the messages that serve both.
 */
export const MATRIX_PHASE = "N̂";
export const RHS_PHASE = "b̂";
export const PRODUCT_PHASE = "N̂ and b̂";

export type Role = "alice" | "bob";

export interface ProductMessage {
  readonly from: Role;
  readonly content: string;
  /** Length of its body. */
  readonly bytes: (shape: TwoPartyShape) => number;
}

/** N̂ and b̂: the disguised rows, all of them equations. */
export interface MaskedRows {
  readonly matrix: Matrix;
  readonly rhs: readonly bigint[];
}

/**
 * Alice obtains N̂ and b̂ over the integers, exactly; Bob obtains nothing. Bodies are checked;
 * ProtocolError names the sender.
 */
export interface MaskedProduct {
  /** Second half of the engine's name. */
  readonly name: string;
  /**
   * Who sends each message, what it holds, and how long it is. Each one answers the one before; the
   * last is Bob's.
   */
  readonly messages: readonly ProductMessage[];
  /** Counts the product's operations and the engine's messages. */
  readonly meter: CostMeter;
  /** What an engine with this product leaks (engine.ts). */
  readonly leakage: (round: PublicRound, nameOf: NameOf) => Leakage;
  /** `rows` are M̄₁ and b̄₁. */
  alice(shape: TwoPartyShape, rows: IntegerRows, random: Random): Promise<Side<MaskedRows>>;
  /** `rows` are M̄₂ and b̄₂. */
  bob(shape: TwoPartyShape, rows: IntegerRows, disguise: Disguise, random: Random): Promise<Side<null>>;
}
