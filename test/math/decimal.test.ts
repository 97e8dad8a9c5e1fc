import { expect } from "chai";
import fc from "fast-check";
import {
  add,
  compare,
  decimal,
  decimalsOf,
  formatDecimal,
  formatScaled,
  fromScaled,
  multiply,
  parseDecimal,
  subtract,
  toScaled,
} from "../../client/math/decimal.ts";
import { anyDecimal } from "../support/models.ts";

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "none";
};

describe("decimal", () => {
  it("reads the forms of LP files exactly", () => {
    const cases: [string, bigint, number][] = [
      ["0", 0n, 0],
      ["-0.00", 0n, 0],
      ["5", 5n, 0],
      ["5.", 5n, 0],
      [".5", 5n, -1],
      ["-.250", -25n, -2],
      ["+007", 7n, 0],
      ["1200", 12n, 2],
      ["1.5e3", 15n, 2],
      ["1.5D-3", 15n, -4],
      ["-2E+02", -2n, 2],
      ["3d0", 3n, 0],
      ["0.1000000000000000055511151231257827", 1000000000000000055511151231257827n, -34],
    ];
    for (const [text, mantissa, exponent] of cases)
      expect(parseDecimal(text), text).to.deep.equal({ mantissa, exponent });
  });

  it("refuses what is not a finite number, and what would exhaust memory", () => {
    for (const text of ["", ".", "-", "1e", "1.2.3", "0x10", "1_000", "1,5", " 1", "1 ", "١"]) {
      expect(
        codeOf(() => parseDecimal(text)),
        text,
      ).to.equal("NumberMalformed");
    }
    for (const text of ["NaN", "-nan", "inf", "-Infinity", "+INF"]) {
      expect(
        codeOf(() => parseDecimal(text)),
        text,
      ).to.equal("NumberNotFinite");
    }
    for (const text of [
      "1e999999999",
      "1e-999999999",
      "9".repeat(401),
      "1e1001",
      `0.${"0".repeat(1000)}1`,
      `1e${"9".repeat(400)}`,
    ]) {
      expect(
        codeOf(() => parseDecimal(text)),
        text.slice(0, 12),
      ).to.equal("NumberTooLarge");
    }
  });

  it("scales exactly or rounds to nearest, ties away from zero", () => {
    expect(toScaled(parseDecimal("1.25"), 2)).to.equal(125n);
    expect(toScaled(parseDecimal("1.25"), 4)).to.equal(12500n);
    expect(codeOf(() => toScaled(parseDecimal("1.25"), 1))).to.equal("TooManyDecimals");
    const rounded = ["1.25", "-1.25", "1.24", "-1.26", "0.04", "-0.05"].map((text) =>
      toScaled(parseDecimal(text), 1, "nearest"),
    );
    expect(rounded).to.deep.equal([13n, -13n, 12n, -13n, 0n, -1n]);
    const down = ["1.25", "-1.25", "1.29", "-1.2", "0.09", "-0.01"].map((text) =>
      toScaled(parseDecimal(text), 1, "down"),
    );
    expect(down).to.deep.equal([12n, -13n, 12n, -12n, 0n, -1n]);
  });

  it("writes what it reads", () => {
    fc.assert(
      fc.property(anyDecimal, (value) => {
        expect(parseDecimal(formatDecimal(value))).to.deep.equal(value);
        const scaled = toScaled(value, 6);
        expect(fromScaled(scaled, 6)).to.deep.equal(value);
        expect(formatScaled(scaled, 6)).to.equal(formatDecimal(value));
        expect(toScaled(value, decimalsOf(value))).to.equal(toScaled(value, decimalsOf(value), "nearest"));
      }),
      { seed: 1 },
    );
    expect([decimal(-5n, -3), decimal(5n, 2), decimal(0n, 7)].map(formatDecimal)).to.deep.equal(["-0.005", "500", "0"]);
  });

  it("computes as integers at a common scale do", () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, (left, right) => {
        const [a, b] = [toScaled(left, 8), toScaled(right, 8)];
        expect(toScaled(add(left, right), 8)).to.equal(a + b);
        expect(toScaled(subtract(left, right), 8)).to.equal(a - b);
        expect(toScaled(multiply(left, right), 16)).to.equal(a * b);
        expect(compare(left, right)).to.equal(a < b ? -1 : a > b ? 1 : 0);
      }),
      { seed: 2 },
    );
  });
});
