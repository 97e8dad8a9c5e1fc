// The claims of a disclosure, their ranges and their words (docs/sealed-disclosure.md, "Claims").
import { INFEASIBLE, OPTIMAL, UNBOUNDED } from "../../certificate/types.ts";
import { SealedRefusal } from "../../errors.ts";
import { domainOf } from "../domain.ts";
import { placeOf } from "../limbs.ts";
import type { SealedStatement } from "../types.ts";

/** Types of claims, and the words for them in files. */
export const VARIABLE = 0;
export const MULTIPLIER = 1;
export const SLACK = 2;
export const DUAL_VALUE = 3;
export const OBJECTIVE = 4;
export const WHATS = ["variable", "multiplier", "slack", "dual value", "objective"] as const;
export type What = (typeof WHATS)[number];

export interface Claim {
  /** VARIABLE to OBJECTIVE. */
  readonly type: number;
  readonly index: number;
  readonly values: readonly bigint[];
}

/** What a party claims, and its proof as 0x-hex. */
export interface Disclosure {
  readonly party: number;
  readonly claims: readonly Claim[];
  readonly proof: string;
}

/** Most claims of a disclosure. */
export const MOST_CLAIMS = 64;
/** Strict bound on the magnitude of sums. */
const SUM_LIMIT = 1n << 160n;

/** Fields of values by type and kind; sums have none. */
const FIELDS: Readonly<Record<number, Readonly<Record<number, readonly string[]>>>> = {
  [VARIABLE]: { [OPTIMAL]: ["x"], [UNBOUNDED]: ["x", "ray"] },
  [MULTIPLIER]: { [OPTIMAL]: ["w"], [INFEASIBLE]: ["w"] },
  [SLACK]: { [OPTIMAL]: ["s", "r"], [UNBOUNDED]: ["s", "r", "s'"] },
  [DUAL_VALUE]: { [OPTIMAL]: [], [INFEASIBLE]: [] },
  [OBJECTIVE]: { [OPTIMAL]: [] },
};

/** The fields whose numbers a claim shows; undefined where the kind has no such claim. */
export function fieldsOfClaim(kind: number, type: number): readonly string[] | undefined {
  return FIELDS[type]?.[kind];
}

const isIntegerWithin = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** Throws SealedRefusal `DisclosureInvalid`, for a statement that `checkStatement` accepts. */
export function checkClaims(statement: SealedStatement, { party, claims }: Disclosure): void {
  const holds =
    isIntegerWithin(party, 0, statement.parties - 1) &&
    isIntegerWithin(claims.length, 1, MOST_CLAIMS) &&
    claims.every((claim) => isClaim(statement, claim)) &&
    claims.slice(1).every((claim, i) => precedes(claims[i]!, claim)) &&
    (party === statement.objectiveOwner || claims.every(({ type }) => type !== OBJECTIVE));
  if (!holds) throw new SealedRefusal("DisclosureInvalid");
}

function isClaim({ kind, size, columns }: SealedStatement, { type, index, values }: Claim): boolean {
  const fields = fieldsOfClaim(kind, type);
  if (fields === undefined) return false;
  if (type >= DUAL_VALUE) {
    const [value] = values;
    return index === 0 && values.length === 1 && value! < SUM_LIMIT && value! > -SUM_LIMIT;
  }
  const isPlace = type === VARIABLE ? isIntegerWithin(index, 1, columns) : isIntegerWithin(index, 0, size - 3);
  const part = type === VARIABLE ? "C" : "0";
  const fits = (value: bigint, field: string) =>
    value >= 0n && value >> (domainOf(size).limbBits * BigInt(placeOf(kind, part, field)!.limbs)) === 0n;
  return isPlace && values.length === fields.length && fields.every((field, i) => fits(values[i]!, field));
}

const precedes = (a: Claim, b: Claim): boolean => a.type < b.type || (a.type === b.type && a.index < b.index);

/** The value of a sum; null where it is not claimed. */
export function sumOf({ claims }: Disclosure, type: number): bigint | null {
  return claims.find((claim) => claim.type === type)?.values[0] ?? null;
}

/** Type, index and values of all claims, as numbers of both signs. */
export function wordsOfClaims(claims: readonly Claim[]): bigint[] {
  return claims.flatMap(({ type, index, values }) => [BigInt(type), BigInt(index), ...values]);
}
