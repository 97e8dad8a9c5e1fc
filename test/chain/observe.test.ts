// A poll at a round gives what it has posted, and does the work for a post once: a client looks
// many times for each block.
import { expect } from "chai";
import { createPublicClient, custom } from "viem";
import { hardhat } from "viem/chains";
import type { ChainSession } from "../../client/chain/session.ts";
import { roundObserver } from "../../client/chain/watch/observe.ts";
import { paramsDigest } from "../../client/round/params.ts";
import { createChain } from "../support/chain.ts";
import { chainParams, commitTo, DIGEST, openRound, sendersOf, transact } from "../support/rounds.ts";

describe("looks at a round", function () {
  this.timeout(180_000);

  it("show each post, and the same map until there is another", async () => {
    const chain = await createChain();
    const shape = { kind: "optimal", columns: 2, inequalities: [1, 1], equalities: [0, 0], owner: 1 } as const;
    const params = chainParams(chain, shape);
    const id = await openRound(chain, params);
    for (const party of [1, 2]) await commitTo(chain, party, id.round, params.bond);
    const request = ({ method, params: args }: { method: string; params?: unknown[] }) =>
      chain.ethers.provider.send(method, args ?? []);
    const publicClient = createPublicClient({
      chain: hardhat,
      transport: custom({ request: request as never }),
      cacheTime: 0,
    });
    const session = { publicClient, coordinator: id.coordinator, confirmations: 0 } as unknown as ChainSession;
    const turns = sendersOf(params.schedule).flatMap((senders, exchange) =>
      senders.map((from) => ({ exchange, from })),
    );
    const poll = roundObserver(session, { id, paramsDigest: paramsDigest(params), turns });

    expect((await poll())!.posted.size).to.equal(0);
    for (const [step, { exchange, from }] of turns.entries()) {
      await transact(chain, from + 1, "post", [id.round, exchange, from, DIGEST]);
      const { posted } = (await poll())!;
      expect(posted.get(step)).to.deep.equal({ digest: DIGEST, isRefusal: false });
      expect(posted.size).to.equal(step + 1);
      await chain.helpers.mine();
      expect((await poll())!.posted).to.equal(posted);
    }
  });
});
