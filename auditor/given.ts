// What an auditor was given of a sealed round beside the chain: the set-up, and the terms' bounds.
import type { History } from "./chain/history.ts";
import { isSealed } from "./chain/sealed-params.ts";
import type { Place } from "./place.ts";
import type { Checks } from "./report/check.ts";
import type { Given } from "./settled-sealed.ts";
import { readSetupFile } from "./setup.ts";
import { readTerms } from "./terms.ts";
import { phrase } from "./words/english.ts";

const NO_TERMS = { bounds: null, shares: null, ownParts: null, setupDigest: null };

/**
 * Reads the files; says so where a round has no use for them. Throws as `readSetupFile` and
 * `readTerms` do.
 */
export async function givenOf(
  { setup, terms }: { readonly setup?: Place; readonly terms?: Place },
  { params, settled }: History,
  checks: Checks,
): Promise<Given> {
  const agreed = terms === undefined ? NO_TERMS : await readTerms(terms, params);
  if (terms !== undefined)
    checks.expect(agreed.bounds !== null, "parameters", "BoundsAsTerms", [
      phrase("BoundsAsTerms"),
      phrase("BoundsNotAsTerms"),
    ]);
  if (setup === undefined) return { setup: null, ...agreed };
  if (isSealed(params) && settled !== null) return { setup: await readSetupFile(setup), ...agreed };
  const said = phrase(isSealed(params) ? "SetupNeededLater" : "SetupOfPublic");
  checks.add("skipped", "setup", "SetupNotUsed", said);
  return { setup: null, ...agreed };
}
