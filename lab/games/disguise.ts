// Alice's attacks on the disguise of `two-party`. The masked product makes no difference: N̂, b̂
// and Ĉ are the same with both.
import { drawDisguise, timesQ } from "../../client/engines/two-party/disguise.ts";
import { twoPartyShape, withSlacks } from "../../client/engines/two-party/shape.ts";
import { allRows } from "../../client/lp/model/normal.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import type { Matrix } from "../../client/math/matrix.ts";
import { monomialSearch } from "../attacks/monomial-search.ts";
import { unlockWithOwnRows } from "../attacks/own-rows.ts";
import { scorePositions, scoreRows } from "../attacks/score.ts";
import { halfSpaces, slackColumns } from "../attacks/slack-inverse.ts";
import { sparseRows } from "../attacks/sparse-rows.ts";
import { inequalitiesOf } from "./problems.ts";
import type { RecordedMasked } from "./record.ts";
import { type Attack, measureAttack, type Result } from "./result.ts";

export async function attackDisguise(engine: string, recorded: RecordedMasked): Promise<Result[]> {
  const { dealt, randoms, masked } = recorded;
  const { round, parties } = dealt;
  const shape = twoPartyShape(round);
  const seen = masked.matrix.map((row, i) => [...row, masked.rhs[i]!]);
  const findSlacks = () => slackColumns(masked.matrix, masked.costs, shape.unit);
  const own = inequalitiesOf(parties[shape.alice]!);
  const ofBob = inequalitiesOf(parties[shape.bob]!);
  const search = () =>
    monomialSearch(
      seen,
      own.map((row) => ({ coefficients: row.slice(0, -1), rhs: row.at(-1)! })),
    );
  const on = (attack: string, target: string, precision: Attack["precision"]): Attack => ({
    engine,
    problem: dealt.problem.name,
    attack,
    attacker: "Alice",
    alone: true,
    target,
    precision,
    control: false,
  });

  // Only to score: Bob's rows with their slacks, disguised by Q alone.
  const disguise = drawDisguise(shape, randoms[shape.bob]!.fork("disguise"));
  const { coefficients: matrix, rhs } = allRows(parties[shape.bob]!);
  const behindQ = timesQ(withSlacks(shape, matrix, shape.bob, shape.unit), disguise).map((row, i) => [...row, rhs[i]!]);
  const slackAt = new Set(disguise.source.flatMap((j, t) => (j >= shape.variables ? [t] : [])));
  const halfSpacesBehindQ = behindQ
    .slice(0, ofBob.length)
    .map((row) => row.filter((_, t) => t === shape.width || !slackAt.has(t)));

  return [
    await measureAttack(
      on("slack inverse", "Bob's inequalities", "up to column order and scale"),
      () => {
        const slacks = findSlacks();
        return { columns: slacks, inequalities: halfSpaces(seen, slacks).inequalities };
      },
      ({ columns, inequalities }) =>
        columns.length === slackAt.size && columns.every((t) => slackAt.has(t))
          ? scoreRows(inequalities, halfSpacesBehindQ, true)
          : { recovered: 0, total: ofBob.length },
      ofBob.length,
    ),
    await measureAttack(
      on("own rows as the key", "Bob's inequalities", "up to a factor"),
      () => unlockWithOwnRows(halfSpaces(seen, findSlacks()).inequalities, own),
      (found) => scoreRows((found?.rows ?? []) as Matrix, ofBob, true),
      ofBob.length,
    ),
    await measureAttack(
      on("monomial search", "Bob's inequalities", "up to a factor"),
      search,
      (found) => scoreRows(found?.region.inequalities ?? [], ofBob, true),
      ofBob.length,
    ),
    await measureAttack(
      on("monomial search", "costs", "exact"),
      () => {
        const found = search();
        return (
          found?.scales.map(
            ({ numerator, denominator }, j) => (masked.costs[found.columns[j]!]! * denominator) / numerator,
          ) ?? null
        );
      },
      (found) => scorePositions<bigint>(found, parties[shape.bob]!.objective!),
      shape.variables,
    ),
    await measureAttack(
      on("sparse rows", "Bob's rows", "up to column order and scale"),
      () => sparseRows(seen, 1, highsSolver),
      (found) => scoreRows(found, behindQ, false),
      behindQ.length,
    ),
  ];
}
