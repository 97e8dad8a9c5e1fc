// A report as sections of sentences and tables, for any form of page.
import { INFEASIBLE, OPTIMAL, type Outcome, UNBOUNDED } from "../certificate/types.ts";
import type { Params } from "../chain/params.ts";
import type { DisclosedRow, DisclosureReport } from "../evidence/disclosure.ts";
import type { NumbersReport } from "../evidence/sealed-disclosure.ts";
import { counted, verb } from "./counted.ts";
import { decimal, utc } from "./decimal.ts";
import { inUnits } from "./numbers.ts";
import { optimumEnds } from "./optimum.ts";
import type { Report } from "./report.ts";
import { EXPERIMENTAL, provenInWords } from "./sealed.ts";

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Section {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly table: Table | null;
}

const KIND_NAMES: Readonly<Record<number, string>> = {
  [OPTIMAL]: "optimal",
  [INFEASIBLE]: "infeasible",
  [UNBOUNDED]: "unbounded",
};

/** The report's sections in reading order; empty ones are left out. */
export function sectionsOf(report: Report): Section[] {
  const all = [
    checksSection(report),
    section("What cannot be known", report.cannotKnow),
    roundSection(report),
    partiesSection(report),
    outcomeSection(report),
    sealedSection(report),
    columnsSection(report),
    rowsSection(report),
    ...report.disclosures.map((disclosure) => disclosureSection(report, disclosure)),
    ...report.numbers.map((disclosed) => numbersSection(report, disclosed)),
    sharesSection(report),
    postsSection(report),
    bondsSection(report),
    blocksSection(report),
  ];
  return all.filter(({ sentences, table }) => sentences.length > 0 || (table !== null && table.rows.length > 0));
}

function section(title: string, sentences: readonly string[], table: Table | null = null): Section {
  return { title, sentences, table };
}

function checksSection({ checks }: Report): Section {
  const rows = checks.map(({ result, area, words }) => [result, area, words]);
  return section("What was checked", [], { head: ["result", "about", "finding"], rows });
}

function roundSection({ round, verifier, phase, deadline, due, opened, params, head }: Report): Section {
  const { coefficientDecimals: κ, solutionDecimals: δ, multiplierDecimals: ω } = params;
  const facts: readonly (readonly [string, string])[] = [
    ["chain", `${round.chainId}`],
    ["coordinator", round.coordinator],
    ["verifier", verifier],
    ["round", `${round.round}`],
    ["phase", deadline === null ? phase : `${phase}, until ${utc(deadline)}`],
    ["due", due.length === 0 ? "nobody" : due.map((party) => `party ${party}`).join(", ")],
    ["opened", `by ${opened.by} at ${utc(opened.in.time)}, block ${opened.in.number}`],
    ["digest of the parameters", opened.paramsDigest],
    ["digest of the engine's name", params.engine],
    ["digest of the terms", params.terms],
    ["columns", `${params.columns}`],
    ["decimals", `coefficients ${κ}, solution ${δ}, multipliers ${ω}`],
    ["tolerated residual", decimal(params.residualTolerance, κ + δ)],
    ["tolerated reduced cost below zero", decimal(params.dualTolerance, κ + ω)],
    ["tolerated gap", decimal(params.gapTolerance, κ + δ + ω)],
    [
      "time to commit, per exchange, to settle",
      `${params.commitPeriod} s, ${params.exchangePeriod} s, ${params.settlePeriod} s`,
    ],
    ["bond", `${params.bond} wei`],
    ["state read at", `block ${head.number}, ${utc(head.time)}`],
  ];
  return section("The round", [], { head: ["fact", "value"], rows: facts });
}

function partiesSection({ parties }: Report): Section {
  const rows = parties.map(({ party, account, inequalities, equalities, ownsObjective, commitment, committedIn }) => [
    `${party}`,
    account,
    `${inequalities} ≤, ${equalities} =${ownsObjective ? ", objective" : ""}`,
    commitment ?? "none",
    committedIn === null ? "" : `${utc(committedIn.time)}, block ${committedIn.number}`,
  ]);
  return section("The parties", [], { head: ["party", "account", "rows", "commitment", "committed"], rows });
}

function outcomeSection({ outcome, settlement, params, expired }: Report): Section {
  const sentences: string[] = [];
  if (expired !== null) {
    sentences.push(`Expired while ${expired.phase}, at ${utc(expired.in.time)} in block ${expired.in.number}.`);
  }
  if (settlement !== null) {
    sentences.push(`Settled by ${settlement.settler} in ${settlement.transactions.join(", ")}.`);
  }
  if (outcome === null) return section("The outcome", sentences);
  const { coefficientDecimals: κ, solutionDecimals: δ } = params;
  const rows = [
    ["kind", KIND_NAMES[outcome.kind]!],
    ["objective, as minimised", outcome.kind === INFEASIBLE ? "none" : decimal(outcome.objective, κ + δ)],
    ...(outcome.kind === OPTIMAL ? optimumFacts(outcome, params) : []),
    ["largest residual", outcome.kind === INFEASIBLE ? "none" : decimal(outcome.maxResidual, κ + δ)],
    ["statement digest", outcome.statementDigest],
  ];
  return section("The outcome", sentences, { head: ["fact", "value"], rows });
}

const KEY_CHECKED = {
  checked: "computed again from set-up, columns and upper bounds",
  "bounds taken": "computed again from the set-up; the upper bounds in it are as the companies agreed",
  taken: "as the companies agreed, not computed again",
} as const;

function sealedSection({ sealed }: Report): Section {
  if (sealed === null) return section("The sealed outcome", []);
  const { kind, statementDigest, size, srsDigest, key, contributors } = sealed;
  const rows = [
    ["kind", KIND_NAMES[kind]!],
    ["statement digest", statementDigest],
    ["set-up", `size ${size}, digest ${srsDigest}`],
    ["verifying key", KEY_CHECKED[key]],
    ["contributors to the set-up", contributors === null ? "not checked" : contributors.join(", ")],
  ];
  const sentences = [`Proven: ${provenInWords(sealed)}.`, EXPERIMENTAL];
  return section("The sealed outcome", sentences, { head: ["fact", "value"], rows });
}

function optimumFacts(outcome: Outcome, params: Params): string[][] {
  const { coefficientDecimals: κ, solutionDecimals: δ, multiplierDecimals: ω } = params;
  const { atLeast, atMost, atMostAtPrices } = optimumEnds(outcome, params);
  const range =
    atMost === null
      ? `at least ${atLeast}; no upper end is proven, since rows are missed`
      : `from ${atLeast} to ${atMost}`;
  return [
    ["proven gap", decimal(outcome.gap, κ + δ + ω)],
    ["worth of the missed rows at the accepted prices", decimal(outcome.violation, κ + δ + ω)],
    ["the true optimum within the upper bounds, as minimised", range],
    ...(atMostAtPrices === null
      ? []
      : [["if the accepted prices of missed rows are right to their last digit", `at most ${atMostAtPrices}`]]),
  ];
}

/** Names of the variables as a company disclosed them, or numbers. */
function variableNames({ disclosures, params }: Report): readonly string[] {
  const named = disclosures.find(({ variables }) => variables !== null)?.variables;
  return named ?? Array.from({ length: params.columns }, (_, j) => `x${j + 1}`);
}

function columnsSection(report: Report): Section {
  const { outcome, columns, params } = report;
  const { coefficientDecimals: κ, solutionDecimals: δ, multiplierDecimals: ω } = params;
  const names = variableNames(report);
  const kind = outcome?.kind;
  const rows = columns.map(({ bound, x, ray, reducedCost }, j) => [
    names[j]!,
    decimal(bound, δ),
    kind === INFEASIBLE ? "" : decimal(x, δ),
    kind === UNBOUNDED ? `${ray}` : decimal(reducedCost, κ + ω),
  ]);
  const head = ["variable", "upper bound", "solution", kind === UNBOUNDED ? "along the ray" : "reduced cost"];
  return section("The variables", [], { head, rows });
}

function rowsSection({ outcome, rows: all, params }: Report): Section {
  const { coefficientDecimals: κ, solutionDecimals: δ, multiplierDecimals: ω } = params;
  const feasible = outcome?.kind !== INFEASIBLE;
  const rows = all.flatMap((own, party) =>
    own.map(({ multiplier, slack, residual, raySlack }, i) => [
      `${party}`,
      `${i}`,
      i < params.inequalities[party]! ? "≤" : "=",
      outcome?.kind === UNBOUNDED ? "" : decimal(multiplier, ω),
      feasible ? decimal(slack, κ + δ) : "",
      feasible ? decimal(residual, κ + δ) : "",
      outcome?.kind === UNBOUNDED ? decimal(raySlack, κ) : "",
    ]),
  );
  const head = ["party", "row", "kind", "multiplier", "slack", "residual", "slack along the ray"];
  return section("The rows", [], { head, rows });
}

function disclosureSection(report: Report, { party, rowCount, committed, rows: disclosed }: DisclosureReport): Section {
  const names = variableNames(report);
  const shown = disclosed.filter(({ index }) => index !== null).length;
  const rows = disclosed.map((row) => [
    row.index === null ? "objective" : `${row.index}`,
    row.name ?? "",
    rowText(row, names, report.params.coefficientDecimals),
    row.opens && committed ? "is what was committed" : "is NOT what was committed",
  ]);
  return section(`Disclosed by party ${party}`, [disclosedInWords(shown, rowCount)], {
    head: ["row", "name", "content", "finding"],
    rows,
  });
}

function numbersSection({ sealed, params }: Report, { party, numbers }: NumbersReport): Section {
  const kind = sealed!.kind;
  const rows = numbers.map((number) => {
    const { value, along } = inUnits(kind, number, params);
    return [number.what, `${number.index}`, number.name ?? "", value, along ?? ""];
  });
  const sentences = [
    "Proven to be numbers of the outcome that was settled, in the units of the companies' files. Names are the company's word.",
    "Multipliers are those of rows in the form ≤ of a minimisation; the objective is the value that is minimised, without a constant; a slack below 0 is a violation within the tolerance.",
  ];
  const head = ["what", "index", "name", "value", "along the ray"];
  return section(`Numbers disclosed by party ${party}`, sentences, { head, rows });
}

function sharesSection({ shares, params }: Report): Section {
  if (shares === null) return section("The shares", []);
  const { coefficientDecimals: κ, solutionDecimals: δ, multiplierDecimals: ω } = params;
  const { objective } = shares;
  const rows = shares.shares.map((share, k) => [`party ${k}`, share === null ? "missing" : decimal(share, κ + ω)]);
  const bounds =
    objective === null
      ? []
      : [
          [
            "the objective at the plan, at least",
            objective.least === null ? "not computed without the terms" : decimal(objective.least, κ + δ + ω),
          ],
          ["the objective at the plan, at most", decimal(objective.most, κ + δ + ω)],
        ];
  const sentences = [
    "A share is minus the sum of right-hand side times multiplier over a party's rows, as minimised. What a company does not post is missing, and with it the sum.",
  ];
  return section("The shares", sentences, { head: ["whose", "share"], rows: [...rows, ...bounds] });
}

function disclosedInWords(shown: number, all: number): string {
  if (shown === all) return all === 1 ? "The one row is disclosed." : `All ${all} rows are disclosed.`;
  return `${shown} of ${counted(all, "row")} ${verb(shown, "is", "are")} disclosed; the others stay hidden.`;
}

function rowText({ coefficients, rhs, equality }: DisclosedRow, names: readonly string[], decimals: number): string {
  const terms = coefficients.flatMap((value, j) => (value === 0n ? [] : [`${decimal(value, decimals)} ${names[j]}`]));
  const left = terms.length === 0 ? "0" : terms.join(" + ").replaceAll("+ -", "- ");
  return rhs === null ? left : `${left} ${equality ? "=" : "≤"} ${decimal(rhs, decimals)}`;
}

function postsSection({ posts, transcript }: Report): Section {
  const rows = posts.map(({ exchange, party, digest, block, refusal }, i) => [
    `${exchange}`,
    `${party}`,
    digest,
    `${utc(block.time)}, block ${block.number}`,
    refusal ? "refused" : (transcript?.turns[i]?.result ?? "not given"),
  ]);
  const head = ["exchange", "party", "digest on chain", "posted", "transcript"];
  return section("The messages", [], { head, rows });
}

function bondsSection({ credits }: Report): Section {
  const rows = credits.map(({ account, amount }) => [account, `${amount}`]);
  return section("Bonds credited", [], { head: ["account", "wei"], rows });
}

function blocksSection({ blocks }: Report): Section {
  const rows = blocks.map(({ number, hash, time }) => [`${number}`, hash, utc(time)]);
  return section("Blocks relied on", [], { head: ["block", "hash", "time"], rows });
}
