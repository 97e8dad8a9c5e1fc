// Sends one transaction to a contract of the project. The call is simulated first, so that a revert
// is reported by name and costs nothing.
import {
  type Address,
  type Abi as AnyAbi,
  type ContractFunctionArgs,
  type ContractFunctionName,
  encodeFunctionData,
  isAddressEqual,
  type TransactionReceipt,
} from "viem";
import { ChainError } from "../../errors.ts";
import { asChainError } from "../chain-error.ts";
import { coordinatorAbi } from "../coordinator/abi.ts";
import type { ChainSession } from "../session.ts";
import { feesOn } from "./fees.ts";

type Abi = typeof coordinatorAbi;
type Mutability = "nonpayable" | "payable";
type FunctionName = ContractFunctionName<Abi, Mutability>;

interface CoordinatorCall<Name extends FunctionName> {
  readonly functionName: Name;
  readonly args: ContractFunctionArgs<Abi, Mutability, Name>;
  /** Wei. */
  readonly value?: bigint;
}

/** A call of one of the project's contracts. */
export interface ContractCall {
  readonly contract: Address;
  readonly abi: AnyAbi;
  readonly functionName: string;
  readonly args: readonly unknown[];
  /** Wei. */
  readonly value?: bigint;
}

/** Sends `functionName(...args)` to the coordinator, as `sendToContract` does. */
export function sendToCoordinator<Name extends FunctionName>(
  session: ChainSession,
  purpose: string,
  { functionName, args, value = 0n }: CoordinatorCall<Name>,
): Promise<TransactionReceipt> {
  const call = { contract: session.coordinator, abi: coordinatorAbi, functionName, value };
  return sendToContract(session, purpose, { ...call, args: args as readonly unknown[] });
}

/**
 * Sends a call and waits until it is mined, or picks up the transaction that was sent before for
 * the same `purpose`. Throws ChainError whose code is the contract's custom error (e.g.
 * "CoordinatorWrongExchange", "CertificateGapTooLarge"), "TransactionReverted" when it reverted
 * although the simulation succeeded, "TransactionIneffective" when it never reached the contract,
 * or a code of client/chain/chain-error.ts.
 */
export async function sendToContract(
  { publicClient, account, outbox }: Pick<ChainSession, "publicClient" | "account" | "outbox">,
  purpose: string,
  { contract, abi, functionName, args, value = 0n }: ContractCall,
): Promise<TransactionReceipt> {
  const receipt = await (async () => {
    try {
      const earlier = await outbox.resume(purpose);
      if (earlier !== null) return earlier;
      await publicClient.simulateContract({ address: contract, abi, functionName, args, account, value });
      const data = encodeFunctionData({ abi, functionName, args });
      const transaction = { to: contract, data, value, ...(await feesOn(publicClient)) };
      const estimate = await publicClient.estimateGas({ account, ...transaction });
      return await outbox.send({ ...transaction, gas: withHeadroom(estimate) }, purpose);
    } catch (error) {
      throw asChainError(error, functionName);
    }
  })();
  if (receipt.status !== "success") {
    throw new ChainError(
      "TransactionReverted",
      `transaction ${receipt.transactionHash} (${functionName}) reverted; read the round again before retrying`,
    );
  }
  requireEffect(receipt, contract, functionName);
  return receipt;
}

/**
 * Every function of the project's contracts that changes state emits an event. Throws ChainError
 * "TransactionIneffective" when `contract` emitted none.
 */
export function requireEffect({ logs, transactionHash }: TransactionReceipt, contract: Address, what: string): void {
  if (logs.some(({ address }) => isAddressEqual(address, contract))) return;
  throw new ChainError(
    "TransactionIneffective",
    `transaction ${transactionHash} (${what}) was mined but had no effect: an account that is a contract must make its owner's calls at once, and revert when they revert`,
  );
}

/** EIP-7825's cap. */
const TRANSACTION_GAS_CAP = 16_777_216n;

/**
 * A little more gas than estimated: another party's transaction may come first and make this one
 * the one that changes the phase.
 */
export function withHeadroom(estimate: bigint): bigint {
  const generous = estimate + estimate / 4n + 60_000n;
  return generous < TRANSACTION_GAS_CAP ? generous : TRANSACTION_GAS_CAP;
}
