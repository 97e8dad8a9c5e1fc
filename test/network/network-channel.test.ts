// A channel of a round: whose fault it is when a message does not arrive, and which messages of a
// turn each party gets.
import { expect } from "chai";
import { ProtocolError } from "../../client/errors.ts";
import { connectInProcess } from "../../client/network/channel.ts";
import { networkChannel } from "../../client/network/network-channel.ts";
import { decodeEnvelope, ENVELOPE_HEAD } from "../../client/round/envelope.ts";
import { PART_HEAD, WITHHELD_BYTES } from "../../client/round/parts.ts";
import { turnsOf } from "../../client/round/schedule.ts";
import {
  accountOf,
  COORDINATOR,
  Consortium,
  entryOf,
  envelopeBytes,
  exchangeId,
  rejection,
} from "../support/network.ts";

const ROUND = { chainId: 31_337n, coordinator: COORDINATOR, round: 1n };
const alice = accountOf("alice");
const accounts = [alice.address, accountOf("bob").address, accountOf("carol").address];
/** In the second exchange, party 0 has a message for each other party and one for both. */
const schedule = turnsOf([entryOf(0, 1, 0), entryOf(0, 1, 1), entryOf(0, 2, 1), entryOf(0, null, 1)]);
const agreement = { accounts, schedule };
const never = new AbortController().signal;

describe("a message that does not come", function () {
  this.timeout(120_000);
  const missing = new ProtocolError("MessageMissing", "too late", 0);

  it("a party that was not reached is not named, one that was is", async () => {
    for (const [codes, party] of [
      [[], undefined],
      [["PeerUnreachable"], undefined],
      [["MessageNotYet"], 0],
      [["PeerSilent"], 0],
      [["PeerUnreachable", "StreamLost"], 0],
      [["PeerBusy", "PeerUnreachable"], undefined],
      [["MessageNotYet", "ChainUnreachable"], 0],
    ] as const) {
      const channel = networkChannel(
        {
          fetch: async (_account, _message, { onRetry }) => {
            for (const code of codes) onRetry!(code);
            throw missing;
          },
        },
        ROUND,
        agreement,
      );
      const error = await rejection(channel.fetch(1, 0, 1000, never));
      expect(error).to.be.instanceOf(ProtocolError).with.property("code", "MessageMissing");
      expect(error, codes.join()).to.have.property("party", party);
    }
  });

  it("is told from one at a port where nobody is", async () => {
    const consortium = new Consortium();
    const [gone, bob] = [await consortium.start("alice"), await consortium.start("bob")];
    await gone.network.close();
    const stop = new AbortController();
    const fetching = rejection(networkChannel(bob.network, ROUND, agreement).fetch(1, 0, 1000, stop.signal));
    while (!bob.events.some(({ type }) => type === "retry")) await new Promise((resolve) => setImmediate(resolve));
    stop.abort(missing);
    expect(await fetching).to.have.property("party", undefined);
    await consortium.close();
  });
});

describe("the turn of a step", () => {
  it("is asked for by its exchange, of its sender's account", async () => {
    const asked: unknown[] = [];
    const fetch = async (...[account, message]: [unknown, unknown, unknown]) => {
      asked.push(account, message);
      return new Uint8Array();
    };
    await networkChannel({ fetch }, ROUND, agreement).fetch(1, 0, 1000, never);
    expect(asked).to.deep.equal([alice.address, exchangeId(1)]);
  });

  it("in one process, reaches each party with its own bodies and only the digests of the others", async () => {
    const channels = connectInProcess(3, schedule);
    const bodies = [1, 2, 3].map((byte) => new Uint8Array(10).fill(byte));
    const early = channels[1]!.fetch(1, 0, 1000, never);
    const published = await envelopeBytes(alice, exchangeId(1), 0, bodies);
    await channels[0]!.publish(1, published);
    for (const [fetching, own] of [
      [early, [0, 2]],
      [channels[2]!.fetch(1, 0, 1000, never), [1, 2]],
    ] as const) {
      const bytes = await fetching;
      const { parts, digest } = decodeEnvelope(bytes);
      for (const [i, part] of parts.entries())
        if ((own as readonly number[]).includes(i)) expect([...part]).to.deep.equal([...bodies[i]!]);
        else expect(part).to.be.a("string");
      expect(digest).to.equal(decodeEnvelope(published).digest);
    }
  });

  it("in one process, too, is refused when it is longer than the turn can need, and arrives when it is not", async () => {
    const [own, bob] = connectInProcess(2, schedule);
    const turn = (bytes: number) => envelopeBytes(alice, exchangeId(1), 0, new Array(3).fill(new Uint8Array(bytes)));
    const length = ENVELOPE_HEAD + 2 * (PART_HEAD + 100) + WITHHELD_BYTES;
    const early = bob!.fetch(1, 0, length - 1, never);
    await own!.publish(1, await turn(100));
    for (const fetching of [early, bob!.fetch(1, 0, length - 1, never)])
      expect(await rejection(fetching))
        .to.be.instanceOf(ProtocolError)
        .that.includes({ code: "FrameTooLong", party: 0 });
    expect(await bob!.fetch(1, 0, length, never)).to.have.length(length);
  });

  it("in one process, arrives as it is where it is no envelope", async () => {
    const [own, bob] = connectInProcess(2, schedule);
    const garbage = new Uint8Array(200).fill(7);
    await own!.publish(1, garbage);
    expect(await bob!.fetch(1, 0, 1000, never)).to.deep.equal(garbage);
  });

  it("in one process, is copied, and waited for until told to stop", async () => {
    const [own, bob] = connectInProcess(2, schedule);
    const stop = new AbortController();
    const waiting = rejection(bob!.fetch(0, 0, 1000, stop.signal));
    const reason = new Error("enough");
    stop.abort(reason);
    expect(await waiting).to.equal(reason);
    await own!.publish(0, await envelopeBytes(alice, exchangeId(0), 0, [Uint8Array.of(1)]));
    (await bob!.fetch(0, 0, 1000, never)).fill(0);
    const { parts } = decodeEnvelope(await bob!.fetch(0, 0, 1000, never));
    expect([...parts[0]!]).to.deep.equal([1]);
  });
});
