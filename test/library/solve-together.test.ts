// A round in one process, and its record: the values are right, and no changed record verifies.
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { CertificateError, InputError, SolverError } from "../../client/errors.ts";
import {
  ENGINE_NAMES,
  type Program,
  readProgram,
  readProgramText,
  type SolveOptions,
  solveTogether,
} from "../../client/index.ts";
import { createRandom } from "../../client/math/random.ts";
import { verifyRecord } from "../../client/verify.ts";
import { codeOf } from "../support/codes.ts";
import { sampled } from "../support/sampled.ts";
import { SMALL_FILES } from "../support/small-files.ts";

const small = (name: (typeof ENGINE_NAMES)[number]) =>
  SMALL_FILES[name].map(({ name: file, text }, k) => ({ name: `Company ${k}`, program: readProgramText(text, file) }));
const random = () => createRandom(new Uint8Array(32));

describe("solving together in one process", function () {
  this.timeout(120_000);

  const quick = ENGINE_NAMES.filter((name) => name !== "multi-party/plain" && name !== "multi-party/masked");
  for (const engine of sampled(quick, 2))
    it(`finds and proves the optimum with ${engine}`, async () => {
      const { outcomes, proven, record, leakage } = await solveTogether({
        companies: small(engine),
        engine,
        random: random(),
      });
      expect(proven).to.deep.equal({
        kind: "optimal",
        objective: "-1",
        gap: "0",
        interval: { lower: "-1", upper: "-1" },
        endAtPrices: null,
        violation: "0",
        largestResidual: "0",
      });
      expect(verifyRecord(record)).to.deep.equal(proven);
      for (const outcome of outcomes) expect(outcome).to.deep.include({ kind: "optimal", objective: "-1" });
      expect(leakage.findings.length).to.be.above(0);
    });

  it("chooses the private engine where there are three companies, takes a helper, bounds and decimals", async () => {
    const [a, b] = [
      "Minimize\n obj: - 1.5 x\nSubject To\n r: x <= 4\nEnd\n",
      "Minimize\n obj:\nSubject To\n c: x + y >= 1\nEnd\n",
    ];
    const companies = [
      { name: "Alder", program: readProgramText(a!, "a.lp") },
      { name: "Birch", program: readProgramText(b!, "b.lp") },
      { name: "Neutral", program: null },
    ];
    const { engine, outcomes } = await solveTogether({
      companies,
      bounds: { x: "10" },
      boundAll: "100",
      random: random(),
    });
    expect(engine).to.equal("mpc");
    expect(outcomes[0]).to.deep.include({ kind: "optimal", objective: "-6" });
  });

  it("says that there is no plan, proven", async () => {
    const program = (text: string): Program => readProgramText(text, "x.lp");
    const companies = [
      { name: "Alder", program: program("Minimize\n obj:\nSubject To\n r: x <= 1\nEnd\n") },
      { name: "Birch", program: program("Minimize\n obj: x\nSubject To\n c: x >= 2\nEnd\n") },
    ];
    const { proven, record, outcomes } = await solveTogether({
      companies,
      engine: "two-party/decoy-ot",
      random: random(),
    });
    expect(proven).to.deep.equal({
      kind: "infeasible",
      objective: null,
      gap: null,
      interval: null,
      endAtPrices: null,
      violation: null,
      largestResidual: null,
    });
    expect(verifyRecord(record)).to.deep.equal(proven);
    expect(outcomes.map(({ kind }) => kind)).to.deep.equal(["infeasible", "infeasible"]);
  });

  it("claims no end that the accepted numbers do not imply: prices and plan are rounded to 0", async () => {
    const texts = ["Minimize\n 400 x\nSubject To\nEnd\n", "Minimize\nSubject To\n need: 1000 x >= 499\nEnd\n"];
    const { outcomes, proven, record } = await solveTogether({
      companies: texts.map((text, k) => ({ name: `Company ${k}`, program: readProgramText(text, `${k}.lp`) })),
      engine: "li",
      random: random(),
      ...{ boundAll: "10", solutionDecimals: 0, multiplierDecimals: 0, acceptTolerances: true },
    });
    // The true optimum is 199.6.
    const ends = { objective: "0", interval: { lower: "0", upper: null }, endAtPrices: "499" };
    expect(proven).to.deep.include({ ...ends, violation: "0", largestResidual: "499" });
    expect(verifyRecord(record)).to.deep.equal(proven);
    for (const outcome of outcomes) expect(outcome).to.deep.include({ ...ends, largestResidual: "499" });
  });

  it("plays mpc without decimals of the multipliers: prices are those of li", async () => {
    const texts = [
      "Minimize\n o: 700 x + 400 y\nEnd\n",
      "Minimize\nSubject To\n r: 3 x + y >= 10\n q: x + 2 y >= 7\nEnd\n",
      "Minimize\nSubject To\n s: x - y = -1\nEnd\n",
    ];
    const [mpc, li] = await Promise.all(
      (["mpc", "li"] as const).map((engine) =>
        solveTogether({
          companies: texts.map((text, k) => ({ name: `Company ${k}`, program: readProgramText(text, `${k}.lp`) })),
          ...{ engine, multiplierDecimals: 0, acceptTolerances: true, random: random() },
        }),
      ),
    );
    expect(mpc!.outcomes[0]).to.deep.include({ objective: "2875", interval: { lower: "2875", upper: "2875" } });
    expect(mpc!.outcomes).to.deep.equal(li!.outcomes);
  });

  it("says with how many decimals a contradiction is proven that the tolerances hide, and that is so", async () => {
    const rows = ["x >= 1.000000000000001", "x <= 1"].map((row) => `Minimize\nSubject To\n r: ${row}\nEnd\n`);
    const companies = ["Minimize\n x\nEnd\n", ...rows].map((text, k) => {
      return { name: `Company ${k}`, program: readProgramText(text, `${k}.lp`) };
    });
    for (const engine of ["li", "multi-party/masked"] as const) {
      const options = { companies, engine, random: random() };
      const error = await solveTogether(options).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(CertificateError).with.property("code", "ContradictionTooWeak");
      const decimals = Number(/at least (\d+) decimals of the solution/.exec((error as Error).message)![1]);
      expect(decimals).to.equal(16);
      const { proven } = await solveTogether({ ...options, solutionDecimals: decimals });
      expect(proven.kind).to.equal("infeasible");
    }
  });

  it("names the variable in which rounded multipliers prove no contradiction; another engine proves it", async () => {
    const texts = [
      "Minimize\n o: x + y\nEnd\n",
      "Minimize\nSubject To\n r: 5 x + 2 y = 27.5\n s: x = 3\nEnd\n",
      "Minimize\nSubject To\n r: 5 x + 2 y = 28\n t: 3 x + 7 y = 11\n u: y = 6\nEnd\n",
    ];
    const companies = texts.map((text, k) => ({ name: `Company ${k}`, program: readProgramText(text, `${k}.lp`) }));
    const errors: unknown[] = [];
    // Which of the proofs are short depends on how rows are mixed.
    for (let seed = 0; seed < 8 && errors.length === 0; seed++) {
      const options = { companies, engine: "li" as const, random: createRandom(new Uint8Array(32).fill(seed)) };
      await solveTogether(options).catch((error: unknown) => errors.push(error));
    }
    expect(errors[0]).to.be.instanceOf(CertificateError).with.property("code", "ReducedCostNegative");
    expect((errors[0] as Error).message).to.match(/^variable "[xy]": .*another engine/);
    const { proven } = await solveTogether({ companies, engine: "mpc", random: random() });
    expect(proven.kind).to.equal("infeasible");
  });

  it("refuses what it cannot take, by code", async () => {
    const [first, second] = small("li");
    const twice = [first!, { ...second!, name: first!.name }];
    expect(await codeOf(() => solveTogether({ companies: [first!] }))).to.equal("CompaniesInvalid");
    expect(await codeOf(() => solveTogether({ companies: twice }))).to.equal("CompaniesInvalid");
    expect(await codeOf(() => solveTogether({ companies: [first!, second!] }))).to.equal("NoObjective");
    const alien = { ...first!.program! };
    expect(await codeOf(() => solveTogether({ companies: [{ name: "x", program: alien }, second!] }))).to.equal(
      "ProgramUnknown",
    );
    expect(await codeOf(() => solveTogether({ companies: small("li"), bounds: { nowhere: "3" } }))).to.equal(
      "UnknownVariable",
    );
    expect(await codeOf(() => solveTogether({ companies: small("li"), bounds: { x1: "-3" } }))).to.equal(
      "BoundInvalid",
    );
    expect(await codeOf(() => solveTogether({ companies: small("li"), engine: "none" as "li" }))).to.equal(
      "EngineUnknown",
    );
    expect(await codeOf(() => solveTogether({ companies: small("li"), engine: "two-party/paillier" }))).to.equal(
      "RoundUnsuitable",
    );
  });

  it("refuses tolerances wider than usual unless they are accepted", async () => {
    const program = (text: string): Program => readProgramText(text, "wide.lp");
    const wide = {
      companies: [
        { name: "Alder", program: program("Minimize\nSubject To\n a: 3 x + 7 y >= 11\nEnd\n") },
        {
          name: "Birch",
          program: program("Minimize\n obj: 624985000 x + 829209000 y\nSubject To\n b: x + y <= 9\nEnd\n"),
        },
      ],
      engine: "two-party/decoy-ot",
      boundAll: "1e15",
      random: random(),
    } as const;
    expect(await codeOf(() => solveTogether(wide))).to.equal("TolerancesWide");
    const { proven } = await solveTogether({ ...wide, acceptTolerances: true });
    expect(proven.kind).to.equal("optimal");
  });

  it("settles with a change that the refusal of wide tolerances lists", async () => {
    const companies = (row: string) => [
      {
        name: "Alder",
        program: readProgramText(`Maximize\n obj: 980 t\nSubject To\n a: ${row} <= 0\nEnd\n`, "alder.lp"),
      },
      { name: "Birch", program: readProgramText("Maximize\nSubject To\n b: g <= 3500000\nEnd\n", "birch.lp") },
      { name: "Helper", program: null },
    ];
    const refused = await solveTogether({ companies: companies("1000000 t - g"), engine: "mpc" }).catch(
      (error: unknown) => error,
    );
    expect(refused)
      .to.be.instanceOf(InputError)
      .with.property("message")
      .that.contains('Alder can divide row "a" by 100;');
    const { proven } = await solveTogether({ companies: companies("10000 t - 0.01 g"), engine: "mpc" });
    expect(proven).to.include({ kind: "optimal", objective: "-3430" });
  });

  /** Three companies' program with the optimum x = z·growth², y = z·growth, z = most. */
  const growing = (growth: number, costs = "x + y", most = 1000) => {
    const program = (text: string): Program => readProgramText(text, "growing.lp");
    return {
      companies: [
        { name: "Alder", program: program(`Maximize\n obj: ${costs}\nSubject To\n a: x - ${growth} y <= 0\nEnd\n`) },
        { name: "Birch", program: program(`Maximize\nSubject To\n b: y - ${growth} z <= 0\nEnd\n`) },
        { name: "Cedar", program: program(`Maximize\nSubject To\n c: z <= ${most}\nEnd\n`) },
      ],
      engine: "li",
      random: random(),
    } as const;
  };

  const forX = (bound: string) => `Alder should state a larger one (option bounds: { "x": "${bound}" })`;
  const forY = (bound: string) => `Alder or Birch should state a larger one (option bounds: { "y": "${bound}" })`;
  for (const { what, growth, options, advice } of [
    { what: "above a default bound", growth: 1000, options: {}, advice: [forX("1000000000")] },
    {
      what: "above stated bounds",
      growth: 1000,
      options: { boundAll: "1e5" },
      advice: [forX("1000000000"), forY("1000000")],
    },
    {
      what: "too large for the certificate",
      growth: 1e6,
      options: { acceptTolerances: true },
      advice: [forX("1e15"), forY("1000000000")],
    },
    {
      what: "above any possible bound",
      growth: 1e13,
      options: { acceptTolerances: true },
      advice: ['"x" would be up to 1e29, more than any upper bound can be: Alder should limit it', forY("1e16")],
    },
  ])
    it(`names variable, companies and bound of an optimum ${what}`, async () => {
      const error = await solveTogether({ ...growing(growth), ...options }).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(SolverError).with.property("code", "BoundExceeded");
      for (const text of advice) expect((error as Error).message).to.contain(text);
    });

  it("says of an optimum that only a mask shows to be too large what every company can do", async () => {
    const { companies } = growing(1e14, "x + y", 1e14);
    const [alder, birch, cedar] = companies;
    const text = "Maximize\nSubject To\n b: y - 1e14 z <= 0\n c: z <= 1e14\nEnd\n";
    const both = { name: "Birch", program: readProgramText(text, "both.lp") };
    const apart = { name: "Dogwood", program: readProgramText("Maximize\n obj: x + y\nEnd\n", "costs.lp") };
    const rows = {
      name: "Alder",
      program: readProgramText("Maximize\nSubject To\n a: x - 1e14 y <= 0\nEnd\n", "a.lp"),
    };
    const rounds = [
      { engine: "two-party/decoy-ot", companies: [both, alder] },
      { engine: "multi-party/masked", companies: [rows, birch, cedar, apart] },
    ] as const;
    for (const round of rounds) {
      const options = { ...round, acceptTolerances: true, random: random() };
      expect(await codeOf(() => solveTogether(options)), round.engine).to.equal("SolutionTooLarge");
    }
  });

  it("finds the optimum with the bounds that the error names", async () => {
    expect(await codeOf(() => solveTogether({ ...growing(10), boundAll: "100" }))).to.equal("BoundExceeded");
    const { outcomes } = await solveTogether({ ...growing(10), bounds: { x: "100000", y: "10000", z: "1000" } });
    expect(outcomes[0]).to.deep.include({ kind: "optimal", objective: "110000" });
  });

  const optimumOf = async (texts: readonly string[], options: Omit<SolveOptions, "companies">) => {
    const companies = texts.map((text, k) => ({ name: `Company ${k}`, program: readProgramText(text, `${k}.lp`) }));
    const { outcomes, record } = await solveTogether({ companies, random: random(), ...options });
    expect(verifyRecord(record).kind).to.equal("optimal");
    const [outcome] = outcomes;
    return outcome?.kind === "optimal" ? outcome.objective : null;
  };
  /** Programs whose optimum counts a unit of one variable as thousands of another's. */
  const conversions = [
    {
      what: "kilograms in lots",
      texts: [
        "Maximize\nSubject To\n c: lots <= 5\nEnd\n",
        "Maximize\n obj: 1500 kg\nSubject To\n a: kg - 2000 lots = 0\nEnd\n",
      ],
      optimum: "15000000",
    },
    {
      what: "a half of a lot",
      texts: [
        "Maximize\nSubject To\n c: y <= 0.5\nEnd\n",
        "Maximize\n obj: 1000 x\nSubject To\n a: x - 2000 y <= 0\nEnd\n",
      ],
      optimum: "1000000",
    },
    {
      what: "pieces in boxes in pallets",
      texts: [
        "Maximize\nSubject To\n b: boxes - 48 pallets <= 0\n p: pallets <= 33\nEnd\n",
        "Maximize\n obj: 12.99 pieces\nSubject To\n a: pieces - 144 boxes <= 0\nEnd\n",
      ],
      optimum: "2962967.04",
    },
  ];
  for (const { what, texts, optimum } of sampled(conversions, 2))
    it(`proves an optimum of ${what} at the scales that follow from the data`, async () => {
      expect(await optimumOf(texts, { engine: "li" })).to.equal(optimum);
    });

  it("does so with the default engine for two", async () => {
    const { texts, optimum } = conversions[0]!;
    expect(await optimumOf(texts, {})).to.equal(optimum);
  });

  it("names company and row of a multiplier for which the decimals asked for leave no room", async () => {
    const companies = conversions[0]!.texts.map((text, k) => ({
      name: ["Alder", "Birch"][k]!,
      program: readProgramText(text, `${k}.lp`),
    }));
    const common = { companies, random: random() };
    for (const engine of ["two-party/decoy-ot", "li"] as const) {
      const options = { ...common, engine, multiplierDecimals: 20 };
      const error = await solveTogether(options).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(SolverError).with.property("code", "MultiplierTooLarge");
      expect((error as Error).message)
        .to.contain('row "c" of Alder')
        .and.contain('Alder can multiply row "c" by 10 ')
        .and.contain("option multiplierDecimals");
    }
    const { outcomes } = await solveTogether({ ...common, engine: "li", multiplierDecimals: 19, solutionDecimals: 16 });
    expect(outcomes[0]).to.deep.include({ kind: "optimal", objective: "15000000" });
    for (const wrong of [{ multiplierDecimals: 25 }, { solutionDecimals: -1 }])
      expect(await codeOf(() => solveTogether({ ...common, ...wrong }))).to.equal("ArgumentInvalid");
  });

  it("finds an optimum whose multiplier is far above the costs once the row is multiplied as the error says", async () => {
    const texts = (row: string) => [
      "Minimize\nSubject To\n a: 1e9 x + 0.001 y >= 5e9\nEnd\n",
      `Minimize\n obj: 3 x + 5 y\nSubject To\n b: ${row}\nEnd\n`,
    ];
    const options = { engine: "li", boundAll: "1e13", acceptTolerances: true } as const;
    const error = await optimumOf(texts("x <= 4"), options).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(SolverError).with.property("code", "MultiplierTooLarge");
    expect((error as Error).message).to.contain('multiply row "b" by 1000000000 ');
    expect(await optimumOf(texts("1000000000 x <= 4000000000"), options)).to.equal("5000000000012");
  });

  it("proves the optimum of a chain of growing amounts within large bounds", async () => {
    const bounds = { x: "1e9", y: "1e6", z: "1000" };
    const { outcomes } = await solveTogether({ ...growing(1000), bounds });
    expect(outcomes[0]).to.deep.include({ kind: "optimal", objective: "1001000000" });
  });

  it("tells of a program what its owner may want to see", async () => {
    const path = fileURLToPath(new URL("../../examples/paper/alice.lp", import.meta.url));
    expect(await readProgram(path)).to.deep.equal({
      ...{ file: "alice.lp", variables: ["x1", "x2", "x3"], rows: 2, hasObjective: false, remarks: [] },
    });
  });

  it("verifies no record of which a field was changed", async () => {
    const { record } = await solveTogether({ companies: small("li"), engine: "li", random: random() });
    let refused = 0;
    const mutate = (value: unknown, path: string): void => {
      if (typeof value !== "object" || value === null) return;
      for (const [key, item] of Object.entries(value)) {
        const change = (to: unknown) => {
          Reflect.set(value, key, to);
          let code = "none";
          try {
            verifyRecord(JSON.stringify(whole));
          } catch (error) {
            if (!(error instanceof InputError || error instanceof CertificateError)) throw error;
            code = error.code;
          }
          Reflect.set(value, key, item);
          expect(code, `${path}.${key} = ${JSON.stringify(to)}`).to.not.equal("none");
          refused += 1;
        };
        if (typeof item === "number") change(item + 1);
        else if (typeof item === "string" && item.startsWith("0x"))
          change(`${item.slice(0, -1)}${item.endsWith("0") ? "1" : "0"}`);
        else if (typeof item === "string") change((BigInt(item) + 1n).toString());
        change(null);
        mutate(item, `${path}.${key}`);
      }
    };
    const whole: unknown = JSON.parse(record);
    mutate(whole, "record");
    expect(refused).to.be.above(100);
    const earlier = JSON.stringify({ ...(whole as object), version: 1 });
    const one = JSON.parse(record) as { params: { parties: string[] } };
    one.params.parties[1] = one.params.parties[0]!.toUpperCase().replace("0X", "0x");
    const capitals = JSON.parse(record) as { params: { parties: string[] } };
    capitals.params.parties[0] = capitals.params.parties[0]!.toUpperCase().replace("0X", "0x");
    const twice = record.replace(/"objective":"-?\d+"/, (field) => `"objective":"999",${field}`);
    const more = JSON.stringify({ ...(whole as object), extra: 1 });
    const texts = ["", "{}", "[]", earlier, record.slice(0, -10), JSON.stringify(one), JSON.stringify(capitals)];
    for (const text of [...texts, twice, more])
      expect(() => verifyRecord(text))
        .to.throw(InputError)
        .with.property("code", "RecordInvalid");
  });
});
