import { expect } from "chai";
import fc from "fast-check";
import { blame, concatBytes, encodeSigned, encodeUnsigned, readBody, widthOf } from "../../client/engines/codec.ts";
import { CryptoError, ProtocolError } from "../../client/errors.ts";

function codeOf(run: () => unknown): { code: string; party: number | undefined } {
  try {
    run();
  } catch (error) {
    if (error instanceof ProtocolError) return { code: error.code, party: error.party };
    throw error;
  }
  return { code: "none", party: undefined };
}

describe("codec of message bodies", () => {
  it("gives back what was written", () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 0n, max: 2n ** 80n - 1n })),
        fc.array(fc.bigInt({ min: -(2n ** 79n) + 1n, max: 2n ** 79n - 1n })),
        (unsigned, signed) => {
          const reader = readBody(concatBytes([encodeUnsigned(unsigned, 10), encodeSigned(signed, 10)]), "test", 1);
          expect(reader.unsigned(unsigned.length, 10, 2n ** 80n)).to.deep.equal(unsigned);
          expect(reader.signed(signed.length, 10, 2n ** 79n)).to.deep.equal(signed);
          reader.end();
        },
      ),
      { seed: 4 },
    );
  });

  it("finds the width that holds every number below a limit", () => {
    expect([1n, 2n, 256n, 257n, 65_536n, 65_537n].map(widthOf)).to.deep.equal([1, 1, 1, 2, 2, 3]);
  });

  it("reads matrices row by row", () => {
    const reader = readBody(Uint8Array.of(1, 2, 3, 4, 5, 6), "test", 0);
    expect(reader.matrix(2, 3, 1, 7n)).to.deep.equal([
      [1n, 2n, 3n],
      [4n, 5n, 6n],
    ]);
  });

  it("names the sender of what is short, long or out of range", () => {
    const body = Uint8Array.of(9, 255);
    expect(codeOf(() => readBody(body, "test", 3).bytes(3))).to.deep.equal({ code: "MessageLength", party: 3 });
    expect(codeOf(() => readBody(body, "test", 3).end())).to.deep.equal({ code: "MessageLength", party: 3 });
    expect(codeOf(() => readBody(body, "test", 3).unsigned(1, 1, 9n)).code).to.equal("NumberOutOfRange");
    expect(codeOf(() => readBody(body, "test", 3).signed(1, 1, 9n)).code).to.equal("NumberOutOfRange");
    expect(codeOf(() => readBody(Uint8Array.of(128), "test", 3).signed(1, 1, 128n)).code).to.equal("NumberOutOfRange");
  });

  it("blames the sender for cryptographic values, and nobody for other errors", () => {
    const reader = readBody(new Uint8Array(0), "test", 2);
    const broken = () => {
      throw new CryptoError("OtLength", "short");
    };
    expect(codeOf(() => blame(reader, broken))).to.deep.equal({ code: "OtLength", party: 2 });
    const own = () => {
      throw new RangeError("own mistake");
    };
    expect(() => blame(reader, own)).to.throw(RangeError);
  });
});
