// From all shares to what a company proves: every company comes to the same numbers of the rows,
// the owner of the objective also to those of the columns (docs/sealed.md, "Companies").
import { objectiveValue } from "../../certificate/outcome.ts";
import type { PublicOutcome } from "../../certificate/types.ts";
import { type G1, GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import type { EngineOutcome } from "../../engines/engine.ts";
import { SealedError } from "../../errors.ts";
import type { PartyRows } from "../../lp/model/normal.ts";
import { balanced } from "../../math/field.ts";
import type { Kind } from "../../round/verdict.ts";
import { type Domain, domainOf } from "../../sealed/domain.ts";
import { identitiesOf } from "../../sealed/identities.ts";
import {
  answerNumbers,
  farkasFactor,
  hiddenNumbers,
  type RowOutcome,
  rowNumbers,
  sumShares,
} from "../../sealed/numbers.ts";
import { combine } from "../../sealed/polynomial.ts";
import { isOwner, sumOfParts } from "../../sealed/prover/company-rules.ts";
import { coverOf } from "../../sealed/prover/covers.ts";
import { coveredPart, type Setting } from "../../sealed/prover/setting.ts";
import type { Secret } from "../../sealed/prover/state.ts";
import { scalesOf } from "../../sealed/statement.ts";
import { publicVectors } from "../../sealed/verifying-key.ts";
import type { RowLists } from "../settle/messages.ts";
import type { SealingInput } from "./input.ts";
import type { SealedShare } from "./share.ts";

/** What a company's proof is made from. */
export interface Agreement {
  readonly setting: Setting;
  readonly secret: Secret;
  /** What Farkas multipliers, and with them all declared parts and pairs, are scaled by. */
  readonly factor: bigint;
}

/**
 * Throws SealedError `AgreementWrong` when the parts that the companies declare make no outcome of
 * the kind, and those of `hiddenNumbers`.
 */
export function agree(input: SealingInput, shares: readonly SealedShare[]): Agreement {
  const { party, round, outcome, committed } = input;
  const { statement, committer } = round;
  const domain = domainOf(statement.size);
  const { kind } = outcome;
  const multipliers = shares.map((share) => share.multipliers);
  const factor = kind === "infeasible" ? farkasFactor(statement, multipliers) : 1n;
  const rows = rowNumbers(statement, round, rowOutcome(kind, shares, factor));
  const declared = shares.map((share) => share.declared.map((value) => (factor * value) % GROUP_ORDER));
  const pairs = new Map([...input.pairs].map(([other, summand]) => [other, combine([[factor, summand]])]));
  const agreed = { sums: sumShares(statement, { rows }), parts: kind === "unbounded" ? [] : declared };
  const setting: Setting = {
    ...{ statement, domain, committer, agreed },
    srsDigest: round.key.srsDigest,
    vectors: publicVectors(statement),
    identities: identitiesOf(kind, statement.parties),
  };
  const own = {
    ...{ party, matrix: committed.matrix, costs: committed.costs, pairs },
    pointMasks: shares[statement.objectiveOwner]!.pointMasks,
  };
  if (!isOwner(round, party))
    return { setting, factor, secret: { ...own, rows: rows[party]!, columns: answerNumbers(statement, outcome) } };
  const whole = wholeOutcome(input, shares, reducedSums(domain, input, shares));
  const hidden = hiddenNumbers(statement, round, whole);
  return { setting, factor, secret: { ...own, rows: hidden.rows[party]!, columns: hidden.columns } };
}

/** [P_kj] by name, scaled as the pairs are. */
export function scalePairPoints(points: ReadonlyMap<string, G1>, factor: bigint): ReadonlyMap<string, G1> {
  if (factor === 1n) return points;
  return new Map([...points].map(([name, point]) => [name, point.multiply(factor)]));
}

/** What parties tell of their rows. */
export function rowOutcome(kind: Kind, lists: readonly RowLists[], factor: bigint): RowOutcome {
  const of = (list: keyof RowLists) => lists.map((own) => own[list]);
  if (kind === "infeasible")
    return { kind, multipliers: of("multipliers").map((own) => own.map((value) => factor * value)) };
  const feasible = { slacks: of("slacks"), residuals: of("residuals") };
  if (kind === "unbounded") return { kind, ...feasible, raySlacks: of("raySlacks") };
  return { kind, ...feasible, multipliers: of("multipliers") };
}

/** A_kᵀw_k + S_k on H, from what the party tells of its rows. */
export function ownPart({ party, round, outcome, committed, pairs }: SealingInput, lists: RowLists): bigint[] {
  const { statement, inequalities } = round;
  const shape = { inequalities: [inequalities[party]!] };
  const [rows] = rowNumbers(statement, shape, rowOutcome(outcome.kind, [lists], 1n));
  const domain = domainOf(statement.size);
  return coveredPart(domain, committed.matrix, rows!.get("w")!, coverOf(party, pairs));
}

/** Σ_k A_kᵀw_k over columns 0..R−1, signed: what the others declared, and the owner's own rows. */
function reducedSums(domain: Domain, input: SealingInput, shares: readonly SealedShare[]): bigint[] {
  const { party, outcome } = input;
  if (outcome.kind === "unbounded") return [];
  const own = ownPart(input, shares[party]!);
  const declared = sumOfParts(domain, { sums: [], parts: shares.map((share) => share.declared) });
  return own.map((value, j) => balanced(value + declared[j]!, GROUP_ORDER));
}

/** The owner's view of the outcome, before Farkas multipliers are scaled. */
function wholeOutcome(input: SealingInput, shares: readonly SealedShare[], sums: readonly bigint[]): PublicOutcome {
  const { round, rows, outcome } = input;
  const { statement } = round;
  const lists = rowOutcome(outcome.kind, shares, 1n);
  const costs = costsOf(rows);
  const [first, ...others] = sums.slice(0, statement.columns + 1);
  if (lists.kind === "infeasible") {
    if (others.some((value) => value < 0n)) throw declaredWrong();
    return { ...lists, reducedCosts: others, dual: -first!, rho: 0n };
  }
  const { x } = outcome as Exclude<EngineOutcome, { kind: "infeasible" }>;
  const point = { x, objective: objectiveValue(costs, x) };
  if (lists.kind === "unbounded") {
    const { ray } = outcome as Extract<EngineOutcome, { kind: "unbounded" }>;
    return { ...lists, ...point, ray, dual: objectiveValue(costs, ray) };
  }
  const reducedCosts = costs.map((cost, j) => scalesOf(statement).unit * cost + others[j]!);
  if (reducedCosts.some((value) => value < -statement.tolerances.dual)) throw declaredWrong();
  return { ...lists, ...point, reducedCosts, dual: -first!, rho: 0n };
}

function costsOf({ objective }: PartyRows): readonly bigint[] {
  if (objective === null) throw new SealedError("AgreementWrong", "the owner of the objective has no costs");
  return objective;
}

function declaredWrong(): SealedError {
  return new SealedError(
    "AgreementWrong",
    "the reduced costs that the companies' parts make are negative beyond the tolerance: stop the round",
  );
}
