import { expect } from "chai";
import { openingOf } from "../../../../client/crypto/proven/opening.ts";
import {
  decodeKept,
  encodeKept,
  isKeptOpening,
  type KeptOpening,
} from "../../../../client/engines/mpc/certify/kept-opening.ts";
import { ProtocolError } from "../../../../client/errors.ts";
import { dealNumbers, resultsOf, runProving } from "../../../crypto/proven/nodes.ts";
import { seeded } from "../../../support/sharing.ts";

const OWNER = { node: 1, components: 2, context: new Uint8Array(32).fill(7) };

describe("An opening as a node stores it", () => {
  let kept: KeptOpening;

  before(async () => {
    const shares = dealNumbers([5n, 6n, 7n], seeded(51))[1]!;
    const verdict = dealNumbers([0n], seeded(52))[1]!;
    const [opening] = await resultsOf(runProving(async (node) => openingOf(node, verdict, shares)));
    kept = { epoch: 2, proof: 0, iterations: 40, bits: 3, opening: opening!, before: null };
  });

  it("is the same when it is read again, however far it has come", () => {
    const { opening } = kept;
    const [word, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    const agreed = { ...opening, told: new Uint8Array(128).fill(3) };
    for (const state of [
      opening,
      agreed,
      { ...agreed, heard: { next: word, previous: null } },
      { ...agreed, heard: { next: word, previous: other } },
    ]) {
      const bytes = encodeKept({ ...kept, opening: state }, OWNER);
      expect(isKeptOpening(bytes)).to.equal(true);
      expect(decodeKept(bytes, OWNER)).to.deep.equal({ ...kept, opening: state });
    }
  });

  it("has the one of the proof before with it, and none before that", () => {
    const second = { ...kept, proof: 1, opening: { ...kept.opening, told: new Uint8Array(128).fill(3) }, before: kept };
    expect(decodeKept(encodeKept(second, OWNER), OWNER)).to.deep.equal(second);
    const third = { ...kept, proof: 2, before: second };
    const read = decodeKept(encodeKept(third, OWNER), OWNER);
    expect(read).to.deep.equal({ ...third, before: { ...second, before: null } });
    expect(() => decodeKept(encodeKept(second, OWNER).subarray(0, -1), OWNER))
      .to.throw(ProtocolError)
      .with.property("code", "CheckpointInvalid");
  });

  it("is refused if it is another node's, of another session, or damaged", () => {
    const bytes = encodeKept(kept, OWNER);
    const refused = [
      () => decodeKept(bytes, { ...OWNER, node: 2 }),
      () => decodeKept(bytes, { ...OWNER, context: new Uint8Array(32) }),
      () => decodeKept(bytes.subarray(1), OWNER),
      () => decodeKept(bytes.subarray(0, -1), OWNER),
      () => decodeKept(bytes.subarray(0, 40), OWNER),
    ];
    for (const read of refused) expect(read).to.throw(ProtocolError).with.property("code", "CheckpointInvalid");
  });
});
