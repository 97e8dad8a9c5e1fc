// The identities as one company's part must meet them, alone: which it makes, with its own share of
// each constant, and *dual* with its cover (docs/sealed.md, "Companies"). The parts of all
// companies add up to the identities of the proof.
import { sum } from "../../math/field.ts";
import type { Domain } from "../domain.ts";
import { reduce } from "../field.ts";
import { ALL_COLUMNS, DUAL, dualFactor, type Form, type Identity, INNER, type Place, SUM } from "../identities.ts";
import type { Part } from "../layout.ts";
import { openedPlace } from "../place.ts";
import { evaluate, interpolate, type Polynomial } from "../polynomial.ts";
import type { SealedStatement } from "../statement.ts";
import { coverName, sumCoverName } from "./covers.ts";
import { type Agreed, type Keeping, keeps, type Setting } from "./setting.ts";

/** The owner of the objective makes the part of the columns, too, unless keepers do. */
export function isOwner(
  { statement }: { readonly statement: Pick<SealedStatement, "objectiveOwner"> },
  party: number,
): boolean {
  return party === statement.objectiveOwner;
}

/** The limb polynomials that a company makes. */
export function ownParts(setting: Keeping, party: number): readonly Part[] {
  const columns = Array.from({ length: setting.statement.size }, (_, j) => j);
  return columns.some((j) => keeps(setting, party, j)) ? ["C", party] : [party];
}

/**
 * Whether an entry of a step is a company's to make, alone or as a summand. Ψ is the nodes' alone
 * where columns are split.
 */
export function makes(setting: Keeping, party: number, name: string): boolean {
  const [symbol, part] = name.split("/");
  if (part === "C" || symbol === "x") return ownParts(setting, party).includes("C");
  if (part !== undefined) return Number(part) === party;
  if (symbol === "Psi" || symbol === "Psi+") return setting.split === undefined;
  return isOwner(setting, party) || (symbol !== "c" && symbol !== "N");
}

/**
 * What stands for the other side of *dual* in a party's part: Y_k; for the owner −Σ Y_j; nothing
 * for unbounded outcomes.
 */
export function dualConstant({ statement, domain, agreed, split }: Setting, party: number): Polynomial {
  const own = agreed.parts[party];
  if (own === undefined) return [];
  if (split !== undefined) return interpolate(own);
  return interpolate(isOwner({ statement }, party) ? sumOfParts(domain, agreed).map((sum) => reduce(-sum)) : own);
}

/** Σ Y_k over all parties but the owner, not reduced. */
export function sumOfParts({ size }: Domain, { parts }: Agreed): bigint[] {
  return Array.from({ length: size }, (_, j) => sum(parts.map((part) => part[j] ?? 0n)));
}

/** The identities of one company, in the positions of the whole list. */
export function companyIdentities(setting: Setting, party: number): readonly Identity[] {
  const makers = new Set<Part | "all">(["all", ...ownParts(setting, party)]);
  return setting.identities.map((identity) =>
    makers.has(identity.maker) ? asOwn(setting, party, identity) : { ...identity, form: () => NOTHING },
  );
}

/** An identity as a company's part must meet it: *inner* is joint where columns are split. */
export function asOwn({ split }: Pick<Setting, "split">, party: number, identity: Identity): Identity {
  const { name, form } = identity;
  if (name === DUAL) return { ...identity, form: (place) => withCover(form(place), place, party) };
  if (split === undefined) return identity;
  if (name === INNER.name) return { ...identity, form: () => NOTHING };
  if (name === SUM) return { ...identity, form: (place) => withSumCover(form(place), place, party) };
  return identity;
}

const NOTHING: Form = { constant: 0n, terms: [] };

function withCover(form: Form, place: Place, party: number): Form {
  const factor = dualFactor(place);
  return {
    constant: form.constant + factor * place.value("Y"),
    terms: [...form.terms, [coverName(party), -factor]],
  };
}

function withSumCover(form: Form, place: Place, party: number): Form {
  return { ...form, terms: [...form.terms, [sumCoverName(party), -place.challenge("nu'")]] };
}

/** What a company's own place at ζ is made from. */
export interface OwnView {
  /** The company's parts of scalars. */
  readonly own: ReadonlyMap<string, bigint>;
  /** x̂, which every company knows; null in kind 1, and where companies have parts of it. */
  readonly point: Polynomial | null;
  readonly challenges: ReadonlyMap<string, bigint>;
}

/** ζ as a company's part sees it: others' numbers are 0, N and x̂ are whole. */
export function companyPlace(setting: Setting, party: number, { own, point, challenges }: OwnView): Place {
  const { statement, domain, agreed } = setting;
  const parts = new Set(ownParts(setting, party));
  const kept = setting.split?.kept[party];
  const place = openedPlace(statement, domain, { scalars: own, challenges });
  const whole: Readonly<Record<string, () => bigint>> = {
    N: () => evaluate(setting.vectors.N, place.at),
    ...(setting.split === undefined ? { x: () => evaluate(point ?? [], place.at) } : {}),
    Y: () => evaluate(dualConstant(setting, party), place.at),
  };
  return {
    ...place,
    sum: agreed.sums[party]!,
    kept:
      kept === undefined
        ? ALL_COLUMNS
        : { columns: evaluate(kept.columns, place.at), limbs: evaluate(kept.limbs, place.at) },
    read: (part, field) => (parts.has(part) ? place.read(part, field) : 0n),
    limb: (part) => (parts.has(part) ? place.limb(part) : 0n),
    value: (name) => whole[name]?.() ?? own.get(name) ?? 0n,
  };
}
