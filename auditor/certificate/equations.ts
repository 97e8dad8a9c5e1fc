// What decides about a certificate once it has been read: linear forms, duality identity and gap, and the one multi-scalar
// multiplication (docs/certificate.md, "Proofs" and "Public conditions").
import { CertificateRefusal } from "../errors.ts";
import type { Contents } from "./contents.ts";
import { alphaOf, challengeOf, weightOf } from "./digests.ts";
import { type Affine, abscissa, BLINDING, combine, toScalar } from "./group.ts";
import { countersOf } from "./header.ts";
import { type Header, INFEASIBLE, OPTIMAL, type Statement, UNBOUNDED } from "./types.ts";

/** α^(i+1) for i = 0..count−1. */
function powers(alpha: bigint, count: number): bigint[] {
  const found: bigint[] = [];
  for (let i = 0, power = alpha; i < count; i++, power = toScalar(power * alpha)) found.push(power);
  return found;
}

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

/** Forms 1 and 2 of every party. Throws CertificateRefusal `LinearFormFailed`. */
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
    const left =
      sum(columns.map(({ x }, j) => responses[k]![j]! * x)) - 10n ** BigInt(statement.solutionDecimals) * proof.z0;
    form(left, proof.a, target);
    if (header.kind !== UNBOUNDED) continue;
    const rayTarget = last * header.dual - sum(own.map(({ raySlack }, i) => factors[i]! * raySlack));
    form(sum(columns.map(({ ray }, j) => responses[k]![j]! * ray)), proof.aRay, rayTarget);
  }
}

/** The terms ẑ_j x̂_j and ŵ_i(ŝ_i − r̂_i): D is their sum, the gap the sum of the positive ones. */
export function gapTerms({ columns, rows }: Contents): bigint[] {
  return [
    ...columns.map(({ x, reducedCost }) => x * reducedCost),
    ...rows.flat().map(({ multiplier, slack, residual }) => multiplier * (slack - residual)),
  ];
}

/** Identity and gap of an optimum. Returns the gap. Throws CertificateRefusal `IdentityFailed` or `GapTooLarge`. */
export function checkGap(statement: Statement, header: Header, contents: Contents): bigint {
  const terms = gapTerms(contents);
  const primal = 10n ** BigInt(statement.multiplierDecimals) * header.objective;
  const dual = 10n ** BigInt(statement.solutionDecimals) * header.dual;
  if (primal + dual !== sum(terms)) throw new CertificateRefusal("IdentityFailed");
  const gap = sum(terms.filter((term) => term > 0n));
  if (gap > statement.gapTolerance) throw new CertificateRefusal("GapTooLarge");
  return gap;
}

/** The multi-scalar multiplication. Throws CertificateRefusal `EquationFailed`. */
export function checkEquation(statement: Statement, header: Header, contents: Contents): void {
  const { columns, generators, rows, responses, statementDigest, responseDigest } = contents;
  const { kind, proofs } = header;
  const parties = rows.length;
  const weights = Array.from({ length: parties + 1 }, (_, k) => weightOf(responseDigest, k));
  const dualWeight = kind === UNBOUNDED ? 0n : weights[parties]!;
  const alpha = alphaOf(statementDigest);
  const counters = countersOf(header);
  const weighted = (values: readonly bigint[]) => sum(values.map((value, k) => weights[k]! * value));

  const terms: (readonly [bigint, Affine])[] = [
    [weighted(proofs.map(({ z0 }) => z0)) - dualWeight * header.dual, [abscissa(0, counters[0]!), header.y0]],
    [weighted(proofs.map(({ zh }) => zh)) - dualWeight * header.rho, [abscissa(BLINDING, counters.at(-1)!), header.yh]],
  ];
  for (const [j, { reducedCost }] of columns.entries()) {
    terms.push([weighted(responses.map((own) => own[j]!)) - dualWeight * reducedCost, generators[j]!]);
  }
  for (const [k, own] of rows.entries()) {
    const proof = proofs[k];
    const factor = proof === undefined ? 0n : weights[k]! * challengeOf(statementDigest, k, proof);
    const factors = powers(alpha, own.length + 1);
    for (const [i, { point, multiplier }] of own.entries()) {
      terms.push([dualWeight * multiplier - factor * factors[i]!, point]);
    }
    if (k === statement.objectiveOwner && kind !== INFEASIBLE) {
      const scale = kind === OPTIMAL ? dualWeight * 10n ** BigInt(statement.multiplierDecimals) : 0n;
      terms.push([scale - factor * factors[own.length]!, [header.cx, header.cy]]);
    }
    if (proof !== undefined) terms.push([-weights[k]!, [proof.ax, proof.ay]]);
  }
  if (combine(terms) !== null) throw new CertificateRefusal("EquationFailed");
}
