// What a party of this engine starts from, whatever its role.
import type { EngineInput } from "../engine.ts";
import type { ProductContext } from "./product.ts";
import type { RingMode } from "./ring.ts";

export interface Seat {
  readonly mode: RingMode;
  readonly input: EngineInput;
  readonly context: ProductContext;
}
