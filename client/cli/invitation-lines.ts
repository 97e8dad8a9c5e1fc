// An invitation in words: what somebody must know to decide whether to accept it. Names and titles
// are other companies': they are shown as plain text.
import { formatEther } from "viem";
import type { Invitation } from "../app/invite/open-rounds.ts";
import { TRUST_LINES } from "../app/seal/own-contribution.ts";
import { sealedLines } from "../app/seal/words.ts";
import { toleranceLines } from "../app/tolerances.ts";
import { nodesOf } from "../engines/engines.ts";
import type { Announcement } from "../lp/joint/program.ts";
import { counted } from "../math/counted.ts";
import { numberOf } from "../round/round-key.ts";
import type { Terms } from "../round/terms.ts";
import { oneLine } from "./print.ts";
import { durationInWords, timeInWords } from "./times.ts";

/** Names that are listed; of more, the number. */
const LISTED = 12;

const PUBLIC_OUTCOME_LINES: readonly string[] = [
  "Everybody will know: whether there is an optimum and which, the plan, the slack and the multiplier of every row, reduced costs,",
  "numbers of rows and columns, and the accounts; the companies also know the names of the variables",
];

export function invitationLines(invitation: Invitation): string[] {
  const { round, terms, program, leakage, opener, deadline } = invitation;
  const number = numberOf(round);
  const { title, engine, parties, periods, bond } = terms;
  const names = program.variables.map(({ name }) => oneLine(name, 40));
  const more = names.length > LISTED ? `, and ${names.length - LISTED} more` : "";
  return [
    `Invitation to round ${number}, "${oneLine(title)}", opened by ${openerInWords(terms, opener)}`,
    ...indented("Companies", companyLines(terms)),
    `  ${counted(program.variables.length, "variable")}: ${names.slice(0, LISTED).join(", ")}${more}`,
    `  Engine ${oneLine(engine)}: ${leakage.advice}`,
    ...publicLines(invitation).map((line) => `  ${line}`),
    ...indented(
      "What a curious company could find out besides",
      leakage.findings.map((finding) => oneLine(finding, 500)),
    ),
    ...toleranceLines(terms, program).map((line) => `  ${line}`),
    `  Periods: ${durationInWords(periods.commit)} to accept, ${durationInWords(periods.exchange)} for each exchange, ` +
      `${durationInWords(periods.settle)} to settle`,
    `  Bond: ${bond === 0n ? "none" : `${formatEther(bond)} ether, which comes back unless this company falls silent`}`,
    `  Accept until ${timeInWords(deadline)}: concordat join ${number} --data <your rows>` +
      (parties.some(({ announcement }) => isHelper(announcement)) ? "; who has no rows leaves out --data" : ""),
  ];
}

/** The company of each party, and what it brings. */
export function companyLines({ engine, parties }: Terms): string[] {
  const nodes = nodesOf(engine) ?? parties.length;
  return parties.map(
    ({ name, announcement }, party) => `${oneLine(name)}: ${partInWords(announcement, party < nodes)}`,
  );
}

/** What becomes public of the outcome. */
export function publicLines({ terms, program, kept }: Pick<Invitation, "terms" | "program" | "kept">): string[] {
  const { sealed, parties } = terms;
  if (sealed === null) return [...PUBLIC_OUTCOME_LINES];
  const trust = kept === null ? [] : TRUST_LINES;
  return [...sealedLines(sealed, { parties, program }, kept), ...trust].map((line) => oneLine(line, 500));
}

/** A line for an invitation that this company declined. */
export function declinedLine({ round, terms, deadline }: Invitation): string {
  const number = numberOf(round);
  return (
    `Declined: round ${number}, "${oneLine(terms.title)}". ` +
    `Until ${timeInWords(deadline)}, concordat join ${number} --data <your rows> still accepts it`
  );
}

/** A line for a round whose terms this home keeps as the one that opened it. */
export function openedLine({ round, terms, opener }: Pick<Invitation, "round" | "terms" | "opener">): string {
  const number = numberOf(round);
  return (
    `Round ${number}, "${oneLine(terms.title)}", whose terms this home keeps, was opened by ${openerInWords(terms, opener)}. ` +
    `To take part: concordat join ${number} --data <your rows>`
  );
}

function indented(heading: string, lines: readonly string[]): string[] {
  return [`  ${heading}:`, ...lines.map((line) => `    ${line}`)];
}

/** "Nordlys (0x…)", or that it is nobody who takes part. */
export function openerInWords({ parties }: Terms, opener: Invitation["opener"]): string {
  if (opener === null) return "an account that the chain node does not tell";
  const party = parties.find(({ account }) => account === opener);
  return party === undefined ? `${opener}, which takes no part in it` : `${oneLine(party.name)} (${opener})`;
}

/** Whether a company brings no rows: it joins without a file. */
export function isHelper({ inequalities, equalities, sense }: Announcement): boolean {
  return inequalities + equalities === 0 && sense === null;
}

function partInWords(announcement: Announcement, computes: boolean): string {
  if (isHelper(announcement)) return computes ? "helps to compute, without rows" : "takes part without rows";
  const { inequalities, equalities, variables, sense } = announcement;
  const rows = inequalities + equalities;
  const has = rows === 0 ? [] : [counted(rows, "row")];
  const costs = sense === null ? [] : [`the costs (${sense === "min" ? "a minimum" : "a maximum"} is sought)`];
  return `${[...has, ...costs].join(" and ")}, over ${counted(variables.length, "variable")}`;
}
