// The digests that a party posts, one for each exchange in which it sends (docs/wire.md).
import type { Hex } from "viem";
import { encodeAbiParameters, parseAbiParameters } from "viem/utils";
import { taggedHash } from "../crypto/transcript.ts";
import type { RoundId } from "./id.ts";

const TURN = parseAbiParameters("uint256, address, uint256, uint256, uint256, bytes32");

const REFUSAL = parseAbiParameters("uint256, address, uint256, uint256, uint256");

/** A party's turn: what it sends in one exchange. */
export interface Turn {
  readonly exchange: number;
  readonly from: number;
}

/** A digest that stands, or is to stand, on chain for a turn. */
export interface Post extends Turn {
  readonly digest: Hex;
}

/**
 * The digest that a party posts in place of its messages once it has stopped. Nobody then waits for
 * it, it owes nothing when the time runs out, and everybody sees that it refused.
 */
export function refusalDigest({ chainId, coordinator, round }: RoundId, { exchange, from }: Turn): Hex {
  return taggedHash(
    "concordat/refusal/v2",
    encodeAbiParameters(REFUSAL, [chainId, coordinator, round, BigInt(exchange), BigInt(from)]),
  );
}

/** The digest that is posted for the messages whose `partsDigest` is `parts`. */
export function turnDigest({ chainId, coordinator, round }: RoundId, { exchange, from }: Turn, parts: Hex): Hex {
  return taggedHash(
    "concordat/turn/v1",
    encodeAbiParameters(TURN, [chainId, coordinator, round, BigInt(exchange), BigInt(from), parts]),
  );
}
