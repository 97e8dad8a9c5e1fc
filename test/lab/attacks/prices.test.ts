// Prices: from what the chain shows of settled optima to rows and costs, and nothing from what it
// shows of sealed ones.
import { expect } from "chai";
import { rankOf } from "../../../client/math/echelon.ts";
import { dot } from "../../../client/math/field.ts";
import { randomMatrix } from "../../../client/math/matrix.ts";
import { randomBetween } from "../../../client/math/random.ts";
import { integerSolution } from "../../../lab/attacks/integer-solution.ts";
import { columnsFromReducedCosts, costsFromValues, rowsFromSlacks } from "../../../lab/attacks/prices.ts";
import { type Moves, playCampaign } from "../../../lab/games/campaign.ts";
import { attackPublic, attackSealed, playPublic } from "../../../lab/games/outcomes.ts";
import { betweenTwo, type Dealt, loadProblem, rowsOf } from "../../../lab/games/problems.ts";
import { randomProgram } from "../../../lab/games/random-program.ts";
import { testSeed } from "../../support/certificate.ts";
import { testString } from "../../support/sealed.ts";

const SEEDS = [1, 2, 3, 4];

/** What the chain shows of the rounds of a campaign. */
async function outcomesOf(dealt: Dealt, moves: Moves, count: number, seed: string) {
  const settled = await playCampaign(dealt, moves, count, testSeed(seed));
  return settled.map(({ outcome }) => outcome);
}

const costsOf = ({ round, parties }: Dealt) => parties[round.objectiveOwner]!.objective!;

describe("prices, from public outcomes", function () {
  this.timeout(120_000);

  it("computes the only integer solution, finds a short one, and says where there is none", () => {
    const random = testSeed("integer solution");
    for (let length = 2; length <= 8; length++) {
      const secret = Array.from({ length }, () => randomBetween(random, -99n, 99n));
      const known = randomMatrix(length + 1, length, 1n << 60n, random);
      const values = known.map((row) => dot(row, secret));
      expect(integerSolution(known, values)).to.deep.equal(secret);
      // Entries of 8 bits each: fewer than the 60 bits of one number, or the 120 of two.
      const few = Math.ceil(length / 6);
      expect(integerSolution(known.slice(0, few), values.slice(0, few))).to.deep.equal(secret);
      expect(integerSolution(known, values.with(0, values[0]! + 1n))).to.equal(null);
    }
    expect(integerSolution([[0n, 3n]], [6n])).to.deep.equal([0n, 2n]);
    expect(integerSolution([[0n, 3n]], [7n])).to.equal(null);
  });

  it("reads all rows of a company that changes none, once n + 1 solutions are independent", async () => {
    for (const name of ["paper", "avgas"]) {
      const dealt = betweenTwo(await loadProblem(name));
      const { decimals, columns } = dealt.round;
      let determined = 0;
      for (const seed of SEEDS) {
        const seen = await outcomesOf(dealt, "all but party 0", 40, `${name} ${seed}`);
        if (rankOf(seen.map(({ x }) => [...x, 10n ** BigInt(decimals.solution)])) <= columns) continue;
        determined++;
        const truth = rowsOf(dealt.parties[0]!);
        expect(rowsFromSlacks(seen, decimals).slice(0, truth.length), `${name}, seed ${seed}`).to.deep.equal(truth);
      }
      expect(determined, name).to.be.at.least(1);
    }
  });

  it("reads all costs that stay the same, once n solutions are independent", async () => {
    const dealt = betweenTwo(await loadProblem("avgas"));
    let determined = 0;
    for (const seed of SEEDS) {
      const seen = await outcomesOf(dealt, "right-hand sides", 40, `sides ${seed}`);
      if (rankOf(seen.map(({ x }) => x)) < dealt.round.columns) continue;
      determined++;
      expect(costsFromValues(seen), `seed ${seed}`).to.deep.equal(costsOf(dealt));
    }
    expect(determined).to.be.at.least(1);
  });

  it("reads most costs of random programs off a single round's reduced costs", async () => {
    let recovered = 0;
    for (const seed of SEEDS) {
      const dealt = betweenTwo(randomProgram(8, 6, testSeed(`program ${seed}`)));
      const seen = await outcomesOf(dealt, "right-hand sides", 1, `round ${seed}`);
      const columns = columnsFromReducedCosts(seen, dealt.round.decimals);
      recovered += costsOf(dealt).filter((cost, j) => columns[j]?.[0] === cost).length;
    }
    expect(recovered).to.be.at.least((SEEDS.length * 6) / 2);
  });

  it("tells two candidates apart by a single round, always", async () => {
    const { recovered, total, verdict } = await playPublic(20, testSeed("public game"));
    expect({ recovered, total, verdict }).to.deep.equal({ recovered: 20, total: 20, verdict: "told apart" });
  });

  it("reports its results by campaign and number of rounds", async () => {
    const results = await attackPublic(await loadProblem("paper"), [1, 40], testSeed("report"));
    expect(results.map(({ attack }) => attack)).to.deep.equal(
      ["1 round", "40 rounds"].flatMap((count) =>
        ["slacks", "values", "reduced costs"].map((from) => `prices (${from}), ${count}`),
      ),
    );
    expect(results.find(({ attack }) => attack === "prices (slacks), 40 rounds")?.verdict).to.equal("broken");
  });
});

describe("prices, from sealed outcomes", function () {
  this.timeout(120_000);

  it("reads nothing from the words of as many proofs as determine everything", async () => {
    const results = await attackSealed(await loadProblem("paper"), testString(16), testSeed("sealed prices"));
    expect(results).to.have.length(3);
    for (const { attack, recovered, error, control } of results)
      expect({ recovered, error, control }, attack).to.deep.equal({ recovered: 0, error: null, control: true });
  });
});
