// Sessions within one process end for all nodes when one of them fails.
import { expect } from "chai";
import type { Session, SessionPeers } from "../../client/engines/engine.ts";
import { ProtocolError } from "../../client/errors.ts";
import { sessionsInProcess } from "../../client/links/sessions.ts";
import type { SessionContext } from "../../client/play/drive/context.ts";
import { NODES } from "../support/sharing.ts";

const nothing = new Uint8Array(32);
const peersOf = (node: SessionPeers["node"]): SessionPeers => ({
  node,
  context: nothing,
  next: nothing,
  previous: nothing,
});
const contextOf = (party: number) => ({ party, waiting: { signal: new AbortController().signal } }) as SessionContext;

describe("sessions within a process", () => {
  for (const connected of [false, true])
    it(`lose a node that fails ${connected ? "after it has sent something" : "before it connects"}`, async () => {
      const cause = new Error("a node that fails");
      const failing: Session<null> = async (io) => {
        if (connected) (await io.connect(peersOf(1))).next.send(Uint8Array.of(7));
        throw cause;
      };
      let heard = 0;
      const waiting =
        (node: 0 | 2): Session<null> =>
        async (io) => {
          const { next, previous } = await io.connect(peersOf(node));
          if (node === 2 && connected) heard = (await previous.receive(1))[0]!;
          await (node === 2 ? previous : next).receive(1);
          return { state: null, send: [], outcome: null };
        };
      const sessions = sessionsInProcess();
      const results = await Promise.allSettled(
        NODES.map((node) => sessions.run(node === 1 ? failing : waiting(node), contextOf(node))),
      );
      const reasons = results.map((result) => (result.status === "rejected" ? (result.reason as unknown) : undefined));
      expect(reasons[1]).to.equal(cause);
      for (const node of [0, 2])
        expect(reasons[node]).to.be.instanceOf(ProtocolError).that.includes({ code: "PeerLost", party: 1 });
      expect(heard).to.equal(connected ? 7 : 0);
    });
});
