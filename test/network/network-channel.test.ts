// A channel of a round over the network: whose fault it is when a message does not arrive.
import { expect } from "chai";
import { ProtocolError } from "../../client/errors.ts";
import { connectInProcess } from "../../client/network/channel.ts";
import { networkChannel } from "../../client/network/network-channel.ts";
import { accountOf, COORDINATOR, Consortium, rejection } from "../support/network.ts";

const ROUND = { chainId: 31_337n, coordinator: COORDINATOR, round: 1n };
const accounts = [accountOf("alice").address, accountOf("bob").address];

describe("a message that does not come", function () {
  this.timeout(20_000);
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
        accounts,
      );
      const error = await rejection(channel.fetch(1, 0, 1000, new AbortController().signal));
      expect(error).to.be.instanceOf(ProtocolError).with.property("code", "MessageMissing");
      expect(error, codes.join()).to.have.property("party", party);
    }
  });

  it("in one process, too, is refused when it is longer than the step can need, and arrives when it is not", async () => {
    const [alice, bob] = connectInProcess(2);
    const signal = new AbortController().signal;
    const early = bob!.fetch(1, 0, 1000, signal);
    await alice!.publish(1, new Uint8Array(1001));
    await alice!.publish(2, new Uint8Array(1000));
    for (const fetching of [early, bob!.fetch(1, 0, 1000, signal)])
      expect(await rejection(fetching))
        .to.be.instanceOf(ProtocolError)
        .that.includes({ code: "FrameTooLong", party: 0 });
    expect(await bob!.fetch(2, 0, 1000, signal)).to.have.length(1000);
  });

  it("is told from one at a port where nobody is", async () => {
    const consortium = new Consortium();
    const [alice, bob] = [await consortium.start("alice"), await consortium.start("bob")];
    await alice.network.close();
    const stop = new AbortController();
    const fetching = rejection(networkChannel(bob.network, ROUND, accounts).fetch(1, 0, 1000, stop.signal));
    while (!bob.events.some(({ type }) => type === "retry")) await new Promise((resolve) => setImmediate(resolve));
    stop.abort(missing);
    expect(await fetching).to.have.property("party", undefined);
    await consortium.close();
  });
});
