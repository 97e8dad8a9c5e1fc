// The location of a round.
import * as v from "valibot";
import type { Hex } from "viem";
import { onlyFields } from "../outside.ts";
import { address } from "../round/address.ts";

/** A round on a chain, by its contract and number. */
export interface ChainRound {
  /** HTTP URL of a chain node, which is trusted about what is on chain. */
  readonly rpc: string;
  readonly coordinator: Hex;
  /** Number of the round. */
  readonly round: bigint | number;
}

export const CHAIN_ROUND = onlyFields({
  rpc: v.pipe(
    v.string("must be an HTTP URL"),
    v.check((url) => /^https?:$/.test(URL.parse(url)?.protocol ?? ""), "must be an HTTP URL"),
  ),
  coordinator: address,
  round: v.custom<bigint | number>(
    (data) =>
      (typeof data === "bigint" || Number.isSafeInteger(data)) &&
      (data as bigint) >= 1n &&
      (data as bigint) < 1n << 256n,
    "must be the round's number, a bigint or a whole number from 1",
  ),
});
