// Random rounds with a known answer: the answer is drawn first and the program built around it, so
// that no solver is needed. The seed determines everything.
import { createHash } from "node:crypto";
import type { Hex } from "viem";
import { assembleCertificate } from "../../client/certificate/assemble.ts";
import { type CommittedRows, commitRows } from "../../client/certificate/commit.ts";
import { partyCommitment } from "../../client/certificate/commitment.ts";
import { type DualPart, dualPart, sumDualParts } from "../../client/certificate/dual.ts";
import { objectiveValue, primalPart, raySlacks } from "../../client/certificate/outcome.ts";
import { provePrimal } from "../../client/certificate/prove.ts";
import type { Certificate, PartyProof, PublicOutcome } from "../../client/certificate/types.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { dot } from "../../client/math/field.ts";
import { createRandom, type Random, randomBetween } from "../../client/math/random.ts";
import { boundsDigest } from "../../client/round/bounds.ts";
import type { RoundId } from "../../client/round/id.ts";
import { PUBLIC_OUTCOME, type RoundParams } from "../../client/round/params.ts";
import type { Statement } from "../../client/round/statement.ts";
import { statementOf } from "../../client/round/statement.ts";
import type { Kind } from "../../client/round/verdict.ts";

export interface RoundShape {
  readonly kind: Kind;
  readonly columns: number;
  readonly inequalities: readonly number[];
  readonly equalities: readonly number[];
  readonly owner: number;
  /**
   * Moves the answer off the exact optimum by a few units in the last place, within the tolerances.
   */
  readonly noisy?: boolean;
  /** Upper bounds other than testBounds. */
  readonly bounds?: readonly bigint[];
  /** Parameters other than those of testParams. */
  readonly change?: Partial<RoundParams>;
}

export interface TestRound {
  readonly id: RoundId;
  readonly params: RoundParams;
  readonly statement: Statement;
  readonly bounds: readonly bigint[];
  readonly rows: readonly PartyRows[];
  readonly committed: readonly CommittedRows[];
  readonly outcome: PublicOutcome;
  readonly proofs: readonly PartyProof[];
  readonly certificate: Certificate;
}

export const TEST_ID: RoundId = {
  chainId: 31337n,
  coordinator: "0x5fbdb2315678afecb367f032d93f642f64180aa3",
  round: 7n,
};

const DECIMALS = { coefficient: 2, solution: 3, multiplier: 4 };
const X_SCALE = 1000n;
const W_SCALE = 10_000n;

/** Another one for every text, however long it is. */
export function testSeed(text: string): Random {
  const bytes = new TextEncoder().encode(text);
  const seed = new Uint8Array(32);
  seed.set(bytes.length > seed.length ? createHash("sha256").update(bytes).digest() : bytes);
  return createRandom(seed);
}

/**
 * Upper bounds of the test rounds: 100, 200, …, 900 in the user's units, and so on again, so that
 * columns differ.
 */
export function testBounds(columns: number): bigint[] {
  return Array.from({ length: columns }, (_, j) => BigInt((j % 9) + 1) * 100n * X_SCALE);
}

/** The schedule of exchanges in which these parties send: a word for each, a bit for each party. */
export function scheduleOf(exchanges: readonly (readonly number[])[]): Hex {
  const words = exchanges.map((senders) => senders.reduce((word, party) => word | (1n << BigInt(party)), 0n));
  return `0x${words.map((word) => word.toString(16).padStart(64, "0")).join("")}`;
}

export function testParams(shape: RoundShape): RoundParams {
  const digest = (byte: string): Hex => `0x${byte.repeat(32)}`;
  return {
    parties: shape.inequalities.map((_, k): Hex => `0x${(k + 1).toString(16).padStart(40, "0")}`),
    inequalities: shape.inequalities,
    equalities: shape.equalities,
    objectiveOwner: shape.owner,
    columns: shape.columns,
    engine: digest("e1"),
    schedule: scheduleOf([[0], [1]]),
    coefficientDecimals: DECIMALS.coefficient,
    solutionDecimals: DECIMALS.solution,
    multiplierDecimals: DECIMALS.multiplier,
    residualTolerance: 1_000_000n,
    dualTolerance: 1_000_000n,
    gapTolerance: 10n ** 15n,
    bounds: boundsDigest(shape.bounds ?? testBounds(shape.columns)),
    commitPeriod: 3600,
    exchangePeriod: 600,
    settlePeriod: 3600,
    bond: 0n,
    terms: digest("7e"),
    sealedKey: PUBLIC_OUTCOME,
    ...shape.change,
  };
}

export interface Answer {
  readonly rows: PartyRows[];
  /** Scaled by 10^δ and 10^ω. */
  readonly x: bigint[];
  readonly ray: bigint[];
  readonly multipliers: bigint[][];
}

/** Draws the program and its answer. */
export function drawProgram(shape: RoundShape, random: Random): Answer {
  const { columns, kind } = shape;
  const draw = (low: bigint, high: bigint) => randomBetween(random, low, high);
  const flags = shape.inequalities.flatMap((count, k) =>
    Array.from({ length: count + shape.equalities[k]! }, (_, i) => ({ party: k, isEquality: i >= count })),
  );
  const vector = (low: bigint, high: bigint) => Array.from({ length: columns }, () => draw(low, high));
  const x = vector(-3n, 9n).map((value) => (value < 0n ? 0n : value));
  const ray = vector(0n, 3n);
  ray[columns - 1] = 1n;
  const w = flags.map(({ isEquality }) => {
    const value = draw(-5n, 9n);
    return value < 0n && !isEquality ? 0n : value;
  });
  const matrix = flags.map(() => vector(-2000n, 2000n));
  if (kind === "unbounded") {
    for (const [i, { isEquality }] of flags.entries()) {
      const row = matrix[i]!;
      row[columns - 1]! -= dot(row, ray) + (isEquality ? 0n : draw(0n, 50n));
    }
  }
  if (kind === "infeasible") {
    // The last row turns Mᵀw into chosen non-negative numbers.
    const last = flags.length - 1;
    w[last] = 1n;
    for (let j = 0; j < columns; j++) {
      const others = dot(
        w.slice(0, last),
        matrix.slice(0, last).map((row) => row[j]!),
      );
      matrix[last]![j] = draw(0n, 30n) - others;
    }
  }
  const rhs = matrix.map((row, i) => {
    const slack = flags[i]!.isEquality || w[i] !== 0n ? 0n : draw(0n, 400n);
    return dot(row, x) + slack;
  });
  // More than any tolerated residual could be worth: 10^δ (draw) compared with τ_residual Σ|w|, and
  // below 10^ω compared with τ_dual Σ ray.
  const size = (values: readonly bigint[]) => values.reduce((sum, value) => sum + (value < 0n ? -value : value), 0n);
  if (kind === "infeasible") rhs[flags.length - 1]! -= dot(rhs, w) + 2000n * size(w) + draw(1n, 100n);
  const z = x.map((value) => (value === 0n ? draw(0n, 500n) : 0n));
  const costs = z.map(
    (value, j) =>
      value -
      dot(
        w,
        matrix.map((row) => row[j]!),
      ),
  );
  if (kind === "unbounded") costs[columns - 1]! -= dot(costs, ray) + 100n * size(ray) + draw(1n, 100n);

  const jitter = (value: bigint) => (shape.noisy === true && value > 0n ? value + draw(-3n, 3n) : value);
  const own = <T>(values: readonly T[], party: number, isEquality?: boolean) =>
    values.filter(
      (_, i) => flags[i]!.party === party && (isEquality === undefined || flags[i]!.isEquality === isEquality),
    );
  return {
    rows: shape.inequalities.map((_, k) => ({
      columns,
      inequalities: { coefficients: own(matrix, k, false), rhs: own(rhs, k, false) },
      equalities: { coefficients: own(matrix, k, true), rhs: own(rhs, k, true) },
      objective: k === shape.owner ? costs : null,
    })),
    x: x.map((value) => jitter(value * X_SCALE)),
    ray,
    multipliers: shape.inequalities.map((_, k) =>
      own(w, k).map((value) => (kind === "infeasible" ? value : jitter(value * W_SCALE))),
    ),
  };
}

/** The public outcome of an answer, as the parties compute it together. */
export function publicOutcome(
  kind: Kind,
  statement: Statement,
  answer: Answer,
  committed: readonly CommittedRows[],
): PublicOutcome {
  const { rows, x, ray, multipliers } = answer;
  const costs = rows[statement.objectiveOwner]!.objective!;
  const feasible = () => {
    const parts = rows.map((own) => primalPart(own, statement.decimals, x, statement.tolerances.residual));
    return {
      x,
      slacks: parts.map(({ slacks }) => slacks),
      residuals: parts.map(({ residuals }) => residuals),
      objective: objectiveValue(costs, x),
    };
  };
  if (kind === "unbounded") {
    return {
      kind,
      ...feasible(),
      ray,
      raySlacks: rows.map((own) => raySlacks(own, ray)),
      dual: objectiveValue(costs, ray),
    };
  }
  const parts: DualPart[] = rows.map((own, k) =>
    dualPart(kind, { rows: own, blindings: committed[k]!.blindings }, multipliers[k]!, statement.decimals),
  );
  const dual = { multipliers, ...sumDualParts(parts) };
  return kind === "optimal" ? { kind, ...feasible(), ...dual } : { kind, ...dual };
}

/** All parties' proofs of an outcome. */
export function proveAll(
  statement: Statement,
  outcome: PublicOutcome,
  rows: readonly PartyRows[],
  committed: readonly CommittedRows[],
  random: Random,
): PartyProof[] {
  const objectivePoint = committed[statement.objectiveOwner]!.points.objective!;
  return rows.map((own, party) =>
    provePrimal({
      statement,
      outcome,
      party,
      rows: own,
      blindings: committed[party]!.blindings,
      objectivePoint,
      random: random.fork(`prove/${party}`),
    }),
  );
}

/** A whole round of a drawn program, from its commitments to the certificate. */
export function buildRound(shape: RoundShape, seed: string, id: RoundId = TEST_ID): TestRound {
  const random = testSeed(seed);
  return certifyAnswer(shape, drawProgram(shape, random.fork("program")), random, id);
}

/** A whole round of a given program and answer. */
export function certifyAnswer(shape: RoundShape, answer: Answer, random: Random, id: RoundId = TEST_ID): TestRound {
  const committed = answer.rows.map((own, k) => commitRows(own, random.fork(`commit/${k}`)));
  const params = testParams(shape);
  const bounds = shape.bounds ?? testBounds(shape.columns);
  const commitments = committed.map(({ points }, k) => partyCommitment(id, shape.columns, k, points));
  const statement = statementOf(params, id, commitments);
  const outcome = publicOutcome(shape.kind, statement, answer, committed);
  const proofs = proveAll(statement, outcome, answer.rows, committed, random);
  const points = committed.map((own) => own.points);
  const certificate = assembleCertificate({ statement, bounds, outcome, points }, proofs);
  return { id, params, statement, bounds, rows: answer.rows, committed, outcome, proofs, certificate };
}
