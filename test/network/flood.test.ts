// Strangers fill the places before the handshake, in every way they can; a peer is served all the
// same.
import { expect } from "chai";
import { type Company, Consortium, envelopeBytes, exchangeId, seen } from "../support/network.ts";
import { manyAddresses, type Strangers, sendStrangers } from "../support/strangers.ts";

const options = { maxBytes: 10_000, signal: new AbortController().signal };
/** The head of multistream-select, and no more: half a handshake. */
const HALF_HANDSHAKE = Buffer.from("\x13/multistream/1.0.0\n", "latin1");

describe("a flood of strangers at the port for messages", function () {
  this.timeout(180_000);
  let consortium: Consortium;
  let alice: Company;
  let bob: Company;
  let strangers: Strangers | null = null;

  beforeEach(async () => {
    consortium = new Consortium();
    alice = await consortium.start("alice");
    bob = await consortium.start("bob");
    const bytes = await envelopeBytes(alice.account, exchangeId(1), 0, [new Uint8Array(100)]);
    alice.store.add(exchangeId(1), bytes, [bob.address]);
  });

  afterEach(async () => {
    strangers?.stop();
    strangers = null;
    await consortium.close();
  });

  const port = () => Number(/tcp\/(\d+)/.exec(alice.network.addresses[0]!)![1]);

  const FLOODS = [
    ["that say nothing, from one address", () => "127.0.0.2", undefined, 200],
    ["that say nothing, from many addresses", manyAddresses, undefined, 300],
    ["that stop in the handshake, from many addresses", manyAddresses, HALF_HANDSHAKE, 300],
    ["that send garbage, from many addresses", manyAddresses, Buffer.alloc(100, 255), 100],
  ] as const;
  for (const [name, from, opening, count] of FLOODS) {
    it(`of connections ${name}, does not keep a peer from its message`, async () => {
      strangers = sendStrangers({ port: port(), count, from, ...(opening === undefined ? {} : { opening }) });
      await strangers.held();
      expect(await bob.network.fetch(alice.address, exchangeId(1), options)).to.have.length(263);
    });
  }

  it("is told of, once and not for each connection", async () => {
    strangers = sendStrangers({ port: port(), count: 200, from: () => "127.0.0.2", again: false });
    await seen(alice.events, ({ type }) => type === "crowded");
    await strangers.held();
    await bob.network.fetch(alice.address, exchangeId(1), options);
    expect(alice.events.filter(({ type }) => type === "crowded")).to.have.length(1);
  });
});
