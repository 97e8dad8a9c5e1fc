// The lines of the pairing equation that a proof of a declared part must satisfy (docs/sealed.md,
// "Proving a part").
import { vanishing } from "../domain.ts";
import { reduce } from "../field.ts";
import type { Line, Term } from "../lines.ts";
import { evaluate, interpolate } from "../polynomial.ts";
import { columnsVanishing, type PartClaim, unitOf } from "./claim.ts";

/** What the lines are made from. */
export interface PartContext {
  readonly claim: PartClaim;
  readonly challenge: (name: string) => bigint;
  readonly scalar: (name: string) => bigint;
}

/** At Y = b: V − v, the declared part less what is declared, and A − E. */
const COLUMNS: Line<PartContext> = {
  name: "columns",
  weight: 0,
  tau: "Wb",
  left: ({ claim, challenge, scalar }) => {
    const [b, rho] = [challenge("b"), challenge("rho")];
    const declared = evaluate(interpolate(claim.declared), b);
    const unit = unitOf(claim);
    const costs: Term[] = unit === 0n ? [] : [["c", rho * unit]];
    return [
      ["V", 1n + rho],
      ["S", rho],
      ...costs,
      ["M", -rho * columnsVanishing(claim, b)],
      ["A", rho * rho],
      ["E", -rho * rho],
      ["G", -scalar("v") - rho * declared],
      ["Wb", b],
    ];
  },
};

/** At X = z: E − y, and the running sum of w·E. */
const ROWS: Line<PartContext> = {
  name: "rows",
  weight: 1,
  sigma: "Wz",
  left: ({ claim, challenge, scalar }) => {
    const [z, rho] = [challenge("z"), challenge("rho")];
    const { domain } = claim;
    const weight = evaluate(interpolate(claim.multipliers.map(reduce)), z);
    const share = reduce(scalar("v") * domain.sizeInverse);
    const value = scalar("Phi+") - scalar("y") * weight + share;
    return [
      ["E", 1n],
      ["Phi", rho],
      ["h", rho * vanishing(domain.size, z)],
      ["G", -scalar("y") - rho * reduce(value)],
      ["Wz", z],
    ];
  },
};

/** At X = χz: Φ. */
const SHIFT: Line<PartContext> = {
  name: "shift",
  weight: 2,
  sigma: "Wx",
  left: ({ claim, challenge, scalar }) => [
    ["Phi", 1n],
    ["G", -scalar("Phi+")],
    ["Wx", reduce(claim.domain.generator * challenge("z"))],
  ],
};

export const PART_LINES: readonly Line<PartContext>[] = [COLUMNS, ROWS, SHIFT];
