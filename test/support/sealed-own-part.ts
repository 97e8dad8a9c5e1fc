// Rounds for tests of which each company knows its own part only: planted programs in which
// companies have variables of their own, and what an engine would tell each of them.
import { commitRows } from "../../client/certificate/commit.ts";
import type { PublicOutcome } from "../../client/certificate/types.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { dot } from "../../client/math/field.ts";
import { type Random, randomBetween } from "../../client/math/random.ts";
import { statementOf } from "../../client/round/statement.ts";
import type { Kind } from "../../client/round/verdict.ts";
import { sealedCommitment, sealedDigest } from "../../client/sealed/digests.ts";
import { domainOf } from "../../client/sealed/domain.ts";
import { randomScalars } from "../../client/sealed/field.ts";
import { identitiesOf } from "../../client/sealed/identities.ts";
import type { Field, Values } from "../../client/sealed/layout.ts";
import { answerNumbers, farkasFactor, rowNumbers } from "../../client/sealed/numbers.ts";
import type { OwnPart, SplitSetting } from "../../client/sealed/own-part/own.ts";
import type { OwnPartRound } from "../../client/sealed/own-part/prove.ts";
import { splitColumns } from "../../client/sealed/own-part/split.ts";
import { commitMatrix } from "../../client/sealed/prover/commit.ts";
import { MASKS } from "../../client/sealed/prover/masks.ts";
import type { Split } from "../../client/sealed/prover/setting.ts";
import type { SealedStatement } from "../../client/sealed/statement.ts";
import { publicVectors, type VerifyingKey, verifyingKey } from "../../client/sealed/verifying-key.ts";
import { type Answer, publicOutcome, TEST_ID, testBounds, testParams, testSeed } from "./certificate.ts";
import { type TestString, testString } from "./sealed.ts";

const X_SCALE = 10n ** 3n;

export interface OwnPartShape {
  readonly kind: Kind;
  readonly size?: number;
  /** Per variable the parties that name it. */
  readonly names: readonly (readonly number[])[];
  /** Inequalities per party; a party with none is a helper, and names nothing. */
  readonly inequalities: readonly number[];
  readonly equalities?: readonly number[];
  readonly owner: number;
}

export interface PlantedRound extends OwnPartRound {
  readonly statement: SealedStatement;
  readonly key: VerifyingKey;
  readonly string: TestString;
  readonly outcome: PublicOutcome;
  readonly plain: readonly PartyRows[];
}

/** Three companies with variables of their own, one that two share, one that all do. */
export const THREE: Omit<OwnPartShape, "kind"> = {
  names: [[0], [1], [2], [0, 1], [1, 2], [0, 1, 2]],
  inequalities: [3, 2, 2],
  equalities: [0, 1, 0],
  owner: 1,
};

/** Four, of which one is a helper without rows, and the owner of the objective no node. */
export const FOUR: Omit<OwnPartShape, "kind"> = {
  names: [[0], [1, 3], [3], [0, 1, 3], [0, 1]],
  inequalities: [2, 2, 0, 2],
  owner: 3,
};

/** A program with a known answer; rows have no coefficient in variables that are not named. */
function plant(shape: OwnPartShape, keepers: readonly number[], random: Random): Answer {
  const { kind, names, inequalities, owner } = shape;
  const columns = names.length;
  const draw = (low: bigint, high: bigint) => randomBetween(random, low, high);
  const equalities = shape.equalities ?? inequalities.map(() => 0);
  // The last row of each party has multiplier 1, so that it can make reduced costs as chosen.
  const flags = inequalities.flatMap((count, party) => [
    ...Array.from({ length: count }, (_, i) => ({ party, isEquality: false, isLast: i === count - 1 })),
    ...Array.from({ length: equalities[party]! }, () => ({ party, isEquality: true, isLast: false })),
  ]);
  const x = names.map((_, j) => (j % 3 === 1 ? 0n : draw(1n, 9n)));
  const ray = names.map(() => 1n);
  const w = flags.map(({ isEquality, isLast }) => (isLast ? 1n : isEquality ? draw(-5n, 9n) : draw(0n, 4n)));
  const matrix = flags.map(({ party }) => names.map((own) => (own.includes(party) ? draw(-2000n, 2000n) : 0n)));
  if (kind === "unbounded")
    for (const [i, { party, isEquality }] of flags.entries()) {
      const first = names.findIndex((own) => own.includes(party));
      matrix[i]![first]! -= dot(matrix[i]!, ray) + (isEquality ? 0n : draw(0n, 50n));
    }
  const z = x.map((value) => (value === 0n || kind === "infeasible" ? draw(0n, 30n) : 0n));
  const sumOf = (j: number) =>
    dot(
      w,
      matrix.map((row) => row[j]!),
    );
  for (const j of names.keys()) {
    const keeper = keepers[j + 1]!;
    if (kind === "unbounded" || (kind === "optimal" && keeper === owner)) continue;
    const last = flags.findIndex(({ party, isLast }) => party === keeper && isLast);
    matrix[last]![j]! += z[j]! - sumOf(j);
  }
  const rhs = matrix.map((row, i) => dot(row, x) + (flags[i]!.isEquality || w[i] !== 0n ? 0n : draw(0n, 400n)));
  const size = (values: readonly bigint[]) => values.reduce((sum, value) => sum + (value < 0n ? -value : value), 0n);
  if (kind === "infeasible") {
    const last = flags.findLastIndex(({ isLast }) => isLast);
    rhs[last]! -= dot(rhs, w) + 4000n * size(w);
  }
  const costs = names.map((own, j) => {
    if (!own.includes(owner)) return 0n;
    return kind === "optimal" ? z[j]! - sumOf(j) : kind === "unbounded" ? draw(-20n, 20n) : 0n;
  });
  if (kind === "unbounded") {
    const first = names.findIndex((own) => own.includes(owner));
    costs[first]! -= dot(costs, ray) + 2000n * size(ray) + 7n;
  }
  const own = <T>(values: readonly T[], party: number, isEquality?: boolean) =>
    values.filter(
      (_, i) => flags[i]!.party === party && (isEquality === undefined || flags[i]!.isEquality === isEquality),
    );
  const unit = kind === "infeasible" ? 1n : 10n ** 4n;
  return {
    rows: inequalities.map((_, k) => ({
      columns,
      inequalities: { coefficients: own(matrix, k, false), rhs: own(rhs, k, false) },
      equalities: { coefficients: own(matrix, k, true), rhs: own(rhs, k, true) },
      objective: k === owner ? costs : null,
    })),
    x: x.map((value) => value * X_SCALE),
    ray,
    multipliers: inequalities.map((_, k) => own(w, k).map((value) => value * unit)),
  };
}

/** What the engine tells one company: numbers of the variables that it names, and of its rows. */
function toldTo(
  { statement, inequalities, split }: { statement: SealedStatement; inequalities: readonly number[]; split: Split },
  outcome: PublicOutcome,
  party: number,
): Pick<OwnPart, "rows" | "columns"> {
  const known = [...answerNumbers(statement, outcome)].map(([field, values]): [Field, bigint[]] => [
    field,
    values.map((value, j) => (split.names[j]!.includes(party) ? value : 0n)),
  ]);
  const rows: Values = rowNumbers(statement, { inequalities }, outcome)[party]!;
  return { rows, columns: new Map(known) };
}

/** A planted round, its rows committed. */
export function plantOwnParts(shape: OwnPartShape, seed: string): PlantedRound {
  const random = testSeed(seed);
  const { kind, size = 16, names, inequalities, owner } = shape;
  const equalities = shape.equalities ?? inequalities.map(() => 0);
  const columns = names.length;
  const string = testString(size);
  const params = testParams({ kind, columns, inequalities, equalities, owner });
  const draft: SealedStatement = {
    ...TEST_ID,
    ...{ kind, size, columns, parties: inequalities.length, objectiveOwner: owner },
    decimals: { solution: params.solutionDecimals, multiplier: params.multiplierDecimals },
    tolerances: { residual: params.residualTolerance, dual: params.dualTolerance, gap: params.gapTolerance },
    bounds: testBounds(columns),
    commitments: inequalities.map(() => "0x"),
  };
  const split = splitColumns(draft, names);
  const answer = plant(shape, split.keepers, random.fork("program"));
  const committed = answer.rows.map((own, k) => commitMatrix(string.committer, size, own, random.fork(`commit ${k}`)));
  const points = answer.rows.map((own, k) => commitRows(own, random.fork(`plain ${k}`)));
  const found = publicOutcome(kind, statementOf(params, TEST_ID, []), answer, points);
  const key = verifyingKey(string.srs, string.committer, draft);
  const commitments = committed.map((own, k) => sealedCommitment(draft, k, key.srsDigest, own.points));
  const statement = { ...draft, commitments };
  const outcome = found.kind === "infeasible" ? scaledUp(statement, found) : found;
  const setting: SplitSetting = {
    ...{ statement, split, domain: domainOf(size), committer: string.committer, srsDigest: key.srsDigest },
    vectors: publicVectors(statement),
    identities: identitiesOf(kind, inequalities.length),
  };
  const all = Array.from({ length: inequalities.length }, (_, k) => k);
  const secretOf = (k: number, j: number) => random.fork(`pair ${Math.min(k, j)} ${Math.max(k, j)}`).bytes(32);
  return {
    ...{ setting, statement, key, string, outcome, plain: answer.rows },
    digest: sealedDigest(statement, key),
    own: committed.map((masked, party) => ({
      ...{ party, ...masked },
      pointMasks: randomScalars(random.fork(`point ${party}`), MASKS.point),
      ...toldTo({ statement, inequalities, split }, outcome, party),
    })),
    rows: inequalities.map((count, k) => count + equalities[k]!),
    secrets: all.map((k) => new Map(all.filter((j) => j !== k).map((j) => [j, secretOf(k, j)]))),
  };
}

function scaledUp(
  statement: SealedStatement,
  outcome: Extract<PublicOutcome, { kind: "infeasible" }>,
): Extract<PublicOutcome, { kind: "infeasible" }> {
  const factor = farkasFactor(statement, outcome.multipliers);
  return { ...outcome, multipliers: outcome.multipliers.map((own) => own.map((value) => factor * value)) };
}
