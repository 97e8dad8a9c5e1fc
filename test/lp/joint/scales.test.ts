// Scales from public sizes: rounding the exact optimum to them stays within the tolerances, far
// below the usual ones; what no certificate can hold is refused with an error that names company
// and remedy.
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { InputError } from "../../../client/errors.ts";
import { announce, combine, NO_BOUNDS, type StatedBounds, withBounds } from "../../../client/lp/joint/program.ts";
import { type ScaleRequest, scalesOf, userTolerances, weightDigits } from "../../../client/lp/joint/scales.ts";
import { boundInWords, decodeBound, exponentAbove, formatBound, parseBound } from "../../../client/lp/joint/sizes.ts";
import type { Model } from "../../../client/lp/model/model.ts";
import { readProgram, readProgramText } from "../../../client/lp/readers/read.ts";
import { compare, type Decimal, decimal, parseDecimal } from "../../../client/math/decimal.ts";

const codeOf = (work: () => unknown): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof InputError ? error.code : "another error";
  }
};
const messageOf = (work: () => unknown): string => {
  try {
    work();
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

const all = (bound: string): StatedBounds => ({ ...NO_BOUNDS, all: parseBound(bound, {}) });
const read = (text: string): Model => readProgramText(text, "rows.lp");
const combined = (models: readonly Model[], bounds: readonly StatedBounds[] = []) =>
  combine(models.map((model, k) => withBounds(announce(model), bounds[k] ?? NO_BOUNDS)));
const ROWS = read("Minimize\nSubject To\n a: 3 x + 7 y >= 11\nEnd\n");
const COSTS = read("Minimize\n obj: 624985000 x + 829209000 y\nSubject To\n b: x + y <= 900000\nEnd\n");
const NAMES = ["Alder", "Birch"];

describe("sizes in one digit", () => {
  it("bounds are rounded up", () => {
    for (const [text, bound] of [
      ["1000", "1e3"],
      ["1001", "2e3"],
      ["9.01", "1e1"],
      ["950", "1e3"],
      ["0.25", "3e-1"],
      ["7", "7e0"],
      ["1e9", "1e9"],
    ] as const) {
      const value = parseBound(text, {});
      expect(formatBound(value)).to.equal(bound);
      expect(compare(value, parseDecimal(text))).not.to.equal(-1);
      expect(decodeBound(bound)).to.deep.equal(value);
    }
    expect(boundInWords(parseBound("2000000", {}))).to.equal("2000000");
    for (const text of ["0", "-3", "1e31", "1e-16", "inf"])
      expect(codeOf(() => parseBound(text, {}))).not.to.equal(null);
    for (const text of ["10e1", "0e1", "1e", "1e1.5", " 1e1", null, 5]) expect(decodeBound(text)).to.equal(null);
  });

  it("magnitudes are the least power of ten above", () => {
    for (const [value, exponent] of [
      [decimal(1n), 0],
      [decimal(1000n), 3],
      [decimal(1001n), 4],
      [decimal(999n), 3],
      [decimal(25n, -2), 0],
      [decimal(1n, -3), -3],
      [decimal(0n), null],
    ] as const satisfies readonly (readonly [Decimal, number | null])[])
      expect(exponentAbove(value)).to.equal(exponent);
  });
});

describe("what an announcement says of sizes", () => {
  it("powers of ten of coefficients, rows, columns, sides and costs; bounds only when asked", () => {
    const model = read(
      "Maximize\n p: 250 x\nSubject To\n a: 3 x - 7.5 y >= -11\n b: 0.5 x <= 8\nBounds\n y <= 4000\nEnd\n",
    );
    const { magnitudes, variables } = announce(model);
    expect(magnitudes).to.deep.equal({ coefficient: 1, row: 2, column: 1, side: 4, cost: 3 });
    expect(variables.map(({ bound }) => bound)).to.deep.equal([null, null]);
    const stated = { byName: new Map([["x", parseBound("123", {})]]), all: parseBound("5", {}) };
    expect(withBounds(announce(model), stated).variables.map(({ bound }) => bound)).to.deep.equal(["2e2", "5e0"]);
    const unknown = { byName: new Map([["z", parseBound("1", {})]]), all: null };
    expect(codeOf(() => withBounds(announce(model), unknown))).to.equal("UnknownVariable");
  });

  it("of several bounds the largest counts; the default follows the largest right-hand side, from 10^6 to 10^9", () => {
    const { bounds } = combined(
      [ROWS, COSTS],
      [all("100"), { byName: new Map([["y", parseBound("300", {})]]), all: null }],
    );
    const [first, second] = [decimal(1n, 2), decimal(3n, 2)];
    expect(bounds).to.deep.equal([
      { value: first, stated: new Map([[0, first]]), holders: [0, 1] },
      { value: second, stated: new Map([0, 1].map((k) => [k, [first, second][k]])), holders: [0, 1] },
    ]);
    for (const [side, exponent] of [
      ["5", 6],
      ["20000000", 8],
      ["1e15", 9],
    ] as const) {
      const model = read(`Minimize\n x\nSubject To\n a: x >= ${side}\nEnd\n`);
      const value = decimal(1n, exponent);
      expect(combined([model]).bounds[0]).to.deep.equal({ value, stated: new Map(), holders: [0] });
    }
  });

  it("a free variable's bound is that of both of its columns", () => {
    const model = read("Minimize\n x\nSubject To\n a: x >= -5\nBounds\n x free\nEnd\n");
    const { bounds, decimals } = scalesOf(combined([model], [all("40")]), { coefficient: 0 });
    expect(bounds).to.deep.equal([
      4n * 10n ** BigInt(decimals.solution + 1),
      4n * 10n ** BigInt(decimals.solution + 1),
    ]);
  });
});

describe("scales of a round", () => {
  const usualOf = (program: ReturnType<typeof combined>, request: ScaleRequest) => {
    const { decimals, tolerances } = scalesOf(program, request);
    return userTolerances(tolerances, decimals).every(({ value, usual }) => compare(value, usual) <= 0);
  };

  it("follow from the data: ordinary numbers and the files of examples/lp keep within what is usual", async () => {
    for (const name of "adlittle afiro avgas blend recipe sc105 sc50b securescm-20 securescm-202 share2b stocfor1".split(
      " ",
    )) {
      const model = await readProgram(fileURLToPath(new URL(`../../../examples/lp/${name}.mps`, import.meta.url)));
      const program = combined([model]);
      expect(usualOf(program, { coefficient: program.decimals }), name).to.equal(true);
    }
    expect(usualOf(combined([ROWS, COSTS]), { coefficient: 0 })).to.equal(true);
  });

  it("an engine with coarser grids gets fewer decimals", () => {
    const grid = {
      valueLimit: 1n << 71n,
      weightLimit: 1n << 71n,
      decimals: 15,
      precision: 21,
      multiplierLimit: 1n << 40n,
    };
    const { decimals, bounds } = scalesOf(combined([ROWS, COSTS]), { coefficient: 0, grid });
    expect(decimals.solution).to.be.at.most(15);
    for (const bound of bounds) expect(bound < grid.valueLimit).to.equal(true);
  });

  it("what is asked for wins, and tolerances follow it", () => {
    const program = combined([ROWS, COSTS]);
    const { decimals, tolerances } = scalesOf(program, { coefficient: 0, solution: 9, multiplier: 12 });
    expect(decimals).to.deep.equal({ coefficient: 0, solution: 9, multiplier: 12 });
    const [residual] = userTolerances(tolerances, decimals);
    expect(residual!.value).to.deep.equal(decimal(1n, -8)); // 10 in a row, each off by a unit of the ninth decimal
  });

  it("small coefficients leave room for multipliers far above the costs, where the optimum stays exact", () => {
    const small = read("Minimize\nSubject To\n a: 0.003 x + 0.0077 y >= 11\nEnd\n");
    const roomOf = (models: readonly Model[], coefficient: number, bounds: readonly StatedBounds[] = []) => {
      const { decimals, tolerances } = scalesOf(combined(models, bounds), { coefficient });
      const gap = userTolerances(tolerances, decimals)[2]!.value;
      return { room: 26 - decimals.multiplier, gap };
    };
    const roomy = roomOf([small, COSTS], 4);
    expect(roomy.room).to.be.at.least(13); // costs are up to 10^9
    expect(compare(roomy.gap, decimal(1n, -3))).not.to.equal(1);
    // Costs of 10^12 beside coefficients of 10^-3, at default bounds.
    const tiny = read("Minimize\nSubject To\n a: 0.001 x + 0.002 y <= 0.018\nEnd\n");
    const dear = read("Minimize\n obj: 1000000000000 x + 0.001 y\nSubject To\n b: x + y >= 10\nEnd\n");
    const large = roomOf([tiny, dear], 3);
    expect(large.room).to.be.at.least(15);
    expect(compare(large.gap, decimal(1n, -3))).not.to.equal(1);
    // Bounds that use up the precision leave room for no more than the costs over the smallest
    // coefficient, and then the gap shows it.
    const tight = roomOf([small, COSTS], 4, [all("1e12"), all("1e12")]);
    expect(tight.room).to.equal(13);
    expect(compare(tight.gap, decimal(1n, -3))).to.equal(1);
  });

  it("conversions between units leave room for two of them, one after another, while the tolerances stay usual", () => {
    const costs = (price: string) => read(`Maximize\n p: ${price} kg\nSubject To\n l: lots <= 5\nEnd\n`);
    const roomOf = (factor: string, price: string, request: Partial<ScaleRequest> = {}) => {
      const program = combined([read(`Maximize\nSubject To\n c: kg - ${factor} lots <= 0\nEnd\n`), costs(price)]);
      expect(usualOf(program, { coefficient: 0, ...request }), factor).to.equal(true);
      return weightDigits(undefined) - scalesOf(program, { coefficient: 0, ...request }).decimals.multiplier;
    };
    // The multiplier of `l` is 1500 · 2000. Costs and factors are announced as up to 10^4.
    expect(roomOf("2000", "1500")).to.be.at.least(4 + 4);
    expect(roomOf("100", "1500")).to.be.at.least(4 + 2 * 2);
    // Beside factors of 10^6 the usual tolerances leave room for one conversion.
    expect(roomOf("1000000", "1000")).to.be.at.least(3 + 6);
    expect(roomOf("2000", "1500", { multiplier: 18 })).to.equal(8);
  });

  it("a private variable that a company gives a huge bound, or huge rows or costs, shows in the tolerances", () => {
    const usual = scalesOf(combined([ROWS, COSTS]), { coefficient: 0 });
    const gap = ({ tolerances, decimals }: typeof usual) => userTolerances(tolerances, decimals)[2]!;
    const wide = scalesOf(combined([ROWS, COSTS], [NO_BOUNDS, all("1e20")]), { coefficient: 0 });
    expect(compare(gap(wide).value, gap(usual).value)).to.equal(1);
    expect(compare(gap(wide).value, gap(wide).usual)).to.equal(1);
    const costs = read("Minimize\n obj: 1 x + 1000000000000000 v\nSubject To\n b: v = 1\n c: x >= 1\nEnd\n");
    const dear = scalesOf(combined([ROWS, costs]), { coefficient: 0 });
    expect(compare(gap(dear).value, gap(dear).usual)).to.equal(1);
  });

  it("what cannot be represented is refused, naming the company and the remedy", () => {
    const huge = read("Minimize\nSubject To\n a: 1e21 x + y >= 1\nEnd\n");
    const names = NAMES;
    const request = { coefficient: 3, names };
    expect(codeOf(() => scalesOf(combined([huge, COSTS]), request))).to.equal("ScaleImpossible");
    expect(messageOf(() => scalesOf(combined([huge, COSTS]), request)))
      .to.contain("Alder")
      .and.contain("at most 0 decimals");
    const bound = combined([ROWS, COSTS], [NO_BOUNDS, all("1e28")]);
    expect(messageOf(() => scalesOf(bound, { coefficient: 0, names })))
      .to.contain("Birch")
      .and.contain("smaller bound");
    const asked = () => scalesOf(combined([ROWS, COSTS]), { coefficient: 0, solution: 22, names });
    expect(messageOf(asked)).to.contain("at most 20 decimals").and.contain("at most 10000");
    const narrow = combined([ROWS, COSTS], [all("10000"), all("10000")]);
    expect(scalesOf(narrow, { coefficient: 0, solution: 22, names }).decimals.solution).to.equal(22);
    const prices = read("Minimize\n obj: 1e20 x\nSubject To\n b: x <= 9\nEnd\n");
    expect(codeOf(() => scalesOf(combined([ROWS, prices]), { coefficient: 0, multiplier: 9, names }))).to.equal(
      "ScaleImpossible",
    );
    expect(messageOf(() => scalesOf(combined([ROWS, prices]), { coefficient: 0, multiplier: 9, names }))).to.contain(
      "Birch",
    );
    const grid = {
      valueLimit: 1n << 71n,
      weightLimit: 1n << 71n,
      decimals: 15,
      precision: 21,
      multiplierLimit: 1n << 20n,
    };
    expect(messageOf(() => scalesOf(combined([ROWS, COSTS]), { coefficient: 0, grid, names }))).to.contain("Birch");
    for (const more of [{ solution: 16 }, { multiplier: 16 }]) {
      const request = { coefficient: 0, grid: { ...grid, multiplierLimit: 1n << 53n }, names, ...more };
      const text = messageOf(() => scalesOf(combined([ROWS, COSTS]), request));
      expect(text).to.contain("the engine gives at most 15").and.not.contain("bound").and.not.contain("costs");
    }
    const fine = combined([ROWS, COSTS], [all("0.0001"), all("0.0001")]);
    expect(messageOf(() => scalesOf(fine, { coefficient: 0, solution: 3, names })))
      .to.contain("Alder")
      .and.contain("4 decimals");
    expect(scalesOf(fine, { coefficient: 0, solution: 4, names }).decimals.solution).to.equal(4);
    const [x, y] = ["0.0001", "1e-15"].map((value) => ({ byName: new Map([["x", parseDecimal(value)]]), all: null }));
    const mixed = combined([ROWS, COSTS], [{ ...x!, all: parseDecimal("1e-15") }, y!]);
    const coarse = { ...grid, decimals: 9, multiplierLimit: 1n << 53n };
    expect(messageOf(() => scalesOf(mixed, { coefficient: 0, solution: 3, names }))).to.contain("15 decimals");
    expect(messageOf(() => scalesOf(mixed, { coefficient: 0, solution: 3, grid: coarse, names })))
      .to.contain("at least 0.001")
      .and.not.contain("or give");
  });
});
