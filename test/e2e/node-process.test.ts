// The chain as a process of its own, on a Hardhat node and on anvil: deployment, a round opened,
// and what tests do to a chain.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createPublicClient, createWalletClient, type Hex, http, type LocalAccount, type Transport } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { type Artifacts, loadArtifacts } from "../../client/app/deploy/artifacts.ts";
import { type Deployment, deployContracts } from "../../client/app/deploy/deploy.ts";
import { readParams, readState } from "../../client/chain/coordinator/read.ts";
import { openRound } from "../../client/chain/coordinator/transact.ts";
import { walletOutbox } from "../../client/chain/outbox/outbox.ts";
import type { ChainSession } from "../../client/chain/session.ts";
import { ChainError } from "../../client/errors.ts";
import { fundedKey, NODE_KINDS, type NodeProcess, startNode } from "../../lab/chain/node-process.ts";
import { type RoundShape, testParams } from "../support/certificate.ts";
import { requireNode } from "../support/require-node.ts";

const account = privateKeyToAccount(fundedKey(0));

function session({ url }: NodeProcess, coordinator: Deployment["coordinator"]): ChainSession {
  const transport = http(url);
  const publicClient = createPublicClient({ chain: hardhat, transport, pollingInterval: 20, cacheTime: 0 });
  const wallet = createWalletClient({ account, chain: hardhat, transport });
  return { publicClient, account, coordinator, outbox: walletOutbox(publicClient, wallet), confirmations: 0 };
}

const SHAPE: RoundShape = { kind: "optimal", columns: 2, inequalities: [1, 1], equalities: [0, 0], owner: 1 };

describe("chains as processes", function () {
  this.timeout(180_000);
  let artifacts: Artifacts;
  let folder: string;

  before(async () => {
    artifacts = await loadArtifacts();
    folder = await mkdtemp(join(tmpdir(), "concordat-nodes-"));
  });

  after(() => rm(folder, { recursive: true }));

  const deployOn = (transport: Transport, deploymentDir: string, payer: LocalAccount = account): Promise<Deployment> =>
    deployContracts({ transport, account: payer, deploymentDir, artifacts, confirmations: 1, pollMs: 50 });

  for (const kind of NODE_KINDS) {
    describe(kind, () => {
      let node: NodeProcess;
      let deployment: Deployment;
      let chain: ChainSession;

      before(async function () {
        requireNode(kind, this);
        node = await startNode(kind);
      });

      after(() => node?.stop());

      it("deploys after interruptions, and every contract once", async () => {
        const deploymentDir = join(folder, kind);
        // Each run ends at its first transaction: before it is signed, before it is sent, or after
        // it is sent.
        let sent = 0;
        const breaking = (after: boolean): Transport => {
          let broken = false;
          return () => {
            const { request } = http(node.url, { retryCount: 0 })({});
            const flaky = async (call: { method: string; params?: unknown }): Promise<unknown> => {
              if (broken) throw new Error("the line is dead");
              if (call.method !== "eth_sendRawTransaction") return request(call);
              broken = true;
              if (!after) throw new Error("the line is dead");
              sent++;
              await request(call);
              throw new Error("the line is dead");
            };
            return { request: flaky as never, config: {} as never };
          };
        };
        const forgetful: LocalAccount = {
          ...account,
          signTransaction: () => Promise.reject(new Error("the power is off")),
        };
        const runs = [
          deployOn.bind(null, http(node.url), deploymentDir, forgetful),
          deployOn.bind(null, breaking(false), deploymentDir),
          deployOn.bind(null, breaking(true), deploymentDir),
        ];
        for (const interrupted of runs) {
          const error = await interrupted().catch((reason: unknown) => reason);
          expect(error).to.be.instanceOf(ChainError).with.property("code", "DeploymentFailed");
        }
        expect(sent).to.equal(1);
        deployment = await deployOn(http(node.url), deploymentDir);
        expect(await deployOn(http(node.url), deploymentDir)).to.deep.equal(deployment);
        const nonce = await node.request<Hex>("eth_getTransactionCount", [account.address, "latest"]);
        expect(Number(nonce)).to.equal(5);
        expect(deployment.transactions).to.have.length(5);
        chain = session(node, deployment.coordinator);
      });

      it("says of a deployment without funds that it needs some", async () => {
        const poor = privateKeyToAccount(`0x${"7e".repeat(32)}`);
        const error = await deployOn(http(node.url), join(folder, `${kind}-poor`), poor).catch(
          (reason: unknown) => reason,
        );
        expect(error).to.be.instanceOf(ChainError).with.property("code", "FundsInsufficient");
      });

      it("opens a round", async () => {
        const { round } = await openRound(chain, testParams(SHAPE));
        expect(round).to.equal(1n);
        expect((await readState(chain, round)).state).to.include({ phase: "committing", exchange: 0 });
      });

      it("keeps a transaction waiting, drops it, and loses blocks in a reorganisation", async () => {
        const { publicClient } = chain;
        const walletClient = createWalletClient({ account, chain: hardhat, transport: http(node.url) });
        const height = () => publicClient.getBlockNumber();
        const transfer = () => walletClient.sendTransaction({ to: account.address, value: 1n });
        const receipt = (hash: Hex) => node.request("eth_getTransactionReceipt", [hash]);

        const rewind = await node.mark();
        const before = await height();
        await node.setAutomine(false);
        const dropped = await transfer();
        expect(await receipt(dropped)).to.equal(null);
        await node.drop(dropped);
        await node.mine();
        expect(await receipt(dropped)).to.equal(null);
        const kept = await transfer();
        await node.mine(2);
        expect(await receipt(kept)).to.not.equal(null);
        await node.setAutomine(true);
        expect(await height()).to.equal(before + 3n);
        await rewind();
        expect(await height()).to.equal(before);
        expect(await receipt(kept)).to.equal(null);
      });

      it("moves the time", async () => {
        const { timestamp } = await chain.publicClient.getBlock();
        await node.passTime(86_400);
        expect((await chain.publicClient.getBlock()).timestamp >= timestamp + 86_400n).to.equal(true);
      });

      it("a reset chain does not pass for the deployment", async () => {
        await node.kill();
        node = await startNode(kind, { port: node.port });
        const error = await deployOn(http(node.url), join(folder, kind)).catch((reason: unknown) => reason);
        expect(error).to.be.instanceOf(ChainError).with.property("code", "DeploymentStale");
      });
    });
  }

  it("anvil restarts with its state, on a network without fees", async function () {
    requireNode("anvil", this);
    const stateFile = join(folder, "state.json");
    const options = { stateFile, baseFee: 0n };
    const first = await startNode("anvil", options);
    const { coordinator } = await deployOn(http(first.url), join(folder, "restarted"));
    const { round } = await openRound(session(first, coordinator), testParams(SHAPE));
    await first.stop();
    const second = await startNode("anvil", { ...options, port: first.port });
    try {
      expect((await readParams(session(second, coordinator), round)).columns).to.equal(SHAPE.columns);
    } finally {
      await second.stop();
    }
  });
});
