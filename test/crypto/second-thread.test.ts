// Half of a sum in a second thread: it makes no difference to the sum, whatever the thread does.
import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { G1, pointsToAffine } from "../../client/crypto/curve/bn254.ts";
import { fixedBaseMsm, sumsOver } from "../../client/crypto/curve/fixed-base.ts";
import { type HalfSum, type HalfSumAnswer, runHalfSum } from "../../client/crypto/curve/half-sum.ts";
import { toLittleEndian } from "../../client/crypto/curve/little-endian.ts";
import { PointSums } from "../../client/crypto/curve/sums.ts";
import { SecondThread } from "../../client/crypto/second-thread.ts";
import { ConcordatError } from "../../client/errors.ts";
import { threadOf } from "../support/thread.ts";

/** What asks a thread, once it can answer. */
async function whenIdle<Task, Answer>(thread: SecondThread<Task, Answer>, task: Task): Promise<() => Answer | null> {
  for (;;) {
    const wait = thread.ask(task);
    if (wait !== null) return wait;
    await setTimeout(5);
  }
}

/** G, 2·G, … */
function multiples(count: number): G1[] {
  const points: G1[] = [];
  for (let i = 0, next = G1.BASE; i < count; i++, next = next.add(G1.BASE)) points.push(next);
  return points;
}

const bytesOf = (points: readonly G1[]) => toLittleEndian(pointsToAffine(points).flatMap(({ x, y }) => [x, y]));

describe("a second thread", function () {
  this.timeout(120_000);

  it("answers, one task after the other, until it is gone", async () => {
    const thread = new SecondThread<number, number>(threadOf("answer((task) => 2 * task)"), 60_000);
    for (const task of [1, 2, 3]) expect((await whenIdle(thread, task))()).to.equal(2 * task);
    // Once it is gone, nobody waits for it.
    await thread.end();
    expect(thread.ask(4)).to.equal(null);
  });

  it("is not asked before it has loaded, nor while it owes an answer; a late one is nobody's", async () => {
    const gate = new Int32Array(new SharedArrayBuffer(4));
    const thread = new SecondThread<Int32Array | number, string>(
      threadOf(
        "answer((task) => { if (task !== 1) Atomics.wait(task, 0, 0); return task === 1 ? 'second' : 'first' })",
      ),
      1,
    );
    expect(thread.ask(gate)).to.equal(null);
    const wait = await whenIdle(thread, gate);
    expect(wait()).to.equal(null);
    expect(thread.ask(1)).to.equal(null);
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
    const second = await whenIdle(thread, 1);
    let answer = second();
    while (answer === null) answer = second();
    expect(answer).to.equal("second");
  });

  it("sums from the point that it is told, in as many sets as it is asked", async () => {
    const worker = new URL("../../client/crypto/curve/half-sum-worker.ts", import.meta.url);
    const thread = new SecondThread<HalfSum, HalfSumAnswer>(worker, 60_000);
    const scalars = toLittleEndian([5n, 7n]);
    for (let set = 0; set < 6; set++) {
      const points = multiples(4 + set).slice(set);
      const bytes = bytesOf(points);
      const shared = new SharedArrayBuffer(bytes.length);
      new Uint8Array(shared).set(bytes);
      const due = new PointSums(bytesOf(points.slice(2))).sum(scalars);
      const task = { set, points: shared, from: 2, scalars };
      expect((await whenIdle(thread, task))()!.sum).to.deep.equal(due);
      expect(runHalfSum(task).sum).to.deep.equal(due);
    }
    const nothing = { set: 9, points: new SharedArrayBuffer(0), from: 0, scalars: new Uint8Array(0) };
    expect((await whenIdle(thread, nothing))()).to.deep.equal({ sum: null });
  });

  it("does half of long sums, which come out the same whether it answers or not", () => {
    const count = 9_000;
    const points = multiples(count);
    const froms: number[] = [];
    const answering = (task: HalfSum) => {
      froms.push(task.from);
      return () => runHalfSum(task);
    };
    const sumOf = sumsOver(points, answering);
    const without = [sumsOver(points, () => null), sumsOver(points, () => () => null), fixedBaseMsm(points)];
    const check = (scalars: readonly bigint[]) => {
      const factor = scalars.reduce((sum, scalar, i) => sum + scalar * BigInt(i + 1), 0n);
      const due = factor === 0n ? G1.ZERO : G1.BASE.multiply(factor);
      for (const each of [sumOf, ...without]) expect(each(scalars).equals(due)).to.equal(true);
    };
    const all = Array.from({ length: count }, (_, i) => BigInt(1 + (i % 5)));
    check(all);
    // Its half adds up to infinity.
    check(all.map((_, i) => (i < 4_500 ? 3n : i % 2 === 0 ? BigInt(i + 2) : BigInt(-i))));
    expect(froms).to.deep.equal([4_500, 4_500]);
    // Zeros do not count: behind them is the middle of the rest.
    check(all.map((scalar, i) => (i < 700 ? 0n : scalar)));
    expect(froms).to.deep.equal([4_500, 4_500, 4_850]);
    // Too few, and too many.
    check(all.slice(0, 8_191));
    expect(() => sumOf([...all, 1n]))
      .to.throw(ConcordatError)
      .with.property("code", "LengthsDiffer");
    expect(froms).to.have.length(3);
  });
});
