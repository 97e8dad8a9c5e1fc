// Attacks on `mpc`. Each attack by one node takes the words that the node sees for the numbers that
// the attack needs. Others are by two nodes together, and by all holders of rows together.
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
import { type Score, scoreExactRows, scorePositions, scoreRows, totalScore } from "../attacks/score.ts";
import { sparseRows } from "../attacks/sparse-rows.ts";
import { Eye } from "./node-eye.ts";
import { type Dealt, rowCount, rowsOf } from "./problems.ts";
import type { RecordedNodes } from "./record.ts";
import { type Attack, measureAttack, type Result } from "./result.ts";

/** Rows times columns up to which linear programs on uniform numbers take seconds. */
const LARGEST_SPARSE = 1000;
const NODES: readonly NodeIndex[] = [0, 1, 2];

/** M_kᵀŵ_k of every holder of rows, from its own rows and multipliers. */
function dualParts({ dealt, outcomes }: RecordedNodes): Matrix[] {
  return dealt.parties.map((rows, party) => {
    const outcome = outcomes[party]!;
    const multipliers = outcome.kind === "optimal" ? outcome.multipliers : [];
    const matrix = rowsOf(rows).slice(0, multipliers.length);
    return [transposeTimes(matrix, multipliers, dealt.round.columns)];
  });
}

/** A recorded run and what each node sees of it. */
interface Watched {
  readonly recorded: RecordedNodes;
  readonly eyes: readonly Eye[];
}

/**
 * All attacks on one run. `later` is a second round, in which the first row of every party has
 * changed. `small` adds the attacks that are slow on uniform numbers.
 */
export async function attackNodes(recorded: RecordedNodes, later: RecordedNodes, small: boolean): Promise<Result[]> {
  const { dealt } = recorded;
  const watched = { recorded, eyes: NODES.map((node) => new Eye(recorded.viewOf(node), dealt)) };
  const sparseIsQuick = rowCount(dealt.problem) * dealt.round.columns <= LARGEST_SPARSE;
  return [
    await attackSingleRows(watched),
    await attackCosts(watched),
    ...(await attackRepeatedRounds(watched, later)),
    ...(sparseIsQuick ? [await attackSparseRows(watched)] : []),
    ...(small ? await attackUniformNumbers(watched) : []),
    await colludeForRows(watched),
    await colludeForCosts(watched),
    await subtractKnownParts(watched),
  ];
}

function attackOn({ recorded }: Watched, rest: Omit<Attack, "engine" | "problem" | "control">): Attack {
  return { engine: "mpc", problem: recorded.dealt.problem.name, control: false, ...rest };
}

interface Attempted<Found> {
  readonly attackers: readonly Eye[];
  readonly attempt: (eye: Eye) => Found | Promise<Found>;
  readonly score: (found: Found, eye: Eye) => Score;
  readonly items: (eye: Eye) => number;
}

/** Each of `attackers` attacks on its own; the score is the sum. */
function byEach<Found>(
  watched: Watched,
  described: Pick<Attack, "attack" | "target" | "precision">,
  { attackers, attempt, score, items }: Attempted<Found>,
): Promise<Result> {
  return measureAttack(
    attackOn(watched, { ...described, attacker: "any one node", alone: true }),
    async () => {
      const found: Found[] = [];
      for (const eye of attackers) found.push(await attempt(eye));
      return found;
    },
    (found) => totalScore(found.map((one, i) => score(one, attackers[i]!))),
    attackers.reduce((sum, eye) => sum + items(eye), 0),
  );
}

interface RowSearch {
  readonly attack: string;
  readonly target: string;
  /** From the words of one party. */
  readonly find: (rows: Matrix) => Matrix | Promise<Matrix>;
  /** The parties that a node attacks. */
  readonly among: (eye: Eye) => readonly number[];
}

/** Every node attacks the words of one party at a time. */
function searchRows(watched: Watched, { attack, target, find, among }: RowSearch): Promise<Result> {
  return byEach(
    watched,
    { attack, target, precision: "up to a factor" },
    {
      attackers: watched.eyes,
      attempt: async (eye) => {
        const found: Matrix[] = [];
        for (const party of among(eye)) found.push(await find(eye.rows(party)));
        return found;
      },
      score: (found, eye) => totalScore(found.map((rows, i) => scoreRows(rows, eye.truth(among(eye)[i]!), false))),
      items: (eye) => among(eye).reduce((sum, party) => sum + eye.truth(party).length, 0),
    },
  );
}

/** Each of `attackers` looks for the inequalities of all other parties at once. */
function searchInequalities(
  watched: Watched,
  attack: string,
  attackers: readonly Eye[],
  find: (eye: Eye) => Matrix,
): Promise<Result> {
  return byEach(
    watched,
    { attack, target: "inequalities of the others", precision: "up to a factor" },
    {
      attackers,
      attempt: find,
      score: (found, eye) => scoreRows(found, eye.inequalities(), true),
      items: (eye) => eye.inequalities().length,
    },
  );
}

function withOwnRows({ eyes }: Watched): Eye[] {
  return eyes.filter(({ own }) => own.length > 0);
}

/** For scoring, and for the attack of the owner, who knows them. */
function costsOf({ round, parties }: Dealt): readonly bigint[] {
  return parties[round.objectiveOwner]!.objective!;
}

function attackSingleRows(watched: Watched): Promise<Result> {
  return searchRows(watched, {
    attack: "ratio",
    target: "rows of parties with one row",
    find: (rows) => [ratioOf(rows, null)!],
    among: (eye) => eye.others.filter((party) => eye.truth(party).length === 1),
  });
}

function attackCosts(watched: Watched): Promise<Result> {
  const { dealt } = watched.recorded;
  const costs = costsOf(dealt);
  return byEach(
    watched,
    { attack: "column match", target: "costs", precision: "exact" },
    {
      attackers: withOwnRows(watched),
      attempt: (eye) => {
        const seen = eye.others.flatMap((party) => eye.rows(party).map((row) => row.slice(0, -1)));
        return recoverCosts(eye.costs(), matchColumns(seen, ofVariables(eye, dealt)));
      },
      score: (found) => scorePositions<bigint | null>(found, costs),
      items: () => costs.length,
    },
  );
}

/** What came over the node's links, taken for the columns of the variables in the mixed rows. */
function ofVariables(eye: Eye, { round }: Dealt): Matrix {
  return eye.mixed().map((row) => row.slice(0, round.columns));
}

/** Nothing where no party's rows could be counted. */
async function attackRepeatedRounds(watched: Watched, later: RecordedNodes): Promise<Result[]> {
  const { eyes, recorded } = watched;
  /** Parties whose rows could be counted: twice as many words as rows fit into the columns. */
  const countable = (eye: Eye) =>
    eye.others.filter((party) => {
      const { length } = eye.truth(party);
      return length > 1 && 2 * length <= recorded.dealt.round.columns + 1;
    });
  if (eyes.every((eye) => countable(eye).length === 0)) return [];
  const result = await byEach(
    watched,
    { attack: "repeat rounds", target: "numbers of changed rows", precision: "counts" },
    {
      attackers: eyes,
      attempt: (eye) => {
        const again = new Eye(later.viewOf(eye.view.node), recorded.dealt);
        return countable(eye).map((party) => changedRows(eye.rows(party), again.rows(party)));
      },
      score: (found) =>
        scorePositions(
          found,
          found.map(() => 1),
        ),
      items: (eye) => countable(eye).length,
    },
  );
  return [result];
}

function attackSparseRows(watched: Watched): Promise<Result> {
  return searchRows(watched, {
    attack: "sparse rows",
    target: "rows of the others",
    find: (rows) => sparseRows(rows, 1, highsSolver),
    among: (eye) => eye.others,
  });
}

/** The attacks that take long on numbers without structure. */
async function attackUniformNumbers(watched: Watched): Promise<Result[]> {
  const { eyes, recorded } = watched;
  const { dealt } = recorded;
  const { columns, objectiveOwner } = dealt.round;
  const keyed = withOwnRows(watched);
  const owner = eyes.filter(({ view }) => view.node === objectiveOwner);
  return [
    await searchRows(watched, {
      attack: "integer rows (LLL)",
      target: "rows of the others",
      find: integerRows,
      among: (eye) => eye.others,
    }),
    await searchInequalities(watched, "slack inverse", eyes, (eye) => eye.halfSpaces()),
    await searchInequalities(
      watched,
      "own rows as the key",
      keyed,
      (eye) => (unlockWithOwnRows(eye.halfSpaces(), eye.own)?.rows ?? []) as Matrix,
    ),
    await searchInequalities(watched, "own costs as the key", owner, (eye) => {
      const names = nameColumns(ofVariables(eye, dealt), eye.view.received.slice(0, columns), costsOf(dealt));
      return unlockWithOwnCosts(eye.halfSpaces(), names);
    }),
    await searchInequalities(watched, "monomial search", keyed, (eye) => {
      const own = eye.own.map((row) => ({ coefficients: row.slice(0, -1), rhs: row.at(-1)! }));
      return (monomialSearch(eye.mixed(), own)?.region.inequalities ?? []) as Matrix;
    }),
  ];
}

function colludeForRows(watched: Watched): Promise<Result> {
  const { eyes, recorded } = watched;
  const { round, parties } = recorded.dealt;
  const pairs = eyes.map((eye) => [eye, eyes[(eye.view.node + 1) % eyes.length]!] as const);
  const outside = ([first, second]: (typeof pairs)[number]) =>
    first.others.filter((party) => party !== second.view.node);
  return measureAttack(
    attackOn(watched, {
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
      totalScore(
        found.flatMap((perParty, i) =>
          perParty.map((rows, k) => scoreExactRows(rows, rowsOf(parties[outside(pairs[i]!)[k]!]!))),
        ),
      ),
    pairs.reduce((sum, pair) => sum + outside(pair).reduce((n, party) => n + rowsOf(parties[party]!).length, 0), 0),
  );
}

function colludeForCosts(watched: Watched): Promise<Result> {
  const [first, second] = watched.eyes.map(({ view }) => view);
  const { round } = watched.recorded.dealt;
  const costs = costsOf(watched.recorded.dealt);
  return measureAttack(
    attackOn(watched, {
      attack: "colluding nodes",
      attacker: "nodes 0 and 1 together",
      alone: false,
      target: "costs",
      precision: "exact",
    }),
    () => readInput(round, round.objectiveOwner, joinedWords(first!, second!, round.objectiveOwner)).costs,
    (found) => scorePositions(found, costs),
    costs.length,
  );
}

/** The holders of rows subtract their parts from the published reduced costs. */
function subtractKnownParts(watched: Watched): Promise<Result> {
  const { recorded } = watched;
  const costs = costsOf(recorded.dealt);
  const scale = 10n ** BigInt(recorded.dealt.round.decimals.multiplier);
  return measureAttack(
    attackOn(watched, {
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
        costs.map((cost) => cost * scale),
      ),
    costs.length,
  );
}

/** ẑ = c + Σ M_kᵀŵ_k, which the settlement publishes whatever the engine. */
function reducedCosts({ dealt }: RecordedNodes, parts: readonly Matrix[]): bigint[] {
  const scale = 10n ** BigInt(dealt.round.decimals.multiplier);
  return costsOf(dealt).map((cost, j) => parts.reduce((sum, part) => sum + part[0]![j]!, cost * scale));
}
