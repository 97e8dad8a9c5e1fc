// Inputs of outside parties, shared among four nodes.
import { expect } from "chai";
import {
  INPUT_DIGESTS_BYTES,
  inputBytes,
  matchesDigests,
  receiveInput,
  shareInput,
} from "../../../client/crypto/four-sharing/input.ts";
import { NODES } from "../../../client/crypto/four-sharing/link.ts";
import { ProtocolError } from "../../../client/errors.ts";
import { createFour, openShared, seeded } from "../../support/sharing.ts";

const VALUES = [0n, -1n, (1n << 127n) - 1n, -(1n << 127n)];

describe("inputs in shares of four nodes", () => {
  it("give back what was shared", async () => {
    expect(await openShared(createFour(), [VALUES], seeded(40), async (_, [x]) => x!)).to.deep.equal(VALUES);
  });

  it("are bound by digests, every byte of them", () => {
    const { messages, digests } = shareInput(VALUES, seeded(41));
    expect(digests.length).to.equal(INPUT_DIGESTS_BYTES);
    for (const node of NODES) {
      const bytes = messages[node]!;
      expect(bytes.length).to.equal(inputBytes(node, VALUES.length));
      expect(matchesDigests(node, bytes, digests)).to.equal(true);
      for (let at = 0; at < bytes.length; at++)
        expect(matchesDigests(node, bytes.with(at, bytes[at]! ^ 1), digests), `node ${node}, byte ${at}`).to.equal(
          false,
        );
      for (const component of NODES) {
        const changed = digests.with(32 * component, digests[32 * component]! ^ 1);
        expect(matchesDigests(node, bytes, changed)).to.equal(component === node);
      }
    }
  });

  it("do not let the node that lacks the correction test guesses of the values", () => {
    // It knows all else that goes into the digest.
    const salts = [43, 44].map((seed) => shareInput(VALUES, seeded(seed)).messages[1]!.subarray(0, 32));
    expect(salts[0]).to.not.deep.equal(salts[1]);
  });

  it("refuse messages of another length", () => {
    const { messages } = shareInput(VALUES, seeded(42));
    for (const node of NODES)
      for (const length of [VALUES.length - 1, VALUES.length + 1]) {
        if (node === 0) continue;
        expect(() => receiveInput(node, messages[node]!, length))
          .to.throw(ProtocolError)
          .with.property("code", "MessageLength");
      }
    expect(() => receiveInput(0, messages[0]!.subarray(1), VALUES.length)).to.throw(ProtocolError);
  });
});
