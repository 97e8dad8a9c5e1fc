// What a company is told whose file is not the one that it announced: the number, by line and
// field, and first of all the one that no proof can hold.
import { expect } from "chai";
import { setUpRound } from "../../client/app/setup.ts";
import { workbookBytes } from "../../client/cli/workbook-bytes.ts";
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import { createEngine } from "../../client/engines/engines.ts";
import { InputError } from "../../client/errors.ts";
import { announce } from "../../client/lp/joint/program.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { encodeTerms, scaleTerms, type Terms } from "../../client/round/terms.ts";

const FILES = [
  "Minimize\nSubject To\n kiln: 3 ore + 7 coal >= 11\nEnd\n",
  "Minimize\n obj: 2 ore + 5 coal\nSubject To\n shaft: ore + coal <= 9\nEnd\n",
];
const ACCOUNTS = ["0x5FbDB2315678afecb367f032d93F642f64180aa3", "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512"] as const;

/** Of the round. Readers take magnitudes from 10^20 on as infinite. */
const DECIMALS = 3;

const roundTerms = (): Terms => {
  const parties = FILES.map((text, k) => ({
    ...{ name: ["Alder", "Birch"][k]!, account: ACCOUNTS[k]! },
    announcement: announce(readProgramText(text, `${k}.lp`)),
  }));
  const shape = {
    ...{ title: "Week 6", parties, engine: "two-party/paillier", feasible: false, sealed: null, bond: 0n },
    periods: { commit: 3600, exchange: 3600, settle: 3600 },
  } as const;
  return scaleTerms(shape, { coefficient: DECIMALS, grid: createEngine("two-party/paillier", callingThread).grid });
};

/** Code, line and field of the refusal of another file of party 0, or "none". */
async function refusal(data: string | Uint8Array, party = 0, dataName = "own.lp"): Promise<string> {
  const accepted = { terms: encodeTerms(roundTerms()), data: Buffer.from(data), dataName, party };
  try {
    await setUpRound({ ...accepted, rounding: "exact" }, callingThread);
    return "none";
  } catch (error) {
    expect(error).to.be.instanceOf(InputError);
    const { code, place } = error as InputError;
    return [code, place?.file, place?.line, place?.field].filter((part) => part !== undefined).join(", ");
  }
}

describe("a company's file that is not the one that it announced", () => {
  it("is refused at the first number that is larger than was announced", async () => {
    expect(await refusal(FILES[0]!)).to.equal("none");
    expect(await refusal(FILES[0]!.replace("7 coal", "70 coal"))).to.equal(
      "AnnouncementDiffers, own.lp, 3, coefficient of variable coal in row kiln",
    );
    expect(await refusal(FILES[0]!.replace(">= 11", ">= 1100"))).to.equal(
      "AnnouncementDiffers, own.lp, 3, right-hand side of row kiln",
    );
    expect(await refusal(FILES[1]!.replace("5 coal", "5000 coal"), 1)).to.equal(
      "AnnouncementDiffers, own.lp, 2, cost of variable coal",
    );
    expect(await refusal(FILES[0]!.replace("3 ore", "3.5 ore"))).to.equal(
      "AnnouncementDiffers, own.lp, 3, coefficient of variable ore in row kiln",
    );
  });

  it("is refused as a whole where no number is", async () => {
    expect(await refusal(FILES[0]!.replace("7 coal", "0.7 iron"))).to.match(/^AnnouncementDiffers, own.lp/);
    expect(await refusal(FILES[0]!.replace(">= 11", ">= 1"))).to.equal("AnnouncementDiffers, own.lp");
  });

  it("is refused at a number that is too wide for a proof, before anything else", async () => {
    const wide = `${2n ** 72n / 10n ** 3n + 1n}`;
    for (const [text, field] of [
      [FILES[0]!.replace("7 coal", `${wide} coal`), "coefficient of variable coal in row kiln"],
      [FILES[0]!.replace(">= 11", `>= ${wide}`), "right-hand side of row kiln"],
    ] as const)
      expect(await refusal(text)).to.equal(`NumberTooLarge, own.lp, 3, ${field}`);
    expect(await refusal(FILES[1]!.replace("5 coal", `${wide} coal`), 1)).to.equal(
      "NumberTooLarge, own.lp, 2, cost of variable coal",
    );
  });

  it("is refused so, too, if it is a spreadsheet, and taken if it has the same rows", async () => {
    const workbook = (ore: number) => {
      const rows = [
        ["row", "ore", "coal", "sense", "right-hand side"],
        ["kiln", ore, 7, ">=", 11],
      ];
      return workbookBytes([{ name: "Sheet1", rows }]);
    };
    expect(await refusal(await workbook(3), 0, "own.xlsx")).to.equal("none");
    expect(await refusal(await workbook(3.5), 0, "own.xlsx")).to.equal(
      "AnnouncementDiffers, own.xlsx, 2, coefficient of variable ore in row kiln",
    );
  });
});
