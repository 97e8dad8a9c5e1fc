// What a company checks before it proves: that what the companies hold in common fits the outcome
// (docs/sealed.md, "Companies"). A proof would fail otherwise, and its masks would be spent.
import { SealedError } from "../../errors.ts";
import { sum } from "../../math/field.ts";
import { reduce } from "../field.ts";
import { valuesOn } from "../polynomial.ts";
import { scalesOf, sumTarget } from "../statement.ts";
import { aspects } from "../steps.ts";
import type { Setting } from "./setting.ts";
import type { Secret } from "./state.ts";

/**
 * The shares of the sum come to g; for the owner, its costs and all declared parts are the reduced
 * costs of the outcome.
 * @throws SealedError AgreementWrong.
 */
export function checkAgreed(setting: Setting, secret: Secret): void {
  const { statement, agreed } = setting;
  if (agreed.sums.length !== statement.parties || reduce(sum(agreed.sums) - sumTarget(statement)) !== 0n)
    throw new SealedError("AgreementWrong", "the parties' shares of the sum do not come to its target");
  if (secret.costs !== null && aspects(statement.kind).dual && !reducedCostsFit(setting, secret))
    throw new SealedError("AgreementWrong", "the parts that the parties declare do not make the reduced costs");
}

/**
 * z⁺ − z⁻ = u·c + Σ_k Y_k; column 0 does not count for an optimum, nor do costs for a
 * contradiction.
 */
function reducedCostsFit({ statement, agreed }: Setting, { columns, costs }: Secret): boolean {
  const optimal = statement.kind === "optimal";
  const unit = optimal ? scalesOf(statement).unit : 0n;
  const own = valuesOn(statement.size, costs!);
  return own.every((cost, j) => {
    const reduced = columns.get("z+")![j]! - (columns.get("z-")?.[j] ?? 0n);
    const parts = sum(agreed.parts.map((part) => part[j]!));
    return (optimal && j === 0) || reduce(reduced - unit * cost - parts) === 0n;
  });
}
