import { expect } from "chai";
import type { InputError } from "../../../client/errors.ts";
import { readProgramBytes, readProgramText } from "../../../client/lp/readers/read.ts";
import { bare } from "../../support/models.ts";
import { refusal, shape } from "../../support/reading.ts";

const TEXT = `row,x,y,sense,right-hand side
profit,3.25,2.5,max,
saw,1,2,<=,40
balance,1,-1,=,7

,,-inf,lower,
,20,none,upper,
`;

const read = (text: string) => readProgramText(text, "a.csv");
/** Code and cell of the refusal of the text with `search` replaced. */
function refused(search: string, replace: string): string {
  expect(TEXT).to.include(search);
  const { code, place } = refusal(() => read(TEXT.replace(search, replace)));
  return `${code} ${place.cell ?? place.line}`;
}

describe("CSV", () => {
  it("is read as the table says", () => {
    const model = read(TEXT);
    expect(shape(model)).to.deep.equal({ variables: ["x 0 20", "y - -"], rows: ["saw - 40", "balance 7 7"] });
    expect(model.objective).to.deep.include({ name: "profit", sense: "max", line: 2 });
    expect(model.rows.map(({ line }) => line)).to.deep.equal([3, 4]);
    expect(model.warnings).to.deep.equal([]);
  });

  it("has a name of its own for the objective only if it likes", () => {
    expect(read(TEXT.replace("profit", "")).objective!.name).to.equal("objective");
  });

  it("may leave out empty cells at the end of a row, and the last line break", () => {
    const short = TEXT.replace("max,", "max").replace("upper,\n", "upper");
    expect(bare(read(short))).to.deep.equal(bare(read(TEXT)));
  });

  it("has exact numbers, with as many digits as they have", () => {
    const model = read(TEXT.replace(",40", ",40.000000000000000000000000000000000001"));
    expect(model.rows[0]!.upper!.value).to.deep.equal({ mantissa: 4n * 10n ** 37n + 1n, exponent: -36 });
  });

  it("is refused where a number is spelled in a way that may mean another", () => {
    for (const number of [
      ...[
        '"1,5"',
        '"1,000"',
        '"1.000,5"',
        "1 000",
        "1'000",
        "1_000",
        "10%",
        "€5",
        "(5)",
        "1/2",
        "0x10",
        "TRUE",
        "1e",
        "none",
      ],
      ...["#N/A", "=1+1", "30.11.2026", "1-Jan", " 1", "1 ", '" "', "inf"],
    ]) {
      const code = ["#N/A", "inf"].includes(number) ? /^NumberNotFinite|^NumberMalformed/ : /^NumberMalformed/;
      expect(refused("saw,1,", `saw,${number},`), number)
        .to.match(code)
        .and.match(/ B3$/);
    }
    expect(refused(",40", ',"40,5"')).to.equal("NumberMalformed E3");
    expect(refused(",40", ",40,5")).to.equal("MalformedTable F3");
    expect(refused("saw,1,2", "saw,1,5,2")).to.equal("MalformedTable F3");
    expect(refused("\n,20", '\n,"20,5"')).to.equal("NumberMalformed B7");
  });

  it("with semicolons and decimal commas is refused at the first of these", () => {
    const { code, place } = refusal(() => read(TEXT.replaceAll(",", ";").replaceAll(".", ",")));
    expect([code, place.cell]).to.deep.equal(["NumberMalformed", "B2"]);
  });

  it("is refused at 1.500 unless another number shows that points are decimal points", () => {
    const whole = TEXT.replace("3.25,2.5", "3,2");
    const at = (text: string) => refusal(() => read(text)).place.cell;
    expect(at(whole.replace("saw,1,", "saw,1.500,"))).to.equal("B3");
    expect(at(whole.replace("saw,1,", "saw,-12.500,"))).to.equal("B3");
    expect(at(whole.replace(",40", ",140.500"))).to.equal("E3");
    expect(at(whole.replace("\n,20", "\n,20.000"))).to.equal("B7");
    expect(at(whole.replace("3,2", "1.234.567,2"))).to.equal("B2");
    for (const clear of ["0.500", "1.5", "1.5000", "1234.500", ".5", "1.500e0"]) {
      const model = read(whole.replace("saw,1,2", `saw,${clear},12.500`));
      expect(model.rows[0]!.entries[1]!.value, clear).to.deep.equal({ mantissa: 125n, exponent: -1 });
    }
    // Names are not numbers.
    expect(at(whole.replace("saw,1,", "0.5,1.500,"))).to.equal("B3");
    expect(at(whole.replace(",y,", ",0.5,").replace("saw,1,", "saw,1.500,"))).to.equal("B3");
    expect(read(TEXT.replace("saw", "1.500")).rows[0]!.name).to.equal("1.500");
  });

  it("is refused where the table is not as it should be, naming the cell", () => {
    expect(refused("row,x", "name,x")).to.equal("MalformedTable A1");
    expect(refused("row,x", "sep=;\nrow,x")).to.equal("MalformedTable A1");
    expect(refused("right-hand side", "rhs")).to.equal("MalformedTable E1");
    expect(refused(",y,", ",,")).to.equal("NameInvalid C1");
    expect(refused(",y,", ",x,")).to.equal("DuplicateName C1");
    expect(refused("balance", "saw")).to.equal("DuplicateName A4");
    expect(refused("saw", "")).to.equal("NameInvalid A3");
    expect(refused("saw", '"s\naw"')).to.equal("NameInvalid A3");
    expect(refused(",40", ",")).to.equal("MalformedTable E3");
    expect(refused("<=", "le")).to.equal("UnknownRowSense D3");
    expect(refused("<=", "min")).to.equal("DuplicateLine D3");
    expect(refused("upper", "lower")).to.equal("DuplicateLine D7");
    expect(refused(",20,none", ",20,inf,none")).to.equal("UnknownRowSense D7");
    expect(refused(",20", ",-1")).to.equal("BoundsCross B7");
    expect(refused("max,", "max,5")).to.equal("MalformedTable E2");
  });

  it("is refused where quotation marks do not match, naming the line", () => {
    expect(refused("saw", '"saw')).to.match(/^MalformedTable /);
    expect(refused("saw", 'sa"w')).to.equal("MalformedTable 3");
    expect(refused("saw", '"sa"w')).to.equal("MalformedTable 3");
  });

  it("is known by its extension, or its start, and must be UTF-8", async () => {
    expect(readProgramText(`\ufeff${TEXT}`, "program").rows).to.have.length(2);
    expect(readProgramText(TEXT.replace("row,", '"row",'), "a.txt").rows).to.have.length(2);
    expect(readProgramText(TEXT, "a.lp", "csv").rows).to.have.length(2);
    expect(refusal(() => readProgramText(TEXT, "a.lp")).code).to.equal("UnknownFormat");
    expect(refusal(() => readProgramText("{}", "a.csv"))).to.deep.equal({
      code: "MalformedTable",
      place: { file: "a.csv", line: 1, cell: "A1" },
    });
    const foreign: InputError = await readProgramBytes(Buffer.from("row,ø\n", "latin1"), "a.csv").catch(
      (error) => error,
    );
    expect(foreign.code).to.equal("NotText");
  });

  it("whose rows start like other formats is still CSV", () => {
    const text = TEXT.replace("saw", "max load").replace("balance", "ROWS");
    expect(read(text).rows.map(({ name }) => name)).to.deep.equal(["max load", "ROWS"]);
    expect(readProgramText(text, "program").rows).to.have.length(2);
  });
});
