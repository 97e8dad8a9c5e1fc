import { expect } from "chai";
import fc from "fast-check";
import { workbookBytes } from "../../../client/cli/workbook-bytes.ts";
import { readProgramBytes, readProgramText } from "../../../client/lp/readers/read.ts";
import { anyModel, bare } from "../../support/models.ts";
import { propertyRuns } from "../../support/property-runs.ts";
import { tabular, writeCsv, writeXlsx } from "../../support/table-writers.ts";

const anyName = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter((name) => name === name.trim() && !/[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u.test(name));

/** With names that a spreadsheet or CSV could take for something else. */
const anyTable = fc
  .tuple(
    anyModel,
    fc.uniqueArray(fc.oneof(anyName, fc.constantFrom("=A1", "_x0041_", 'a"b', "1.500", "lower", "sense")), {
      minLength: 11,
      maxLength: 11,
    }),
  )
  .map(([model, names]) => {
    const { variables, rows, objective, ...rest } = tabular(model);
    return {
      ...rest,
      variables: variables.map((variable, index) => ({ ...variable, name: names[index]! })),
      rows: rows.map((row, index) => ({ ...row, name: names[5 + index]! })),
      objective: { ...objective!, name: names[10]! },
    };
  });

describe("round trips of tables", () => {
  it("a spreadsheet reads what was written", () =>
    fc.assert(
      fc.asyncProperty(anyTable, async (model) => {
        expect(bare(await readProgramBytes(await writeXlsx(model), "a.xlsx"))).to.deep.equal(bare(model));
      }),
      propertyRuns(100, 20261130),
    ));

  it("CSV reads what was written, also without an extension, between commas, semicolons and tabs", () => {
    fc.assert(
      fc.property(
        anyTable,
        fc.constantFrom(",", ";", "\t"),
        fc.constantFrom("\n", "\r\n", "\r"),
        (model, delimiter, lineBreak) => {
          // A cost that shows what points mean, whatever the others are.
          const entries = model.objective.entries.with(0, {
            variable: 0,
            value: { mantissa: 5n, exponent: -1 },
            line: 0,
          });
          const clear = { ...model, objective: { ...model.objective, entries } };
          const text = writeCsv(clear, delimiter, lineBreak);
          expect(bare(readProgramText(text, "a.csv"))).to.deep.equal(bare(clear));
          expect(bare(readProgramText(`\ufeff${text}`, "program"))).to.deep.equal(bare(clear));
        },
      ),
      propertyRuns(150, 20261130),
    );
  });

  it("numbers are the shortest decimals of their doubles", () =>
    fc.assert(
      fc.asyncProperty(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e19, max: 1e19 }), async (number) => {
        fc.pre(number !== 0);
        const rows = [
          ["row", "x", "sense", "right-hand side"],
          ["a", number, "<=", 1],
        ];
        const model = await readProgramBytes(await workbookBytes([{ name: "a", rows }]), "a.xlsx");
        const { mantissa, exponent } = model.rows[0]!.entries[0]!.value;
        expect(Number(`${mantissa}e${exponent}`)).to.equal(number);
        expect(`${mantissa}`.replace("-", "").length).to.be.at.most(17);
        expect(`${mantissa}`.replace("-", "")).to.equal(number.toExponential().replace(/e.*|[-.]/g, ""));
      }),
      propertyRuns(100, 20261130),
    ));
});
