// A report as sections of sentences and tables, for any form of page, in no language yet.
import { INFEASIBLE, type Kind, OPTIMAL, type Outcome, UNBOUNDED } from "../certificate/types.ts";
import type { PhaseName } from "../chain/history.ts";
import type { Params } from "../chain/params.ts";
import type { BlockRef } from "../chain/view.ts";
import type { DisclosedRow, DisclosureReport } from "../evidence/disclosure.ts";
import type { NumbersReport } from "../evidence/sealed-disclosure.ts";
import { type Below, phrase } from "../words/english.ts";
import type { Phrase, Text } from "../words/phrase.ts";
import { decimal, utc } from "./decimal.ts";
import { inUnits } from "./numbers.ts";
import { optimumEnds } from "./optimum.ts";
import type { Report } from "./report.ts";
import { provenOf } from "./sealed.ts";

/** Text that is no phrase is the same in every language: numbers, addresses, names. */
export interface Table {
  readonly head: readonly Phrase[];
  readonly rows: readonly (readonly Text[])[];
}

export interface Section {
  readonly title: Phrase;
  readonly sentences: readonly Phrase[];
  readonly table: Table | null;
}

const head = (...names: Below<"head">[]): Phrase[] => names.map((name) => phrase(`head/${name}`));

/** A row about a fact. */
const fact = (name: Below<"fact">, value: Text): readonly Text[] => [phrase(`fact/${name}`), value];

const party = (number: number): Phrase => phrase("PartyNumber", { party: number });
const kindName = (kind: number): Phrase => phrase(`kind/${kind as Kind}`);
const phaseName = (phase: PhaseName): Phrase => phrase(`phase/${phase}`);
const timeAndBlock = ({ time, number }: BlockRef): Phrase => phrase("TimeAndBlock", { time: utc(time), block: number });

/** The report's sections in reading order; empty ones are left out. */
export function sectionsOf(report: Report): Section[] {
  const all = [
    checksSection(report),
    section("title/unknowable", report.said.cannotKnow),
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

function section(title: PlainTitle | Phrase, sentences: readonly Phrase[], table: Table | null = null): Section {
  return { title: typeof title === "string" ? phrase(title) : title, sentences, table };
}

/** Titles without values. */
type PlainTitle = Exclude<`title/${Below<"title">}`, "title/disclosed" | "title/numbers">;

function checksSection({ checks }: Report): Section {
  const rows = checks.map(({ result, area, said }) => [result, phrase(`area/${area}`), said]);
  return section("title/checks", [], { head: head("result", "about", "finding"), rows });
}

function roundSection({ round, verifier, phase, deadline, due, opened, params, head: at }: Report): Section {
  const { coefficientDecimals: κ, solutionDecimals: δ, multiplierDecimals: ω } = params;
  const facts = [
    fact("chain", `${round.chainId}`),
    fact("coordinator", round.coordinator),
    fact("verifier", verifier),
    fact("round", `${round.round}`),
    fact(
      "phase",
      deadline === null ? phaseName(phase) : phrase("PhaseUntil", { phase: phaseName(phase), deadline: utc(deadline) }),
    ),
    fact("due", due.length === 0 ? phrase("Nobody") : phrase("AllOf", { items: due.map(party) })),
    fact("opened", phrase("OpenedBy", { account: opened.by, time: utc(opened.in.time), block: opened.in.number })),
    fact("parameters", opened.paramsDigest),
    fact("engine", params.engine),
    fact("terms", params.terms),
    fact("columns", `${params.columns}`),
    fact("decimals", phrase("Decimals", { coefficients: κ, solution: δ, multipliers: ω })),
    fact("residual", decimal(params.residualTolerance, κ + δ)),
    fact("dual", decimal(params.dualTolerance, κ + ω)),
    fact("gap", decimal(params.gapTolerance, κ + δ + ω)),
    fact(
      "periods",
      phrase("Periods", { commit: params.commitPeriod, exchange: params.exchangePeriod, settle: params.settlePeriod }),
    ),
    fact("bond", phrase("Wei", { amount: params.bond })),
    fact("head", phrase("BlockAndTime", { block: at.number, time: utc(at.time) })),
  ];
  return section("title/round", [], { head: head("fact", "value"), rows: facts });
}

function partiesSection({ parties }: Report): Section {
  const rows = parties.map((own) => [
    `${own.party}`,
    own.account,
    phrase(own.ownsObjective ? "RowCountsOfOwner" : "RowCounts", {
      inequalities: own.inequalities,
      equalities: own.equalities,
    }),
    own.commitment ?? phrase("None"),
    own.committedIn === null ? "" : timeAndBlock(own.committedIn),
  ]);
  return section("title/parties", [], { head: head("party", "account", "rows", "commitment", "committed"), rows });
}

function outcomeSection({ outcome, settlement, params, expired }: Report): Section {
  const sentences: Phrase[] = [];
  if (expired !== null) {
    const { time, number } = expired.in;
    sentences.push(phrase("ExpiredWhile", { phase: phaseName(expired.phase), time: utc(time), block: number }));
  }
  if (settlement !== null) {
    const { settler, transactions } = settlement;
    sentences.push(phrase("SettledBy", { settler, transactions }));
  }
  if (outcome === null) return section("title/outcome", sentences);
  const { coefficientDecimals: κ, solutionDecimals: δ } = params;
  const isNone = outcome.kind === INFEASIBLE;
  const rows = [
    fact("kind", kindName(outcome.kind)),
    fact("objective", isNone ? phrase("None") : decimal(outcome.objective, κ + δ)),
    ...(outcome.kind === OPTIMAL ? optimumFacts(outcome, params) : []),
    fact("largest residual", isNone ? phrase("None") : decimal(outcome.maxResidual, κ + δ)),
    fact("statement", outcome.statementDigest),
  ];
  return section("title/outcome", sentences, { head: head("fact", "value"), rows });
}

function sealedSection({ sealed }: Report): Section {
  if (sealed === null) return section("title/sealed", []);
  const { kind, statementDigest, size, srsDigest, key, contributors } = sealed;
  const rows = [
    fact("kind", kindName(kind)),
    fact("statement", statementDigest),
    fact("set-up", phrase("SetupOf", { size, digest: srsDigest })),
    fact("key", phrase(`key/${key}`)),
    fact("contributors", contributors === null ? phrase("NotChecked") : phrase("AllOf", { items: contributors })),
  ];
  const sentences = [phrase("SealedIsProven", { proven: provenOf(sealed) }), phrase("Experimental")];
  return section("title/sealed", sentences, { head: head("fact", "value"), rows });
}

function optimumFacts(outcome: Outcome, params: Params): (readonly Text[])[] {
  const { coefficientDecimals: κ, solutionDecimals: δ, multiplierDecimals: ω } = params;
  const { atLeast, atMost, atMostAtPrices } = optimumEnds(outcome, params);
  const range = atMost === null ? phrase("AtLeastOnly", { atLeast }) : phrase("FromTo", { atLeast, atMost });
  return [
    fact("proven gap", decimal(outcome.gap, κ + δ + ω)),
    fact("missed", decimal(outcome.violation, κ + δ + ω)),
    fact("optimum", range),
    ...(atMostAtPrices === null ? [] : [fact("at prices", phrase("AtMost", { atMost: atMostAtPrices }))]),
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
  const last = kind === UNBOUNDED ? "along the ray" : "reduced cost";
  return section("title/variables", [], { head: head("variable", "upper bound", "solution", last), rows });
}

function rowsSection({ outcome, rows: all, params }: Report): Section {
  const { coefficientDecimals: κ, solutionDecimals: δ, multiplierDecimals: ω } = params;
  const feasible = outcome?.kind !== INFEASIBLE;
  const rows = all.flatMap((own, k) =>
    own.map(({ multiplier, slack, residual, raySlack }, i) => [
      `${k}`,
      `${i}`,
      i < params.inequalities[k]! ? "≤" : "=",
      outcome?.kind === UNBOUNDED ? "" : decimal(multiplier, ω),
      feasible ? decimal(slack, κ + δ) : "",
      feasible ? decimal(residual, κ + δ) : "",
      outcome?.kind === UNBOUNDED ? decimal(raySlack, κ) : "",
    ]),
  );
  const names = ["party", "row", "kind", "multiplier", "slack", "residual", "slack along the ray"] as const;
  return section("title/rows", [], { head: head(...names), rows });
}

function disclosureSection(report: Report, disclosure: DisclosureReport): Section {
  const { party: own, rowCount, committed, rows: disclosed } = disclosure;
  const names = variableNames(report);
  const shown = disclosed.filter(({ index }) => index !== null).length;
  const rows = disclosed.map((row) => [
    row.index === null ? phrase("TheObjective") : `${row.index}`,
    row.name ?? "",
    rowText(row, names, report.params.coefficientDecimals),
    phrase(row.opens && committed ? "IsCommitted" : "IsNotCommitted"),
  ]);
  const title = phrase("title/disclosed", { party: own });
  return section(title, [disclosedRows(shown, rowCount)], { head: head("row", "name", "content", "finding"), rows });
}

function numbersSection({ sealed, params }: Report, { party: own, numbers }: NumbersReport): Section {
  const kind = sealed!.kind;
  const rows = numbers.map((number) => {
    const { value, along } = inUnits(kind, number, params);
    return [phrase(`what/${number.what}`), `${number.index}`, number.name ?? "", value, along ?? ""];
  });
  const sentences = [phrase("NumbersAreProven"), phrase("NumbersAsMinimised")];
  const columns = head("what", "index", "name", "value", "along the ray");
  return section(phrase("title/numbers", { party: own }), sentences, { head: columns, rows });
}

function sharesSection({ shares, params }: Report): Section {
  if (shares === null) return section("title/shares", []);
  const { coefficientDecimals: κ, solutionDecimals: δ, multiplierDecimals: ω } = params;
  const { objective } = shares;
  const rows = shares.shares.map((share, k) => [party(k), share === null ? phrase("Missing") : decimal(share, κ + ω)]);
  const ends = ({ least, most }: NonNullable<typeof objective>) => [
    fact("at least", least === null ? phrase("NotWithoutTerms") : decimal(least, κ + δ + ω)),
    fact("at most", decimal(most, κ + δ + ω)),
  ];
  const all = [...rows, ...(objective === null ? [] : ends(objective))];
  return section("title/shares", [phrase("SharesExplained")], { head: head("whose", "share"), rows: all });
}

function disclosedRows(shown: number, all: number): Phrase {
  if (shown < all) return phrase("RowsDisclosed", { shown, rows: all });
  return all === 1 ? phrase("OneRowDisclosed") : phrase("AllRowsDisclosed", { rows: all });
}

function rowText({ coefficients, rhs, equality }: DisclosedRow, names: readonly string[], decimals: number): string {
  const terms = coefficients.flatMap((value, j) => (value === 0n ? [] : [`${decimal(value, decimals)} ${names[j]}`]));
  const left = terms.length === 0 ? "0" : terms.join(" + ").replaceAll("+ -", "- ");
  return rhs === null ? left : `${left} ${equality ? "=" : "≤"} ${decimal(rhs, decimals)}`;
}

function postsSection({ posts, transcript }: Report): Section {
  const rows = posts.map((post, i) => [
    `${post.exchange}`,
    `${post.party}`,
    post.digest,
    timeAndBlock(post.block),
    phrase(`turn/${post.refusal ? "refused" : (transcript?.turns[i]?.result ?? "not given")}`),
  ]);
  const columns = head("exchange", "party", "digest on chain", "posted", "transcript");
  return section("title/messages", [], { head: columns, rows });
}

function bondsSection({ credits }: Report): Section {
  const rows = credits.map(({ account, amount }) => [account, `${amount}`]);
  return section("title/bonds", [], { head: head("account", "wei"), rows });
}

function blocksSection({ blocks }: Report): Section {
  const rows = blocks.map(({ number, hash, time }) => [`${number}`, hash, utc(time)]);
  return section("title/blocks", [], { head: head("block", "hash", "time"), rows });
}
