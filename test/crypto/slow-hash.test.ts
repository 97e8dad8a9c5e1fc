// keccak256 in slices: the same digest, and other work gets its turn in between.
import { expect } from "chai";
import { keccak256 } from "viem";
import { keccakInSlices } from "../../client/crypto/slow-hash.ts";

const SLICE = 1 << 18;

describe("keccak256 in slices", () => {
  for (const length of [0, 1, SLICE - 1, SLICE, SLICE + 1, 3 * SLICE + 5]) {
    it(`is keccak256 of ${length} bytes`, async () => {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 31) & 255);
      expect(await keccakInSlices(bytes)).to.equal(keccak256(bytes));
    });
  }

  it("lets other work have its turn", async () => {
    let turns = 0;
    let done = false;
    const count = () => {
      turns += 1;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    await keccakInSlices(new Uint8Array(8 * SLICE));
    done = true;
    expect(turns).to.be.at.least(7);
  });
});
