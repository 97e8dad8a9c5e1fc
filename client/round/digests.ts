// The digests that a party posts for its messages (docs/wire.md).
import type { Hex } from "viem";
import { encodeAbiParameters, keccak256, parseAbiParameters } from "viem/utils";
import { taggedHash } from "../crypto/transcript.ts";
import type { RoundId } from "./id.ts";

const MESSAGE = parseAbiParameters("uint256, address, uint256, uint256, uint256, bytes32");

const REFUSAL = parseAbiParameters("uint256, address, uint256, uint256, uint256");

/**
 * The digest that a party posts in place of its messages once it has stopped. Nobody then waits for
 * it, its turn never runs out, and everybody sees that it refused.
 */
export function refusalDigest(id: RoundId, step: number, from: number): Hex {
  return taggedHash(
    "concordat/refusal/v1",
    encodeAbiParameters(REFUSAL, [id.chainId, id.coordinator, id.round, BigInt(step), BigInt(from)]),
  );
}

/** The digest that is posted for an engine's message. */
export function messageDigest(id: RoundId, step: number, from: number, body: Uint8Array): Hex {
  return messageDigestOf(id, { step, from, bodyDigest: keccak256(body) });
}

/**
 * The same for a message whose body is already hashed: `bodyDigest` is the keccak256 of the body.
 */
export function messageDigestOf(
  id: RoundId,
  { step, from, bodyDigest }: { readonly step: number; readonly from: number; readonly bodyDigest: Hex },
): Hex {
  return taggedHash(
    "concordat/message/v1",
    encodeAbiParameters(MESSAGE, [id.chainId, id.coordinator, id.round, BigInt(step), BigInt(from), bodyDigest]),
  );
}
