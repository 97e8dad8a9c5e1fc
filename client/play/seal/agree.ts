// From all companies' messages to what a company proves: every company comes to the same numbers of
// the rows, the owner of the objective also to those of the columns (docs/sealed.md, "Companies").
import { objectiveValue } from "../../certificate/outcome.ts";
import type { PublicOutcome } from "../../certificate/types.ts";
import { GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import type { EngineOutcome } from "../../engines/engine.ts";
import { SealedError } from "../../errors.ts";
import type { PartyRows } from "../../lp/model/normal.ts";
import { balanced } from "../../math/field.ts";
import type { Kind } from "../../round/verdict.ts";
import { domainOf } from "../../sealed/domain.ts";
import { identitiesOf } from "../../sealed/identities.ts";
import type { Values } from "../../sealed/layout.ts";
import {
  answerNumbers,
  farkasFactor,
  type RowOutcome,
  rowNumbers,
  scaledNumbers,
  sumShares,
} from "../../sealed/numbers.ts";
import { isOwner, sumOfParts } from "../../sealed/prover/company-rules.ts";
import { coverOf, pairCovers } from "../../sealed/prover/covers.ts";
import { coveredPart, type Setting } from "../../sealed/prover/setting.ts";
import type { Secret } from "../../sealed/prover/state.ts";
import { scalesOf } from "../../sealed/statement.ts";
import { aspects } from "../../sealed/steps.ts";
import { publicVectors } from "../../sealed/verifying-key.ts";
import type { RowLists } from "../settle/messages.ts";
import type { SealingInput } from "./input.ts";
import type { SealedShare } from "./share.ts";

/** What a company knows once it has all shares. */
export interface Told {
  /** Of the rows of all companies, Farkas multipliers scaled up. */
  readonly outcome: RowOutcome;
  /** The same as hidden numbers, per party. */
  readonly rows: readonly Values[];
  /** Without anybody's part of the reduced costs. */
  readonly setting: Setting;
  /** With the columns' numbers that all companies know. */
  readonly secret: Secret;
}

/** What all shares say. */
export function tell(input: SealingInput, shares: readonly SealedShare[]): Told {
  const { party, round, committed } = input;
  const { statement, committer, key } = round;
  const { kind } = statement;
  const multipliers = shares.map((share) => share.multipliers);
  const outcome = rowOutcome(kind, shares, kind === "infeasible" ? farkasFactor(statement, multipliers) : 1n);
  const rows = rowNumbers(statement, round, outcome);
  const columns = answerNumbers(statement, input.outcome);
  const numbers = { columns, rows };
  const setting: Setting = {
    ...{ statement, committer, domain: domainOf(statement.size), srsDigest: key.srsDigest },
    vectors: publicVectors(statement),
    identities: identitiesOf(kind, statement.parties),
    agreed: { sums: sumShares(statement, { rows }), parts: [] },
  };
  const secret = {
    ...{ party, columns, ...committed, rows: rows[party]! },
    pairs: aspects(kind).dual ? pairCovers(party, input.secrets, { statement, key, numbers }) : new Map(),
    pointMasks: shares[statement.objectiveOwner]!.pointMasks,
  };
  return { outcome, rows, setting, secret };
}

/**
 * What a company's proof is made from, once it has all parts too, of which the owner's is empty.
 * Throws SealedError `AgreementWrong` when the parts make no outcome of the kind, and those of
 * `hiddenNumbers`; of the owner only.
 */
export function agree(
  input: SealingInput,
  told: Told,
  parts: readonly (readonly bigint[])[],
): { readonly setting: Setting; readonly secret: Secret } {
  const { party, round } = input;
  const { statement } = round;
  const { agreed } = told.setting;
  const setting = { ...told.setting, agreed: { ...agreed, parts: aspects(statement.kind).dual ? parts : [] } };
  if (!isOwner(round, party)) return { setting, secret: told.secret };
  const hidden = scaledNumbers(statement, round, wholeOutcome(input, told, reducedSums(setting, told.secret)));
  return { setting, secret: { ...told.secret, rows: hidden.rows[party]!, columns: hidden.columns } };
}

/** ẑ per column, which the owner of an optimum knows from all parts; else null. */
export function reducedCostsOf({ statement }: Setting, { columns }: Secret): readonly bigint[] | null {
  const [above, below] = [columns.get("z+"), columns.get("z-")];
  if (above === undefined || below === undefined) return null;
  return above.slice(1, statement.columns + 1).map((value, j) => value - below[j + 1]!);
}

/** What parties tell of their rows. */
function rowOutcome(kind: Kind, lists: readonly RowLists[], factor: bigint): RowOutcome {
  const of = (list: keyof RowLists) => lists.map((own) => own[list]);
  if (kind === "infeasible")
    return { kind, multipliers: of("multipliers").map((own) => own.map((value) => factor * value)) };
  const feasible = { slacks: of("slacks"), residuals: of("residuals") };
  if (kind === "unbounded") return { kind, ...feasible, raySlacks: of("raySlacks") };
  return { kind, ...feasible, multipliers: of("multipliers") };
}

/** Σ_k A_kᵀw_k over columns 0..R−1, signed: what the others declared, and the owner's own rows. */
function reducedSums({ statement, domain, agreed }: Setting, { party, matrix, rows, pairs }: Secret): bigint[] {
  if (statement.kind === "unbounded") return [];
  const own = coveredPart(domain, matrix, rows.get("w")!, coverOf(party, pairs));
  const declared = sumOfParts(domain, agreed);
  return own.map((value, j) => balanced(value + declared[j]!, GROUP_ORDER));
}

/** The owner's view of the outcome. */
function wholeOutcome(input: SealingInput, { outcome: told }: Told, sums: readonly bigint[]): PublicOutcome {
  const { round, rows, outcome } = input;
  const { statement } = round;
  const costs = costsOf(rows);
  const [first, ...others] = sums.slice(0, statement.columns + 1);
  if (told.kind === "infeasible") {
    if (others.some((value) => value < 0n)) throw declaredWrong();
    return { ...told, reducedCosts: others, dual: -first!, rho: 0n };
  }
  const { x } = outcome as Exclude<EngineOutcome, { kind: "infeasible" }>;
  const point = { x, objective: objectiveValue(costs, x) };
  if (told.kind === "unbounded") {
    const { ray } = outcome as Extract<EngineOutcome, { kind: "unbounded" }>;
    return { ...told, ...point, ray, dual: objectiveValue(costs, ray) };
  }
  const reducedCosts = costs.map((cost, j) => scalesOf(statement).unit * cost + others[j]!);
  if (reducedCosts.some((value) => value < -statement.tolerances.dual)) throw declaredWrong();
  return { ...told, ...point, reducedCosts, dual: -first!, rho: 0n };
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
