// What a company reads when its file is not the one it announced.
import { expect } from "chai";
import { differencesInWords } from "../../../client/lp/joint/differences.ts";
import { type Announcement, announce } from "../../../client/lp/joint/program.ts";
import { readProgramText } from "../../../client/lp/readers/read.ts";

const said = (text: string): Announcement => announce(readProgramText(text, "own.lp"));
const ROWS = "Minimize\n obj: x\nSubject To\n a: 3 x + 7 y >= 11\nEnd\n";

describe("the difference between two announcements", () => {
  for (const [what, change, words] of [
    ["nothing", (text: string) => text, ""],
    ["a new variable", (text: string) => text.replace("7 y", "7 z"), 'the variable "z" was not announced'],
    ["a variable less", (text: string) => text.replace(" + 7 y", ""), 'the variable "y" is missing'],
    ["a free variable", (text: string) => text.replace("End", "Bounds\n y free\nEnd"), '"y" has another lower bound'],
    ["another row", (text: string) => text.replace("End", " b: x + y >= 1\nEnd"), "inequalities are 2, not 1"],
    ["more decimals", (text: string) => text.replace("3 x", "3.5 x"), "decimals are 1, not 0"],
    ["a larger side", (text: string) => text.replace("11", "1100"), "the side size is 10^4, not 10^2"],
    ["no costs", (text: string) => text.replace(" obj: x", ""), "the objective is none, not min"],
  ] as const)
    it(`is said in words: ${what}`, () => {
      const found = differencesInWords(said(change(ROWS)), said(ROWS));
      if (words === "") expect(found).to.equal("");
      else expect(found).to.contain(words);
    });
});
