// What becomes public of an outcome and who learns more, in English, in lines as a terminal shows
// them. Sentences of own parts are those of docs/sealed-own-part.md, "Players".
import { counted, listed } from "../../math/counted.ts";

export interface Costs {
  readonly costs: boolean;
}

export interface Owner {
  readonly owner: string;
}

/** What a company will know of its own part. */
export interface OwnPart {
  readonly name: string;
  readonly variables: number;
  /** All by name; a terminal cuts a line of many. */
  readonly shared: readonly string[];
  /** How many nobody else names. */
  readonly alone: number;
  /** Null where there are no costs. */
  readonly reducedCosts: number | null;
}

function ownPart({ name, variables, shared, alone, reducedCosts }: OwnPart): string {
  const own = shared.length + alone;
  if (own === 0) return `    ${name}: no variable`;
  const named = [...shared, ...(alone === 0 ? [] : [`${alone} that nobody else names`])];
  const known = `    ${name}: ${own} of ${counted(variables, "variable")} (${named.join(", ")})`;
  if (reducedCosts === null) return known;
  return `${known}, ${reducedCosts === 0 ? "no reduced cost" : counted(reducedCosts, "reduced cost")}`;
}

export const sealedSentences = {
  PublicOutcome: `Everybody will know: whether there is an optimum and which, the plan, the slack and the multiplier of every row, reduced costs,
numbers of rows and columns, and the accounts; the companies also know the names of the variables`,

  SealedOutcome: "Sealed outcome, experimental until reviewed from outside",
  SetupNeeded: ({ setup, size }: { setup: string; size: number }) => `  Set-up ${setup}, of size ${size}`,
  SetupNotKept: `  This home does not keep it: check its file, and keep it with \`concordat setup verify <its file> --keep\`
  before you accept`,
  Contributors: ({ contributors, more }: { contributors: readonly string[]; more: number }) =>
    [
      `  ${counted(contributors.length + more, "contribution")} to it, one of which must be honest, or its contributors could prove false outcomes`,
      "  and, as partners, read rows:",
      ...[...contributors, ...(more === 0 ? [] : [`and ${more} more`])].map((name) => `    ${name}`),
    ].join("\n"),
  SetupTrusted: `  A company that is not among the contributors to the set-up trusts that one of these was honest, and must say so to
  accept: \`concordat join\` with --accept-setup`,

  PublicSees: ({ ownParts, costs }: Costs & { ownParts: boolean }) =>
    `  The public will see that ${ownParts ? "an optimum is proven" : "the outcome is proven and whether it is an optimum, a contradiction or a ray"}; accounts,
  numbers of rows and columns, decimals, tolerances, and a digest of names and upper bounds. It will not see the
  plan, slacks${costs ? ", multipliers, reduced costs or the objective's value" : " or multipliers"}`,
  PlanToAll: ({ costs }: Costs) =>
    `  Every company will know the plan, the multiplier of every row, and the slacks of its own${
      costs
        ? `. Only the owner of the costs is
  told reduced costs and value; of two companies the other one can work out the reduced costs, too, and where the
  owner has no rows, the others together the value`
        : ""
    }`,

  OwnPartsOnly: ({ costs }: Costs) =>
    `  Every company will know its own part only: the variables that its file names, and ${costs ? "multipliers and slacks" : "the slacks"} of its own rows`,
  OwnPart: ownPart,
  SharedVariables: "  A variable that several files name is known to each of these companies",
  ReducedCosts: `  One company that names a variable, the owner of the costs if it does, learns its reduced cost, and so what the rows of the
  others come to in it, each times its multiplier, together. Reduced costs of many rounds are equations in these rows`,
  CostsKnown: `  Where a variable is not 0, the companies that together have all rows in it know its cost; one company alone does if no
  other has rows in it`,
  ValueOfOwner: ({ owner }: Owner) =>
    `  The objective's value is told to nobody: ${owner} computes it, from its costs and the variables that have any, and so
  learns what the right-hand sides of the others come to, each times its multiplier, together and up to the round's
  tolerances; those of one company alone, where only one of the others has rows`,
  ValueOfAll: ({ owner }: Owner) =>
    `  All companies are told the objective's value, without a constant that ${owner} may have. The proof does not cover it:
  only ${owner} can check it, whose client stops the round if it is false. So every company learns what the right-hand
  sides of the others come to, each times its multiplier, together and up to the round's tolerances; those of one
  company alone, where only one of the others has rows`,
  NodesCompute: ({ nodes }: { nodes: readonly string[] }) =>
    `  This holds against any one of ${listed(nodes)}, who compute, if all three keep to the protocol, even together with
  companies that are none of them. Two of these three together can know everything`,
  EndsUnproven: ({ costs }: Costs) =>
    costs
      ? `  Rows that contradict each other, or an objective without bound, end the round without a proof, and every company learns
  which of the two it is`
      : "  Rows that contradict each other end the round without a proof, and every company learns that they do",

  SharesPublic: ({ contract }: { contract: string }) =>
    `  Shares will be public: once an optimum is settled, each company's client proves its share on the contract ${contract}:
  the sum over its rows of right-hand side times multiplier, as one number. When all are there, everybody knows the
  objective's value up to the round's tolerances.`,
  ShareAmongKnowing: `  The other companies, who know every multiplier, learn one equation in this company's right-hand sides: the
  right-hand side itself where only one row has a multiplier, and several where a company's data were made up for it.`,
  ShareAmongOwnParts: `  Each share is one number of a company, whose multipliers the others do not know. Who has from reduced costs what this
  company's rows come to in a variable, each times its multiplier, has their right-hand side with it: where only one row
  of the company has a multiplier, that row up to a factor.`,
  ShareWithheld: "  A company that does not post its share loses no bond: its share is missing, and the sum with it",
} as const;
