// What a proof contains, step by step, and the challenges between (docs/sealed.md, "Polynomials and
// steps"). Points and scalars go by their symbols: "A/0" is A_0, "l/C/3" is l_C(ζη³), "Phi+" is
// Φ(ηζ), "Psi+" is Ψ(χζ).
import type { Kind } from "../round/verdict.ts";
import { LIMBS } from "./domain.ts";
import { partsOf } from "./layout.ts";

export interface Step {
  readonly points: readonly string[];
  readonly scalars: readonly string[];
  /** Challenges that are drawn once the step is in the transcript. */
  readonly challenges: readonly string[];
}

/** Whether proofs of a kind are about a solution, and whether they are about multipliers. */
export function aspects(kind: Kind): { readonly primal: boolean; readonly dual: boolean } {
  return { primal: kind !== "infeasible", dual: kind !== "unbounded" };
}

/** Step 0 (A_k and c), then steps 1 to 9. */
export function stepsOf(kind: Kind, parties: number): readonly Step[] {
  const { primal, dual } = aspects(kind);
  const ifPrimal = (...names: string[]) => (primal ? names : []);
  const ifDual = (...names: string[]) => (dual ? names : []);
  const parts = partsOf(parties);
  const own = (name: string) => Array.from({ length: parties }, (_, k) => `${name}/${k}`);
  const each = (name: string) => parts.map((part) => `${name}/${part}`);
  return [
    { points: [...own("A"), "c"], scalars: [], challenges: [] },
    { points: [...each("l"), "m", ...ifDual("V")], scalars: [], challenges: ["theta", "epsilon", ...own("lambda")] },
    { points: [...each("h"), "hT", ...ifPrimal("x", "T")], scalars: [], challenges: ["alpha", "beta"] },
    {
      points: [...ifPrimal("a", "Q1"), ...ifDual(...own("e"))],
      scalars: [...ifPrimal("t"), ...ifDual("v")],
      challenges: own("mu"),
    },
    { points: ifDual("Q2"), scalars: [], challenges: ["nu", "nu'"] },
    { points: ["Phi", ...ifPrimal("Psi")], scalars: [], challenges: ["gamma"] },
    { points: ["q"], scalars: [], challenges: ["zeta"] },
    {
      points: ifDual("We"),
      scalars: [
        ...parts.flatMap((part) => Array.from({ length: LIMBS }, (_, limb) => `l/${part}/${limb}`)),
        ...["Phi+", "N", ...ifPrimal("Psi+", "x"), ...ifDual("y")],
      ],
      challenges: ["rho"],
    },
    { points: ["W"], scalars: [], challenges: ["xi"] },
    { points: ["W'"], scalars: [], challenges: ["pi"] },
  ];
}
