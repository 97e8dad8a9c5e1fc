// What a company declares of the reduced costs before a proof, once for each commitment, and what
// it checks first (docs/sealed.md, "Declaring"). Whoever chose its multipliers could otherwise read
// its rows from A_kᵀw_k, digit by digit.
import { GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import { SealedError } from "../../errors.ts";
import { balanced } from "../../math/field.ts";
import { onColumns } from "../domain.ts";
import { isReduced, reduce } from "../field.ts";
import { fieldsOf, limbsOf, type Values } from "../layout.ts";
import { columnGap } from "../numbers.ts";
import { valuesOn } from "../polynomial.ts";
import { scalesOf } from "../statement.ts";
import { aspects } from "../steps.ts";
import { isOwner } from "./company-rules.ts";
import { coverOf } from "./covers.ts";
import { onceForEach } from "./once.ts";
import { coveredPart, type Setting } from "./setting.ts";
import type { Secret } from "./state.ts";

type Before = Omit<Setting, "agreed">;

/** A second part would show what changed. */
const begin = onceForEach("a part of the reduced costs was declared");

/**
 * What the owner of the objective declares to its only partner, before that one does: u·c + A_oᵀw_o
 * under S_o, R numbers mod r; 0 in column 0 of an optimum, which no condition needs and of which it
 * would tell d_o. With more companies, and for unbounded outcomes, nothing.
 * @throws SealedError StepRepeated when this commitment was used for a part before, AgreementWrong
 *   without a cover.
 */
export function declareFirst(setting: Before, secret: Secret): readonly bigint[] {
  const { statement } = setting;
  if (statement.parties !== 2 || !aspects(statement.kind).dual) return [];
  const optimal = statement.kind === "optimal";
  const unit = optimal ? scalesOf(statement).unit : 0n;
  const costs = valuesOn(statement.size, secret.costs!);
  return declared(setting, secret).map((value, j) => (optimal && j === 0 ? 0n : reduce(value + unit * costs[j]!)));
}

/** What a company was told before it declares. */
export interface Offer {
  /** What `declareFirst` gave the owner; its proof has been verified. */
  readonly first: readonly bigint[];
  /** Σ w over the rows of both, mask rows included; of a contradiction. */
  readonly multipliers: bigint;
  /** What the rows of both leave of τ_gap to the columns; of an optimum. */
  readonly room: bigint;
}

/**
 * Y_k of a company that does not own the objective, R numbers mod r; none for unbounded outcomes.
 * Between two companies the parts must together make an outcome, or this one is not declared.
 * @throws SealedError StepRepeated when this commitment was used for a part before, also for one
 *   that was refused; AgreementWrong, NumberOutOfRange.
 */
export function declarePart(setting: Before, secret: Secret, offer: Offer): readonly bigint[] {
  const { first } = offer;
  const { kind, parties, size } = setting.statement;
  if (!aspects(kind).dual) return [];
  if (isOwner(setting, secret.party)) throw wrong("the owner of the objective declares no part of its own");
  if (first.length !== (parties === 2 ? size : 0) || !first.every(isReduced))
    throw wrong("the owner of the objective declares first between two companies, and otherwise not");
  const own = declared(setting, secret);
  if (parties === 2)
    checkTogether(
      setting,
      { ...offer, columns: secret.columns },
      first.map((value, j) => balanced(value + own[j]!, GROUP_ORDER)),
    );
  return own;
}

function declared({ domain, statement }: Before, { party, matrix, rows, pairs }: Secret): readonly bigint[] {
  if (pairs.size !== statement.parties - 1) throw wrong("a party shares a cover with every other one");
  begin(matrix);
  limbsOf(domain, statement.kind, party, rows);
  return coveredPart(domain, matrix, rows.get("w")!, coverOf(party, pairs));
}

/** The conditions on reduced costs and on the sum, for the numbers of both parties. */
function checkTogether(
  { statement, domain }: Before,
  { columns, multipliers, room }: Offer & { readonly columns: Values },
  reduced: readonly bigint[],
): void {
  const { kind, size, tolerances, bounds } = statement;
  const optimal = kind === "optimal";
  const counted = reduced.map((value, j) => (optimal && j === 0 ? 0n : value));
  const above = counted.map((value) => (value > 0n ? value : 0n));
  const below = counted.map((value) => (value < 0n ? -value : 0n));
  const width = BigInt(fieldsOf(kind, "C").get("z+")!.limbs * domain.limbBits);
  const least = optimal ? tolerances.dual : 0n;
  if (above.some((value) => value >> width !== 0n) || below.some((value) => value > least))
    throw wrong("the parts of both parties do not make reduced costs of an outcome");
  const { x0 } = scalesOf(statement);
  if (!optimal) {
    if (x0 * reduced[0]! <= tolerances.residual * multipliers)
      throw wrong("the rows of both parties have no contradiction");
    return;
  }
  const x = columns.get("x")!;
  const rest = onColumns(size, x0, bounds).map((bound, j) => bound - x[j]!);
  if ([...x, ...rest].some((value) => value < 0n)) throw wrong("x is outside its bounds");
  const reducedCosts: Values = new Map([
    ["z+", above],
    ["z-", below],
  ]);
  if (columnGap(new Map([...columns, ["x'", rest], ...reducedCosts])) > room)
    throw wrong("the parts of both parties leave a gap above the tolerance");
}

function wrong(text: string): SealedError {
  return new SealedError("AgreementWrong", text);
}
