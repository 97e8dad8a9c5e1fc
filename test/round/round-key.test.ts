// Names of rounds: what is refused, and in which order they are listed.
import { expect } from "chai";
import { InputError } from "../../client/errors.ts";
import { compareRounds, parseRoundKey } from "../../client/round/round-key.ts";

const COORDINATOR = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const OTHER = "0x1111111111111111111111111111111111111111";

describe("names of rounds", () => {
  it("are sorted by number, not as text", () => {
    const keys = [`${OTHER}/2`, `${COORDINATOR}/10`, `${COORDINATOR}/9`, `${OTHER}/100`, `${COORDINATOR}/1`];
    expect(keys.toSorted(compareRounds)).to.deep.equal([
      ...[`${OTHER}/2`, `${OTHER}/100`],
      ...[`${COORDINATOR}/1`, `${COORDINATOR}/9`, `${COORDINATOR}/10`],
    ]);
  });

  it("may be a number alone where the coordinator is known, and the error says so", () => {
    for (const text of ["0", "x", "-1", "1.5", ""]) {
      expect(() => parseRoundKey(text, COORDINATOR)).to.throw(InputError, "its number from 1");
      expect(() => parseRoundKey(text, null))
        .to.throw(InputError)
        .with.property("message")
        .that.does.not.include("its number from 1");
    }
  });
});
