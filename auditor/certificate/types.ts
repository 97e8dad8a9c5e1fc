// What a certificate is checked against, what it is made of, and what it says. Written from
// docs/certificate.md.

/** Values of `Header.kind`. */
export const OPTIMAL = 0;
export const INFEASIBLE = 1;
export const UNBOUNDED = 2;
export type Kind = typeof OPTIMAL | typeof INFEASIBLE | typeof UNBOUNDED;

/** The public side of a round, put together from events alone. Digests and addresses are 0x-hex. */
export interface Statement {
  readonly chainId: bigint;
  readonly coordinator: string;
  readonly round: bigint;
  /** n, at least 1. */
  readonly columns: number;
  readonly objectiveOwner: number;
  /** δ and ω, 0..24. */
  readonly solutionDecimals: number;
  readonly multiplierDecimals: number;
  readonly residualTolerance: bigint;
  readonly dualTolerance: bigint;
  readonly gapTolerance: bigint;
  /** keccak256 of the columns' upper bounds, a byte each. */
  readonly bounds: string;
  readonly paramsDigest: string;
  /** Per party, like `equalities` and `commitments`. */
  readonly inequalities: readonly number[];
  readonly equalities: readonly number[];
  readonly commitments: readonly string[];
}

/** One party's proof, without its responses for the columns. */
export interface Proof {
  readonly ax: bigint;
  readonly ay: bigint;
  readonly a: bigint;
  readonly aRay: bigint;
  readonly z0: bigint;
  readonly zh: bigint;
}

export interface Header {
  readonly kind: number;
  /** One byte each for G_0, G_1..G_n, H, as 0x-hex. */
  readonly counters: string;
  /** Upper bounds of the columns, one byte each, as 0x-hex. */
  readonly bounds: string;
  readonly y0: bigint;
  readonly yh: bigint;
  readonly cx: bigint;
  readonly cy: bigint;
  readonly objective: bigint;
  readonly dual: bigint;
  readonly rho: bigint;
  readonly statementDigest: string;
  readonly responseDigest: string;
  readonly proofs: readonly Proof[];
}

/** What the coordinator records of an accepted certificate. */
export interface Outcome {
  readonly kind: number;
  /** At scale 10^(κ+δ); 0 when infeasible. */
  readonly objective: bigint;
  /** At scale 10^(κ+δ+ω); 0 unless optimal. */
  readonly gap: bigint;
  /** Σ |ŵ_i r̂_i|, at scale 10^(κ+δ+ω); 0 unless optimal. */
  readonly violation: bigint;
  /** At scale 10^(κ+δ). */
  readonly maxResidual: bigint;
  readonly statementDigest: string;
}

/** A column's public numbers; 0 where the kind has none. */
export interface Column {
  /** U, at scale 10^δ. */
  readonly bound: bigint;
  readonly x: bigint;
  readonly ray: bigint;
  readonly reducedCost: bigint;
}

/** A row's committed point and public numbers; 0 where the kind has none. */
export interface Row {
  readonly point: readonly [x: bigint, y: bigint];
  readonly multiplier: bigint;
  readonly slack: bigint;
  readonly residual: bigint;
  readonly raySlack: bigint;
}

export const rowCount = (statement: Statement, party: number): number =>
  statement.inequalities[party]! + statement.equalities[party]!;
