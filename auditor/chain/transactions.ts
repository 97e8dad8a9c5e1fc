// Transactions as their senders signed them: the hash is computed again from the fields, and the
// sender recovered from the signature.
import { type AuthorizationLike, Signature, Transaction, toBeHex } from "ethers";

/** A transaction as a node gives it. */
export type RawTransaction = Readonly<Record<string, unknown>>;

export interface Signed {
  /** The account that signed. */
  readonly from: string;
  readonly to: string | null;
  readonly data: string;
  /** Wei. */
  readonly value: bigint;
  /** 0: valid on any chain, as before EIP-155. */
  readonly chainId: bigint;
}

/** Legacy, EIP-2930, EIP-1559, EIP-4844 and EIP-7702. */
const KNOWN_TYPES = new Set([0, 1, 2, 3, 4]);

/** Whether the auditor knows how transactions of this type are encoded. */
export function isKnownType({ type }: RawTransaction): boolean {
  return KNOWN_TYPES.has(Number(type ?? 0));
}

/**
 * The transaction as it is encoded in a block, signature included. Throws where a field is missing
 * or malformed.
 */
export function encodeTransaction(raw: RawTransaction): string {
  return transactionOf(raw).serialized;
}

/** The transaction, if `raw` matches its hash and its sender; else null. Its type must be known. */
export function readSigned(raw: RawTransaction): Signed | null {
  try {
    const { from, to, data, value, chainId, hash } = transactionOf(raw);
    const { hash: name, from: sender } = raw;
    if (from === null || hash !== name || from.toLowerCase() !== String(sender).toLowerCase()) return null;
    return { from, to, data, value, chainId };
  } catch {
    return null;
  }
}

function transactionOf(raw: RawTransaction): Transaction {
  return Transaction.from({ ...fieldsOf(raw), signature: signatureOf(raw) });
}

type Fields = Exclude<Parameters<typeof Transaction.from>[0], string | undefined>;

function fieldsOf(raw: RawTransaction): Fields {
  const type = Number(raw["type"] ?? 0);
  const number = (name: string) => BigInt(raw[name] as string);
  const common = {
    type,
    to: (raw["to"] as string | null) ?? null,
    nonce: Number(number("nonce")),
    gasLimit: number("gas"),
    data: raw["input"] as string,
    value: number("value"),
  };
  if (type === 0) return { ...common, chainId: signatureOf(raw).legacyChainId ?? 0n, gasPrice: number("gasPrice") };
  const listed = {
    ...common,
    chainId: number("chainId"),
    accessList: (raw["accessList"] ?? []) as Fields["accessList"],
  };
  if (type === 1) return { ...listed, gasPrice: number("gasPrice") } as Fields;
  const priced = {
    ...listed,
    maxFeePerGas: number("maxFeePerGas"),
    maxPriorityFeePerGas: number("maxPriorityFeePerGas"),
  };
  if (type === 3) {
    const blobVersionedHashes = raw["blobVersionedHashes"] as string[];
    return { ...priced, maxFeePerBlobGas: number("maxFeePerBlobGas"), blobVersionedHashes } as Fields;
  }
  if (type === 2) return priced as Fields;
  const authorizationList = (raw["authorizationList"] as RawTransaction[]).map(
    (one): AuthorizationLike => ({
      address: one["address"] as string,
      chainId: BigInt(one["chainId"] as string),
      nonce: BigInt(one["nonce"] as string),
      signature: signatureOf(one),
    }),
  );
  return { ...priced, authorizationList } as Fields;
}

function signatureOf(raw: RawTransaction): Signature {
  const word = (name: string) => toBeHex(BigInt(raw[name] as string), 32);
  const parity = raw["yParity"] ?? raw["v"];
  const v = Number(raw["type"] ?? 0) === 0 && raw["v"] !== undefined ? raw["v"] : 27n + BigInt(parity as string);
  return Signature.from({ r: word("r"), s: word("s"), v: BigInt(v as string) });
}
