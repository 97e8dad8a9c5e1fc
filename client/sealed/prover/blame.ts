// Which companies sent parts of a proof that are wrong (docs/sealed.md, "Who can be named"): every
// line of the pairing equation, for each company's part alone.
import { G1 } from "../../crypto/curve/bn254.ts";
import { isCommitted } from "../digests.ts";
import { lineContext, linesHold } from "../linearise.ts";
import { type LineContext, linesOf } from "../lines.ts";
import type { Polynomial } from "../polynomial.ts";
import type { Named } from "../transcript.ts";
import type { VerifyingKey } from "../verifying-key.ts";
import { companyIdentities, companyPlace, isOwner, ownParts } from "./company-rules.ts";
import { coverName, coverPoint, pairsThatDisagree, sumCoverName } from "./covers.ts";
import type { Setting } from "./setting.ts";

/** The whole exchange of a proof, as all companies saw it. */
export interface Exchange {
  /**
   * Everything that each company sent: steps 0 to 9, each as `sumMessages` takes it, and its
   * [P_kj].
   */
  readonly parts: readonly Named[];
  /** x̂, which every company knows; null in kind 1, and where companies have parts of it. */
  readonly point: Polynomial | null;
  readonly challenges: ReadonlyMap<string, bigint>;
}

/** What the parts of a proof say about those who sent them. */
export interface Blame {
  /** Parties whose part is wrong. */
  readonly parties: readonly number[];
  /** Pairs that published different points for what they have in common: one of each departed. */
  readonly pairs: readonly (readonly [number, number])[];
}

/**
 * Finds who spoilt a proof that does not verify. If no party and no pair did, the proof verifies.
 * The lines are weighed by π, which depends on all parts.
 */
export function findBlame(setting: Setting, key: VerifyingKey, exchange: Exchange): Blame {
  const parties = [...exchange.parts.keys()].filter(
    (party) => !isKnownRight(setting, exchange, party) || !isPartRight(setting, key, exchange, party),
  );
  const published = exchange.parts.map(({ points }) => points);
  return { parties, pairs: [coverName, sumCoverName].flatMap((name) => pairsThatDisagree(published, name)) };
}

/**
 * Whether the party sent what everybody knows beforehand: the points that it committed to, and the
 * owner x̂.
 */
function isKnownRight(setting: Setting, { parts, point }: Exchange, party: number): boolean {
  const { statement, srsDigest, committer } = setting;
  const { points } = parts[party]!;
  if (!isCommitted(statement, srsDigest, points, party)) return false;
  return point === null || !isOwner(setting, party) || points.get("x")?.equals(committer.line(point)) === true;
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
  const covers = [coverName, sumCoverName].map((name): [string, G1] => [
    name(party),
    coverPoint(party, points, setting.statement.parties, name),
  ]);
  const known = new Map([...points, ...covers, ["G", G1.BASE], ...publicPoints(setting, key, party)]);
  const lines = linesOf(setting.statement.kind).map((line) => ({
    ...line,
    left: (whole: LineContext) => line.left(whole).filter(([name]) => known.has(name)),
  }));
  return linesHold(lines, context, { points: known, sigma: key.sigma, tau: key.tau });
}

/** What a party's lines contain that nobody sends. */
function publicPoints(setting: Setting, key: VerifyingKey, party: number): readonly (readonly [string, G1])[] {
  const kept = setting.split?.kept[party];
  const ofOwner = isOwner(setting, party) ? [["N", key.limbs] as const] : [];
  if (!ownParts(setting, party).includes("C")) return ofOwner;
  const bounds = kept === undefined ? key.bounds : setting.committer.line(kept.bounds);
  return [...ofOwner, ["U", bounds], ["J", key.columns]];
}
