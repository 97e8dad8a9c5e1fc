// What a company computes in each step of a disclosure (docs/sealed-disclosure.md, "Proof").
import { GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import { type Domain, vanishing } from "../domain.ts";
import { powersFrom, randomScalars, reduce } from "../field.ts";
import { atColumn, atRow, rowQuotient } from "../matrix.ts";
import { openingFactors } from "../openings.ts";
import {
  combine,
  divideByLinear,
  divideByVanishing,
  evaluate,
  interpolate,
  multiply,
  type Polynomial,
  scaleArgument,
  valuesOn,
  withMasks,
} from "../polynomial.ts";
import { MULTIPLIER_LIMBS } from "./argument.ts";
import { claimedSum } from "./claims.ts";
import { type DisclosureOpening, disclosureOpenings } from "./openings.ts";
import type { DisclosureState } from "./state.ts";

/** Masks per polynomial; docs/sealed-disclosure.md, "Zero knowledge", says what they cover. */
export const DISCLOSURE_MASKS = { limbs: MULTIPLIER_LIMBS + 1, column: 2, point: 2, costs: 2, runningSum: 3 } as const;

/** DISCLOSURE_WORK[s] computes the polynomials and scalars of step s + 1. */
export const DISCLOSURE_WORK: readonly ((state: DisclosureState) => void)[] = [
  commitSums,
  openCopies,
  openTogether,
  divideOpening,
];

function hasSum(state: DisclosureState, what: "dual value" | "objective"): boolean {
  return claimedSum(state.claims, what) !== undefined;
}

/** Draws masks by name, keeps them, and returns the polynomial that they hide as a copy of it. */
function copyOf(
  state: DisclosureState,
  name: string,
  polynomial: Polynomial,
  { order, masks }: { readonly order: number; readonly masks: number },
): Polynomial {
  const drawn = randomScalars(state.random.fork(`masks of ${name}`), masks);
  state.polynomials.set(`M/${name}`, drawn);
  return withMasks(polynomial, order, drawn);
}

/** The copies, their products, and Ψ and q for each. */
function commitSums(state: DisclosureState): void {
  const { domain, own, claims } = state;
  const { size, limbSize } = domain;
  const { limbs, column, point, costs } = DISCLOSURE_MASKS;
  if (hasSum(state, "dual value")) {
    const copy = copyOf(state, "l", own.limbs, { order: limbSize, masks: limbs });
    const first = copyOf(state, "A", atColumn(own.matrix, 1n), { order: size, masks: column });
    const product = multiply(multipliersOf(domain, copy), first);
    commitRunningSum(state, "d", product, -claimedSum(claims, "dual value")!);
  }
  if (hasSum(state, "objective")) {
    const x = copyOf(state, "x", own.solution!, { order: size, masks: point });
    const c = copyOf(state, "c", own.costs!, { order: size, masks: costs });
    const outside = interpolate(Array.from({ length: size }, (_, j) => (j === 0 ? 0n : 1n)));
    commitRunningSum(state, "o", multiply(multiply(x, c), outside), claimedSum(claims, "objective")!);
  }
}

/** Σ 2^(qL) l(η^q X) over the limbs of a multiplier, from l. */
function multipliersOf({ limbBits, limbGenerator }: Domain, limbs: Polynomial): Polynomial {
  const weights = powersFrom(2n ** BigInt(limbBits), MULTIPLIER_LIMBS);
  const roots = powersFrom(limbGenerator, MULTIPLIER_LIMBS);
  return combine(weights.map((weight, q) => [weight, scaleArgument(limbs, roots[q]!)] as const));
}

/** Ψ and q of one sum, from p and Σ_H p. */
function commitRunningSum(state: DisclosureState, of: "d" | "o", product: Polynomial, total: bigint): void {
  const { size, sizeInverse, generator } = state.domain;
  const share = reduce(total * sizeInverse);
  let sum = 0n;
  const sums = valuesOn(size, product).map((value) => {
    const before = sum;
    sum = reduce(sum + value - share);
    return before;
  });
  const masks = randomScalars(state.random.fork(`masks of Psi/${of}`), DISCLOSURE_MASKS.runningSum);
  const running = withMasks(interpolate(sums), size, masks);
  const identity = combine([
    [1n, running],
    [-1n, scaleArgument(running, generator)],
    [1n, product],
    [-1n, [share]],
  ]);
  state.polynomials.set(`Psi/${of}`, running);
  state.polynomials.set(`q/${of}`, divideByVanishing(identity, size));
}

/** The values of copies and running sums at ζ. */
function openCopies(state: DisclosureState): void {
  const { domain, own, polynomials, scalars, challenge } = state;
  const zeta = challenge("zeta");
  const copyAt = (name: string, polynomial: Polynomial, order: number, at: bigint) =>
    reduce(evaluate(polynomial, at) + vanishing(order, zeta) * evaluate(polynomials.get(`M/${name}`)!, at));
  const nextOf = (of: "d" | "o") =>
    scalars.set(`Psi+/${of}`, evaluate(polynomials.get(`Psi/${of}`)!, (domain.generator * zeta) % GROUP_ORDER));
  if (hasSum(state, "dual value")) {
    for (const [q, root] of powersFrom(domain.limbGenerator, MULTIPLIER_LIMBS).entries())
      scalars.set(`l'/${q}`, copyAt("l", own.limbs, domain.limbSize, (root * zeta) % GROUP_ORDER));
    scalars.set("a'", copyAt("A", atColumn(own.matrix, 1n), domain.size, zeta));
    nextOf("d");
  }
  if (hasSum(state, "objective")) {
    scalars.set("x'", copyAt("x", own.solution!, domain.size, zeta));
    scalars.set("c'", copyAt("c", own.costs!, domain.size, zeta));
    nextOf("o");
  }
}

/** P, P′, W. */
function openTogether(state: DisclosureState): void {
  if (hasSum(state, "dual value")) openFirstColumn(state);
  state.polynomials.set("W", quotientTogether(state, disclosureOpenings(state)));
}

/** W of some openings. */
export function quotientTogether(state: DisclosureState, openings: readonly DisclosureOpening[]): Polynomial {
  const weights = powersFrom(state.challenge("rho"), openings.length);
  return combine(
    openings.map((opening, i) => {
      const quotient = opening.points.reduce<Polynomial>(divideByLinear, combination(state, opening));
      return [weights[i]!, quotient] as const;
    }),
  );
}

/** B = (X − ζ)P + (Y − 1)P′, which would show A_k at another point if s were not uniform. */
function openFirstColumn({ domain, own, polynomials, matrices, random, challenge }: DisclosureState): void {
  const zeta = challenge("zeta");
  const mask = combine([[vanishing(domain.size, zeta), polynomials.get("M/A")!]]);
  const slice = [...atRow(own.matrix, zeta)];
  slice[0] = reduce(slice[0]! + evaluate(mask, zeta));
  const [s] = randomScalars(random.fork("mask of P"), 1) as [bigint];
  const byX = rowQuotient(own.matrix, zeta).map((row) => [...row]);
  for (const [i, coefficient] of divideByLinear(mask, zeta).entries()) byX[i]![0] = reduce(byX[i]![0]! + coefficient);
  byX[0]![0] = reduce(byX[0]![0]! - s);
  byX[0]![1] = reduce(byX[0]![1]! + s);
  const byY = divideByLinear(slice, 1n);
  byY[0] = reduce(byY[0]! + s * zeta);
  matrices.set("P", byX);
  matrices.set("P'", [byY, [reduce(-s)]]);
}

/** W′. */
function divideOpening(state: DisclosureState): void {
  state.polynomials.set("W'", quotientAtXi(state, disclosureOpenings(state)));
}

/** W′ of some openings. */
export function quotientAtXi(state: DisclosureState, openings: readonly DisclosureOpening[]): Polynomial {
  const xi = state.challenge("xi");
  const weights = powersFrom(state.challenge("rho"), openings.length);
  const { whole, rests } = openingFactors(openings, xi);
  const opened = openings.map((opening, i) => [weights[i]! * rests[i]!, combination(state, opening)] as const);
  return divideByLinear(combine([...opened, [-whole, state.polynomials.get("W")!]]), xi);
}

function combination({ polynomials }: DisclosureState, { terms }: DisclosureOpening): Polynomial {
  return combine(terms.map(([name, coefficient]) => [coefficient, polynomials.get(name)!] as const));
}
