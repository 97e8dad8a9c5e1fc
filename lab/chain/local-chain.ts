// An in-process Hardhat chain with the contracts deployed, and a session for each company.
import { type Abi, createPublicClient, createWalletClient, custom, type Hex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { loadArtifacts } from "../../client/app/deploy/artifacts.ts";
import type { ContractName } from "../../client/app/deploy/contracts.ts";
import { walletOutbox } from "../../client/chain/outbox/outbox.ts";
import type { ChainSession, Mined } from "../../client/chain/session.ts";
import { InputError } from "../../client/errors.ts";
import { bareHardhat } from "./simulated.ts";

export interface LocalChain {
  /** One session per company, each with an account of its own. */
  readonly sessions: readonly ChainSession[];
  readonly deployed: readonly (Mined & { readonly name: string })[];
  /** Deploys the contract for shares of sealed optima, by default of this coordinator. */
  deployShares(of?: Hex): Promise<Hex>;
  close(): Promise<void>;
}

/** Hardhat's default accounts, whose keys everybody knows: for in-process chains only. */
const MNEMONIC = "test test test test test test test test test test test junk";
const ACCOUNTS = 20;

/**
 * Starts a chain in this process and deploys verifiers and coordinator. Throws InputError
 * "HardhatMissing" or "TooManyCompanies".
 */
export async function startLocalChain(companies: number): Promise<LocalChain> {
  const connection = await (await bareHardhat()).network.create();
  const artifacts = await loadArtifacts();
  const transport = custom(connection.provider);
  const publicClient = createPublicClient({ chain: hardhat, transport, pollingInterval: 10, cacheTime: 0 });
  if (companies >= ACCOUNTS) {
    throw new InputError(
      "TooManyCompanies",
      `the chain in this process has accounts for ${ACCOUNTS - 1} companies, not ${companies}`,
    );
  }
  const accounts = Array.from({ length: companies + 1 }, (_, addressIndex) =>
    mnemonicToAccount(MNEMONIC, { addressIndex }),
  );
  const wallets = accounts.map((account) => createWalletClient({ account, chain: hardhat, transport }));

  const deployed: (Mined & { name: string })[] = [];
  const deploy = async (name: ContractName, args: readonly unknown[]): Promise<Hex> => {
    const { abi, bytecode } = artifacts[name];
    const hash = await wallets[0]!.deployContract({ abi: abi as Abi, bytecode: bytecode as Hex, args });
    const receipt = await publicClient.waitForTransactionReceipt({ hash });
    deployed.push({ name, hash, gasUsed: receipt.gasUsed });
    return receipt.contractAddress!;
  };
  const verifier = await deploy("CertificateVerifier", []);
  const sealedVerifier = await deploy("SealedVerifier", []);
  const coordinator = await deploy("RoundCoordinator", [verifier, sealedVerifier]);
  return {
    // The first account deploys; the companies use the following ones.
    sessions: wallets.slice(1).map((wallet) => ({
      publicClient,
      account: wallet.account,
      coordinator,
      outbox: walletOutbox(publicClient, wallet),
      confirmations: 0,
    })),
    deployed,
    deployShares: (of = coordinator) => deploy("SealedShares", [of]),
    close: () => connection.close(),
  };
}
