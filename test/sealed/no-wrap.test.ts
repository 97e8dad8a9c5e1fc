// docs/sealed.md, "No sum wraps" and "Kinds exclude each other", in exact arithmetic for every
// size: each sum with the largest numbers that its fields hold.
import { expect } from "chai";
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { domainOf } from "../../client/sealed/domain.ts";

const SIZES = Array.from({ length: 10 }, (_, i) => 2 ** (i + 4));
const MOST_DECIMALS = 10n ** 24n;
const LARGEST_COMMITTED = (1n << 72n) - 1n;

/** The largest values of all that is proven modulo r, in a round of R rows and P companies. */
function largest(size: number, parties: number): Record<string, bigint> {
  const limbBits = BigInt(domainOf(size).limbBits);
  const top = (limbs: bigint) => (1n << (limbs * limbBits)) - 1n;
  const [R, P] = [BigInt(size), BigInt(parties)];
  const [x, w, ray] = [top(6n), top(6n), top(6n)];
  const [residual, dual, slack, raySlack, steps] = [top(5n), top(5n), top(14n), top(11n), top(14n)];
  // z⁺ of an optimum and of a contradiction.
  const [prices, contradicting] = [top(10n), top(12n)];
  const x0 = x < MOST_DECIMALS ? x : MOST_DECIMALS;
  const u = MOST_DECIMALS;
  const c = LARGEST_COMMITTED;
  return {
    "sum of kind 0": R * (x * prices + x * dual) + P * (R - 1n) * w * (slack + residual) + P * slack,
    "sum of kind 1, left": residual * P * (R - 1n) * w + P * slack + x0 * steps + 1n,
    "sum of kind 1, right": x0 * contradicting,
    "sum of kind 2": R * (u * c * ray + dual * ray) + P * raySlack + u * steps + 1n,
    "rows of kinds 0 and 2": R * c * x + slack + residual,
    "rows of a ray": R * c * ray + raySlack,
    columns: u * c + P * R * c * w + contradicting + dual,
    bounds: 2n * x,
    "point and contradiction, left": R * x * contradicting + P * R * w * slack,
    "point and contradiction, right": P * R * w * residual,
    "prices and ray": R * ray * (prices + dual) + P * R * w * raySlack + P * raySlack + u * steps + 1n,
  };
}

describe("sealed: no sum wraps", () => {
  it("for any R and as many companies as P·R ≤ 2^13 allows", () => {
    for (const size of SIZES)
      for (const [name, value] of Object.entries(largest(size, 2 ** 13 / size)))
        expect(value < GROUP_ORDER, `${name}, R = ${size}`).to.equal(true);
  });

  it("the limit is needed: twice as many companies wrap the sum of kind 0", () => {
    for (const size of SIZES.filter((own) => own >= 128))
      expect(largest(size, 2 ** 14 / size)["sum of kind 0"]! > GROUP_ORDER, `R = ${size}`).to.equal(true);
  });

  it("bounds as the page has them", () => {
    const isBelow = (value: bigint, hundredths: bigint) => value ** 100n < 1n << hundredths;
    expect(isBelow(GROUP_ORDER, 25360n) && !isBelow(GROUP_ORDER, 25359n)).to.equal(true);
    for (const size of SIZES) {
      const sums = largest(size, 2 ** 13 / size);
      expect(isBelow(sums["sum of kind 0"]!, 25301n)).to.equal(true);
      for (const name of ["rows of kinds 0 and 2", "rows of a ray", "columns"])
        expect(isBelow(sums[name]!, 16901n), `${name}, R = ${size}`).to.equal(true);
    }
  });
});
