// Names in messages: two that differ look different, whatever they differ in.
import { expect } from "chai";
import { announce, combine } from "../../../client/lp/joint/program.ts";
import { foldedName, shownName } from "../../../client/lp/model/names.ts";
import { readProgramText } from "../../../client/lp/readers/read.ts";

describe("names that look alike", () => {
  it("are shown with what nobody sees", () => {
    const names = [
      "é y",
      "e\u0301 y",
      "é\u00a0y",
      "é\u200b y",
      "é y\u00ad",
      "\u202aé y\u202c",
      "é y ",
      "É y",
      "é ｙ",
      "é\ty",
    ];
    expect(new Set(names.map(foldedName)).size).to.equal(1);
    expect(new Set(names.map(shownName)).size).to.equal(names.length);
    expect(names.map(shownName).slice(0, 5)).to.deep.equal([
      '"é y"',
      '"e\\u{301} y"',
      '"é\\u{A0}y"',
      '"é\\u{200B} y"',
      '"é y\\u{AD}"',
    ]);
    for (const name of names) expect(shownName(name)).to.match(/^[\x20-\x7eéÉｙ]*$/);
  });

  it("are named so that both can be found, when two companies write them", () => {
    const [first, second] = ["x2", "x3"].map((name) =>
      announce(
        readProgramText(
          `Minimize\n${name === "x2" ? " obj: x1\n" : ""}Subject To\n a: x1 + ${name} >= 1\nEnd\n`,
          "a.lp",
        ),
      ),
    );
    const variables = second!.variables.map((variable) =>
      variable.name === "x3" ? { ...variable, name: "x\u200b2" } : variable,
    );
    expect(() => combine([first!, { ...second!, variables }]))
      .to.throw('"x2"')
      .with.property("code", "NamesDiffer");
    expect(() => combine([first!, { ...second!, variables }])).to.throw('"x\\u{200B}2"');
  });
});
