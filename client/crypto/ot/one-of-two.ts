/**
 * 1-of-2 oblivious transfer of random keys, many at once: Naor & Pinkas, "Efficient oblivious
 * transfer protocols", SODA 2001, section 3.1 (one C and one r for all transfers), over
 * ristretto255 (RFC 9496).
 *
 * For each transfer, the sender ends with a pair of keys and the receiver with the one that its
 * secret bit chose.
 *
 *   sender    setUp      C = cG, R = rG            → receiver
 *   receiver  choose     PK_σ = kG, PK_1−σ = C − PK_σ; sends PK_0 only                        → sender
 *   sender    keyPairs   key_b = H(C, R, PK_0, r·PK_b, transfer, b)
 *   the receiver's key is H(C, R, PK_0, k·R, transfer, σ).
 *
 * Who learns what: the sender sees PK_0, which is uniform whatever σ is, so it learns nothing about
 * the bit, even with unlimited computing power and whatever it sends. To compute both keys, the
 * receiver would need both discrete logarithms, hence that of C: computational Diffie–Hellman, with
 * SHA-512 as a random oracle. Not protected: that a transfer takes place, and how many; no
 * simulation against a malicious receiver is claimed (its choice cannot be extracted); JavaScript
 * big integers are not constant-time.
 */
import { ristretto255 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { CryptoError } from "../../errors.ts";
import { type Random, randomBetween } from "../../math/random.ts";

const Point = ristretto255.Point;
type GroupPoint = InstanceType<typeof Point>;

/** Bytes of a group element on the wire. */
export const POINT_BYTES = 32;
/** Bytes of the sender's first message: C, R. */
export const SET_UP_BYTES = 2 * POINT_BYTES;
/** Bytes of a transferred key. */
export const KEY_BYTES = 32;

const DOMAIN = new TextEncoder().encode("concordat/ot/v1/key");

/** Secret state of the sender between its first message and the choices. */
export interface OtSenderSecret {
  readonly r: bigint;
  readonly setUp: Uint8Array;
}

/** A choice bit. */
export type Bit = 0 | 1;
/** The keys for choice bits 0 and 1. */
export type KeyPair = readonly [Uint8Array, Uint8Array];

function randomScalar(random: Random): bigint {
  return randomBetween(random, 1n, Point.Fn.ORDER - 1n);
}

/** Throws CryptoError `OtPointInvalid` unless canonical and not the identity. */
function readPoint(bytes: Uint8Array, what: string): GroupPoint {
  let point: GroupPoint;
  try {
    point = Point.fromBytes(bytes);
  } catch (cause) {
    throw new CryptoError("OtPointInvalid", `oblivious transfer: ${what} is not a canonical ristretto255 element`, {
      cause,
    });
  }
  if (point.is0()) throw new CryptoError("OtPointInvalid", `oblivious transfer: ${what} is the identity`);
  return point;
}

function readSetUp(setUp: Uint8Array): { c: GroupPoint; r: GroupPoint } {
  if (setUp.length !== SET_UP_BYTES)
    throw new CryptoError("OtLength", `oblivious transfer: the set-up has ${setUp.length} bytes, not ${SET_UP_BYTES}`);
  return {
    c: readPoint(setUp.subarray(0, POINT_BYTES), "C"),
    r: readPoint(setUp.subarray(POINT_BYTES), "R"),
  };
}

interface KeyPlace {
  readonly transfer: number;
  readonly bit: Bit;
}

function deriveKey(setUp: Uint8Array, pk0: Uint8Array, shared: GroupPoint, { transfer, bit }: KeyPlace): Uint8Array {
  const tail = new Uint8Array(5);
  new DataView(tail.buffer).setUint32(0, transfer);
  tail[4] = bit;
  const hash = sha512.create().update(DOMAIN).update(setUp).update(pk0).update(shared.toBytes()).update(tail);
  return hash.digest().slice(0, KEY_BYTES);
}

/** Sender, first message. */
export function setUpTransfers(random: Random): { secret: OtSenderSecret; send: Uint8Array } {
  const c = randomScalar(random);
  const r = randomScalar(random);
  const send = new Uint8Array(SET_UP_BYTES);
  send.set(Point.BASE.multiply(c).toBytes(), 0);
  send.set(Point.BASE.multiply(r).toBytes(), POINT_BYTES);
  return { secret: { r, setUp: send }, send };
}

/**
 * Receiver: one transfer per bit. `secret` holds the chosen keys, `send` one point per transfer.
 * Throws CryptoError `OtLength` or `OtPointInvalid` on a bad set-up.
 */
export function chooseKeys(
  setUp: Uint8Array,
  bits: readonly Bit[],
  random: Random,
): { secret: Uint8Array[]; send: Uint8Array } {
  const { c, r } = readSetUp(setUp);
  const send = new Uint8Array(bits.length * POINT_BYTES);
  const secret = bits.map((bit, transfer) => {
    const k = randomScalar(random);
    const own = Point.BASE.multiply(k);
    const pk0 = (bit === 0 ? own : c.subtract(own)).toBytes();
    send.set(pk0, transfer * POINT_BYTES);
    return deriveKey(setUp, pk0, r.multiply(k), { transfer, bit });
  });
  return { secret, send };
}

/**
 * Sender: the key pair of each of `count` transfers, from the receiver's points.
 * Throws CryptoError `OtLength` or `OtPointInvalid` (also when PK_1 would be the identity).
 */
export function keyPairs(secret: OtSenderSecret, choices: Uint8Array, count: number): KeyPair[] {
  if (choices.length !== count * POINT_BYTES)
    throw new CryptoError("OtLength", `oblivious transfer: ${choices.length} bytes for ${count} choices`);
  const { c } = readSetUp(secret.setUp);
  const rc = c.multiply(secret.r);
  return Array.from({ length: count }, (_, transfer) => {
    const bytes = choices.slice(transfer * POINT_BYTES, (transfer + 1) * POINT_BYTES);
    const pk0 = readPoint(bytes, `the point of choice ${transfer}`);
    if (pk0.equals(c)) throw new CryptoError("OtPointInvalid", `oblivious transfer: choice ${transfer} repeats C`);
    const shared = pk0.multiply(secret.r);
    return [
      deriveKey(secret.setUp, bytes, shared, { transfer, bit: 0 }),
      deriveKey(secret.setUp, bytes, rc.subtract(shared), { transfer, bit: 1 }),
    ];
  });
}
