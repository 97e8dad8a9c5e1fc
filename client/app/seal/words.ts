// A sealed outcome in words: what it needs, who made that, and who will see what.
import type { PublicProgram } from "../../lp/joint/program.ts";
import type { SealedTerms, TermsParty } from "../../round/terms.ts";
import type { Said } from "../../said.ts";
import type { SetupSummary } from "../../sealed/ceremony/file.ts";
import { say } from "../said/english.ts";
import { ownPartTerms } from "./own-part-words.ts";

/** Contributors that are listed; of more, the number. */
const LISTED = 12;

/** The round that companies are asked to take part in. */
export interface SealedRound {
  readonly parties: readonly Pick<TermsParty, "name" | "account">[];
  readonly program: PublicProgram;
}

/**
 * What companies should know of a sealed outcome before they take part; `kept` is the set-up as
 * this home keeps it, or null.
 */
export function sealedOutcomeTerms(
  sealed: SealedTerms,
  { parties, program }: SealedRound,
  kept: SetupSummary | null,
): Said[] {
  const { setup, size, shares, ownParts } = sealed;
  const names = parties.map(({ name }) => name);
  const costs = program.sense !== null;
  return [
    say("SealedOutcome"),
    say("SetupNeeded", { setup, size }),
    kept === null ? say("SetupNotKept") : contributors(kept, parties),
    say("PublicSees", { ownParts: ownParts !== undefined, costs }),
    ...(ownParts === undefined ? [say("PlanToAll", { costs })] : ownPartTerms(ownParts.value, program, names)),
    ...(shares === undefined
      ? []
      : [
          say("SharesPublic", { contract: shares }),
          say(ownParts === undefined ? "ShareAmongKnowing" : "ShareAmongOwnParts"),
          say("ShareWithheld"),
        ]),
  ];
}

function contributors({ contributions }: SetupSummary, parties: SealedRound["parties"]): Said {
  const names = contributions.map(({ account }) => {
    const party = parties.find((other) => other.account.toLowerCase() === account.toLowerCase());
    return party === undefined ? account : `${party.name} (${account})`;
  });
  return say("Contributors", { contributors: names.slice(0, LISTED), more: Math.max(0, names.length - LISTED) });
}
