import { ristretto255 } from "@noble/curves/ed25519.js";
import { expect } from "chai";
import fc from "fast-check";
import { chooseMessages, openMessages, transferMessages } from "../../../client/crypto/ot/one-of-n.ts";
import { type Bit, chooseKeys, keyPairs, setUpTransfers } from "../../../client/crypto/ot/one-of-two.ts";
import { CryptoError } from "../../../client/errors.ts";
import { createRandom } from "../../../client/math/random.ts";
import { propertyRuns } from "../../support/property-runs.ts";

const seeded = (byte: number) => createRandom(new Uint8Array(32).fill(byte));
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof CryptoError) return error.code;
    throw error;
  }
  return "none";
};

function messagesFor(n: number, lengths: readonly number[], byte: number): Uint8Array[][] {
  const random = seeded(byte);
  return lengths.map((length) => Array.from({ length: n }, () => random.bytes(length)));
}

describe("1-of-2 oblivious transfer", function () {
  this.timeout(120_000);

  it("gives the receiver the key its bit chose, and not the other", () => {
    const bits: Bit[] = [0, 1, 1, 0, 1];
    const sender = setUpTransfers(seeded(1));
    const receiver = chooseKeys(sender.send, bits, seeded(2));
    const pairs = keyPairs(sender.secret, receiver.send, bits.length);
    for (const [t, bit] of bits.entries()) {
      expect(receiver.secret[t]).to.deep.equal(pairs[t]![bit]);
      expect(receiver.secret[t]).not.to.deep.equal(pairs[t]![1 - bit]);
    }
    expect(new Set(pairs.flat().map((key) => Buffer.from(key).toString("hex"))).size).to.equal(10);
  });

  it("derives other keys in every transfer although C and R are shared", () => {
    const sender = setUpTransfers(seeded(1));
    const { send } = chooseKeys(sender.send, [0], seeded(2));
    const twice = keyPairs(sender.secret, Buffer.concat([send, send]), 2);
    expect(twice[0]![0]).not.to.deep.equal(twice[1]![0]);
  });

  it("refuses points that are short, not canonical, the identity, or C itself", () => {
    const sender = setUpTransfers(seeded(1));
    const identity = ristretto255.Point.ZERO.toBytes();
    const noPoint = new Uint8Array(32).fill(0xff);
    const join = (...parts: Uint8Array[]) => Uint8Array.from(Buffer.concat(parts));
    const good = sender.send.slice(0, 32);
    expect(codeOf(() => chooseKeys(sender.send.slice(1), [0], seeded(2)))).to.equal("OtLength");
    expect(codeOf(() => chooseKeys(join(identity, good), [0], seeded(2)))).to.equal("OtPointInvalid");
    expect(codeOf(() => chooseKeys(join(good, identity), [0], seeded(2)))).to.equal("OtPointInvalid");
    expect(codeOf(() => chooseKeys(join(noPoint, good), [0], seeded(2)))).to.equal("OtPointInvalid");
    expect(codeOf(() => keyPairs(sender.secret, good, 2))).to.equal("OtLength");
    expect(codeOf(() => keyPairs(sender.secret, identity, 1))).to.equal("OtPointInvalid");
    expect(codeOf(() => keyPairs(sender.secret, noPoint, 1))).to.equal("OtPointInvalid");
    expect(codeOf(() => keyPairs(sender.secret, good, 1))).to.equal("OtPointInvalid");
  });
});

describe("1-of-N oblivious transfer", function () {
  this.timeout(120_000);

  it("gives exactly the chosen messages for any N", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 70 })), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 255 }),
        (n, transfers, seed) => {
          const choices = transfers.map(([choice]) => choice % n);
          const lengths = transfers.map(([, length]) => length);
          const messages = messagesFor(n, lengths, seed);
          const sender = setUpTransfers(seeded(seed));
          const receiver = chooseMessages(sender.send, n, choices, seeded(seed + 1));
          const body = transferMessages(sender.secret, n, receiver.send, messages);
          expect(openMessages(receiver.secret, body, lengths)).to.deep.equal(choices.map((c, t) => messages[t]![c]));
        },
      ),
      propertyRuns(15, 4),
    );
  });

  it("lets nobody open another message with the keys of the choice", () => {
    const n = 5;
    const lengths = [40];
    const sender = setUpTransfers(seeded(7));
    const receiver = chooseMessages(sender.send, n, [2], seeded(8));
    const body = transferMessages(sender.secret, n, receiver.send, messagesFor(n, lengths, 9));
    for (const other of [0, 1, 3, 4])
      expect(codeOf(() => openMessages({ ...receiver.secret, choices: [other] }, body, lengths))).to.equal(
        "OtAuthentication",
      );
  });

  it("notices a changed, short or long body", () => {
    const lengths = [8, 3];
    const sender = setUpTransfers(seeded(7));
    const receiver = chooseMessages(sender.send, 3, [2, 0], seeded(8));
    const body = transferMessages(sender.secret, 3, receiver.send, messagesFor(3, lengths, 9));
    const chosenStart = 2 * (8 + 16);
    const changed = Uint8Array.from(body);
    changed[chosenStart]! ^= 1;
    expect(codeOf(() => openMessages(receiver.secret, changed, lengths))).to.equal("OtAuthentication");
    expect(codeOf(() => openMessages(receiver.secret, body.slice(1), lengths))).to.equal("OtLength");
    expect(codeOf(() => openMessages(receiver.secret, Buffer.concat([body, body]), lengths))).to.equal("OtLength");
  });

  it("refuses fewer than two messages, a choice out of range and messages of different lengths", () => {
    const sender = setUpTransfers(seeded(7));
    expect(codeOf(() => chooseMessages(sender.send, 1, [0], seeded(8)))).to.equal("OtCount");
    expect(codeOf(() => chooseMessages(sender.send, 3, [3], seeded(8)))).to.equal("OtCount");
    const receiver = chooseMessages(sender.send, 2, [1], seeded(8));
    const uneven = [[new Uint8Array(3), new Uint8Array(4)]];
    expect(codeOf(() => transferMessages(sender.secret, 2, receiver.send, uneven))).to.equal("OtCount");
  });

  it("replays from its seeds", () => {
    const run = () => {
      const sender = setUpTransfers(seeded(3));
      const receiver = chooseMessages(sender.send, 4, [1, 2], seeded(4));
      return [sender.send, receiver.send, transferMessages(sender.secret, 4, receiver.send, messagesFor(4, [5, 6], 5))];
    };
    expect(run()).to.deep.equal(run());
  });
});
