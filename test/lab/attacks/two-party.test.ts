// Attacks on `two-party`, from recorded runs: Bob's on decoy-ot, Alice's on the disguise; with
// controls that must defeat them.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { runEngine } from "../../../client/engines/run.ts";
import type { MaskedProgram } from "../../../client/engines/two-party/alice.ts";
import { maskedCosts } from "../../../client/engines/two-party/bob.ts";
import { decoyOt } from "../../../client/engines/two-party/decoy-ot.ts";
import { type Disguise, drawDisguise, timesQ } from "../../../client/engines/two-party/disguise.ts";
import { paillier } from "../../../client/engines/two-party/paillier.ts";
import { type TwoPartyShape, twoPartyShape, withSlacks } from "../../../client/engines/two-party/shape.ts";
import { ProtocolError } from "../../../client/errors.ts";
import type { IntegerProgram } from "../../../client/lp/model/normal.ts";
import { allRows } from "../../../client/lp/model/normal.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { type Matrix, multiply, randomMatrix } from "../../../client/math/matrix.ts";
import { type Random, randomBetween } from "../../../client/math/random.ts";
import { twoPartyCandidate } from "../../../lab/attacks/candidates.ts";
import { recoverDecoyChoice, type Sequences } from "../../../lab/attacks/decoy-choice.ts";
import { distinguish } from "../../../lab/attacks/distinguish.ts";
import { monomialSearch } from "../../../lab/attacks/monomial-search.ts";
import { unlockWithOwnRows } from "../../../lab/attacks/own-rows.ts";
import { scorePositions, scoreRows, successInterval } from "../../../lab/attacks/score.ts";
import { halfSpaces, slackColumns } from "../../../lab/attacks/slack-inverse.ts";
import { sparseRows } from "../../../lab/attacks/sparse-rows.ts";
import { hiddenSequences, receivedBy, watchedTwoParty } from "../../../lab/attacks/views.ts";
import { type SplitProgram, seeded, splitProgram } from "../../engines/two-party/problems.ts";
import { loadExample } from "../../support/examples.ts";

const paper = JSON.parse(readFileSync(new URL("../../vectors/paper-004.json", import.meta.url), "utf8"));
const matrixOf = (rows: readonly (readonly number[])[]) => rows.map((row) => row.map(BigInt));
const noRows = { coefficients: [], rhs: [] };

const worked: IntegerProgram = {
  inequalities: {
    coefficients: matrixOf([...paper.aliceRows.matrix, ...paper.bobRows.matrix]),
    rhs: [...paper.aliceRows.rhs, ...paper.bobRows.rhs].map(BigInt),
  },
  equalities: noRows,
  objective: paper.costs.map(BigInt),
};

/** N, all rows with their slacks, and b. */
function fullRows(shape: TwoPartyShape, { parties }: SplitProgram): { matrix: Matrix; rhs: bigint[] } {
  const sides = [shape.alice, shape.bob].map((party) => ({ party, rows: allRows(parties[party]!) }));
  return {
    matrix: sides.flatMap(({ party, rows }) => withSlacks(shape, rows.coefficients, party, shape.unit)),
    rhs: sides.flatMap(({ rows }) => [...rows.rhs]),
  };
}

/**
 * What Alice gets to see, without the protocol around it: N̂ and b̂ side by side, and Ĉ; and the
 * secret behind them.
 */
function disguised(program: SplitProgram, random: Random): { seen: Matrix; costs: bigint[]; disguise: Disguise } {
  const shape = twoPartyShape(program.round);
  const disguise = drawDisguise(shape, random);
  const { matrix, rhs } = fullRows(shape, program);
  const mixed = timesQ(multiply(disguise.k, matrix, shape.width), disguise);
  const mixedRhs = multiply(
    disguise.k,
    rhs.map((value) => [value]),
    1,
  );
  return {
    seen: mixed.map((row, i) => [...row, mixedRhs[i]![0]!]),
    costs: maskedCosts(shape, program.whole.objective, disguise),
    disguise,
  };
}

/** Rows with about a third of entries 0. */
function sparseProgram(seed: number, rows: number, columns: number, decimals: number): SplitProgram {
  const random = seeded(seed);
  const entry = () => (randomBetween(random, 0n, 2n) === 0n ? 0n : randomBetween(random, -999n, 999n));
  const coefficients = Array.from({ length: rows }, () => Array.from({ length: columns }, entry));
  const rhs = coefficients.map(() => randomBetween(random, 1n, 9999n));
  const objective = Array.from({ length: columns }, () => randomBetween(random, 1n, 99n));
  return splitProgram(
    { inequalities: { coefficients, rhs }, equalities: noRows, objective },
    1,
    rows >> 1,
    0,
    decimals,
  );
}

describe("decoy choice by lattice reduction", function () {
  this.timeout(120_000);

  it("Bob reads Alice's rows from a run of decoy-ot with p = 2, d = 40", async () => {
    const parameters = { choices: 2, shares: 40 };
    const program = splitProgram(worked, 1, 2, 0);
    const shape = twoPartyShape(program.round);
    const engine = watchedTwoParty(decoyOt(parameters), highsSolver, () => {});
    const { transcript } = await runEngine(
      engine,
      program.round,
      program.parties.map((rows, party) => ({ rows, random: seeded(40 + party) })),
    );
    const found = hiddenSequences(program.round, parameters, transcript).map((sequences) =>
      recoverDecoyChoice(sequences, shape.modulus),
    );
    const { coefficients: matrix, rhs } = allRows(program.parties[0]!);
    expect(found[0]!.matrix).to.deep.equal(matrix);
    expect(found[1]!.matrix.flat()).to.deep.equal(rhs);
  });

  const hide = (p: number, d: number, rows: number, columns: number, seed: number, modulus: bigint) => {
    const random = seeded(seed);
    const secret = Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => randomBetween(random, -99_999n, 99_999n)),
    );
    const drawn = () => randomMatrix(rows, columns, modulus, random);
    const choices = Array.from({ length: d }, () => Number(randomBetween(random, 0n, BigInt(p - 1))));
    const sequences = choices.map(() => Array.from({ length: p }, drawn));
    const last = sequences[d - 1]![choices[d - 1]!]!;
    for (const [i, row] of last.entries())
      for (const j of row.keys()) {
        const others = choices.slice(0, -1).reduce((sum, k, g) => sum + sequences[g]![k]![i]![j]!, 0n);
        row[j] = (((secret[i]![j]! - others) % modulus) + modulus) % modulus;
      }
    return { sequences, choices, secret };
  };
  const modulus = twoPartyShape(splitProgram(worked, 1, 2, 0).round).modulus;

  for (const [p, d, rows, columns] of [
    [2, 5, 1, 1],
    [2, 40, 1, 1],
    [2, 60, 4, 6],
    [3, 20, 3, 4],
    [5, 8, 2, 2],
  ] as const)
    it(`finds the choices for p = ${p}, d = ${d}, ${rows} × ${columns} entries`, () => {
      const { sequences, choices, secret } = hide(p, d, rows, columns, p + d, modulus);
      const found = recoverDecoyChoice(sequences, modulus);
      expect(scorePositions(found?.choices ?? null, choices)).to.deep.equal({ recovered: d, total: d });
      expect(found!.matrix).to.deep.equal(secret);
    });

  it("finds nothing in what Bob receives with paillier instead", async () => {
    const program = splitProgram(worked, 1, 2, 0);
    const engine = watchedTwoParty(paillier({ keyBits: 1024, minimumBits: 1024 }), highsSolver, () => {});
    const { transcript } = await runEngine(
      engine,
      program.round,
      program.parties.map((rows, party) => ({ rows, random: seeded(44 + party) })),
    );
    const { body } = receivedBy(transcript, 1)[0]!;
    expect(() => hiddenSequences(program.round, { choices: 2, shares: 40 }, transcript)).to.throw(ProtocolError);
    // The ciphertexts, cut into residues as if they were 12 pairs of shares.
    const width = 11;
    const residue = (at: number) => BigInt(`0x${Buffer.from(body.slice(-width * (at + 1))).toString("hex", 0, width)}`);
    const sequences = Array.from({ length: 12 }, (_, j) =>
      [0, 1].map((i) => [0, 1].map((r) => [0, 1, 2].map((c) => residue(12 * j + 6 * i + 3 * r + c)))),
    );
    expect(recoverDecoyChoice(sequences, modulus)).to.equal(null);
  });

  it("finds nothing where there is nothing to find: shares under a mask that Bob lacks", () => {
    const random = seeded(1);
    const sequences: Sequences = Array.from({ length: 20 }, () =>
      [0, 1].map(() => randomMatrix(2, 3, modulus, random)),
    );
    expect(recoverDecoyChoice(sequences, modulus)).to.equal(null);
  });
});

describe("attacks on the two-party disguise", function () {
  this.timeout(120_000);

  it("slack inverse: every inequality, from a run with paillier", async () => {
    const program = sparseProgram(3, 6, 5, 6);
    const shape = twoPartyShape(program.round);
    let seen: MaskedProgram | undefined;
    const engine = watchedTwoParty(paillier({ keyBits: 512, minimumBits: 512 }), highsSolver, (masked) => {
      seen = masked;
    });
    const random = seeded(70);
    await runEngine(
      engine,
      program.round,
      program.parties.map((rows, party) => ({ rows, random: random.fork(`${party}`) })),
    );
    const { source, scale } = drawDisguise(shape, random.fork(`${shape.bob}`).fork("disguise"));
    const slacks = slackColumns(seen!.matrix, seen!.costs, shape.unit);
    expect(
      scorePositions(
        slacks,
        source.flatMap((j, t) => (j >= shape.variables ? [t] : [])),
      ).recovered,
    ).to.equal(6);

    const mixed = seen!.matrix.map((row, i) => [...row, seen!.rhs[i]!]);
    const { inequalities } = halfSpaces(mixed, slacks);
    const variables = source.flatMap((j, t) => (j < shape.variables ? [t] : []));
    const { matrix, rhs } = fullRows(shape, program);
    const truth = matrix.map((row, i) => [...variables.map((t) => row[source[t]!]! * scale[t]!), rhs[i]!]);
    expect(scoreRows(inequalities, truth, true)).to.deep.equal({ recovered: 6, total: 6 });
  });

  it("own rows as the key: Alice reads Bob's rows in full, at any size", () => {
    for (const [seed, rows, columns] of [
      [11, 10, 8],
      [12, 30, 24],
    ] as const) {
      const program = sparseProgram(seed, rows, columns, 2);
      const shape = twoPartyShape(program.round);
      const { seen, costs } = disguised(program, seeded(seed + 1));
      const matrix = seen.map((row) => row.slice(0, -1));
      const { inequalities } = halfSpaces(seen, slackColumns(matrix, costs, shape.unit));
      const [own, bob] = [shape.alice, shape.bob].map((party) => {
        const of = allRows(program.parties[party]!);
        return of.coefficients.map((row, i) => [...row, of.rhs[i]!]);
      });
      const found = unlockWithOwnRows(inequalities, own!);
      expect(scoreRows(found!.rows, bob!, true)).to.deep.equal({ recovered: bob!.length, total: bob!.length });
      expect(unlockWithOwnRows(randomMatrix(rows, columns + 1, 1n << 60n, seeded(1)), own!)).to.equal(null);
    }
  });

  it("sparse rows: up to order and scale of the columns", async () => {
    const { program, decimals } = await loadExample("afiro");
    const split = splitProgram(program, 1, 10, 4, decimals);
    const { seen, disguise } = disguised(split, seeded(5));
    const { matrix, rhs } = fullRows(twoPartyShape(split.round), split);
    const truth = timesQ(matrix, disguise).map((row, i) => [...row, rhs[i]!]);
    const { recovered, total } = scoreRows(await sparseRows(seen, 1, highsSolver), truth, false);
    expect(total).to.equal(27);
    expect(recovered).to.be.at.least(10);
  });

  it("monomial search: Alice finds Q and Bob's row of the worked example", () => {
    const program = splitProgram(worked, 1, 2, 0);
    const shape = twoPartyShape(program.round);
    const own = allRows(program.parties[0]!);
    for (let seed = 1; seed <= 5; seed++) {
      const { seen, disguise } = disguised(program, seeded(seed));
      const found = monomialSearch(
        seen,
        own.coefficients.map((coefficients, i) => ({ coefficients, rhs: own.rhs[i]! })),
      );
      const truth = Array.from({ length: 3 }, (_, j) => disguise.source.indexOf(j));
      expect(scorePositions(found?.columns ?? null, truth)).to.deep.equal({ recovered: 3, total: 3 });
      for (const [j, { numerator, denominator }] of found!.scales.entries())
        expect(numerator).to.equal(denominator * disguise.scale[truth[j]!]!);
      const bob = allRows(program.parties[shape.bob]!);
      const rows = bob.coefficients.map((row, i) => [...row, bob.rhs[i]!]);
      expect(scoreRows(found!.region.inequalities, rows, true)).to.deep.equal({ recovered: 1, total: 1 });
    }
  });

  it("monomial search: nothing in uniform numbers, and nothing above the limit of the search", () => {
    const own = allRows(splitProgram(worked, 1, 2, 0).parties[0]!);
    const rows = own.coefficients.map((coefficients, i) => ({ coefficients, rhs: own.rhs[i]! }));
    expect(monomialSearch(randomMatrix(3, 7, 1n << 40n, seeded(2)), rows)).to.equal(null);
    const wide = Array.from({ length: 2 }, () => ({ coefficients: new Array<bigint>(20).fill(1n), rhs: 1n }));
    expect(monomialSearch(randomMatrix(20, 41, 1n << 40n, seeded(2)), wide)).to.equal(null);
  });

  it("distinguishing: which of two programs was disguised", () => {
    const plays = 20;
    let [right, control] = [0, 0];
    for (let play = 0; play < plays; play++) {
      // The same rows of Alice and the same costs: only Bob's rows differ.
      const [first, second] = [0, 1].map((which) => sparseProgram(100 + 2 * play + which, 6, 5, 0));
      const [alice, bob] = first!.parties;
      const other = { ...second!.parties[1], objective: bob.objective };
      const candidates = [bob, other].map((rows) => twoPartyCandidate(first!.round, [alice, rows]));
      const secret = Number(randomBetween(seeded(play), 0n, 1n));
      const seen = candidates[secret]!(seeded(60 + play));
      if (distinguish(seen, candidates, seeded(90 + play)) === secret) right++;
      const uniform = {
        matrix: randomMatrix(6, 11, 1n << 90n, seeded(120 + play)),
        costs: randomMatrix(1, 11, 1n << 20n, seeded(150 + play))[0]!,
      };
      if (distinguish(uniform, candidates, seeded(90 + play)) === secret) control++;
    }
    expect(right).to.be.at.least(18);
    expect(successInterval({ recovered: right, total: plays }).low).to.be.above(0.6);
    expect(control).to.be.within(4, 16);
  });
});
