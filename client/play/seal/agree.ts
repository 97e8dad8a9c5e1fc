// From all companies' messages to what a company proves: every company knows the multipliers of all
// rows and how the sum is divided, the owner of the objective also the numbers of the columns
// (docs/sealed.md, "Companies").
import { objectiveValue } from "../../certificate/outcome.ts";
import { GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import { SealedError } from "../../errors.ts";
import type { PartyRows } from "../../lp/model/normal.ts";
import { balanced, sum } from "../../math/field.ts";
import { domainOf, reservedRows } from "../../sealed/domain.ts";
import { reduce } from "../../sealed/field.ts";
import { identitiesOf } from "../../sealed/identities.ts";
import type { Values } from "../../sealed/layout.ts";
import {
  answerNumbers,
  type ColumnOutcome,
  columnNumbers,
  type FromRows,
  farkasFactor,
  multiplierNumbers,
  ownRowNumbers,
  rowGap,
} from "../../sealed/numbers.ts";
import { isOwner, sumOfParts } from "../../sealed/prover/company-rules.ts";
import { coverOf, pairCovers } from "../../sealed/prover/covers.ts";
import { coveredPart, type Setting } from "../../sealed/prover/setting.ts";
import type { Secret } from "../../sealed/prover/state.ts";
import { scalesOf, sumTarget } from "../../sealed/statement.ts";
import { aspects } from "../../sealed/steps.ts";
import { publicVectors } from "../../sealed/verifying-key.ts";
import { gapShare } from "./gap-shares.ts";
import type { SealingInput } from "./input.ts";
import type { OwnShare, SealedShare } from "./share.ts";

/** What a company knows once it has all shares. */
export interface Told {
  /** w per party; none for an unbounded outcome. Farkas multipliers are scaled up. */
  readonly multipliers: readonly (readonly bigint[])[];
  /** What the rows of all leave to the columns. */
  readonly left: FromRows;
  /** What the company's own rows leave of their share of τ_gap. */
  readonly spare: bigint;
  /** Without anybody's part of the reduced costs. */
  readonly setting: Setting;
  /** With the columns' numbers that all companies know. */
  readonly secret: Secret;
}

/**
 * What all shares say. Throws SealedError `GapTooLarge` when the rows take more of τ_gap than there
 * is.
 */
export function tell(input: SealingInput, own: OwnShare, shares: readonly SealedShare[]): Told {
  const { party, round, committed } = input;
  const { statement, committer, key } = round;
  const { kind, size, tolerances, objectiveOwner } = statement;
  const { dual } = aspects(kind);
  const told = shares.map((share) => share.multipliers);
  const factor = kind === "infeasible" ? farkasFactor(statement, told) : 1n;
  const scaled = told.map((ofParty) => ofParty.map((value) => factor * value));
  const multipliers = dual ? scaled.map((ofParty, k) => multiplierNumbers(size, round.inequalities[k]!, ofParty)) : [];
  const gaps = shares.map(({ doublings }, k) => gapShare(round, k, doublings));
  const room = tolerances.gap - sum(gaps);
  if (kind === "optimal" && room < 0n)
    throw new SealedError(
      "GapTooLarge",
      "the companies' rows together take more of the gap than the round's tolerance",
    );
  const rows = ownRowNumbers(statement, round.inequalities[party]!, { ...own, multipliers: scaled[party]! });
  const spare = gaps[party]! - rowGap(rows);
  // The owner's slot holds what the sum as a whole leaves.
  if (party !== objectiveOwner) rows.get("s")![reservedRows(size).slot] = spare;
  const columns = answerNumbers(statement, input.outcome);
  const taken = gaps.map((gap, k) => (kind === "infeasible" ? tolerances.residual * sum(multipliers[k]!) : gap));
  const others = sum(taken.filter((_, k) => k !== objectiveOwner));
  const sums = taken.map((value, k) => reduce(k === objectiveOwner ? sumTarget(statement) - others : value));
  const setting: Setting = {
    ...{ statement, committer, domain: domainOf(size), srsDigest: key.srsDigest },
    vectors: publicVectors(statement),
    identities: identitiesOf(kind, statement.parties),
    agreed: { sums, parts: [] },
  };
  const known = multipliers.map((w): Values => new Map([["w", w]]));
  const secret = {
    ...{ party, columns, rows, ...committed },
    pairs: dual ? pairCovers(party, input.secrets, { statement, key, numbers: { columns, rows: known } }) : new Map(),
    pointMasks: shares[objectiveOwner]!.pointMasks,
  };
  return { multipliers, left: { multipliers: sum(multipliers.flat()), room }, spare, setting, secret };
}

/**
 * What a company's proof is made from, once it has all parts too, of which the owner's is empty.
 * Throws SealedError `AgreementWrong` when the parts make no outcome of the kind, and those of
 * `columnNumbers`; of the owner only.
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
  const left = { ...told.left, room: told.left.room + told.spare };
  const outcome = columnOutcome(input, reducedSums(setting, told.secret));
  const { columns, slack } = columnNumbers(statement, outcome, left);
  const rows = new Map(told.secret.rows);
  rows.set("s", rows.get("s")!.with(reservedRows(statement.size).slot, slack));
  return { setting, secret: { ...told.secret, rows, columns } };
}

/** ẑ per column, which the owner of an optimum knows from all parts; else null. */
export function reducedCostsOf({ statement }: Setting, { columns }: Secret): readonly bigint[] | null {
  const [above, below] = [columns.get("z+"), columns.get("z-")];
  if (above === undefined || below === undefined) return null;
  return above.slice(1, statement.columns + 1).map((value, j) => value - below[j + 1]!);
}

/** Σ_k A_kᵀw_k over columns 0..R−1, signed: what the others declared, and the owner's own rows. */
function reducedSums({ statement, domain, agreed }: Setting, { party, matrix, rows, pairs }: Secret): bigint[] {
  if (statement.kind === "unbounded") return [];
  const own = coveredPart(domain, matrix, rows.get("w")!, coverOf(party, pairs));
  const declared = sumOfParts(domain, agreed);
  return own.map((value, j) => balanced(value + declared[j]!, GROUP_ORDER));
}

/** What the owner knows of the columns. */
function columnOutcome({ round, rows, outcome }: SealingInput, sums: readonly bigint[]): ColumnOutcome {
  const { statement } = round;
  const costs = costsOf(rows);
  if (outcome.kind === "unbounded") return { ...outcome, dual: objectiveValue(costs, outcome.ray) };
  const [first, ...others] = sums.slice(0, statement.columns + 1);
  if (outcome.kind === "infeasible") {
    if (others.some((value) => value < 0n)) throw declaredWrong();
    return { kind: "infeasible", reducedCosts: others, dual: -first! };
  }
  const reducedCosts = costs.map((cost, j) => scalesOf(statement).unit * cost + others[j]!);
  if (reducedCosts.some((value) => value < -statement.tolerances.dual)) throw declaredWrong();
  return { kind: "optimal", x: outcome.x, reducedCosts };
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
