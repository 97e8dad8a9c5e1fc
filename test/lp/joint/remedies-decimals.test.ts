// Remedies that name decimals, followed to the letter: no refusal may come after them.
import { expect } from "chai";
import fc from "fast-check";
import { withUsualRemedies } from "../../../client/app/impossible-scales.ts";
import { SORTS, wideTolerances } from "../../../client/app/wide-tolerances.ts";
import { GRID } from "../../../client/engines/mpc/outcome/answer.ts";
import { ConcordatError } from "../../../client/errors.ts";
import type { AskedDecimals, ScaledProgram } from "../../../client/lp/joint/remedies/change.ts";
import { isWide, type Scales, scalesOf } from "../../../client/lp/joint/scales.ts";
import type { Settings } from "../../../client/lp/joint/settings.ts";
import { roundedUp } from "../../../client/lp/joint/sizes.ts";
import { readProgramText } from "../../../client/lp/readers/read.ts";
import { type Decimal, decimal, formatDecimal, parseDecimal } from "../../../client/math/decimal.ts";
import { programOf } from "../../support/apply-change.ts";
import { propertyRuns } from "../../support/property-runs.ts";

const SETTINGS: Settings = {
  bound: "BOUND",
  boundOf: (name, bound) => `${name}=${bound}`,
  decimals: { coefficient: "KAPPA", solution: "DELTA", multiplier: "OMEGA" },
  rounding: null,
};
const NAMES = { DELTA: "solution", OMEGA: "multiplier" } as const;

function scaledOf(texts: readonly string[], stated: ReadonlyMap<string, Decimal>): ScaledProgram {
  const companies = texts.map((text) => {
    const model = readProgramText(text, "rows.lp");
    const own = [...stated].filter(([name]) => model.variables.some((variable) => variable.name === name));
    return { model, stated: new Map(own) };
  });
  const models = new Map(companies.map(({ model }, company) => [company, model]));
  return { program: programOf(companies), names: ["Alder", "Birch", "Cedar"], grid: GRID, models };
}

/** Throws InputError "ScaleImpossible". */
function scalesFor(scaled: ScaledProgram, asked: AskedDecimals): Scales {
  const coefficient = scaled.program.decimals;
  return withUsualRemedies(() => scalesOf(scaled.program, { coefficient, grid: scaled.grid, ...asked }), {
    scaled: { ...scaled, asked },
    coefficient,
    settings: SETTINGS,
    wanted: SORTS,
  });
}

/** What is said of the round; null if it is accepted. */
function refusal(scaled: ScaledProgram, asked: AskedDecimals): string | null {
  try {
    const scales = scalesFor(scaled, asked);
    return wideTolerances({ ...scaled, ...scales, asked }, SETTINGS)[0]?.text ?? null;
  } catch (error) {
    expect(error).to.be.instanceOf(ConcordatError).with.property("code", "ScaleImpossible");
    return (error as ConcordatError).message;
  }
}

/** What is asked for once one of the remedies that name decimals alone has been followed. */
function followed(asked: AskedDecimals, text: string): AskedDecimals[] {
  return text.split("; or ").flatMap((remedy) => {
    const left = /leave it out|leave out what is stated/.test(remedy)
      ? [...remedy.matchAll(/DELTA|OMEGA/g)].map(([name]) => NAMES[name as keyof typeof NAMES])
      : [];
    const given = [...remedy.matchAll(/give (\d+) decimals? of [a-z ]+ \((DELTA|OMEGA)\)/g)].map(
      ([, decimals, name]) => [NAMES[name as keyof typeof NAMES], Number(decimals)] as const,
    );
    if (left.length === 0 && given.length === 0) return [];
    const kept = Object.entries(asked).filter(([of]) => !left.some((one) => one === of));
    return [Object.fromEntries([...kept, ...given])];
  });
}

const number = (least: number, most: number) =>
  fc
    .tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: least, max: most }))
    .map(([mantissa, exponent]) => formatDecimal(decimal(BigInt(mantissa), exponent)));
const asked = fc.record(
  { solution: fc.integer({ min: 0, max: 15 }), multiplier: fc.integer({ min: 0, max: 15 }) },
  { requiredKeys: [] },
);
const texts = fc
  .tuple(number(-3, 4), number(-3, 4), number(-3, 3), number(-3, 3), number(-2, 4))
  .map(([a, b, c, d, cost]) => [
    `Maximize\n obj: ${cost} x + 3 y\nSubject To\n a: ${a} x + ${b} y <= 40\nEnd\n`,
    `Maximize\nSubject To\n b: ${c} x + ${d} y <= 7\nEnd\n`,
  ]);

describe("remedies that name decimals", () => {
  it("leave no tolerance wide: where a decimal left out cures one, the changes for the others are named with it", () => {
    const scaled = scaledOf(
      [
        "Maximize\nSubject To\n a: 0.045 x + 540 y <= 31000\n b: 0.21 x + 0.49 y <= 33\nEnd\n",
        "Maximize\n obj: 21 x + 91000 y\nSubject To\n c: 410 x <= 4.5\nEnd\n",
        "Maximize\nSubject To\n d: 5 x + 84000 y <= 1.8\nEnd\n",
      ],
      new Map([["y", parseDecimal("3")]]),
    );
    const scales = scalesFor(scaled, { solution: 5 });
    expect(SORTS.map((sort) => isWide(scales, sort))).to.deep.equal([true, false, true]);
    expect(SORTS.map((sort) => isWide(scalesFor(scaled, {}), sort))).to.deep.equal([false, false, true]);
    const text = refusal(scaled, { solution: 5 })!;
    expect(text).to.contain("once what is stated is left out (DELTA), ").and.not.contain("leave it out");
  });

  it("lead to no further refusal, whatever is asked for", () => {
    let tried = 0;
    fc.assert(
      fc.property(texts, asked, number(0, 6), (files, decimals, bound) => {
        const scaled = scaledOf(files, new Map([["x", roundedUp(parseDecimal(bound))]]));
        const text = refusal(scaled, decimals);
        if (text === null) return;
        for (const after of followed(decimals, text)) {
          tried++;
          expect(refusal(scaled, after), text).to.equal(null);
        }
      }),
      propertyRuns(150, 20261129),
    );
    expect(tried).to.be.above(40);
  });
});
