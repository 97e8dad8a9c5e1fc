// Sealed rounds for tests: a reference string whose trapdoor is known, and planted programs.

import { bn254 } from "@noble/curves/bn254.js";
import { SealedRefusal } from "../../auditor/errors.ts";
import { commitRows } from "../../client/certificate/commit.ts";
import type { PublicOutcome } from "../../client/certificate/types.ts";
import { G1, GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { runBulk } from "../../client/crypto/curve/bulk.ts";
import { SealedError } from "../../client/errors.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { type Random, randomBelow } from "../../client/math/random.ts";
import { decodeWords, encodeWords } from "../../client/math/words.ts";
import { statementOf } from "../../client/round/statement.ts";
import type { Kind } from "../../client/round/verdict.ts";
import type { Committer } from "../../client/sealed/committer.ts";
import { sealedCommitment, sealedDigest } from "../../client/sealed/digests.ts";
import { domainOf } from "../../client/sealed/domain.ts";
import { powersFrom, randomScalars } from "../../client/sealed/field.ts";
import { identitiesOf } from "../../client/sealed/identities.ts";
import { type HiddenNumbers, hiddenNumbers, sumShares } from "../../client/sealed/numbers.ts";
import { evaluate } from "../../client/sealed/polynomial.ts";
import { type CommittedMatrix, commitMatrix } from "../../client/sealed/prover/commit.ts";
import { type CoverUse, coverOf, type Pairs, pairCovers } from "../../client/sealed/prover/covers.ts";
import { MASKS } from "../../client/sealed/prover/masks.ts";
import { coveredPart, type Setting } from "../../client/sealed/prover/setting.ts";
import type { Secret } from "../../client/sealed/prover/state.ts";
import { G2, type Srs, srsLengths } from "../../client/sealed/srs.ts";
import type { SealedStatement } from "../../client/sealed/statement.ts";
import { aspects } from "../../client/sealed/steps.ts";
import { publicVectors, type VerifyingKey, verifyingKey } from "../../client/sealed/verifying-key.ts";
import {
  drawProgram,
  publicOutcome,
  type RoundShape,
  TEST_ID,
  testBounds,
  testParams,
  testSeed,
} from "./certificate.ts";

/** "accepted", or the code of the refusal that `act` throws and the party that it names. */
export function refusal(act: () => unknown): { code: string; party: number | undefined } {
  try {
    act();
    return { code: "accepted", party: undefined };
  } catch (error) {
    if (error instanceof SealedError || error instanceof SealedRefusal) return { code: error.code, party: error.party };
    throw error;
  }
}

/** σ and τ. */
interface Trapdoor {
  readonly sigma: bigint;
  readonly tau: bigint;
}

function drawTrapdoor(random: Random): Trapdoor {
  const [sigma, tau] = [randomBelow(random, GROUP_ORDER), randomBelow(random, GROUP_ORDER)];
  return { sigma, tau };
}

/** s·G for each of the scalars in [1, r). */
function multiplesOfBase(scalars: readonly bigint[]): G1[] {
  const { x, y } = G1.BASE.toAffine();
  const points = encodeWords(scalars.flatMap(() => [x, y]));
  const words = decodeWords(runBulk({ kind: "each", points, scalars: encodeWords(scalars) }));
  return scalars.map((_, i) => G1.fromAffine({ x: words[2 * i]!, y: words[2 * i + 1]! }));
}

/** The reference string of a trapdoor. */
export function trapdoorSrs(size: number, { sigma, tau }: Trapdoor): Srs {
  const { line, side } = srsLengths(size);
  const columns = powersFrom(tau, side);
  return {
    size,
    line: multiplesOfBase(powersFrom(tau, line)),
    matrix: powersFrom(sigma, side).map((row) =>
      multiplesOfBase(columns.map((column) => (row * column) % GROUP_ORDER)),
    ),
    sigma: G2.BASE.multiply(sigma),
    tau: G2.BASE.multiply(tau),
  };
}

/** Gives the same points as a committer with the whole string, from values at the secret point. */
function trapdoorCommitter({ sigma, tau }: Trapdoor): Committer {
  const times = (scalar: bigint) => (scalar === 0n ? G1.ZERO : G1.BASE.multiply(scalar));
  return {
    line: (f) => times(evaluate(f, tau)),
    sigmaLine: (f) => times(evaluate(f, sigma)),
    matrix: (f) =>
      times(
        evaluate(
          f.map((row) => evaluate(row, tau)),
          sigma,
        ),
      ),
  };
}

/** A string of a size with its trapdoor; made once per process. */
export interface TestString {
  readonly trapdoor: Trapdoor;
  readonly srs: Srs;
  readonly committer: Committer;
}

const strings = new Map<number, TestString>();

export function testString(size: number): TestString {
  const known = strings.get(size);
  if (known !== undefined) return known;
  const trapdoor = drawTrapdoor(testSeed(`sealed string ${size}`));
  const made = { trapdoor, srs: trapdoorSrs(size, trapdoor), committer: trapdoorCommitter(trapdoor) };
  strings.set(size, made);
  return made;
}

/** A string of any size without its points, whose digest is therefore another; drawn at once. */
export function pointlessString(size: number): TestString {
  const trapdoor = drawTrapdoor(testSeed(`sealed string ${size}`));
  const [sigma, tau] = [G2.BASE.multiply(trapdoor.sigma), G2.BASE.multiply(trapdoor.tau)];
  return { trapdoor, srs: { size, line: [], matrix: [], sigma, tau }, committer: trapdoorCommitter(trapdoor) };
}

/** A committed round with a known outcome, ready to be proven. */
export interface SealedRound {
  readonly setting: Setting;
  readonly statement: SealedStatement;
  readonly key: VerifyingKey;
  readonly digest: `0x${string}`;
  readonly secrets: readonly Secret[];
  readonly committed: readonly CommittedMatrix[];
  readonly rows: readonly PartyRows[];
  readonly numbers: HiddenNumbers;
  readonly string: TestString;
}

export interface SealedShape {
  readonly kind: Kind;
  readonly size?: number;
  readonly columns?: number;
  readonly inequalities?: readonly number[];
  readonly equalities?: readonly number[];
  readonly owner?: number;
  /** Changes to the statement, before anything is committed. */
  readonly change?: (statement: SealedStatement) => Partial<SealedStatement>;
}

/** A planted program, its rows committed, its outcome in hidden numbers. */
export function buildSealed(shape: SealedShape, seed: string): SealedRound & { readonly outcome: PublicOutcome } {
  const random = testSeed(seed);
  const { kind, size = 16, columns = 5, inequalities = [3], owner = 0 } = shape;
  const equalities = shape.equalities ?? inequalities.map(() => 1);
  const roundShape: RoundShape = { kind, columns, inequalities, equalities, owner, noisy: kind === "optimal" };
  const answer = drawProgram(roundShape, random.fork("program"));
  const string = testString(size);
  const params = testParams(roundShape);
  const plain = statementOf(params, TEST_ID, []);
  const points = answer.rows.map((own, k) => commitRows(own, random.fork(`plain ${k}`)));
  const outcome = publicOutcome(kind, plain, answer, points);
  const draft: SealedStatement = {
    ...TEST_ID,
    ...{ kind, size, columns, parties: inequalities.length, objectiveOwner: owner },
    decimals: plain.decimals,
    tolerances: plain.tolerances,
    bounds: testBounds(columns),
    commitments: inequalities.map(() => "0x"),
  };
  const open = { ...draft, ...shape.change?.(draft) };
  const numbers = hiddenNumbers(open, { inequalities }, outcome);
  return { ...sealRound({ statement: open, numbers, rows: answer.rows, string }, random), outcome };
}

/** What each party shares with each other one, from secrets of the pairs. */
export function testPairs(random: Random, use: CoverUse): Pairs[] {
  const all = Array.from({ length: use.statement.parties }, (_, k) => k);
  const secretOf = (k: number, j: number) => random.fork(`pair ${Math.min(k, j)} ${Math.max(k, j)}`).bytes(32);
  return all.map((k) => pairCovers(k, new Map(all.filter((j) => j !== k).map((j) => [j, secretOf(k, j)])), use));
}

/** Commits to rows and sets up companies that claim the given numbers. */
export function sealRound(
  { statement: open, numbers, rows, string }: Pick<SealedRound, "statement" | "numbers" | "rows" | "string">,
  random: Random,
): SealedRound {
  const { size, parties } = open;
  const { dual } = aspects(open.kind);
  const { srs, committer } = string;
  const committed = rows.map((own, k) => commitMatrix(committer, size, own, random.fork(`commit ${k}`)));
  const key = verifyingKey(srs, committer, open);
  const commitments = committed.map((own, k) => sealedCommitment(open, k, key.srsDigest, own.points));
  const statement = { ...open, commitments };
  const pairs = testPairs(random.fork("covers"), { statement, key, numbers });
  const pointMasks = randomScalars(random.fork("point"), MASKS.point);
  const secrets = committed.map((own, party) => ({
    ...{ party, ...own, pointMasks },
    rows: numbers.rows[party]!,
    columns: numbers.columns,
    pairs: dual ? pairs[party]! : new Map(),
  }));
  const parts = secrets.map(({ party, matrix, rows: own, pairs }) =>
    party === statement.objectiveOwner
      ? []
      : coveredPart(domainOf(size), matrix, own.get("w") ?? [], coverOf(party, pairs)),
  );
  const setting = {
    agreed: { sums: sumShares(statement, numbers), parts: dual ? parts : [] },
    statement,
    domain: domainOf(size),
    committer,
    srsDigest: key.srsDigest,
    vectors: publicVectors(statement),
    identities: identitiesOf(statement.kind, parties),
  };
  return { setting, statement, key, digest: sealedDigest(statement, key), secrets, committed, rows, numbers, string };
}

/** A point of the twist that is not in the group of order r. */
export function outsideSubgroup(): G2 {
  const { Fp2 } = bn254.fields;
  for (let c0 = 1n; ; c0++) {
    const x = Fp2.fromBigTuple([c0, 0n]);
    const square = Fp2.add(Fp2.mul(Fp2.sqr(x), x), G2.CURVE().b);
    try {
      const point = G2.fromAffine({ x, y: Fp2.sqrt(square) });
      if (!point.isTorsionFree()) return point;
    } catch {
      // no point with this abscissa
    }
  }
}
