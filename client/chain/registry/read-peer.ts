// What an account registered on chain about its peer. Anyone may register any text, so the reader
// checks the addresses.
import type { Address, Hex, PublicClient } from "viem";
import { asChainError } from "../chain-error.ts";
import { registryAbi } from "./registry-abi.ts";

/** A registration as it stands on chain. */
export interface PeerRecord {
  /** Ed25519 public key, 32 bytes, not zero. */
  readonly key: Hex;
  /** Multiaddrs separated by one space each, if the account kept to the format. */
  readonly addresses: string;
  /** Registrations so far, at least 1. */
  readonly version: bigint;
}

/** What `account` registered last, or null. Throws ChainError "ChainUnreachable". */
export async function readPeer(
  publicClient: PublicClient,
  registry: Address,
  account: Address,
): Promise<PeerRecord | null> {
  try {
    const [key, addresses, version] = await publicClient.readContract({
      address: registry,
      abi: registryAbi,
      functionName: "peerOf",
      args: [account],
    });
    return version === 0n ? null : { key, addresses, version };
  } catch (error) {
    throw asChainError(error, "peerOf");
  }
}
