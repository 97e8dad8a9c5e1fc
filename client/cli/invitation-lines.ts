// An invitation in words: what somebody must know to decide whether to accept it. Names and titles
// are other companies': they are shown as plain text.
import { formatEther } from "viem";
import type { Invitation } from "../app/invite/open-rounds.ts";
import { inEnglish, linesOf, say } from "../app/said/english.ts";
import { sealedOutcomeTerms } from "../app/seal/words.ts";
import { toleranceTerms } from "../app/tolerances.ts";
import { nodesOf } from "../engines/engines.ts";
import type { Announcement } from "../lp/joint/program.ts";
import { counted } from "../math/counted.ts";
import { numberOf } from "../round/round-key.ts";
import type { Terms } from "../round/terms.ts";
import type { Said } from "../said.ts";
import { oneLine, plainSaid } from "./print.ts";
import { durationInWords, timeInWords } from "./times.ts";

/** Names that are listed; of more, the number. */
const LISTED = 12;

export function invitationLines(invitation: Invitation): string[] {
  const { round, terms, program, leakage, opener, deadline } = invitation;
  const number = numberOf(round);
  const { title, engine, parties, periods, bond } = terms;
  const names = program.variables.map(({ name }) => oneLine(name, 40));
  const more = names.length > LISTED ? `, and ${names.length - LISTED} more` : "";
  return [
    `Invitation to round ${number}, "${oneLine(title)}", opened by ${inEnglish(openerOf(terms, opener))}`,
    ...indented("Companies", linesOf(companiesOf(terms))),
    `  ${counted(program.variables.length, "variable")}: ${names.slice(0, LISTED).join(", ")}${more}`,
    `  Engine ${oneLine(engine)}: ${leakage.advice}`,
    ...linesOf(publicTerms(invitation)).map((line) => `  ${oneLine(line, 500)}`),
    ...indented(
      "What a curious company could find out besides",
      leakage.findings.map((finding) => oneLine(finding, 500)),
    ),
    ...linesOf(toleranceTerms(terms, program)).map((line) => `  ${line}`),
    `  Periods: ${durationInWords(periods.commit)} to accept, ${durationInWords(periods.exchange)} for each exchange, ` +
      `${durationInWords(periods.settle)} to settle`,
    `  Bond: ${bond === 0n ? "none" : `${formatEther(bond)} ether, which comes back unless this company falls silent`}`,
    `  Accept until ${timeInWords(deadline)}: concordat join ${number} --data <your rows>` +
      (parties.some(({ announcement }) => isHelper(announcement)) ? "; who has no rows leaves out --data" : ""),
  ];
}

/** The company of each party, and what it brings. */
export function companiesOf({ engine, parties }: Terms): Said[] {
  const nodes = nodesOf(engine) ?? parties.length;
  return parties.map(({ name: theirs, announcement }, party) => {
    const name = oneLine(theirs);
    if (isHelper(announcement)) return say(party < nodes ? "CompanyComputes" : "CompanyWithoutRows", { name });
    const { inequalities, equalities, variables, sense } = announcement;
    return say("CompanyBrings", { name, rows: inequalities + equalities, variables: variables.length, sense });
  });
}

/** What becomes public of the outcome. */
export function publicTerms({ terms, program, kept }: Pick<Invitation, "terms" | "program" | "kept">): Said[] {
  const { sealed, parties } = terms;
  if (sealed === null) return [say("PublicOutcome")];
  const trust = kept === null ? [] : [say("SetupTrusted")];
  return [...sealedOutcomeTerms(sealed, { parties, program }, kept), ...trust].map((said) => plainSaid(said));
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
    `Round ${number}, "${oneLine(terms.title)}", whose terms this home keeps, was opened by ${inEnglish(openerOf(terms, opener))}. ` +
    `To take part: concordat join ${number} --data <your rows>`
  );
}

function indented(heading: string, lines: readonly string[]): string[] {
  return [`  ${heading}:`, ...lines.map((line) => `    ${line}`)];
}

/** "Nordlys (0x…)", or that it is nobody who takes part. */
export function openerOf({ parties }: Terms, opener: Invitation["opener"]): Said {
  if (opener === null) return say("OpenerUntold");
  const party = parties.find(({ account }) => account === opener);
  if (party === undefined) return say("OpenerOutside", { account: opener });
  return say("OpenerKnown", { name: oneLine(party.name), account: opener });
}

/** Whether a company brings no rows: it joins without a file. */
export function isHelper({ inequalities, equalities, sense }: Announcement): boolean {
  return inequalities + equalities === 0 && sense === null;
}
