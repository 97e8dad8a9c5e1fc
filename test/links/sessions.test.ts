// Sessions within one process end for all nodes when one of them fails.
import { expect } from "chai";
import type { Session, SessionPeers } from "../../client/engines/engine.ts";
import { ProtocolError } from "../../client/errors.ts";
import { sessionsInProcess } from "../../client/links/sessions.ts";
import type { SessionContext } from "../../client/play/drive/context.ts";
import { linkSecrets } from "../support/links.ts";

const peersOf = (node: number, nodes: number): SessionPeers => ({
  node,
  context: new Uint8Array(32),
  secrets: linkSecrets(1, nodes)[node]!,
});
const contextOf = (party: number) => ({ party, waiting: { signal: new AbortController().signal } }) as SessionContext;

describe("sessions within a process", () => {
  for (const nodes of [3, 4])
    for (const connected of [false, true])
      it(`of ${nodes} lose a node that fails ${connected ? "after it has sent something" : "before it connects"}`, async () => {
        const cause = new Error("a node that fails");
        const failing: Session<null> = {
          nodes,
          run: async (io) => {
            if (connected) (await io.connect(peersOf(1, nodes)))[2]!.send(Uint8Array.of(7));
            throw cause;
          },
        };
        let heard = 0;
        const waiting = (node: number): Session<null> => ({
          nodes,
          run: async (io) => {
            const link = (await io.connect(peersOf(node, nodes)))[1]!;
            if (node === 2 && connected) heard = (await link.receive(1))[0]!;
            await link.receive(1);
            return null;
          },
        });
        const sessions = sessionsInProcess();
        const results = await Promise.allSettled(
          Array.from({ length: nodes }, (_, node) =>
            sessions.run(node === 1 ? failing : waiting(node), contextOf(node)),
          ),
        );
        for (const [node, result] of results.entries()) {
          const reason = result.status === "rejected" ? (result.reason as unknown) : undefined;
          if (node === 1) expect(reason).to.equal(cause);
          else expect(reason).to.be.instanceOf(ProtocolError).that.includes({ code: "PeerLost", party: 1 });
        }
        expect(heard).to.equal(connected ? 7 : 0);
      });
});
