// The report at the end of a round, for a manager and an engineer.
import type { OwnOutcome } from "../../client/app/round-files.ts";
import { userTolerances } from "../../client/lp/joint/scales.ts";
import type { UserOutcome } from "../../client/lp/joint/user-outcome.ts";
import { counted } from "../../client/math/counted.ts";
import { add, formatDecimal, fromScaled, negate, ZERO } from "../../client/math/decimal.ts";
import { optimumInWords } from "../../client/round/certainty.ts";
import type { Afterwards } from "./afterwards.ts";
import { type CentralOutcome, distance, fractionInWords, isAbove } from "./central.ts";
import { outcomeOf, printOutcome, writeOutcomes } from "./outcome.ts";
import type { Cost, RoundRecord, Settled } from "./play.ts";
import { bold, bytes, green, integer, line, red, seconds, short, table } from "./print.ts";

export interface ReportOptions {
  /** Folder for a file with each company's outcome; null to write none. */
  readonly folder: string | null;
  /** The outcome that a trusted third party with all the data would find. */
  readonly central: () => Promise<CentralOutcome>;
}

/**
 * Writes the outcome to files, then prints it in the owner's units; then the parts that may fail
 * without losing it: the comparison and the costs.
 */
export async function report(
  settled: Settled,
  { folder, central }: ReportOptions,
  afterwards: Afterwards,
): Promise<void> {
  const { problem, record } = settled;
  const { members, program } = problem;
  let files: string[] = [];
  if (folder !== null)
    await afterwards.run("writing the outcomes", async () => {
      files = await writeOutcomes(folder, settled);
    });
  // In a round without costs, the party that stands in as their owner may have no rows to show.
  const reader = program.sense === null ? 0 : program.objectiveOwner;
  const owner = members[reader]!.name;
  await afterwards.run("printing the outcome", () => {
    const outcome = outcomeOf(settled, reader);
    line();
    line(bold(`Round ${record.round}: ${outcomeInWords(outcome, owner)}`));
    for (const text of certificateLines(settled, outcome)) line(text);
    line();
    line(`for ${owner}:`);
    printOutcome(outcome);
    for (const [party, file] of files.entries()) line(`outcome for ${members[party]!.name}: ${file}`);
    for (const { name, reason } of record.stopped) line(`${red("✗")} ${name}'s client stopped: ${reason}`);
  });
  await afterwards.run("the comparison with a central solver", async () => {
    const there = await central();
    line();
    line(compareWithCentral(settled, there));
  });
  await afterwards.run("the report of costs", () => {
    line();
    commitments(settled);
    costs(record);
  });
}

/** What the contract has checked and recorded. */
function certificateLines({ agreement, record }: Settled, outcome: OwnOutcome): string[] {
  const { result } = record;
  const { coefficient, solution, multiplier } = agreement.round.decimals;
  const decimal = (value: bigint, scale: number) => formatDecimal(fromScaled(value, scale));
  const scale = coefficient + solution;
  const { tolerances } = agreement.round;
  const proven = `${green("✓")} proved and recorded on chain: statement ${short(result.certificate.header.statementDigest)}`;
  const residual =
    outcome.largestResidual === null
      ? []
      : [`  largest residual ${outcome.largestResidual} (accepted up to ${decimal(tolerances.residual, scale)})`];
  if (outcome.interval === null) return [proven, ...residual];
  const { gap, violation } = result.verdict;
  return [
    proven,
    ...optimumInWords(outcome).map((sentence) => `  ${sentence}`),
    ...residual,
    `  gap ${decimal(gap, scale + multiplier)}, violation ${decimal(violation, scale + multiplier)} ` +
      `(each accepted up to ${decimal(tolerances.gap, scale + multiplier)})`,
  ];
}

function commitments({ problem, record }: Settled): void {
  const { companies, program } = problem;
  table(
    ["company", "rows (≤ / =)", "committed to"],
    companies.map(({ name, rows }, party) => [
      name + (program.sense !== null && party === program.objectiveOwner ? " (costs)" : ""),
      `${rows.inequalities.rhs.length} / ${rows.equalities.rhs.length}`,
      record.commitments[party]!,
    ]),
  );
  line();
}

function outcomeInWords(outcome: UserOutcome, owner: string): string {
  if (outcome.kind === "optimal") return `the optimum is ${outcome.objective} (in the units of ${owner}'s file)`;
  if (outcome.kind === "feasible") return "feasible: there is a plan that meets the rows of all companies";
  return outcome.kind === "infeasible"
    ? "infeasible: the companies' rows contradict each other"
    : "unbounded: the objective has no bound";
}

/** The optimum that a trusted third party would find, beside the one that was settled. */
function compareWithCentral({ problem, agreement, record }: Settled, central: CentralOutcome): string {
  const { outcome } = record.result;
  if (outcome.kind !== central.kind)
    return `${red("✗")} settled as ${outcome.kind}; a central solver finds: ${central.kind}`;
  const { sense, objectiveOwner } = problem.program;
  if (outcome.kind !== "optimal" || central.kind !== "optimal" || sense === null) {
    return `${green("✓")} the same as a central solver finds`;
  }
  const { decimals, tolerances } = agreement.round;
  const value = fromScaled(outcome.objective, decimals.coefficient + decimals.solution);
  const constant = problem.members[objectiveOwner]!.model.objective?.constant ?? ZERO;
  const settled = add(sense === "max" ? negate(value) : value, constant);
  const difference = distance(central.objective, settled);
  const text = `a central solver's optimum is ${fractionInWords(central.objective)}; it differs by ${fractionInWords(difference)}`;
  const { usual } = userTolerances(tolerances, decimals).find(({ sort }) => sort === "gap")!;
  if (!isAbove(difference, usual)) return `${green("✓")} ${text}`;
  return `${red("✗")} ${text}, more than the usual ${formatDecimal(usual)}: the round's decimals or tolerances are too coarse for these data`;
}

function costs({ costs: all, messages, times }: RoundRecord): void {
  const groups = Map.groupBy(all, ({ what }) => what);
  table(
    ["transaction", "count", "gas each", "gas"],
    [...groups].map(([what, group]) => {
      const gas = total(group);
      return [what, String(group.length), integer(gas / BigInt(group.length)), integer(gas)];
    }),
    [1, 2, 3],
  );
  line();
  table(
    ["phase", "time"],
    [...times].map(([stage, time]) => [stage, seconds(time)]),
    [1],
  );
  line(
    `${counted(messages.length, "message")}, ${bytes(messages.reduce((sum, message) => sum + message.bytes, 0))} between the companies`,
  );
}

function total(group: readonly Cost[]): bigint {
  return group.reduce((sum, { gasUsed }) => sum + gasUsed, 0n);
}
