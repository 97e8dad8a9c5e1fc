// Numbers on their way in and out: rows scaled to words, closings as bytes, integers from leading
// digits.
import { expect } from "chai";
import fc from "fast-check";
import { mpcEngine } from "../../../client/engines/mpc/engine.ts";
import { MAX_EPOCHS } from "../../../client/engines/mpc/epochs.ts";
import { MAX_COLUMN_EXPONENT } from "../../../client/engines/mpc/input/row-exponents.ts";
import {
  DATA_BITS,
  inputCounts,
  inputLayout,
  inputWords,
  MAX_RHS_EXPONENT,
} from "../../../client/engines/mpc/input/words.ts";
import {
  closingBytes,
  decodeClosing,
  decodeInput,
  decodePrelude,
  decodeResult,
  encodeClosing,
  encodeDigests,
  encodePrelude,
  encodeResult,
  type NodeClosing,
} from "../../../client/engines/mpc/messages.ts";
import { THREE } from "../../../client/engines/mpc/nodes/three.ts";
import { type Answer, CAUSES } from "../../../client/engines/mpc/outcome/answer.ts";
import { type Leading, proportion } from "../../../client/engines/mpc/outcome/fraction.ts";
import { X_LIMIT } from "../../../client/engines/mpc/outcome/largest.ts";
import { sharesBytes } from "../../../client/engines/mpc/own-part.ts";
import { rowsOf } from "../../../client/engines/mpc/shape.ts";
import { commitTogether } from "../../../client/engines/run.ts";
import { InputError, ProtocolError } from "../../../client/errors.ts";
import type { PartyRows } from "../../../client/lp/model/normal.ts";
import { bitLength } from "../../../client/math/bits.ts";
import { magnitude } from "../../../client/math/field.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { primitive } from "../../../client/math/rational.ts";
import type { PublicRound } from "../../../client/round/public-round.ts";
import { testSeed } from "../../support/certificate.ts";
import { randomProgram } from "../multi-party/problems.ts";
import { amongThree, ofOwnParts } from "./problems.ts";

const TOP = (1n << 72n) - 1n;
const BITS = 72;

function party(coefficients: bigint[], rhs: bigint, objective: bigint[] | null = null): PartyRows {
  const none = { coefficients: [], rhs: [] };
  return {
    columns: coefficients.length,
    inequalities: { coefficients: [coefficients], rhs: [rhs] },
    equalities: none,
    objective,
  };
}

describe("words of a party's input", () => {
  const wide = fc.bigInt({ min: -TOP, max: TOP });

  it("hold every integer exactly, below 1 by a power of two that the units say", () => {
    const rowsOfParty = fc.tuple(
      fc.array(wide, { minLength: 1, maxLength: 4 }),
      fc.bigInt({ min: -4096n, max: 4096n }),
    );
    fc.assert(
      fc.property(rowsOfParty, fc.array(wide, { minLength: 4, maxLength: 4 }), ([row, rhs], all) => {
        fc.pre(row.some((value) => magnitude(value) > 1n));
        const costs = all.slice(0, row.length);
        const words = inputWords(party(row, rhs, costs));
        const n = row.length;
        expect(words.slice(0, 2 * n + 1)).to.deep.equal([...row, rhs, ...costs]);
        const [magnitudes, costDigits, units] = [
          words.slice(2 * n + 1, -DATA_BITS - 2),
          words.slice(-DATA_BITS - 2, -2),
          words.slice(-2),
        ];
        const unit = units[0]! * units[1]!; // 2^(72 − exponent)
        for (const value of row) expect(magnitude(value * unit) < 1n << BigInt(DATA_BITS)).to.equal(true);
        const count = (digits: readonly bigint[]) => BigInt(digits.filter((digit) => digit === 1n).length);
        const isUnary = (digits: readonly bigint[]) =>
          expect(digits).to.deep.equal(digits.toSorted((a, b) => Number(b - a)));
        const ofRhs = magnitudes.slice(0, MAX_RHS_EXPONENT);
        isUnary(ofRhs);
        expect(magnitude(rhs * unit) < 1n << (BigInt(DATA_BITS) + count(ofRhs))).to.equal(true);
        for (const [j, value] of row.entries()) {
          for (let t = 1; t <= MAX_COLUMN_EXPONENT; t++)
            expect(magnitudes[MAX_RHS_EXPONENT + (t - 1) * n + j]).to.equal(
              magnitude(value * unit) >= 1n << BigInt(DATA_BITS - t) ? 1n : 0n,
            );
        }
        isUnary(costDigits);
        for (const cost of costs) expect(magnitude(cost) < 1n << count(costDigits)).to.equal(true);
      }),
    );
  });

  describe("divide a row", () => {
    const half = 1n << BigInt(DATA_BITS - 1);

    /** The exponents of rows, after those of their largest entries. */
    const shiftsOf = (coefficients: bigint[][], rhs = coefficients.map(() => 0n)): number[] => {
      const rows = { coefficients, rhs };
      const none = { coefficients: [], rhs: [] };
      const words = inputWords({
        columns: coefficients[0]!.length,
        inequalities: rows,
        equalities: none,
        objective: null,
      });
      const [first, second] = [words.slice(-2 * rhs.length, -rhs.length), words.slice(-rhs.length)];
      return coefficients.map((row, i) => {
        const largest = row.reduce((most, value) => (magnitude(value) > most ? magnitude(value) : most), 0n);
        const scaled = largest * first[i]! * second[i]!;
        return scaled >= half ? 0 : bitLength(half) - bitLength(scaled);
      });
    };

    it("by more if all of its columns have small coefficients, but for 2^6, down to 2^−22", () => {
      const rows = (unit: bigint) => [
        [1n, unit],
        [1n, unit],
        [1n, 0n],
        [-2n, 0n],
        [0n, unit],
      ];
      expect(shiftsOf(rows(1n))).to.deep.equal([0, 0, 0, 0, 0]);
      expect(shiftsOf(rows(1n << 6n))).to.deep.equal([0, 0, 0, 0, 0]);
      expect(shiftsOf(rows(1n << 12n))).to.deep.equal([0, 0, 6, 6, 0]);
      expect(shiftsOf(rows(1n << 31n))).to.deep.equal([0, 0, 22, 22, 0]);
    });

    it("that bounds a column of no other row by its right-hand side, down to 2^−16", () => {
      const bounds = (limit: bigint) => [
        ...shiftsOf(
          [
            [1n, 0n, 0n],
            [0n, 1n, 0n],
            [0n, 0n, 1n],
          ],
          [5n, limit, 5n],
        ),
      ];
      expect(bounds(5n)).to.deep.equal([0, 0, 0]);
      expect(bounds(5n << 6n)).to.deep.equal([0, 0, 0]);
      expect(bounds(5n << 12n)).to.deep.equal([0, 6, 0]);
      expect(bounds(5n << 40n)).to.deep.equal([0, 16, 0]);
      expect(bounds(0n)).to.deep.equal([0, 0, 0]);
      // Beside a column whose unit is known, that decides, and not the right-hand side.
      expect(
        shiftsOf(
          [
            [1n, 1n],
            [1n, 0n],
            [0n, 1n],
          ],
          [5n, 5n << 40n, 5n],
        ),
      ).to.deep.equal([0, 0, 0]);
    });

    it("by no more than leaves every column within reach of 1", () => {
      const large = [1n, 1n << 11n, 1n << 40n];
      // By 2^22, its first entry would be below 2^−32.
      expect(shiftsOf([large, large, [1n, 1n << 11n, 0n]])).to.deep.equal([0, 0, 20]);
      expect(shiftsOf([large, large, [1n, 1n << 11n, 0n], [1n, 0n, 0n]])).to.deep.equal([0, 0, 22, 22]);
    });

    it("with its integers whole", () => {
      expect(
        shiftsOf([
          [1n, 1n << 20n],
          [TOP, 0n],
        ]),
      ).to.deep.equal([0, 0]);
    });
  });

  it("are as many as announced", () => {
    const { round, parties } = amongThree(randomProgram(4, "optimal", 7));
    for (const [k, rows] of parties.entries()) expect(inputWords(rows)).to.have.length(inputLayout(round, k).total);
    expect([0, 1, 2].flatMap((k) => rowsOf(round, k)).sort((a, b) => a - b)).to.deep.equal(
      Array.from({ length: 8 }, (_, i) => i),
    );
  });

  it("give a row of zeros a unit of its own, and refuse right-hand sides of 2^49 times a coefficient", () => {
    expect(inputWords(party([0n], 5n)).slice(-2)).to.deep.equal([1n << 33n, 1n << 36n]);
    expect(inputWords(party([1n], (1n << 49n) - 1n)).slice(2, 50)).to.deep.equal(new Array(48).fill(1n));
    // As docs/files.md says: 2^48 times the power of two above the largest coefficient is too much.
    const limits: readonly [bigint[], bigint][] = [
      [[1n], 1n << 49n],
      [[3n], 1n << 50n],
      [[3n, -4n], 1n << 51n],
      [[10n], 1n << 52n],
    ];
    for (const [coefficients, limit] of limits) {
      expect(() => inputWords(party(coefficients, limit - 1n))).not.to.throw();
      expect(() => inputWords(party(coefficients, 1n - limit))).not.to.throw();
      expect(() => inputWords(party(coefficients, limit)))
        .to.throw(InputError)
        .with.property("code", "NumberTooLarge");
    }
  });
});

const NO_LINK = { sent: new Uint8Array(32), received: new Uint8Array(32) };

describe("closings", () => {
  const { round, parties } = amongThree(randomProgram(5, "optimal", 7));
  const inputs = parties.map((own, party) => ({ rows: own, random: testSeed(`input ${party}`) }));
  const commitments = commitTogether(round, inputs)[0]!();
  const points = new Uint8Array(2 * 64 * parties.length).fill(3);
  const rows = [...round.inequalities, ...round.equalities].reduce((sum, count) => sum + count);
  const digest = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const link = fc.record({ sent: digest, received: digest });
  const vector = (length: number, min: bigint) =>
    fc.array(fc.bigInt({ min, max: TOP }), { minLength: length, maxLength: length });
  const x = vector(round.columns, 0n);
  const multipliers = vector(rows, -TOP);
  const answer: fc.Arbitrary<Answer> = fc.oneof(
    fc.record({ kind: fc.constant("optimal" as const), x, multipliers }),
    fc.record({ kind: fc.constant("infeasible" as const), multipliers }),
    fc.record({ kind: fc.constant("unbounded" as const), x, ray: x }),
    fc.record({ kind: fc.constant("none" as const), cause: fc.constantFrom(...CAUSES) }),
    fc.record({
      kind: fc.constant("above" as const),
      exponents: fc.array(fc.bigInt({ min: 0n, max: 255n }), { minLength: round.columns, maxLength: round.columns }),
    }),
  );
  const closing: fc.Arbitrary<NodeClosing> = fc.record({
    answer,
    digests: fc.tuple(link, link),
    earlier: fc.array(fc.tuple(link, link), { maxLength: MAX_EPOCHS - 1 }),
    points: fc.uint8Array({ minLength: points.length, maxLength: points.length }),
  });

  it("say the same once read", () => {
    fc.assert(
      fc.property(closing, (result) => {
        const { digests, earlier, ...rest } = decodeClosing(encodeClosing(result), round, 1, THREE);
        expect(rest).to.deep.equal({ answer: result.answer, points: result.points });
        expect([...earlier, digests].map(encodeDigests)).to.deep.equal(
          [...result.earlier, result.digests].map(encodeDigests),
        );
      }),
    );
  });

  it("of own parts say the same once read, and open no other kind", () => {
    const { round: own } = ofOwnParts(amongThree(randomProgram(5, "optimal", 7)), "all");
    const total = (1n << 160n) - 1n;
    const owner = { ...own, ownParts: { ...own.ownParts!, value: "owner" as const } };
    const answers: fc.Arbitrary<Answer> = fc.oneof(
      fc.record({ kind: fc.constant("none" as const), cause: fc.constantFrom(...CAUSES) }),
      fc.record({ kind: fc.constant("above" as const), exponents: fc.constant(null) }),
      fc.record({ kind: fc.constant("own part" as const), value: fc.bigInt({ min: -total, max: total }) }),
    );
    const digests = [NO_LINK, NO_LINK];
    fc.assert(
      fc.property(answers, (answer) => {
        const bytes = encodeClosing({ answer, digests, earlier: [], points });
        expect(decodeClosing(bytes, own, 1, THREE).answer).to.deep.equal(answer);
        expect(bytes.length).to.be.at.most(closingBytes(own, THREE));
        // What a node keeps has its components before that.
        const shares = Uint8Array.from({ length: sharesBytes(own) }, (_, i) => i);
        const result = { answer, digests, earlier: [], points, shares };
        expect(decodeResult(encodeResult(result), own, 1, THREE)).to.deep.equal(result);
      }),
    );
    const refused: [Answer, PublicRound, string][] = [
      [{ kind: "own part", value: null }, round, "NumberOutOfRange"],
      [{ kind: "own part", value: 1n }, owner, "MessageLength"],
      [{ kind: "own part", value: null }, own, "MessageLength"],
      [{ kind: "own part", value: total + 1n }, own, "NumberOutOfRange"],
      [{ kind: "infeasible", multipliers: new Array(rows).fill(0n) }, own, "NumberOutOfRange"],
    ];
    for (const [answer, of, code] of refused)
      expect(() => decodeClosing(encodeClosing({ answer, digests, earlier: [], points }), of, 2, THREE))
        .to.throw(ProtocolError)
        .that.includes({ code, party: 2 });
  });

  it("of another length, and keys and inputs too, name their sender", () => {
    fc.assert(
      fc.property(closing, fc.nat(), (result, cut) => {
        const bytes = encodeClosing(result);
        const wrong = [bytes.subarray(0, cut % bytes.length), new Uint8Array([...bytes, 0])];
        for (const body of wrong) {
          const none = new Uint8Array(0);
          const prelude = { key: none, commitment: none, digests: new Uint8Array(96), points: [] };
          const counts = inputCounts(round, 1, commitments.counts(1).blindings);
          for (const read of [
            () => decodeClosing(body, round, 1, THREE),
            () => decodeInput(body, counts, prelude, { from: 1, node: 0, nodes: THREE }),
          ])
            expect(read).to.throw(ProtocolError).with.property("party", 1);
        }
      }),
    );
    const { length } = encodePrelude({
      ...{ key: new Uint8Array(32), commitment: new Uint8Array(32), digests: new Uint8Array(96) },
      points: commitTogether(round, inputs)[2]!().points,
    });
    for (const body of [new Uint8Array(length - 1), new Uint8Array(length + 1), new Uint8Array(length)])
      expect(() => decodePrelude(body, 2, THREE, commitments))
        .to.throw(ProtocolError)
        .with.property("party", 2);
    expect(() => decodeClosing(Uint8Array.of(5, ...new Array<number>(200 + points.length).fill(0)), round, 2, THREE))
      .to.throw(ProtocolError)
      .that.includes({ code: "NumberOutOfRange", party: 2 });
  });
});

/** Integers over the largest of them, as a direction opens them; `error` in the last place. */
function leading(integers: readonly bigint[], error: (index: number) => bigint = () => 0n): Leading[] {
  const largest = integers.map(magnitude).reduce((most, value) => (value > most ? value : most), 1n);
  return integers.map((value, i) => {
    if (value === 0n) return { mantissa: 0n, exponent: 0 };
    let exponent = 0;
    while (magnitude(value) << BigInt(exponent) < largest) exponent++;
    return { mantissa: (value << BigInt(BITS + exponent)) / largest + error(i), exponent };
  });
}

describe("integers from leading digits", () => {
  const digits = (error: bigint) => ({ bits: BITS, error });

  it("are the smallest in the given ratios, though the last digits are wrong", () => {
    const integer = fc.bigInt({ min: -5000n, max: 5000n });
    const noise = fc.bigInt({ min: -7n, max: 7n });
    fc.assert(
      fc.property(fc.array(fc.tuple(integer, noise), { minLength: 1, maxLength: 5 }), (list) => {
        const integers = list.map(([value]) => value);
        const expected = primitive(integers);
        expect(
          proportion(
            leading(integers, (i) => list[i]![1]),
            digits(8n),
            TOP,
          ),
        ).to.deep.equal(expected);
      }),
    );
  });

  it("are found beside others that are many powers of ten larger", () => {
    for (const integers of [
      [3n, 10n ** 8n],
      [3n, 10n ** 16n, -70n],
      [10n ** 16n + 1n, 3n, 10n ** 16n],
      [1n, 10n ** 4n + 7n, 10n ** 12n, 123n * 10n ** 9n],
    ])
      expect(
        proportion(
          leading(integers, () => 1n),
          digits(2n),
          TOP,
        ),
      ).to.deep.equal(primitive(integers));
  });

  it("are found with denominators far beyond the square root of what the digits show", () => {
    const common = 1_000_003n * 9_999_991n; // 44 bits
    const integers = [...[1n, 5n, 123_456n, 77_777n, 31n, 9_999n].map((p) => p * 3_000_017n), common];
    expect(proportion(leading(integers), digits(1n), TOP)).to.deep.equal(integers);
  });

  it("are refused where they reach the limit, and where nothing fits", () => {
    const values = leading([1013n, 1009n, 1009n * 1013n]);
    expect(proportion(values, digits(4n), 1009n * 1013n)).to.equal(null);
    expect(proportion(values, digits(4n), 1009n * 1013n + 1n)).to.deep.equal([1013n, 1009n, 1009n * 1013n]);
    expect(proportion(leading([0n, 0n]), digits(4n), 10n)).to.deep.equal([0n, 0n]);
    const random = testSeed("irrational");
    const irrational = Array.from({ length: 12 }, () => randomBelow(random, 1n << BigInt(BITS)));
    expect(proportion(leading(irrational), digits(4n), TOP)).to.equal(null);
  });
});

describe("a round that mpc plays", () => {
  it("refuses decimals and bounds that nodes cannot hold, before anybody commits", () => {
    const { round } = amongThree(randomProgram(3, "optimal", 6));
    const { decimals, bounds } = round;
    const most = (X_LIMIT / 10n ** 15n) * 10n ** 15n;
    const { schedule } = mpcEngine();
    const held = { ...round, decimals: { ...decimals, solution: 15 }, bounds: bounds.map(() => most) };
    expect(() => schedule(held)).not.to.throw();
    for (const changed of [
      { ...held, decimals: { ...held.decimals, solution: 16 } },
      { ...held, decimals: { ...held.decimals, multiplier: 16 } },
      { ...held, bounds: [...bounds.slice(1).map(() => 1n), most + 1n] },
    ])
      expect(() => schedule(changed))
        .to.throw(ProtocolError)
        .with.property("code", "RoundUnsuitable");
  });
});
