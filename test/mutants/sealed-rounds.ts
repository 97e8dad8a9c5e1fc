// Mutants of what stands between a company and a round with a sealed outcome: which set-up it
// keeps, whether it has room for the round, whether the terms state its key, and whether it answers
// twice.
import type { Mutant } from "./mutant.ts";

const SPEC = ["test/app/seal/spec.test.ts"];
const ONCE = ["test/play/drive/answer-once.test.ts"];
const LOAD = ["test/app/seal/load.test.ts"];

export const SEALED_ROUND_MUTANTS: readonly Mutant[] = [
  {
    id: "R01",
    what: "terms may state any key",
    file: "client/app/seal/load.ts",
    search: "  checkKey(sealing, sealed);\n",
    replace: "",
    tests: LOAD,
  },
  {
    id: "R02",
    what: "a kept file may be another set-up's",
    file: "client/app/seal/load.ts",
    search: "if (key.srsDigest !== named.setup)",
    replace: "if (false)",
    tests: LOAD,
  },
  {
    id: "R03",
    what: "a company agrees to rows and columns that the set-up has no room for",
    file: "client/app/seal/load.ts",
    search: "  checkRoom(sealed.size, program, names);\n",
    replace: "",
    tests: LOAD,
  },
  {
    id: "R04",
    what: "a company agrees to numbers that the limbs do not hold",
    file: "client/app/seal/load.ts",
    search: "  checkNumbers(sealed.size, terms, program);\n",
    replace: "",
    tests: LOAD,
  },
  {
    id: "R05",
    what: "a spec may ask for numbers that the limbs do not hold",
    file: "client/app/seal/spec.ts",
    search: "  checkNumbers(named.size, terms, program);\n",
    replace: "",
    tests: SPEC,
  },
  {
    id: "R06",
    what: "an equality counts once",
    file: "client/app/seal/fits.ts",
    search: "count + 2 * equalities[party]!",
    replace: "count + equalities[party]!",
    tests: LOAD,
  },
  {
    id: "R07",
    what: "any number of companies may use a large set-up",
    file: "client/app/seal/fits.ts",
    search: "if (size * parties > MAX_SIZE)",
    replace: "if (false)",
    tests: LOAD,
  },
  {
    id: "R08",
    what: "decimals are chosen as for public outcomes",
    file: "client/app/spec.ts",
    search: "termsOn(sealedGrid(size, grid))",
    replace: "termsOn(size > 0 ? grid : sealedGrid(size, grid))",
    tests: SPEC,
  },
  {
    id: "R09",
    what: "a company agrees without looking at its set-up",
    file: "client/app/agree.ts",
    search: "  await sealingOf(terms, { program, agreement }, input);\n",
    replace: "",
    tests: LOAD,
  },
  {
    id: "R10",
    what: "a round for a sealed outcome is opened for a public one",
    file: "client/round/terms.ts",
    search: "terms.sealed?.key ?? PUBLIC_OUTCOME",
    replace: "PUBLIC_OUTCOME",
    tests: SPEC,
  },
  {
    id: "R11",
    what: "a client goes on with a journal that lacks what it sent",
    file: "client/play/drive/answer-once.ts",
    search: "if (!this.#isNewest)",
    replace: "if (false)",
    tests: ONCE,
  },
  {
    id: "R12",
    what: "a client that sees a proof under way believes that it has sent nothing",
    file: "client/play/drive/answer-once.ts",
    search: "    else if (this.#memory.read() === null)",
    replace: "    if (this.#memory.read() === null)",
    tests: ONCE,
  },
  {
    id: "R13",
    what: "what was sent is remembered by number alone",
    file: "client/play/drive/answer-once.ts",
    search: " && last === (turns.at(-1) ?? null)",
    replace: "",
    tests: ONCE,
  },
  {
    id: "R14",
    what: "a turn is sent before the exchange of the proof is open",
    file: "client/play/drive/answer-once.ts",
    search: "await Promise.race([this.#opened.promise, aborted.promise]);",
    replace: "",
    tests: ONCE,
  },
  {
    id: "R15",
    what: "a company whose own key signed two turns blames itself, and goes on elsewhere",
    file: "client/play/seal/echo.ts",
    search: "if (isTwice && party === self)",
    replace: "if (false)",
    tests: ["test/play/drive/sealing.test.ts"],
  },
];
