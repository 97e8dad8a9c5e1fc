// Strangers fill the places for connections that have not shown a session's key, in every way they
// can; the nodes connect all the same.
import { connect as connectTls } from "node:tls";
import { expect } from "chai";
import { listenForSessions, type SessionListener, SUITE } from "../../client/links/listener.ts";
import { openSession, type SessionLinks } from "../../client/links/session.ts";
import { linkSecrets } from "../support/links.ts";
import { NODES } from "../support/sharing.ts";
import { manyAddresses, type Strangers, sendStrangers } from "../support/strangers.ts";

const secrets = linkSecrets(11);
const name = { id: new Uint8Array(32).fill(5), epoch: 0 };

/** The head of a TLS record of 512 bytes, and no more: half a handshake. */
const HALF_HANDSHAKE = Uint8Array.of(22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3);

describe("a flood of strangers at the port for sessions", function () {
  this.timeout(180_000);
  let listeners: SessionListener[] = [];
  let strangers: Strangers | null = null;
  let dropped: PromiseWithResolvers<void>;

  beforeEach(async () => {
    dropped = Promise.withResolvers<void>();
    const onDropped = () => dropped.resolve();
    const isPeer = (group: string) => group === "127.0.0.1";
    listeners = await Promise.all(NODES.map(() => listenForSessions("0.0.0.0", 0, { isPeer, onDropped })));
  });

  afterEach(() => {
    strangers?.stop();
    strangers = null;
    for (const listener of listeners) listener.close();
  });

  async function connectAll(): Promise<SessionLinks[]> {
    const addresses = listeners.map(({ address }) => ({ host: "127.0.0.1", port: address.port }));
    const endpoints = NODES.map((node) =>
      openSession({ node, name, secrets: secrets[node]!, listener: listeners[node]! }),
    );
    const { signal } = new AbortController();
    return Promise.all(endpoints.map((endpoint) => endpoint.connect(addresses, signal)));
  }

  const FLOODS = [
    ["that say nothing, from one address", () => "127.0.0.2", undefined, 200],
    ["that say nothing, from many addresses", manyAddresses, undefined, 300],
    ["that stop in the handshake, from many addresses", manyAddresses, HALF_HANDSHAKE, 300],
    ["that send garbage, from many addresses", manyAddresses, Buffer.alloc(100, 255), 100],
  ] as const;
  for (const [title, from, opening, count] of FLOODS) {
    it(`of connections ${title}, does not keep the nodes apart`, async () => {
      const { port } = listeners[0]!.address;
      strangers = sendStrangers({ port, count, from, ...(opening === undefined ? {} : { opening }) });
      await strangers.held();
      const sessions = await connectAll();
      sessions[1]!.links[0]!.send(Uint8Array.of(7));
      expect(await sessions[0]!.links[1]!.receive(1)).to.deep.equal(Uint8Array.of(7));
      for (const session of sessions) session.close();
    });
  }

  it("does not touch links that are open", async () => {
    const sessions = await connectAll();
    const { port } = listeners[0]!.address;
    strangers = sendStrangers({ port, count: 200, from: () => "127.0.0.1", again: false });
    await dropped.promise;
    sessions[1]!.links[0]!.send(Uint8Array.of(7));
    expect(await sessions[0]!.links[1]!.receive(1)).to.deep.equal(Uint8Array.of(7));
    for (const session of sessions) session.close();
  });

  it("with another key than the session's is thrown out at once, though it knows the session's name", async () => {
    const identity = "known";
    const [listener] = listeners as [SessionListener];
    const arrival = listener.expect(identity, Buffer.alloc(32, 1));
    const dial = (psk: Uint8Array) =>
      connectTls({
        ...SUITE,
        host: "127.0.0.1",
        port: listener.address.port,
        pskCallback: () => ({ psk, identity }),
        ca: [],
        checkServerIdentity: () => undefined,
      });
    const stranger = dial(Buffer.alloc(32, 2));
    stranger.on("error", () => undefined);
    await new Promise((resolve) => stranger.once("close", resolve));
    const peer = dial(Buffer.alloc(32, 1));
    (await arrival.socket).destroy();
    peer.destroy();
  });
});
