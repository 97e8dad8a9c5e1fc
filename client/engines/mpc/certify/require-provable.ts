// Which rounds nodes can play that prove what opens.
import type { PublicRound } from "../../../round/public-round.ts";
import type { NodeTraits } from "../nodes/traits.ts";
import { farkasLimits, rayLimits } from "./direction-limits.ts";
import { limitsOf } from "./limits.ts";

/** Throws ProtocolError `RoundUnsuitable` for numbers that do not fit into the field of a proof. */
export function requireProvable(round: PublicRound, { proves }: NodeTraits): void {
  if (proves) for (const limits of [limitsOf, farkasLimits, rayLimits]) limits(round);
}
