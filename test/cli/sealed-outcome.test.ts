// A sealed outcome as a company reads it: the owner of the costs all of it, the others the plan and
// their own rows' prices, and whoever took no part in the proof its kind.
import { expect } from "chai";
import { type SealedCompanyOutcome, sealedCompanyOutcome } from "../../client/app/sealed-outcome.ts";
import { sealedCsv, sealedLines, sealedSheets } from "../../client/cli/sealed-outcome-lines.ts";
import type { EngineOutcome } from "../../client/engines/engine.ts";
import { announce, combine } from "../../client/lp/joint/program.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import type { OwnOutcome } from "../../client/play/seal/settlement.ts";
import type { PublicRound } from "../../client/round/public-round.ts";

const OWNER = readProgramText("max\n obj: 3 ore + 2 coal\nst\n kiln: ore + coal <= 4\nend\n", "owner.lp");
const MINE = readProgramText("st\n shaft: ore + 3 coal <= 6\nend\n", "mine.lp");
const NAMES = ["Owner", "Mine"];
const program = combine([announce(OWNER), announce(MINE)], { names: NAMES, feasible: false });
const round: PublicRound = {
  columns: 2,
  inequalities: [1, 1],
  equalities: [0, 0],
  objectiveOwner: 0,
  decimals: { coefficient: 0, solution: 2, multiplier: 2 },
  bounds: [100_000n, 100_000n],
  tolerances: { residual: 3n, dual: 1n, gap: 20_000n },
};
/** ore = 4, worth 12; one more coal in its place costs 1. */
const OPTIMUM: EngineOutcome = { kind: "optimal", x: [400n, 0n], multipliers: [300n] };
const COSTS = { objective: -1200n, reducedCosts: [0n, 100n] };

function known(model: typeof OWNER, own: OwnOutcome | null, kind: SealedCompanyOutcome["kind"] = "optimal") {
  const sealed = { kind, statementDigest: "0x00", proof: new Uint8Array(0) } as const;
  return sealedCompanyOutcome({ model, program }, round, { sealed, own });
}

describe("a sealed outcome in words", () => {
  it("the owner of the costs knows all of it, and the interval that the tolerances leave", () => {
    const own = known(OWNER, { outcome: OPTIMUM, costs: COSTS });
    expect(own.known).to.deep.include({ kind: "optimal", objective: "12", residualAtMost: "0.03" });
    // The gap's tolerance is 20,000 units of 10^-4: 2. Nobody knows whether rows are missed.
    expect(own.known!.interval).to.deep.equal({ lower: null, upper: "14" });
    expect(sealedLines(own, { all: false, constantOf: null }).join("\n"))
      .to.match(/^Optimum 12\n/)
      .and.to.include("reduced cost")
      .and.to.include("at most 14")
      .and.to.include("more than 0.03")
      .and.not.match(/largest residual|rows are missed/);
    expect(sealedCsv(own, null)).to.include("objective,,12,").and.to.include("residual,at most,0.03,");
  });

  it("another company knows the plan and its own prices, no value and no reduced costs", () => {
    const own = known(MINE, { outcome: { ...OPTIMUM, multipliers: [0n] }, costs: null });
    expect(own.known).to.deep.include({ kind: "optimal", objective: null, interval: null, residualAtMost: "0.03" });
    const text = sealedLines(own, { all: true, constantOf: null }).join("\n");
    expect(text).to.match(/^Optimum, whose value only the owner of the costs was told\n/);
    expect(text).to.include("shaft").and.not.to.include("reduced cost ");
    expect(text).to.include("Value and reduced costs are not told to this company.");
    const cells = sealedCsv(own, null);
    expect(cells).to.include("objective,,,,,").and.to.include("variable,ore,4,,,").and.to.include("row,shaft,4,0,");
    const [outcome, plan] = sealedSheets(own, null);
    expect(outcome!.rows[1]).to.deep.equal(["objective", null, null]);
    expect(plan!.rows[1]).to.deep.equal(["ore", 4, null]);
  });

  it("whoever took no part in the proof knows its kind", () => {
    for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
      const own = known(MINE, null, kind);
      expect(own).to.deep.equal({ sealed: true, kind, known: null });
      expect(sealedLines(own, { all: false, constantOf: null })[0]).to.match(new RegExp(`^Sealed, ${kind}:`));
      expect(sealedCsv(own, null)).to.equal(`kind,name,value\r\nsealed,${kind},\r\n`);
      expect(sealedSheets(own, null)).to.deep.equal([{ name: "outcome", rows: [["sealed", kind]] }]);
    }
  });

  it("contradictions and rays read as those of public rounds do", () => {
    const ray: EngineOutcome = { kind: "unbounded", x: [0n, 0n], ray: [1n, 0n] };
    const open = known(MINE, { outcome: ray, costs: null }, "unbounded");
    expect(open.known).to.deep.include({ kind: "unbounded", interval: null });
    expect(sealedLines(open, { all: false, constantOf: null }).join("\n")).to.include("direction");
    const farkas: EngineOutcome = { kind: "infeasible", multipliers: [1n] };
    const none = known(MINE, { outcome: farkas, costs: null }, "infeasible");
    expect(sealedLines(none, { all: false, constantOf: null })[0]).to.match(/^Infeasible/);
    expect(sealedCsv(none, null)).to.match(/^kind,name,weight/);
  });
});
