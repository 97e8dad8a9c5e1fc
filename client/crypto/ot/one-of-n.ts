/**
 * 1-of-N oblivious transfer, many at once: Naor & Pinkas, "Oblivious transfer and polynomial
 * evaluation", STOC 1999, section 2. Each transfer is built from ⌈log₂N⌉ 1-of-2 transfers of keys
 * (one-of-two.ts) and sends O(N) bytes. N may be any number from 2.
 *
 * Message I is encrypted under the exclusive-or of F_key(I) over the keys that the bits of I
 * choose, with F = HMAC-SHA256 as the pseudo-random function; the cipher is ChaCha20-Poly1305, so a
 * changed message is noticed.
 *
 * Who learns what: the receiver learns one message of each transfer (of every other message's key
 * it lacks a pseudo-random part); the sender learns nothing about the choice. Not protected: N, the
 * number of transfers and the lengths of the messages; a malicious sender may encrypt something
 * invalid at some indices and learn from the receiver's complaint whether one of them was chosen.
 */
import { createCipheriv, createDecipheriv } from "node:crypto";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { CryptoError } from "../../errors.ts";
import type { Random } from "../../math/random.ts";
import { type Bit, chooseKeys, KEY_BYTES, keyPairs, type OtSenderSecret, POINT_BYTES } from "./one-of-two.ts";

/** Bytes by which an encrypted message is longer than the message. */
const TAG_BYTES = 16;

const CIPHER = "chacha20-poly1305";
// Every key encrypts a single message, so a constant nonce is safe.
const NONCE = new Uint8Array(12);

/** Secret state of the receiver between its choice and the messages. */
export interface OneOfNSecret {
  readonly n: number;
  readonly choices: readonly number[];
  /** Per transfer, the chosen key of each bit. */
  readonly keys: readonly (readonly Uint8Array[])[];
}

/** Number of 1-of-2 transfers that one 1-of-N transfer takes. */
export function bitsOf(n: number): number {
  if (!Number.isSafeInteger(n) || n < 2 || n > 2 ** 31)
    throw new CryptoError("OtCount", "oblivious transfer: the number of messages must be 2 to 2^31");
  return Math.ceil(Math.log2(n));
}

/** Bytes of the receiver's choice message. */
export function choiceBytes(n: number, transfers: number): number {
  return transfers * bitsOf(n) * POINT_BYTES;
}

/** Bytes of the sender's answer; `lengths` are the message lengths, transfer by transfer. */
export function transferBytes(n: number, lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + n * (length + TAG_BYTES), 0);
}

function bit(index: number, position: number): Bit {
  return ((index >>> position) & 1) as Bit;
}

function messageKey(keys: readonly Uint8Array[], transfer: number, index: number): Uint8Array {
  const label = new Uint8Array(8);
  new DataView(label.buffer).setUint32(0, transfer);
  new DataView(label.buffer).setUint32(4, index);
  const sum = new Uint8Array(KEY_BYTES);
  for (const key of keys) {
    const part = hmac(sha256, key, label);
    for (let i = 0; i < KEY_BYTES; i++) sum[i]! ^= part[i]!;
  }
  return sum;
}

/**
 * Receiver: one 1-of-N transfer per choice (0 ≤ choice < N). Throws as `chooseKeys`, and
 * CryptoError `OtCount` for N or a choice out of range.
 */
export function chooseMessages(
  setUp: Uint8Array,
  n: number,
  choices: readonly number[],
  random: Random,
): { secret: OneOfNSecret; send: Uint8Array } {
  const count = bitsOf(n);
  const bits = choices.flatMap((choice) => {
    if (!Number.isSafeInteger(choice) || choice < 0 || choice >= n)
      throw new CryptoError("OtCount", `oblivious transfer: a choice lies outside 0..${n - 1}`);
    return Array.from({ length: count }, (_, position) => bit(choice, position));
  });
  const { secret, send } = chooseKeys(setUp, bits, random);
  const keys = choices.map((_, t) => secret.slice(t * count, (t + 1) * count));
  return { secret: { n, choices: [...choices], keys }, send };
}

/**
 * Sender: encrypts `messages[transfer][index]`; within a transfer all messages have the same
 * length. Throws CryptoError `OtLength`, `OtPointInvalid` (bad choices) or `OtCount`.
 */
export function transferMessages(
  secret: OtSenderSecret,
  n: number,
  choices: Uint8Array,
  messages: readonly (readonly Uint8Array[])[],
): Uint8Array {
  const count = bitsOf(n);
  const pairs = keyPairs(secret, choices, messages.length * count);
  const send = new Uint8Array(
    transferBytes(
      n,
      messages.map((row) => row[0]?.length ?? 0),
    ),
  );
  let offset = 0;
  for (const [transfer, row] of messages.entries()) {
    if (row.length !== n || row.some((message) => message.length !== row[0]!.length))
      throw new CryptoError("OtCount", `oblivious transfer ${transfer}: ${n} messages of one length are needed`);
    for (const [index, message] of row.entries()) {
      const keys = Array.from(
        { length: count },
        (_, position) => pairs[transfer * count + position]![bit(index, position)],
      );
      const cipher = createCipheriv(CIPHER, messageKey(keys, transfer, index), NONCE, { authTagLength: TAG_BYTES });
      send.set(cipher.update(message), offset);
      cipher.final();
      send.set(cipher.getAuthTag(), offset + message.length);
      offset += message.length + TAG_BYTES;
    }
  }
  return send;
}

/**
 * Receiver: the chosen message of each transfer, given the agreed lengths.
 * Throws CryptoError `OtLength` for a body of another length, `OtAuthentication` for a chosen
 * message that was changed.
 */
export function openMessages(secret: OneOfNSecret, body: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const expected = transferBytes(secret.n, lengths);
  if (lengths.length !== secret.choices.length || body.length !== expected)
    throw new CryptoError("OtLength", `oblivious transfer: ${body.length} bytes of messages, not ${expected}`);
  let offset = 0;
  return secret.choices.map((choice, transfer) => {
    const length = lengths[transfer]!;
    const start = offset + choice * (length + TAG_BYTES);
    offset += secret.n * (length + TAG_BYTES);
    const key = messageKey(secret.keys[transfer]!, transfer, choice);
    const decipher = createDecipheriv(CIPHER, key, NONCE, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(body.subarray(start + length, start + length + TAG_BYTES));
    const message = decipher.update(body.subarray(start, start + length));
    try {
      decipher.final();
    } catch (cause) {
      throw new CryptoError("OtAuthentication", `oblivious transfer ${transfer}: the chosen message was changed`, {
        cause,
      });
    }
    return Uint8Array.from(message);
  });
}
