// Which polynomials a disclosure opens, where and with which values, and the lines of its pairing
// equation (docs/sealed-disclosure.md, "Equations"). Prover, verifier and whoever simulates
// disclosures use the same.
import { GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import { type Domain, LIMBS, lagrange, vanishing } from "../domain.ts";
import { power, powersFrom, reduce } from "../field.ts";
import { fieldsOf, readField } from "../layout.ts";
import type { Term } from "../lines.ts";
import { interpolateAt, openingFactors } from "../openings.ts";
import type { SealedStatement } from "../statement.ts";
import { type Claims, MULTIPLIER_LIMBS } from "./argument.ts";
import { claimedSum, fieldsShown } from "./claims.ts";

/** What openings are made from, once scalars and challenges are known. */
export interface DisclosureView extends Claims {
  readonly statement: Pick<SealedStatement, "kind">;
  readonly domain: Domain;
  /** ε of the sealed proof. */
  readonly epsilon: bigint;
  readonly scalar: (name: string) => bigint;
  readonly challenge: (name: string) => bigint;
}

/** A combination of committed polynomials, opened at different points. */
export interface DisclosureOpening {
  /** What it is for. */
  readonly name: string;
  readonly terms: readonly Term[];
  readonly points: readonly bigint[];
  readonly values: readonly bigint[];
}

/** In order: opening i has weight ρ^i. */
export function disclosureOpenings(view: DisclosureView): readonly DisclosureOpening[] {
  return [variables(view), rows(view), ...dualValue(view), ...objective(view)].filter(
    ({ points }) => points.length > 0,
  );
}

function variables({ claims, domain, epsilon }: DisclosureView): DisclosureOpening {
  const shown = claims.filter(({ what }) => what === "variable");
  return {
    name: "variables",
    terms: [["x", 1n]],
    points: shown.map(({ index }) => power(domain.generator, index)),
    values: shown.map(({ values: [x, ray = 0n] }) => reduce(x! + epsilon * ray)),
  };
}

function rows({ claims, party, domain, statement: { kind } }: DisclosureView): DisclosureOpening {
  const { limbBits, limbGenerator } = domain;
  const mask = (1n << BigInt(limbBits)) - 1n;
  const digits = claims
    .filter(({ what }) => what === "multiplier" || what === "slack")
    .flatMap(({ what, index, values }) =>
      fieldsShown(kind, what).flatMap((field, at) => {
        const { from, limbs } = fieldsOf(kind, party).get(field)!;
        return Array.from({ length: limbs }, (_, limb) => ({
          point: power(limbGenerator, LIMBS * index + from + limb),
          value: (values[at]! >> BigInt(limb * limbBits)) & mask,
        }));
      }),
    );
  return {
    name: "rows",
    terms: [[`l/${party}`, 1n]],
    points: digits.map(({ point }) => point),
    values: digits.map(({ value }) => value),
  };
}

function dualValue(view: DisclosureView): DisclosureOpening[] {
  const { claims, party, domain, scalar, challenge } = view;
  const claimed = claimedSum(claims, "dual value");
  if (claimed === undefined) return [];
  const zeta = challenge("zeta");
  const limb = (index: number) => scalar(`l'/${index}`);
  const product = readField(domain, limb, 0, MULTIPLIER_LIMBS) * scalar("a'");
  return [
    {
      name: "copy of l",
      terms: [
        [`l/${party}`, 1n],
        ["M/l", vanishing(domain.limbSize, zeta)],
      ],
      points: powersFrom(domain.limbGenerator, MULTIPLIER_LIMBS).map((root) => (root * zeta) % GROUP_ORDER),
      values: Array.from({ length: MULTIPLIER_LIMBS }, (_, index) => limb(index)),
    },
    ...runningSum(view, "d", product, -claimed),
  ];
}

function objective(view: DisclosureView): DisclosureOpening[] {
  const { claims, domain, scalar, challenge } = view;
  const claimed = claimedSum(claims, "objective");
  if (claimed === undefined) return [];
  const zeta = challenge("zeta");
  const copy = (of: string): DisclosureOpening => ({
    name: `copy of ${of}`,
    terms: [
      [of, 1n],
      [`M/${of}`, vanishing(domain.size, zeta)],
    ],
    points: [zeta],
    values: [scalar(`${of}'`)],
  });
  const product = reduce(scalar("x'") * scalar("c'")) * outsideFirst(domain, zeta);
  return [copy("x"), copy("c"), ...runningSum(view, "o", product, claimed)];
}

/** 1 − Λ_0: leaves out column 0. */
export function outsideFirst(domain: Domain, at: bigint): bigint {
  return reduce(1n - lagrange(domain, 0, at));
}

/** Ψ(X) − Ψ(χX) + p(X) − total/R = q Z_H at ζ, from p(ζ). */
function runningSum(
  { domain, scalar, challenge }: DisclosureView,
  of: "d" | "o",
  product: bigint,
  total: bigint,
): DisclosureOpening[] {
  const zeta = challenge("zeta");
  const next = scalar(`Psi+/${of}`);
  return [
    {
      name: `sum ${of}`,
      terms: [
        [`Psi/${of}`, 1n],
        [`q/${of}`, -vanishing(domain.size, zeta)],
      ],
      points: [zeta],
      values: [reduce(next - product + total * domain.sizeInverse)],
    },
    {
      name: `next ${of}`,
      terms: [[`Psi/${of}`, 1n]],
      points: [(domain.generator * zeta) % GROUP_ORDER],
      values: [next],
    },
  ];
}

/** A line of the pairing equation: left = σ·[sigma] + τ·[tau], in the exponent. */
export interface DisclosureLine {
  readonly name: string;
  readonly left: readonly Term[];
  readonly sigma?: string;
  readonly tau: string;
}

/** *opening*. */
export function openingLine(
  openings: readonly DisclosureOpening[],
  challenge: (name: string) => bigint,
): DisclosureLine {
  const [rho, xi] = [challenge("rho"), challenge("xi")];
  const { whole, rests } = openingFactors(openings, xi);
  const weights = powersFrom(rho, openings.length);
  const left = openings.flatMap(({ terms, points, values }, i): Term[] => {
    const factor = reduce(weights[i]! * rests[i]!);
    const opened = terms.map(([name, coefficient]): Term => [name, factor * coefficient]);
    return [...opened, ["G", -factor * interpolateAt(points, values, xi)]];
  });
  return { name: "opening", left: [...left, ["W", -whole], ["W'", xi]], tau: "W'" };
}

/** *column 0*; the left side without P and P′. */
export function firstColumn({ party, domain, scalar, challenge }: DisclosureView): readonly Term[] {
  return [
    [`A/${party}`, 1n],
    ["M/A", vanishing(domain.size, challenge("zeta"))],
    ["G", -scalar("a'")],
  ];
}

/** All lines: line i has weight π^i. */
export function disclosureLines(view: DisclosureView): readonly DisclosureLine[] {
  const opening = openingLine(disclosureOpenings(view), view.challenge);
  if (claimedSum(view.claims, "dual value") === undefined) return [opening];
  const left: readonly Term[] = [...firstColumn(view), ["P", view.challenge("zeta")], ["P'", 1n]];
  return [opening, { name: "column 0", left, sigma: "P", tau: "P'" }];
}

/** Whether no denominator vanishes: ζ is outside K, and ξ none of the points. */
export function areApart(
  openings: readonly DisclosureOpening[],
  domain: Domain,
  challenge: (name: string) => bigint,
): boolean {
  const xi = challenge("xi");
  return (
    power(challenge("zeta"), domain.limbSize) !== 1n && openings.every(({ points }) => points.every((at) => at !== xi))
  );
}
