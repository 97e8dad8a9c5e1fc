// The place of the identities that a verifier sees: ζ, with the opened values.
import { type Domain, lagrange, reservedRows, selector } from "./domain.ts";
import { ALL_COLUMNS, type Place } from "./identities.ts";
import { type Field, fieldsOf, type Part, readField } from "./layout.ts";
import { type SealedStatement, sumTarget } from "./statement.ts";

/** All that is opened: scalars of a proof by name, and challenges. */
export interface Opened {
  readonly scalars: ReadonlyMap<string, bigint>;
  readonly challenges: ReadonlyMap<string, bigint>;
}

/** ζ; outside K. */
export function openedPlace(statement: SealedStatement, domain: Domain, { scalars, challenges }: Opened): Place {
  const zeta = challenges.get("zeta")!;
  const limbOf = (part: Part) => (limb: number) => scalars.get(`l/${part}/${limb}`)!;
  return {
    statement,
    domain,
    at: zeta,
    selector: selector(domain, zeta),
    first: lagrange(domain, 0, zeta),
    last: lagrange(domain, reservedRows(domain.size).slot, zeta),
    read: (part, field) => readPart(domain, statement, limbOf(part), { part, field }),
    limb: (part) => limbOf(part)(0),
    value: (name) => scalars.get(name)!,
    challenge: (name) => challenges.get(name)!,
    sum: sumTarget(statement),
    kept: ALL_COLUMNS,
  };
}

/** A field of a part, from its 32 limbs. */
export function readPart(
  domain: Domain,
  { kind }: SealedStatement,
  limbs: (limb: number) => bigint,
  { part, field }: { readonly part: Part; readonly field: Field },
): bigint {
  const place = fieldsOf(kind, part).get(field)!;
  return readField(domain, limbs, place.from, place.limbs);
}
