// Who sends what in `plain`: p + 6 exchanges among p holders, since a ring is sequential by its
// nature and the encrypted products answer each other.
import type { ScheduleEntry } from "../../../round/schedule.ts";
import { encryptedCostsBytes } from "../costs.ts";
import { pointBytes, receiptBytes, resultBytes } from "../messages.ts";
import { ACCEPT_PHASE, COSTS_PHASE, DEAL_PHASE, HIDE_PHASE, PRODUCT_PHASE, SOLVE_PHASE } from "../phases.ts";
import { residuesBytes } from "../residues.ts";
import { type ConsortiumShape, SEED_BYTES } from "../shape.ts";
import { pointShareBytes, ringBytes, secondShareBytes } from "./messages.ts";
import { encryptedConstraintsBytes, encryptedProductBytes } from "./product.ts";

export function plainSchedule(shape: ConsortiumShape, keyBits: number): ScheduleEntry[] {
  const { holders, owner } = shape;
  const [dealer, p2] = [shape.dealer.party, shape.representative.party];
  const parties = holders.map(({ party }) => party);
  /** The exchange of the ring's last message; shares and costs go along. */
  const last = parties.length - 2;
  const deal = { exchange: last, from: dealer, phase: DEAL_PHASE };
  const fromOwner = { from: owner, to: p2 };
  const toOwner = { from: p2, to: owner };
  return [
    ...parties.slice(1).map((to, i) => ({
      ...{ exchange: i, from: parties[i]!, to, content: "partial sum of [BA′ BM′ Bb′]", phase: HIDE_PHASE },
      bytes: ringBytes(shape),
    })),
    { ...deal, to: owner, content: "share Q₁", bytes: SEED_BYTES },
    { ...deal, to: p2, content: "share Q₂", bytes: secondShareBytes(shape) },
    {
      ...{ exchange: last, ...fromOwner, content: "encrypted costs", phase: COSTS_PHASE },
      bytes: encryptedCostsBytes(shape, keyBits),
    },
    {
      ...{ exchange: last + 1, ...toOwner, content: "encrypted BA′, BM′ and Bb′, encrypted CᵀQ₂" },
      ...{ phase: PRODUCT_PHASE, bytes: encryptedConstraintsBytes(shape, keyBits) },
    },
    {
      ...{ exchange: last + 2, ...fromOwner, content: "encrypted BA′Q₁, masked" },
      ...{ phase: PRODUCT_PHASE, bytes: encryptedProductBytes(shape, keyBits) },
    },
    {
      ...{ exchange: last + 3, ...toOwner, content: "BA′Q, masked" },
      ...{ phase: PRODUCT_PHASE, bytes: residuesBytes(shape.rows, shape.variables, shape) },
    },
    {
      ...{ exchange: last + 4, ...fromOwner, content: "masked solution Y*" },
      ...{ phase: SOLVE_PHASE, bytes: pointBytes(shape) },
    },
    {
      ...{ exchange: last + 5, ...toOwner, content: "share Q₂Y*" },
      ...{ phase: SOLVE_PHASE, bytes: pointShareBytes(shape) },
    },
    {
      ...{ exchange: last + 6, from: owner, to: null, content: "solution X*, ŷ" },
      ...{ phase: SOLVE_PHASE, bytes: resultBytes(shape) },
    },
    ...parties.map((from) => ({
      ...{ exchange: last + 7, from, to: null, content: "receipt", phase: ACCEPT_PHASE, bytes: receiptBytes(shape) },
    })),
  ];
}
