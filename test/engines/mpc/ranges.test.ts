import { expect } from "chai";
import { subsetsOf } from "../../../client/engines/mpc/input/ranges.ts";
import { testSeed } from "../../support/certificate.ts";
import { deviationFromUniform, histogram } from "../../support/chi-square.ts";

const SUBSETS = 50;
const GROUP = 2 ** 14;

describe("The subsets whose sums show the range of integers", () => {
  const subsets = (length: number, seed = "subsets") => subsetsOf(length, testSeed(seed));
  const all = subsets(2 * GROUP);
  const [first, second] = [all.slice(0, SUBSETS), all.slice(SUBSETS)];

  it("are fifty of each group, and contain no integer of another", () => {
    expect(all).to.have.length(2 * SUBSETS);
    expect(first.flat().every((place) => place < GROUP)).to.equal(true);
    expect(second.flat().every((place) => place >= GROUP && place < 2 * GROUP)).to.equal(true);
  });

  it("are independent, and contain each integer with probability 1/2", () => {
    const inSubset = first.map((places) => new Set(places));
    for (let from = 0; from + 8 <= SUBSETS; from += 7) {
      const eight = inSubset.slice(from, from + 8);
      const patterns = Array.from({ length: GROUP }, (_, place) =>
        eight.reduce((bits, places) => 2 * bits + Number(places.has(place)), 0),
      );
      expect(deviationFromUniform(histogram(patterns, 256))).to.be.below(4);
    }
    const neighbours = inSubset.flatMap((places) =>
      Array.from({ length: GROUP / 8 }, (_, group) =>
        Array.from({ length: 8 }, (_, i) => Number(places.has(8 * group + i))).reduce((bits, bit) => 2 * bits + bit, 0),
      ),
    );
    expect(deviationFromUniform(histogram(neighbours, 256))).to.be.below(4);
  });

  it("are others in each group, and with each seed", () => {
    expect(second.map((places) => places.map((place) => place - GROUP))).not.to.deep.equal(first);
    expect(subsets(2 * GROUP, "others").slice(0, SUBSETS)).not.to.deep.equal(first);
  });

  it("are the integers one by one, where there are no more than that", () => {
    for (const length of [1, SUBSETS, GROUP + 1]) {
      const last = length % GROUP;
      const own = subsets(length).slice(-last);
      expect(own).to.deep.equal(Array.from({ length: last }, (_, i) => [length - last + i]));
    }
    expect(subsets(SUBSETS + 1)).to.have.length(SUBSETS);
  });
});
