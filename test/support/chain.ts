// An in-process chain with verifiers and coordinator, and their verdicts as plain data. Does
// nothing on import.
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkHelpers } from "@nomicfoundation/hardhat-network-helpers/types";
import type { BaseContract, Result, Signer } from "ethers";
import hre from "hardhat";
import { compileContracts } from "../../client/app/deploy/compile.ts";
import type { Certificate } from "../../client/certificate/types.ts";
import type { Statement } from "../../client/round/statement.ts";

/** Any chain with the contracts on it, and accounts that send for a test. */
export interface DeployedChain {
  readonly accounts: readonly (Signer & { readonly address: string })[];
  readonly verifier: BaseContract;
  readonly sealedVerifier: BaseContract;
  readonly coordinator: BaseContract;
  readonly chainId: bigint;
}

export interface Chain extends DeployedChain {
  readonly ethers: HardhatEthers;
  readonly helpers: NetworkHelpers;
}

/** A fresh chain with compiled contracts deployed by account 0. */
export async function createChain(override: { readonly chainId?: number } = {}): Promise<Chain> {
  await compileContracts();
  const { ethers, networkHelpers: helpers } = await hre.network.create({ override });
  const verifier = await ethers.deployContract("CertificateVerifier");
  const sealedVerifier = await ethers.deployContract("SealedVerifier");
  const verifiers = [await verifier.getAddress(), await sealedVerifier.getAddress()];
  const coordinator = await ethers.deployContract("RoundCoordinator", verifiers);
  const { chainId } = await ethers.provider.getNetwork();
  return { ethers, helpers, accounts: await ethers.getSigners(), verifier, sealedVerifier, coordinator, chainId };
}

/** The same chain with an account for each of `parties`, beside that of the deployer. */
export async function withParties(chain: Chain, parties: number): Promise<Chain> {
  const accounts = [...chain.accounts];
  while (accounts.length <= parties) {
    const address = `0x${(0x10_000 + accounts.length).toString(16).padStart(40, "0")}`;
    await chain.helpers.setBalance(address, 10n ** 20n);
    accounts.push(await chain.ethers.getImpersonatedSigner(address));
  }
  return { ...chain, accounts };
}

/** The statement as the verifier takes it. */
export function statementArgument(statement: Statement): Record<string, unknown> {
  return {
    chainId: statement.chainId,
    coordinator: statement.coordinator,
    round: statement.round,
    columns: statement.columns,
    objectiveOwner: statement.objectiveOwner,
    solutionDecimals: statement.decimals.solution,
    multiplierDecimals: statement.decimals.multiplier,
    residualTolerance: statement.tolerances.residual,
    dualTolerance: statement.tolerances.dual,
    gapTolerance: statement.tolerances.gap,
    bounds: statement.bounds,
    paramsDigest: statement.paramsDigest,
    inequalities: statement.inequalities,
    equalities: statement.equalities,
    commitments: statement.commitments,
  };
}

/** A custom error: its name, and its arguments as numbers or addresses. */
export interface Refusal {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** The coordinator's or a verifier's reason for a failed call. Rethrows any other error. */
export function refusalOf({ coordinator, verifier, sealedVerifier }: DeployedChain, error: unknown): Refusal {
  const data = revertData(error);
  const contracts = data === null ? [] : [coordinator, verifier, sealedVerifier];
  const parsed = contracts.map((contract) => contract.interface.parseError(data!)).find((known) => known !== null);
  if (parsed === undefined) throw error;
  return { name: parsed.name, args: [...parsed.args] };
}

export function revertData(error: unknown): string | null {
  for (let cause: unknown = error; typeof cause === "object" && cause !== null; cause = Reflect.get(cause, "cause")) {
    const data: unknown = Reflect.get(cause, "data");
    if (typeof data === "string" && data.length >= 10) return data;
  }
  return null;
}

/** The verifier's custom errors are this prefix followed by the reasons of docs/certificate.md. */
const CERTIFICATE = /^Certificate(?=[A-Z])/;

/** Outcome of the verifier's `verify`, or its refusal under the name of docs/certificate.md. */
export async function verifyOnChain(
  chain: DeployedChain,
  statement: Statement,
  { header, blocks }: Certificate,
): Promise<Result | Refusal> {
  try {
    return await chain.verifier.getFunction("verify").staticCall(statementArgument(statement), header, blocks);
  } catch (error) {
    const { name, args } = refusalOf(chain, error);
    if (!CERTIFICATE.test(name)) throw error;
    return { name: name.replace(CERTIFICATE, ""), args };
  }
}
