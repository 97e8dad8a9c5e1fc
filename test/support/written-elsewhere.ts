// Files of examples/lp written by other programs and read here. Does nothing on import.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { InputError } from "../../client/errors.ts";
import { readProgram } from "../../client/lp/readers/read.ts";
import { exactOptimum } from "./exact-optimum.ts";
import { FOREIGN_WRITERS, isInstalled, writeLpSolve } from "./foreign-writers.ts";

/**
 * Names that are numbers cannot be written in CPLEX-LP. HiGHS writes them all the same, and reads
 * these two back as 0.
 */
const UNSPEAKABLE: ReadonlySet<string> = new Set(["highs lp blend", "highs lp share2b"]);

/**
 * Defines a test for every program, format and file: it reads back to the same exact optimum, as
 * far as the written digits allow.
 */
export function testWrittenElsewhere(names: readonly string[]): void {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "concordat-written-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const { program, format, note, precision, write } of FOREIGN_WRITERS) {
    describe(`${program}, ${format} (${note})`, () => {
      before(function () {
        if (isInstalled(program)) return;
        console.log(`      ${program} is not installed here`);
        this.skip();
      });

      for (const name of names) {
        it(name, async () => {
          const from = new URL(`../../examples/lp/${name}.mps`, import.meta.url).pathname;
          const to = join(folder, `${name}.${format}`);
          await write(from, to);
          if (UNSPEAKABLE.has(`${program} ${format} ${name}`)) {
            const refusal = await readProgram(to).catch((error: InputError) => error.code);
            expect(refusal).to.equal("NameInvalid");
            return;
          }
          const right = Number(await exactOptimum([await readProgram(from)]));
          const model = await readProgram(to);
          // Quotients and products of floats in the files have up to 17 digits.
          const read = Number(await exactOptimum([model], { rounding: "nearest" }));
          expect(Math.abs(read / right - 1) <= precision, `${read} instead of ${right}`).to.equal(true);
        });
      }
    });
  }

  it("lp_solve's own format is named, not misread", async function () {
    if (!isInstalled("lp_solve")) this.skip();
    const to = join(folder, "own.lp");
    writeLpSolve(new URL(`../../examples/lp/${names[0]}.mps`, import.meta.url).pathname, to);
    expect(await readProgram(to).catch((error: InputError) => error.code)).to.equal("UnknownFormat");
  });
}
