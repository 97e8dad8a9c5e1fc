// What a company checks before it proves: that what the companies hold in common fits the outcome
// (docs/sealed.md, "Companies"). A proof would fail otherwise, and its masks would be spent.
import { SealedError } from "../../errors.ts";
import { sum } from "../../math/field.ts";
import { reservedRows } from "../domain.ts";
import { isReduced, reduce } from "../field.ts";
import { limbsOf } from "../layout.ts";
import { valuesOn } from "../polynomial.ts";
import { scalesOf, sumTarget } from "../statement.ts";
import { aspects } from "../steps.ts";
import { isOwner, ownParts, sumOfParts } from "./company-rules.ts";
import { coverOf } from "./covers.ts";
import { MASKS } from "./masks.ts";
import { coveredPart, type Setting } from "./setting.ts";
import type { Secret } from "./state.ts";

/**
 * What needs none of this party's secrets: the shares of the sum come to g, exactly those declare a
 * part who must, x begins with x_0, which brings masks into T, and x̂ has the degree that quotients
 * are made for.
 * @throws SealedError AgreementWrong.
 */
export function checkAgreed(setting: Setting, { columns, pointMasks }: Secret): void {
  const { statement, agreed } = setting;
  const { primal, dual } = aspects(statement.kind);
  if (agreed.sums.length !== statement.parties || reduce(sum(agreed.sums) - sumTarget(statement)) !== 0n)
    throw new SealedError("AgreementWrong", "the parties' shares of the sum do not come to its target");
  const point = [columns.get("x"), columns.get("ray")].filter((values) => values !== undefined);
  const fits = point.every(({ length }) => length === statement.size) && point[0]?.[0] === scalesOf(statement).x0;
  if (primal && !fits)
    throw new SealedError("AgreementWrong", "x and ray have a number per column, and x has 10^δ in column 0");
  if (primal && (pointMasks.length !== MASKS.point || !pointMasks.every(isReduced)))
    throw new SealedError("AgreementWrong", "x̂ has two masks, each below the group's order");
  if (!dual) return;
  const declared = agreed.parts.map((part) => part.length);
  const due = Array.from({ length: statement.parties }, (_, k) => (isOwner(setting, k) ? 0 : statement.size));
  if (declared.length !== due.length || declared.some((count, k) => count !== due[k]))
    throw new SealedError(
      "AgreementWrong",
      "every party but the owner of the objective declares a part of the reduced costs, one number per column",
    );
}

/**
 * What depends on this party's secrets: its numbers fit their fields, the mask row has its
 * multiplier, without which V shows them, and, for the owner, its costs, its own rows and all
 * declared parts are the reduced costs of the outcome.
 * @throws SealedError AgreementWrong, NumberOutOfRange.
 */
export function checkOwnNumbers(setting: Setting, secret: Secret): void {
  const { statement, domain } = setting;
  for (const part of ownParts(setting, secret.party))
    limbsOf(domain, statement.kind, part, part === "C" ? secret.columns : secret.rows);
  if (!aspects(statement.kind).dual) return;
  if (secret.rows.get("w")![reservedRows(statement.size).mask] !== 1n)
    throw new SealedError("AgreementWrong", "the multiplier of the mask row is 1");
  if (isOwner(setting, secret.party) && !reducedCostsFit(setting, secret))
    throw new SealedError("AgreementWrong", "the parts that the parties declare do not make the reduced costs");
}

/**
 * z⁺ − z⁻ = u·c + Σ_k A_kᵀw_k, the covers of all companies added to the right-hand side; column 0
 * does not count for an optimum, nor do costs for a contradiction.
 */
function reducedCostsFit({ statement, domain, agreed }: Setting, secret: Secret): boolean {
  const { party, columns, costs, matrix, rows, pairs } = secret;
  const optimal = statement.kind === "optimal";
  const unit = optimal ? scalesOf(statement).unit : 0n;
  const declared = sumOfParts(domain, agreed);
  const own = coveredPart(domain, matrix, rows.get("w")!, coverOf(party, pairs));
  return valuesOn(statement.size, costs!).every((cost, j) => {
    const reduced = columns.get("z+")![j]! - (columns.get("z-")?.[j] ?? 0n);
    return (optimal && j === 0) || reduce(reduced - unit * cost - declared[j]! - own[j]!) === 0n;
  });
}
