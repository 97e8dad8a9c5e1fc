// Attacks on the published rows of `mangasarian` and `li`: party 0 reads what every other party
// published.
import type { Published } from "../../client/engines/row-mixing/mixing.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import type { Matrix } from "../../client/math/matrix.ts";
import { integerRows } from "../attacks/integer-rows.ts";
import { rowCount } from "../attacks/rank.ts";
import { ratioOf } from "../attacks/ratio.ts";
import { changedRows } from "../attacks/repeat-rounds.ts";
import { scorePositions, scoreRows, totalScore } from "../attacks/score.ts";
import { halfSpaces } from "../attacks/slack-inverse.ts";
import { sparseRows } from "../attacks/sparse-rows.ts";
import { publishedBlocks } from "../attacks/views.ts";
import { type Dealt, inequalitiesOf, rowsOf } from "./problems.ts";
import type { Baseline, Recorded } from "./record.ts";
import { type Attack, measureAttack, type Result } from "./result.ts";

const VIEWER = 0;
/** Largest number of a party's rows for which LLL on its lattice does not take minutes. */
const MAXIMUM_LATTICE = 30;

const joined = ({ matrix, rhs }: Published): Matrix => matrix.map((row, l) => [...row, rhs[l]!]);

interface Block {
  readonly party: number;
  readonly published: Published;
  /** Only for scoring. */
  readonly truth: PartyRows;
}

function blocksOf({ dealt, transcript }: Recorded): Block[] {
  return publishedBlocks(dealt.round, transcript, VIEWER).map(({ party, published }) => ({
    party,
    published,
    truth: dealt.parties[party]!,
  }));
}

function attackOn(
  engine: Baseline,
  dealt: Dealt,
  rest: Omit<Attack, "engine" | "problem" | "attacker" | "alone" | "control">,
): Attack {
  return { engine, problem: dealt.problem.name, attacker: "any other party", alone: true, control: false, ...rest };
}

interface RowFinding {
  /** Finds rows in one published block. */
  readonly find: (published: Published) => Matrix | Promise<Matrix>;
  /** The rows that there were to find. */
  readonly truthOf: (rows: PartyRows) => Matrix;
  /** Whether a row and its negative count as two different rows. */
  readonly signed: boolean;
}

/** Measures an attack that looks for rows. */
async function findRows(
  attack: Attack,
  blocks: readonly Block[],
  { find, truthOf, signed }: RowFinding,
): Promise<Result> {
  const attempt = async () => {
    const found: Matrix[] = [];
    for (const { published } of blocks) found.push(await find(published));
    return found;
  };
  const score = (found: readonly Matrix[]) =>
    totalScore(found.map((rows, i) => scoreRows(rows, truthOf(blocks[i]!.truth), signed)));
  const items = blocks.reduce((sum, { truth }) => sum + truthOf(truth).length, 0);
  return measureAttack(attack, attempt, score, items);
}

export function attackSparseRows(engine: Baseline, recorded: Recorded): Promise<Result> {
  const attack = attackOn(engine, recorded.dealt, {
    attack: "sparse rows",
    target: "rows of the others",
    precision: "up to a factor",
  });
  const find = (block: Published) => sparseRows(joined(block), 1, highsSolver);
  return findRows(attack, blocksOf(recorded), { find, truthOf: rowsOf, signed: false });
}

export function attackSlackInverse(recorded: Recorded): Promise<Result> {
  const attack = attackOn("li", recorded.dealt, {
    attack: "slack inverse",
    target: "inequalities of the others",
    precision: "up to a factor",
  });
  const variables = recorded.dealt.round.columns;
  const find = ({ matrix, slack, rhs }: Published) =>
    halfSpaces(
      matrix.map((row, l) => [...row, ...slack[l]!, rhs[l]!]),
      slack[0]!.map((_, s) => variables + s),
    ).inequalities;
  const blocks = blocksOf(recorded).filter(({ truth }) => truth.inequalities.rhs.length > 0);
  return findRows(attack, blocks, { find, truthOf: inequalitiesOf, signed: true });
}

/**
 * All attacks on one run. `later` is a second round, in which `changed[k]` rows of party k have
 * changed.
 */
export async function attackBaseline(
  engine: Baseline,
  recorded: Recorded,
  later: { readonly recorded: Recorded; readonly changed: readonly number[] },
): Promise<Result[]> {
  const { dealt } = recorded;
  const blocks = blocksOf(recorded);
  const on = (attack: string, target: string, precision: Attack["precision"]) =>
    attackOn(engine, dealt, { attack, target, precision });
  const alone = blocks.filter(({ truth }) => rowsOf(truth).length === 1);
  const small = blocks.filter(({ truth }) => rowsOf(truth).length <= MAXIMUM_LATTICE);

  const results = [
    await findRows(on("ratio", "rows of parties with one row", "up to a factor"), alone, {
      find: (published) => {
        const slack = published.slack[0]!.length === 0 ? null : published.slack.map((row) => row[0]!);
        const row = ratioOf(joined(published), slack);
        return row === null ? [] : [row];
      },
      truthOf: rowsOf,
      signed: engine === "li" && dealt.round.equalities.every((count) => count === 0),
    }),
    await measureAttack(
      on("rank", "row counts of the others", "counts"),
      () => blocks.map(({ published }) => rowCount(joined(published))),
      (found) =>
        scorePositions(
          found,
          blocks.map(({ truth }) => rowsOf(truth).length),
        ),
      blocks.length,
    ),
    await attackSparseRows(engine, recorded),
    await findRows(on("integer rows (LLL)", "rows of the others", "up to a factor"), small, {
      find: (published) => integerRows(joined(published)),
      truthOf: rowsOf,
      signed: false,
    }),
    await measureAttack(
      on("repeat rounds", "numbers of changed rows", "counts"),
      () =>
        blocksOf(later.recorded).map(({ published }, i) =>
          changedRows(joined(blocks[i]!.published), joined(published)),
        ),
      (found) =>
        scorePositions(
          found,
          blocks.map(({ party }) => later.changed[party]!),
        ),
      blocks.length,
    ),
  ];
  if (engine === "li") results.push(await attackSlackInverse(recorded));
  return results;
}
