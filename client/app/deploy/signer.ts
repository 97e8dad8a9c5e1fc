// A provider that signs in this process: Ignition calls `eth_sendTransaction`, and the chain node
// receives a raw transaction, so that no node ever holds the company's key.
import type { EIP1193Provider, RequestArguments } from "@nomicfoundation/ignition-core";
import { BaseError, type Hex, hexToBigInt, hexToNumber, type LocalAccount, type Transport } from "viem";
import { ChainError } from "../../errors.ts";

/** The fields of `eth_sendTransaction` that Ignition fills in. */
interface TransactionRequest {
  readonly from: Hex;
  readonly to?: Hex;
  readonly value: Hex;
  readonly data: Hex;
  readonly nonce: Hex;
  readonly gas: Hex;
  readonly gasPrice?: Hex;
  readonly maxFeePerGas?: Hex;
  readonly maxPriorityFeePerGas?: Hex;
}

function feesOf(request: TransactionRequest) {
  const { gasPrice, maxFeePerGas, maxPriorityFeePerGas } = request;
  if (gasPrice !== undefined) return { type: "legacy", gasPrice: hexToBigInt(gasPrice) } as const;
  if (maxFeePerGas === undefined || maxPriorityFeePerGas === undefined)
    throw new ChainError("FeesMissing", "the transaction to sign has neither a gas price nor a maximum fee");
  return {
    type: "eip1559",
    maxFeePerGas: hexToBigInt(maxFeePerGas),
    maxPriorityFeePerGas: hexToBigInt(maxPriorityFeePerGas),
  } as const;
}

/**
 * viem's errors quote the RPC address, which may contain an access key, and the request: only the
 * reason is passed on.
 */
function withoutAddress(error: unknown): unknown {
  if (!(error instanceof BaseError)) return error;
  const cause = error.walk((inner) => typeof Reflect.get(inner as object, "data") === "string");
  const data: unknown = cause === null ? undefined : Reflect.get(cause, "data");
  return Object.assign(new Error(`${error.shortMessage} ${error.details}`), data === undefined ? {} : { data });
}

/**
 * Forwards every request to `transport`, except those for accounts and for sending. `keep` stores a
 * signed transaction before it is sent.
 */
export function signingProvider(
  transport: Transport,
  account: LocalAccount,
  keep: (signed: Hex) => Promise<void>,
): EIP1193Provider {
  const { request: ask } = transport({});

  async function send(transaction: TransactionRequest): Promise<Hex> {
    const { to, value, data, nonce, gas } = transaction;
    const serialized = await account.signTransaction({
      chainId: hexToNumber((await ask({ method: "eth_chainId" })) as Hex),
      ...(to === undefined ? {} : { to }),
      value: hexToBigInt(value),
      data,
      nonce: hexToNumber(nonce),
      gas: hexToBigInt(gas),
      ...feesOf(transaction),
    });
    await keep(serialized);
    return (await ask({ method: "eth_sendRawTransaction", params: [serialized] })) as Hex;
  }

  return {
    async request({ method, params }: RequestArguments): Promise<unknown> {
      try {
        if (method === "eth_accounts") return [account.address];
        if (method === "eth_sendTransaction") return await send((params as readonly [TransactionRequest])[0]);
        return await ask({ method, params });
      } catch (error) {
        throw withoutAddress(error);
      }
    },
  };
}
