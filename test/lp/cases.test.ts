// Small programs that people have stumbled over (test/cases): each is read, with its right value,
// or refused on the right line.
import { expect } from "chai";
import type { InputError } from "../../client/errors.ts";
import { readProgram } from "../../client/lp/readers/read.ts";
import { exactOptimum, type OptimumOptions } from "../support/exact-optimum.ts";

const pathOf = (name: string): string => new URL(`../cases/${name}`, import.meta.url).pathname;

interface Right {
  readonly files: readonly string[];
  readonly optimum: string;
  /** Line numbers of the remarks, file by file. */
  readonly remarks?: readonly number[];
  readonly options?: OptimumOptions;
}

const RIGHT: readonly Right[] = [
  { files: ["l01-duplicate-terms.lp"], optimum: "7", remarks: [3, 5, 6] },
  { files: ["l32-huge-costs.lp"], optimum: "9893120239781708.288" },
  { files: ["l33-d-exponent.lp"], optimum: "4", remarks: [4] },
  { files: ["l34-infinite-side.lp"], optimum: "14", remarks: [5, 5] },
  { files: ["l36-auto-name-clash.lp"], optimum: "1" },
  { files: ["l40-subject-to-colon.lp"], optimum: "3" },
  { files: ["l45-seventeen-digits.lp"], optimum: "0.952178726987", options: { rounding: "nearest" } },
  { files: ["l57-bounds-d-exponent.lp"], optimum: "17.5", remarks: [6] },
  { files: ["l65-unicode-minus.lp"], optimum: "6.333333333333", remarks: [4] },
  { files: ["l66-unicode-minus-side.lp"], optimum: "4", remarks: [4] },
  { files: ["m05-objname.mps"], optimum: "20", remarks: [3, 7] },
  { files: ["m06-pulp-sense-comment.mps"], optimum: "-20", remarks: [1] },
  { files: ["m08-two-rhs-vectors.mps"], optimum: "8", remarks: [11] },
  { files: ["m14-dollar-comments.mps"], optimum: "3" },
  { files: ["m16-constant-column.mps"], optimum: "17385349171.3756" },
  { files: ["m17-bound-without-column.mps"], optimum: "12", remarks: [10] },
  { files: ["m21-infinite-rhs.mps"], optimum: "14", remarks: [10, 10] },
  { files: ["m29-infeasible-free-no-costs.mps"], optimum: "infeasible", options: { feasible: true } },
  { files: ["m41-rhs-1e20.mps"], optimum: "2.5", remarks: [11, 11] },
  { files: ["n25-tiny-coefficient.lp"], optimum: "0", options: { rounding: "nearest" } },
  { files: ["n37-giga-coefficients.lp"], optimum: "0.333333333333" },
  { files: ["n38-large-costs.lp"], optimum: "1303042714.285714285714" },
  { files: ["p11-alice.lp", "p11-bob.lp"], optimum: "4", remarks: [3] },
  { files: ["p17-alice.lp", "p17-bob.lp"], optimum: "1303042714.285714285714" },
  { files: ["s01-openpyxl.xlsx"], optimum: "69.25" },
  { files: ["s02-xlsxwriter-formula.xlsx"], optimum: "69.25", remarks: [2] },
  { files: ["s03-exceljs.xlsx"], optimum: "69.25" },
  { files: ["s04-write-excel-file.xlsx"], optimum: "69.25" },
];

/** Code, line, and what the message must say. */
const REFUSED: readonly (readonly [file: string, code: string, line: number, says: RegExp])[] = [
  ["l06-lp-solve-format.lp", "UnknownFormat", 1, /lp_solve/],
  ["l21-negative-upper-only.lp", "BoundsCross", 6, /-4.*which is 0.*-inf <= x0/],
  ["l22-row-name-digit.lp", "NameInvalid", 6, /0_slack_Bound.*name/],
];

describe("what people stumbled over", () => {
  for (const { files, optimum, remarks = [], options = {} } of RIGHT) {
    it(`${files.join(" and ")}: ${optimum}`, async () => {
      const models = await Promise.all(files.map((name) => readProgram(pathOf(name))));
      expect(models.flatMap(({ warnings }) => warnings.map(({ place }) => place.line))).to.deep.equal(remarks);
      expect(await exactOptimum(models, options)).to.equal(optimum);
    });
  }

  for (const [file, code, line, says] of REFUSED) {
    it(`${file} is refused with ${code}`, async () => {
      const error = await readProgram(pathOf(file)).then(
        () => expect.fail("nothing was refused"),
        (reason: InputError) => reason,
      );
      expect(error).to.deep.include({ code });
      expect(error.place.line).to.equal(line);
      expect(error.message).to.match(says);
    });
  }

  it("numbers with more decimals than any round has get a remedy that exists", async () => {
    const model = await readProgram(pathOf("l45-seventeen-digits.lp"));
    const error = await exactOptimum([model]).then(
      () => expect.fail("nothing was refused"),
      (reason: InputError) => reason,
    );
    expect(error).to.deep.include({ code: "TooManyDecimals" });
    expect(error.place.line).to.equal(4);
    expect(error.message).to.include("--round-numbers").and.not.include("more decimals;");
  });
});
