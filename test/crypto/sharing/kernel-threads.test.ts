// Products of a node in one thread and in several, against plain integers; and threads that fail.
import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { type Addends, Arena, type Shares } from "../../../client/crypto/sharing/arena.ts";
import { decodeElements, ELEMENT_BYTES, encodeElements } from "../../../client/crypto/sharing/elements.ts";
import type { Kernel } from "../../../client/crypto/sharing/kernel.ts";
import { type Call, KernelThreads } from "../../../client/crypto/sharing/kernel-threads.ts";
import { matrixMatrix, matrixVector, vectorMatrix } from "../../../client/crypto/sharing/products.ts";
import { createSharedMemory } from "../../../client/crypto/web-assembly.ts";
import { CryptoError } from "../../../client/errors.ts";
import type { Random } from "../../../client/math/random.ts";
import { seeded } from "../../support/sharing.ts";
import { threadOf } from "../../support/thread.ts";

const wrap = (value: bigint) => BigInt.asIntN(128, value);
/** Whose digits in base 2^12, balanced, are all −2^11. */
const LOWEST_DIGITS = wrap(-Array.from({ length: 10 }, (_, i) => 1n << BigInt(12 * i + 11)).reduce((a, b) => a + b));

/** Both components of a vector in a node's memory, and as integers. */
interface Held {
  readonly shares: Shares;
  readonly a: readonly bigint[];
  readonly b: readonly bigint[];
}

function hold(arena: Arena, length: number, value: () => bigint): Held {
  const [a, b] = [Array.from({ length }, value), Array.from({ length }, value)];
  const shares = arena.shares(length);
  arena.write(shares.a, encodeElements(a));
  arena.write(shares.b, encodeElements(b));
  return { shares, a, b };
}

const uniform = (random: Random) => () => decodeElements(random.bytes(ELEMENT_BYTES))[0]!;
const read = (arena: Arena, { at, length }: Addends) => decodeElements(arena.bytes(at, ELEMENT_BYTES * length));

/** The node's addends of a product of matrices. */
function productOf(left: Held, right: Held, inner: number): bigint[] {
  const [rows, columns] = [left.a.length / inner, right.a.length / inner];
  return Array.from({ length: rows * columns }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    let sum = 0n;
    for (let k = 0; k < inner; k++) {
      const [x, y] = [i * inner + k, k * columns + j];
      sum += left.a[x]! * (right.a[y]! + right.b[y]!) + left.b[x]! * right.a[y]!;
    }
    return wrap(sum);
  });
}

describe("products in several threads", function () {
  this.timeout(120_000);

  it("of matrices are right for every rest of rows and columns, and for digits at their limits", () => {
    const arena = new Arena(2);
    const random = uniform(seeded(3));
    const sizes = [
      [1, 1, 1],
      [2, 3, 5],
      [17, 15, 8],
      [33, 16, 7],
      [3, 29, 10],
    ] as const;
    for (const [rows, inner, columns] of sizes) {
      const [left, right] = [hold(arena, rows * inner, random), hold(arena, inner * columns, random)];
      const product = matrixMatrix(arena, left.shares, right.shares, inner);
      expect(read(arena, product)).to.deep.equal(productOf(left, right, inner));
    }
    for (const value of [LOWEST_DIGITS, 0n, -1n, -(1n << 127n), (1n << 127n) - 1n]) {
      const inner = 601;
      const left = hold(arena, 2 * inner, () => value);
      // The factors (xa + v)(xb + s) have v = ya and s = ya + yb: here both are `value`.
      let component = 0;
      const right = hold(arena, inner * 5, () => (component++ < inner * 5 ? value : 0n));
      const product = matrixMatrix(arena, left.shares, right.shares, inner);
      expect(read(arena, product)).to.deep.equal(productOf(left, right, inner));
    }
  });

  it("are the same as in one thread", async () => {
    const random = seeded(4);
    const bytes = [random.bytes(ELEMENT_BYTES * 800 * 801), random.bytes(ELEMENT_BYTES * 800 * 801)] as const;
    const results = async (threads: KernelThreads) => {
      const arena = new Arena(2, threads);
      const matrix = arena.shares(800 * 801);
      arena.write(matrix.a, bytes[0]);
      arena.write(matrix.b, bytes[1]);
      const part = (length: number): Shares => ({ ...matrix, length });
      const all = () => [
        matrixVector(arena, matrix, part(801)),
        vectorMatrix(arena, part(800), matrix),
        matrixMatrix(arena, part(91 * 80), part(80 * 85), 80),
      ];
      all();
      // Time to load; without it, everything runs in the calling thread.
      await setTimeout(1_000);
      return all().map((product) => read(arena, product));
    };
    const expected = await results(new KernelThreads(1));
    for (const count of [2, 3]) {
      const threads = new KernelThreads(count);
      expect(await results(threads)).to.deep.equal(expected);
      await threads.end();
    }
  });

  /** Calls that do nothing, of which this thread counts those that it runs itself. */
  function counting(): { kernel: Kernel; calls: [Call, Call]; own: () => number } {
    let own = 0;
    const matrixVector = () => {
      own++;
    };
    const call: Call = ["matrixVector", 0, 0, 0, 0, 0, 0, 0];
    return { kernel: { matrixVector } as unknown as Kernel, calls: [call, call], own: () => own };
  }

  /** Runs both calls until the other thread has been asked; returns what that throws. */
  async function untilAsked(threads: KernelThreads, memory = createSharedMemory()): Promise<unknown> {
    for (;;) {
      const { kernel, calls, own } = counting();
      try {
        threads.run(kernel, memory, calls);
      } catch (error) {
        return error;
      }
      if (own() === 1) return null;
      expect(own()).to.equal(2);
      await setTimeout(5);
    }
  }

  it("leave parts to the calling thread until another has loaded, and then do them", async () => {
    const threads = new KernelThreads(2);
    expect(await untilAsked(threads)).to.equal(null);
    await threads.end();
  });

  it("compute on one memory until they end", async () => {
    const threads = new KernelThreads(2);
    const memory = createSharedMemory();
    expect(await untilAsked(threads, memory)).to.equal(null);
    expect(await untilAsked(threads))
      .to.be.instanceOf(CryptoError)
      .with.property("code", "SharesRange");
    await threads.end();
    expect(await untilAsked(threads)).to.equal(null);
    await threads.end();
  });

  it("do without a thread that does not load", async () => {
    const threads = new KernelThreads(2, { worker: threadOf("throw new Error('any')") });
    const memory = createSharedMemory();
    for (let time = 0; time < 2; time++) {
      const { kernel, calls, own } = counting();
      threads.run(kernel, memory, calls);
      expect(own()).to.equal(2);
      await setTimeout(500);
    }
    await threads.end();
  });

  it("fail where a thread fails or is gone in the middle", async () => {
    const failing = [
      threadOf("answer(() => false)"),
      threadOf("answer(() => process.exit())"),
      threadOf("answer(() => { throw new Error('any') })"),
    ];
    for (const worker of failing) {
      const threads = new KernelThreads(2, { worker, patienceMs: 200 });
      expect(await untilAsked(threads))
        .to.be.instanceOf(CryptoError)
        .with.property("code", "ThreadLost");
      await threads.end();
    }
  });
});
