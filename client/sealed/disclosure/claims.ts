// What a company says when it discloses numbers of a sealed outcome: claims, their ranges and their
// words (docs/sealed-disclosure.md, "Claims").
import { SealedError } from "../../errors.ts";
import { magnitude } from "../../math/field.ts";
import type { Kind } from "../../round/verdict.ts";
import { type Domain, domainOf, reservedRows } from "../domain.ts";
import { type Field, fieldsOf, type Part } from "../layout.ts";
import type { SealedStatement } from "../statement.ts";

/** By type. */
export const WHATS = ["variable", "multiplier", "slack", "dual value", "objective"] as const;
export type What = (typeof WHATS)[number];

export interface Claim {
  readonly what: What;
  /** Column 1..n of a variable, row 0..R−3 of a multiplier or slack, 0 for sums. */
  readonly index: number;
  readonly values: readonly bigint[];
}

/** What a company wants to disclose. */
export type Wish = Pick<Claim, "what" | "index">;

/** Values of a kind: the fields that hold them, or one sum of both signs. */
type Shape = readonly Field[] | "sum" | undefined;

const SHAPES: Readonly<Record<Kind, Readonly<Record<What, Shape>>>> = {
  optimal: { variable: ["x"], multiplier: ["w"], slack: ["s", "r"], "dual value": "sum", objective: "sum" },
  infeasible: { variable: undefined, multiplier: ["w"], slack: undefined, "dual value": "sum", objective: undefined },
  unbounded: {
    ...{ variable: ["x", "ray"], multiplier: undefined, slack: ["s", "r", "s'"] },
    ...{ "dual value": undefined, objective: undefined },
  },
};

/** Claims of one disclosure. */
export const MOST_CLAIMS = 64;
/** Strict bound on the magnitude of sums. */
export const SUM_LIMIT: bigint = 1n << 160n;

/** The fields that a claim of values shows, in order; none for sums. */
export function fieldsShown(kind: Kind, what: What): readonly Field[] {
  const shape = SHAPES[kind][what];
  return shape === undefined || shape === "sum" ? [] : shape;
}

/** Whether outcomes of a kind have such numbers. */
export function hasClaim(kind: Kind, what: What): boolean {
  return SHAPES[kind][what] !== undefined;
}

/**
 * Checks party and wishes against the statement: everything about claims but their values.
 * @throws SealedError DisclosureInvalid.
 */
export function checkWishes(statement: SealedStatement, party: number, wishes: readonly Wish[]): void {
  const { kind, parties, objectiveOwner } = statement;
  require(Number.isInteger(party) && party >= 0 && party < parties, "the party");
  require(wishes.length >= 1 && wishes.length <= MOST_CLAIMS, "the number of claims, 1 to 64,");
  for (const [i, wish] of wishes.entries()) {
    require(WHATS.includes(wish.what) &&
      hasClaim(kind, wish.what), `claim ${i}: this kind of outcome has no ${wish.what}, it`);
    require(isPlace(statement, wish), `the index of claim ${i}`);
    require(i === 0 || isBefore(wishes[i - 1]!, wish), `the place of claim ${i} in their order`);
    require(wish.what !== "objective" || party === objectiveOwner, "the objective of another party");
  }
}

/** @throws SealedError DisclosureInvalid. */
export function checkClaims(statement: SealedStatement, party: number, claims: readonly Claim[]): void {
  checkWishes(statement, party, claims);
  const domain = domainOf(statement.size);
  for (const [i, { what, values }] of claims.entries()) {
    const shape = SHAPES[statement.kind][what];
    const holds =
      shape === "sum"
        ? values.length === 1 && magnitude(values[0]!) < SUM_LIMIT
        : values.length === shape!.length &&
          shape!.every((field, at) => fits(domain, statement.kind, field, values[at]!));
    require(holds, `a value of claim ${i}`);
  }
}

function require(holds: boolean, what: string): void {
  if (!holds) throw new SealedError("DisclosureInvalid", `${what} is outside the range of a disclosure`);
}

function isPlace({ size, columns }: SealedStatement, { what, index }: Wish): boolean {
  if (!Number.isInteger(index)) return false;
  if (what === "variable") return index >= 1 && index <= columns;
  if (what === "multiplier" || what === "slack") return index >= 0 && index < reservedRows(size).mask;
  return index === 0;
}

function isBefore(a: Wish, b: Wish): boolean {
  const [typeA, typeB] = [WHATS.indexOf(a.what), WHATS.indexOf(b.what)];
  return typeA < typeB || (typeA === typeB && a.index < b.index);
}

function fits({ limbBits }: Domain, kind: Kind, field: Field, value: bigint): boolean {
  const part: Part = field === "x" || field === "ray" ? "C" : 0;
  const { limbs } = fieldsOf(kind, part).get(field)!;
  return value >= 0n && value >> BigInt(limbs * limbBits) === 0n;
}

/** The claimed sum of this name; undefined if there is none. */
export function claimedSum(claims: readonly Claim[], what: "dual value" | "objective"): bigint | undefined {
  return claims.find((claim) => claim.what === what)?.values[0];
}

/** Type, index and values of each claim. */
export function claimWords(claims: readonly Claim[]): bigint[] {
  return claims.flatMap(({ what, index, values }) => [BigInt(WHATS.indexOf(what)), BigInt(index), ...values]);
}
