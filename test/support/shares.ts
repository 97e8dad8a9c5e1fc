// Rounds that settled with a sealed optimum, each company's share of it, and what the contract says
// of shares. Does nothing on import.
import type { BaseContract, ContractTransactionResponse } from "ethers";
import hre from "hardhat";
import { bytesToHex } from "viem";
import { encodeBounds } from "../../client/round/bounds.ts";
import type { RoundParams } from "../../client/round/params.ts";
import { type ShareBasis, shareBasis } from "../../client/sealed/disclosure/basis.ts";
import { type OwnPart, ownPart } from "../../client/sealed/disclosure/own.ts";
import { discloseSealed } from "../../client/sealed/disclosure/prove.ts";
import type { Disclosure } from "../../client/sealed/disclosure/verify.ts";
import { testSeed } from "./certificate.ts";
import { type Chain, type DeployedChain, revertData } from "./chain.ts";
import { transact } from "./rounds.ts";
import { buildSealed, type SealedRound, type SealedShape } from "./sealed.ts";
import { type ReadySealedRound, readySealedRound, settleSealedArguments } from "./sealed-rounds.ts";

export type SharedShape = SealedShape & { readonly inequalities: readonly number[] };

/** A round with a proof, on chain in the phase Settling, and each company's side of the proof. */
export interface SharedRound extends ReadySealedRound {
  readonly built: SealedRound;
  readonly own: readonly OwnPart[];
}

export async function sharedRound(
  chain: DeployedChain,
  shape: SharedShape,
  seed: string,
  change?: Partial<RoundParams>,
): Promise<SharedRound> {
  const round = await readySealedRound(chain, shape, seed, change);
  const built = buildSealed({ ...shape, change: () => round.id }, seed);
  const own = built.secrets.map((secret, k) =>
    ownPart(round, built.setting.committer, secret, testSeed(`prove ${seed}`).fork(`company ${k}`)),
  );
  return { ...round, built, own };
}

export function settleShared(chain: DeployedChain, round: ReadySealedRound): Promise<ContractTransactionResponse> {
  return transact(chain, 0, "settleSealed", settleSealedArguments(round));
}

/** The contract for shares of the chain's coordinator. */
export async function deployShares(chain: Chain): Promise<BaseContract> {
  return chain.ethers.deployContract("SealedShares", [await chain.coordinator.getAddress()]);
}

/** The contract that reads shares by way of example. */
export async function deployPot(chain: Chain, shares: BaseContract): Promise<BaseContract> {
  await hre.tasks.getTask("build").run({ quiet: true, files: ["contracts/mocks/SharedPot.sol"] });
  return chain.ethers.deployContract("SharedPot", [await shares.getAddress()]);
}

/** The arguments of `adopt`. */
export function adoptArguments(round: ReadySealedRound) {
  const [id, , key, proof] = settleSealedArguments(round);
  return [id, key, proof, encodeBounds(round.statement.bounds)] as const;
}

/** A company's dual value with its proof. */
export function disclosedShare({ own, ...accepted }: SharedRound, party: number): Disclosure {
  return discloseSealed(accepted, own[party]!, [{ what: "dual value", index: 0 }], testSeed("share"));
}

/** The arguments of `post`. */
export function postArguments(round: ReadySealedRound, { party, claims, proof }: Disclosure) {
  const claim = { party, dualValue: claims[0]!.values[0]!, proof: bytesToHex(proof) };
  return [round.id.round, basisArgument(round), claim] as const;
}

export function basisArgument(round: ReadySealedRound): ShareBasis {
  return shareBasis(round);
}

/** A custom error of the contract for shares or of the sealed verifier, or "accepted". */
export interface ShareVerdict {
  readonly name: string;
  readonly args: readonly unknown[];
}

export const ACCEPTED: ShareVerdict = { name: "accepted", args: [] };

/** What a call comes to. Rethrows what is no refusal of the contracts. */
export async function shareVerdict(
  chain: DeployedChain,
  shares: BaseContract,
  work: Promise<unknown>,
): Promise<ShareVerdict> {
  try {
    await work;
    return ACCEPTED;
  } catch (error) {
    const data = revertData(error);
    const contracts = data === null ? [] : [shares, chain.sealedVerifier];
    const parsed = contracts.map((contract) => contract.interface.parseError(data!)).find((known) => known !== null);
    if (parsed === undefined) throw error;
    return { name: parsed.name, args: [...parsed.args] };
  }
}

/** A transaction to the contract for shares from account `index`. */
export function sendTo(
  chain: DeployedChain,
  shares: BaseContract,
  {
    from = 0,
    call,
    args,
  }: { readonly from?: number; readonly call: "adopt" | "post"; readonly args: readonly unknown[] },
): Promise<ContractTransactionResponse> {
  const contract = shares.connect(chain.accounts[from]!) as BaseContract;
  return contract.getFunction(call)(...args) as Promise<ContractTransactionResponse>;
}
