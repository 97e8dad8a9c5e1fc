// Identities evaluated on a whole grid of places, K or a coset, from a company's own polynomials.
import { GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import { Vector } from "../../crypto/curve/vector.ts";
import { sum } from "../../math/field.ts";
import { type Domain, LIMBS, reservedRows } from "../domain.ts";
import { invertAll, power, powersFrom, reduce } from "../field.ts";
import { ALL_COLUMNS, type Form, type Place } from "../identities.ts";
import type { Field, Part } from "../layout.ts";
import { readPart } from "../place.ts";
import {
  FIELD_GENERATOR,
  interpolateOnCoset,
  type Polynomial,
  rootOfOrder,
  valuesOn,
  valuesOnCoset,
} from "../polynomial.ts";
import { companyIdentities, ownParts } from "./company-rules.ts";
import { MASKS } from "./masks.ts";
import type { ProverState } from "./state.ts";

/** Values of a company's polynomials at every place of a grid, and of public ones. */
interface Grid {
  readonly size: number;
  /** The i-th place, and the values there. */
  place(i: number): Place;
  /** The company's part of polynomial `name` at place i; 0 if it has none. */
  value(name: string, i: number): bigint;
}

/** K itself, in the order of its generator. */
export function limbGrid(state: ProverState): Grid {
  const { domain } = state.setting;
  const onH = (i: number) => (i % LIMBS === 0 ? 1n : 0n);
  return gridOf(state, {
    points: powersFrom(domain.limbGenerator, domain.limbSize),
    values: (polynomial) => valuesOn(domain.limbSize, polynomial),
    selectors: Array.from({ length: domain.limbSize }, (_, i) => onH(i)),
    first: (i) => (i === 0 ? 1n : 0n),
    last: (i) => (i === LIMBS * reservedRows(domain.size).slot ? 1n : 0n),
  });
}

/** Places of a grid, and public values there. */
interface Places {
  readonly points: readonly bigint[];
  readonly selectors: readonly bigint[];
  readonly first: (i: number) => bigint;
  readonly last: (i: number) => bigint;
}

/** A coset that does not meet K, of the least order that exceeds the degree of q. */
export function cosetGrid(state: ProverState): Grid {
  const places = cosetOf(state.setting.domain);
  return gridOf(state, { ...places, values: (polynomial) => valuesOnCoset(places.points.length, polynomial) });
}

/** The places of that coset. */
function cosetOf(domain: Domain): Places {
  const size = cosetSize(domain);
  const root = rootOfOrder(size);
  const powerOf = (exponent: number) => {
    const shift = power(FIELD_GENERATOR, exponent);
    return powersFrom(power(root, exponent), size).map((value) => (value * shift) % GROUP_ORDER);
  };
  const points = powerOf(1);
  const onH = powerOf(domain.size).map((value) => reduce(value - 1n));
  const onK = powerOf(domain.limbSize).map((value) => reduce(value - 1n));
  const inverses = invertAll(onH.map((value) => reduce(BigInt(LIMBS) * value)));
  const lagrangeAt = (place: bigint) => {
    const denominators = invertAll(points.map((point) => reduce(BigInt(domain.size) * (point - place))));
    return denominators.map((inverse, i) => (((place * onH[i]!) % GROUP_ORDER) * inverse) % GROUP_ORDER);
  };
  const [first, last] = [lagrangeAt(1n), lagrangeAt(domain.last)];
  return {
    points,
    selectors: inverses.map((inverse, i) => (onK[i]! * inverse) % GROUP_ORDER),
    first: (i) => first[i]!,
    last: (i) => last[i]!,
  };
}

/** The order of the coset. */
export function cosetSize(domain: Domain): number {
  return 2 ** Math.ceil(Math.log2(quotientLength(domain)));
}

/** Coefficients of q: F has degree at most 2(D + 33) + D − R, and q is F/Z_K. */
export function quotientLength({ size, limbSize }: Domain): number {
  return 2 * (limbSize + MASKS.limbs - 1) - size + 1;
}

/** The company's part of F at every place of the grid. */
export function ownIdentities({ setting, secret, challenges }: ProverState, grid: Grid): bigint[] {
  const own = companyIdentities(setting, secret.party);
  const weights = powersFrom(challenges.get("gamma")!, own.length);
  return Array.from({ length: grid.size }, (_, i) => {
    const place = grid.place(i);
    return reduce(sum(own.map(({ form }, j) => weights[j]! * reduce(formValue(grid, form(place), i)))));
  });
}

/** q from the values of F on a coset grid; what is not a multiple of Z_K has no right q. */
export function quotientOnCoset(domain: Domain, values: Vector): Polynomial {
  const quotients = values.times(vanishingInverses(values.length, domain.limbSize));
  return interpolateOnCoset(quotients).slice(0, quotientLength(domain));
}

/** 1/(X^order − 1) on the coset of order `size`, where X^order takes size/order values. */
export function vanishingInverses(size: number, order: number): Vector {
  const period = size / order;
  const shift = power(FIELD_GENERATOR, order);
  const values = powersFrom(rootOfOrder(period), period).map((root) => reduce(shift * root - 1n));
  return Vector.of(invertAll(values)).repeated(order);
}

interface GridParts extends Places {
  readonly values: (polynomial: readonly bigint[]) => bigint[];
}

function gridOf(state: ProverState, { points, values, selectors, first, last }: GridParts): Grid {
  const { statement, domain } = state.setting;
  const size = points.length;
  const table = new Map<string, bigint[]>();
  const lookUp = (name: string, polynomial: Polynomial | undefined, i: number): bigint => {
    if (polynomial === undefined) return 0n;
    const known = table.get(name) ?? values(polynomial);
    table.set(name, known);
    return known[i % size]!;
  };
  const value = (name: string, i: number) => lookUp(name, state.polynomials.get(name), i);
  const own = new Map(ownParts(state.setting, state.secret.party).map((part) => [part, new Map<Field, bigint[]>()]));
  const rotate = size / domain.limbSize;
  /** A field at place i, read once; where the selector is 0, nothing depends on it. */
  const read = (part: Part, field: Field, i: number): bigint => {
    const fields = own.get(part);
    if (fields === undefined || selectors[i] === 0n) return 0n;
    const known = fields.get(field) ?? new Array<bigint>(size);
    fields.set(field, known);
    known[i] ??= readPart(domain, statement, (limb) => value(`l/${part}`, i + limb * rotate), { part, field });
    return known[i]!;
  };
  const share = state.setting.agreed.sums[state.secret.party]!;
  const kept = state.setting.split?.kept[state.secret.party];
  const keptAt = (i: number) => ({
    columns: lookUp("kept columns", kept?.columns, i),
    limbs: lookUp("kept limbs", kept?.limbs, i),
  });
  const rotated: Readonly<Record<string, (i: number) => bigint>> = {
    N: (i) => lookUp("whole N", state.setting.vectors.N, i),
    x: (i) => lookUp("whole x", state.whole.get("x"), i),
    Y: (i) => lookUp("whole Y", state.whole.get("Y"), i),
    "Phi+": (i) => value("Phi", i + rotate),
    "Psi+": (i) => value("Psi", i + LIMBS * rotate),
  };
  return {
    size,
    value,
    place: (i) => ({
      ...{ statement, domain, at: points[i]!, selector: selectors[i]!, first: first(i), last: last(i), sum: share },
      kept: kept === undefined ? ALL_COLUMNS : keptAt(i),
      limb: (part) => value(`l/${part}`, i),
      read: (part, field) => read(part, field, i),
      value: (name) => rotated[name]?.(i) ?? state.scalars.get(name)!,
      challenge: (name) => state.challenges.get(name)!,
    }),
  };
}

/** A form's value at place i, with this company's parts of the polynomials; not reduced. */
export function formValue(grid: Grid, form: Form, i: number): bigint {
  return form.terms.reduce((sum, [name, coefficient]) => sum + coefficient * grid.value(name, i), form.constant);
}
