// The end of a round when another round of the same company ends at the same time.
import { expect } from "chai";
import { readCredit } from "../../../client/chain/coordinator/read.ts";
import { withdrawBonds } from "../../../client/chain/coordinator/transact.ts";
import { closeRound, closeSettled } from "../../../client/play/drive/close.ts";
import { type LocalChain, startLocalChain } from "../../../lab/chain/local-chain.ts";
import { playCompanies } from "../../support/companies.ts";
import { smallRound } from "../../support/lives.ts";

describe("closing a round", function () {
  this.timeout(180_000);
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

  it("is not done when a reorganisation takes the settlement away between the look at it and the withdrawal", async () => {
    const { rows, engine, agreement } = await smallRound(chain, "two-party/decoy-ot");
    const own = chain.sessions[0]!;
    const { publicClient } = own;
    const mark = async () => publicClient.request({ method: "evm_snapshot" as never }) as Promise<string>;
    const { round, results } = await playCompanies(chain, rows, engine, agreement);
    await withdrawBonds(own);
    const settled = results[0]!;
    if (settled.status === "rejected") throw settled.reason;
    const digest = settled.value.certificate.header.statementDigest;
    const waiting = { pollMs: 5, signal: new AbortController().signal };
    const standing = await closeSettled(own, round, digest, waiting);
    expect(standing).to.deep.equal({ phase: "settled", withdrawal: null });

    const before = await mark();
    await publicClient.request({ method: "evm_mine" as never });
    const resume = async () => {
      await publicClient.request({ method: "evm_revert" as never, params: [before] as never });
      return null;
    };
    const session = { ...own, outbox: { ...own.outbox, resume } };
    expect(await closeSettled(session, round, digest, waiting)).to.equal(null);
  });

  it("is not done when a reorganisation leaves fewer blocks than the one in which the settlement was seen", async () => {
    const { rows, engine, agreement } = await smallRound(chain, "two-party/decoy-ot");
    const { round, results } = await playCompanies(chain, rows, engine, agreement);
    const settled = results[0]!;
    if (settled.status === "rejected") throw settled.reason;
    const digest = settled.value.certificate.header.statementDigest;
    const own = chain.sessions[0]!;
    const { publicClient } = own;
    const before = await publicClient.request({ method: "evm_snapshot" as never });
    await publicClient.request({ method: "evm_mine" as never });
    let reverted = false;
    const shrinking: typeof publicClient = {
      ...publicClient,
      readContract: (async (call: Parameters<typeof publicClient.readContract>[0]) => {
        if (call.functionName === "outcomeOf" && !reverted) {
          reverted = true;
          await publicClient.request({ method: "evm_revert" as never, params: [before] as never });
        }
        return publicClient.readContract(call);
      }) as never,
    };
    const waiting = { pollMs: 5, signal: new AbortController().signal };
    expect(await closeSettled({ ...own, publicClient: shrinking }, round, digest, waiting)).to.equal(null);
    expect(reverted).to.equal(true);
  });
});
