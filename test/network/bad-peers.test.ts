// Authenticated peers that misbehave on the wire: frames that are too long, cut short, garbled or
// of another version, and silence.
import type { Stream } from "@libp2p/interface";
import { type Multiaddr, multiaddr } from "@multiformats/multiaddr";
import { expect } from "chai";
import { NetworkError } from "../../client/errors.ts";
import { encodeRequest, encodeResponse, MESSAGE_PROTOCOL } from "../../client/network/frames.ts";
import { peerIdOf } from "../../client/network/identity.ts";
import {
  accountOf,
  type Company,
  type CompanyOptions,
  Consortium,
  exchangeId,
  rejection,
  seen,
  startRawNode,
  TEST_LIMITS,
} from "../support/network.ts";

const options = { maxBytes: 1000, signal: new AbortController().signal };
const envelope = new Uint8Array(1000).fill(7);

/** Sends `bytes` and ends the stream. */
function sender(bytes: Uint8Array): (stream: Stream) => Promise<void> {
  return async (stream) => {
    stream.send(bytes);
    await stream.close();
  };
}

function withLength(length: number, bytes: Uint8Array): Uint8Array {
  const changed = Buffer.from(bytes);
  changed.writeUInt32BE(length, 2);
  return changed;
}

describe("peers that misbehave on the wire", function () {
  this.timeout(120_000);
  let consortium: Consortium;
  let bob: Company;
  const mallory = accountOf("mallory").address;

  async function start(handler: (stream: Stream) => void | Promise<void>, company: CompanyOptions = {}) {
    bob = await consortium.start("bob", company);
    return startRawNode(consortium, "mallory", handler);
  }

  function bobsAddress(): Multiaddr {
    return multiaddr(`${bob.network.addresses[0]}/p2p/${peerIdOf(bob.network.key)}`);
  }

  beforeEach(() => {
    consortium = new Consortium();
  });

  afterEach(async () => {
    await consortium.close();
  });

  const FRAMES: readonly (readonly [name: string, code: string, bytes: Uint8Array])[] = [
    ["longer than is acceptable", "FrameTooLong", encodeResponse(new Uint8Array(1001))],
    ["announced as 4 GB", "FrameTooLong", withLength(2 ** 32 - 1, encodeResponse(envelope))],
    ["shorter than announced", "FrameInvalid", encodeResponse(envelope).subarray(0, -1)],
    ["ending in its head", "FrameInvalid", Uint8Array.of(2, 0, 0)],
    ["longer than announced", "FrameInvalid", withLength(999, encodeResponse(envelope))],
    ["of another version", "FrameInvalid", Uint8Array.of(1, ...encodeResponse(envelope).subarray(1))],
    ["of an unknown status", "FrameInvalid", Uint8Array.of(2, 99, 0, 0, 0, 0)],
    ["too short for an envelope", "FrameInvalid", encodeResponse(new Uint8Array(157))],
    ["of garbage", "FrameInvalid", Buffer.from("GET / HTTP/1.1\r\n\r\n")],
  ];
  for (const [name, code, bytes] of FRAMES) {
    it(`a response ${name} is refused`, async () => {
      await start(sender(bytes));
      const error = await rejection(bob.network.fetch(mallory, exchangeId(1), options));
      expect(error).to.be.instanceOf(NetworkError).with.property("code", code);
    });
  }

  it("a response of just the acceptable length arrives", async () => {
    await start(sender(encodeResponse(envelope)));
    expect(await bob.network.fetch(mallory, exchangeId(1), options)).to.have.length(1000);
  });

  it("nothing of a response that is too long is waited for", async () => {
    // Only the head comes; the rest never does.
    await start((stream) => void stream.send(withLength(1001, encodeResponse(envelope)).subarray(0, 6)));
    const error = await rejection(bob.network.fetch(mallory, exchangeId(1), options));
    expect(error).to.be.instanceOf(NetworkError).with.property("code", "FrameTooLong");
  });

  it("of a response that is too long, hardly more than its head is taken", async () => {
    const announced = 1 << 28;
    let sent = 0;
    const over = Promise.withResolvers<void>();
    await start(async (stream) => {
      const ended = new Promise((resolve) => stream.addEventListener("close", resolve, { once: true }));
      stream.send(withLength(announced, encodeResponse(envelope)).subarray(0, 6));
      const chunk = new Uint8Array(1 << 14);
      while (stream.status === "open" && sent < announced) {
        sent += chunk.length;
        if (stream.send(chunk)) await new Promise((resolve) => setImmediate(resolve));
        else await Promise.race([ended, stream.onDrain().catch(() => undefined)]);
      }
      over.resolve();
    });
    const error = await rejection(bob.network.fetch(mallory, exchangeId(1), options));
    expect(error).to.be.instanceOf(NetworkError).with.property("code", "FrameTooLong");
    await over.promise;
    // What was in transit when the stream was reset.
    expect(sent).to.be.below(announced / 64);
  });

  it("a peer that never answers is waited for until told to stop", async () => {
    const asked = Promise.withResolvers<void>();
    await start(() => asked.resolve());
    const stop = new AbortController();
    const fetching = rejection(bob.network.fetch(mallory, exchangeId(1), { ...options, signal: stop.signal }));
    await asked.promise;
    const reason = new Error("the exchange's time is over");
    stop.abort(reason);
    expect(await fetching).to.equal(reason);
  });

  it("a peer that falls silent is dialled anew", async () => {
    let asked = 0;
    const connections = new Set<string>();
    const handler = async (stream: Stream) => {
      asked += 1;
      stream.send(encodeResponse(envelope).subarray(0, asked === 1 ? 500 : undefined));
      if (asked > 1) await stream.close();
    };
    const node = await start(handler, { limits: { ...TEST_LIMITS, idleMs: 50 } });
    node.addEventListener("connection:open", ({ detail }) => connections.add(detail.id));
    expect(await bob.network.fetch(mallory, exchangeId(1), options)).to.have.length(1000);
    expect(bob.events.some((event) => event.type === "retry" && event.code === "PeerSilent")).to.equal(true);
    expect(asked).to.be.greaterThan(1);
    expect(connections.size).to.be.greaterThan(1);
  });

  it("a peer of another version is asked again, since it may be brought up to date", async () => {
    const node = await start(() => undefined);
    await node.unhandle(MESSAGE_PROTOCOL);
    const fetching = bob.network.fetch(mallory, exchangeId(1), options);
    await seen(bob.events, (event) => event.type === "retry" && event.code === "ProtocolUnsupported");
    await node.handle(MESSAGE_PROTOCOL, sender(encodeResponse(envelope)));
    expect(await fetching).to.have.length(1000);
  });

  it("a peer that resets is asked again", async () => {
    let asked = 0;
    await start(async (stream) => {
      asked += 1;
      if (asked < 3) stream.abort(new Error("not now"));
      else await sender(encodeResponse(envelope))(stream);
    });
    expect(await bob.network.fetch(mallory, exchangeId(1), options)).to.have.length(1000);
    expect(asked).to.equal(3);
  });

  it("a peer that resets inside a frame is asked again: only one that ends there is at fault", async () => {
    let asked = 0;
    await start(async (stream) => {
      asked += 1;
      if (asked > 6) return sender(encodeResponse(envelope))(stream);
      await new Promise((resolve) => stream.addEventListener("message", resolve, { once: true }));
      stream.send(encodeResponse(envelope).subarray(0, 100 * asked));
      for (let turn = asked; turn > 3; turn--) await new Promise((resolve) => setImmediate(resolve));
      stream.abort(new Error("not now"));
    });
    expect(await bob.network.fetch(mallory, exchangeId(1), options)).to.have.length(1000);
    const codes = bob.events.flatMap((event) => (event.type === "retry" ? [event.code] : []));
    expect(codes).to.deep.equal(new Array(6).fill("StreamLost"));
  });

  const REQUESTS: readonly (readonly [name: string, code: string, bytes: Uint8Array])[] = [
    ["of another version", "FrameInvalid", Uint8Array.of(1, ...encodeRequest(exchangeId(1)).subarray(1))],
    ["cut short", "FrameInvalid", encodeRequest(exchangeId(1)).subarray(0, -1)],
    ["too long", "FrameInvalid", Uint8Array.of(...encodeRequest(exchangeId(1)), 0)],
    ["of a megabyte", "FrameInvalid", new Uint8Array(1 << 20).fill(1)],
  ];
  for (const [name, code, bytes] of REQUESTS) {
    it(`a request ${name} is reset`, async () => {
      const node = await start(() => undefined);
      const stream = await node.dialProtocol(bobsAddress(), MESSAGE_PROTOCOL);
      const closed = new Promise((resolve) => stream.addEventListener("close", resolve, { once: true }));
      await sender(bytes)(stream).catch(() => undefined);
      const reset = await seen(bob.events, ({ type }) => type === "reset");
      expect(reset).to.deep.include({ type: "reset", code });
      await closed;
    });
  }

  it("a request that never comes ends with the idle time", async () => {
    const node = await start(() => undefined, { limits: { ...TEST_LIMITS, idleMs: 50 } });
    const stream = await node.dialProtocol(bobsAddress(), MESSAGE_PROTOCOL);
    stream.send(encodeRequest(exchangeId(1)).subarray(0, 40));
    expect(await seen(bob.events, ({ type }) => type === "reset")).to.deep.include({ code: "PeerSilent" });
  });

  it("a peer that does not take its message is reset in time", async () => {
    const store = { find: async () => new Uint8Array(3_000_000) };
    const node = await start(() => undefined, { store, limits: { ...TEST_LIMITS, sendMs: 100 } });
    const stream = await node.dialProtocol(bobsAddress(), MESSAGE_PROTOCOL);
    stream.pause();
    stream.send(encodeRequest(exchangeId(1)));
    await stream.close();
    expect(await seen(bob.events, ({ type }) => type === "reset")).to.deep.include({ code: "PeerSlow" });
  });

  it("of many connections of one peer only the newest stay", async () => {
    const node = await start(() => undefined, { limits: { ...TEST_LIMITS, connectionsPerPeer: 2 } });
    const opened = [];
    for (let i = 0; i < 4; i++) opened.push(await node.dial(bobsAddress(), { force: true }));
    await Promise.all(
      opened.slice(0, 2).map((connection) => {
        if (connection.status !== "open") return undefined;
        return new Promise((resolve) => connection.addEventListener("close", resolve, { once: true }));
      }),
    );
    expect(opened.slice(2).map(({ status }) => status)).to.deep.equal(["open", "open"]);
  });
});
