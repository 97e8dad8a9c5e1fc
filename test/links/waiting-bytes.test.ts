// Bytes that wait on a link, and the effect of a peer that sends them one by one.
import { expect } from "chai";
import fc from "fast-check";
import { WaitingBytes } from "../../client/links/waiting-bytes.ts";

describe("bytes that wait", () => {
  it("come out in order, in one stretch, and take twice their number at most, whatever pieces they came in", () => {
    const piece = fc.uint8Array({ maxLength: 40 });
    const deeds = fc.array(fc.oneof(piece, fc.nat(60)), { maxLength: 200 });
    fc.assert(
      fc.property(deeds, (all) => {
        const waiting = new WaitingBytes();
        let expected: number[] = [];
        let most = 0;
        for (const deed of all) {
          if (typeof deed === "number") {
            const count = Math.min(deed, waiting.length);
            waiting.drop(count);
            expected = expected.slice(count);
          } else {
            waiting.put(deed);
            expected.push(...deed);
          }
          most = Math.max(most, expected.length);
          expect(waiting.length).to.equal(expected.length);
          expect([...waiting.view()]).to.deep.equal(expected);
          expect(waiting.view().buffer.byteLength).to.be.at.most(2 * most);
        }
      }),
    );
  });

  it("move a few times each, not once for every piece", () => {
    const waiting = new WaitingBytes();
    const stretches = new Set<ArrayBufferLike>();
    const pieces = 100_000;
    for (let i = 0; i < pieces; i++) {
      waiting.put(Uint8Array.of(i));
      stretches.add(waiting.view().buffer);
    }
    expect(waiting.length).to.equal(pieces);
    expect(stretches.size).to.be.at.most(1 + Math.log2(pieces));
  });
});
