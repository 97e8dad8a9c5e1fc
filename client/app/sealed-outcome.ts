// A sealed outcome as one company knows it: the plan, or its own part of it, and its own rows'
// prices in its own names, signs and units. Only the owner of the objective knows its value and the
// reduced costs, unless companies know their own parts (own-part-outcome.ts), and no company knows
// by how much the proven tolerances are used.
import { toUserOutcome, type UserOutcome } from "../lp/joint/user-outcome.ts";
import type { OwnOutcome, SealedSettlement, WholeOutcome } from "../play/seal/settlement.ts";
import { certaintyOf, type Interval } from "../round/certainty.ts";
import type { PublicRound } from "../round/public-round.ts";
import type { Kind } from "../round/verdict.ts";
import type { Reader } from "./company-outcome.ts";
import { type OwnPartOptimum, ownPartOptimum } from "./own-part-outcome.ts";

type Optimal = Extract<UserOutcome, { kind: "optimal" }>;

/** An optimum as all but the owner of the objective know it. */
export interface PartialOptimum extends Pick<Optimal, "kind" | "rows"> {
  readonly objective: null;
  readonly variables: readonly { readonly name: string; readonly value: string }[];
}

/** All numbers are exact decimal strings in the units of the file. */
export type SealedUserOutcome = UserOutcome | PartialOptimum | OwnPartOptimum;

/** What the proof implies, in the user's units. Nobody knows by how much less it is. */
export interface ProvenLimits {
  /**
   * The optimum's end that the owner of the objective knows: f̂ − τ_gap of a minimum. The other end
   * is null where τ_residual is not 0. Null for the others.
   */
  readonly interval: Interval | null;
  /** No row is violated by more, in that row's units: τ_residual. Null when infeasible. */
  readonly residualAtMost: string | null;
}

/** `known` is null for a company that took no part in the proof that was settled. */
export interface SealedCompanyOutcome {
  readonly sealed: true;
  /** What the chain settled, which everybody knows. */
  readonly kind: Kind;
  readonly known: (SealedUserOutcome & ProvenLimits) | null;
}

export function sealedCompanyOutcome(
  reader: Omit<Reader, "round" | "party">,
  round: PublicRound,
  { sealed, own }: SealedSettlement,
): SealedCompanyOutcome {
  return { sealed: true, kind: sealed.kind, known: own === null ? null : knownOf(reader, round, own) };
}

function knownOf(
  reader: Omit<Reader, "round" | "party">,
  round: PublicRound,
  own: OwnOutcome,
): SealedCompanyOutcome["known"] {
  if ("costs" in own)
    return { ...userOutcome(reader, round, own), ...limits(reader, round, { ...own.outcome, ...own.costs }) };
  // A value that the nodes told is not proven, and neither is an end that follows from it.
  const objective = reader.model.objective === null ? null : own.objective;
  return { ...ownPartOptimum(reader, round, own), ...limits(reader, round, { kind: own.outcome.of, objective }) };
}

function userOutcome(
  { model, program }: Omit<Reader, "round" | "party">,
  { decimals, columns }: PublicRound,
  { outcome, costs }: WholeOutcome,
): SealedUserOutcome {
  if (outcome.kind !== "optimal") return toUserOutcome(model, program, decimals, outcome);
  // What this company does not know is left out below.
  const blank = { objective: 0n, reducedCosts: new Array<bigint>(columns).fill(0n) };
  const whole = toUserOutcome(model, program, decimals, { ...outcome, ...(costs ?? blank) });
  if (costs !== null || whole.kind !== "optimal") return whole;
  const variables = whole.variables.map(({ name, value }) => ({ name, value }));
  return { kind: "optimal", objective: null, variables, rows: whole.rows };
}

/**
 * From the tolerances, within which gap and residuals are proven to be; `objective` is the owner's.
 */
function limits(
  { model, program }: Omit<Reader, "round" | "party">,
  round: PublicRound,
  { kind, objective }: { readonly kind: Kind; readonly objective?: bigint | null },
): ProvenLimits {
  const { gap, residual } = round.tolerances;
  const most = { kind, gap, violation: gap, maxResidual: residual };
  const certain = certaintyOf(model, program, round, { ...most, objective: objective ?? 0n });
  return { interval: objective == null ? null : certain.interval, residualAtMost: certain.largestResidual };
}
