// Mutants of the engine `mpc`: pivots that wait.
import type { Mutant } from "./mutant.ts";

const file = (name: string) => `client/engines/mpc/${name}.ts`;
const TESTS = ["test/engines/mpc/pending.test.ts"];

const mutants: readonly Omit<Mutant, "tests">[] = [
  {
    id: "N01",
    what: "a line that is looked up lacks the pending pivots",
    file: file("simplex/pending"),
    search: "return this.count === 0 ? a.addends(a.zeros(length)) : a.vectorMatrix(weights, vectors);",
    replace: "return a.addends(a.zeros(length));",
  },
  {
    id: "N02",
    what: "a row that was brought up to date gets the pending pivots again",
    file: file("simplex/pending"),
    search: "this.#a.put(this.#us, places, this.#a.zeros(this.count));",
    replace: "",
  },
  {
    id: "N03",
    what: "pivots that were applied still wait",
    file: file("simplex/tableau"),
    search: "this.pending.count = 0;",
    replace: "",
  },
  {
    id: "N04",
    what: "more pivots wait than there is room for",
    file: file("simplex/tableau"),
    search: "pending.count === MOST_PENDING ?",
    replace: "pending.count === MOST_PENDING + 1 ?",
  },
  {
    id: "N05",
    what: "a tableau that becomes another keeps its pending pivots",
    file: file("simplex/tableau"),
    search: "this.pending.count = other.pending.count;",
    replace: "",
  },
  {
    id: "N06",
    what: "a node that was restarted forgets the pending pivots",
    file: file("checkpoint"),
    search: "as TableauParts, bytes[HEADER_BYTES - 1]!);",
    replace: "as TableauParts);",
  },
  {
    id: "N07",
    what: "a checkpoint may say any number of pending pivots",
    file: file("checkpoint"),
    search: "!belongs || bytes[HEADER_BYTES - 1]! >= MOST_PENDING",
    replace: "!belongs",
  },
];

export const MPC_MUTANTS: readonly Mutant[] = [
  ...mutants.map((mutant) => ({ ...mutant, tests: TESTS })),
  {
    id: "N08",
    what: "errors are corrected in a body that lacks the pending pivots",
    file: file("simplex/refresh"),
    search: "await basis.tableau.applyPending();",
    replace: "",
    tests: ["test/engines/mpc/refresh.test.ts"],
  },
  {
    id: "N09",
    what: "the tags of a truncation lie where another product's are",
    file: "client/crypto/sharing/truncate.ts",
    search: "tagsAt: tags, bits",
    replace: "tagsAt: 0, bits",
    tests: ["test/crypto/sharing/arithmetic.test.ts"],
  },
  {
    id: "N10",
    what: "a grid of places may reach outside",
    file: "client/crypto/sharing/local.ts",
    search: "if (!whole || last >= length) throw",
    replace: "if (!whole) throw",
    tests: ["test/crypto/sharing/arithmetic.test.ts"],
  },
];
