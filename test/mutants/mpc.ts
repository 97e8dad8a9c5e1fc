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
    file: file("simplex/iterate"),
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

export const MPC_MUTANTS: readonly Mutant[] = [
  ...pending.map((mutant) => ({ ...mutant, tests: PENDING_TESTS })),
  ...blind.map((mutant) => ({ ...mutant, tests: BLIND_TESTS })),
  {
    id: "N08",
    what: "errors are corrected in a body that lacks the pending pivots",
    file: file("simplex/refresh"),
    search: "await basis.tableau.applyPending();",
    replace: "",
    tests: ["test/engines/mpc/refresh.test.ts"],
  },
  {
    id: "N28",
    what: "a reciprocal goes on while what runs beside it still uses the memory",
    file: "client/crypto/sharing/alongside.ts",
    search: "          resolve([...results]);\n          return this.#paused.promise;",
    replace: "          resolve([...results]);\n          return Promise.resolve();",
    tests: ["test/crypto/sharing/comparisons.test.ts"],
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
  {
    id: "N25",
    what: "evaluators toss no coins: lanes stay where they are, and so does the test",
    file: "client/crypto/sharing/lanes.ts",
    search: "return withPartner.bytes(arena, COIN_BYTES * count);",
    replace: "const at = arena.allocate(COIN_BYTES * count); arena.bytes(at, COIN_BYTES * count).fill(0); return at;",
    tests: ["test/crypto/sharing/privacy.test.ts"],
  },
  {
    id: "N26",
    what: "lanes are neither blinded nor multiplied by anything",
    file: "client/crypto/sharing/lanes.ts",
    search: "const random = withPartner.bytes(arena, RANDOM_BYTES * all);",
    replace: "const random = arena.allocate(RANDOM_BYTES * all); arena.bytes(random, RANDOM_BYTES * all).fill(0);",
    tests: ["test/crypto/sharing/privacy.test.ts"],
  },
  {
    id: "N27",
    what: "a candidate that does not count wins where no other beats it",
    file: "client/crypto/sharing/groups.ts",
    search: "left[i] = constant;",
    replace: "left[i] = 0;",
    tests: ["test/crypto/sharing/comparisons.test.ts"],
  },
];
