// Envelopes: they encode to the same bytes again, each message has one form, and no changed bit
// leaves the signature valid.
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { expect } from "chai";
import fc from "fast-check";
import {
  concat,
  encodeAbiParameters,
  getAddress,
  type Hex,
  keccak256,
  parseAbiParameters,
  recoverAddress,
  stringToBytes,
} from "viem";
import { ConcordatError, ProtocolError } from "../../client/errors.ts";
import { turnDigest } from "../../client/round/digests.ts";
import {
  decodeEnvelope,
  ENVELOPE_HEAD,
  type Envelope,
  encodeEnvelope,
  envelopeFor,
  isSignedBy,
  openEnvelope,
  signEnvelope,
} from "../../client/round/envelope.ts";
import { encodeParts, PART_HEAD, type Part, partsDigest, WITHHELD_BYTES } from "../../client/round/parts.ts";
import { accountOf, entryOf, envelopeBytes, exchangeId, rejection } from "../support/network.ts";
import { propertyRuns } from "../support/property-runs.ts";

const sender = accountOf("sender");
const word = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n });
const unsigned = fc.record({
  chainId: word,
  coordinator: fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => getAddress(hexOf(bytes))),
  round: word,
  exchange: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  from: fc.integer({ min: 0, max: 254 }),
  parts: fc.array(
    fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ minLength: 32, maxLength: 32 }).map(hexOf)),
    {
      maxLength: 4,
    },
  ),
});
const WITHHELD: Hex = `0x${"ab".repeat(32)}`;
const SAMPLE = { ...exchangeId(7, 3n), from: 1, parts: [Uint8Array.of(1, 2, 3), WITHHELD] };

function plain(parts: readonly Part[]) {
  return parts.map((part) => (typeof part === "string" ? part : hexOf(part)));
}

function hexOf(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes).toString("hex")}`;
}

const noContract = async () => false;

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
  return "none";
}

/** The envelope with its signature replaced. */
function withSignature(bytes: Uint8Array, r: bigint, s: bigint, v: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed.set(Buffer.from(r.toString(16).padStart(64, "0") + s.toString(16).padStart(64, "0"), "hex"), 93);
  changed[ENVELOPE_HEAD - 1] = v;
  return changed;
}

describe("envelopes", () => {
  it("come back as they went in", async () => {
    await fc.assert(
      fc.asyncProperty(unsigned, async (message) => {
        const envelope = await signEnvelope(message, sender);
        const bytes = encodeEnvelope(envelope);
        expect(bytes).to.have.length(158 + encodeParts(message.parts).length);
        const decoded = decodeEnvelope(bytes);
        expect({ ...decoded, parts: plain(decoded.parts) }).to.deep.equal({ ...envelope, parts: plain(message.parts) });
        expect(await isSignedBy(decoded, sender.address, noContract)).to.equal(true);
      }),
      propertyRuns(25, 64),
    );
  });

  it("are laid out as the page on the wire says, signed as typed data that name the digest posted on chain", async () => {
    const bytes = Buffer.from(encodeEnvelope(await signEnvelope(SAMPLE, sender)));
    expect(bytes.toString("latin1", 0, 4)).to.equal("CCD3");
    expect(BigInt(hexOf(bytes.subarray(4, 36)))).to.equal(31_337n);
    expect(getAddress(hexOf(bytes.subarray(36, 56)))).to.equal(SAMPLE.coordinator);
    expect(BigInt(hexOf(bytes.subarray(56, 88)))).to.equal(3n);
    expect(bytes.readUInt32BE(88)).to.equal(7);
    expect(bytes[92]).to.equal(1);
    expect(bytes.toString("hex", 158)).to.equal(`010000000301020300${"ab".repeat(32)}`);
    const text = (value: string) => keccak256(stringToBytes(value));
    const hashOf = (types: string, values: readonly unknown[]) =>
      keccak256(encodeAbiParameters(parseAbiParameters(types), values as never));
    const parts = keccak256(concat([keccak256(Uint8Array.of(1, 2, 3)), WITHHELD]));
    const digest = hashOf("bytes32, uint256, address, uint256, uint256, uint256, bytes32", [
      text("concordat/turn/v1"),
      ...[31_337n, SAMPLE.coordinator, 3n, 7n, 1n, parts],
    ]);
    expect(decodeEnvelope(bytes).digest).to.equal(digest);
    // EIP-712 by hand.
    const domain = hashOf("bytes32, bytes32, bytes32, uint256, address", [
      text("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
      text("Concordat"),
      text("2"),
      31_337n,
      SAMPLE.coordinator,
    ]);
    const struct = hashOf("bytes32, uint256, uint32, uint8, bytes32", [
      text("Message(uint256 round,uint32 exchange,uint8 from,bytes32 digest)"),
      ...[3n, 7, 1, digest],
    ]);
    const hash = keccak256(concat(["0x1901", domain, struct]));
    expect(await recoverAddress({ hash, signature: hexOf(bytes.subarray(93, 158)) })).to.equal(sender.address);
  });

  it("with any bit changed are not the sender's", async () => {
    const bytes = encodeEnvelope(await signEnvelope(SAMPLE, sender));
    const isAccepted = async (changed: Uint8Array) => {
      const envelope = decodeEnvelope(changed);
      return isSignedBy(envelope, sender.address, noContract);
    };
    for (let bit = 0; bit < 8 * bytes.length; bit += 5) {
      const changed = Uint8Array.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const accepted = await isAccepted(changed).catch((error: unknown) => {
        expect(error).to.be.instanceOf(ProtocolError).with.property("code", "EnvelopeInvalid");
        return false;
      });
      expect(accepted, `bit ${bit}`).to.equal(false);
    }
  });

  it("cut short, or of other bytes, are refused", async () => {
    const bytes = encodeEnvelope(await signEnvelope(SAMPLE, sender));
    for (let length = 0; length < ENVELOPE_HEAD; length++) {
      expect(codeOf(() => decodeEnvelope(bytes.subarray(0, length)))).to.equal("EnvelopeInvalid");
    }
    // Between two parts it is another turn, which the sender did not sign.
    const [first] = SAMPLE.parts as [Uint8Array, Hex];
    for (let length = ENVELOPE_HEAD; length < bytes.length; length++) {
      const cut = bytes.subarray(0, length);
      if (length !== ENVELOPE_HEAD && length !== ENVELOPE_HEAD + PART_HEAD + first.length)
        expect(codeOf(() => decodeEnvelope(cut))).to.equal("EnvelopeInvalid");
      else expect(await isSignedBy(decodeEnvelope(cut), sender.address, noContract)).to.equal(false);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (garbage) => {
        expect(codeOf(() => decodeEnvelope(garbage))).to.equal("EnvelopeInvalid");
      }),
    );
  });

  it("of the version before are refused", async () => {
    const bytes = Buffer.from(encodeEnvelope(await signEnvelope(SAMPLE, sender)));
    bytes.write("CCD2", "latin1");
    expect(codeOf(() => decodeEnvelope(bytes))).to.equal("EnvelopeInvalid");
  });

  it("keep digest and signature when messages for others are withheld, and lose nothing of the rest", async () => {
    const bodies = [1, 2, 3].map((byte) => new Uint8Array(50).fill(byte));
    const bytes = encodeEnvelope(await signEnvelope({ ...SAMPLE, parts: bodies }, sender));
    const whole = decodeEnvelope(bytes);
    const turn = { messages: [0, 1, 2].map((to) => entryOf(1, to, 7)) };
    const views = [[], [0], [1, 2], [0, 1, 2]].map((parties) => envelopeFor(parties, turn, bytes));
    for (const [i, own] of [[], [0], [1, 2], [0, 1, 2]].entries()) {
      const view = views[i]!;
      expect(view).to.have.length(158 + own.length * (PART_HEAD + 50) + (3 - own.length) * WITHHELD_BYTES);
      const { parts, digest, signature } = decodeEnvelope(view);
      expect([digest, signature]).to.deep.equal([whole.digest, whole.signature]);
      const expected = bodies.map((body, k) => (own.includes(k) ? hexOf(body) : keccak256(body)));
      expect(plain(parts)).to.deep.equal(expected);
      expect(await isSignedBy(decodeEnvelope(view), sender.address, noContract)).to.equal(true);
    }
    expect(views.at(-1)).to.deep.equal(bytes);
    // What is withheld stays so; what is for all, all get; what the schedule does not have, nobody.
    expect(envelopeFor([0, 1, 2], turn, views[0]!)).to.deep.equal(views[0]);
    const forAll = { messages: [0, 1, null].map((to) => entryOf(1, to, 7)) };
    expect(envelopeFor([0, 1], forAll, bytes)).to.deep.equal(bytes);
    expect(envelopeFor([0, 1, 2], { messages: turn.messages.slice(0, 1) }, bytes)).to.deep.equal(views[1]);
  });

  it("take one form of a signature only", async () => {
    const bytes = encodeEnvelope(await signEnvelope(SAMPLE, sender));
    const order = secp256k1.Point.Fn.ORDER;
    const { signature } = decodeEnvelope(bytes);
    const r = BigInt(signature.slice(0, 66));
    const s = BigInt(`0x${signature.slice(66, 130)}`);
    const v = Number(`0x${signature.slice(130)}`);
    expect(codeOf(() => decodeEnvelope(withSignature(bytes, r, s, v)))).to.equal("none");
    // The other signature of the same message, and forms that some libraries accept as the same
    // one.
    const others: readonly (readonly [bigint, bigint, number])[] = [
      [r, order - s, 55 - v],
      [r, s, v - 27],
      [r, s, v + 8],
      [r, 0n, v],
      [0n, s, v],
      [order, s, v],
      [r, s, 29],
    ];
    for (const [index, other] of others.entries()) {
      expect(
        codeOf(() => decodeEnvelope(withSignature(bytes, ...other))),
        `form ${index}`,
      ).to.equal("EnvelopeInvalid");
    }
  });

  it("are not made from a signer's rubbish, nor with numbers out of range", async () => {
    const refused = await rejection(signEnvelope(SAMPLE, { signTypedData: async () => "0x1234" }));
    expect(refused).to.be.instanceOf(ProtocolError).with.property("code", "EnvelopeInvalid");
    const envelope = await signEnvelope(SAMPLE, sender);
    const bad: Partial<Envelope>[] = [
      { exchange: -1 },
      { exchange: 2 ** 32 },
      { from: 255 },
      { round: 1n << 256n },
      { chainId: -1n },
    ];
    for (const change of bad)
      expect(() => encodeEnvelope({ ...envelope, ...change }))
        .to.throw(ConcordatError)
        .with.property("code", "NumberOutOfRange");
  });

  it("of another exchange, sender or account are refused, and the sender is named", async () => {
    const id = exchangeId(7, 3n);
    const bytes = await envelopeBytes(sender, id, 1, SAMPLE.parts);
    const expected = { id, from: 1, account: sender.address, contracts: noContract };
    const opened = await openEnvelope(bytes, expected);
    expect({ ...opened, parts: plain(opened.parts) }).to.deep.include({
      ...id,
      from: 1,
      parts: plain(SAMPLE.parts),
    });
    expect(opened.digest).to.equal(turnDigest(id, { exchange: 7, from: 1 }, partsDigest(SAMPLE.parts)));
    const cases = [
      ["EnvelopeMismatch", { ...expected, id: exchangeId(8, 3n) }],
      ["EnvelopeMismatch", { ...expected, id: exchangeId(7, 4n) }],
      ["EnvelopeMismatch", { ...expected, id: { ...id, chainId: 1n } }],
      ["EnvelopeMismatch", { ...expected, id: { ...id, coordinator: sender.address } }],
      ["EnvelopeMismatch", { ...expected, from: 2 }],
      ["SignatureInvalid", { ...expected, account: accountOf("other").address }],
    ] as const;
    for (const [code, other] of cases) {
      const error = await rejection(openEnvelope(bytes, other));
      expect(error).to.be.instanceOf(ProtocolError).that.includes({ code, party: other.from });
    }
    const error = await rejection(openEnvelope(bytes.subarray(1), expected));
    expect(error).to.be.instanceOf(ProtocolError).that.includes({ code: "EnvelopeInvalid", party: 1 });
  });
});
