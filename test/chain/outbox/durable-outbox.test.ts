// The durable outbox on an in-process chain: one mined transaction for each purpose, whatever the
// node, the connection and the client do.
import { expect } from "chai";
import fc from "fast-check";
import { createWalletClient, custom, type PublicClient } from "viem";
import { hardhat } from "viem/chains";
import { ChainError } from "../../../client/errors.ts";
import { type LocalChain, startLocalChain } from "../../../lab/chain/local-chain.ts";
import { testSeed } from "../../support/certificate.ts";
import { ask, callNamed, type Line, OutboxRig } from "../../support/outbox.ts";
import { propertyRuns } from "../../support/property-runs.ts";

const GWEI = 10n ** 9n;
const names = (count: number): number[] => Array.from({ length: count }, (_, k) => k + 1);
const purposeOf = (name: number): string => `purpose/${name}`;

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(ChainError);
  return (error as ChainError).code;
}

describe("durable outbox", function () {
  this.timeout(180_000);
  let chain: LocalChain;
  let client: PublicClient;
  let coordinator: `0x${string}`;

  before(async () => {
    chain = await startLocalChain(1);
    client = chain.sessions[0]!.publicClient;
    coordinator = chain.sessions[0]!.coordinator;
  });
  after(() => chain.close());

  const automine = (on: boolean): Promise<unknown> =>
    client.request({ method: "evm_setAutomine", params: [on] } as never);
  const expectOnce = async (rig: OutboxRig, count: number): Promise<void> => {
    const mined = await rig.mined();
    expect(mined.map(({ nonce }) => nonce)).to.deep.equal(names(count).map((name) => name - 1));
    expect(mined.map(({ name }) => name).sort((a, b) => a - b)).to.deep.equal(names(count));
  };
  /** Resolves once `count` transactions wait in the node's pool. */
  const waitForPool = async (rig: OutboxRig, count: number): Promise<void> => {
    while (rig.sent.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
  };

  describe("nonces", () => {
    it("of concurrent sends are unique and without gaps", async () => {
      const rig = await OutboxRig.create(client);
      const outbox = rig.start();
      await Promise.all(names(12).map((name) => outbox.send(callNamed(name), purposeOf(name))));
      await expectOnce(rig, 12);
    });

    it("one transaction serves all who ask for the same purpose at once", async () => {
      const rig = await OutboxRig.create(client);
      const outbox = rig.start();
      await Promise.all(names(5).map(() => ask(outbox, callNamed(1), purposeOf(1))));
      await expectOnce(rig, 1);
    });

    it("a nonce that another program used is given up, and the purpose is sent anew when asked again", async () => {
      const rig = await OutboxRig.create(client);
      const wallet = createWalletClient({
        account: rig.account,
        chain: hardhat,
        transport: custom({ request: client.request as never }),
      });
      const outbox = rig.start();
      await automine(false);
      try {
        const sending = refusal(outbox.send(callNamed(1), purposeOf(1)));
        await waitForPool(rig, 1);
        const fees = { maxFeePerGas: 100n * GWEI, maxPriorityFeePerGas: 50n * GWEI };
        await wallet.sendTransaction({ ...callNamed(99), ...fees, nonce: 0 });
        await rig.mine();
        expect(await sending).to.equal("NonceTaken");
        expect(rig.store.find(purposeOf(1))).to.deep.equal([]);
      } finally {
        await automine(true);
      }
      await ask(outbox, callNamed(1), purposeOf(1));
      expect((await rig.mined()).map(({ name }) => name)).to.deep.equal([99, 1]);
    });

    it("a nonce that nobody uses any more is filled, so that later ones are mined", async () => {
      const rig = await OutboxRig.create(client);
      const wallet = createWalletClient({
        account: rig.account,
        chain: hardhat,
        transport: custom({ request: client.request as never }),
      });
      await automine(false);
      try {
        const lost = await wallet.sendTransaction(callNamed(99));
        const sending = rig.start().send(callNamed(1), purposeOf(1));
        await waitForPool(rig, 1);
        await rig.control("hardhat_dropTransaction", lost);
        let receipt = null;
        const waiting = sending.then((found) => {
          receipt = found;
        });
        while (receipt === null) {
          await rig.mine();
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
        await waiting;
      } finally {
        await automine(true);
      }
      const mined = await rig.mined();
      expect(mined.map(({ nonce }) => nonce)).to.deep.equal([0, 1]);
      expect(mined[1]).to.include({ name: 1, success: true });
    });
  });

  describe("the same bytes again", () => {
    it("after a stop between store and node", async () => {
      const rig = await OutboxRig.create(client);
      const life = new AbortController();
      rig.line = async ({ method }, pass) => {
        if (method !== "eth_sendRawTransaction") return pass();
        life.abort(new Error("killed"));
        throw new Error("the line is dead");
      };
      await rig
        .start(life.signal)
        .send(callNamed(1), purposeOf(1))
        .catch(() => undefined);
      const [stored] = rig.store.find(purposeOf(1));
      expect(rig.sent).to.deep.equal([]);
      rig.line = (_, pass) => pass();
      expect(await rig.start().resume(purposeOf(1))).to.include({ status: "success", transactionHash: stored!.hash });
      expect(rig.sent).to.deep.equal([stored!.raw]);
      await expectOnce(rig, 1);
    });

    it("when the node has lost the transaction", async () => {
      const rig = await OutboxRig.create(client);
      await automine(false);
      try {
        const sending = rig.start().send(callNamed(1), purposeOf(1));
        await waitForPool(rig, 1);
        await rig.control("hardhat_dropTransaction", rig.store.find(purposeOf(1))[0]!.hash);
        await waitForPool(rig, 2);
        await rig.mine();
        await sending;
      } finally {
        await automine(true);
      }
      expect(new Set(rig.sent).size).to.equal(1);
      await expectOnce(rig, 1);
    });

    it("when a reorganisation has taken mined transactions back, those before it too", async () => {
      const rig = await OutboxRig.create(client);
      const outbox = rig.start();
      const snapshot = await rig.control("evm_snapshot");
      for (const name of names(4)) await ask(outbox, callNamed(name), purposeOf(name));
      const raws = [...rig.sent];
      await rig.control("evm_revert", snapshot);
      expect(await rig.mined()).to.deep.equal([]);
      // Only the last is asked for again; the others hold it up.
      await ask(rig.start(), callNamed(4), purposeOf(4));
      expect(rig.sent.slice(4)).to.have.members(raws);
      await expectOnce(rig, 4);
    });
  });

  describe("price", () => {
    it("what stays unmined is replaced under its nonce, and one of the two is mined", async () => {
      const rig = await OutboxRig.create(client);
      await automine(false);
      try {
        const fees = { maxFeePerGas: 20n * GWEI, maxPriorityFeePerGas: 1n };
        const sending = rig.start().send(callNamed(1, fees), purposeOf(1));
        await waitForPool(rig, 1);
        await rig.control("hardhat_setNextBlockBaseFeePerGas", `0x${(2_000n * GWEI).toString(16)}`);
        await rig.mine(13);
        await waitForPool(rig, 2);
        await rig.mine();
        expect(await sending).to.include({ status: "success" });
      } finally {
        await automine(true);
      }
      const variants = rig.store.find(purposeOf(1));
      expect(variants).to.have.length(2);
      expect(new Set(variants.map(({ nonce }) => nonce)).size).to.equal(1);
      await expectOnce(rig, 1);
    });

    it("what the node refuses as too cheap is raised at once", async () => {
      const rig = await OutboxRig.create(client);
      await rig.control("hardhat_setNextBlockBaseFeePerGas", `0x${(30n * GWEI).toString(16)}`);
      const fees = { maxFeePerGas: 10n * GWEI, maxPriorityFeePerGas: 1n };
      await ask(rig.start(), callNamed(1, fees), purposeOf(1));
      expect(rig.store.find(purposeOf(1)).length).to.be.greaterThan(1);
      await expectOnce(rig, 1);
    });
  });

  describe("refusals", () => {
    it("what reverted is sent anew, but only when asked again", async () => {
      const rig = await OutboxRig.create(client);
      const outbox = rig.start();
      const call = callNamed(1, { to: coordinator });
      expect(await outbox.send(call, purposeOf(1))).to.include({ status: "reverted" });
      expect(rig.store.find(purposeOf(1))).to.have.length(1);
      expect(await outbox.resume(purposeOf(1))).to.equal(null);
      await outbox.send(callNamed(1), purposeOf(1));
      expect((await rig.mined()).map(({ success }) => success)).to.deep.equal([false, true]);
    });

    it("an account without funds is reported, and the same bytes are sent once it has some", async () => {
      const rig = await OutboxRig.create(client, 0n);
      const outbox = rig.start();
      expect(await refusal(outbox.send(callNamed(1), purposeOf(1)))).to.equal("FundsInsufficient");
      expect(await refusal(outbox.resume(purposeOf(1)))).to.equal("FundsInsufficient");
      const [stored] = rig.store.find(purposeOf(1));
      await rig.fund(10n ** 18n);
      expect(await outbox.resume(purposeOf(1))).to.include({ transactionHash: stored!.hash });
      await expectOnce(rig, 1);
    });

    it("a transaction that no node would accept releases its nonce", async () => {
      const rig = await OutboxRig.create(client);
      const outbox = rig.start();
      expect(await refusal(outbox.send(callNamed(1, { gas: 20_000n }), purposeOf(1)))).to.equal("TransactionRefused");
      await ask(outbox, callNamed(1), purposeOf(1));
      await expectOnce(rig, 1);
    });

    it("a client that is stopped waits no longer", async () => {
      const rig = await OutboxRig.create(client);
      const life = new AbortController();
      const reason = new Error("stopped");
      rig.line = ({ method }, pass) => (method === "eth_sendRawTransaction" ? Promise.resolve("0x") : pass());
      const sending = rig.start(life.signal).send(callNamed(1), purposeOf(1));
      life.abort(reason);
      expect(await sending.catch((error: unknown) => error)).to.equal(reason);
    });
  });

  it("a connection that fails at any requests, and clients killed at any requests, lead to one mined transaction for each purpose", async () => {
    const failures = fc.record({
      /**
       * Decides for every request whether the connection fails, and if so, whether before or after
       * the request arrives.
       */
      seed: fc.nat(),
      /** Requests after which each life ends. */
      lives: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 3 }),
      /** Blocks taken back after the first life. */
      reorganise: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(failures, async ({ seed, lives, reorganise }) => {
        const rig = await OutboxRig.create(client);
        const snapshot = await rig.control("evm_snapshot");
        const random = testSeed(`line ${seed}`);
        let requests = 0;
        const flaky =
          (end: (count: number) => void): Line =>
          async (_, pass) => {
            end(++requests);
            const fate = random.bytes(1)[0]! % 12;
            if (fate > 1) return pass();
            if (fate === 1) await pass();
            throw new Error("the line is dead");
          };
        for (const [life, length] of [...lives, Number.POSITIVE_INFINITY].entries()) {
          const stop = new AbortController();
          const last = requests + length;
          rig.line = flaky((turn) => {
            if (turn < last) return;
            stop.abort(new Error("killed"));
            throw new Error("killed");
          });
          const outbox = rig.start(stop.signal);
          const all = names(3).map(async (name) => {
            for (;;) {
              try {
                return await ask(outbox, callNamed(name), purposeOf(name));
              } catch (error) {
                if (stop.signal.aborted) return;
                // A request that reached no node was not signed yet: it fails with viem's error,
                // which the senders of transactions turn into a ChainError.
                if (error instanceof ChainError) throw error;
              }
            }
          });
          await Promise.all(all);
          if (reorganise && life === 0 && lives.length > 0) await rig.control("evm_revert", snapshot);
        }
        await expectOnce(rig, 3);
      }),
      propertyRuns(60, 5),
    );
  });
});
