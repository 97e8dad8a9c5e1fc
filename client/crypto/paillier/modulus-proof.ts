// Proof by the owner of N that gcd(N, φ(N)) = 1: then N is square-free, x ↦ xᴺ permutes Z*_N,
// encryption is one-to-one and a re-randomised ciphertext tells nothing beyond its plaintext.
// Goldberg, Reyzin, Sagga and Baldimtsi, "Efficient Noninteractive Certification of RSA Moduli and
// Beyond", Asiacrypt 2019, section 3, with e = N.
//
// The verifier checks that N has no prime factor below α = 2^16; the prover shows N-th roots of
// ⌈128/16⌉ elements derived from N by a hash. If a prime d ≥ α divides both N and φ(N), at most one
// element in d has a root, so a false N passes with probability below 2^−128 per hash. The verifier
// learns N-th roots of random elements and nothing else (random oracle). Not shown: that N has
// exactly two factors, which correctness and Bob's privacy do not need; a weak N exposes only its
// owner's plaintexts.
import { createHash } from "node:crypto";
import { CryptoError } from "../../errors.ts";
import { bytesToInteger, integerToBytes } from "../../math/bytes.ts";
import { inverseModulo } from "../../math/field.ts";
import { gcd } from "../../math/rational.ts";
import { combine } from "./arithmetic.ts";
import { primesBelow } from "./modulus-shape.ts";
import { createPower } from "./power.ts";
import type { PaillierPublicKey } from "./public-key.ts";
import type { PaillierSecretKey } from "./secret-key.ts";

const ALPHA = 1 << 16;
const ROOTS = 8;
const DOMAIN = "concordat/paillier/modulus/v1";
/** Bytes hashed beyond the length of N, so that the residue is uniform up to 2^−128. */
const EXTRA_BYTES = 16;

/** Eight N-th roots, big endian, each as long as N. Deterministic. */
export function proveModulus(key: PaillierSecretKey): Uint8Array {
  const { p, q, inverse } = key.arithmetic;
  const rootP = inverseModulo(q.prime, p.prime - 1n);
  const rootQ = inverseModulo(p.prime, q.prime - 1n);
  // Modulo p, xᴺ = x^q: the root is the power 1/q modulo p − 1.
  const roots = modulusChallenges(key.publicKey).map((x) =>
    combine([p.power(x, rootP), q.power(x, rootQ)], [p.prime, q.prime], inverse),
  );
  return Buffer.concat(roots.map((root) => integerToBytes(root, key.publicKey.bits / 8)));
}

/** Checks a proof for this key. Throws CryptoError PaillierModulusUnproven, PaillierLength. */
export function verifyModulus(key: PaillierPublicKey, proof: Uint8Array): void {
  const width = key.bits / 8;
  if (proof.length !== ROOTS * width)
    throw new CryptoError("PaillierLength", `a proof of the modulus takes ${ROOTS * width} bytes, not ${proof.length}`);
  if (primesBelow(ALPHA).some((prime) => key.modulus % BigInt(prime) === 0n)) throw unproven();
  const power = createPower(key.modulus);
  for (const [i, x] of modulusChallenges(key).entries()) {
    const root = bytesToInteger(proof.subarray(i * width, (i + 1) * width));
    if (root >= key.modulus || gcd(x, key.modulus) !== 1n || power(root, key.modulus) !== x) throw unproven();
  }
}

/** Elements of Z_N from SHAKE256 of N; units except with negligible probability. */
export function modulusChallenges(key: PaillierPublicKey): bigint[] {
  const outputLength = key.bits / 8 + EXTRA_BYTES;
  return Array.from({ length: ROOTS }, (_, i) => {
    const hash = createHash("shake256", { outputLength }).update(`${DOMAIN}/${i}/`).update(key.encode()).digest();
    return bytesToInteger(hash) % key.modulus;
  });
}

function unproven(): CryptoError {
  return new CryptoError(
    "PaillierModulusUnproven",
    "the proof that N and φ(N) have no common factor fails; refuse the key and leave the round",
  );
}
