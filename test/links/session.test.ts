// Sessions over loopback: three nodes compute, and a connection without the key, the session's name
// or a proper handshake is not heard.
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { Duplex, duplexPair } from "node:stream";
import { expect } from "chai";
import { neighbours } from "../../client/crypto/sharing/link.ts";
import { ProtocolError } from "../../client/errors.ts";
import { type Address, listenForSessions, type SessionListener } from "../../client/links/listener.ts";
import { openSession, type SessionLinks } from "../../client/links/session.ts";
import { SocketLink } from "../../client/links/socket-link.ts";
import { linkSecrets } from "../support/links.ts";
import { createNodes, NODES, openShared, seeded } from "../support/sharing.ts";

const secrets = linkSecrets(11);
const name = { id: new Uint8Array(32).fill(5), epoch: 0 };

const listeners: SessionListener[] = [];

const openAt = async (node: number, changes: Partial<Parameters<typeof openSession>[0]> = {}) => {
  const listener = await listenForSessions("127.0.0.1", 0);
  listeners.push(listener);
  return { ...openSession({ node, name, secrets: secrets[node]!, listener, ...changes }), address: listener.address };
};

async function threeSessions(signal: AbortSignal): Promise<SessionLinks[]> {
  const endpoints = await Promise.all(NODES.map((node) => openAt(node)));
  const addresses = endpoints.map(({ address }) => address);
  return Promise.all(endpoints.map((endpoint) => endpoint.connect(addresses, signal)));
}

const failureOf = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error);

function expectFailure(failure: unknown, code: string, party: number): void {
  expect(failure).to.be.instanceOf(ProtocolError).with.property("code", code);
  expect(failure).to.have.property("party", party);
}

describe("sessions between node processes", function () {
  this.timeout(120_000);
  after(() => {
    for (const listener of listeners) listener.close();
  });

  it("carry a computation, and end for all when one ends", async () => {
    const sessions = await threeSessions(new AbortController().signal);
    const links = NODES.map((node) => neighbours(node, sessions[node]!.links));
    const x = Array.from({ length: 3000 }, (_, i) => BigInt(i - 1500));
    const squares = await openShared(createNodes({ links }), [x], seeded(12), async (node, [a]) => {
      const [square] = await node.reshare(node.product(a!, a!));
      return node.add(square, await node.negative(a!));
    });
    expect(squares).to.deep.equal(x.map((value) => value * value + (value < 0n ? 1n : 0n)));
    const [first, second, third] = sessions as [SessionLinks, SessionLinks, SessionLinks];
    const waiting = failureOf(second.links[0]!.receive(1));
    first.links[1]!.send(new Uint8Array(2));
    first.close();
    expectFailure(await waiting, "MessageLength", 0);
    expectFailure(await failureOf(third.links[0]!.receive(1)), "PeerLost", 0);
    second.close();
    third.close();
  });

  it("hold a sender back while nobody reads, and lose nothing", async () => {
    const sessions = await threeSessions(new AbortController().signal);
    const large = seeded(13).bytes(6_000_000);
    for (let i = 0; i < 3; i++) sessions[0]!.links[1]!.send(large);
    for (let i = 0; i < 3; i++) {
      expect(Buffer.compare(await sessions[1]!.links[0]!.receive(large.length), large)).to.equal(0);
    }
    for (const session of sessions) session.close();
  });

  for (const [what, changes] of [
    ["another key", { secrets: linkSecrets(12)[2]! }],
    ["another session", { name: { ...name, id: new Uint8Array(32) } }],
    ["another epoch", { name: { ...name, epoch: 1 } }],
  ] as const) {
    it(`do not connect to a node with ${what}, and wait for the right one`, async () => {
      const stop = new AbortController();
      const giveUp = new AbortController();
      const [zero, one, two, wrong] = await Promise.all([openAt(0), openAt(1), openAt(2), openAt(2, changes)]);
      const addresses: Address[] = [zero.address, one.address, two.address];
      const relay = await relayTo(zero.address);
      const intruder = failureOf(wrong.connect([relay.address, one.address], giveUp.signal));
      const waiting = [zero.connect(addresses, stop.signal), one.connect(addresses, stop.signal)];
      await relay.ended;
      await turnedAway(zero.address);
      const sessions = await Promise.all([...waiting, two.connect(addresses, stop.signal)]);
      giveUp.abort(new Error("given up"));
      relay.close();
      expect(await intruder).to.have.property("message", "given up");
      sessions[2]!.links[0]!.send(Uint8Array.of(1, 2));
      expect(await sessions[0]!.links[2]!.receive(2)).to.deep.equal(Uint8Array.of(1, 2));
      for (const session of sessions) session.close();
    });
  }

  it("need the addresses of those they dial", async () => {
    const endpoint = await openAt(1);
    expectFailure(await failureOf(endpoint.connect([], new AbortController().signal)), "AddressMissing", 0);
  });

  it("reject with the signal's reason, before and after they are open", async () => {
    const stop = new AbortController();
    const endpoint = await openAt(0);
    const connecting = failureOf(endpoint.connect([], stop.signal));
    stop.abort(new Error("stopped"));
    expect(await connecting).to.have.property("message", "stopped");
    const later = new AbortController();
    const sessions = await threeSessions(later.signal);
    const waiting = failureOf(sessions[0]!.links[1]!.receive(1));
    later.abort();
    expectFailure(await waiting, "PeerLost", 1);
  });
});

/**
 * A relay to `target`, and a promise that resolves when the first connection through it has ended.
 */
async function relayTo({
  host,
  port,
}: Address): Promise<{ readonly address: Address; readonly ended: Promise<void>; close(): void }> {
  const ended = Promise.withResolvers<void>();
  const server = createServer((near) => {
    const far = connect(port, host);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) {
      socket.on("error", () => socket.destroy());
      socket.on("close", () => ended.resolve());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    address: { host, port: (server.address() as AddressInfo).port },
    ended: ended.promise,
    close: () => server.close(),
  };
}

/** Connects without a key, sends what is not TLS and waits for the end. */
function turnedAway({ host, port }: Address): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => socket.write("GET / HTTP/1.1\r\n\r\n"));
    socket.on("error", () => {});
    socket.on("data", () => {});
    socket.on("close", () => resolve());
  });
}

describe("frames on a socket", function () {
  this.timeout(120_000);

  const pair = () => {
    const [here, there] = duplexPair();
    return { link: new SocketLink(here, 1), there };
  };
  const frame = (bytes: Uint8Array) => Buffer.concat([Uint8Array.of(bytes.length, 0, 0, 0), bytes]);

  it("go out as they were sent, whatever follows them in the same memory", async () => {
    const written: Buffer[] = [];
    const slow = new Duplex({
      read() {},
      write(chunk: Uint8Array, _, done) {
        setImmediate(() => {
          written.push(Buffer.from(chunk));
          done();
        });
      },
    });
    const link = new SocketLink(slow, 1);
    const messages = [3, 9, 2, 9, 1].map((length, k) => new Uint8Array(length).fill(k + 1));
    const memory = new Uint8Array(9);
    for (const [k, message] of messages.entries()) {
      memory.set(message);
      link.send(memory.subarray(0, message.length));
      // The third and the fifth follow a frame that has not been written.
      if (k % 2 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const ended = once(slow, "finish");
    link.end();
    await ended;
    expect(Buffer.concat(written)).to.deep.equal(Buffer.concat(messages.map(frame)));
  });

  it("come whole however they are cut", async () => {
    const messages = [Uint8Array.of(1), Uint8Array.of(2, 3, 4), Uint8Array.of(5, 6)];
    const stream = Buffer.concat(messages.map(frame));
    for (const size of [1, 2, 3, 5, stream.length]) {
      const { link, there } = pair();
      for (let at = 0; at < stream.length; at += size) there.write(stream.subarray(at, at + size));
      for (const message of messages) expect(await link.receive(message.length)).to.deep.equal(message);
    }
  });

  it("of another length end the link before their bytes are kept", async () => {
    const { link, there } = pair();
    there.write(Uint8Array.of(255, 255, 255, 255));
    expectFailure(await failureOf(link.receive(8)), "MessageLength", 1);
    expectFailure(await failureOf(link.receive(8)), "MessageLength", 1);
  });

  it("that are cut short are a lost peer", async () => {
    const { link, there } = pair();
    there.write(Uint8Array.of(2, 0, 0, 0, 7));
    there.end();
    expectFailure(await failureOf(link.receive(2)), "PeerLost", 1);
  });
});
