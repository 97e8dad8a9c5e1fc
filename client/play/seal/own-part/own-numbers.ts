// What a company knows of an optimum, as numbers of its proof, from what the engine told it and
// from its own rows. A variable that its file does not name is unknown, and never counted as 0.
import { objectiveValue, primalPart } from "../../../certificate/outcome.ts";
import { ProtocolError } from "../../../errors.ts";
import type { PartyRows } from "../../../lp/model/normal.ts";
import { randomScalars } from "../../../sealed/field.ts";
import type { Values } from "../../../sealed/layout.ts";
import { answerNumbers, ownRowNumbers } from "../../../sealed/numbers.ts";
import type { OwnPart, SplitSetting } from "../../../sealed/own-part/own.ts";
import { isOwner } from "../../../sealed/prover/company-rules.ts";
import { MASKS } from "../../../sealed/prover/masks.ts";
import { keeps } from "../../../sealed/prover/setting.ts";
import type { PartOfOutcome } from "../settlement.ts";
import type { OwnPartInput } from "./input.ts";

/**
 * Throws ProtocolError `AnswerWrong` when the outcome has not the variables of this company;
 * CertificateError `ResidualTooLarge` when it does not meet its rows.
 */
export function ownNumbers(
  { party, round, rows, committed, outcome, random }: OwnPartInput,
  setting: SplitSetting,
): OwnPart {
  const { statement } = round;
  const isKnown = setting.split.names.map((names) => names.includes(party));
  const named = isKnown.slice(1, statement.columns + 1);
  requireNamed(rows, named, outcome.x);
  const x = named.map((isNamed, j) => (isNamed ? outcome.x[j]! : 0n));
  const primal = primalPart(rows, statement.decimals, x, statement.tolerances.residual);
  const values = { multipliers: outcome.multipliers, ...primal, raySlacks: [] };
  const columns: Values = new Map(
    [...answerNumbers(statement, { kind: "optimal", x })].map(([field, numbers]) => [
      field,
      numbers.map((value, j) => (isKnown[j] ? value : 0n)),
    ]),
  );
  return {
    ...{ party, ...committed, columns },
    rows: ownRowNumbers(statement, round.inequalities[party]!, values),
    pointMasks: randomScalars(random.fork("sealed/point"), MASKS.point),
  };
}

/** What a company names is told, and nothing else; and its rows contain nothing else. */
function requireNamed(
  { inequalities, equalities, objective }: PartyRows,
  named: readonly boolean[],
  x: readonly (bigint | null)[],
): void {
  if (x.length !== named.length || named.some((isNamed, j) => isNamed !== (x[j] !== null)))
    throw wrong("it has not the variables that this company's file names, and no others");
  const all = [...inequalities.coefficients, ...equalities.coefficients, objective ?? []];
  if (all.some((row) => row.some((coefficient, j) => coefficient !== 0n && !named[j])))
    throw wrong("this company's rows contain a variable that the round does not say it names");
}

/**
 * f̂, where a company knows it.
 * @throws ProtocolError `AnswerWrong` when the engine told a value where all do not learn it, or
 *   none where they do; for the owner, when it told another than its costs make.
 */
export function knownObjective({ party, round, rows, outcome, ownParts }: OwnPartInput): bigint | null {
  if ((outcome.value !== null) !== (ownParts.value === "all"))
    throw wrong("who learns its value is not who the round says");
  if (!isOwner(round, party) || rows.objective === null) return outcome.value;
  const value = objectiveValue(
    rows.objective,
    outcome.x.map((x) => x ?? 0n),
  );
  if (outcome.value !== null && outcome.value !== value)
    throw wrong("its value is not that of this company's costs at the variables that it has");
  return value;
}

/** ẑ of the columns that a company keeps, once all parts are declared. */
export function knownReducedCosts(
  setting: SplitSetting,
  party: number,
  columns: Values,
): PartOfOutcome["reducedCosts"] {
  const [above, below] = [columns.get("z+"), columns.get("z-")];
  return Array.from({ length: setting.statement.columns }, (_, i) => {
    const j = i + 1;
    return above === undefined || below === undefined || !keeps(setting, party, j) ? null : above[j]! - below[j]!;
  });
}

function wrong(what: string): ProtocolError {
  return new ProtocolError("AnswerWrong", `the engine's answer is not for this company: ${what}; stop the round`);
}
