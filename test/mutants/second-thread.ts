// Mutants of what a sum over points leaves to a second thread.
import type { Mutant } from "./mutant.ts";

const thread = "client/crypto/curve/second-thread.ts";
const sums = "client/crypto/curve/fixed-base.ts";

const mutants: readonly Omit<Mutant, "tests">[] = [
  {
    id: "TH01",
    what: "a thread is asked before it has loaded, and while it owes an answer",
    file: thread,
    search: "    if (Atomics.load(this.#said, 0) !== this.#due) return null;\n",
    replace: "",
  },
  {
    id: "TH02",
    what: "an answer that came too late answers the next task",
    file: thread,
    search: "    // One that came too late.\n    receiveMessageOnPort(this.#port);\n",
    replace: "",
  },
  {
    id: "TH03",
    what: "more scalars than points reach the other thread",
    file: sums,
    search: "from === null || numbers.length * AFFINE_BYTES > shared.points.byteLength * NUMBER_BYTES",
    replace: "from === null",
  },
  {
    id: "TH04",
    what: "half of a sum is left out",
    file: sums,
    search: "first.add(pointOf(answer.sum))",
    replace: "first",
  },
];

export const SECOND_THREAD_MUTANTS: readonly Mutant[] = mutants.map((mutant) => ({
  ...mutant,
  tests: ["test/crypto/curve/second-thread.test.ts"],
}));
