// A round's outcome in each company's own names, signs and units: on the terminal and as files.
import { resolve } from "node:path";
import { type OwnOutcome, ownOutcome } from "../../client/app/round-files.ts";
import { writeUserFiles } from "../../client/cli/write-file.ts";
import type { UserOutcome } from "../../client/lp/joint/user-outcome.ts";
import { counted } from "../../client/math/counted.ts";
import type { Settled } from "./play.ts";
import { line, table } from "./print.ts";

const MAX_LISTED = 40;

/** The outcome as company `party` reads it. */
export function outcomeOf({ problem, agreement, record }: Settled, party: number): OwnOutcome {
  const { members, program } = problem;
  return ownOutcome({ model: members[party]!.model, program, agreement }, party, record.result);
}

/**
 * Writes one file per company into `folder`, named after the company, and returns the paths. Each
 * file also says what the engine leaks.
 */
export async function writeOutcomes(folder: string, settled: Settled): Promise<string[]> {
  const { problem, agreement, engine } = settled;
  const { advice, findings } = engine.leakage(agreement.round, (party) => problem.members[party]!.name);
  const names = problem.members.map(({ name }) => name.toLowerCase().replace(/[^a-z0-9]+/g, "-"));
  const files = names.map((name, party) => `${name}${names.indexOf(name) < party ? `-${party + 1}` : ""}.json`);
  const texts = files.map((file, party): [string, string] => [
    file,
    `${JSON.stringify({ ...outcomeOf(settled, party), leakage: { advice, findings } }, null, 2)}\n`,
  ]);
  await writeUserFiles(folder, Object.fromEntries(texts));
  return files.map((file) => resolve(folder, file));
}

/**
 * Prints tables without the variables and weights that are zero; the files of `writeOutcomes` have
 * all of them.
 */
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
    line(`${zeros} of ${counted(outcome.variables.length, "variable")} ${zeros === 1 ? "is" : "are"} zero`);
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
