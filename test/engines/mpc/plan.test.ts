// How many sequences of bits the plan of a run has room for. That runs keep to the plan is tested
// in blind.test.ts.
import { expect } from "chai";
import { type Attempt, MOST_BITS, PLAN } from "../../../client/engines/mpc/plan.ts";

type Size = Parameters<Attempt["ends"]>[0];

/** How many there are from an attempt on, with so many bits left. */
function sequences(size: Size, attempts: readonly Attempt[], left: number): number {
  const [first, ...others] = attempts;
  if (first === undefined) return left > 0 ? 2 : 1;
  const buckets = first.ends(size).length;
  let count = 0;
  for (let bucket = 1; bucket <= buckets; bucket++) {
    const rest = left - Math.min(bucket, buckets - 1);
    // The last bit waits for the last attempt.
    const waits = rest === 1 && others.length > 0;
    if (!first.tested || waits) count += sequences(size, others, rest);
    else count += rest > 0 ? 1 + sequences(size, others, rest - 1) : 1;
  }
  return count;
}

describe("The plan of a run among nodes", () => {
  it("has room for 33 sequences of bits at most, 5.1 bits", () => {
    for (let items = 2; items < 1000; items++) {
      const count = sequences({ rows: 1, columns: items - 1 }, PLAN, MOST_BITS);
      expect(count, `${items}`).to.be.at.most(33);
      if (items > 200) expect(count, `${items}`).to.equal(33);
    }
    expect(Math.log2(33)).to.be.below(5.1);
  });
});
