// Attacks on `mpc`: each on what one node has, as if the words it sees were what the attack takes,
// and the same from two nodes together.
import type { NodeIndex } from "../../client/crypto/sharing/link.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { type Matrix, transposeTimes } from "../../client/math/matrix.ts";
import { joinedWords, readInput } from "../attacks/colluding-nodes.ts";
import { matchColumns, recoverCosts } from "../attacks/column-match.ts";
import { remainingPart } from "../attacks/insider.ts";
import { integerRows } from "../attacks/integer-rows.ts";
import { monomialSearch } from "../attacks/monomial-search.ts";
import { nameColumns, unlockWithOwnCosts } from "../attacks/own-costs.ts";
import { unlockWithOwnRows } from "../attacks/own-rows.ts";
import { ratioOf } from "../attacks/ratio.ts";
import { changedRows } from "../attacks/repeat-rounds.ts";
import { type Score, scorePositions, scoreRows } from "../attacks/score.ts";
import { sparseRows } from "../attacks/sparse-rows.ts";
import { Eye } from "./node-eye.ts";
import { rowCount, rowsOf } from "./problems.ts";
import type { RecordedNodes } from "./record.ts";
import { type Attack, measureAttack, type Result } from "./result.ts";

/** Rows times columns up to which linear programs on uniform numbers take seconds. */
const LARGEST_SPARSE = 1000;
const NODES: readonly NodeIndex[] = [0, 1, 2];

function total(scores: readonly Score[]): Score {
  const sum = (key: keyof Score) => scores.reduce((all, score) => all + score[key], 0);
  return { recovered: sum("recovered"), total: sum("total") };
}

/** M_kᵀŵ_k of every holder of rows, from its own rows and multipliers. */
function dualParts({ dealt, outcomes }: RecordedNodes): Matrix[] {
  return dealt.parties.map((rows, party) => {
    const outcome = outcomes[party]!;
    const multipliers = outcome.kind === "optimal" ? outcome.multipliers : [];
    const matrix = rowsOf(rows).slice(0, multipliers.length);
    return [transposeTimes(matrix, multipliers, dealt.round.columns)];
  });
}

/**
 * `later` is a second round, in which the first row of every party has changed. Uniform numbers are
 * slow to attack: `small` leaves none out.
 */
export async function attackNodes(recorded: RecordedNodes, later: RecordedNodes, small: boolean): Promise<Result[]> {
  const { dealt } = recorded;
  const views = NODES.map(recorded.viewOf);
  const { round, parties } = dealt;
  const eyes = views.map((view) => new Eye(view, dealt));
  const costs = parties[round.objectiveOwner]!.objective!;
  const on = (rest: Omit<Attack, "engine" | "problem" | "control">): Attack => ({
    engine: "mpc",
    problem: dealt.problem.name,
    control: false,
    ...rest,
  });
  interface Attempted<Found> {
    readonly attempt: (eye: Eye) => Found | Promise<Found>;
    readonly score: (found: Found, eye: Eye) => Score;
    readonly items: (eye: Eye) => number;
  }
  /** The attack by each of `attackers` for itself; the score is the sum. */
  const byEach = <Found>(
    attackers: readonly Eye[],
    described: Pick<Attack, "attack" | "target" | "precision">,
    { attempt, score, items }: Attempted<Found>,
  ): Promise<Result> =>
    measureAttack(
      on({ ...described, attacker: "any one node", alone: true }),
      async () => {
        const found: Found[] = [];
        for (const eye of attackers) found.push(await attempt(eye));
        return found;
      },
      (found) => total(found.map((one, i) => score(one, attackers[i]!))),
      attackers.reduce((sum, eye) => sum + items(eye), 0),
    );

  /** An attack on one party's words at a time. */
  const onParties = (
    attack: string,
    target: string,
    find: (rows: Matrix) => Matrix | Promise<Matrix>,
    among: (eye: Eye) => readonly number[] = (eye) => eye.others,
  ) =>
    byEach(
      eyes,
      { attack, target, precision: "up to a factor" },
      {
        attempt: async (eye) => {
          const found: Matrix[] = [];
          for (const party of among(eye)) found.push(await find(eye.rows(party)));
          return found;
        },
        score: (found, eye) => total(found.map((rows, i) => scoreRows(rows, eye.truth(among(eye)[i]!), false))),
        items: (eye) => among(eye).reduce((sum, party) => sum + eye.truth(party).length, 0),
      },
    );
  const inequalities = (attack: string, attackers: readonly Eye[], find: (eye: Eye) => Matrix) =>
    byEach(
      attackers,
      { attack, target: "inequalities of the others", precision: "up to a factor" },
      {
        attempt: find,
        score: (found, eye) => scoreRows(found, eye.inequalities(), true),
        items: (eye) => eye.inequalities().length,
      },
    );
  const single = (eye: Eye) => eye.others.filter((party) => eye.truth(party).length === 1);
  /** Parties whose rows could be counted: twice as many words as rows fit into the columns. */
  const countable = (eye: Eye) =>
    eye.others.filter((party) => {
      const { length } = eye.truth(party);
      return length > 1 && 2 * length <= round.columns + 1;
    });
  const keyed = eyes.filter(({ own }) => own.length > 0);
  const owner = eyes.filter(({ view }) => view.node === round.objectiveOwner);

  const results = [
    await onParties("ratio", "rows of parties with one row", (rows) => [ratioOf(rows, null)!], single),
    await byEach(
      keyed,
      { attack: "column match", target: "costs", precision: "exact" },
      {
        attempt: (eye) => {
          const seen = eye.others.flatMap((party) => eye.rows(party).map((row) => row.slice(0, -1)));
          return recoverCosts(
            eye.costs(),
            matchColumns(
              seen,
              eye.mixed().map((row) => row.slice(0, round.columns)),
            ),
          );
        },
        score: (found) => scorePositions<bigint | null>(found, costs),
        items: () => costs.length,
      },
    ),
  ];
  if (eyes.some((eye) => countable(eye).length > 0))
    results.push(
      await byEach(
        eyes,
        { attack: "repeat rounds", target: "numbers of changed rows", precision: "counts" },
        {
          attempt: (eye) => {
            const again = new Eye(later.viewOf(eye.view.node), dealt);
            return countable(eye).map((party) => changedRows(eye.rows(party), again.rows(party)));
          },
          score: (found) =>
            scorePositions(
              found,
              found.map(() => 1),
            ),
          items: (eye) => countable(eye).length,
        },
      ),
    );
  if (rowCount(dealt.problem) * round.columns <= LARGEST_SPARSE)
    results.push(await onParties("sparse rows", "rows of the others", (rows) => sparseRows(rows, 1, highsSolver)));
  if (small)
    results.push(
      await onParties("integer rows (LLL)", "rows of the others", integerRows),
      await inequalities("slack inverse", eyes, (eye) => eye.halfSpaces()),
      await inequalities(
        "own rows as the key",
        keyed,
        (eye) => (unlockWithOwnRows(eye.halfSpaces(), eye.own)?.rows ?? []) as Matrix,
      ),
      await inequalities("own costs as the key", owner, (eye) => {
        const masked = eye.mixed().map((row) => row.slice(0, round.columns));
        return unlockWithOwnCosts(
          eye.halfSpaces(),
          nameColumns(masked, eye.view.received.slice(0, round.columns), costs),
        );
      }),
      await inequalities("monomial search", keyed, (eye) => {
        const own = eye.own.map((row) => ({ coefficients: row.slice(0, -1), rhs: row.at(-1)! }));
        return (monomialSearch(eye.mixed(), own)?.region.inequalities ?? []) as Matrix;
      }),
    );

  const pairs = eyes.map((eye) => [eye, eyes[(eye.view.node + 1) % eyes.length]!] as const);
  const outside = ([first, second]: (typeof pairs)[number]) =>
    first.others.filter((party) => party !== second.view.node);
  const exactly = (found: Matrix, truth: Matrix): Score => ({
    recovered: truth.filter((row, i) => row.join() === found[i]?.join()).length,
    total: truth.length,
  });
  return [
    ...results,
    await measureAttack(
      on({
        attack: "colluding nodes",
        attacker: "any two nodes together",
        alone: false,
        target: "rows of the others",
        precision: "exact",
      }),
      () =>
        pairs.map((pair) =>
          outside(pair).map((party) => readInput(round, party, joinedWords(pair[0].view, pair[1].view, party)).rows),
        ),
      (found) =>
        total(
          found.flatMap((perParty, i) =>
            perParty.map((rows, k) => exactly(rows, rowsOf(parties[outside(pairs[i]!)[k]!]!))),
          ),
        ),
      pairs.reduce((sum, pair) => sum + outside(pair).reduce((n, party) => n + rowsOf(parties[party]!).length, 0), 0),
    ),
    await measureAttack(
      on({
        attack: "colluding nodes",
        attacker: "nodes 0 and 1 together",
        alone: false,
        target: "costs",
        precision: "exact",
      }),
      () => {
        const { objectiveOwner } = round;
        return readInput(round, objectiveOwner, joinedWords(views[0]!, views[1]!, objectiveOwner)).costs;
      },
      (found) => scorePositions(found, costs),
      costs.length,
    ),
    await measureAttack(
      on({
        attack: "insider",
        attacker: "all holders of rows together",
        alone: false,
        target: "costs",
        precision: "exact",
      }),
      () => {
        const parts = dualParts(recorded);
        return remainingPart([reducedCosts(recorded, parts)], parts, null)[0]!;
      },
      (found) =>
        scorePositions(
          found,
          costs.map((cost) => cost * 10n ** BigInt(round.decimals.multiplier)),
        ),
      costs.length,
    ),
  ];
}

/** ẑ = c + Σ M_kᵀŵ_k, which the settlement publishes whatever the engine. */
function reducedCosts({ dealt: { round, parties } }: RecordedNodes, parts: readonly Matrix[]): bigint[] {
  const scale = 10n ** BigInt(round.decimals.multiplier);
  return parties[round.objectiveOwner]!.objective!.map((cost, j) =>
    parts.reduce((sum, part) => sum + part[0]![j]!, cost * scale),
  );
}
