// The multi-point opening (docs/sealed.md, "Opening"), after Boneh, Drake, Fisch & Gabizon (2020).
import { toScalar } from "../certificate/group.ts";
import { SealedRefusal } from "../errors.ts";
import { type Domain, inverse, power, powersOf, product, sum } from "./domain.ts";
import type { Linearised } from "./identities.ts";
import { aspectsOf } from "./steps.ts";
import { LIMBS, type SealedStatement } from "./types.ts";
import type { View } from "./view.ts";

/** Where polynomials are opened. */
interface Places {
  /** ζη^0..ζη^31. */
  readonly limbs: readonly bigint[];
  /** χζ, α and β, those that the kind has. */
  readonly others: readonly bigint[];
}

type Challenge = (name: string) => bigint;

function placesOf(statement: Pick<SealedStatement, "kind">, domain: Domain, challenge: Challenge): Places {
  const { rows, columns } = aspectsOf(statement);
  const zeta = challenge("zeta");
  return {
    limbs: powersOf(domain.eta, LIMBS).map((root) => toScalar(zeta * root)),
    others: [
      ...(rows ? [toScalar(domain.chi * zeta), challenge("alpha")] : []),
      ...(columns ? [challenge("beta")] : []),
    ],
  };
}

/** Throws SealedRefusal `ChallengeDegenerate`: ζ is in K, or points of S and ξ are equal. */
export function checkChallenges(
  statement: Pick<SealedStatement, "kind">,
  domain: Domain,
  challenges: ReadonlyMap<string, bigint>,
): void {
  const challenge = (name: string) => challenges.get(name)!;
  const { limbs, others } = placesOf(statement, domain, challenge);
  const all = [...limbs, ...others, challenge("xi")];
  if (power(challenge("zeta"), domain.order) === 1n || new Set(all).size !== all.length)
    throw new SealedRefusal("ChallengeDegenerate");
}

/** A polynomial and its values at points. */
interface Entry {
  readonly symbol: string;
  readonly points: readonly bigint[];
  readonly values: readonly bigint[];
}

/** In the order of the page's groups. */
function entriesOf(view: View, { limbs }: Places, { constant }: Linearised): readonly Entry[] {
  const { domain, parties, zeta, scalar, challenge } = view;
  const { rows, columns } = aspectsOf(view.statement);
  const at = (point: bigint, symbol: string, value: bigint): Entry => ({ symbol, points: [point], values: [value] });
  const minusLin = constant + (columns ? scalar("y_e") : 0n);
  return [
    ...["C", ...parties].map((part) => ({
      symbol: `l_${part}`,
      points: limbs,
      values: limbs.map((_, q) => scalar(`l_${part}.${q}`)),
    })),
    at(zeta, "Lin", -minusLin),
    at(zeta, "N", scalar("N(zeta)")),
    ...(rows ? [at(zeta, "x", scalar("x(zeta)"))] : []),
    at(limbs[1]!, "Phi", scalar("Phi(eta zeta)")),
    ...(rows ? [at(toScalar(domain.chi * zeta), "Psi", scalar("Psi(chi zeta)"))] : []),
    ...(rows ? [at(challenge("alpha"), "T", scalar("t"))] : []),
    ...(columns ? [at(challenge("beta"), "V", scalar("v"))] : []),
  ];
}

/** The left side of the line *opening*: scalars of points by symbol, some more than once. */
export function openingTerms(
  view: View,
  linearised: Linearised,
): readonly (readonly [symbol: string, scalar: bigint])[] {
  const { challenge } = view;
  const places = placesOf(view.statement, view.domain, challenge);
  const xi = challenge("xi");
  const differences = (points: readonly bigint[]) => points.map((point) => xi - point);
  const whole = product(differences([...places.limbs, ...places.others]));
  const basis = lagrangeBasis(places.limbs, xi);
  const terms: (readonly [string, bigint])[] = [];
  let weight = 1n;
  for (const { symbol, points, values } of entriesOf(view, places, linearised)) {
    const factor = toScalar(weight * whole * inverse(product(differences(points))));
    const value = points.length === 1 ? values[0]! : sum(values.map((own, q) => own * basis[q]!));
    terms.push(["G", -factor * toScalar(value)]);
    if (symbol !== "Lin") terms.push([symbol, factor]);
    else
      for (const [own, coefficient] of linearised.coefficients)
        if (!own.startsWith("e_")) terms.push([own, factor * coefficient]);
    weight = toScalar(weight * challenge("rho"));
  }
  return [...terms, ["W", -whole], ["W'", xi]];
}

/** At x, the polynomials that are 1 at one of distinct points and 0 at the others. */
export function lagrangeBasis(points: readonly bigint[], x: bigint): readonly bigint[] {
  return points.map((own) => {
    const others = points.filter((point) => point !== own);
    return toScalar(product(others.map((other) => x - other)) * inverse(product(others.map((other) => own - other))));
  });
}
