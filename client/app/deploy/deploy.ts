// Deploys verifiers, coordinator, registry and the contract for shares with Hardhat Ignition's
// engine; transactions are signed in this process. Progress is journalled in a folder: called again
// after an interruption, it resumes where it stopped; after success, it only returns the contracts'
// addresses.
import { mkdir } from "node:fs/promises";
import {
  type DeploymentResult,
  DeploymentResultType,
  deploy,
  listTransactions,
  type SuccessfulDeploymentResult,
} from "@nomicfoundation/ignition-core";
import { type Address, BaseError, type Hex, isAddress, type LocalAccount, type Transport } from "viem";
import { nodeAnswerIn } from "../../chain/chain-error.ts";
import { ChainError } from "../../errors.ts";
import type { Artifacts } from "./artifacts.ts";
import type { ContractName } from "./contracts.ts";
import { keptTransaction, resumeTransaction, withoutLostTransactions } from "./interruption.ts";
import { deploymentModule } from "./module.ts";
import { signingProvider } from "./signer.ts";

export interface DeploymentRequest {
  /** The chain, e.g. viem's `http(url)`. */
  readonly transport: Transport;
  /** Pays for the deployment, and has no rights afterwards. */
  readonly account: LocalAccount;
  /** Journal of this deployment; one folder per chain and deployment. Created if missing. */
  readonly deploymentDir: string;
  readonly artifacts: Artifacts;
  /**
   * Blocks that must follow, ≥ 1: 1 where blocks are final at once (QBFT, IBFT 2.0); more
   * elsewhere.
   */
  readonly confirmations: number;
  /** Poll interval of the chain, in milliseconds. */
  readonly pollMs: number;
}

export interface Deployment {
  readonly verifier: Address;
  readonly sealedVerifier: Address;
  readonly coordinator: Address;
  readonly registry: Address;
  readonly shares: Address;
  /** In the order sent, earlier runs on this folder included. */
  readonly transactions: readonly Hex[];
}

/**
 * Throws ChainError with a code of client/chain/chain-error.ts ("FundsInsufficient"), else
 * "DeploymentFailed" with Ignition's reason (in either case, call again to resume), or
 * "DeploymentStale" when the folder belongs to a chain that has since been reset.
 */
export async function deployContracts(request: DeploymentRequest): Promise<Deployment> {
  const { transport, account, deploymentDir, artifacts, confirmations, pollMs } = request;
  const keeping = keptTransaction(deploymentDir);
  const provider = signingProvider(transport, account, keeping.write);
  const artifactResolver = {
    loadArtifact: async (name: string) => artifacts[name as ContractName],
    getBuildInfo: async () => undefined,
  };
  await mkdir(deploymentDir, { recursive: true, mode: 0o700 });
  const result = await (async () => {
    try {
      await resumeTransaction(provider, deploymentDir, artifactResolver, await keeping.read());
      return await withoutLostTransactions(deploymentDir, artifactResolver, () =>
        deploy({
          ignitionModule: deploymentModule,
          provider,
          artifactResolver,
          deploymentDir,
          accounts: [account.address],
          deploymentParameters: {},
          config: { requiredConfirmations: confirmations, blockPollingInterval: pollMs },
        }),
      );
    } catch (error) {
      throw failed(account.address, error instanceof Error ? error.message : "no reason given", error);
    }
  })();
  if (result.type !== DeploymentResultType.SUCCESSFUL_DEPLOYMENT) throw failed(account.address, reasonOf(result));
  const addressOf = async (name: ContractName): Promise<Address> => {
    const address = addressIn(result, name, account.address);
    if ((await provider.request({ method: "eth_getCode", params: [address, "latest"] })) === "0x") {
      throw new ChainError(
        "DeploymentStale",
        `${deploymentDir} says that ${name} is at ${address}, where the chain has no contract: if the chain was reset, take another folder`,
      );
    }
    return address;
  };
  return {
    verifier: await addressOf("CertificateVerifier"),
    sealedVerifier: await addressOf("SealedVerifier"),
    coordinator: await addressOf("RoundCoordinator"),
    registry: await addressOf("PeerRegistry"),
    shares: await addressOf("SealedShares"),
    transactions: (await listTransactions(deploymentDir, artifactResolver)).map(({ txHash }) => txHash as Hex),
  };
}

function failed(account: Address, reason: string, cause?: unknown): ChainError {
  // Ignition passes on the node's message, as text.
  const { code, advice } = nodeAnswerIn(new BaseError("", { details: reason })) ?? {
    code: "DeploymentFailed",
    advice: reason,
  };
  return new ChainError(code, `the contracts are not deployed from ${account}: ${advice}`, { cause });
}

function addressIn({ contracts }: SuccessfulDeploymentResult, name: ContractName, account: Address): Address {
  const address = Object.values(contracts).find(({ contractName }) => contractName === name)?.address;
  if (address === undefined || !isAddress(address)) throw failed(account, `no address for ${name}`);
  return address;
}

/** Ignition's reasons, one per contract. */
function reasonOf(result: Exclude<DeploymentResult, SuccessfulDeploymentResult>): string {
  if (result.type !== DeploymentResultType.EXECUTION_ERROR)
    return Object.entries(result.errors)
      .map(([id, reasons]) => `${id}: ${reasons.join("; ")}`)
      .join("; ");
  return [
    ...result.failed.map(({ futureId, error }) => `${futureId}: ${error}`),
    ...result.timedOut.map(({ futureId }) => `${futureId}: its transaction was not mined in time`),
  ].join("; ");
}
