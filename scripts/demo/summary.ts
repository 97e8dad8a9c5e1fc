// What a manager and an engineer want to read at the end of a round.
import type { Agreement } from "../../client/chain/params.ts";
import { readOutcome } from "../../client/chain/read.ts";
import type { ChainSession } from "../../client/chain/session.ts";
import type { ProgramOutcome } from "../../client/lp/exact/solve.ts";
import type { UserOutcome } from "../../client/lp/user-outcome.ts";
import { formatDecimal, fromScaled } from "../../client/math/decimal.ts";
import { outcomeOf, printOutcome } from "./outcome.ts";
import type { Cost, RoundRecord } from "./play.ts";
import { bold, bytes, green, integer, line, red, seconds, short, table } from "./print.ts";
import type { Problem } from "./problem.ts";

/** Prints the outcome as the chain recorded it, in the owner's units, and what it cost. */
export async function summarise(
  problem: Problem,
  agreement: Agreement,
  record: RoundRecord,
  central: ProgramOutcome,
  session: ChainSession,
): Promise<void> {
  const { companies, program } = problem;
  // Without costs, whoever brings their zeros may have no rows to show.
  const reader = program.sense === null ? 0 : program.objectiveOwner;
  const owner = problem.members[reader]!;
  const onChain = await readOutcome(session, record.round);
  const outcome = outcomeOf(problem, agreement, record, reader);

  line(bold(`Round ${record.round}: ${outcomeInWords(outcome, owner.name)}`));
  line(`${green("✓")} proved and recorded on chain: statement ${short(onChain.statementDigest)}`);
  line(compareWithCentral(problem, agreement, record, central));
  if (outcome.kind === "optimal") {
    const { coefficient, solution, multiplier } = agreement.round.decimals;
    const decimal = (value: bigint, scale: number) => formatDecimal(fromScaled(value, scale));
    const scale = coefficient + solution;
    line(
      `  residual max |(N₁X − b₁) + v| = ${decimal(onChain.maxResidual, scale)} (accepted up to ${decimal(agreement.tolerances.residual, scale)})`,
    );
    line(
      `  duality gap = ${decimal(onChain.gap, scale + multiplier)} (accepted up to ${decimal(agreement.tolerances.gap, scale + multiplier)})`,
    );
    const size = (onChain.objective < 0n ? -onChain.objective : onChain.objective) * 10n ** BigInt(multiplier);
    if (agreement.tolerances.gap * 1_000_000n > size) {
      line("  the accepted gap is more than a millionth of the optimum: choose smaller units if that matters");
    }
  }
  line();
  table(
    ["company", "rows (≤ / =)", "committed to"],
    companies.map(({ name, rows }, party) => [
      name + (program.sense !== null && party === program.objectiveOwner ? " (costs)" : ""),
      `${rows.inequalities.rhs.length} / ${rows.equalities.rhs.length}`,
      record.commitments[party]!,
    ]),
  );
  line();
  line(`for ${owner.name}:`);
  printOutcome(outcome);
  costs(record);
}

function outcomeInWords(outcome: UserOutcome, owner: string): string {
  if (outcome.kind === "optimal") return `the optimum is ${outcome.objective} (in the units of ${owner}'s file)`;
  if (outcome.kind === "feasible") return "feasible: there is a plan that meets the rows of all companies";
  return outcome.kind === "infeasible"
    ? "infeasible: the companies' rows contradict each other"
    : "unbounded: the objective has no bound";
}

/** The optimum that a trusted third party would find, beside the one that was settled. */
function compareWithCentral(
  problem: Problem,
  agreement: Agreement,
  record: RoundRecord,
  central: ProgramOutcome,
): string {
  const { outcome } = record.result;
  if (outcome.kind !== central.kind)
    return `${red("✗")} settled as ${outcome.kind}; all data in one place: ${central.kind}`;
  if (outcome.kind !== "optimal" || central.kind !== "optimal" || problem.program.sense === null) {
    return `${green("✓")} the same as with all data in one place`;
  }
  const there = outcomeOf(problem, agreement, record, problem.program.objectiveOwner, central.objective);
  const difference = outcome.objective - central.objective;
  const scale = agreement.round.decimals.coefficient + agreement.round.decimals.solution;
  const text = formatDecimal(fromScaled(difference < 0n ? -difference : difference, scale));
  const value = there.kind === "optimal" ? there.objective : "";
  return `${green("✓")} the optimum with all data in one place is ${value}; it differs by ${text}`;
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
    `${messages.length} messages, ${bytes(messages.reduce((sum, message) => sum + message.bytes, 0))} between the companies`,
  );
}

function total(group: readonly Cost[]): bigint {
  return group.reduce((sum, { gasUsed }) => sum + gasUsed, 0n);
}
