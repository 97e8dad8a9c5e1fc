// Rounds in which each company learns its own part of the outcome: what a spec may ask for, and
// which terms can be played (docs/sealed-own-part.md).
import { ProtocolError } from "../../errors.ts";
import { VALUE_TO } from "../../round/public-round.ts";
import type { SealedTerms, Terms } from "../../round/terms.ts";

/** As the spec's field "outcome" has it. */
export const OWN_PART = "own part";

/** The only engine that opens parts; its nodes are the first three companies. */
export const OWN_PART_ENGINE = "mpc";
const LEAST_PARTIES = 3;

/** What a spec says of it. */
export interface Asked {
  readonly outcome: string;
  readonly value?: string | undefined;
  readonly engine?: string | undefined;
  readonly objective?: string | undefined;
  readonly shares?: string | undefined;
  readonly parties: readonly unknown[];
}

/**
 * What the terms state of own parts; nothing where all companies learn the plan. Throws what
 * `invalid` makes.
 */
export function ownPartsAsked(
  { outcome, value, engine = OWN_PART_ENGINE, objective, shares, parties }: Asked,
  invalid: (field: string, what: string) => Error,
): Pick<SealedTerms, "ownParts"> {
  if (outcome !== OWN_PART) {
    if (value === undefined) return {};
    throw invalid("value", `says who learns the objective's value of an "outcome": "${OWN_PART}": leave it out`);
  }
  if (engine !== OWN_PART_ENGINE)
    throw invalid(
      "engine",
      `must be "${OWN_PART_ENGINE}", or left out: no other engine tells each company its own part only`,
    );
  if (parties.length < LEAST_PARTIES)
    throw invalid(
      "parties",
      `must be ${LEAST_PARTIES} or more for an "outcome": "${OWN_PART}": list a helper, with name and account and without announcement`,
    );
  if (objective === "none" && value !== undefined)
    throw invalid("value", "is that of the objective, and a round without costs has none: leave it out");
  if (value === "nobody")
    throw invalid(
      "value",
      'cannot be "nobody": the owner of the costs knows them, and learns every variable that has any, which together give the ' +
        'value; state "owner" (the default) or "all"',
    );
  const known = VALUE_TO.find((to) => to === (value ?? "owner"));
  if (known === undefined) throw invalid("value", `must be one of ${VALUE_TO.join(", ")}`);
  if (shares !== undefined && known !== "all")
    throw invalid(
      "shares",
      'tell everybody the objective\'s value, within the tolerances: add "value": "all", or leave them out',
    );
  return { ownParts: { value: known } };
}

/** Throws ProtocolError "RoundUnsuitable" for terms of own parts that no client can play. */
export function requirePlayable({ engine, parties, sealed }: Pick<Terms, "engine" | "parties" | "sealed">): void {
  if (sealed?.ownParts === undefined || (engine === OWN_PART_ENGINE && parties.length >= LEAST_PARTIES)) return;
  const what = `is for ${LEAST_PARTIES} companies or more with the engine ${OWN_PART_ENGINE}, not for ${parties.length} with ${engine}`;
  throw new ProtocolError("RoundUnsuitable", `a round in which each company learns its own part only ${what}`);
}
