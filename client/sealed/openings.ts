// The multi-point opening (docs/sealed.md, "Opening"): which polynomials are opened where, with
// which values, and with which coefficients they enter W′. After Boneh, Drake, Fisch & Gabizon,
// Efficient polynomial commitment schemes for multiple points and polynomials (2020).
import { GROUP_ORDER } from "../crypto/curve/bn254.ts";
import { SealedError } from "../errors.ts";
import type { Kind } from "../round/verdict.ts";
import { type Domain, LIMBS } from "./domain.ts";
import { invert, power, powersFrom, reduce } from "./field.ts";
import { partsOf } from "./layout.ts";
import type { SealedStatement } from "./statement.ts";
import { aspects } from "./steps.ts";

/** A polynomial opened at some points; "Lin" is the linearised identity. */
export interface Opening {
  readonly name: string;
  readonly points: readonly bigint[];
}

/** Openings in order: opening i has weight ρ^i. */
export function openingsOf(
  kind: Kind,
  parties: number,
  domain: Domain,
  challenge: (name: string) => bigint,
): readonly Opening[] {
  const zeta = challenge("zeta");
  const { primal, dual } = aspects(kind);
  const limbs = powersFrom(domain.limbGenerator, LIMBS).map((root) => (root * zeta) % GROUP_ORDER);
  const openings: Opening[] = partsOf(parties).map((part) => ({ name: `l/${part}`, points: limbs }));
  const open = (name: string, at: bigint) => openings.push({ name, points: [at] });
  open("Lin", zeta);
  open("N", zeta);
  if (primal) open("x", zeta);
  open("Phi", limbs[1]!);
  if (primal) open("Psi", reduce(domain.generator * zeta));
  if (primal) open("T", challenge("alpha"));
  if (dual) open("V", challenge("beta"));
  return openings;
}

/**
 * Refuses challenges for which a denominator vanishes: ζ in K, or equal points among S and ξ.
 * @throws SealedError ChallengeDegenerate.
 */
export function checkChallenges(
  { kind, parties }: Pick<SealedStatement, "kind" | "parties">,
  domain: Domain,
  challenges: ReadonlyMap<string, bigint>,
): void {
  const openings = openingsOf(kind, parties, domain, (name) => challenges.get(name)!);
  const apart = openings.filter(({ name }) => ["Psi", "T", "V"].includes(name));
  const points = [...openings[0]!.points, ...apart.flatMap(({ points }) => points), challenges.get("xi")!];
  if (power(challenges.get("zeta")!, domain.limbSize) === 1n || new Set(points).size !== points.length)
    throw new SealedError("ChallengeDegenerate", "two challenges coincide, which chance does not explain");
}

/** Z_S(ξ) and, per opening, Z_{S∖S_i}(ξ). */
export function openingFactors(
  openings: readonly Opening[],
  xi: bigint,
): { readonly whole: bigint; readonly rests: readonly bigint[] } {
  const product = (points: Iterable<bigint>) => {
    let value = 1n;
    for (const point of points) value = (value * reduce(xi - point)) % GROUP_ORDER;
    return value;
  };
  const whole = product(new Set(openings.flatMap(({ points }) => points)));
  return { whole, rests: openings.map(({ points }) => (whole * invert(product(points))) % GROUP_ORDER) };
}

/** r(at), for the polynomial r of least degree with these values at distinct points. */
export function interpolateAt(points: readonly bigint[], values: readonly bigint[], at: bigint): bigint {
  let sum = 0n;
  for (const [i, point] of points.entries()) {
    let numerator = values[i]!;
    let denominator = 1n;
    for (const [j, other] of points.entries()) {
      if (j === i) continue;
      numerator = (numerator * reduce(at - other)) % GROUP_ORDER;
      denominator = (denominator * reduce(point - other)) % GROUP_ORDER;
    }
    sum += numerator * invert(denominator);
  }
  return reduce(sum);
}
