import { expect } from "chai";
import fc from "fast-check";
import { readProgramText } from "../../../client/lp/readers/read.ts";
import { anyModel, bare } from "../../support/models.ts";
import { writeJson, writeLp, writeMps } from "../../support/program-writers.ts";
import { propertyRuns } from "../../support/property-runs.ts";

const RUNS = propertyRuns(150, 20260101);

describe("round trips", () => {
  it("MPS, fixed and free, are told apart and read what was written", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const fixed = readProgramText(writeMps(model, "fixed"), "a.mps", "mps-fixed");
        expect(bare(fixed)).to.deep.equal(bare(model));
        expect(bare(readProgramText(writeMps(model, "fixed"), "a.mps"))).to.deep.equal(bare(model));
        expect(bare(readProgramText(writeMps(model, "free"), "a.mps"))).to.deep.equal(bare(model));
      }),
      RUNS,
    );
  });

  it("CPLEX-LP reads what was written, without a name or an extension too", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        expect(bare(readProgramText(writeLp(model), "program"))).to.deep.equal(bare(model));
      }),
      RUNS,
    );
  });

  it("JSON reads what was written", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        expect(bare(readProgramText(writeJson(model), "program"))).to.deep.equal(bare(model));
      }),
      RUNS,
    );
  });
});
