// Which block a client acts upon: the one with enough confirmations, or the newest final one where
// that is preferred and the node knows it.
import { expect } from "chai";
import { createPublicClient, custom, HttpRequestError, toHex } from "viem";
import { hardhat } from "viem/chains";
import { isTransient } from "../../../client/chain/chain-error.ts";
import { readState } from "../../../client/chain/coordinator/read.ts";
import { ChainError } from "../../../client/errors.ts";
import { type Chain, createChain } from "../../support/chain.ts";
import { rejection } from "../../support/network.ts";

describe("the block that is acted upon", function () {
  this.timeout(180_000);
  let chain: Chain;

  before(async () => {
    chain = await createChain();
    for (let i = 0; i < 20; i++) await chain.helpers.mine();
  });

  /**
   * Its distance from the newest block, with one confirmation, through a node that answers `final`
   * when asked for the final block.
   */
  async function depth(preferFinalized: boolean, final: () => Promise<unknown>): Promise<number> {
    const { provider } = chain.ethers;
    const request = async ({ method, params }: { method: string; params?: unknown[] }) =>
      method === "eth_getBlockByNumber" && params?.[0] === "finalized" ? final() : provider.send(method, params ?? []);
    const transport = custom({ request: request as never }, { retryCount: 0 });
    const publicClient = createPublicClient({ chain: hardhat, transport, cacheTime: 0 });
    const coordinator = (await chain.coordinator.getAddress()) as `0x${string}`;
    const { block, now, clock } = await readState({ publicClient, coordinator, confirmations: 1, preferFinalized }, 1n);
    // Its own time, and that of the newest block.
    expect(now).to.equal((await provider.getBlock(Number(block.number)))!.timestamp);
    expect(clock).to.equal((await provider.getBlock("latest"))!.timestamp);
    return (await provider.getBlockNumber()) - Number(block.number);
  }

  const seventh = async () =>
    chain.ethers.provider.send("eth_getBlockByNumber", [
      toHex((await chain.ethers.provider.getBlockNumber()) - 7),
      false,
    ]);

  it("is the final one where it is preferred and known, else one with enough confirmations", async () => {
    expect(await depth(true, seventh)).to.equal(7);
    expect(await depth(false, seventh)).to.equal(1);
    expect(await depth(true, async () => null)).to.equal(1);
    for (const code of [-32602, -39001, -32000]) {
      const refuse = () => Promise.reject(Object.assign(new Error("unknown block"), { code }));
      expect(await depth(true, refuse), `${code}`).to.equal(1);
    }
  });

  it("may not have the coordinator yet, which is told apart from an address without one", async () => {
    const { provider } = chain.ethers;
    const transport = custom({
      request: (({ method, params }: { method: string; params?: unknown[] }) =>
        provider.send(method, params ?? [])) as never,
    });
    const publicClient = createPublicClient({ chain: hardhat, transport, cacheTime: 0 });
    const contract = await chain.ethers.deployContract("RoundCoordinator", [
      await chain.verifier.getAddress(),
      await chain.sealedVerifier.getAddress(),
    ]);
    await contract.waitForDeployment();
    const coordinator = (await contract.getAddress()) as `0x${string}`;
    const seen = (at: `0x${string}`, confirmations: number) =>
      readState({ publicClient, coordinator: at, confirmations }, 1n);
    const refused = async (at: `0x${string}`, confirmations: number) => {
      const error = await rejection(seen(at, confirmations));
      expect(error).to.be.instanceOf(ChainError);
      expect(isTransient(error)).to.equal(true);
      return error as ChainError;
    };
    const unconfirmed = await refused(coordinator, 3);
    expect(unconfirmed.code).to.equal("ContractUnconfirmed");
    expect(unconfirmed.message).to.include(coordinator).and.include("3 confirmations").and.include('"confirmations"');
    expect((await refused("0x00000000000000000000000000000000000e0477", 3)).code).to.equal("ContractMissing");
    expect((await refused("0x00000000000000000000000000000000000e0477", 0)).code).to.equal("ContractMissing");
    expect((await seen(coordinator, 0)).state.phase).to.equal("none");
    // Of twelve confirmations it has six: the six that are missing are what it says to wait for.
    await chain.helpers.mine(6);
    const { message } = await refused(coordinator, 12);
    const deployed = (await contract.deploymentTransaction()!.wait())!.blockNumber;
    expect(message).to.include(`in block ${deployed},`).and.include(coordinator);
    const missing = Number(/wait for (\d+)/.exec(message)![1]);
    await chain.helpers.mine(missing - 1);
    expect((await refused(coordinator, 12)).code).to.equal("ContractUnconfirmed");
    await chain.helpers.mine();
    expect((await seen(coordinator, 12)).state.phase).to.equal("none");
    // A node without the state of earlier blocks leaves open since when it is there.
    const forgetful = createPublicClient({
      chain: hardhat,
      transport: custom({
        request: (async ({ method, params }: { method: string; params: string[] }) => {
          if (method === "eth_getCode" && params[1] !== "latest") throw new Error("missing trie node");
          return provider.send(method, params ?? []);
        }) as never,
      }),
    });
    const unsure = await rejection(readState({ publicClient: forgetful, coordinator, confirmations: 40 }, 1n));
    expect(unsure).to.have.property("code", "ContractUnconfirmed");
    expect((unsure as Error).message).not.to.match(/deployed in block/);
  });

  it("is not guessed when the node does not answer", async () => {
    const silent = () => Promise.reject(new HttpRequestError({ url: "http://node.example" }));
    expect(await rejection(depth(true, silent)))
      .to.be.instanceOf(ChainError)
      .with.property("code", "ChainUnreachable");
  });
});
