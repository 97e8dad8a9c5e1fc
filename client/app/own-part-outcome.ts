// An optimum of which a company learned its own part, as it reads it: the variables that its file
// names and the rows of its file. Null is what it does not know, which may be any number.
import { InputError } from "../errors.ts";
import { type RowActivity, toUserOptimum } from "../lp/joint/user-outcome.ts";
import type { PartOfOutcome } from "../play/seal/settlement.ts";
import type { PublicRound } from "../round/public-round.ts";
import type { Reader } from "./company-outcome.ts";

interface OwnVariable {
  readonly name: string;
  readonly value: string | null;
}

/**
 * All numbers are exact decimal strings in the units of the file. `variables` lists all public
 * ones.
 */
export type OwnPartOptimum = {
  readonly ownPart: true;
} & (
  | {
      readonly kind: "optimal";
      /** As in UserOutcome. */
      readonly objective: string | null;
      readonly variables: readonly (OwnVariable & { readonly reducedCost: string | null })[];
      readonly rows: readonly (RowActivity & { readonly dual: string })[];
    }
  | { readonly kind: "feasible"; readonly variables: readonly OwnVariable[]; readonly rows: readonly RowActivity[] }
);

/** @throws InputError OutcomeMismatch where a value is missing that the model's rows need. */
export function ownPartOptimum(
  { model, program }: Pick<Reader, "model" | "program">,
  { decimals }: Pick<PublicRound, "decimals">,
  { outcome: { x, multipliers }, objective, reducedCosts }: PartOfOutcome,
): OwnPartOptimum {
  const shown = new Map(
    program.variables.map(({ name, free, column }) => {
      const isKnown = x[column] != null && (!free || x[column + 1] != null);
      return [name, { isKnown, isPriced: isKnown && reducedCosts[column] != null }];
    }),
  );
  const missing = model.variables.find(({ name }) => shown.get(name)?.isKnown === false);
  if (missing !== undefined)
    throw new InputError("OutcomeMismatch", `the value of "${missing.name}" is missing; use the outcome of this round`);
  // Zeros stand for what this company does not know, and are left out below.
  const whole = toUserOptimum(model, program, decimals, {
    ...{ kind: "optimal", x: x.map((value) => value ?? 0n), multipliers },
    ...{ objective: objective ?? 0n, reducedCosts: reducedCosts.map((cost) => cost ?? 0n) },
  });
  if (whole.kind === "feasible") {
    const variables = whole.variables.map(({ name, value }) => ({
      name,
      value: shown.get(name)!.isKnown ? value : null,
    }));
    return { ...whole, ownPart: true, variables };
  }
  const variables = whole.variables.map(({ name, value, reducedCost }) => {
    const { isKnown, isPriced } = shown.get(name)!;
    return { name, value: isKnown ? value : null, reducedCost: isPriced ? reducedCost : null };
  });
  return { ...whole, ownPart: true, objective: objective === null ? null : whole.objective, variables };
}
