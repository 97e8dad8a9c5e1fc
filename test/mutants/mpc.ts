// Mutants of the engine `mpc`: pivots that wait, iterations past the end, bits that open.
import type { Mutant } from "./mutant.ts";

const file = (name: string) => `client/engines/mpc/${name}.ts`;
const PENDING_TESTS = ["test/engines/mpc/pending.test.ts"];
const BLIND_TESTS = ["test/engines/mpc/blind.test.ts"];

const pending: readonly Omit<Mutant, "tests">[] = [
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
    search: "as TableauParts, bytes[PENDING_AT]!);",
    replace: "as TableauParts);",
  },
  {
    id: "N07",
    what: "a checkpoint may say any number of pending pivots",
    file: file("checkpoint"),
    search: "!belongs || bytes[PENDING_AT]! >= MOST_PENDING",
    replace: "!belongs",
  },
];

const blind: readonly Omit<Mutant, "tests">[] = [
  {
    id: "N11",
    what: "an iteration past the end may find something violated",
    file: file("simplex/violated"),
    search: "a.add(parts.reached, a.concat([barred, barred])),",
    replace: "a.add(parts.reached, a.scale(a.concat([barred, barred]), 0n)),",
  },
  {
    id: "N12",
    what: "an iteration past the end may change the stage, or end the run again",
    file: file("simplex/iterate"),
    search: "const settled = a.subtract(complement(a, violated.found), tableau.ended.over);",
    replace: "const settled = complement(a, violated.found);",
  },
  {
    id: "N13",
    what: "a run may open a ninth bit",
    file: file("opened-bits"),
    search: "if (this.count === MOST_BITS) return null;",
    replace: "",
  },
  {
    id: "N14",
    what: "a bit is stored after it has opened only",
    file: file("opened-bits"),
    search: "    await store();\n    const bit = await open();",
    replace: "    const bit = await open();",
  },
  {
    id: "N15",
    what: "a bit that has opened is not stored",
    file: file("opened-bits"),
    search: "    await store();\n    return bit;",
    replace: "    return bit;",
  },
  {
    id: "N16",
    what: "a bit that a node knows opens again",
    file: file("opened-bits"),
    search: "if (known !== undefined) return known.value;",
    replace: "",
  },
  {
    id: "N17",
    what: "numbers open after a test that was passed in an earlier epoch",
    file: file("opened-bits"),
    search: 'place.question === "holds" && bit ? null : bit',
    replace: "bit",
  },
  {
    id: "N23",
    what: "one node's word that a test was passed counts",
    file: file("opened-bits"),
    search: "value < UNKNOWN && !succeeds ?",
    replace: "value < UNKNOWN ?",
  },
  {
    id: "N18",
    what: "of two values that nodes claim, one counts",
    file: file("opened-bits"),
    search: "known.length === 1 ? known : [null]",
    replace: "known.length > 0 ? known : [null]",
  },
  {
    id: "N19",
    what: "a restarted node forgets the bits that have opened",
    file: file("session"),
    search: "newest === undefined ? new OpenedBits().encode() : bitsIn(newest)",
    replace: "new OpenedBits().encode()",
  },
  {
    id: "N20",
    what: "a checkpoint after a bit holds another state than the one before",
    file: file("session"),
    search: "last?.position === position ? withBits(last.bytes, state.bits) : checkpoint(tableau, owner, state)",
    replace: "checkpoint(tableau, owner, state)",
  },
  {
    id: "N21",
    what: "a run goes on when no more bits may open",
    file: file("solve"),
    search: 'if (holds === null) return none("bits");',
    replace: "",
  },
  {
    id: "N22",
    what: "a run goes to the next bucket when no more bits may open",
    file: file("solve"),
    search: "if (done !== false) return",
    replace: "if (done === true) return",
  },
];

const epochs: readonly Omit<Mutant, "tests">[] = [
  {
    id: "N41",
    what: "coins decide between entries of an equality that tie",
    file: file("simplex/eliminate"),
    search: "a.product(weighted, weighted)",
    replace: "a.product(entries, entries)",
  },
  {
    id: "N42",
    what: "coins decide which zeros count as violated at the start",
    file: file("simplex/perturb"),
    search: "a.negativeTimes(excess(tableau), large)",
    replace: "a.negativeTimes(tableau.values(), large)",
  },
  {
    id: "N43",
    what: "what is rounded is refined to 140 bits only",
    file: file("outcome/refine"),
    search: "  { solution: FINE_BITS, residual: FINE_BITS + 10 },",
    replace: "  { solution: FINE_BITS, residual: 140 },",
  },
];

export const MPC_MUTANTS: readonly Mutant[] = [
  ...pending.map((mutant) => ({ ...mutant, tests: PENDING_TESTS })),
  ...blind.map((mutant) => ({ ...mutant, tests: BLIND_TESTS })),
  ...epochs.map((mutant) => ({ ...mutant, tests: ["test/engines/mpc/epochs.test.ts"] })),
  {
    id: "N44",
    what: "a coin decides how a number is rounded",
    file: file("outcome/grid"),
    search: "return a.subtract(near, await a.negative(rest));",
    replace: "return near;",
    tests: ["test/engines/mpc/grid.test.ts"],
  },
  {
    id: "N45",
    what: "every run cuts at the same place",
    file: file("outcome/grid"),
    search: "return 9n * unit + randomBelow(random, 2n * unit);",
    replace: "return 10n * unit;",
    tests: ["test/engines/mpc/grid.test.ts"],
  },
  {
    id: "N47",
    what: "a round may have more decimals than nodes can hold",
    file: file("outcome/answer"),
    search: "if (count > GRID.decimals)",
    replace: "if (count > 2 * GRID.decimals)",
    tests: ["test/engines/mpc/numbers.test.ts"],
  },
  {
    id: "N48",
    what: "a round may have bounds above what nodes can hold",
    file: file("outcome/answer"),
    search: "if (column < 0) return;",
    replace: "if (column >= -1) return;",
    tests: ["test/engines/mpc/numbers.test.ts"],
  },
  {
    id: "N46",
    what: "a multiplier that wraps around counts as in range",
    file: file("outcome/own-units"),
    search: "await beyond(a, rough,",
    replace: "await beyond(a, a.scale(rough, 0n),",
    tests: ["test/engines/mpc/own-units.test.ts"],
  },
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
