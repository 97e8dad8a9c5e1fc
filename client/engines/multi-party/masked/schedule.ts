// Who sends what in `masked`: four exchanges, whatever the number of holders. engine.ts says why
// the messages of each may go together.
import type { ScheduleEntry } from "../../../round/schedule.ts";
import { encryptedCostsBytes } from "../costs.ts";
import { dualsBytes, pointBytes, receiptBytes, solutionBytes } from "../messages.ts";
import { ACCEPT_PHASE, COSTS_PHASE, DEAL_PHASE, HIDE_PHASE, PRODUCT_PHASE, SOLVE_PHASE } from "../phases.ts";
import { type ConsortiumShape, SEED_BYTES } from "../shape.ts";
import type { HolderShape } from "../sizes.ts";
import { dealerBytes, firstShareBytes, partBytes, sumBytes } from "./messages.ts";

export function maskedSchedule(shape: ConsortiumShape, keyBits: number): ScheduleEntry[] {
  const { holders, owner } = shape;
  const [dealer, representative] = [shape.dealer.party, shape.representative.party];
  const split = ({ party: from }: HolderShape): ScheduleEntry[] => {
    const entry = { exchange: 0, from, phase: HIDE_PHASE };
    const part = { ...entry, to: representative, content: "share of mixed rows", bytes: partBytes(shape) };
    const seed = (to: number, columns: string) => ({
      ...entry,
      ...{ to, content: `seed of the mask of ${columns}`, bytes: SEED_BYTES },
    });
    return [part, seed(owner, "M′ and b′"), ...(from === dealer ? [] : [seed(dealer, "A′")])];
  };
  const deal = { exchange: 0, from: dealer, phase: DEAL_PHASE };
  return [
    ...holders.slice(0, -1).flatMap(split),
    { ...deal, to: owner, content: "share Q₁", bytes: firstShareBytes(shape) },
    { ...deal, to: representative, content: "seed of Q₂ and T", bytes: SEED_BYTES },
    {
      ...{ exchange: 0, from: owner, to: dealer, content: "encrypted costs", phase: COSTS_PHASE },
      bytes: encryptedCostsBytes(shape, keyBits),
    },
    {
      ...{ exchange: 1, from: representative, to: owner, content: "masked BA′, BM′, Bb′ and BA′Q₂" },
      ...{ phase: PRODUCT_PHASE, bytes: sumBytes(shape) },
    },
    {
      ...{ exchange: 1, from: dealer, to: owner, content: "RQ − T, encrypted CᵀQ" },
      ...{ phase: PRODUCT_PHASE, bytes: dealerBytes(shape, keyBits) },
    },
    {
      ...{ exchange: 2, from: owner, to: null, content: "kind and ŷ of the masked solution" },
      ...{ phase: SOLVE_PHASE, bytes: dualsBytes(shape) },
    },
    {
      ...{ exchange: 2, from: owner, to: dealer, content: "masked solution Y*" },
      ...{ phase: SOLVE_PHASE, bytes: pointBytes(shape) },
    },
    {
      ...{ exchange: 3, from: dealer, to: null, content: "solution X*" },
      ...{ phase: SOLVE_PHASE, bytes: solutionBytes(shape) },
    },
    ...holders.map(({ party: from }) => ({
      ...{ exchange: 3, from, to: null, content: "receipt", phase: ACCEPT_PHASE, bytes: receiptBytes(shape) },
    })),
  ];
}
