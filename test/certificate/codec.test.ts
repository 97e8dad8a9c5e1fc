// Blocks encoded and decoded, exact lengths, ranges of fields, and how blocks are laid out and
// grouped.
import { expect } from "chai";
import fc from "fast-check";
import type { Hex } from "viem";
import { splitForTransactions } from "../../client/certificate/assemble.ts";
import {
  columnBlockLength,
  decodeColumnBlock,
  decodeRowBlock,
  encodeColumnValues,
  encodeRowValues,
  rowBlockLength,
} from "../../client/certificate/codec.ts";
import { outcomeOf } from "../../client/certificate/disassemble.ts";
import { blockRanges } from "../../client/certificate/layout.ts";
import type { InfeasibleOutcome, OptimalOutcome, UnboundedOutcome } from "../../client/certificate/types.ts";
import { CertificateError } from "../../client/errors.ts";
import { KINDS } from "../../client/round/verdict.ts";
import { buildRound } from "../support/certificate.ts";

const toHex = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString("hex")}`;
const pad = (length: number): Uint8Array => new Uint8Array(length);
const unsigned = (bits: bigint) => fc.bigInt({ min: 0n, max: (1n << bits) - 1n });
const symmetric = (bits: bigint) => fc.bigInt({ min: 1n - (1n << bits), max: (1n << bits) - 1n });

function codeOf(run: () => unknown): string {
  try {
    run();
    return "accepted";
  } catch (error) {
    expect(error).to.be.instanceOf(CertificateError);
    return (error as CertificateError).code;
  }
}

/** An outcome of one column and one row of one party. */
const optimal = (x: bigint, z: bigint, w: bigint, s: bigint, r: bigint): OptimalOutcome => ({
  kind: "optimal",
  x: [x],
  reducedCosts: [z],
  multipliers: [[w]],
  slacks: [[s]],
  residuals: [[r]],
  objective: 0n,
  dual: 0n,
  rho: 0n,
});
const infeasible = (z: bigint, w: bigint): InfeasibleOutcome => ({
  kind: "infeasible",
  reducedCosts: [z],
  multipliers: [[w]],
  dual: 0n,
  rho: 0n,
});
const unbounded = (x: bigint, ray: bigint, s: bigint, r: bigint, raySlack: bigint): UnboundedOutcome => ({
  kind: "unbounded",
  x: [x],
  ray: [ray],
  slacks: [[s]],
  residuals: [[r]],
  raySlacks: [[raySlack]],
  objective: 0n,
  dual: 0n,
});
const COLUMN = { type: "columns", from: 0, count: 1 } as const;
const ROW = { type: "rows", party: 0, from: 0, count: 1 } as const;

describe("certificate: blocks", () => {
  it("give back the numbers of a column", () => {
    fc.assert(
      fc.property(unsigned(87n), symmetric(143n), unsigned(87n), (x, z, ray) => {
        const decode = (outcome: OptimalOutcome | InfeasibleOutcome | UnboundedOutcome) => {
          const values = encodeColumnValues(outcome, COLUMN);
          const bytes = Buffer.concat([values, pad(columnBlockLength(1, 2) - values.length)]);
          return decodeColumnBlock(toHex(bytes), outcome.kind, 1, 2).values[0];
        };
        expect(decode(optimal(x, z, 0n, 0n, 0n))).to.deep.equal({ x, reducedCost: z, ray: 0n });
        expect(decode(infeasible(z, 0n))).to.deep.equal({ x: 0n, reducedCost: z, ray: 0n });
        expect(decode(unbounded(x, ray, 0n, 0n, 0n))).to.deep.equal({ x, reducedCost: 0n, ray });
      }),
    );
  });

  it("give back the numbers of a row", () => {
    fc.assert(
      fc.property(symmetric(87n), unsigned(143n), symmetric(95n), unsigned(143n), (w, s, r, raySlack) => {
        const decode = (outcome: OptimalOutcome | InfeasibleOutcome | UnboundedOutcome) => {
          const bytes = Buffer.concat([pad(64), encodeRowValues(outcome, ROW)]);
          return decodeRowBlock(toHex(bytes), outcome.kind, 1).values[0];
        };
        const zero = { multiplier: 0n, slack: 0n, residual: 0n, raySlack: 0n };
        expect(decode(optimal(0n, 0n, w, s, r))).to.deep.equal({ ...zero, multiplier: w, slack: s, residual: r });
        expect(decode(infeasible(0n, w))).to.deep.equal({ ...zero, multiplier: w });
        expect(decode(unbounded(0n, 0n, s, r, raySlack))).to.deep.equal({ ...zero, slack: s, residual: r, raySlack });
      }),
    );
  });

  it("refuse numbers that do not fit their field", () => {
    const column = (outcome: Parameters<typeof encodeColumnValues>[0]) =>
      codeOf(() => encodeColumnValues(outcome, COLUMN));
    const row = (outcome: Parameters<typeof encodeRowValues>[0]) => codeOf(() => encodeRowValues(outcome, ROW));
    for (const code of [
      column(optimal(-1n, 0n, 0n, 0n, 0n)),
      column(optimal(1n << 87n, 0n, 0n, 0n, 0n)),
      column(optimal(0n, 1n << 143n, 0n, 0n, 0n)),
      column(infeasible(1n << 143n, 0n)),
      column(unbounded(0n, 1n << 87n, 0n, 0n, 0n)),
      column(unbounded(0n, -1n, 0n, 0n, 0n)),
      row(optimal(0n, 0n, 1n << 87n, 0n, 0n)),
      row(optimal(0n, 0n, 0n, -1n, 0n)),
      row(optimal(0n, 0n, 0n, 1n << 143n, 0n)),
      row(optimal(0n, 0n, 0n, 0n, -(1n << 95n))),
      row(infeasible(0n, -(1n << 87n))),
      row(unbounded(0n, 0n, 0n, 0n, 1n << 143n)),
      row(unbounded(0n, 0n, 0n, 0n, -1n)),
    ]) {
      expect(code).to.equal("NumberOutOfRange");
    }
  });

  it("must have their exact length and be hexadecimal", () => {
    for (const kind of KINDS) {
      const column = columnBlockLength(3, 2);
      const row = rowBlockLength(kind, 3);
      expect(codeOf(() => decodeColumnBlock(toHex(pad(column)), kind, 3, 2))).to.equal("accepted");
      expect(codeOf(() => decodeRowBlock(toHex(pad(row)), kind, 3))).to.equal("accepted");
      for (const wrong of [0, 32, column - 1, column + 1, column + 32]) {
        expect(codeOf(() => decodeColumnBlock(toHex(pad(wrong)), kind, 3, 2))).to.equal("ShapeMismatch");
      }
      for (const wrong of [0, 32, row - 1, row + 1, row + 32]) {
        expect(codeOf(() => decodeRowBlock(toHex(pad(wrong)), kind, 3))).to.equal("ShapeMismatch");
      }
      const notHex: Hex = `0x${"zz".repeat(row)}`;
      expect(codeOf(() => decodeRowBlock(notHex, kind, 3))).to.equal("ShapeMismatch");
    }
  });

  it("hold at most 128 items: columns first, then each party's rows, none for a party without", () => {
    const shape = { columns: 257, inequalities: [128, 0, 100], equalities: [1, 0, 28], objectiveOwner: 1 };
    expect(blockRanges(shape)).to.deep.equal([
      { type: "columns", from: 0, count: 128 },
      { type: "columns", from: 128, count: 128 },
      { type: "columns", from: 256, count: 1 },
      { type: "rows", party: 0, from: 0, count: 128 },
      { type: "rows", party: 0, from: 128, count: 1 },
      { type: "rows", party: 2, from: 0, count: 128 },
    ]);
  });

  it("are grouped in order, each group below the length of a transaction and the gas cap", () => {
    for (const [parties, columns, rows] of [
      [2, 10, 10],
      [2, 2000, 3000],
      [27, 200, 300],
      [100, 30, 200],
    ] as const) {
      const equalities = Array.from({ length: parties }, () => 0);
      const shape = { columns, inequalities: equalities.with(0, rows), equalities, objectiveOwner: 0 };
      const blocks = blockRanges(shape).map(({ type, count }, b): Hex => {
        const length = type === "columns" ? columnBlockLength(count, parties) : rowBlockLength("optimal", count);
        return `0x${b.toString(16).padStart(2, "0").repeat(length)}`;
      });
      const groups = splitForTransactions(shape, blocks);
      expect(groups.flat()).to.deep.equal(blocks);
      const sizes = groups.map((group) => group.reduce((sum, block) => sum + (block.length - 2) / 2, 0));
      for (const size of sizes) expect(size + 2 * columns + 256 * parties).to.be.below(128_000);
      // As few groups as possible: no two neighbouring groups fit into one.
      for (const [g, size] of sizes.slice(1).entries()) expect(size + sizes[g]!).to.be.above(90_000);
    }
  });
});

describe("certificate: the outcome in it", function () {
  this.timeout(120_000);
  it("comes back as it went in, and only from the blocks of its shape", () => {
    for (const kind of KINDS) {
      const shape = { kind, columns: 3, inequalities: [1, 130], equalities: [1, 0], owner: 0 };
      const { statement, certificate, outcome } = buildRound(shape, "outcome");
      expect(outcomeOf(statement, certificate)).to.deep.equal(outcome);
      const { header, blocks } = certificate;
      for (const wrong of [blocks.slice(1), [...blocks, blocks.at(-1)!], blocks.slice(0, -1)])
        expect(codeOf(() => outcomeOf(statement, { header, blocks: wrong }))).to.equal("ShapeMismatch");
      expect(codeOf(() => outcomeOf(statement, { header: { ...header, kind: 3 }, blocks }))).to.equal("UnknownKind");
    }
  });
});
