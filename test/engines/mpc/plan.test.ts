import { expect } from "chai";
import { type Attempt, MOST_BITS, PLAN } from "../../../client/engines/mpc/plan.ts";

/** How many sequences of bits a run can open from an attempt on, with so many bits left. */
function sequences(attempts: readonly Attempt[], left: number): number {
  const [first, ...others] = attempts;
  if (first === undefined) return left > 0 ? 2 : 1;
  const buckets = first.ends({ rows: 200, columns: 300 }).length;
  let count = 0;
  for (let bucket = 1; bucket <= buckets; bucket++)
    count += tested(first, others, left - Math.min(bucket, buckets - 1));
  return count;
}

/** The same from where the attempt has ended; the last bit waits for the last attempt. */
function tested({ tested: opens }: Attempt, others: readonly Attempt[], left: number): number {
  if (!opens || (left === 1 && others.length > 0)) return sequences(others, left);
  return left > 0 ? 1 + sequences(others, left - 1) : 1;
}

describe("The plan of a run among nodes", () => {
  it("has 33 sequences of bits, 5.1 bits, whatever they say", () => {
    expect(sequences(PLAN, MOST_BITS)).to.equal(33);
    expect(Math.log2(33)).to.be.below(5.1);
  });
});
