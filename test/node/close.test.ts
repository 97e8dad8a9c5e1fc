// The end of a round when another round of the same company ends at the same time.
import { expect } from "chai";
import { readCredit } from "../../client/chain/read.ts";
import { withdrawBonds } from "../../client/chain/transact.ts";
import { closeRound } from "../../client/node/round/close.ts";
import { type LocalChain, startLocalChain } from "../../scripts/local-chain.ts";
import { playCompanies } from "../support/companies.ts";
import { smallRound } from "../support/lives.ts";

describe("closing a round", function () {
  this.timeout(60_000);
  let chain: LocalChain;

  before(async () => {
    chain = await startLocalChain(2);
  });
  after(() => chain.close());

  it("is done when another round's end has taken this one's bond along", async () => {
    const { rows, engine, agreement } = await smallRound(chain, "two-party/decoy-ot");
    const { round } = await playCompanies(chain, rows, engine, agreement);
    const own = chain.sessions[0]!;
    // Between the look at the credit and the withdrawal.
    const resume = async () => {
      await withdrawBonds(own);
      return null;
    };
    const session = { ...own, outbox: { ...own.outbox, resume } };
    const waiting = { pollMs: 5, signal: new AbortController().signal };
    expect(await closeRound(session, round, waiting)).to.deep.equal({ phase: "settled", withdrawal: null });
    expect(await readCredit(own, own.account.address)).to.equal(0n);
  });
});
