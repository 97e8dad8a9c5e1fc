// A sealed outcome in words: what it needs, who made that, and who will see what.
import type { PublicProgram } from "../../lp/joint/program.ts";
import { counted } from "../../math/counted.ts";
import type { SealedTerms, TermsParty } from "../../round/terms.ts";
import type { SetupSummary } from "../../sealed/ceremony/file.ts";
import { ownPartLines } from "./own-part-words.ts";

/** Contributors that are listed; of more, the number. */
const LISTED = 12;

/** "sealed outcome, experimental until reviewed from outside: set-up 0x… of size 256" */
export function sealedInWords({ setup, size, ownParts }: SealedTerms): string {
  const own = ownParts === undefined ? "" : " of which each company learns its own part";
  return `sealed outcome${own}, experimental until reviewed from outside: set-up ${setup} of size ${size}`;
}

/** The round that companies are asked to take part in. */
export interface SealedRound {
  readonly parties: readonly Pick<TermsParty, "name" | "account">[];
  readonly program: PublicProgram;
}

/**
 * What companies should know of a sealed outcome before they take part; `kept` is the set-up as
 * this home keeps it, or null.
 */
export function sealedLines(
  sealed: SealedTerms,
  { parties, program }: SealedRound,
  kept: SetupSummary | null,
): string[] {
  const { shares, ownParts } = sealed;
  const names = parties.map(({ name }) => name);
  const hasCosts = program.sense !== null;
  return [
    "Sealed outcome, experimental until reviewed from outside",
    `  Set-up ${sealed.setup}, of size ${sealed.size}`,
    ...(kept === null
      ? [
          "  This home does not keep it: check its file, and keep it with `concordat setup verify <its file> --keep`",
          "  before you accept",
        ]
      : contributorLines(kept, parties)),
    `  The public will see that ${ownParts === undefined ? ANY_KIND : "an optimum is proven"}; accounts,`,
    "  numbers of rows and columns, decimals, tolerances, and a digest of names and upper bounds. It will not see the",
    `  plan, slacks${hasCosts ? ", multipliers, reduced costs or the objective's value" : " or multipliers"}`,
    ...(ownParts === undefined ? wholeLines(hasCosts) : ownPartLines(ownParts.value, program, names)),
    ...(shares === undefined ? [] : shareLines(shares, ownParts === undefined)),
  ];
}

const ANY_KIND = "the outcome is proven and whether it is an optimum, a contradiction or a ray";

/** Where all companies learn the plan. */
function wholeLines(hasCosts: boolean): string[] {
  const all = "  Every company will know the plan, the multiplier of every row, and the slacks of its own";
  if (!hasCosts) return [all];
  return [
    `${all}. Only the owner of the costs is`,
    "  told reduced costs and value; of two companies the other one can work out the reduced costs, too, and where the",
    "  owner has no rows, the others together the value",
  ];
}

/**
 * What public shares show, before a company agrees to them; `toldAll`: all companies know every
 * multiplier.
 */
function shareLines(contract: string, toldAll: boolean): string[] {
  return [
    `  Shares will be public: once an optimum is settled, each company's client proves its share on the contract ${contract}:`,
    "  the sum over its rows of right-hand side times multiplier, as one number. When all are there, everybody knows the",
    "  objective's value up to the round's tolerances.",
    ...(toldAll
      ? [
          "  The other companies, who know every multiplier, learn one equation in this company's right-hand sides: the",
          "  right-hand side itself where only one row has a multiplier, and several where a company's data were made up for it.",
        ]
      : [
          "  Each share is one number of a company, whose multipliers the others do not know. Who has from reduced costs what this",
          "  company's rows come to in a variable, each times its multiplier, has their right-hand side with it: where only one row",
          "  of the company has a multiplier, that row up to a factor.",
        ]),
    "  A company that does not post its share loses no bond: its share is missing, and the sum with it",
  ];
}

function contributorLines(
  { contributions }: SetupSummary,
  parties: readonly Pick<TermsParty, "name" | "account">[],
): string[] {
  const names = contributions.map(({ account }) => {
    const party = parties.find((other) => other.account.toLowerCase() === account.toLowerCase());
    return party === undefined ? account : `${party.name} (${account})`;
  });
  const more = names.length > LISTED ? [`and ${names.length - LISTED} more`] : [];
  return [
    `  ${counted(names.length, "contribution")} to it, one of which must be honest, or its contributors could prove false outcomes`,
    "  and, as partners, read rows:",
    ...[...names.slice(0, LISTED), ...more].map((name) => `    ${name}`),
  ];
}
