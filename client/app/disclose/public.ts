// Rows that a company of a round with a public outcome shows an auditor: openings of their
// commitments. All other rows stay hidden.
import { toHex } from "viem";
import { type CommittedRows, commitRows } from "../../certificate/commit.ts";
import { InputError } from "../../errors.ts";
import { allRows } from "../../lp/model/normal.ts";
import type { Random } from "../../math/random.ts";
import type { RoundId } from "../../round/id.ts";
import type { RoundSetup } from "../setup.ts";
import { namedRows, requireRows } from "./named-rows.ts";

/** What to show. */
export interface WantedRows {
  /** Names. */
  readonly row: readonly string[];
  readonly objective: boolean;
}

/** Whose rows, of which round. */
export interface Discloser {
  readonly id: RoundId;
  readonly party: number;
  /** The round's own. */
  readonly random: Random;
}

/**
 * The content of the file. Throws InputError "ObjectiveMissing", "RowUnknown", and "OptionInvalid"
 * when nothing is named.
 */
export function discloseRows(
  { rows, model, program }: Pick<RoundSetup, "rows" | "model" | "program">,
  { id, party, random }: Discloser,
  wanted: WantedRows,
) {
  if (wanted.row.length === 0 && !wanted.objective)
    throw new InputError("OptionInvalid", "name what to disclose: --row or --objective");
  if (wanted.objective && rows.objective === null) throw objectiveMissing();
  const named = namedRows(model);
  requireRows(wanted.row, named);
  const committed = commitRows(rows, random.fork("commit"));
  const { coefficients, rhs } = allRows(rows);
  return {
    version: 1,
    chainId: id.chainId.toString(),
    coordinator: id.coordinator,
    round: id.round.toString(),
    party,
    columns: rows.columns,
    ...pointsOf(committed),
    rows: named.flatMap(({ name, sense }, index) =>
      wanted.row.includes(name)
        ? [
            {
              index,
              name: `${name} (${sense})`,
              coefficients: coefficients[index]!.map(String),
              rhs: String(rhs[index]),
              blinding: word(committed.blindings.rows[index]!),
            },
          ]
        : [],
    ),
    objective:
      wanted.objective && rows.objective !== null
        ? { coefficients: rows.objective.map(String), blinding: word(committed.blindings.objective!) }
        : null,
    variables: program.variables.flatMap(({ name, free }) => (free ? [`${name} (plus)`, `${name} (minus)`] : [name])),
  };
}

export function objectiveMissing(): InputError {
  return new InputError("ObjectiveMissing", "this company does not own the costs of the round", {
    field: "--objective",
  });
}

function pointsOf({ points }: CommittedRows) {
  const pair = ({ x, y }: { readonly x: bigint; readonly y: bigint }) => [word(x), word(y)];
  return { points: points.rows.map(pair), objectivePoint: points.objective === null ? null : pair(points.objective) };
}

function word(value: bigint): string {
  return toHex(value, { size: 32 });
}
