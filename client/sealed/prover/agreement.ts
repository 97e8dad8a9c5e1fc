// What a company checks before it proves: that what the companies hold in common fits the outcome
// (docs/sealed.md, "Companies"). A proof would fail otherwise, and its masks would be spent.
import { SealedError } from "../../errors.ts";
import { sum } from "../../math/field.ts";
import { reduce } from "../field.ts";
import { valuesOn } from "../polynomial.ts";
import { scalesOf, sumTarget } from "../statement.ts";
import { aspects } from "../steps.ts";
import { isOwner, sumOfParts } from "./company-rules.ts";
import { coverOf } from "./covers.ts";
import { coveredPart, type Setting } from "./setting.ts";
import type { Secret } from "./state.ts";

/**
 * The shares of the sum come to g, and exactly those declare a part who must. For the owner, its
 * costs, its own rows and all declared parts are the reduced costs of the outcome.
 * @throws SealedError AgreementWrong.
 */
export function checkAgreed(setting: Setting, secret: Secret): void {
  const { statement, agreed } = setting;
  if (agreed.sums.length !== statement.parties || reduce(sum(agreed.sums) - sumTarget(statement)) !== 0n)
    throw new SealedError("AgreementWrong", "the parties' shares of the sum do not come to its target");
  if (!aspects(statement.kind).dual) return;
  const declared = agreed.parts.map((part) => part.length);
  const due = Array.from({ length: statement.parties }, (_, k) => (isOwner(setting, k) ? 0 : statement.size));
  if (declared.length !== due.length || declared.some((count, k) => count !== due[k]))
    throw new SealedError(
      "AgreementWrong",
      "every party but the owner of the objective declares a part of the reduced costs, one number per column",
    );
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
