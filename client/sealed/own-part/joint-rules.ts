// The identities as the joint part must meet them: what is left of those of the proof when every
// company has its own part (docs/sealed-own-part.md, "Parts").
import { reduce } from "../field.ts";
import { type Form, type Identity, INNER, type Place, SUM, SUMS } from "../identities.ts";
import { openedPlace } from "../place.ts";
import type { SplitSetting } from "./own.ts";

/** What joint identities need besides the whole proof's values at ζ. */
export interface JointOpened {
  /** Per company, the scalars of its own part. */
  readonly opened: readonly ReadonlyMap<string, bigint>[];
  readonly challenges: ReadonlyMap<string, bigint>;
}

/**
 * In the positions of the whole list; forms are to be taken at ζ, where `read` and `limb` have the
 * sums over all keepers. "h/C/k" is the summand of company k in h_C.
 */
export function jointIdentities(setting: SplitSetting, { opened, challenges }: JointOpened): readonly Identity[] {
  const { statement, domain } = setting;
  const keepers = [...opened.entries()].filter(([, scalars]) => scalars.has("l/C/0"));
  const places = new Map(
    keepers.map(([party, scalars]) => [party, openedPlace(statement, domain, { scalars, challenges })] as const),
  );
  const forms: Readonly<Record<string, Identity["form"]>> = {
    "lookup C": (place) => ({
      constant: 0n,
      terms: [...places].map(([party, own]) => [`h/C/${party}`, place.limb("C") - own.limb("C")] as const),
    }),
    [SUM]: (place) => crossSum(place, places),
    [INNER.name]: INNER.form,
  };
  return setting.identities.map((identity) => ({ ...identity, form: forms[identity.name] ?? (() => NOTHING) }));
}

const NOTHING: Form = { constant: 0n, terms: [] };

/** Φ, and what the columns' G has in products of two keepers; c is the owner's. */
function crossSum(place: Place, places: ReadonlyMap<number, Place>): Form {
  const { kind, objectiveOwner } = place.statement;
  const whole = SUMS[kind](place, []);
  const own = [...places.values()].map((each) => SUMS[kind](each, []));
  const constant = own.reduce((rest, form) => rest - form.constant, whole.constant);
  const ofOwner = SUMS[kind](places.get(objectiveOwner)!, []).terms;
  const onH = reduce(place.selector * place.challenge("nu'"));
  return {
    constant: place.value("Phi+") - onH * reduce(constant),
    terms: [
      ["Phi", -1n],
      ...whole.terms.map(([name, coefficient], i) => [name, -onH * reduce(coefficient - ofOwner[i]![1])] as const),
    ],
  };
}
