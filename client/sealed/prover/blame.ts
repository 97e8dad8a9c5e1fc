// Which companies sent parts of a proof that are wrong (docs/sealed.md, "Who can be named"): every
// line of the pairing equation, for each company's part alone.
import { G1 } from "../../crypto/curve/bn254.ts";
import { lineContext, linesHold } from "../linearise.ts";
import { type LineContext, linesOf } from "../lines.ts";
import type { Polynomial } from "../polynomial.ts";
import type { Named } from "../transcript.ts";
import type { VerifyingKey } from "../verifying-key.ts";
import { companyIdentities, companyPlace, coverName, isOwner } from "./company-rules.ts";
import type { Setting } from "./setting.ts";

/** The whole exchange of a proof. */
export interface Exchange {
  /** Everything that each company sent, steps 0 to 9, and [S_k] as "S/k". */
  readonly parts: readonly Named[];
  /** x̂; null in kind 1. */
  readonly point: Polynomial | null;
  readonly challenges: ReadonlyMap<string, bigint>;
}

/** What the parts of a proof say about those who sent them. */
export interface Blame {
  /** Parties whose part is wrong. */
  readonly parties: readonly number[];
  /** Whether the covers add up to nothing; if not, two parties disagree on what they share. */
  readonly coversClose: boolean;
}

/**
 * Finds who spoilt a proof that does not verify. If nobody did and the covers close, the proof
 * verifies. The lines are weighed by π, which depends on all parts.
 */
export function findBlame(setting: Setting, key: VerifyingKey, exchange: Exchange): Blame {
  const parties = [...exchange.parts.keys()].filter((party) => !isPartRight(setting, key, exchange, party));
  const covers = exchange.parts.flatMap(({ points }, party) => points.get(coverName(party)) ?? []);
  return { parties, coversClose: covers.reduce((sum, cover) => sum.add(cover), G1.ZERO).is0() };
}

function isPartRight(
  setting: Setting,
  key: VerifyingKey,
  { parts, point, challenges }: Exchange,
  party: number,
): boolean {
  const { points, scalars } = parts[party]!;
  const place = companyPlace(setting, party, { own: scalars, point, challenges });
  const context = lineContext(companyIdentities(setting, party), place, { scalars, challenges });
  const open = { N: key.limbs, U: key.bounds, J: key.columns };
  const known = new Map([...points, ["G", G1.BASE], ...(isOwner(setting, party) ? Object.entries(open) : [])]);
  const lines = linesOf(setting.statement.kind).map((line) => ({
    ...line,
    left: (whole: LineContext) => line.left(whole).filter(([name]) => known.has(name)),
  }));
  return linesHold(lines, context, { points: known, sigma: key.sigma, tau: key.tau });
}
