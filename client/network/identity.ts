// A node's key on the network: Ed25519, from a 32-byte seed. libp2p's peer id is that key in
// another form.
import { generateKeyPairFromSeed, publicKeyFromRaw } from "@libp2p/crypto/keys";
import type { Ed25519PrivateKey, Ed25519PublicKey, PeerId } from "@libp2p/interface";
import { peerIdFromPublicKey } from "@libp2p/peer-id";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { NetworkError } from "../errors.ts";

/** Private key of a seed of 32 bytes. Throws NetworkError "SeedLength". */
export async function privateKeyOf(seed: Uint8Array): Promise<Ed25519PrivateKey> {
  if (seed.length !== 32) throw new NetworkError("SeedLength", `a seed must have 32 bytes, not ${seed.length}`);
  return generateKeyPairFromSeed("Ed25519", seed);
}

/** The public key in the form that the registry has. */
export async function publicKeyOf(seed: Uint8Array): Promise<Hex> {
  return bytesToHex((await privateKeyOf(seed)).publicKey.raw);
}

/** Throws NetworkError "KeyInvalid" unless `key` has 32 bytes. */
export function peerIdOf(key: Hex): PeerId {
  const bytes = hexToBytes(key);
  if (bytes.length !== 32) throw new NetworkError("KeyInvalid", `a peer's key must have 32 bytes, not ${bytes.length}`);
  return peerIdFromPublicKey(publicKeyFromRaw(bytes) as Ed25519PublicKey);
}

/** The peer's Ed25519 key, or null when it has another kind of key. */
export function keyOf(peer: PeerId): Hex | null {
  return peer.type === "Ed25519" ? bytesToHex(peer.publicKey.raw) : null;
}
