// Requests and responses as bytes.
import { expect } from "chai";
import fc from "fast-check";
import { getAddress } from "viem";
import { NetworkError } from "../../client/errors.ts";
import {
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse,
  REQUEST_BYTES,
  RESPONSE_HEAD,
  responseLength,
  STATUSES,
} from "../../client/network/frames.ts";

const word = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n });
const message = fc.record({
  chainId: word,
  coordinator: fc
    .uint8Array({ minLength: 20, maxLength: 20 })
    .map((bytes) => getAddress(`0x${Buffer.from(bytes).toString("hex")}`)),
  round: word,
  exchange: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof NetworkError) return error.code;
    throw error;
  }
  return "none";
}

function responseHead(version: number, status: number, length: number): Uint8Array {
  const head = Buffer.from([version, status, 0, 0, 0, 0]);
  head.writeUInt32BE(length, 2);
  return head;
}

describe("frames of the message protocol", () => {
  it("requests come back as they went in, and no other bytes are one", () => {
    fc.assert(
      fc.property(message, (asked) => {
        const bytes = encodeRequest(asked);
        expect(bytes).to.have.length(89);
        expect(decodeRequest(bytes)).to.deep.equal(asked);
      }),
    );
    const bytes = encodeRequest({ chainId: 1n, coordinator: `0x${"11".repeat(20)}`, round: 2n, exchange: 3 });
    for (let length = 0; length < REQUEST_BYTES; length++) {
      expect(codeOf(() => decodeRequest(bytes.subarray(0, length)))).to.equal("FrameInvalid");
    }
    expect(codeOf(() => decodeRequest(Uint8Array.of(...bytes, 0)))).to.equal("FrameInvalid");
    for (const version of [0, 1, 3, 255]) {
      expect(codeOf(() => decodeRequest(Uint8Array.of(version, ...bytes.subarray(1))))).to.equal("FrameInvalid");
    }
  });

  it("responses come back as they went in", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 158, maxLength: 300 }), (envelope) => {
        const bytes = encodeResponse(envelope);
        expect(responseLength(bytes.subarray(0, RESPONSE_HEAD), 300)).to.equal(bytes.length);
        expect(Buffer.from(decodeResponse(bytes) as Uint8Array).equals(envelope)).to.equal(true);
      }),
    );
    for (const status of STATUSES) {
      if (status === "here") continue;
      const bytes = encodeResponse(status);
      expect(responseLength(bytes, 300)).to.equal(RESPONSE_HEAD);
      expect(decodeResponse(bytes)).to.equal(status);
    }
  });

  it("a response is judged by its head", () => {
    expect(codeOf(() => responseLength(responseHead(2, 0, 158), 158))).to.equal("none");
    expect(codeOf(() => responseLength(responseHead(2, 0, 159), 158))).to.equal("FrameTooLong");
    expect(codeOf(() => responseLength(responseHead(2, 0, 2 ** 32 - 1), 158))).to.equal("FrameTooLong");
    expect(codeOf(() => responseLength(responseHead(2, 0, 157), 158))).to.equal("FrameInvalid");
    expect(codeOf(() => responseLength(responseHead(2, 0, 0), 158))).to.equal("FrameInvalid");
    expect(codeOf(() => responseLength(responseHead(2, 1, 1), 158))).to.equal("FrameInvalid");
    expect(codeOf(() => responseLength(responseHead(2, STATUSES.length, 0), 158))).to.equal("FrameInvalid");
    for (const version of [0, 1, 3])
      expect(codeOf(() => responseLength(responseHead(version, 0, 158), 158))).to.equal("FrameInvalid");
  });
});
