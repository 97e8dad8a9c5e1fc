// What an auditor was given of a sealed round beside the chain: the set-up, and the terms' bounds.
import type { History } from "./chain/history.ts";
import { isSealed } from "./chain/sealed-params.ts";
import type { Place } from "./place.ts";
import type { Checks } from "./report/check.ts";
import type { Given } from "./settled-sealed.ts";
import { readSetupFile } from "./setup.ts";
import { readTerms } from "./terms.ts";

const NO_TERMS = { bounds: null, shares: null, ownParts: null };

/**
 * Reads the files; says so where a round has no use for them. Throws as `readSetupFile` and
 * `readTerms` do.
 */
export async function givenOf(
  { setup, terms }: { readonly setup?: Place; readonly terms?: Place },
  { params, settled }: History,
  checks: Checks,
): Promise<Given> {
  const { bounds, shares, ownParts } = terms === undefined ? NO_TERMS : await readTerms(terms, params);
  if (terms !== undefined)
    checks.expect(bounds !== null, "parameters", "BoundsAsTerms", [
      "The terms given are the round's, and the digest of upper bounds in its parameters is that of theirs.",
      "The digest of upper bounds in the round's parameters is not that of its terms.",
    ]);
  const agreed = { bounds, shares, ownParts };
  if (setup === undefined) return { setup: null, ...agreed };
  if (isSealed(params) && settled !== null) return { setup: await readSetupFile(setup), ...agreed };
  const why = isSealed(params) ? "the key is known once a proof has settled the round" : "the outcome is public";
  checks.add("skipped", "setup", "SetupNotUsed", `The set-up given was not needed: ${why}.`);
  return { setup: null, ...agreed };
}
