// Equations between the inputs, the numbers of an answer, and integers in digits, as one statement.
// With powers of a random weight as factors, that all of them hold and all digits are 0 or 1 is one
// inner product (Freivalds 1977).
import { pow } from "@noble/curves/abstract/modular.js";
import { GROUP_ORDER } from "../../../crypto/curve/bn254.ts";
import type { Integers } from "../../../crypto/proven/digits.ts";
import {
  concat,
  each,
  type FieldShares,
  minus,
  multiple,
  plus,
  polynomial,
  powersOf,
  zeros,
} from "../../../crypto/proven/field.ts";
import { type Matrix, weighColumns, weighRows } from "../../../crypto/proven/matrix.ts";
import type { ProvingNode } from "../../../crypto/proven/node.ts";
import type { Claim, Statement } from "../../../crypto/proven/prove.ts";
import type { SharedInputs } from "./inputs.ts";
import { plusConstant } from "./ranged.ts";

/** A product of inputs and one of the vectors of an answer. */
export interface Product {
  /** Which vector. */
  readonly of: FieldShares;
  /** What it is multiplied by if equation k of several has the factor weight^k. */
  readonly by: (weight: bigint) => FieldShares;
}

/** One or more: products add up to `sum`. */
export interface Equations {
  readonly products: readonly Product[];
  readonly sum: FieldShares;
}

/** matrix·of, by row. */
export function along(matrix: Matrix, of: FieldShares): Product {
  return { of, by: (weight) => weighRows(matrix, weight) };
}

/** matrixᵀ·of, by column. */
export function down(matrix: Matrix, of: FieldShares): Product {
  return { of, by: (weight) => weighColumns(matrix, weight) };
}

/** factor·⟨data, of⟩. */
export function inner(data: FieldShares, of: FieldShares, factor = 1n): Product {
  return { of, by: () => multiple(data, factor) };
}

/** The same numbers twice. */
export function same(one: FieldShares, other: FieldShares): Equations {
  return { products: [], sum: minus(one, other) };
}

/** A statement, and numbers that may open if it holds, modulo q. */
export interface Provable {
  readonly statement: Statement;
  readonly outcome: FieldShares;
}

/** All that a statement is made of. */
export interface Parts {
  readonly inputs: SharedInputs;
  readonly integers: readonly Integers[];
  /** What products are of; linear in the digits. */
  readonly vectors: readonly FieldShares[];
  readonly equations: readonly Equations[];
}

function claimOf(node: ProvingNode, { integers, vectors, equations }: Parts, weight: bigint): Claim {
  const digits = concat(integers.map((own) => own.digits));
  const weights = powersOf(weight, digits.first.length);
  const factors = vectors.map((vector) => zeros(vector.first.length));
  let at = digits.first.length;
  let sum = zeros(1);
  for (const equation of equations) {
    const start = pow(weight, BigInt(at), GROUP_ORDER);
    at += equation.sum.first.length;
    sum = plus(
      sum,
      multiple(
        each(equation.sum, (component) => polynomial(component, weight)),
        start,
      ),
    );
    for (const { of, by } of equation.products) {
      const place = vectors.indexOf(of);
      factors[place] = plus(factors[place]!, multiple(by(weight), start));
    }
  }
  return {
    left: concat([each(digits, (component) => component.times(weights)), ...factors]),
    right: concat([plusConstant(node, digits, -1n), ...vectors]),
    sum,
  };
}

export function statementOf(node: ProvingNode, parts: Parts): Statement {
  const digits = parts.integers.map((own) => own.digits);
  return {
    about: [...Object.values(parts.inputs), ...digits],
    length: [...digits, ...parts.vectors].reduce((sum, { first }) => sum + first.length, 0),
    claim: (weight) => claimOf(node, parts, weight),
  };
}
