// What the auditor takes from the file that `concordat open` writes of a round's public terms: the
// upper bounds of its columns, the contract for shares, and whether companies learned own parts.
// The chain has digests of the terms and of the bounds, so neither is taken on trust.
import { keccak256, toUtf8Bytes } from "ethers";
import type { Params } from "./chain/params.ts";
import { AuditError } from "./errors.ts";
import { JsonValue } from "./evidence/json.ts";
import type { Place } from "./place.ts";

/** A digit times a power of ten. */
interface Bound {
  readonly digit: bigint;
  readonly exponent: number;
}

/** Exponents of the smallest and the largest bound where nobody states one. */
const [LEAST_DEFAULT, MOST_DEFAULT] = [6, 9] as const;
/** Largest exponent of a bound at the round's scale. */
const MOST_EXPONENT = 26;

export interface RoundTerms {
  /** Per column at scale 10^δ; null where those on chain are not the ones that the terms state. */
  readonly bounds: readonly bigint[] | null;
  /** On which companies prove shares of an optimum; null where the terms make none public. */
  readonly shares: string | null;
  /** Null where the terms have all companies learn the outcome. */
  readonly ownParts: ValueTo | null;
  /** Digest of the set-up; null where the terms name none. */
  readonly setupDigest: string | null;
}

/**
 * Throws AuditError `OtherRound` where the terms are not those of the round, and as `JsonValue`
 * does.
 */
export async function readTerms(file: Place, params: Params): Promise<RoundTerms> {
  const terms = (await JsonValue.read(file)).get("terms");
  // Terms are written as JSON.stringify writes them, so that writing them again gives their bytes.
  if (keccak256(toUtf8Bytes(JSON.stringify(terms.value ?? null))) !== params.terms)
    throw new AuditError("OtherRound", `${file.path} has the terms of another round`);
  const announcements = terms
    .get("parties")
    .list()
    .map((party) => party.get("announcement"));
  const sealed = terms.get("sealed");
  const shares = sealed.optional((own) => own.get("shares").optional((contract) => contract.hex(20)));
  const ownParts = sealed.optional((own) => own.get("ownParts").optional((parts) => valueTo(parts, announcements)));
  const setupDigest = sealed.optional((own) => own.get("setup").optional((setup) => setup.hex(32).toLowerCase()));
  return { bounds: boundsOf(announcements, params), shares, ownParts, setupDigest };
}

function boundsOf(announcements: readonly JsonValue[], params: Params): readonly bigint[] | null {
  const columns = columnsOf(announcements);
  const scaled = columns.map(({ digit, exponent }) => ({ digit, exponent: exponent + params.solutionDecimals }));
  if (scaled.some(({ exponent }) => exponent < 0 || exponent > MOST_EXPONENT)) return null;
  const bytes = scaled.map(({ digit, exponent }) => 9 * exponent + Number(digit) - 1);
  if (bytes.length !== params.columns || keccak256(Uint8Array.from(bytes)) !== params.bounds) return null;
  return scaled.map(({ digit, exponent }) => digit * 10n ** BigInt(exponent));
}

const VALUE_TO = ["owner", "all"] as const;

/**
 * Who is told the objective's value where each company learns its own part of the outcome only;
 * "none" where there is no objective.
 */
export type ValueTo = (typeof VALUE_TO)[number] | "none";

function valueTo(parts: JsonValue, announcements: readonly JsonValue[]): ValueTo {
  const stated = parts.get("value");
  const value = VALUE_TO.find((to) => to === stated.value);
  if (value === undefined) throw stated.refuse(VALUE_TO.map((to) => `"${to}"`).join(" or "));
  const hasObjective = announcements.some((announcement) => announcement.get("sense").optional(() => true) === true);
  return hasObjective ? value : "none";
}

/** What companies say of a variable. */
interface Variable {
  /** The largest bound that any states. */
  bound: Bound | null;
  /** Two columns, unless some company says that it is not negative. */
  free: boolean;
}

/** By column: variables in the order in which companies name them first. */
function columnsOf(announcements: readonly JsonValue[]): Bound[] {
  const variables = new Map<string, Variable>();
  let side = LEAST_DEFAULT as number;
  for (const announcement of announcements) {
    const own = announcement.get("magnitudes").get("side").value;
    if (typeof own === "number") side = Math.max(side, own);
    for (const stated of announcement.get("variables").list()) {
      const name = String(stated.get("name").value);
      const known = variables.get(name) ?? { bound: null, free: true };
      known.free &&= stated.get("domain").value === "free";
      known.bound = larger(known.bound, stated.get("bound").optional(readBound));
      variables.set(name, known);
    }
  }
  const usual = { digit: 1n, exponent: Math.min(side, MOST_DEFAULT) };
  return [...variables.values()].flatMap(({ bound, free }) => new Array<Bound>(free ? 2 : 1).fill(bound ?? usual));
}

function larger(a: Bound | null, b: Bound | null): Bound | null {
  if (a === null || b === null) return a ?? b;
  const isLarger = b.exponent > a.exponent || (b.exponent === a.exponent && b.digit > a.digit);
  return isLarger ? b : a;
}

function readBound(value: JsonValue): Bound {
  const [, digit, exponent] = /^([1-9])e(-?\d{1,3})$/.exec(String(value.value)) ?? [];
  if (digit === undefined || exponent === undefined) throw value.refuse("a digit and an exponent, such as 2e6");
  return { digit: BigInt(digit), exponent: Number(exponent) };
}
