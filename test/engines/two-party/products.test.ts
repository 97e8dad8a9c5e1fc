import { expect } from "chai";
import fc from "fast-check";
import { chain, done, type Side } from "../../../client/engines/side.ts";
import { additiveShares, decoyOt } from "../../../client/engines/two-party/decoy-ot.ts";
import {
  drawDisguise,
  firstInvertible,
  timesQ,
  unmaskColumns,
  unmaskRows,
} from "../../../client/engines/two-party/disguise.ts";
import { paillier } from "../../../client/engines/two-party/paillier.ts";
import type { MaskedProduct, MaskedRows } from "../../../client/engines/two-party/product.ts";
import { amongAllRows, MASK_LIMIT, twoPartyShape, withSlacks } from "../../../client/engines/two-party/shape.ts";
import { ConcordatError } from "../../../client/errors.ts";
import { allRows } from "../../../client/lp/model/normal.ts";
import { dot } from "../../../client/math/field.ts";
import { invertibleModulo, multiply, transpose } from "../../../client/math/matrix.ts";
import { propertyRuns } from "../../support/property-runs.ts";
import { randomProgram, type SplitProgram, seeded, splitProgram } from "./problems.ts";

async function masked(product: MaskedProduct, program: SplitProgram, seed: number): Promise<MaskedRows> {
  const shape = twoPartyShape(program.round);
  const disguise = drawDisguise(shape, seeded(seed));
  let alice: Side<MaskedRows> = await product.alice(shape, allRows(program.parties[shape.alice]!), seeded(seed + 1));
  let bob: Side<null> = await product.bob(shape, allRows(program.parties[shape.bob]!), disguise, seeded(seed + 2));
  const toBob = [...alice.send];
  const toAlice = [...bob.send];
  for (const { from: sender } of product.messages) {
    if (sender === "alice" && bob.receive !== null) {
      bob = await bob.receive(toBob.shift()!);
      toAlice.push(...bob.send);
    } else if (alice.receive !== null) {
      alice = await alice.receive(toAlice.shift()!);
      toBob.push(...alice.send);
    }
  }
  if (!("result" in alice)) throw new Error("the product is not over");
  return alice.result;
}

/** K(N₁ + N₂)Q and K(b₁ + b₂) in the clear. */
function expected(program: SplitProgram, seed: number): MaskedRows {
  const shape = twoPartyShape(program.round);
  const disguise = drawDisguise(shape, seeded(seed));
  const parts = [shape.alice, shape.bob].map((party) => allRows(program.parties[party]!));
  const full = parts.flatMap(({ coefficients }, k) =>
    withSlacks(shape, coefficients, k === 0 ? shape.alice : shape.bob, shape.unit),
  );
  const rhs = parts.flatMap((part) => part.rhs);
  return {
    matrix: timesQ(multiply(disguise.k, full, shape.width), disguise),
    rhs: disguise.k.map((row) => dot(row, rhs)),
  };
}

const products = [
  decoyOt({ choices: 2, shares: 3 }),
  decoyOt({ choices: 5, shares: 1 }),
  paillier({ keyBits: 512, minimumBits: 512 }),
];

describe("masked products", function () {
  this.timeout(120_000);

  it("all give K(N₁ + N₂)Q and K(b₁ + b₂) exactly", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(200), fc.nat(200), async (problem, seed) => {
        const program = randomProgram(problem, "any");
        for (const product of products)
          expect(await masked(product, program, seed)).to.deep.equal(expected(program, seed));
      }),
      propertyRuns(12, 4),
    );
  });

  it("hold the largest numbers of either sign", async () => {
    const most = (1n << 72n) - 1n;
    const whole = {
      inequalities: {
        coefficients: [
          [most, -most],
          [-most, -most],
          [most, most],
        ],
        rhs: [most, -most, most],
      },
      equalities: { coefficients: [[-most, most]], rhs: [-most] },
      objective: [most, -most],
    };
    const program = splitProgram(whole, 1, 2, 1, 15);
    for (const product of products) expect(await masked(product, program, 9)).to.deep.equal(expected(program, 9));
  });

  it("refuse meaningless parameters", () => {
    for (const parameters of [
      { choices: 1, shares: 4 },
      { choices: 2, shares: 0 },
      { choices: 2.5, shares: 4 },
    ])
      expect(() => decoyOt(parameters))
        .to.throw(ConcordatError)
        .with.property("code", "DecoyParameters");
  });

  it("split into shares that are each uniform modulo M and add up", () => {
    const modulus = 11n;
    const random = seeded(31);
    const counts = [0, 1, 2].map(() => new Array<number>(11).fill(0));
    const rounds = 2200;
    for (let round = 0; round < rounds; round++) {
      const shares = additiveShares([[7n]], { columns: 1, modulus }, 3, random);
      expect(shares.reduce((sum, share) => sum + share[0]![0]!, 0n) % modulus).to.equal(7n);
      for (const [j, share] of shares.entries()) counts[j]![Number(share[0]![0]!)]! += 1;
    }
    // Chi-square with 10 degrees of freedom: 99.99th percentile 35.6. The seed is fixed.
    for (const count of counts) {
      const mean = rounds / 11;
      expect(count.reduce((sum, seen) => sum + (seen - mean) ** 2 / mean, 0)).to.be.below(35.6);
    }
  });
});

describe("disguise", () => {
  it("draws K again until it is invertible", () => {
    const singular = [
      [2n, 4n],
      [3n, 6n],
    ];
    const regular = [
      [2n, 4n],
      [3n, 7n],
    ];
    const draws = [singular, singular, regular];
    expect(firstInvertible(() => draws.shift()!, 1_000_003n)).to.equal(regular);
    expect(draws).to.have.length(0);
    expect(
      invertibleModulo(
        [
          [0n, 1n],
          [1n, 0n],
        ],
        7n,
      ),
    ).to.equal(true);
    expect(invertibleModulo([[7n]], 7n)).to.equal(false);
  });

  it("is a bounded K without zeros and a positive monomial Q", () => {
    for (let seed = 0; seed < 20; seed++) {
      const shape = twoPartyShape(randomProgram(seed, "any").round);
      const { k, source, scale } = drawDisguise(shape, seeded(seed));
      expect(k.flat().every((value) => value !== 0n && value <= MASK_LIMIT && value >= -MASK_LIMIT)).to.equal(true);
      expect(scale.every((value) => value >= 1n && value <= MASK_LIMIT)).to.equal(true);
      expect([...source].sort((a, b) => a - b)).to.deep.equal(source.map((_, t) => t));
    }
  });

  it("passes vectors as matrices: (NQ)X̂ = N(QX̂) and ŷᵀK = −wᵀ", () => {
    const { round, parties } = randomProgram(5, "any");
    const shape = twoPartyShape(round);
    const disguise = drawDisguise(shape, seeded(3));
    const own = allRows(parties[shape.bob]!).coefficients;
    const n = amongAllRows(shape, withSlacks(shape, own, shape.bob, shape.unit), shape.bob, shape.width);
    const maskedX = Array.from({ length: shape.width }, (_, t) => BigInt(t + 1));
    const x = unmaskColumns(maskedX, disguise);
    expect(timesQ(n, disguise).map((row) => dot(row, maskedX))).to.deep.equal(n.map((row) => dot(row, x)));
    const duals = Array.from({ length: shape.rows }, (_, l) => BigInt(3 - l));
    const kTransposed = transpose(disguise.k, shape.rows);
    expect(unmaskRows(duals, disguise)).to.deep.equal(kTransposed.map((row) => -dot(row, duals)));
  });
});

describe("sides", () => {
  it("chain into one, keeping what each sends", async () => {
    const first: Side<number> = {
      send: [Uint8Array.of(1)],
      receive: async (body) => done([Uint8Array.of(2)], body[0]!),
    };
    const chained = await chain(first, async (value) => done([Uint8Array.of(3)], value + 1));
    expect(chained.send).to.deep.equal([Uint8Array.of(1)]);
    if (chained.receive === null) throw new Error("a message is due");
    const last = await chained.receive(Uint8Array.of(7));
    expect(last.send).to.deep.equal([Uint8Array.of(2), Uint8Array.of(3)]);
    expect(last).to.have.property("result", 8);
  });
});
