// What a round's terms ask of a company, and what its own file has told already: in English.
import type { Magnitudes } from "../../lp/joint/sizes.ts";
import { counted } from "../../math/counted.ts";

/** What each tolerance allows, before and after how much. */
export const TOLERANCE_WORDS = {
  residual: ["a row may be missed by", "in the row's unit"],
  dual: ["a reduced cost may be below zero by", "in the objective's unit per unit of the variable"],
  gap: ["the optimum may be missed by", "in the objective's unit"],
} as const;

const atMost = ([before, after]: readonly [string, string], value: string) => `  ${before} at most ${value} ${after}`;

export interface Value {
  readonly value: string;
}

export interface Brought {
  readonly name: string;
  readonly rows: number;
  readonly variables: number;
  /** Which optimum its costs ask for; null without costs. */
  readonly sense: "min" | "max" | null;
}

const SIZE_WORDS = {
  coefficient: "a coefficient",
  row: "the sum of a row's |coefficients|",
  column: "the sum of a variable's |coefficients|",
  side: "a right-hand side",
  cost: "a cost",
} as const satisfies Readonly<Record<keyof Magnitudes, string>>;

function sizesInWords(sizes: Magnitudes): string {
  const known = (Object.keys(SIZE_WORDS) as (keyof Magnitudes)[]).flatMap((sort) =>
    sizes[sort] === null ? [] : [`${SIZE_WORDS[sort]} ≤ 10^${sizes[sort]}`],
  );
  return known.length === 0 ? "none" : known.join(", ");
}

export const termsSentences = {
  OpenerUntold: "an account that the chain node does not tell",
  OpenerOutside: ({ account }: { account: string }) => `${account}, which takes no part in it`,
  OpenerKnown: ({ name, account }: { name: string; account: string }) => `${name} (${account})`,

  CompanyComputes: ({ name }: { name: string }) => `${name}: helps to compute, without rows`,
  CompanyWithoutRows: ({ name }: { name: string }) => `${name}: takes part without rows`,
  CompanyBrings: ({ name, rows, variables, sense }: Brought) => {
    const has = rows === 0 ? [] : [counted(rows, "row")];
    const costs = sense === null ? [] : [`the costs (${sense === "min" ? "a minimum" : "a maximum"} is sought)`];
    return `${name}: ${[...has, ...costs].join(" and ")}, over ${counted(variables, "variable")}`;
  },

  Decimals: ({ data, solution, multipliers }: { data: number; solution: number; multipliers: number }) =>
    `Decimals: ${data} of the data, ${solution} of the solution, ${multipliers} of the multipliers`,
  UpperBounds: ({ stated, variables, others }: { stated: number; variables: number; others: string | null }) =>
    `Upper bounds: a company states one for ${stated} of ${counted(variables, "variable")}` +
    (others === null ? "" : `, the others ${others}`),
  Tolerances: "Tolerances:",
  "tolerance/residual": ({ value }: Value) => atMost(TOLERANCE_WORDS.residual, value),
  "tolerance/dual": ({ value }: Value) => atMost(TOLERANCE_WORDS.dual, value),
  "tolerance/gap": ({ value }: Value) => atMost(TOLERANCE_WORDS.gap, value),

  FileContent: ({
    variables,
    inequalities,
    equalities,
    decimals,
    sense,
  }: Pick<Brought, "variables" | "sense"> & { inequalities: number; equalities: number; decimals: number }) =>
    `${counted(variables, "variable")} by name, ${counted(inequalities, "≤ row")}, ${counted(equalities, "= row")}, ${counted(decimals, "decimal")}` +
    (sense === null ? "" : `, an objective (${sense})`),
  FileSizes: (sizes: Magnitudes) => `Sizes, in powers of ten: ${sizesInWords(sizes)}`,
} as const;
