// Remedies are tried before they are advised: once the companies have made the changes to their
// files, the tolerances are usual and the multiplier has room.
import { expect } from "chai";
import { GRID } from "../../../client/engines/mpc/outcome/answer.ts";
import { type AdvisedRound, outcomeAdvice, type Settings } from "../../../client/lp/joint/advice.ts";
import { announce, combine, NO_BOUNDS, withBounds } from "../../../client/lp/joint/program.ts";
import { type Change, remediesFor, type ScaledProgram } from "../../../client/lp/joint/remedies.ts";
import { type Scales, scalesOf, userTolerances, weightDigits } from "../../../client/lp/joint/scales.ts";
import { exponentAbove } from "../../../client/lp/joint/sizes.ts";
import type { Entry, Item, Model } from "../../../client/lp/model/model.ts";
import { readProgramText } from "../../../client/lp/readers/read.ts";
import { compare, type Decimal, decimal, multiply, parseDecimal } from "../../../client/math/decimal.ts";

const NAMES = ["Alder", "Birch"];
const read = (text: string): Model => readProgramText(text, "rows.lp");
/** The joint program, where every company states upper bounds of 10^`bound` at most. */
const scaledOf = (models: readonly Model[], grid?: ScaledProgram["grid"], bound?: number): ScaledProgram => {
  const plain = combine(models.map((model) => announce(model)));
  const stated = models.map(({ variables }) => {
    const byName = plain.variables.flatMap(({ name }, v): [string, Decimal][] => {
      const { value } = plain.bounds[v]!;
      const lower = bound !== undefined && exponentAbove(value)! > bound && variables.some((own) => own.name === name);
      return lower ? [[name, decimal(1n, bound)]] : [];
    });
    return { ...NO_BOUNDS, byName: new Map(byName) };
  });
  const program = combine(models.map((model, k) => withBounds(announce(model), stated[k]!)));
  return { program, names: NAMES, grid };
};
const scalesFor = ({ program, grid }: ScaledProgram): Scales =>
  scalesOf(program, { coefficient: program.decimals, grid });
const isUsual = ({ tolerances, decimals }: Scales) =>
  userTolerances(tolerances, decimals).every(({ value, usual }) => compare(value, usual) <= 0);

const smaller =
  (by: number) =>
  <Of extends Item>(item: Of): Of => ({ ...item, value: multiply(item.value, decimal(1n, -by)) });
const costsIn = (model: Model, by: number): Model =>
  model.objective === null
    ? model
    : { ...model, objective: { ...model.objective, entries: model.objective.entries.map(smaller(by)) } };
const rowsIn = (model: Model, by: number): Model => ({
  ...model,
  rows: model.rows.map((row) => ({
    ...row,
    entries: row.entries.map((entry: Entry) => smaller(by)(entry)),
    lower: row.lower && smaller(by)(row.lower),
    upper: row.upper && smaller(by)(row.upper),
  })),
});
const changed = (models: readonly Model[], { costs = 0, rows }: Change): Model[] =>
  models.map((model, k) => costsIn(rows?.company === k ? rowsIn(model, rows.by) : model, costs));

const FACTORY = "Minimize\n obj: 624985000 x + 829209000 y\nSubject To\n b: x + y <= 900000\nEnd\n";
const PROGRAMS = {
  "costs of 10^9, on the grids of mpc": {
    texts: ["Minimize\nSubject To\n a: 3 x + 7 y >= 11\nEnd\n", FACTORY],
    grid: GRID,
    sorts: [["costs"]],
  },
  "coefficients and costs of 10^6": {
    texts: [
      "Minimize\nSubject To\n a: 731045 x + 12 y >= 98000\n b: 5 x + 640211 y >= 77\nEnd\n",
      "Minimize\n obj: 412007 x + 990113 y\nSubject To\n c: 350201 x + 3 y >= 600000\nEnd\n",
    ],
    grid: GRID,
    sorts: [["costs", "bound"]],
  },
  "units from 10^-3 to 10^9": {
    texts: [
      "Minimize\nSubject To\n a: 1e9 x + 0.001 y >= 5e9\nEnd\n",
      "Minimize\n obj: 3 x + 5 y\nSubject To\n b: x <= 4\nEnd\n",
    ],
    grid: undefined,
    sorts: [["costs"], ["bound"], ["rows"]],
  },
} as const;

describe("remedies for wide tolerances", () => {
  for (const [what, { texts, grid, sorts }] of Object.entries(PROGRAMS))
    it(`cure: ${what}`, () => {
      const models = texts.map(read);
      const scaled = scaledOf(models, grid);
      expect(isUsual(scalesFor(scaled))).to.equal(false);
      const remedies = remediesFor(scaled, scaled.program.decimals, isUsual);
      expect(remedies.map((change) => Object.keys(change))).to.deep.equal(sorts);
      for (const change of remedies) {
        const after = scaledOf(changed(models, change), grid, change.bound);
        expect(isUsual(scalesFor(after)), JSON.stringify(change)).to.equal(true);
      }
    });

  it("are rows in larger units where only rows are too wide, and none where nothing helps", () => {
    const wide = [
      "Minimize\nSubject To\n a: 4e15 x >= 7e15\nBounds\n x <= 1000000\nEnd\n",
      "Minimize\n obj: x\nSubject To\n b: x <= 9\nEnd\n",
    ].map(read);
    const cures = (scales: Scales) => userTolerances(scales.tolerances, scales.decimals)[0]!.value.exponent < -4;
    const scaled = scaledOf(wide);
    const [change] = remediesFor(scaled, 0, (scales, { bound }) => bound === undefined && cures(scales));
    expect(change?.rows?.company).to.equal(0);
    expect(cures(scalesFor(scaledOf(changed(wide, change!))))).to.equal(true);
    expect(remediesFor(scaled, 0, () => false)).to.deep.equal([]);
  });
});

describe("advice for a multiplier that does not fit", () => {
  const SETTINGS: Settings = {
    bound: "BOUND",
    boundOf: (name, bound) => `${name}=${bound}`,
    decimals: { coefficient: "K", solution: "S", multiplier: "M" },
  };
  const roundOf = (models: readonly Model[], multiplier?: number): AdvisedRound => {
    const scaled = scaledOf(models);
    const request = { coefficient: scaled.program.decimals, ...(multiplier === undefined ? {} : { multiplier }) };
    const { decimals, tolerances } = scalesOf(scaled.program, request);
    return { ...scaled, decimals, tolerances, models: new Map(models.entries()) };
  };
  const LOTS = [
    "Maximize\nSubject To\n c: lots <= 5\nEnd\n",
    "Maximize\n obj: 1500 kg\nSubject To\n a: kg - 2000 lots = 0\nEnd\n",
  ];
  const adviceOf = (round: AdvisedRound, largestX: Decimal | null = null): string =>
    outcomeAdvice(round, SETTINGS).multipliers({ rows: [{ company: 0, row: 0, size: 7 }], largestX });

  it("names company and row, known by name or by number", () => {
    const models = LOTS.map(read);
    expect(adviceOf(roundOf(models, 20))).to.contain('row "c" of Alder');
    const bound = [read("Maximize\nSubject To\n d: lots >= 1\nBounds\n lots <= 5\nEnd\n"), models[1]!];
    const of = (round: AdvisedRound) =>
      outcomeAdvice(round, SETTINGS).multipliers({ rows: [{ company: 0, row: 1, size: 7 }], largestX: null });
    expect(of(roundOf(bound, 20))).to.contain('the bound of "lots" of Alder');
    expect(of({ ...roundOf(bound, 20), models: new Map() })).to.contain("row 2 of Alder");
  });

  it("a row multiplied by the power of ten that it names needs so much less room", () => {
    const models = LOTS.map(read);
    expect(adviceOf(roundOf(models, 20))).to.contain('multiply row "c" by 10 ');
    const [multiplied] = changed(models, { rows: { company: 0, by: -1 } });
    const { decimals, ...after } = scalesFor(scaledOf([multiplied!, models[1]!]));
    expect(weightDigits(undefined) - decimals.multiplier).to.be.at.least(6);
    expect(isUsual({ ...after, decimals })).to.equal(true);
  });

  it("several rows are multiplied together, each by what it needs", () => {
    const rows = read("Maximize\nSubject To\n c: lots <= 5\n d: boxes <= 3\nEnd\n");
    const costs = read(
      "Maximize\n obj: 1500 kg + 12 g\nSubject To\n a: kg - 2000 lots = 0\n b: g - 9000 boxes = 0\nEnd\n",
    );
    const dear = [
      { company: 0, row: 0, size: 16 },
      { company: 0, row: 1, size: 14 },
    ];
    const advice = outcomeAdvice(roundOf([rows, costs], 20), SETTINGS).multipliers({ rows: dear, largestX: null });
    expect(advice).to.contain('row "c" of Alder').and.contain('row "d" of Alder');
    expect(advice).to.contain('multiply row "c" by 10000, and Alder can multiply row "d" by 100 ');
  });

  it("asks to leave decimals out where the data give fewer, and states smaller bounds only where the optimum is within them", () => {
    const models = LOTS.map(read);
    const round = roundOf(models, 20);
    expect(adviceOf(round)).to.contain("(M)");
    expect(weightDigits(undefined) - scalesFor(round).decimals.multiplier).to.be.at.least(7);
    expect(adviceOf(round)).not.to.contain("BOUND");
    expect(adviceOf(round, parseDecimal("10000"))).to.contain("BOUND");
    expect(adviceOf(round, parseDecimal("600000"))).not.to.contain("BOUND");
  });
});
