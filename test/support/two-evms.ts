// The contracts on two EVMs that share no code, Hardhat's (revm) and EthereumJS, for the same to be
// done on both. Does nothing on import.
import { Agent } from "node:http";
import { join } from "node:path";
import { expect } from "chai";
import { BaseContract, FetchRequest, id, JsonRpcProvider, keccak256, toQuantity, Wallet } from "ethers";
import type { Artifacts } from "../../client/app/deploy/artifacts.ts";
import { fundedKey, startNode } from "../../lab/chain/node-process.ts";
import type { DeployedChain } from "./chain.ts";
import { deployOn } from "./client-home.ts";
import { CHAIN_ID } from "./ethereumjs/chain.ts";
import { startEthereumJs } from "./ethereumjs/node.ts";

/** The first accounts of the test mnemonic, without the one that deploys. */
const ACCOUNTS = 9;
const PHASE_CHANGED = id("PhaseChanged(uint256,uint8,uint256)");

export interface Side extends DeployedChain {
  readonly provider: JsonRpcProvider;
  readonly registry: BaseContract;
  readonly shares: BaseContract;
}

/** A transaction that was mined: what it asked for, and what it did. */
export interface Done {
  /** Name of the contract's function; null where a contract was created, "" for anything else. */
  readonly call: string | null;
  /** Sender, receiver, wei, and digest of the calldata. */
  readonly asked: readonly unknown[];
  readonly succeeded: boolean;
  readonly gasUsed: number;
  /** Address of the contract that was created, if any, and the events. */
  readonly did: readonly unknown[];
}

export interface TwoEvms {
  /** Runs the same on both at once, which must come to the same. */
  both<T>(run: (side: Side) => Promise<T>): Promise<T>;
  /** The transactions that `run` makes on both, which must ask for and do the same. */
  doneBy(run: (side: Side) => Promise<unknown>): Promise<Done[]>;
  /** The same for all transactions so far. */
  doneSoFar(): Promise<Done[]>;
  stop(): Promise<void>;
}

interface Node {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts both and deploys as `concordat deploy` does, with its journals in `folder`. */
export async function startTwoEvms(artifacts: Artifacts, folder: string): Promise<TwoEvms> {
  const nodes = { revm: await startNode("hardhat"), ethereumjs: await startEthereumJs() };
  const revm = await sideOn(nodes.revm, artifacts, join(folder, "revm"));
  const ethereumJs = await sideOn(nodes.ethereumjs, artifacts, join(folder, "ethereumjs"));

  async function both<T>(run: (side: Side) => Promise<T>): Promise<T> {
    const [one, other] = await Promise.all([run(revm), run(ethereumJs)]);
    expect(other, "EthereumJS beside revm").to.deep.equal(one);
    return one;
  }
  return {
    both,
    doneBy: async (run) => {
      const before = await both(({ provider }) => provider.getBlockNumber());
      await both(run);
      return both((side) => transactionsAfter(side, before));
    },
    doneSoFar: () => both((side) => transactionsAfter(side, 0)),
    stop: async () => {
      for (const { provider } of [revm, ethereumJs]) provider.destroy();
      await Promise.all(Object.values(nodes).map((node) => node.stop()));
    },
  };
}

async function sideOn(node: Node, artifacts: Artifacts, folder: string): Promise<Side> {
  const options = { staticNetwork: true, cacheTimeout: -1, batchMaxCount: 1 };
  const connection = new FetchRequest(node.url);
  // A node ends connections that are idle while this process proves, and no request must meet that.
  connection.getUrlFunc = FetchRequest.createGetUrlFunc({ agent: new Agent({ keepAlive: false }) });
  const provider = new JsonRpcProvider(connection, CHAIN_ID, options);
  const { verifier, sealedVerifier, coordinator, registry, shares } = await deployOn(node, folder);
  return {
    provider,
    accounts: Array.from({ length: ACCOUNTS }, (_, index) => new Wallet(fundedKey(index), provider)),
    verifier: new BaseContract(verifier, artifacts.CertificateVerifier.abi, provider),
    sealedVerifier: new BaseContract(sealedVerifier, artifacts.SealedVerifier.abi, provider),
    coordinator: new BaseContract(coordinator, artifacts.RoundCoordinator.abi, provider),
    registry: new BaseContract(registry, artifacts.PeerRegistry.abi, provider),
    shares: new BaseContract(shares, artifacts.SealedShares.abi, provider),
    chainId: BigInt(CHAIN_ID),
  };
}

/** All transactions of the blocks above `number`, in order. */
async function transactionsAfter(side: Side, number: number): Promise<Done[]> {
  const { provider } = side;
  const newest = await provider.getBlockNumber();
  const done: Done[] = [];
  for (let at = number + 1; at <= newest; at++) {
    const block = await provider.send("eth_getBlockByNumber", [toQuantity(at), true]);
    for (const { hash, from, to, input, value } of block.transactions) {
      const receipt = await provider.send("eth_getTransactionReceipt", [hash]);
      done.push({
        call: to === null ? null : nameOf(side, input),
        asked: [from, to, BigInt(value), keccak256(input)],
        succeeded: Number(receipt.status) === 1,
        gasUsed: Number(receipt.gasUsed),
        did: [receipt.contractAddress, ...receipt.logs.map((log: RawLog) => essence(log, BigInt(block.timestamp)))],
      });
    }
  }
  return done;
}

function nameOf({ coordinator, verifier, sealedVerifier, registry, shares }: Side, calldata: string): string {
  const selector = calldata.slice(0, 10);
  const known = [coordinator, verifier, sealedVerifier, registry, shares].map((contract) =>
    contract.interface.getFunction(selector),
  );
  return known.find((fragment) => fragment !== null)?.name ?? "";
}

interface RawLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

/** An event; a deadline in seconds from its block, as each chain has a clock of its own. */
function essence({ address, topics, data }: RawLog, time: bigint): unknown[] {
  const hasDeadline = topics[0] === PHASE_CHANGED && BigInt(data) !== 0n;
  return [address, topics, hasDeadline ? BigInt(data) - time : data];
}
