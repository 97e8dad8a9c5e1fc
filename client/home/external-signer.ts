// An account whose key is in another program: a signer that speaks Ethereum's JSON-RPC
// (eth_accounts, eth_signTypedData_v4, eth_signTransaction), alone or as the bridge to a device.
// Its answers are checked: it may refuse, but not sign something else.
import { secp256k1 } from "@noble/curves/secp256k1.js";
import {
  type Address,
  type Hex,
  hashTypedData,
  isAddressEqual,
  isHex,
  type LocalAccount,
  numberToHex,
  parseTransaction,
  recoverAddress,
  recoverTransactionAddress,
  serializeTypedData,
  type TransactionSerializable,
  type TypedDataDefinition,
} from "viem";
import { toAccount } from "viem/accounts";
import { HomeError } from "../errors.ts";
import { askSigner } from "./signer-connection.ts";

/**
 * Where a signer is: an HTTP address, or the path of a local socket; and which of its accounts is
 * the company's.
 */
export interface SignerPlace {
  readonly at: string;
  readonly account: Address;
}

const DOMAIN = [
  { name: "name", type: "string" },
  { name: "version", type: "string" },
  { name: "chainId", type: "uint256" },
  { name: "verifyingContract", type: "address" },
];

/**
 * Throws HomeError "SignerUnreachable", "SignerRefused", or "SignerUnsuitable" when it does not
 * have the account. Signing throws these too, and "SignerWrong" when the result is not the
 * requested data, signed by the account.
 */
export async function externalSigner({ at, account: address }: SignerPlace): Promise<LocalAccount> {
  const accounts = await askSigner(at, "eth_accounts", []);
  const own = address.toLowerCase();
  if (!Array.isArray(accounts) || !accounts.some((other) => String(other).toLowerCase() === own))
    throw new HomeError("SignerUnsuitable", `the signer in the settings does not have the account ${address}`);
  return toAccount({
    address,
    signTypedData: (data) => signTypedData(data as TypedDataDefinition, { at, account: address }),
    signTransaction: (transaction) => signTransaction(transaction, { at, account: address }),
    signMessage: async () => {
      throw new HomeError("SignerUnsuitable", "this signer signs only typed data and transactions");
    },
  });
}

async function signTypedData(data: TypedDataDefinition, { at, account }: SignerPlace): Promise<Hex> {
  const types = { EIP712Domain: DOMAIN, ...data.types };
  const text = serializeTypedData({ ...data, types } as never);
  const given = await askSigner(at, "eth_signTypedData_v4", [account, text]);
  if (!isHex(given) || given.length !== 132) throw wrong("no signature of 65 bytes");
  const signature = canonical(given);
  const signer = await recoverAddress({ hash: hashTypedData(data), signature }).catch(() => null);
  if (signer === null || !isAddressEqual(signer, account)) throw wrong("a signature of other data or another account");
  return signature;
}

const ORDER = secp256k1.Point.Fn.ORDER;

/**
 * The same signature (65 bytes) in the canonical form of envelopes: s in the lower half, v 27 or
 * 28. Some signers give the parity as v, and hardware modules may give either of the two values of
 * s.
 */
function canonical(given: Hex): Hex {
  const [s, last] = [BigInt(`0x${given.slice(66, 130)}`), Number(`0x${given.slice(130)}`)];
  const v = last < 2 ? last + 27 : last;
  if (s <= ORDER / 2n || s >= ORDER) return `${given.slice(0, 130) as Hex}${v.toString(16).padStart(2, "0")}`;
  return `${given.slice(0, 66) as Hex}${(ORDER - s).toString(16).padStart(64, "0")}${(55 - v).toString(16).padStart(2, "0")}`;
}

/**
 * Numeric fields, as the method names them; those that a transaction does not have are left out.
 */
const QUANTITIES = ["gas", "gasPrice", "maxFeePerGas", "maxPriorityFeePerGas", "value", "nonce", "chainId"] as const;

async function signTransaction(transaction: TransactionSerializable, { at, account }: SignerPlace): Promise<Hex> {
  const asked = transaction as unknown as Readonly<Record<string, bigint | number | string | undefined>>;
  const quantities = QUANTITIES.flatMap((name) =>
    asked[name] === undefined ? [] : [[name, numberToHex(BigInt(asked[name]))] as const],
  );
  const target = asked["to"] === undefined ? {} : { to: asked["to"] };
  const request = { from: account, ...target, data: asked["data"] ?? "0x", ...Object.fromEntries(quantities) };
  const given = await askSigner(at, "eth_signTransaction", [request]);
  // The signer returns the raw transaction alone, or together with its fields.
  const raw = typeof given === "object" && given !== null && "raw" in given ? given.raw : given;
  if (!isHex(raw)) throw wrong("no transaction");
  let read: Readonly<Record<string, unknown>>;
  let signer: Address;
  try {
    read = parseTransaction(raw) as Readonly<Record<string, unknown>>;
    signer = await recoverTransactionAddress({ serializedTransaction: raw as never });
  } catch {
    throw wrong("no transaction");
  }
  if (!isAddressEqual(signer, account)) throw wrong("a transaction of another account");
  const same = (name: string) => BigInt((read[name] as bigint | undefined) ?? 0) === BigInt(asked[name] ?? 0);
  const text = (value: unknown) => String(value ?? "0x").toLowerCase();
  if (!QUANTITIES.every(same) || text(read["to"]) !== text(asked["to"]) || text(read["data"]) !== text(asked["data"]))
    throw wrong("a transaction other than the requested one");
  return raw;
}

function wrong(what: string): HomeError {
  return new HomeError("SignerWrong", `the signer in the settings returned ${what}: nothing was sent`);
}
