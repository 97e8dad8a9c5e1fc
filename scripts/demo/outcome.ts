// A round's outcome in each company's own names, signs and units: on the terminal and as files.
import { resolve } from "node:path";
import { leakageOf } from "../../client/attacks/leakage.ts";
import type { Agreement } from "../../client/chain/params.ts";
import { writeUserFiles } from "../../client/cli/write-file.ts";
import { toUserOutcome, type UserOutcome } from "../../client/lp/user-outcome.ts";
import type { RoundRecord } from "./play.ts";
import { line, table } from "./print.ts";
import type { Problem } from "./problem.ts";

const MAX_LISTED = 40;

/** The outcome as company `party` reads it; `objective` (at the round's scale) stands in for the one that was settled. */
export function outcomeOf(
  { members, program }: Problem,
  { round }: Agreement,
  { result }: RoundRecord,
  party: number,
  objective?: bigint,
): UserOutcome {
  const { outcome } = result;
  const { model } = members[party]!;
  if (outcome.kind === "unbounded") return toUserOutcome(model, program, round.decimals, outcome);
  const multipliers = outcome.multipliers[party]!;
  const own =
    outcome.kind === "optimal"
      ? { ...outcome, multipliers, objective: objective ?? outcome.objective }
      : { ...outcome, multipliers };
  return toUserOutcome(model, program, round.decimals, own);
}

/** Writes one file per company into `folder`, named after it, and says where. Each says, too, what the engine leaks. */
export async function writeOutcomes(
  folder: string,
  problem: Problem,
  agreement: Agreement,
  record: RoundRecord,
): Promise<void> {
  const leakage = leakageOf(agreement.engine, agreement.round, (party) => problem.members[party]!.name);
  for (const [party, { name }] of problem.members.entries()) {
    const file = `${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.json`;
    const text = `${JSON.stringify({ ...outcomeOf(problem, agreement, record, party), leakage }, null, 2)}\n`;
    await writeUserFiles(folder, { [file]: text });
    line(`outcome for ${name}: ${resolve(folder, file)}`);
  }
}

/** What is not zero, in tables; the files of `writeOutcomes` have all of it. */
export function printOutcome(outcome: UserOutcome): void {
  if (outcome.kind === "infeasible") {
    const weights = [
      ...outcome.rows.map(({ name, weight }) => ["row", name, weight]),
      ...outcome.bounds.map(({ name, weight }) => ["bound of", name, weight]),
    ];
    list(
      ["", "name", "weight in the contradiction"],
      weights.filter(([, , weight]) => weight !== "0"),
      [2],
    );
  } else if (outcome.kind === "unbounded") {
    const moving = outcome.variables.filter(({ value, direction }) => value !== "0" || direction !== "0");
    list(
      ["variable", "value", "direction"],
      moving.map(({ name, value, direction }) => [name, value, direction]),
      [1, 2],
    );
  } else {
    const used = outcome.variables.filter(({ value }) => value !== "0");
    list(
      ["variable", "value"],
      used.map(({ name, value }) => [name, value]),
      [1],
    );
    const zeros = outcome.variables.length - used.length;
    line(`${zeros} of ${outcome.variables.length} variables are zero`);
    line();
    if (outcome.kind === "feasible") {
      list(
        ["row", "activity"],
        outcome.rows.map(({ name, activity }) => [name, activity]),
        [1],
      );
    } else {
      list(
        ["row", "activity", "dual"],
        outcome.rows.map(({ name, activity, dual }) => [name, activity, dual]),
        [1, 2],
      );
    }
  }
}

function list(header: readonly string[], rows: readonly (readonly string[])[], right: readonly number[]): void {
  if (rows.length === 0) return;
  table(header, rows.slice(0, MAX_LISTED), right);
  if (rows.length > MAX_LISTED) line(`… and ${rows.length - MAX_LISTED} more: --out writes them all`);
  line();
}
