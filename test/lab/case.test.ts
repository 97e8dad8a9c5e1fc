// case.json: what it states is checked against the companies' files and the settled outcome.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { OwnOutcome } from "../../client/app/round-files.ts";
import { InputError } from "../../client/errors.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { readCase } from "../../lab/demo/case.ts";
import { checkStatements, statementLines } from "../../lab/demo/statements.ts";

const ROWS = "Minimize\n obj:\nSubject To\n r: x + y <= 10\nEnd\n";
const COSTS = "Maximize\n obj: x + 2 y\nSubject To\n c: x - y <= 3\nEnd\n";
const MEMBERS = [
  { name: "A", model: readProgramText(ROWS, "a.lp") },
  { name: "B", model: readProgramText(COSTS, "b.lp") },
];
const COMPANIES = [
  { name: "A", file: "a.lp" },
  { name: "B", file: "b.lp" },
];

describe("a case", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-case-"));
  });
  after(() => rm(folder, { recursive: true }));

  const readWith = async (more: object) => {
    await writeFile(join(folder, "case.json"), JSON.stringify({ title: "Ours", companies: COMPANIES, ...more }));
    const read = await readCase(folder);
    checkStatements(read, MEMBERS);
    return read;
  };
  const refusal = async (more: object): Promise<string | undefined> => {
    const error = await readWith(more).catch((reason: unknown) => reason);
    expect(error, JSON.stringify(more)).to.be.instanceOf(InputError).with.property("code", "CaseInvalid");
    return (error as InputError).place.field;
  };

  it("of one's own needs title and companies only", async () => {
    expect((await readWith({})).statements).to.deep.equal({});
    const all = {
      ...{ objectiveOwner: "B", sense: "max", unit: "EUR", optimum: "20" },
      apart: { plan: "each alone", value: "-7.5" },
    };
    expect((await readWith(all)).statements).to.deep.equal(all);
  });

  it("has no other fields, and none that the files contradict", async () => {
    for (const [more, field] of [
      [{ unitt: "EUR" }, "unitt"],
      [{ apart: { plan: "each alone" } }, "apart.value"],
      [{ apart: { plan: "each alone", value: "7", unit: "EUR" } }, "apart.unit"],
      [{ companies: [...COMPANIES, { name: "C", file: "c.lp", rows: 3 }] }, "companies[2].rows"],
      [{ companies: [...COMPANIES, { name: "C", file: "../c.lp" }] }, "companies[2].file"],
      [{ objectiveOwner: "Zorro" }, "objectiveOwner"],
      [{ objectiveOwner: "A" }, "objectiveOwner"],
      [{ sense: "min" }, "sense"],
      [{ sense: "maximise" }, "sense"],
      [{ optimum: 20 }, "optimum"],
      [{ optimum: "about 20" }, "optimum"],
      [{ title: "Our\u001b[2J" }, "title"],
    ] as const)
      expect(await refusal(more)).to.equal(field);
  });

  it("states an optimum that agrees with the settled one, or does not", async () => {
    const settled = (lower: string, upper: string) =>
      ({ kind: "optimal", objective: lower, interval: { lower, upper } }) as OwnOutcome;
    const isAgreed = async (optimum: string, outcome: OwnOutcome) => {
      const [line] = statementLines(await readWith({ optimum }), outcome);
      expect(line).to.include(`case.json states an optimum of ${optimum}`);
      return line!.includes("as was settled");
    };
    for (const [optimum, outcome, isTrue] of [
      ["20", settled("20", "20"), true],
      ["20.000", settled("19.9", "20.1"), true],
      ["12345", settled("20", "20"), false],
      ["-20", settled("20", "20"), false],
      ["20", settled("20.4", "20.4"), false],
      ["6.666667", settled("6.6666666666", "6.6666666667"), true],
      ["6.666666", settled("6.6666666666", "6.6666666667"), false],
      ["6.67", settled("6.6666666666", "6.6666666667"), false],
      ["20", { kind: "infeasible", interval: null } as OwnOutcome, false],
    ] as const)
      expect(await isAgreed(optimum, outcome), optimum).to.equal(isTrue);
    const apart = { plan: "each alone", value: "7" };
    const [optimum, alone] = statementLines(
      await readWith({ optimum: "12345", unit: "EUR", apart }),
      settled("20", "20"),
    );
    expect(optimum).to.include("12345 EUR, but this round settled 20 EUR");
    expect(alone).to.include("7 EUR for companies that plan apart: each alone");
  });
});
