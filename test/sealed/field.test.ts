// Uniform scalars, many at once.
import { expect } from "chai";
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { randomBelow } from "../../client/math/random.ts";
import { randomScalars } from "../../client/sealed/field.ts";
import { testSeed } from "../support/certificate.ts";

describe("sealed: uniform scalars", () => {
  it("are those that single draws give, and leave the stream at the same place", () => {
    const [many, single] = [testSeed("scalars"), testSeed("scalars")];
    for (const count of [0, 1, 2, 300, 5])
      expect(randomScalars(many, count)).to.deep.equal(
        Array.from({ length: count }, () => randomBelow(single, GROUP_ORDER)),
      );
    expect(many.bytes(8)).to.deep.equal(single.bytes(8));
  });
});
