// The largest rounds that can be opened can be settled: every transaction stays below the gas cap
// and below the length that chain nodes accept. Larger rounds are refused when they are opened.
import { expect } from "chai";
import { splitForTransactions } from "../../client/certificate/assemble.ts";
import type { Kind } from "../../client/round/verdict.ts";
import type { RoundShape } from "../support/certificate.ts";
import { type Chain, createChain, refusalOf } from "../support/chain.ts";
import { chainParams, openRound, read, readyRound, transact } from "../support/rounds.ts";

const GAS_CAP = 16_777_216n;
/** 128 KiB less an envelope. */
const MAX_BYTES = 130_000;

describe("large rounds", function () {
  this.timeout(120_000);
  let chain: Chain;

  /** A chain with an account for each of `parties`. */
  async function withParties(parties: number): Promise<Chain> {
    const accounts = [...chain.accounts];
    while (accounts.length <= parties) {
      const address = `0x${(0x10_000 + accounts.length).toString(16).padStart(40, "0")}`;
      await chain.helpers.setBalance(address, 10n ** 20n);
      accounts.push(await chain.ethers.getImpersonatedSigner(address));
    }
    return { ...chain, accounts };
  }

  function shapeOf(kind: Kind, parties: number, columns: number): RoundShape {
    const inequalities = Array.from({ length: parties }, (_, k) => (k === 0 || k === 2 ? 0 : 1));
    const equalities = inequalities.map((_, k) => (k === 2 ? 1 : 0));
    return { kind, columns, inequalities, equalities, owner: 0 };
  }

  before(async () => {
    chain = await createChain();
  });

  for (const [kind, parties, columns, least] of [
    ["optimal", 100, 30, 1],
    ["unbounded", 27, 200, 2],
  ] as const) {
    it(`settle: ${parties} parties, ${columns} columns, ${kind}`, async () => {
      const large = await withParties(parties);
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

  for (const [parties, columns] of [
    [100, 31],
    [27, 443],
    [28, 125],
  ] as const) {
    it(`do not open: ${parties} parties, ${columns} columns`, async () => {
      const large = await withParties(parties);
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
