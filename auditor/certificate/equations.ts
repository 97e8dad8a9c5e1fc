// The checks that decide about a certificate once it has been read: linear forms, the conditions of
// its kind, and the multi-scalar multiplication (docs/certificate.md, "Proofs" and "Public
// conditions, and what they prove").
import { CertificateRefusal } from "../errors.ts";
import type { Contents } from "./contents.ts";
import { alphaOf, bytesOf, challengeOf, weightOf } from "./digests.ts";
import { type Affine, abscissa, BLINDING, combine, toScalar } from "./group.ts";
import { type Header, OPTIMAL, type Statement, UNBOUNDED } from "./types.ts";

/** α^(i+1) for i = 0..count−1. */
function powers(alpha: bigint, count: number): bigint[] {
  const found: bigint[] = [];
  for (let i = 0, power = alpha; i < count; i++, power = toScalar(power * alpha)) found.push(power);
  return found;
}

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

const positive = (value: bigint): bigint => (value > 0n ? value : 0n);
const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
const power = (decimals: number): bigint => 10n ** BigInt(decimals);

/**
 * Forms 1 and 2 of every party, which kinds 0 and 2 have. Throws CertificateRefusal
 * `LinearFormFailed`.
 */
export function checkForms(statement: Statement, header: Header, contents: Contents): void {
  const { columns, rows, responses, statementDigest } = contents;
  const alpha = alphaOf(statementDigest);
  for (const [k, proof] of header.proofs.entries()) {
    const own = rows[k]!;
    const factors = powers(alpha, own.length + 1);
    const challenge = challengeOf(statementDigest, k, proof);
    const ownsObjective = k === statement.objectiveOwner;
    const last = ownsObjective ? factors[own.length]! : 0n;
    const form = (left: bigint, start: bigint, target: bigint) => {
      if (toScalar(left - start - challenge * target) !== 0n) throw new CertificateRefusal("LinearFormFailed", k);
    };
    const target = sum(own.map(({ residual, slack }, i) => factors[i]! * (residual - slack))) + last * header.objective;
    const left = sum(columns.map(({ x }, j) => responses[k]![j]! * x)) - power(statement.solutionDecimals) * proof.z0;
    form(left, proof.a, target);
    if (header.kind !== UNBOUNDED) continue;
    const rayTarget = last * header.dual - sum(own.map(({ raySlack }, i) => factors[i]! * raySlack));
    form(sum(columns.map(({ ray }, j) => responses[k]![j]! * ray)), proof.aRay, rayTarget);
  }
}

/**
 * How much better than the outcome a point could be, and what the violated rows could be worth;
 * both at scale 10^(κ+δ+ω).
 */
export interface Shortfall {
  readonly gap: bigint;
  readonly violation: bigint;
}

/**
 * Identity, gap and violation of an optimum.
 * Throws CertificateRefusal `IdentityFailed`, `GapTooLarge` or `ViolationTooLarge`.
 */
export function checkOptimality(statement: Statement, header: Header, { columns, rows }: Contents): Shortfall {
  const all = rows.flat();
  const complements = all.map(({ multiplier, slack, residual }) => multiplier * (slack - residual));
  const primal = power(statement.multiplierDecimals) * header.objective;
  const dual = power(statement.solutionDecimals) * header.dual;
  if (primal + dual !== sum([...columns.map(({ x, reducedCost }) => x * reducedCost), ...complements])) {
    throw new CertificateRefusal("IdentityFailed");
  }
  const costs = columns.map(
    ({ bound, x, reducedCost }) => x * positive(reducedCost) + (bound - x) * positive(-reducedCost),
  );
  const gap = sum(costs) + sum(complements.map(positive));
  if (gap > statement.gapTolerance) throw new CertificateRefusal("GapTooLarge");
  const violation = sum(all.map(({ multiplier, residual }) => magnitude(multiplier * residual)));
  if (violation > statement.gapTolerance) throw new CertificateRefusal("ViolationTooLarge");
  return { gap, violation };
}

/**
 * A contradiction larger than residuals within tolerance could cause: 10^δ d + τ Σ|ŵ_i| < 0. Throws
 * CertificateRefusal `ContradictionTooWeak`.
 */
export function checkContradiction(statement: Statement, header: Header, { rows }: Contents): void {
  const weight = sum(rows.flat().map(({ multiplier }) => magnitude(multiplier)));
  if (power(statement.solutionDecimals) * header.dual + statement.residualTolerance * weight >= 0n) {
    throw new CertificateRefusal("ContradictionTooWeak");
  }
}

/**
 * A ray that falls faster than reduced costs within tolerance could cause: 10^ω d + τ Σ ray_j < 0.
 * Throws CertificateRefusal `RayTooShallow`.
 */
export function checkRay(statement: Statement, header: Header, { columns }: Contents): void {
  const length = sum(columns.map(({ ray }) => ray));
  if (power(statement.multiplierDecimals) * header.dual + statement.dualTolerance * length >= 0n) {
    throw new CertificateRefusal("RayTooShallow");
  }
}

/** The multi-scalar multiplication. Throws CertificateRefusal `EquationFailed`. */
export function checkEquation(statement: Statement, header: Header, contents: Contents): void {
  const { columns, generators, rows, responses, statementDigest, responseDigest } = contents;
  const { kind, proofs } = header;
  const parties = rows.length;
  const weights = Array.from({ length: parties + 1 }, (_, k) => weightOf(responseDigest, k));
  const dualWeight = kind === UNBOUNDED ? 0n : weights[parties]!;
  const alpha = alphaOf(statementDigest);
  const counters = bytesOf(header.counters);
  const weighted = (values: readonly bigint[]) => sum(values.map((value, k) => weights[k]! * value));

  const terms: (readonly [bigint, Affine])[] = [
    [weighted(proofs.map(({ z0 }) => z0)) - dualWeight * header.dual, [abscissa(0, counters[0]!), header.y0]],
    [weighted(proofs.map(({ zh }) => zh)) - dualWeight * header.rho, [abscissa(BLINDING, counters.at(-1)!), header.yh]],
  ];
  for (const [j, { reducedCost }] of columns.entries()) {
    terms.push([weighted(responses.map((own) => own[j]!)) - dualWeight * reducedCost, generators[j]!]);
  }
  for (const [k, own] of rows.entries()) {
    const proof = proofs[k]!;
    const factor = weights[k]! * challengeOf(statementDigest, k, proof);
    const factors = powers(alpha, own.length + 1);
    for (const [i, { point, multiplier }] of own.entries()) {
      terms.push([dualWeight * multiplier - factor * factors[i]!, point]);
    }
    if (k === statement.objectiveOwner) {
      const scale = kind === OPTIMAL ? dualWeight * power(statement.multiplierDecimals) : 0n;
      terms.push([scale - factor * factors[own.length]!, [header.cx, header.cy]]);
    }
    terms.push([-weights[k]!, [proof.ax, proof.ay]]);
  }
  if (combine(terms) !== null) throw new CertificateRefusal("EquationFailed");
}
