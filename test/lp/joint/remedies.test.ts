// Remedies are tried before they are advised: once the companies have made the changes to their
// files, the tolerances are usual and the multiplier has room.
import { expect } from "chai";
import fc from "fast-check";
import { SPEC_SETTINGS, wideTolerances } from "../../../client/app/wide-tolerances.ts";
import { GRID } from "../../../client/engines/mpc/outcome/answer.ts";
import { InputError } from "../../../client/errors.ts";
import { type AdvisedRound, outcomeAdvice, type SizedMultiplier } from "../../../client/lp/joint/advice.ts";
import type { Change, ScaledProgram } from "../../../client/lp/joint/remedies/change.ts";
import { allLevers } from "../../../client/lp/joint/remedies/levers.ts";
import { remediesFor } from "../../../client/lp/joint/remedies/search.ts";
import { createTrial } from "../../../client/lp/joint/remedies/trial.ts";
import { makesUsual } from "../../../client/lp/joint/remedies/usual.ts";
import {
  type AnswerGrid,
  isWide,
  type Scales,
  scalesOf,
  userTolerances,
  weightDigits,
} from "../../../client/lp/joint/scales.ts";
import type { Settings } from "../../../client/lp/joint/settings.ts";
import type { Model } from "../../../client/lp/model/model.ts";
import { MAX_DECIMALS } from "../../../client/lp/model/normalise.ts";
import { readProgramText } from "../../../client/lp/readers/read.ts";
import { compare, type Decimal, decimal, formatDecimal, multiply, parseDecimal } from "../../../client/math/decimal.ts";
import { applied, programOf, type Stating } from "../../support/apply-change.ts";
import { propertyRuns } from "../../support/property-runs.ts";

const NAMES = ["Alder", "Birch", "Cedar"];
const SORTS = ["residual", "dual", "gap"] as const;
const NOTHING: ReadonlyMap<string, Decimal> = new Map();
const read = (text: string): Model => readProgramText(text, "rows.lp");
const unstated = (texts: readonly string[]): Stating[] => texts.map((text) => ({ model: read(text), stated: NOTHING }));
const isUsual = (scales: Scales) => !SORTS.some((sort) => isWide(scales, sort));

interface Round {
  readonly companies: readonly Stating[];
  readonly grid: AnswerGrid | undefined;
}

/** What whoever knows the programs of the first `known` companies knows. */
function scaledOf({ companies, grid }: Round, known: number): ScaledProgram {
  const models = new Map(companies.slice(0, known).map(({ model }, company) => [company, model]));
  return { program: programOf(companies), names: NAMES, grid, models };
}

const decimalsOf = ({ program }: ScaledProgram): number => Math.min(program.decimals, MAX_DECIMALS);
const scalesFor = (scaled: ScaledProgram, { coefficient = decimalsOf(scaled), multiplier }: Change = {}): Scales =>
  scalesOf(scaled.program, { coefficient, grid: scaled.grid, ...(multiplier === undefined ? {} : { multiplier }) });

function remediesOf(scaled: ScaledProgram): Change[] {
  const base = scalesFor(scaled);
  const levers = allLevers(scaled, base, true);
  return remediesFor(createTrial(scaled, decimalsOf(scaled)), levers, makesUsual(scaled, base, SORTS));
}

/** Expects each remedy to make the tolerances usual once the companies have made it. */
function expectCures({ companies, grid }: Round, scaled: ScaledProgram, remedies: readonly Change[]): void {
  for (const change of remedies) {
    const after = scaledOf({ companies: applied(companies, change, scaled.models), grid }, 0);
    expect(isUsual(scalesFor(after, change)), JSON.stringify(change)).to.equal(true);
  }
}

/** Costs per tonne, a row that converts to grams, a limit in grams. */
const GRAMS = [
  "Maximize\n obj: 980 t\nSubject To\n a: 1000000 t - g <= 0\nEnd\n",
  "Maximize\nSubject To\n b: g <= 3500000\nEnd\n",
  "Maximize\nSubject To\n c: t >= 0\nEnd\n",
];
const PROGRAMS = {
  "a row with a conversion by 10^6": {
    texts: GRAMS,
    grid: GRID,
    sorts: [["rows"]],
  },
  "costs of 10^9, on the grids of mpc": {
    texts: [
      "Minimize\nSubject To\n a: 3 x + 7 y >= 11\nEnd\n",
      "Minimize\n obj: 624985000 x + 829209000 y\nSubject To\n b: x + y <= 900000\nEnd\n",
    ],
    grid: GRID,
    sorts: [["rows"], ["costs"]],
  },
  "coefficients and costs of 10^6": {
    texts: [
      "Minimize\nSubject To\n a: 731045 x + 12 y >= 98000\n b: 5 x + 640211 y >= 77\nEnd\n",
      "Minimize\n obj: 412007 x + 990113 y\nSubject To\n c: 350201 x + 3 y >= 600000\nEnd\n",
    ],
    grid: GRID,
    sorts: [["rows"]],
  },
  "units from 10^-3 to 10^9": {
    texts: [
      "Minimize\nSubject To\n a: 1e9 x + 0.001 y >= 5e9\nEnd\n",
      "Minimize\n obj: 3 x + 5 y\nSubject To\n b: x <= 4\nEnd\n",
    ],
    grid: undefined,
    sorts: [["rows"], ["costs"], ["bound"], ["multiplier"]],
  },
  "coefficients of 10^-4 beside costs of 10^12": {
    texts: [
      "Minimize\nSubject To\n a: 0.0001 x + 0.0002 y <= 0.0018\nEnd\n",
      "Minimize\n obj: 1000000000000 x + y\nSubject To\n b: x + y >= 10\nEnd\n",
    ],
    grid: undefined,
    sorts: [["rows"], ["rows"], ["costs"], ["bound"], ["multiplier"]],
  },
} as const;

const kindsOf = (remedies: readonly Change[]) => remedies.map((change) => Object.keys(change));

/** A number of up to four digits times a power of ten, as text. */
const number = (least: number, most: number) =>
  fc
    .tuple(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 9999 })), fc.integer({ min: least, max: most }))
    .map(([mantissa, exponent]) => formatDecimal(decimal(BigInt(mantissa), exponent)));
const VARIABLES = ["x", "y", "z"];
const row = fc
  .record({
    terms: fc.array(fc.tuple(fc.constantFrom(...VARIABLES), number(-4, 6)), { minLength: 1, maxLength: 3 }),
    relation: fc.constantFrom("<=", "<=", ">=", "="),
    side: number(-3, 6),
  })
  .map(({ terms, relation, side }) => {
    const sum = [...new Map([["x", "1"], ...terms])].map(([name, value]) => `${value} ${name}`).join(" + ");
    return `${sum} ${relation} ${side}`;
  });
const company = fc.record({
  rows: fc.array(row, { minLength: 1, maxLength: 3 }),
  limits: fc.array(number(0, 5), { maxLength: 1 }),
  stated: fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 12 })), { maxLength: 1 }),
});
const wideRound = fc
  .record({
    costs: fc.tuple(number(-2, 8), number(-2, 8), number(-2, 8)),
    parts: fc.array(company, { minLength: 2, maxLength: 3 }),
    grid: fc.constantFrom(GRID, undefined),
  })
  .map(({ costs, parts, grid }): Round => {
    const objective = costs.map((cost, v) => `${cost} ${VARIABLES[v]}`).join(" + ");
    const companies = parts.map(({ rows, limits, stated }, k) => {
      const lines = [
        ...["Minimize", ...(k === 0 ? [` obj: ${objective}`] : []), "Subject To"],
        ...rows.map((text, i) => ` r${i}: ${text}`),
        ...["Bounds", ...limits.map((limit) => ` x <= ${limit}`), "End", ""],
      ];
      const bounds = stated.map(([digit, exponent]): [string, Decimal] => ["x", decimal(BigInt(digit), exponent)]);
      return { model: read(lines.join("\n")), stated: new Map(bounds) };
    });
    return { companies, grid };
  });

describe("remedies for wide tolerances", () => {
  for (const [what, { texts, grid, sorts }] of Object.entries(PROGRAMS))
    it(`cure: ${what}`, () => {
      const round = { companies: unstated(texts), grid };
      expect(isUsual(scalesFor(scaledOf(round, 0)))).to.equal(false);
      expect(kindsOf(remediesOf(scaledOf(round, 0)))).to.deep.equal(sorts);
      for (const known of [0, 1, texts.length]) {
        const scaled = scaledOf(round, known);
        expectCures(round, scaled, remediesOf(scaled));
      }
    });

  it("cure random programs, whoever's programs are known", () => {
    let wide = 0;
    fc.assert(
      fc.property(wideRound, fc.integer({ min: 0, max: 3 }), (round, known) => {
        const scaled = scaledOf(round, known);
        let scales: Scales;
        try {
          scales = scalesFor(scaled);
        } catch (error) {
          expect(error).to.have.property("code", "ScaleImpossible");
          return;
        }
        if (isUsual(scales)) return;
        wide++;
        expectCures(round, scaled, remediesOf(scaled));
      }),
      propertyRuns(40, 20260714),
    );
    expect(wide).to.be.above(20);
  });

  it("multiply rows with many decimals first", () => {
    const { texts, grid } = PROGRAMS["coefficients of 10^-4 beside costs of 10^12"];
    const [first] = remediesOf(scaledOf({ companies: unstated(texts), grid }, 0));
    expect(first!.rows).to.deep.equal([{ company: 0, row: null, by: -1 }]);
  });

  it("measure variables in other units where the programs or bounds show that this helps", () => {
    const grams = { companies: unstated(GRAMS), grid: GRID };
    const variables = (round: Round, known: number) =>
      remediesOf(scaledOf(round, known)).flatMap((change) => [...(change.variables ?? [])]);
    expect(variables(grams, 2)).to.deep.equal([]);
    expect(variables(grams, 3)).to.deep.equal([[0, -2]]);
    const stated = new Map([["g", parseDecimal("1e14")]]);
    const bounded = [
      { model: read("Minimize\nSubject To\n a: g - t <= 0\nEnd\n"), stated },
      ...unstated(["Minimize\n obj: 3 t\nSubject To\n c: 100000 t + 3 u >= 600\nEnd\n"]),
    ];
    const round = { companies: bounded, grid: undefined };
    expect(variables(round, 0)).to.deep.equal([[0, 1]]);
    expectCures(round, scaledOf(round, 0), remediesOf(scaledOf(round, 0)));
  });

  it("round numbers only as far as no row moves by more than it may usually be missed by", () => {
    const third = "Minimize\nSubject To\n a: 0.333333333333333 x + 73415.1 y >= 98000\nEnd\n";
    const costs = "Minimize\n obj: 412107 x + 9113 y\nSubject To\n c: 351 x + 3 y >= 600\nEnd\n";
    const rounding = (bound: string) => {
      const stated = new Map(["x", "y"].map((name) => [name, parseDecimal(bound)]));
      const round = { companies: [{ model: read(third), stated }, ...unstated([costs])], grid: undefined };
      const remedies = remediesOf(scaledOf(round, 0));
      expectCures(round, scaledOf(round, 0), remedies);
      return remedies.flatMap(({ coefficient }) => coefficient ?? []);
    };
    expect(rounding("100000")).to.deep.equal([12]);
    expect(rounding("1000000")).to.deep.equal([]);
  });

  it("do not hide a wider tolerance behind larger units", () => {
    const [rows, costs] = PROGRAMS["costs of 10^9, on the grids of mpc"].texts;
    const stated = new Map(["x", "y"].map((name) => [name, parseDecimal("1e15")]));
    const round = { companies: [...unstated([rows]), { model: read(costs), stated }], grid: undefined };
    const scaled = scaledOf(round, 0);
    const trial = createTrial(scaled, 0);
    expect(isUsual(trial({ costs: 7 })!)).to.equal(true);
    const gap = (scales: Scales) => userTolerances(scales.tolerances, scales.decimals)[2]!.value;
    const inOldUnits = multiply(gap(trial({ costs: 7 })!), decimal(1n, 7));
    expect(compare(inOldUnits, gap(scalesFor(scaled)))).to.equal(1);
    expect(kindsOf(remediesOf(scaled))).to.deep.equal([["rows", "costs"], ["bound"]]);
  });

  it("are none that bring a known row's numbers too far apart for the engine", () => {
    const round = { companies: unstated(GRAMS), grid: GRID };
    const taken = (most: bigint): Change[] => {
      const check: ScaledProgram["check"] = ({ rows: { inequalities } }) => {
        for (const [i, row] of inequalities.coefficients.entries())
          if (row.some((value) => value > most) && inequalities.rhs[i] === 0n)
            throw new InputError("NumberTooLarge", "");
      };
      return remediesOf({ ...scaledOf(round, 3), check });
    };
    expect(taken(10n ** 6n)).to.deep.equal(remediesOf(scaledOf(round, 3)));
    expect(taken(0n)).to.deep.equal([]);
  });

  it("are none where nothing helps", () => {
    const scaled = scaledOf({ companies: unstated(GRAMS), grid: GRID }, 3);
    const levers = allLevers(scaled, scalesFor(scaled), true);
    expect(remediesFor(createTrial(scaled, 0), levers, () => false)).to.deep.equal([]);
  });
});

describe("remedies in words", () => {
  const adviceOn = (round: Round, known = 0, stated: Partial<Scales> = {}): string => {
    const scaled = scaledOf(round, known);
    return wideTolerances({ ...scaled, ...scalesFor(scaled), ...stated }, SPEC_SETTINGS)[0]!.text;
  };
  const grams = { companies: unstated(GRAMS), grid: GRID };

  it("name the row if it is known, and never a bound below what a known row allows", () => {
    const unknown = adviceOn(grams);
    expect(unknown).to.match(/: Alder can divide all its rows by 100 \(bounds, too, as rows\)$/);
    const known = adviceOn(grams, 3);
    expect(known).to.contain('Alder can divide row "a" by 100; or Alder and Cedar can measure "t"');
    for (const text of [unknown, known]) expect(text).not.to.contain("upper bound of").and.not.to.contain("--bound");
  });

  it("ask for smaller bounds with a warning, unless rows imply them", () => {
    const limited = (limit: string) => {
      const stated = new Map(["x", "y"].map((name) => [name, parseDecimal("1e15")]));
      const rows = `Minimize\nSubject To\n a: 3 x + 7 y >= 11\nBounds\n x <= ${limit}\n y <= ${limit}\nEnd\n`;
      const costs = "Minimize\n obj: 624985000 x + 829209000 y\nSubject To\n b: x + y <= 900000\nEnd\n";
      return { companies: [rows, costs].map((text) => ({ model: read(text), stated })), grid: undefined };
    };
    const warning = "but if the optimum needs more, the round fails";
    const bounds = 'Alder and Birch can state upper bounds of at most 1e10 for "x", "y"';
    expect(adviceOn(limited("400"))).to.contain(`${bounds} (concordat announce --bound), ${warning}`);
    expect(adviceOn(limited("400"), 2)).to.contain(`${bounds} (concordat announce --bound), which rows imply anyway`);
    expect(adviceOn(limited("3e14"), 2)).not.to.contain("upper bound");
  });

  it("first ask to leave out what is stated", () => {
    const { companies, grid } = grams;
    const program = programOf(companies);
    const coarse = scalesOf(program, { coefficient: 0, solution: 12, grid });
    expect(adviceOn(grams, 0, coarse)).to.contain(
      'once what is stated is left out ("solutionDecimals" in the spec), Alder can divide',
    );
    const { tolerances } = scalesFor(scaledOf(grams, 0));
    const more = { tolerances: { ...tolerances, gap: 2n * tolerances.gap } };
    expect(adviceOn(grams, 0, more)).to.contain('left out ("tolerances" in the spec), Alder can divide');
  });
});

describe("advice for a multiplier that does not fit", () => {
  const SETTINGS: Settings = {
    bound: "BOUND",
    boundOf: (name, bound) => `${name}=${bound}`,
    decimals: { coefficient: "K", solution: "S", multiplier: "M" },
    rounding: null,
  };
  const scaledBy = (models: readonly Model[]): ScaledProgram =>
    scaledOf({ companies: models.map((model) => ({ model, stated: NOTHING })), grid: undefined }, models.length);
  const roundOf = (models: readonly Model[], multiplier: number): AdvisedRound => {
    const scaled = scaledBy(models);
    const { decimals, tolerances } = scalesFor(scaled, { multiplier });
    return { ...scaled, decimals, tolerances };
  };
  const LOTS = [
    "Maximize\nSubject To\n c: lots <= 5\nEnd\n",
    "Maximize\n obj: 1500 kg\nSubject To\n a: kg - 2000 lots = 0\nEnd\n",
  ];
  const advised = (round: AdvisedRound, multipliers: readonly SizedMultiplier[], largestX: Decimal | null = null) =>
    outcomeAdvice(round, SETTINGS).multipliers({ multipliers, isWhole: true, x: largestX && [largestX] })!;
  const adviceOf = (round: AdvisedRound, largestX: Decimal | null = null): string =>
    advised(round, [{ company: 0, row: 0, size: 7 }], largestX);

  it("names company and row, known by name or by number", () => {
    const models = LOTS.map(read);
    expect(adviceOf(roundOf(models, 20))).to.contain('row "c" of Alder');
    const bound = [read("Maximize\nSubject To\n d: lots >= 1\nBounds\n lots <= 5\nEnd\n"), models[1]!];
    const of = (round: AdvisedRound) => advised(round, [{ company: 0, row: 1, size: 7 }]);
    expect(of(roundOf(bound, 20))).to.contain('the bound of "lots" of Alder');
    expect(of({ ...roundOf(bound, 20), models: new Map() })).to.contain("row 2 of Alder");
  });

  it("claims nothing for rows that are not known here, and none where all known multipliers fit", () => {
    const round = roundOf(LOTS.map(read), 20);
    const of = (size: number, isWhole: boolean) =>
      outcomeAdvice(round, SETTINGS).multipliers({
        multipliers: [{ company: 0, row: 0, size }],
        isWhole,
        x: null,
      });
    expect(of(7, false)).to.contain("this may help").and.contain("which are not known here, may need more");
    expect(of(7, true)).not.to.contain("may");
    expect(of(6, true)).to.equal(null);
  });

  it("asks for upper bounds that hold the optimum, too, and tries the other changes with these", () => {
    const round = roundOf(LOTS.map(read), 20);
    const text = adviceOf(round, parseDecimal("5000000"));
    expect(text).to.contain("must state a larger upper bound (lots=5000000); and besides, ");
    expect(adviceOf(round, parseDecimal("1000000"))).not.to.contain("larger upper bound");
  });

  it("counts what an engine can hold at most, whatever the decimals", () => {
    const round = { ...roundOf(LOTS.map(read), 9), grid: GRID };
    const advice = advised(round, [{ company: 0, row: 0, size: 17 }]);
    expect(advice).to.contain("leave room up to 1e15").and.not.contain("decimals of the multipliers");
  });

  it("a row multiplied by the power of ten that it names needs so much less room", () => {
    const models = LOTS.map(read);
    expect(adviceOf(roundOf(models, 20))).to.contain('multiply row "c" by 10 ');
    const companies = models.map((model) => ({ model, stated: NOTHING }));
    const change = { rows: [{ company: 0, row: 0, by: -1 }] };
    const after = scalesFor(scaledOf({ companies: applied(companies, change, new Map()), grid: undefined }, 0));
    expect(weightDigits(undefined) - after.decimals.multiplier).to.be.at.least(6);
    expect(isUsual(after)).to.equal(true);
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
    const advice = advised(roundOf([rows, costs], 20), dear);
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
