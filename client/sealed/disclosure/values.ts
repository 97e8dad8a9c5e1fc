// The values of what a company wants to disclose, from its own numbers.
import { GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import { balanced, dot } from "../../math/field.ts";
import type { Domain } from "../domain.ts";
import type { Field } from "../layout.ts";
import { atColumn } from "../matrix.ts";
import { valuesOn } from "../polynomial.ts";
import type { SealedStatement } from "../statement.ts";
import { type Claim, fieldsShown, type Wish } from "./claims.ts";
import type { OwnPart } from "./own.ts";

/** The claims that fulfil wishes which `checkWishes` accepts. */
export function claimsOf({ kind }: SealedStatement, domain: Domain, own: OwnPart, wishes: readonly Wish[]): Claim[] {
  const number = (field: Field, index: number) =>
    (field === "x" || field === "ray" ? own.columns : own.rows).get(field)![index]!;
  return wishes.map(({ what, index }) => {
    if (what === "dual value") return { what, index, values: [dualValue(domain, own)] };
    if (what === "objective") return { what, index, values: [objective(domain, own)] };
    return { what, index, values: fieldsShown(kind, what).map((field) => number(field, index)) };
  });
}

/** b_kᵀw_k. */
function dualValue({ size }: Domain, { rows, matrix }: OwnPart): bigint {
  return -sumOfProducts(rows.get("w")!, valuesOn(size, atColumn(matrix, 1n)));
}

/** cᵀx over columns 1 to R − 1. */
function objective({ size }: Domain, { columns, costs }: OwnPart): bigint {
  return sumOfProducts(columns.get("x")!.slice(1), valuesOn(size, costs!).slice(1));
}

/** Σ a_i·b_i mod r, as the integer of least magnitude. */
function sumOfProducts(a: readonly bigint[], b: readonly bigint[]): bigint {
  return balanced(dot(a, b), GROUP_ORDER);
}
