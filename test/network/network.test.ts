// Real network nodes on loopback: messages arrive, nobody gets a message that is not for it, and
// nodes survive restarts and moves.
import { expect } from "chai";
import { NetworkError, ProtocolError } from "../../client/errors.ts";
import { formatAddresses } from "../../client/network/addresses.ts";
import type { NetworkEvent } from "../../client/network/events.ts";
import { createNetwork } from "../../client/network/network.ts";
import { networkChannel } from "../../client/network/network-channel.ts";
import { decodeEnvelope } from "../../client/round/envelope.ts";
import { turnsOf } from "../../client/round/schedule.ts";
import {
  type Company,
  Consortium,
  entryOf,
  envelopeBytes,
  exchangeId,
  rejection,
  seedOf,
  seen,
  TEST_LIMITS,
} from "../support/network.ts";

const MAX_BYTES = 10_000_000;
const never = new AbortController().signal;
const options = { maxBytes: MAX_BYTES, signal: never };

function isRetry(code: string): (event: NetworkEvent) => boolean {
  return (event) => event.type === "retry" && event.code === code;
}

describe("the network", function () {
  this.timeout(120_000);
  let consortium: Consortium;

  beforeEach(() => {
    consortium = new Consortium();
  });

  afterEach(async () => {
    await consortium.close();
  });

  /** Puts a message of `sender` for `readers` into its store, and returns its bytes. */
  async function offer(sender: Company, exchange: number, readers: readonly Company[], size = 100, round = 1n) {
    const message = exchangeId(exchange, round);
    const bytes = await envelopeBytes(sender.account, message, 0, [new Uint8Array(size).fill(exchange)]);
    sender.store.add(
      message,
      bytes,
      readers.map(({ address }) => address),
    );
    return bytes;
  }

  it("carries messages both ways, large ones too", async () => {
    const [alice, bob] = [await consortium.start("alice"), await consortium.start("bob")];
    const small = await offer(alice, 1, [bob]);
    const large = await offer(bob, 2, [alice], 5_000_000);
    const fetched = await bob.network.fetch(alice.address, exchangeId(1), options);
    expect(Buffer.compare(fetched, small)).to.equal(0);
    expect(Buffer.compare(await alice.network.fetch(bob.address, exchangeId(2), options), large)).to.equal(0);
    expect(await seen(bob.events, (event) => event.type === "served")).to.deep.equal({
      type: "served",
      peer: alice.network.key,
      status: "here",
      bytes: large.length,
    });
  });

  it("serves several rounds and peers at once", async () => {
    const companies = await Promise.all(["alice", "bob", "carol"].map((label) => consortium.start(label)));
    const [alice, bob, carol] = companies as [Company, Company, Company];
    const rounds = [1n, 2n, 3n, 4n];
    const sent = await Promise.all(rounds.map((round) => offer(alice, 5, [bob, carol], 200_000, round)));
    const got = await Promise.all(
      [bob, carol].flatMap(({ network }) =>
        rounds.map((round) => network.fetch(alice.address, exchangeId(5, round), options)),
      ),
    );
    for (const [i, bytes] of got.entries()) {
      expect(Buffer.compare(bytes, sent[i % rounds.length]!)).to.equal(0);
      expect(decodeEnvelope(bytes).round).to.equal(rounds[i % rounds.length]);
    }
  });

  it("gives a message only to whom it is for", async () => {
    const [alice, bob, carol] = await Promise.all(["alice", "bob", "carol"].map((label) => consortium.start(label)));
    await offer(alice!, 1, [bob!]);
    const error = await rejection(carol!.network.fetch(alice!.address, exchangeId(1), options));
    expect(error).to.be.instanceOf(NetworkError).with.property("code", "MessageRefused");
  });

  it("waits for a message and for a round that are not there yet", async () => {
    const [alice, bob] = [await consortium.start("alice"), await consortium.start("bob")];
    const fetching = bob.network.fetch(alice.address, exchangeId(1), options);
    await seen(bob.events, isRetry("RoundUnknown"));
    await offer(alice, 2, [bob]);
    await seen(bob.events, isRetry("MessageNotYet"));
    const bytes = await offer(alice, 1, [bob]);
    expect(Buffer.compare(await fetching, bytes)).to.equal(0);
  });

  it("waits for an account that has not registered, and stops when told to", async () => {
    const bob = await consortium.start("bob");
    const stop = new AbortController();
    const fetching = rejection(
      bob.network.fetch(exchangeId(1).coordinator, exchangeId(1), { ...options, signal: stop.signal }),
    );
    await seen(bob.events, isRetry("PeerUnknown"));
    const reason = new Error("enough");
    stop.abort(reason);
    expect(await fetching).to.equal(reason);
  });

  it("does not talk to somebody with another key than the registered one", async () => {
    const [alice, bob] = [await consortium.start("alice"), await consortium.start("bob")];
    const mallory = await consortium.start("mallory");
    mallory.store.add(exchangeId(1), await envelopeBytes(mallory.account, exchangeId(1), 0, [new Uint8Array(9)]), [
      bob.address,
    ]);
    // Alice's name and key, but Mallory answers there.
    consortium.register(alice.address, alice.network.key, formatAddresses(mallory.network.addresses));
    const stop = new AbortController();
    const fetching = rejection(bob.network.fetch(alice.address, exchangeId(1), { ...options, signal: stop.signal }));
    await seen(bob.events, isRetry("PeerUnreachable"));
    stop.abort();
    await fetching;
    expect(mallory.events).to.deep.equal([]);
  });

  it("lets no stranger in", async () => {
    const alice = await consortium.start("alice");
    const stranger = await consortium.start("stranger", { register: false });
    await offer(alice, 1, [stranger]);
    const stop = new AbortController();
    const fetching = rejection(
      stranger.network.fetch(alice.address, exchangeId(1), { ...options, signal: stop.signal }),
    );
    await seen(stranger.events, isRetry("PeerUnreachable"));
    stop.abort();
    await fetching;
    expect(alice.events).to.deep.equal([]);
  });

  it("resets a peer that is a stranger by now, on the connection that it has", async () => {
    const [alice, bob] = [await consortium.start("alice"), await consortium.start("bob")];
    await offer(alice, 1, [bob]);
    await bob.network.fetch(alice.address, exchangeId(1), options);
    consortium.register(bob.address, `0x${"77".repeat(32)}`, "");
    const stop = new AbortController();
    const fetching = rejection(bob.network.fetch(alice.address, exchangeId(1), { ...options, signal: stop.signal }));
    const reset = await seen(alice.events, ({ type }) => type === "reset");
    expect(reset).to.deep.equal({ type: "reset", peer: bob.network.key, code: "PeerUnknown" });
    await seen(bob.events, ({ type }) => type === "retry");
    stop.abort();
    await fetching;
  });

  it("finds a peer again that restarts elsewhere, with another key", async () => {
    const [alice, bob] = [await consortium.start("alice"), await consortium.start("bob")];
    await offer(alice, 1, [bob]);
    await bob.network.fetch(alice.address, exchangeId(1), options);
    await alice.network.close();
    const fetching = bob.network.fetch(alice.address, exchangeId(2), options);
    await seen(bob.events, isRetry("PeerUnreachable"));
    const again = await consortium.start("alice", { seed: seedOf("alice's second key") });
    expect(again.network.addresses).not.to.deep.equal(alice.network.addresses);
    const bytes = await offer(again, 2, [bob]);
    expect(Buffer.compare(await fetching, bytes)).to.equal(0);
  });

  it("asks a peer that is not reached from outside on the connection that it opened itself", async () => {
    const [alice, bob] = [await consortium.start("alice"), await consortium.start("bob")];
    consortium.register(alice.address, alice.network.key, "");
    const bytes = await offer(alice, 1, [bob]);
    await offer(bob, 2, [alice]);
    const fetching = bob.network.fetch(alice.address, exchangeId(1), options);
    await seen(bob.events, isRetry("PeerUnreachable"));
    await alice.network.fetch(bob.address, exchangeId(2), options);
    expect(Buffer.compare(await fetching, bytes)).to.equal(0);
  });

  it("serves a peer after its restart", async () => {
    const [alice, bob] = [await consortium.start("alice"), await consortium.start("bob")];
    await offer(alice, 1, [bob]);
    await bob.network.fetch(alice.address, exchangeId(1), options);
    await bob.network.close();
    const again = await consortium.start("bob");
    await again.network.fetch(alice.address, exchangeId(1), options);
  });

  it("asks a peer that asks too often to come back later", async () => {
    let time = 0;
    const limits = { ...TEST_LIMITS, requestsPerSecond: 1, requestBurst: 3 };
    const alice = await consortium.start("alice", { limits, now: () => time });
    const [bob, carol] = [await consortium.start("bob"), await consortium.start("carol")];
    await offer(alice, 1, [bob, carol]);
    for (let i = 0; i < 3; i++) await bob.network.fetch(alice.address, exchangeId(1), options);
    const fourth = bob.network.fetch(alice.address, exchangeId(1), options);
    await seen(bob.events, isRetry("PeerBusy"));
    // The limit is Bob's own.
    await carol.network.fetch(alice.address, exchangeId(1), options);
    time += 1000;
    await fourth;
  });

  it("answers only so many requests of a peer at once", async () => {
    const limits = { ...TEST_LIMITS, requestsAtOnce: 2 };
    const gate = Promise.withResolvers<void>();
    let running = 0;
    let most = 0;
    const store = {
      find: async () => {
        running += 1;
        most = Math.max(most, running);
        await gate.promise;
        running -= 1;
        return new Uint8Array(200);
      },
    };
    const alice = await consortium.start("alice", { limits, store });
    const bob = await consortium.start("bob");
    const fetches = Array.from({ length: 4 }, (_, exchange) =>
      bob.network.fetch(alice.address, exchangeId(exchange), options),
    );
    await seen(alice.events, (event) => event.type === "reset" && event.code === "PeerCrowds");
    while (running < 2) await new Promise((resolve) => setImmediate(resolve));
    gate.resolve();
    await Promise.all(fetches);
    expect(most).to.equal(2);
  });

  it("goes on when the other's store or its own chain fails for a while", async () => {
    let asked = 0;
    const store = {
      find: async () => {
        asked += 1;
        if (asked === 1) throw new Error("disk full");
        return new Uint8Array(200);
      },
    };
    const [alice, bob] = [await consortium.start("alice", { store }), await consortium.start("bob")];
    consortium.outages = 2;
    expect(await bob.network.fetch(alice.address, exchangeId(1), options)).to.have.length(200);
    expect(consortium.outages).to.equal(0);
    expect(bob.events.some(isRetry("ChainUnreachable"))).to.equal(true);
    expect(bob.events.some(isRetry("StreamLost"))).to.equal(true);
    expect(alice.events).to.deep.include({ type: "reset", peer: bob.network.key, code: "StoreFailed" });
  });

  it("ends its fetches when it is closed", async () => {
    const [alice, bob] = [await consortium.start("alice"), await consortium.start("bob")];
    const fetching = rejection(bob.network.fetch(alice.address, exchangeId(1), options));
    await seen(bob.events, isRetry("RoundUnknown"));
    await bob.network.close();
    expect(await fetching)
      .to.be.instanceOf(NetworkError)
      .with.property("code", "NetworkClosed");
    const after = await rejection(bob.network.fetch(alice.address, exchangeId(1), options));
    expect(after).to.be.instanceOf(NetworkError).with.property("code", "NetworkClosed");
  });

  it("says when it cannot listen", async () => {
    const alice = await consortium.start("alice");
    const error = await rejection(
      createNetwork({
        seed: seedOf("bob"),
        listen: alice.network.addresses,
        book: { peerOf: async () => null, accountsOf: async () => [], isPeerHost: () => false },
        store: alice.store,
        limits: TEST_LIMITS,
        now: () => 0,
        onEvent: () => undefined,
      }),
    );
    expect(error).to.be.instanceOf(NetworkError).with.property("code", "ListenFailed");
  });

  it("is a channel of a round: what one party stores, another fetches by its step; a refusal names the party", async () => {
    const [alice, bob] = [await consortium.start("alice"), await consortium.start("bob")];
    const { exchange: _, ...round } = exchangeId(0);
    const accounts = [alice.address, bob.address];
    const schedule = turnsOf([entryOf(0, 1, 0), entryOf(0, 1, 4), entryOf(1, null, 4)]);
    const body = Uint8Array.of(1, 2, 3);
    const bytes = await envelopeBytes(alice.account, exchangeId(4), 0, [body]);
    alice.store.add(exchangeId(4), bytes, [bob.address]);
    const toBob = networkChannel(bob.network, round, { accounts, schedule });
    expect(decodeEnvelope(await toBob.fetch(1, 0, MAX_BYTES, never)).parts.map((part) => [...part])).to.deep.equal([
      [1, 2, 3],
    ]);
    // Bob has no message for Alice.
    bob.store.add(exchangeId(4), body, []);
    const toAlice = networkChannel(alice.network, round, { accounts, schedule });
    const refused = await rejection(toAlice.fetch(2, 1, MAX_BYTES, never));
    expect(refused).to.be.instanceOf(ProtocolError).that.includes({ code: "MessageRefused", party: 1 });
  });
});
