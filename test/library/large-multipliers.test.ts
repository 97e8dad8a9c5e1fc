// What an error says of multipliers that do not fit is followed to the letter, and then the round
// settles.
import { expect } from "chai";
import type { EngineName } from "../../client/engines/names.ts";
import { SolverError } from "../../client/errors.ts";
import { readProgramText, type SolveOptions, solveTogether } from "../../client/index.ts";
import { testSeed } from "../support/certificate.ts";

/** One unit of C's row is worth 10^17: x = 1000000 y, y = 1000000 z, and z is limited. */
const chain = (cost: string, limit: string): string[] => [
  `Maximize\n obj: ${cost} x\nEnd\n`,
  "Maximize\nSubject To\n a: x - 1000000 y <= 0\nEnd\n",
  "Maximize\nSubject To\n b: y - 1000000 z <= 0\nEnd\n",
  `Maximize\nSubject To\n c: ${limit}\nEnd\n`,
];
const LIMIT = "z <= 0.000001";

type Options = Partial<SolveOptions>;

interface Remedy {
  /** As the error says it. */
  readonly says: string;
  readonly texts: readonly string[];
  readonly options?: Options;
  readonly optimum: string;
}

const CASES: readonly { readonly engine: EngineName; readonly remedies: readonly Remedy[] }[] = [
  {
    engine: "multi-party/masked",
    remedies: [
      {
        says: "measure costs in units 100000000 times as large",
        texts: chain("0.001", LIMIT),
        optimum: "1000",
      },
    ],
  },
  {
    engine: "mpc",
    remedies: [
      {
        says: 'multiply row "c" by 1000000 (that changes nothing but the multipliers), and the multipliers can have 14 decimals',
        texts: chain("100000", "1000000 z <= 1"),
        options: { multiplierDecimals: 14 },
        optimum: "100000000000",
      },
      {
        says: "measure costs in units 10000000 times as large",
        texts: chain("0.01", LIMIT),
        optimum: "10000",
      },
    ],
  },
];

async function optimumOf(engine: EngineName, texts: readonly string[], options: Options = {}): Promise<unknown> {
  const companies = texts.map((text, k) => ({
    name: ["Own", "A", "B", "C"][k]!,
    program: readProgramText(text, `${k}.lp`),
  }));
  const fixed = { companies, engine, boundAll: "1e7", acceptTolerances: true, random: testSeed(engine) };
  const { outcomes } = await solveTogether({ ...fixed, ...options });
  const own = outcomes[0]!;
  return own.kind === "optimal" ? own.objective : own.kind;
}

describe("multipliers that do not fit", () => {
  for (const { engine, remedies } of CASES)
    it(`fit once a remedy is followed, which counts the rows of all companies: ${engine}`, async () => {
      const error: unknown = await optimumOf(engine, chain("100000", LIMIT)).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(SolverError).with.property("code", "MultiplierTooLarge");
      const { message } = error as Error;
      expect(message).to.contain('row "c" of C (up to 1e17)');
      expect(message.split("; or ")).to.have.length(remedies.length);
      for (const { says, texts, options, optimum } of remedies) {
        expect(message).to.contain(says);
        expect(await optimumOf(engine, texts, options)).to.equal(optimum);
      }
    });
});
