// Mutants of what sums over points and products leave to other threads.
import type { Mutant } from "./mutant.ts";

const thread = "client/crypto/second-thread.ts";
const sums = "client/crypto/curve/fixed-base.ts";
const products = "client/crypto/sharing/kernel-threads.ts";

const mutants: readonly Omit<Mutant, "tests">[] = [
  {
    id: "TH01",
    what: "a thread is asked before it has loaded, and while it owes an answer",
    file: thread,
    search: "this.#gone || Atomics.load(this.#said, 0) !== this.#due",
    replace: "this.#gone",
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
  {
    id: "TH05",
    what: "a part of a product that failed counts as done",
    file: products,
    search: "answer() !== true",
    replace: "answer() === null",
  },
  {
    id: "TH06",
    what: "the part of a thread that is gone counts as done",
    file: products,
    search: "answer() !== true",
    replace: "answer() === false",
  },
  {
    id: "TH07",
    what: "a part that no other thread takes is left out",
    file: products,
    search: "[first, ...rest.filter((_, k) => asked[k] === null)]",
    replace: "[first]",
  },
  {
    id: "TH08",
    what: "a thread that breaks takes the process along",
    file: thread,
    search: '    this.#worker.on("error", () => {});\n',
    replace: "",
  },
  {
    id: "TH09",
    what: "a thread that is gone is asked, and waited for",
    file: thread,
    search: "this.#gone || ",
    replace: "",
  },
  {
    id: "TH10",
    what: "threads compute on the memory that they began with, whatever memory a product is in",
    file: products,
    search: "this.#others.memory !== memory",
    replace: "false",
  },
];

export const SECOND_THREAD_MUTANTS: readonly Mutant[] = mutants.map((mutant) => ({
  ...mutant,
  tests: ["test/crypto/second-thread.test.ts", "test/crypto/sharing/kernel-threads.test.ts"],
}));
