// How three nodes agree where to start and on random numbers that nobody else knows.
import { expect } from "chai";
import fc from "fast-check";
import { connectLinks, type Link, type Links } from "../../../client/crypto/sharing/link.ts";
import { BITS_BYTES, OpenedBits } from "../../../client/engines/mpc/opened-bits.ts";
import {
  agreeOnStart,
  CHECKPOINTS_TOLD,
  commitmentTo,
  contributionOf,
  decodeStart,
  encodeStart,
  NONCE_BYTES,
  SEED_BYTES,
  START_BYTES,
  type Start,
  saltedMasks,
  saltOf,
  seedOf,
} from "../../../client/engines/mpc/start.ts";
import { ProtocolError } from "../../../client/errors.ts";
import { testSeed } from "../../support/certificate.ts";
import { perNode } from "../../support/links.ts";
import { fulfilled, NODES } from "./nodes.ts";

const random = testSeed("start");
const NO_BITS = new OpenedBits().encode();
const secrets = NODES.map(() => random.bytes(32));
const starts = NODES.map((node): Start => {
  const saved = [[32, 16], [48, 32], [32]][node]!;
  const contribution = contributionOf(secrets[node]!);
  return { epoch: 2, saved, bits: NO_BITS, contribution, nonce: random.bytes(NONCE_BYTES) };
});

type Change = (node: number, to: keyof Links, bytes: Uint8Array) => Uint8Array;

/**
 * How the start ends at each node when `change` may alter every message. `committed`: to which
 * contributions.
 */
function agreeAll(own: readonly Start[], change: Change = (_, __, bytes) => bytes, committed = own) {
  const rules = { commitments: committed.map(({ contribution }) => commitmentTo(contribution)), vouchers: 1 };
  const links = connectLinks();
  const wrap = (node: number, to: keyof Links, link: Link): Link => ({
    send: (bytes) => link.send(change(node, to, bytes)),
    receive: (length) => link.receive(length),
  });
  return Promise.allSettled(
    NODES.map((node) => {
      const { next, previous } = links[node];
      const changed = { next: wrap(node, "next", next), previous: wrap(node, "previous", previous) };
      return agreeOnStart(perNode(node, changed), node, own[node]!, rules).catch((error: unknown) => {
        links[node].end();
        throw error;
      });
    }),
  );
}

const codeOf = (result: PromiseSettledResult<unknown>) =>
  result.status === "rejected" && result.reason instanceof ProtocolError ? result.reason.code : result.status;

describe("the start of a session", () => {
  it("is the latest common checkpoint, and one seed made of all three contributions", async () => {
    const agreed = (await agreeAll(starts)).map(fulfilled);
    for (const { from, seed } of agreed) {
      expect(from).to.equal(32);
      expect(seed).to.deep.equal(seedOf(starts.map(({ contribution }) => contribution)));
    }
    const none = (await agreeAll(starts.with(2, { ...starts[2]!, saved: [] }))).map(fulfilled);
    expect(none.map(({ from }) => from)).to.deep.equal([null, null, null]);
    for (const node of NODES) {
      const other = { ...starts[node]!, contribution: random.bytes(32) };
      const [first] = (await agreeAll(starts.with(node, other))).map(fulfilled);
      expect(first!.seed).not.to.deep.equal(agreed[0]!.seed);
    }
  });

  it("has contributions that follow from a node's secret of the round, and from nothing else", () => {
    const [own] = starts;
    expect(contributionOf(secrets[0]!)).to.deep.equal(own!.contribution);
    expect(contributionOf(secrets[1]!)).not.to.deep.equal(own!.contribution);
  });

  it("shows a contribution to nobody before all have committed to theirs", () => {
    for (const { contribution } of starts) expect(commitmentTo(contribution)).not.to.deep.equal(contribution);
  });

  it("stops everybody to whom a node contributes something else than it committed to, and names it", async () => {
    for (const cheat of NODES) {
      const chosen = starts.with(cheat, { ...starts[cheat]!, contribution: random.bytes(SEED_BYTES) });
      const results = await agreeAll(chosen, undefined, starts);
      for (const node of NODES.filter((node) => node !== cheat))
        expect(results[node])
          .to.have.property("reason")
          .that.is.instanceOf(ProtocolError)
          .and.includes({ code: "SeedDiffers", party: cheat });
    }
  });

  it("has a salt made of all three nonces, whatever else is the same as before", async () => {
    const agreed = (await agreeAll(starts)).map(fulfilled);
    const salt = saltOf(starts.map(({ nonce }) => nonce));
    for (const { salt: own } of agreed) expect(own).to.deep.equal(salt);
    for (const node of NODES) {
      const again = (await agreeAll(starts.with(node, { ...starts[node]!, nonce: random.bytes(NONCE_BYTES) }))).map(
        fulfilled,
      );
      for (const { salt: other, seed } of again) {
        expect(other).not.to.deep.equal(salt);
        expect(saltedMasks(secrets[0]!, other)).not.to.deep.equal(saltedMasks(secrets[0]!, salt));
        expect(seed).to.deep.equal(agreed[0]!.seed);
      }
    }
  });

  it("stops everybody whom a node has told other things than the third one", async () => {
    for (const cheat of NODES) {
      // Changed in the numbers of both checkpoints, the bits and the nonce. Two nodes that went on
      // from different checkpoints would each name the other for messages of the wrong length.
      for (const place of [7, 11, 12, START_BYTES - 1]) {
        const spoil: Change = (node, to, bytes) =>
          node === cheat && to === "next" && bytes.length === START_BYTES
            ? bytes.map((byte, i) => (i === place ? byte ^ 1 : byte))
            : bytes;
        const results = await agreeAll(starts, spoil);
        for (const node of NODES.filter((node) => node !== cheat)) {
          expect(codeOf(results[node]!), `byte ${place}`).to.equal("SeedDiffers");
          expect(results[node]).to.have.nested.property("reason.party", undefined);
        }
      }
    }
  });

  it("stops for a node of another epoch, and names it", async () => {
    const results = await agreeAll(starts.with(1, { ...starts[1]!, epoch: 3 }));
    expect(results.map(codeOf)).to.deep.equal(["EpochDiffers", "EpochDiffers", "EpochDiffers"]);
    for (const node of [0, 2]) expect(results[node]).to.have.nested.property("reason.party", 1);
  });

  it("says the same once read", () => {
    const positions = fc.array(fc.nat(), { maxLength: CHECKPOINTS_TOLD });
    const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    const bytes = bytesOf(32);
    fc.assert(
      fc.property(fc.nat(), positions, bytesOf(BITS_BYTES), bytes, bytes, (epoch, saved, bits, contribution, nonce) => {
        const start = { epoch, saved, bits, contribution, nonce };
        expect(decodeStart(encodeStart(start))).to.deep.equal(start);
      }),
    );
  });
});
