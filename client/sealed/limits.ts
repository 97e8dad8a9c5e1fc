// How large the public numbers of a sealed round, and its multipliers, may be: what the limbs of
// its fields hold (docs/sealed.md, "Limbs").
import type { AnswerGrid } from "../lp/joint/scales.ts";
import { INTEGER_LIMIT } from "../lp/model/normal.ts";
import { domainOf } from "./domain.ts";
import { type Field, fieldsOf, type Part } from "./layout.ts";

/** Strict upper limits of numbers at the round's scales. */
export interface SealedLimits {
  /** Of x_0 and of upper bounds, and so of the solution. */
  readonly bound: bigint;
  readonly residual: bigint;
  readonly dual: bigint;
  readonly gap: bigint;
  readonly multiplier: bigint;
}

/** The limits of a set-up of size R, a power of two ≥ 16; they grow up to R = 128. */
export function sealedLimits(size: number): SealedLimits {
  const { limbBits } = domainOf(size);
  const of = (part: Part, field: Field) => 1n << BigInt(limbBits * fieldsOf("optimal", part).get(field)!.limbs);
  return {
    bound: of("C", "x"),
    residual: of(0, "r"),
    dual: of("C", "z-"),
    gap: of(0, "s"),
    multiplier: of(0, "w"),
  };
}

/** What an engine's answers may be, where they are sealed with a set-up of size R. */
export function sealedGrid(size: number, grid: AnswerGrid | undefined): AnswerGrid {
  const { bound, multiplier } = sealedLimits(size);
  const least = (a: bigint, b: bigint | undefined) => (b === undefined || a < b ? a : b);
  return {
    valueLimit: least(bound, grid?.valueLimit),
    weightLimit: least(multiplier, grid?.weightLimit),
    decimals: grid?.decimals ?? Number.POSITIVE_INFINITY,
    precision: grid?.precision ?? Number.POSITIVE_INFINITY,
    multiplierLimit: grid?.multiplierLimit ?? INTEGER_LIMIT,
  };
}
