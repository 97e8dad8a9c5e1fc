// Rounds for the engine mpc: a program among three parties, and the certificate of an outcome by
// the real settlement. No effect on import.
import { commitRows } from "../../../client/certificate/commit.ts";
import { partyCommitment } from "../../../client/certificate/commitment.ts";
import type { EngineOutcome } from "../../../client/engines/engine.ts";
import { mpcEngine } from "../../../client/engines/mpc/engine.ts";
import type { NodeSet } from "../../../client/engines/mpc/nodes/node-set.ts";
import { THREE } from "../../../client/engines/mpc/nodes/three.ts";
import { type Run, runEngine } from "../../../client/engines/run.ts";
import { defaultBounds, defaultTolerances } from "../../../client/lp/exact/tolerances.ts";
import type { IntegerProgram, PartyRows } from "../../../client/lp/model/normal.ts";
import { settleInProcess } from "../../../client/play/settle/in-process.ts";
import type { Settlement } from "../../../client/play/settle/settlement.ts";
import { boundsDigest } from "../../../client/round/bounds.ts";
import type { OwnParts, PublicRound } from "../../../client/round/public-round.ts";
import { type Statement, statementOf } from "../../../client/round/statement.ts";
import type { Verdict } from "../../../client/round/verdict.ts";
import { TEST_ID, testParams, testSeed } from "../../support/certificate.ts";
import { itemsOf, program } from "../../support/programs.ts";
import { consortium } from "../multi-party/problems.ts";

export interface MpcProgram {
  readonly round: PublicRound;
  readonly parties: readonly PartyRows[];
  readonly whole: IntegerProgram;
}

const DECIMALS = 12;
const MULTIPLIER_DECIMALS = 15;
/** The largest digit times a power of ten that nodes can hold (`requireGrid`). */
const MOST_BOUND = 2n * 10n ** 21n;

/** An optimum with an equality, without a solution, without a bound. */
export const SMALL = {
  optimal: program(
    [-3, -5, -4],
    [
      [[2, 3, 0], 8],
      [[0, 2, 5], 10],
      [[3, 2, 4], 15],
    ],
    [[[1, 1, 1], 4]],
  ),
  infeasible: program(
    [1, 1],
    [
      [[1, 1], 1],
      [[-1, -2], -5],
    ],
  ),
  unbounded: program(
    [-1, 0],
    [
      [[1, -1], 2],
      [[-1, 0], 0],
    ],
  ),
} as const satisfies Readonly<Record<string, IntegerProgram>>;

/** Infeasible, but by less than 2^−68, which counts as rounding: x ≤ 1 and x ≥ 1 + 10^−21. */
export const TOO_CLOSE: IntegerProgram = program(
  [1],
  [
    [[10n ** 21n], 10n ** 21n],
    [[-(10n ** 21n)], -(10n ** 21n) - 1n],
  ],
);

/**
 * Upper bounds at the scale `grid`: powers of ten above the bounds that rows with a single
 * coefficient give, and other ones where there is no such row.
 */
function boundsOf({ inequalities }: IntegerProgram, others: readonly bigint[], grid: bigint): bigint[] {
  const bounds = [...others];
  for (const [i, row] of inequalities.coefficients.entries()) {
    const column = row.findIndex((value) => value !== 0n);
    const [coefficient, rhs] = [row[column] ?? 0n, inequalities.rhs[i]!];
    if (coefficient <= 0n || rhs <= 0n || row.some((value, j) => j !== column && value !== 0n)) continue;
    bounds[column] = 10n ** BigInt(((rhs * grid) / coefficient).toString().length);
  }
  return bounds;
}

/** Rows in turn to parties 0 and 1, costs to party 2; δ = 12, ω = 15 and default tolerances. */
export function amongThree(whole: IntegerProgram, coefficient = 0, multiplier = MULTIPLIER_DECIMALS): MpcProgram {
  const { round, parties } = consortium(whole, 2, 2, coefficient);
  const decimals = { coefficient, solution: DECIMALS, multiplier };
  const tolerances = defaultTolerances(decimals, itemsOf(whole));
  const bounds = boundsOf(whole, defaultBounds(round.columns, decimals), 10n ** BigInt(DECIMALS)).map((bound) =>
    bound < MOST_BOUND ? bound : MOST_BOUND,
  );
  return { round: { ...round, decimals, bounds, tolerances }, parties, whole };
}

/**
 * The same round in which each party learns its own part only: a party names what it has numbers
 * for.
 */
export function ofOwnParts({ round, parties, whole }: MpcProgram, value: OwnParts["value"] = "owner"): MpcProgram {
  const uses = ({ inequalities, equalities, objective }: PartyRows, column: number) =>
    [...inequalities.coefficients, ...equalities.coefficients, objective ?? []].some(
      (row) => (row[column] ?? 0n) !== 0n,
    );
  const names = Array.from({ length: round.columns }, (_, column) => {
    const own = parties.flatMap((rows, party) => (uses(rows, column) ? [party] : []));
    return own.length === 0 ? [round.objectiveOwner] : own;
  });
  return { round: { ...round, ownParts: { names, value } }, parties, whole };
}

/** The same with a helper as last party, which has no rows: four nodes for three companies. */
export function withHelper({ round, parties, whole }: MpcProgram): MpcProgram {
  const none = { coefficients: [], rhs: [] };
  const helper: PartyRows = { columns: round.columns, inequalities: none, equalities: none, objective: null };
  return {
    round: { ...round, inequalities: [...round.inequalities, 0], equalities: [...round.equalities, 0] },
    parties: [...parties, helper],
    whole,
  };
}

export function play({ round, parties }: MpcProgram, seed: string, nodes: NodeSet = THREE): Promise<Run> {
  const inputs = parties.map((rows, party) => ({ rows, random: testSeed(`${seed}/${party}`) }));
  return runEngine(mpcEngine({ nodes }), round, inputs);
}

/** The verdict of `settleCertified`. */
export function settle(problem: MpcProgram, outcomes: readonly EngineOutcome[]): Verdict {
  return settleCertified(problem, outcomes).verdict;
}

/**
 * The certificate that the parties make together from their outcomes, each with its own rows, and
 * what it was verified against. Throws what a refusal throws.
 */
export function settleCertified(
  { round, parties, whole }: MpcProgram,
  outcomes: readonly EngineOutcome[],
): Settlement & { readonly statement: Statement } {
  const { columns, inequalities, equalities, objectiveOwner, decimals } = round;
  const tolerances = defaultTolerances(decimals, itemsOf(whole));
  const random = testSeed("settlement");
  const committed = parties.map((rows, party) => commitRows(rows, random.fork(`commit/${party}`)));
  const params = {
    ...testParams({ kind: "optimal", columns, inequalities, equalities, owner: objectiveOwner }),
    coefficientDecimals: decimals.coefficient,
    solutionDecimals: decimals.solution,
    multiplierDecimals: decimals.multiplier,
    residualTolerance: tolerances.residual,
    dualTolerance: tolerances.dual,
    gapTolerance: tolerances.gap,
    bounds: boundsDigest(round.bounds),
  };
  const commitments = committed.map(({ points }, party) => partyCommitment(TEST_ID, columns, party, points));
  const statement = statementOf(params, TEST_ID, commitments);
  const settling = parties.map((rows, party) => ({
    ...{ rows, committed: committed[party]!, outcome: outcomes[party]! },
    random: random.fork(`party/${party}`),
  }));
  return { statement, ...settleInProcess(statement, round, settling) };
}
