// The end of a round when another round of the same company ends at the same time, or the chain
// takes it back.
import { expect } from "chai";
import { readState } from "../../../client/chain/coordinator/read.ts";
import { withdrawBonds } from "../../../client/chain/coordinator/transact.ts";
import type { PartyInput } from "../../../client/play/drive/input.ts";
import { type LocalChain, startLocalChain } from "../../../lab/chain/local-chain.ts";
import { playToEnd } from "../../support/closing.ts";
import { playCompanies } from "../../support/companies.ts";
import { readCredit } from "../../support/credit.ts";
import { passTime } from "../../support/faults.ts";
import { smallRound } from "../../support/lives.ts";

describe("closing a round", function () {
  this.timeout(180_000);
  let chain: LocalChain;

  before(async () => {
    chain = await startLocalChain(2);
  });
  after(() => chain.close());

  it("is done when the end of another round has withdrawn this one's bond too", async () => {
    const { rows, engine, agreement } = await smallRound(chain, "two-party/decoy-ot");
    const inputs: PartyInput[] = [];
    await playCompanies(chain, rows, engine, agreement, { change: (input) => (inputs[input.party] = input) });
    const own = chain.sessions[0]!;
    // Between the poll of the round and the withdrawal.
    const resume = async () => {
      await withdrawBonds(own).catch(() => undefined);
      return null;
    };
    const waiting = { pollMs: 5, signal: new AbortController().signal };
    const session = { ...own, outbox: { ...own.outbox, resume } };
    const { closed } = await playToEnd({ ...inputs[0]!, session, waiting, onEvent: () => undefined });
    expect(closed).to.deep.equal({ phase: "settled", withdrawal: null });
    expect(await readCredit(own, own.account.address)).to.equal(0n);
  });

  it("is not done when a reorganisation takes the settlement away between the poll that saw it and the withdrawal", async () => {
    const own = chain.sessions[0]!;
    const { publicClient } = own;
    const { rows, engine, agreement } = await smallRound(chain, "two-party/decoy-ot");
    const inputs: PartyInput[] = [];
    let before = "";
    const { round } = await playCompanies(chain, rows, engine, agreement, {
      change: (input) => {
        const { outbox } = input.session;
        // The last event before the round settles.
        const resume: typeof outbox.resume = async (purpose) => {
          if (purpose.endsWith("/settle/0"))
            before = (await publicClient.request({ method: "evm_snapshot" as never })) as string;
          return outbox.resume(purpose);
        };
        inputs[input.party] = input;
        return { ...input, session: { ...input.session, outbox: { ...outbox, resume } } };
      },
    });
    expect((await readState(own, round)).state.phase).to.equal("settled");

    const phases: string[] = [];
    const resume = async (purpose: string) => {
      if (before !== "" && purpose.endsWith("/withdraw")) {
        await publicClient.request({ method: "evm_revert" as never, params: [before] as never });
        before = "";
        phases.push((await readState(own, round)).state.phase);
        // The objective's owner is gone: this party may settle when half of the time has passed.
        await passTime(publicClient, agreement.periods.settle / 2 + 1);
      }
      return null;
    };
    const waiting = { pollMs: 5, signal: new AbortController().signal };
    const session = { ...own, outbox: { ...own.outbox, resume } };
    const { closed, result } = await playToEnd({ ...inputs[0]!, session, waiting, onEvent: () => undefined });
    expect(phases).to.deep.equal(["settling"]);
    expect((await readState(own, round)).state.phase).to.equal("settled");
    expect(result).not.to.equal(null);
    expect(closed!.withdrawal).not.to.equal(null);
  });

  it("is checked again when a reorganisation leaves fewer blocks than the one in which the settlement was seen", async () => {
    const { rows, engine, agreement } = await smallRound(chain, "two-party/decoy-ot");
    const inputs: PartyInput[] = [];
    await playCompanies(chain, rows, engine, agreement, { change: (input) => (inputs[input.party] = input) });
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
    const session = { ...own, publicClient: shrinking };
    const { closed } = await playToEnd({ ...inputs[0]!, session, waiting, onEvent: () => undefined });
    expect(reverted).to.equal(true);
    expect(closed!.phase).to.equal("settled");
  });
});
