// What a manager and an engineer want to read at the end of a round.
import type { Agreement } from "../../client/chain/params.ts";
import { readOutcome } from "../../client/chain/read.ts";
import type { ChainSession } from "../../client/chain/session.ts";
import type { ProgramOutcome } from "../../client/lp/exact/solve.ts";
import { toUserOutcome, type UserOutcome } from "../../client/lp/user-outcome.ts";
import { formatDecimal, fromScaled } from "../../client/math/decimal.ts";
import type { Cost, RoundRecord } from "./play.ts";
import { bold, bytes, green, integer, line, seconds, short, table } from "./print.ts";
import type { Problem } from "./problem.ts";

const MAX_LISTED = 12;

/** Prints the outcome as the chain recorded it, in the owner's units, and what it cost. */
export async function summarise(
  problem: Problem,
  agreement: Agreement,
  record: RoundRecord,
  central: ProgramOutcome,
  session: ChainSession,
): Promise<void> {
  const { companies, program } = problem;
  const owner = problem.members[program.objectiveOwner]!;
  const onChain = await readOutcome(session, record.round);
  const outcome = ownOutcome(problem, agreement, record);

  line(bold(`Round ${record.round}: ${outcomeInWords(outcome, owner.name)}`));
  line(`${green("✓")} proved and recorded on chain: statement ${short(onChain.statementDigest)}`);
  line(compareWithCentral(record, central, agreement));
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
  }
  line();
  table(
    ["company", "rows (≤ / =)", "committed to"],
    companies.map(({ name, rows }, party) => [
      name + (party === program.objectiveOwner ? " (costs)" : ""),
      `${rows.inequalities.rhs.length} / ${rows.equalities.rhs.length}`,
      record.commitments[party]!,
    ]),
  );
  line();
  listVariables(outcome);
  costs(record);
}

function ownOutcome({ members, program }: Problem, { round }: Agreement, { result }: RoundRecord): UserOutcome {
  const { outcome } = result;
  const { objectiveOwner } = program;
  const normal =
    outcome.kind === "unbounded" ? outcome : { ...outcome, multipliers: outcome.multipliers[objectiveOwner]! };
  return toUserOutcome(members[objectiveOwner]!.model, program, round.decimals, normal);
}

function outcomeInWords(outcome: UserOutcome, owner: string): string {
  if (outcome.kind === "optimal") return `the optimum is ${outcome.objective} (in the units of ${owner}'s file)`;
  return outcome.kind === "infeasible" ? "the companies' rows contradict each other" : "the objective has no bound";
}

function compareWithCentral({ result }: RoundRecord, central: ProgramOutcome, { round }: Agreement): string {
  const { outcome } = result;
  if (outcome.kind !== central.kind)
    throw new Error(`settled as ${outcome.kind}, but all data together are ${central.kind}`);
  if (outcome.kind !== "optimal" || central.kind !== "optimal") {
    return `${green("✓")} the same as with all data in one place`;
  }
  const difference = outcome.objective - central.objective;
  const scale = round.decimals.coefficient + round.decimals.solution;
  const text = formatDecimal(fromScaled(difference < 0n ? -difference : difference, scale));
  return `${green("✓")} the optimum with all data in one place differs by ${text}`;
}

function listVariables(outcome: UserOutcome): void {
  if (outcome.kind === "infeasible") return;
  const used = outcome.variables.filter(({ value }) => value !== "0");
  const rows = used
    .slice(0, MAX_LISTED)
    .map((variable) =>
      outcome.kind === "unbounded"
        ? [variable.name, variable.value, (variable as { direction: string }).direction]
        : [variable.name, variable.value],
    );
  table(outcome.kind === "unbounded" ? ["variable", "value", "direction"] : ["variable", "value"], rows, [1, 2]);
  const rest = used.length - rows.length;
  const zeros = outcome.variables.length - used.length;
  line(`${rest > 0 ? `… and ${rest} more; ` : ""}${zeros} of ${outcome.variables.length} variables are zero`);
  line();
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
