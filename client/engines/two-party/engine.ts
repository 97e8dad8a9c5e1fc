// The two-party engine: the roles of alice.ts and bob.ts under one schedule, with either masked
// product (decoy-ot.ts, paillier.ts). alice.ts describes the protocol: the paper, who plays, what
// each side learns and what is not protected.
import { solveMasked } from "../../lp/exact/solve.ts";
import type { Solver } from "../../lp/solvers/solver.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { ScheduleEntry } from "../../round/schedule.ts";
import type { Engine, EngineInput, EngineOutcome } from "../engine.ts";
import { protocolOfSides, type Side, type SideState } from "../side.ts";
import { aliceSide } from "./alice.ts";
import { bobSide } from "./bob.ts";
import { drawDisguise } from "./disguise.ts";
import { answerBytes, costsBytes, resultBytes } from "./messages.ts";
import { type MaskedProduct, PRODUCT_PHASE, type ProductMessage } from "./product.ts";
import { twoPartyShape } from "./shape.ts";

const SOLVE_PHASE = "solve";

/**
 * Ĉ. It travels with Bob's last message of the product: Alice sends nothing between the two, so an
 * order would protect nobody.
 */
const COSTS: ProductMessage = { from: "bob", content: "masked costs Ĉ", bytes: costsBytes };

/** The messages after that, one after the other: each answers the one before. */
const AFTER_COSTS: readonly ProductMessage[] = [
  { from: "alice", content: "masked solution X̂*, ŷ, f̂*", bytes: answerBytes },
  { from: "bob", content: "solution X*, v = N₂X* − b₂, multipliers", bytes: resultBytes },
];

/**
 * `solver` gives Alice a floating-point hint for the masked problem. The engine is named
 * `two-party/` followed by the product's name.
 */
export function twoPartyEngine(product: MaskedProduct, solver: Solver): Engine<SideState> {
  const schedule = (round: PublicRound): ScheduleEntry[] => {
    const shape = twoPartyShape(round);
    const { alice, bob } = shape;
    const entryOf = ({ from, content, bytes }: ProductMessage, phase: string, exchange: number): ScheduleEntry => {
      const [sender, receiver] = from === "alice" ? [alice, bob] : [bob, alice];
      return { exchange, from: sender, to: receiver, content, phase, bytes: bytes(shape) };
    };
    const { messages } = product;
    return [
      ...messages.map((message, exchange) => entryOf(message, PRODUCT_PHASE, exchange)),
      entryOf(COSTS, SOLVE_PHASE, messages.length - 1),
      ...AFTER_COSTS.map((message, i) => entryOf(message, SOLVE_PHASE, messages.length + i)),
    ];
  };
  const start = (input: EngineInput): Promise<Side<EngineOutcome>> => {
    const shape = twoPartyShape(input.round);
    return input.party === shape.alice
      ? aliceSide(shape, input, product, (program) => solveMasked(program, solver))
      : bobSide(shape, input, product, drawDisguise(shape, input.random.fork("disguise")));
  };
  const { name, meter, leakage } = product;
  return { ...protocolOfSides({ name: `two-party/${name}`, schedule, start, meter }), leakage };
}
