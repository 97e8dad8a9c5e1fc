// What a disclosure opens: combinations of points, each at places of its own
// (docs/sealed-disclosure.md, "Equations").
import { toScalar } from "../../certificate/group.ts";
import { type Domain, inverse, lagrange, power, powersOf, product, sum, vanishing } from "../domain.ts";
import type { Term } from "../equation.ts";
import { placeOf } from "../limbs.ts";
import { lagrangeBasis } from "../opening.ts";
import { LIMBS } from "../types.ts";
import {
  type Claim,
  type Disclosure,
  DUAL_VALUE,
  fieldsOfClaim,
  MULTIPLIER,
  OBJECTIVE,
  SLACK,
  sumOf,
  VARIABLE,
} from "./claims.ts";
import { COPIED_LIMBS, copiedLimb } from "./steps.ts";

/** A combination of points, and the values of its polynomial. */
export interface Opening {
  readonly terms: readonly Term[];
  readonly at: readonly bigint[];
  readonly values: readonly bigint[];
}

/** All that equations are made from. */
export interface DisclosureView {
  readonly kind: number;
  readonly domain: Domain;
  readonly disclosure: Disclosure;
  /** ε of the sealed proof. */
  readonly epsilon: bigint;
  scalar(symbol: string): bigint;
  challenge(name: string): bigint;
}

/** In the order of the page. */
export function openingsOf(view: DisclosureView): readonly Opening[] {
  return [solution(view), rows(view), ...dualValue(view), ...objective(view)].filter(({ at }) => at.length > 0);
}

const ofTypes = ({ disclosure }: DisclosureView, ...types: number[]): readonly Claim[] =>
  disclosure.claims.filter(({ type }) => types.includes(type));

function solution(view: DisclosureView): Opening {
  const claims = ofTypes(view, VARIABLE);
  return {
    terms: [["x", 1n]],
    at: claims.map(({ index }) => power(view.domain.chi, index)),
    values: claims.map(({ values }) => toScalar(values[0]! + view.epsilon * (values[1] ?? 0n))),
  };
}

function rows(view: DisclosureView): Opening {
  const { kind, domain, disclosure } = view;
  const at: bigint[] = [];
  const values: bigint[] = [];
  for (const claim of ofTypes(view, MULTIPLIER, SLACK)) {
    for (const [i, field] of fieldsOfClaim(kind, claim.type)!.entries()) {
      const { from, limbs } = placeOf(kind, "0", field)!;
      let rest = claim.values[i]!;
      for (let q = 0; q < limbs; q++) {
        at.push(power(domain.eta, LIMBS * claim.index + from + q));
        values.push(rest % (1n << domain.limbBits));
        rest >>= domain.limbBits;
      }
    }
  }
  return { terms: [[`l_${disclosure.party}`, 1n]], at, values };
}

function dualValue(view: DisclosureView): readonly Opening[] {
  const { domain, disclosure, scalar, challenge } = view;
  const claimed = sumOf(disclosure, DUAL_VALUE);
  if (claimed === null) return [];
  const zeta = challenge("zeta");
  const limbs = Array.from({ length: COPIED_LIMBS }, (_, q) => scalar(copiedLimb(q)));
  const multiplier = sum(limbs.map((limb, q) => limb << (domain.limbBits * BigInt(q))));
  return [
    {
      terms: [
        [`l_${disclosure.party}`, 1n],
        ["M_l", vanishing(domain.order, zeta)],
      ],
      at: powersOf(domain.eta, COPIED_LIMBS).map((root) => toScalar(zeta * root)),
      values: limbs,
    },
    ...running(view, "d", toScalar(multiplier) * scalar("a'"), -claimed),
  ];
}

function objective(view: DisclosureView): readonly Opening[] {
  const { domain, disclosure, scalar, challenge } = view;
  const claimed = sumOf(disclosure, OBJECTIVE);
  if (claimed === null) return [];
  const zeta = challenge("zeta");
  const beyondFirst = 1n - lagrange(domain, 0, zeta);
  const copies = ["x", "c"].map(
    (symbol): Opening => ({
      terms: [
        [symbol, 1n],
        [`M_${symbol}`, vanishing(domain.size, zeta)],
      ],
      at: [zeta],
      values: [scalar(`${symbol}'`)],
    }),
  );
  return [...copies, ...running(view, "o", toScalar(scalar("x'") * scalar("c'")) * beyondFirst, claimed)];
}

/** The running sum of p, whose value at ζ is `summand`, and which comes to `total` on H. */
function running(
  { domain, scalar, challenge }: DisclosureView,
  of: string,
  summand: bigint,
  total: bigint,
): readonly Opening[] {
  const zeta = challenge("zeta");
  const next = scalar(`Psi_${of}(chi zeta)`);
  const share = total * inverse(BigInt(domain.size));
  return [
    {
      terms: [
        [`Psi_${of}`, 1n],
        [`q_${of}`, -vanishing(domain.size, zeta)],
      ],
      at: [zeta],
      values: [toScalar(next - summand + share)],
    },
    { terms: [[`Psi_${of}`, 1n]], at: [toScalar(domain.chi * zeta)], values: [next] },
  ];
}

/** The left side of the line *opening*. */
export function openingTerms(view: DisclosureView): readonly Term[] {
  const openings = openingsOf(view);
  const xi = view.challenge("xi");
  const weights = powersOf(view.challenge("rho"), openings.length);
  const differences = (points: readonly bigint[]) => product(points.map((point) => xi - point));
  const whole = differences([...new Set(openings.flatMap(({ at }) => at))]);
  const terms = openings.flatMap(({ terms, at, values }, i): Term[] => {
    const factor = toScalar(weights[i]! * toScalar(whole * inverse(differences(at))));
    return [
      ...terms.map(([symbol, scalar]): Term => [symbol, factor * scalar]),
      ["G", -factor * interpolated(at, values, xi)],
    ];
  });
  return [...terms, ["W", -whole], ["W'", xi]];
}

/** At x, the polynomial of least degree with these values at distinct points. */
function interpolated(at: readonly bigint[], values: readonly bigint[], x: bigint): bigint {
  const basis = lagrangeBasis(at, x);
  return toScalar(sum(values.map((value, i) => value * basis[i]!)));
}
