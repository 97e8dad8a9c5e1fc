// An optimum of which each company learned its own part, as companies read it: nothing that a
// company does not know is shown as a number.
import { expect } from "chai";
import { sealedCompanyOutcome } from "../../client/app/sealed-outcome.ts";
import type { OutcomeView } from "../../client/cli/outcome-lines.ts";
import { sealedCsv, sealedLines } from "../../client/cli/sealed-outcome-lines.ts";
import { InputError } from "../../client/errors.ts";
import { announce, combine, HELPER } from "../../client/lp/joint/program.ts";
import { helperModel } from "../../client/lp/model/model.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import type { PartOfOutcome } from "../../client/play/seal/settlement.ts";
import type { PublicRound } from "../../client/round/public-round.ts";

const OWNER = readProgramText("max\n obj: 3 ore + 2 coal + 5\nst\n kiln: ore + coal <= 4\nend\n", "owner.lp");
const MINE = readProgramText(
  "st\n shaft: ore + 3 gas - heat <= 6\n least: gas >= 1\nbounds\n gas <= 9\n heat free\nend\n",
  "mine.lp",
);
const NOTHING = helperModel("Helper");
const announcements = [...[OWNER, MINE].map(announce), HELPER];
const names = ["Owner", "Mine", "Helper"];
const program = combine(announcements, { names });
const round: PublicRound = {
  columns: 5,
  ...{ inequalities: [1, 3, 1], equalities: [0, 0, 0], objectiveOwner: 0 },
  decimals: { coefficient: 0, solution: 2, multiplier: 2 },
  bounds: new Array(5).fill(100_000n),
  tolerances: { residual: 3n, dual: 1n, gap: 20_000n },
};
const SOME: OutcomeView = { all: false, constantOf: null };
const ALL: OutcomeView = { all: true, constantOf: null };

/** ore = 4, coal = 0, gas = 1 and heat = −2 + 0.5. */
const ORE = [400n, 0n] as const;
const GAS = [100n, 50n, 200n] as const;

function partOf(x: PartOfOutcome["outcome"]["x"], more: Partial<PartOfOutcome>, multipliers: readonly bigint[]) {
  const outcome = { kind: "own part", of: "optimal", x, multipliers, value: null } as const;
  return { outcome, objective: null, reducedCosts: new Array(5).fill(null), ...more };
}

const OWNERS = partOf([...ORE, null, null, null], { objective: -1200n, reducedCosts: [0n, 100n, null, null, null] }, [
  300n,
]);
const MINES = partOf([ORE[0], null, ...GAS], { reducedCosts: [null, null, 200n, 0n, 0n] }, [0n, 200n, 0n]);

function known(model: typeof OWNER, own: PartOfOutcome, joint = program) {
  const sealed = { kind: "optimal", statementDigest: "0x00", proof: new Uint8Array(0) } as const;
  return sealedCompanyOutcome({ model, program: joint }, round, { sealed, own });
}

describe("an optimum of which a company learned its own part, in words", () => {
  it("the owner of the costs knows its value, what it names, and where the optimum ends", () => {
    const own = known(OWNER, OWNERS);
    expect(own.known).to.deep.include({ kind: "optimal", ownPart: true, objective: "17" });
    expect(own.known).to.have.deep.property("variables", [
      { name: "ore", value: "4", reducedCost: "0" },
      { name: "coal", value: "0", reducedCost: "-1" },
      { name: "gas", value: null, reducedCost: null },
      { name: "heat", value: null, reducedCost: null },
    ]);
    expect(own.known!.interval).to.deep.equal({ lower: null, upper: "19" });
    const text = sealedLines(own, SOME).join("\n");
    expect(text).to.match(/^Optimum 17\nThis company knows its own part of it:\n/);
    expect(text).to.include("Not known to this company: gas, heat").and.include("1 more variable is zero");
    expect(text).to.include("at most 19").and.include("more than 0.03").and.include("Sealed:");
    expect(text).not.to.include("The nodes told").and.not.include("constant term");
  });

  it("another company knows neither the value nor whether others' variables are zero", () => {
    const own = known(MINE, MINES);
    expect(own.known).to.deep.include({ objective: null, interval: null, residualAtMost: "0.03" });
    expect(own.known).to.have.deep.property("variables", [
      { name: "ore", value: "4", reducedCost: null },
      { name: "coal", value: null, reducedCost: null },
      { name: "gas", value: "1", reducedCost: "-2" },
      { name: "heat", value: "-1.5", reducedCost: "0" },
    ]);
    expect(own.known).to.have.nested.property("rows[1].dual", "-2");
    expect(own.known).to.have.nested.property("rows[0].activity", "8.5");
    const text = sealedLines(own, SOME).join("\n");
    expect(text).to.match(/^Optimum, whose value is not known to this company/);
    expect(text)
      .to.match(/ore +4 +unknown/)
      .and.match(/Not known to this company: coal$/m);
    expect(text).not.to.match(/zero|^coal/m);
    const cells = sealedCsv(own, null).split("\r\n");
    for (const line of ["objective,,unknown,,,", "variable,ore,4,unknown,,", "variable,coal,unknown,unknown,,"])
      expect(cells).to.include(line);
    expect(cells).to.include("variable,gas,1,-2,,").and.include("residual,at most,0.03,,,");
  });

  it("a value that the nodes told is not called proven, and leaves out the owner's constant", () => {
    const own = known(MINE, { ...MINES, objective: -1200n });
    expect(own.known).to.deep.include({ objective: "12", interval: null });
    const text = sealedLines(own, { all: true, constantOf: "Owner" }).join("\n");
    expect(text).to.match(/^Optimum 12\nThis leaves out the constant term of the costs.*only Owner/);
    expect(text).to.include("the proof does not cover it").and.not.include("at most 12");
    expect(sealedCsv(own, "Owner")).to.include("objective,without a constant term,12,");
  });

  it("a helper knows that there is an optimum", () => {
    const own = known(NOTHING, partOf(new Array(5).fill(null), {}, [0n]));
    const text = sealedLines(own, ALL).join("\n");
    expect(text).to.include("Not known to this company: ore, coal, gas, heat").and.include("no variables and no rows");
    expect(text).not.to.include("reduced cost");
    expect(sealedCsv(own, null).match(/unknown/g)).to.have.length(9);
  });

  it("of a plan without costs a company knows its variables and activities", () => {
    const rows = readProgramText("st\n kiln: ore + coal <= 4\nend\n", "rows.lp");
    const feasible = combine([announce(rows), announce(MINE), HELPER], { names, feasible: true });
    const own = known(rows, OWNERS, feasible);
    expect(own.known).to.deep.include({ kind: "feasible", ownPart: true, interval: null });
    const text = sealedLines(own, SOME).join("\n");
    expect(text)
      .to.match(/^Feasible: the sealed plan/)
      .and.match(/kiln +4/)
      .and.include("Not known to this company: gas");
    expect(sealedCsv(own, null)).to.include("variable,gas,unknown,,").and.include("variable,coal,0,,");
  });

  it("is refused where a value is missing that the company's rows need", () => {
    for (const x of [
      [null, null, ...GAS],
      [ORE[0], null, GAS[0], GAS[1], null],
    ])
      expect(() => known(MINE, partOf(x, {}, [0n, 0n, 0n])))
        .to.throw(InputError)
        .with.property("code", "OutcomeMismatch");
  });
});
