// The largest rounds that can be opened can be settled: every transaction below the gas cap and
// below the length that clients of the chain accept. Larger ones are refused when they are opened.
import { expect } from "chai";
import { splitForTransactions } from "../../client/certificate/assemble.ts";
import type { Kind } from "../../client/round/verdict.ts";
import { type RoundShape, scheduleOf } from "../support/certificate.ts";
import { type Chain, createChain, refusalOf, withParties } from "../support/chain.ts";
import { chainParams, commitTo, DIGEST, openRound, read, readyRound, transact } from "../support/rounds.ts";
import { sampled } from "../support/sampled.ts";

const GAS_CAP = 16_777_216n;
/** 128 KiB less an envelope. */
const MAX_BYTES = 130_000;

describe("large rounds", function () {
  this.timeout(120_000);
  let chain: Chain;

  function shapeOf(kind: Kind, parties: number, columns: number): RoundShape {
    const inequalities = Array.from({ length: parties }, (_, k) => (k === 0 || k === 2 ? 0 : 1));
    const equalities = inequalities.map((_, k) => (k === 2 ? 1 : 0));
    return { kind, columns, inequalities, equalities, owner: 0 };
  }

  before(async () => {
    chain = await createChain();
  });

  const largest = [
    ["optimal", 100, 30, 1],
    ["unbounded", 27, 200, 2],
  ] as const;
  for (const [kind, parties, columns, least] of sampled(largest, 2)) {
    it(`settle: ${parties} parties, ${columns} columns, ${kind}`, async () => {
      const large = await withParties(chain, parties);
      const { id, statement, certificate } = await readyRound(large, shapeOf(kind, parties, columns), "large");
      const parts = splitForTransactions(statement, certificate.blocks);
      expect(parts.length).to.be.at.least(least);
      let progress = "0x";
      for (const blocks of parts) {
        const sent = await transact(large, 0, "settle", [id.round, certificate.header, progress, blocks]);
        const receipt = (await sent.wait())!;
        expect(receipt.gasUsed < GAS_CAP).to.equal(true);
        expect((sent.data.length - 2) / 2).to.be.below(MAX_BYTES);
        const [log] = receipt.logs.map((entry) => large.coordinator.interface.parseLog(entry));
        if (log?.name === "SettlementAdvanced") progress = log.args[2];
      }
      expect((await read<readonly bigint[]>(large, "stateOf", id.round))[0]).to.equal(4n);
    });
  }

  it("open, post and expire: 255 parties, 14 exchanges", async () => {
    const parties = 255;
    const large = await withParties(chain, parties);
    const everybody = Array.from({ length: parties }, (_, k) => k);
    const params = chainParams(large, shapeOf("optimal", parties, 7), {
      schedule: scheduleOf(Array(14).fill(everybody)),
    });
    const credits = () =>
      Promise.all(everybody.map((k) => read<bigint>(large, "creditOf", large.accounts[k + 1]!.address)));
    const gas = async (account: number, name: string, args: readonly unknown[]) =>
      (await (await transact(large, account, name, args)).wait())!.gasUsed;
    expect((await gas(0, "open", [params])) < GAS_CAP).to.equal(true);
    const round = await read<bigint>(large, "roundCount");
    expect((await read<{ schedule: string }>(large, "paramsOf", round)).schedule).to.equal(params.schedule);
    for (const k of everybody) await commitTo(large, k + 1, round, params.bond);
    // All but one, so that 254 credits are written.
    for (const k of everybody.slice(1)) await transact(large, k + 1, "post", [round, 0, k, DIGEST]);
    await large.helpers.time.increase(601);
    const before = await credits();
    expect((await gas(0, "expire", [round])) < GAS_CAP).to.equal(true);
    const gained = (await credits()).map((credit, k) => credit - before[k]!);
    expect(gained.slice(0, 2)).to.deep.equal([0n, params.bond + params.bond / 254n + 1n]);
    expect(gained.reduce((sum, credit) => sum + credit)).to.equal(255n * params.bond);
  });

  for (const [parties, columns] of [
    [100, 31],
    [27, 443],
    [28, 125],
  ] as const) {
    it(`do not open: ${parties} parties, ${columns} columns`, async () => {
      const large = await withParties(chain, parties);
      try {
        await openRound(large, chainParams(large, shapeOf("optimal", parties, columns)));
      } catch (error) {
        expect(refusalOf(large, error).name).to.equal("CoordinatorColumnsInvalid");
        return;
      }
      expect.fail("the round was opened");
    });
  }
});
