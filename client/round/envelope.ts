// An envelope is a party's turn with its signature, as one receiver gets it: the bodies for that
// receiver, the digests of the rest (docs/wire.md). What a receiver gets is, byte for byte, what
// its journal, its transcript and its evidence keep; the sender's own have all bodies. An envelope
// can be checked with the chain alone, because the signed typed data contain the digest that is
// posted there.

import { secp256k1 } from "@noble/curves/secp256k1.js";
import type { Address, Hex, LocalAccount } from "viem";
import { hashTypedData, hexToBytes, isAddressEqual, keccak256, recoverAddress } from "viem/utils";
import { ConcordatError, ProtocolError } from "../errors.ts";
import { bytesToInteger } from "../math/bytes.ts";
import { turnDigest } from "./digests.ts";
import {
  decodeExchangeId,
  EXCHANGE_ID_BYTES,
  type ExchangeId,
  encodeExchangeId,
  isSameExchange,
} from "./exchange-id.ts";
import { decodeParts, encodeParts, type Part, partsDigest, slowPartsDigest } from "./parts.ts";
import type { ScheduledTurn } from "./schedule.ts";

/**
 * Asks a contract whether a signature is its own; false for an account without code.
 * @throws ChainError when the chain node does not answer.
 */
export type ContractSignatures = (account: Address, hash: Hex, signature: Hex) => Promise<boolean>;

/** A turn before it is signed. */
export interface UnsignedEnvelope extends ExchangeId {
  /** The sender's index among the round's parties, 0..254. */
  readonly from: number;
  /** Its messages, or their digests, in the order of the schedule. */
  readonly parts: readonly Part[];
}

/** Made only by `signEnvelope`, `decodeEnvelope` and `openEnvelope`. */
export interface Envelope extends UnsignedEnvelope {
  /** The digest that the sender posts on chain and signs. */
  readonly digest: Hex;
  /** r ‖ s ‖ v, 65 bytes; s in the lower half, v 27 or 28. */
  readonly signature: Hex;
}

const MAGIC = Buffer.from("CCD3", "latin1");
const FROM_AT = MAGIC.length + EXCHANGE_ID_BYTES;
const SIGNATURE_AT = FROM_AT + 1;
/** Bytes before the parts. */
export const ENVELOPE_HEAD = SIGNATURE_AT + 65;

const MAX_FROM = 254;
const ORDER = secp256k1.Point.Fn.ORDER;

function invalid(what: string): ProtocolError {
  return new ProtocolError("EnvelopeInvalid", `the envelope is malformed: ${what}`);
}

function digestOf(turn: UnsignedEnvelope): Hex {
  return turnDigest(turn, turn, partsDigest(turn.parts));
}

/**
 * The typed data that a party signs (EIP-712). A wallet shows whose turn it is, in which exchange
 * of which round, and its digest on chain.
 */
const TYPES = {
  Message: [
    { name: "round", type: "uint256" },
    { name: "exchange", type: "uint32" },
    { name: "from", type: "uint8" },
    { name: "digest", type: "bytes32" },
  ],
} as const;

function typedData({ chainId, coordinator, round, exchange, from }: UnsignedEnvelope, digest: Hex) {
  return {
    domain: { name: "Concordat", version: "2", chainId, verifyingContract: coordinator },
    types: TYPES,
    primaryType: "Message" as const,
    message: { round, exchange, from, digest },
  };
}

/**
 * Signs a turn with the party's account.
 * @throws ProtocolError EnvelopeInvalid when the account does not return a canonical signature: 65
 *   bytes, s in the lower half.
 */
export async function signEnvelope(
  turn: UnsignedEnvelope,
  account: Pick<LocalAccount, "signTypedData">,
): Promise<Envelope> {
  const digest = digestOf(turn);
  const signature = await account.signTypedData(typedData(turn, digest));
  checkSignature(Buffer.from(signature.slice(2), "hex"));
  return { ...turn, digest, signature };
}

/**
 * Whether `account` signed the envelope, with its key or, if it is a contract, by the contract's
 * own answer.
 * @throws ChainError as `contracts` does.
 */
export async function isSignedBy(
  envelope: Envelope,
  account: Address,
  contracts: ContractSignatures,
): Promise<boolean> {
  const { digest, signature } = envelope;
  const hash = hashTypedData(typedData(envelope, digest));
  const signer = await recoverAddress({ hash, signature }).catch(() => null);
  // Null: no point has the x-coordinate r.
  if (signer !== null && isAddressEqual(signer, account)) return true;
  return contracts(account, hash, signature);
}

/**
 * @throws ConcordatError NumberOutOfRange when a number does not fit its field; ProtocolError
 *   EnvelopeInvalid when the signature is not canonical.
 */
export function encodeEnvelope(envelope: Envelope): Uint8Array {
  if (envelope.from > MAX_FROM) throw new ConcordatError("NumberOutOfRange", "a round has at most 255 parties");
  const signature = hexToBytes(envelope.signature);
  checkSignature(signature);
  const parts = encodeParts(envelope.parts);
  const bytes = Buffer.alloc(ENVELOPE_HEAD + parts.length);
  MAGIC.copy(bytes);
  bytes.set(encodeExchangeId(envelope), MAGIC.length);
  bytes.writeUInt8(envelope.from, FROM_AT);
  bytes.set(signature, SIGNATURE_AT);
  bytes.set(parts, ENVELOPE_HEAD);
  return bytes;
}

/**
 * Decodes exactly the encodings that `encodeEnvelope` produces. Checks that the signature is
 * canonical, but does not verify it. Bodies are views of `bytes`.
 * @throws ProtocolError EnvelopeInvalid.
 */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  const undigested = decodeUndigested(bytes);
  return { ...undigested, digest: digestOf(undigested) };
}

function decodeUndigested(bytes: Uint8Array): Omit<Envelope, "digest"> {
  if (bytes.length < ENVELOPE_HEAD) throw invalid(`${bytes.length} bytes, at least ${ENVELOPE_HEAD} expected`);
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, ENVELOPE_HEAD);
  if (!head.subarray(0, MAGIC.length).equals(MAGIC)) throw invalid("it does not start with CCD3");
  const from = head[FROM_AT]!;
  if (from > MAX_FROM) throw invalid("a round has at most 255 parties");
  checkSignature(head.subarray(SIGNATURE_AT));
  const turn = {
    ...decodeExchangeId(head.subarray(MAGIC.length, FROM_AT)),
    from,
    parts: decodeParts(bytes.subarray(ENVELOPE_HEAD)),
  };
  return { ...turn, signature: `0x${head.toString("hex", SIGNATURE_AT)}` };
}

/** What an envelope is expected to be. */
export interface Expected {
  readonly id: ExchangeId;
  readonly from: number;
  /** The sender's account. */
  readonly account: Address;
  /** Checks signatures of accounts that are contracts. */
  readonly contracts: ContractSignatures;
}

/**
 * Decodes and checks an envelope that came from a peer.
 * @throws ProtocolError, naming the sender: EnvelopeInvalid, EnvelopeMismatch when it is another
 *   turn, SignatureInvalid when the sender's account did not sign it; ChainError as `contracts`
 *   does.
 */
export async function openEnvelope(bytes: Uint8Array, { id, from, account, contracts }: Expected): Promise<Envelope> {
  const error = (code: string, what: string, options?: ErrorOptions) =>
    new ProtocolError(code, `exchange ${id.exchange} of party ${from}: ${what}`, from, options);
  let undigested: Omit<Envelope, "digest">;
  try {
    undigested = decodeUndigested(bytes);
  } catch (cause) {
    throw error("EnvelopeInvalid", "not an envelope", { cause });
  }
  if (!isSameExchange(undigested, id) || undigested.from !== from) {
    throw error("EnvelopeMismatch", "the envelope holds another turn");
  }
  const parts = await slowPartsDigest(undigested.parts);
  const envelope = { ...undigested, digest: turnDigest(id, { exchange: id.exchange, from }, parts) };
  if (!(await isSignedBy(envelope, account, contracts))) throw error("SignatureInvalid", `${account} did not sign it`);
  return envelope;
}

/**
 * The envelope as `parties` get it: with the bodies of the messages for them, and only the digests
 * of all others.
 * @throws ProtocolError EnvelopeInvalid.
 */
export function envelopeFor(
  parties: readonly number[],
  { messages }: Pick<ScheduledTurn, "messages">,
  envelope: Uint8Array,
): Uint8Array {
  const parts = decodeUndigested(envelope).parts.map((part, i) => {
    const to = messages[i]?.to;
    const isTheirs = to === null || (to !== undefined && parties.includes(to));
    return typeof part === "string" || isTheirs ? part : keccak256(part);
  });
  return Buffer.concat([envelope.subarray(0, ENVELOPE_HEAD), encodeParts(parts)]);
}

/**
 * Accepts only one form of each signature, so that nobody can make a second envelope of the same
 * turn.
 */
function checkSignature(bytes: Uint8Array): void {
  if (bytes.length !== 65) throw invalid(`a signature has 65 bytes, not ${bytes.length}`);
  const word = (start: number) => bytesToInteger(bytes.subarray(start, start + 32));
  const [r, s, v] = [word(0), word(32), bytes[64]!];
  if (r === 0n || r >= ORDER) throw invalid("r of the signature is out of range");
  if (s === 0n || s > ORDER >> 1n) throw invalid("s of the signature is not in the lower half");
  if (v !== 27 && v !== 28) throw invalid("v of the signature is neither 27 nor 28");
}
