// What leaks with each engine, for whoever plays none of them: nothing here loads an engine.
import type { PublicRound } from "../round/public-round.ts";
import type { NameOf } from "../said.ts";
import type { Leakage } from "./leakage.ts";
import { sharingLeakage } from "./mpc/leakage.ts";
import { FOUR_TRAITS, PROVEN_TRAITS, THREE_TRAITS } from "./mpc/nodes/traits.ts";
import { maskedLeakage, plainLeakage } from "./multi-party/leakage.ts";
import type { EngineName } from "./names.ts";
import { mixingLeakage } from "./row-mixing/leakage.ts";
import { decoyLeakage, disguiseLeakage } from "./two-party/leakage.ts";

/** Each throws ProtocolError `RoundUnsuitable` if its engine cannot play the round. */
export const LEAKAGES: Readonly<Record<EngineName, (round: PublicRound, nameOf: NameOf) => Leakage>> = {
  mpc: (round, nameOf) => sharingLeakage(round, THREE_TRAITS, nameOf),
  "mpc/four": (round, nameOf) => sharingLeakage(round, FOUR_TRAITS, nameOf),
  "mpc/proven": (round, nameOf) => sharingLeakage(round, PROVEN_TRAITS, nameOf),
  "two-party/paillier": disguiseLeakage,
  "two-party/decoy-ot": decoyLeakage,
  "multi-party/masked": maskedLeakage,
  "multi-party/plain": plainLeakage,
  mangasarian: mixingLeakage,
  li: mixingLeakage,
};
