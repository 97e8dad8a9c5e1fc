// What a party of this engine starts from, whatever its role.
import type { EngineInput } from "../engine.ts";
import type { Context } from "./paillier.ts";

export interface Seat {
  readonly input: EngineInput;
  readonly context: Context;
}
