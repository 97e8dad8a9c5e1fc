// One frame from a stream, in whatever pieces its sender chooses.
import { streamPair } from "@libp2p/utils";
import { expect } from "chai";
import fc from "fast-check";
import { NetworkError } from "../../client/errors.ts";
import { readFrame } from "../../client/network/read-frame.ts";

const HEAD_BYTES = 2;

async function read(pieces: readonly Uint8Array[]): Promise<Uint8Array> {
  const [here, there] = await streamPair();
  const lengthOf = (head: Uint8Array) => HEAD_BYTES + head[0]! + 256 * head[1]!;
  const patience = { idleMs: 60_000, signal: new AbortController().signal };
  const frame = readFrame(here, { headBytes: HEAD_BYTES, lengthOf }, patience);
  for (const piece of pieces) there.send(piece);
  const [result] = await Promise.allSettled([frame, there.close()]);
  if (result.status === "rejected") throw result.reason;
  return result.value;
}

/** A frame, cut up. */
const cutFrames = fc
  .tuple(fc.uint8Array({ maxLength: 600 }), fc.array(fc.nat(602), { maxLength: 30 }))
  .map(([body, cuts]) => {
    const frame = Uint8Array.of(body.length & 255, body.length >> 8, ...body);
    const places = [0, ...cuts.map((cut) => Math.min(cut, frame.length)).sort((a, b) => a - b), frame.length];
    return { frame, pieces: places.slice(1).map((place, i) => frame.slice(places[i]!, place)) };
  });

describe("a frame from a stream", () => {
  it("is the same however it is cut, and takes its own length of memory", async () => {
    await fc.assert(
      fc.asyncProperty(cutFrames, async ({ frame, pieces }) => {
        const result = await read(pieces);
        expect(Uint8Array.from(result)).to.deep.equal(frame);
        expect(result.buffer.byteLength).to.equal(frame.length);
      }),
      { numRuns: 40 },
    );
  });

  it("is refused with a byte too many, or one too few", async () => {
    await fc.assert(
      fc.asyncProperty(cutFrames, fc.boolean(), async ({ frame, pieces }, more) => {
        const wrong = more ? [...pieces, Uint8Array.of(0)] : [frame.slice(0, -1)];
        const failure = await read(wrong).then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(failure).to.be.instanceOf(NetworkError).with.property("code", "FrameInvalid");
      }),
      { numRuns: 40 },
    );
  });
});
