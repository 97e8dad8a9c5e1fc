// Attacks on what `mangasarian` and `li` publish, from recorded runs, with controls that must
// defeat them.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { liEngine } from "../../../client/engines/row-mixing/li.ts";
import { mangasarianEngine } from "../../../client/engines/row-mixing/mangasarian.ts";
import { drawMixing, publish } from "../../../client/engines/row-mixing/mixing.ts";
import { mixingShape } from "../../../client/engines/row-mixing/shape.ts";
import { runEngine } from "../../../client/engines/run.ts";
import type { PartyRows } from "../../../client/lp/model/normal.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { type Matrix, mapMatrix, randomMatrix } from "../../../client/math/matrix.ts";
import { randomBetween } from "../../../client/math/random.ts";
import { integerRows } from "../../../lab/attacks/integer-rows.ts";
import { rowCount } from "../../../lab/attacks/rank.ts";
import { ratioOf } from "../../../lab/attacks/ratio.ts";
import { changedRows, publishedCandidate } from "../../../lab/attacks/repeat-rounds.ts";
import { type Score, scoreRows } from "../../../lab/attacks/score.ts";
import { halfSpaces } from "../../../lab/attacks/slack-inverse.ts";
import { sparseRows } from "../../../lab/attacks/sparse-rows.ts";
import { publishedBlocks } from "../../../lab/attacks/views.ts";
import { type Dealt, deal, seeded } from "../../engines/row-mixing/problems.ts";
import { loadExample } from "../../support/examples.ts";

const paper = JSON.parse(readFileSync(new URL("../../vectors/paper-004-inference.json", import.meta.url), "utf8"));

/** [A b], inequalities first. */
function truthOf({ inequalities, equalities }: PartyRows): bigint[][] {
  return [inequalities, equalities].flatMap(({ coefficients, rhs }) => coefficients.map((row, i) => [...row, rhs[i]!]));
}

const joined = ({ matrix, rhs }: { matrix: Matrix; rhs: readonly bigint[] }) =>
  matrix.map((row, l) => [...row, rhs[l]!]);

/** Uniform numbers: what remains visible under a mask. */
const masked = (matrix: Matrix, seed: number, modulus = 1n << 127n) =>
  randomMatrix(matrix.length, matrix[0]!.length, modulus, seeded(seed));

/**
 * A bounded program of equalities with a known feasible point; entries have a few digits, and about
 * half are 0.
 */
function equalities(seed: number, rows: number, columns: number, holders: readonly number[], parties: number): Dealt {
  const random = seeded(seed);
  const entry = () => (randomBetween(random, 0n, 1n) === 0n ? randomBetween(random, -99n, 99n) : 0n);
  const coefficients = Array.from({ length: rows }, () => Array.from({ length: columns }, entry));
  const point = Array.from({ length: columns }, () => randomBetween(random, 1n, 9n));
  const rhs = coefficients.map((row) => row.reduce((sum, value, j) => sum + value * point[j]!, 0n));
  const objective = Array.from({ length: columns }, () => randomBetween(random, 1n, 9n));
  const whole = { inequalities: { coefficients: [], rhs: [] }, equalities: { coefficients, rhs }, objective };
  return deal(whole, holders, parties, 0);
}

const play = async (engine: ReturnType<typeof liEngine>, { round, parties }: Dealt, seed: number) =>
  runEngine(
    engine,
    round,
    parties.map((rows, party) => ({ rows, random: seeded(seed + party) })),
  );

describe("attacks on published rows", function () {
  this.timeout(120_000);

  it("ratio: the paper's own numbers, 1 : 3 : −2 : 1", () => {
    const products = paper.bobMatrix.map((row: number[], l: number) => [...row, paper.bobRhs[l]].map(BigInt));
    const slack = paper.bobMixing.b.map(([beta]: number[]) => BigInt(beta!) * BigInt(paper.bobMixing.d[0]));
    expect(ratioOf(products, slack)).to.deep.equal([1n, 3n, -2n, 1n]);
    expect(ratioOf(products, null)).to.deep.equal([1n, 3n, -2n, 1n]);
  });

  it("ratio and rank: a party with one row, and the number of rows, in recorded runs of mangasarian", async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const dealt = equalities(seed, 4, 9, [0, 1, 0, 0], 2);
      const { transcript } = await play(mangasarianEngine(highsSolver), dealt, 50);
      const [ofOther] = publishedBlocks(dealt.round, transcript, 0);
      const [ofOwner] = publishedBlocks(dealt.round, transcript, 1);
      const found = ratioOf(joined(ofOther!.published), null);
      expect(scoreRows([found!], truthOf(dealt.parties[1]!), false)).to.deep.equal({ recovered: 1, total: 1 });
      expect(rowCount(joined(ofOwner!.published))).to.equal(3);
      expect(ratioOf(joined(ofOwner!.published), null)).to.equal(null);
      expect(ratioOf(masked(ofOther!.published.matrix, seed), null)).to.equal(null);
    }
  });

  it("slack inverse: every half-space of li, up to scale", async () => {
    const random = seeded(8);
    const entry = () => randomBetween(random, -999n, 999n);
    const coefficients = Array.from({ length: 9 }, () => Array.from({ length: 6 }, entry));
    const whole = {
      inequalities: { coefficients, rhs: coefficients.map(() => randomBetween(random, 1n, 10_000n)) },
      equalities: { coefficients: [], rhs: [] },
      objective: [1n, 1n, 1n, 1n, 1n, 1n],
    };
    const dealt = deal(whole, [0, 1, 2, 0, 1, 2, 1, 1, 1], 3, 0);
    const { transcript } = await play(liEngine(highsSolver), dealt, 60);
    for (const { party, published } of publishedBlocks(dealt.round, transcript, 0)) {
      const { matrix, slack, rhs } = published;
      const mixed = matrix.map((row, l) => [...row, ...slack[l]!, rhs[l]!]);
      const slacks = slack[0]!.map((_, s) => 6 + s);
      const truth = truthOf(dealt.parties[party]!);
      const { inequalities } = halfSpaces(mixed, slacks);
      expect(scoreRows(inequalities, truth, true)).to.deep.equal({ recovered: truth.length, total: truth.length });
      expect(scoreRows(halfSpaces(masked(mixed, party), slacks).inequalities, truth, true).recovered).to.equal(0);
    }
  });

  it("integer rows: LLL on the published rows finds most of them", () => {
    let [recovered, total, control] = [0, 0, 0];
    for (let seed = 1; seed <= 4; seed++) {
      const dealt = equalities(seed, 8, 20, new Array(8).fill(1), 2);
      const shape = mixingShape(dealt.round);
      const mixing = drawMixing(shape, shape.parties[1]!, seeded(90 + seed));
      const published = publish(shape, dealt.parties[1]!, mixing).matrix;
      const truth = dealt.parties[1]!.equalities.coefficients;
      const score = scoreRows(integerRows(published), truth, false);
      recovered += score.recovered;
      total += score.total;
      control += scoreRows(integerRows(masked(published, seed, 1n << 40n)), truth, false).recovered;
    }
    expect(recovered).to.be.at.least(total / 2);
    expect(control).to.equal(0);
  });

  it("sparse rows: securescm-202 among 16 owners, at least 150 of 202 rows", async () => {
    const { program } = await loadExample("securescm-202");
    const rows = program.inequalities.rhs.length;
    const dealt = deal(
      program,
      Array.from({ length: rows }, (_, i) => Math.floor((i * 16) / rows)),
      16,
      0,
    );
    const shape = mixingShape(dealt.round);
    const score = { recovered: 0, total: 0 };
    for (const [party, own] of dealt.parties.entries()) {
      const mixing = drawMixing(shape, shape.parties[party]!, seeded(100 + party));
      const found = await sparseRows(joined(publish(shape, own, mixing)), 1, highsSolver);
      const { recovered, total }: Score = scoreRows(found, truthOf(own), false);
      score.recovered += recovered;
      score.total += total;
    }
    expect(score.total).to.equal(202);
    expect(score.recovered).to.be.at.least(150);
  });

  it("sparse rows: nothing in uniform numbers of that size", async () => {
    const { parties } = equalities(3, 6, 15, new Array(6).fill(1), 2);
    const found = await sparseRows(masked(truthOf(parties[1]!), 4), 1, highsSolver);
    expect(scoreRows(found, truthOf(parties[1]!), false).recovered).to.equal(0);
  });

  it("repeat rounds: the growth of the rank counts the changed rows", () => {
    const dealt = equalities(5, 7, 16, new Array(7).fill(1), 2);
    const shape = mixingShape(dealt.round);
    const own = dealt.parties[1]!;
    for (let changed = 0; changed <= 3; changed++) {
      const coefficients = mapMatrix(own.equalities.coefficients, (v, i, j) => (i < changed && j === i ? v + 1n : v));
      const later = { ...own, equalities: { ...own.equalities, coefficients } };
      const [first, second] = [own, later].map((rows, round) =>
        joined(publish(shape, rows, drawMixing(shape, shape.parties[1]!, seeded(20 + round)))),
      );
      expect(changedRows(first!, second!)).to.equal(changed);
    }
  });

  it("distinguishing by the row space: always right on published rows, a coin's toss on masked ones", () => {
    let [right, rightMasked] = [0, 0];
    for (let play = 0; play < 40; play++) {
      const dealt = [0, 1].map((which) => equalities(2 * play + which, 4, 10, [1, 1, 1, 1], 2));
      const secret = play % 2;
      const shape = mixingShape(dealt[secret]!.round);
      const mixing = drawMixing(shape, shape.parties[1]!, seeded(200 + play));
      const published = joined(publish(shape, dealt[secret]!.parties[1]!, mixing));
      const candidates = dealt.map(({ parties }) => truthOf(parties[1]!));
      if (publishedCandidate(published, candidates, seeded(play)) === secret) right++;
      if (publishedCandidate(masked(published, play), candidates, seeded(play)) === secret) rightMasked++;
    }
    expect(right).to.equal(40);
    expect(rightMasked).to.be.within(10, 30);
  });
});
