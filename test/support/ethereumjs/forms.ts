// Blocks, transactions, receipts and logs of EthereumJS as Ethereum's JSON-RPC writes them. Does
// nothing on import.
import type { TypedTransaction } from "@ethereumjs/tx";
import { bytesToHex } from "@ethereumjs/util";
import type { PostByzantiumTxReceipt } from "@ethereumjs/vm";
import { numberToHex } from "viem";
import type { MinedBlock } from "./chain.ts";

type Form = Readonly<Record<string, unknown>>;

/** Where a block or a transaction in it is. */
function placeOf({ block }: MinedBlock, index?: number): Form {
  return {
    blockHash: bytesToHex(block.hash()),
    blockNumber: numberToHex(block.header.number),
    ...(index === undefined ? {} : { transactionIndex: numberToHex(index) }),
  };
}

/** What a transaction pays for each gas. */
function priceOf(transaction: TypedTransaction, { block }: MinedBlock): bigint {
  const baseFee = block.header.baseFeePerGas!;
  return baseFee + transaction.getEffectivePriorityFee(baseFee);
}

export function transactionForm(mined: MinedBlock, index: number): Form {
  const transaction = mined.block.transactions[index]!;
  const { gasLimit, data, to = null, ...rest } = transaction.toJSON();
  return {
    gasPrice: numberToHex(priceOf(transaction, mined)),
    ...rest,
    ...{ to, gas: gasLimit, input: data },
    ...{ hash: bytesToHex(transaction.hash()), from: transaction.getSenderAddress().toString() },
    ...placeOf(mined, index),
  };
}

/** A block, with its transactions or their hashes. */
export function blockForm(mined: MinedBlock, whole: boolean): Form {
  const { block } = mined;
  const { uncleHash, coinbase, transactionsTrie, receiptTrie, ...rest } = block.header.toJSON();
  return {
    ...rest,
    ...{ sha3Uncles: uncleHash, miner: coinbase, transactionsRoot: transactionsTrie, receiptsRoot: receiptTrie },
    ...{ hash: bytesToHex(block.hash()), size: numberToHex(block.serialize().length), uncles: [], withdrawals: [] },
    transactions: block.transactions.map((transaction, index) =>
      whole ? transactionForm(mined, index) : bytesToHex(transaction.hash()),
    ),
  };
}

/** Logs of a transaction, which is the only one of its block. */
export function logForms(mined: MinedBlock, index: number): Form[] {
  return mined.runs[index]!.receipt.logs.map(([address, topics, data], logIndex) => ({
    ...{ address: bytesToHex(address), topics: topics.map(bytesToHex), data: bytesToHex(data) },
    ...{ logIndex: numberToHex(logIndex), removed: false },
    ...{ transactionHash: bytesToHex(mined.block.transactions[index]!.hash()), ...placeOf(mined, index) },
  }));
}

export function receiptForm(mined: MinedBlock, index: number): Form {
  const transaction = mined.block.transactions[index]!;
  const { receipt, totalGasSpent, createdAddress } = mined.runs[index]!;
  return {
    ...placeOf(mined, index),
    transactionHash: bytesToHex(transaction.hash()),
    type: numberToHex(transaction.type),
    status: numberToHex((receipt as PostByzantiumTxReceipt).status),
    from: transaction.getSenderAddress().toString(),
    to: transaction.to?.toString() ?? null,
    contractAddress: createdAddress?.toString() ?? null,
    gasUsed: numberToHex(totalGasSpent),
    cumulativeGasUsed: numberToHex(receipt.cumulativeBlockGasUsed),
    effectiveGasPrice: numberToHex(priceOf(transaction, mined)),
    logsBloom: bytesToHex(receipt.bitvector),
    logs: logForms(mined, index),
  };
}
