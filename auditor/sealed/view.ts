// What a verifier sees at X = ζ: opened values, challenges, hidden numbers as their limbs give
// them.
import { type Domain, lagrange, power, selector } from "./domain.ts";
import { readFields } from "./limbs.ts";
import { partiesOf } from "./steps.ts";
import type { SealedStatement } from "./types.ts";

export interface View {
  readonly statement: SealedStatement;
  readonly domain: Domain;
  readonly parties: readonly string[];
  readonly zeta: bigint;
  /** χ^(R−1), the place of the slot. */
  readonly slot: bigint;
  /** sel(ζ), Λ_0(ζ) and Λ_{R−1}(ζ). */
  readonly selector: bigint;
  readonly inFirst: bigint;
  readonly inSlot: bigint;
  /** A scalar of the proof. */
  scalar(name: string): bigint;
  challenge(name: string): bigint;
  /** A field of the columns ("C") or of a party's rows; 0 where the kind has none of this name. */
  field(name: string, part?: string): bigint;
}

/** The opened scalars and the challenges of a proof. */
export interface Opened {
  readonly scalars: ReadonlyMap<string, bigint>;
  readonly challenges: ReadonlyMap<string, bigint>;
}

/** The view of a proof whose ζ is outside K. */
export function viewOf(statement: SealedStatement, domain: Domain, { scalars, challenges }: Opened): View {
  const parties = partiesOf(statement);
  const zeta = challenges.get("zeta")!;
  const last = domain.size - 1;
  const fields = new Map(
    ["C", ...parties].map((part) => {
      const limb = (q: number) => scalars.get(`l_${part}.${q}`)!;
      return [part, readFields(statement.kind, part, domain.limbBits, limb)];
    }),
  );
  return {
    ...{ statement, domain, parties, zeta },
    slot: power(domain.chi, last),
    selector: selector(domain, zeta),
    inFirst: lagrange(domain, 0, zeta),
    inSlot: lagrange(domain, last, zeta),
    scalar: (name) => scalars.get(name)!,
    challenge: (name) => challenges.get(name)!,
    field: (name, part = "C") => fields.get(part)!.get(name) ?? 0n,
  };
}
