// Hashing of the transcript, byte by byte.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { expect } from "chai";
import { encodeAbiParameters, type Hex, parseAbiParameters } from "viem";
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { absorb, taggedHash, toScalar } from "../../client/crypto/transcript.ts";
import { encodeWords } from "../../client/math/words.ts";

const hex = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString("hex")}`;

describe("transcript", () => {
  it("hashes a tag's digest before the words of the values", () => {
    const tag = keccak_256(new TextEncoder().encode("concordat/test/v1"));
    const words = encodeWords([7n, -2n]);
    const encoded = encodeAbiParameters(parseAbiParameters("uint256, int256"), [7n, -2n]);
    expect(taggedHash("concordat/test/v1", encoded)).to.equal(hex(keccak_256(Buffer.concat([tag, words]))));
    expect(taggedHash("concordat/test/v2", encoded)).not.to.equal(taggedHash("concordat/test/v1", encoded));
  });

  it("absorbs bytes behind the state", () => {
    const state = hex(new Uint8Array(32).fill(1));
    const bytes = Uint8Array.of(1, 2, 3);
    const expected = keccak_256(Buffer.concat([new Uint8Array(32).fill(1), bytes]));
    expect(absorb(state, bytes)).to.equal(hex(expected));
  });

  it("reduces digests modulo the group order", () => {
    expect(toScalar(hex(encodeWords([GROUP_ORDER + 5n])))).to.equal(5n);
    expect(toScalar(hex(encodeWords([5n])))).to.equal(5n);
    expect(toScalar(`0x${"ff".repeat(32)}`)).to.equal(((1n << 256n) - 1n) % GROUP_ORDER);
  });
});
