// Ethereum's JSON-RPC over a chain of chain.ts: what our clients, the auditor, Ignition and the
// tests ask for, and no more. Does nothing on import.
import { bytesToHex, createAddressFromString, createZeroAddress, hexToBytes, setLengthLeft } from "@ethereumjs/util";
import type { RunTxResult } from "@ethereumjs/vm";
import { type Hex, numberToHex } from "viem";
import { type CallRequest, CHAIN_ID, type EthereumJsChain, type MinedBlock } from "./chain.ts";
import { blockForm, logForms, receiptForm, transactionForm } from "./forms.ts";

/** A node's answer that is an error. */
export class RpcRefusal extends Error {
  readonly code: number;
  readonly data: string | undefined;
  constructor(code: number, message: string, data?: string) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** Wei per gas that a transaction should offer beside the base fee. */
const PRIORITY_FEE = 10n ** 9n;

type Method = (...params: readonly never[]) => unknown;

interface CallForm {
  readonly from?: Hex;
  readonly to?: Hex | null;
  readonly data?: Hex;
  readonly input?: Hex;
  readonly value?: Hex;
  readonly gas?: Hex;
}

interface LogFilter {
  readonly address?: Hex | readonly Hex[];
  readonly topics?: readonly (Hex | readonly Hex[] | null)[];
  readonly fromBlock?: string;
  readonly toBlock?: string;
}

function readCall({ from, to, data, input, value = "0x0", gas }: CallForm): CallRequest {
  return {
    from: from === undefined ? createZeroAddress() : createAddressFromString(from),
    to: to === undefined || to === null ? undefined : createAddressFromString(to),
    data: hexToBytes(input ?? data ?? "0x"),
    value: BigInt(value),
    gas: gas === undefined ? undefined : BigInt(gas),
  };
}

/** Throws RpcRefusal, in the form of geth, where a run failed. */
function requireSuccess({ execResult }: RunTxResult): Uint8Array {
  const { exceptionError, returnValue } = execResult;
  if (exceptionError === undefined) return returnValue;
  if (exceptionError.error !== "revert") throw new RpcRefusal(-32000, exceptionError.error);
  throw new RpcRefusal(3, "execution reverted", bytesToHex(returnValue));
}

/** Whether `value` is what a filter asks for; null and nothing ask for anything. */
function suits(wanted: Hex | readonly Hex[] | null | undefined, value: string | undefined): boolean {
  if (wanted === null || wanted === undefined) return true;
  return [wanted].flat().some((one) => one.toLowerCase() === value);
}

/** The methods by their names. They throw RpcRefusal, or what the chain throws. */
export function methodsOf(chain: EthereumJsChain): Readonly<Record<string, Method>> {
  const find = (tag: string = "latest"): MinedBlock | undefined => {
    // Nothing waits, and nothing is taken back.
    if (["latest", "pending", "finalized"].includes(tag)) return chain.head;
    return chain.blocks[Number(tag)];
  };
  const at = (tag?: string): MinedBlock => {
    const found = find(tag);
    if (found === undefined) throw new RpcRefusal(-32000, "header not found");
    return found;
  };
  const mined = (hash: Hex): MinedBlock | undefined =>
    chain.blocks.find(({ block }) => block.transactions.some((transaction) => bytesToHex(transaction.hash()) === hash));
  const baseFee = () => chain.head.block.header.calcNextBaseFee();

  return {
    web3_clientVersion: () => "EthereumJS",
    eth_chainId: () => numberToHex(CHAIN_ID),
    eth_blockNumber: () => numberToHex(chain.head.block.header.number),
    eth_gasPrice: () => numberToHex(baseFee() + PRIORITY_FEE),
    eth_maxPriorityFeePerGas: () => numberToHex(PRIORITY_FEE),
    eth_getBlockByNumber: (tag: string, whole: boolean) => {
      const found = find(tag);
      return found === undefined ? null : blockForm(found, whole);
    },
    eth_getTransactionCount: async (address: Hex, tag?: string) => {
      const state = await chain.stateAfter(at(tag));
      return numberToHex((await state.getAccount(createAddressFromString(address)))?.nonce ?? 0n);
    },
    eth_getCode: async (address: Hex, tag?: string) =>
      bytesToHex(await (await chain.stateAfter(at(tag))).getCode(createAddressFromString(address))),
    eth_getStorageAt: async (address: Hex, slot: Hex, tag?: string) => {
      const state = await chain.stateAfter(at(tag));
      const key = hexToBytes(numberToHex(BigInt(slot), { size: 32 }));
      return bytesToHex(setLengthLeft(await state.getStorage(createAddressFromString(address), key), 32));
    },
    eth_call: async (request: CallForm, tag?: string) =>
      bytesToHex(requireSuccess(await chain.tryOut(readCall(request), at(tag)))),
    eth_estimateGas: async (request: CallForm) => {
      const { gas, run } = await chain.estimate(readCall(request));
      requireSuccess(run);
      return numberToHex(gas);
    },
    eth_sendRawTransaction: async (signed: Hex) => bytesToHex((await chain.mine(hexToBytes(signed)))!),
    eth_getTransactionByHash: (hash: Hex) => {
      const found = mined(hash);
      return found === undefined ? null : transactionForm(found, 0);
    },
    eth_getTransactionReceipt: (hash: Hex) => {
      const found = mined(hash);
      return found === undefined ? null : receiptForm(found, 0);
    },
    eth_getLogs: ({ address, topics = [], fromBlock, toBlock }: LogFilter) => {
      const number = (tag?: string) => Number(at(tag).block.header.number);
      const blocks = chain.blocks.slice(number(fromBlock), number(toBlock) + 1);
      return blocks
        .flatMap((one) => one.runs.flatMap((_, index) => logForms(one, index)))
        .filter((log) => suits(address, log["address"] as string))
        .filter((log) => topics.every((wanted, i) => suits(wanted, (log["topics"] as readonly string[])[i])));
    },
    evm_increaseTime: (seconds: number) => chain.passTime(BigInt(seconds)),
    evm_mine: () => chain.mine(),
  };
}
