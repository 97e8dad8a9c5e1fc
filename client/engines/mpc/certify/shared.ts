// What a statement is about, as the blind run has it.
import type { ElementComponents } from "../../../crypto/proven/digits.ts";

/** Integers one after the other, modulo 2^128, and the cuts in them (../outcome/grid.ts). */
export interface SharedAnswer<Part extends string> {
  readonly components: ElementComponents;
  readonly cuts: Readonly<Record<Part, bigint>>;
}
