// `concordat disclose`: openings of rows that this company chooses to show an auditor. All other
// rows stay hidden.
import { toHex } from "viem";
import { requireAgreed } from "../../app/not-agreed.ts";
import { setUpRound } from "../../app/setup.ts";
import { type CommittedRows, commitRows } from "../../certificate/commit.ts";
import { callingThread } from "../../crypto/paillier/pool.ts";
import { InputError } from "../../errors.ts";
import { openOwnJournal } from "../../journal/own-journal.ts";
import { findRound } from "../../journal/rounds.ts";
import type { Model } from "../../lp/model/model.ts";
import { allRows } from "../../lp/model/normal.ts";
import { type PlannedRow, planRows } from "../../lp/model/plan.ts";
import { counted } from "../../math/counted.ts";
import { roundRandom } from "../../play/drive/life.ts";
import { formatRoundKey, parseRoundKey } from "../../round/round-key.ts";
import { type GlobalOptions, openHome, openKeys } from "../home.ts";
import { writeUserFile } from "../write-file.ts";

export interface DiscloseOptions extends GlobalOptions {
  readonly row: readonly string[];
  readonly objective: boolean;
  readonly out: string;
}

/**
 * Throws InputError "RoundUnknown", "RowUnknown" for a name that the company's file does not have,
 * "FileUnwritable" for `out`.
 */
export async function disclose(name: string, options: DiscloseOptions): Promise<void> {
  const home = await openHome(options);
  const at = parseRoundKey(name, home.config.coordinator);
  const key = formatRoundKey(at);
  const keys = await openKeys(home, options);
  const journal = await openOwnJournal(home.paths, keys);
  requireAgreed(journal, key);
  const accepted = findRound(journal, key)!;
  journal.close();
  const { rows, model, program } = setUpRound(accepted, callingThread);
  if (options.objective && rows.objective === null)
    throw new InputError("ObjectiveMissing", "this company does not own the costs of the round", {
      field: "--objective",
    });
  const id = { chainId: BigInt(home.config.chainId), coordinator: at.coordinator, round: at.round };
  const committed = commitRows(rows, roundRandom(keys.random, id).fork("commit"));
  const named = namedRows(model);
  const names = [...new Set(named.map(({ name: row }) => row))];
  const wanted = options.row;
  const unknown = wanted.find((text) => !names.includes(text));
  if (unknown !== undefined)
    throw new InputError("RowUnknown", `the file has no row "${unknown}"; it has ${names.join(", ")}`, {
      field: "--row",
    });
  const { coefficients, rhs } = allRows(rows);
  const disclosure = {
    version: 1,
    chainId: id.chainId.toString(),
    coordinator: id.coordinator,
    round: id.round.toString(),
    party: accepted.party,
    columns: rows.columns,
    ...pointsOf(committed),
    rows: named.flatMap((row, index) =>
      wanted.includes(row.name)
        ? [
            {
              index,
              name: row.label,
              coefficients: coefficients[index]!.map(String),
              rhs: String(rhs[index]),
              blinding: word(committed.blindings.rows[index]!),
            },
          ]
        : [],
    ),
    objective:
      options.objective && rows.objective !== null
        ? { coefficients: rows.objective.map(String), blinding: word(committed.blindings.objective!) }
        : null,
    variables: program.variables.flatMap(({ name: variable, free }) =>
      free ? [`${variable} (plus)`, `${variable} (minus)`] : [variable],
    ),
  };
  await writeUserFile(options.out, `${JSON.stringify(disclosure, null, 1)}\n`, 0o600);
  const shown = disclosure.rows.length;
  home.printer.result({ file: options.out, rows: shown, objective: disclosure.objective !== null }, () => [
    `${options.out}: ${shown} of ${counted(named.length, "row")}${disclosure.objective === null ? "" : " and the costs"}, with the openings of their commitments.`,
    "Whoever has this file sees these rows and can prove them to others; the other rows stay hidden.",
  ]);
}

/**
 * The rows of the normal form in its order, as the file calls them: a range makes two, a bound one.
 */
function namedRows(model: Model): { readonly name: string; readonly label: string }[] {
  const { inequalities, equalities } = planRows(model);
  const name = ({ of, index }: PlannedRow) =>
    of === "row" ? model.rows[index]!.name : `bound of ${model.variables[index]!.name}`;
  return [
    ...inequalities.map((row) => ({
      name: name(row),
      label: `${name(row)} (${row.sign === 1 ? "≤" : "≥, times −1"})`,
    })),
    ...equalities.map((row) => ({ name: name(row), label: `${name(row)} (=)` })),
  ];
}

function pointsOf({ points }: CommittedRows) {
  const pair = ({ x, y }: { readonly x: bigint; readonly y: bigint }) => [word(x), word(y)];
  return { points: points.rows.map(pair), objectivePoint: points.objective === null ? null : pair(points.objective) };
}

function word(value: bigint): string {
  return toHex(value, { size: 32 });
}
