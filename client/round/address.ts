// Accounts and contracts in data from outside. Apart from client/outside.ts, so that readers of
// programs do not load the chain's libraries.
import * as v from "valibot";
import type { Address } from "viem";
import { getAddress, isAddress } from "viem/utils";

/** With its checksum, whatever letters it was written in. */
export const address = v.pipe(
  v.string("must be an address: 0x and 40 hexadecimal digits"),
  v.check((value) => isAddress(value), "must be an address: 0x and 40 hexadecimal digits"),
  v.transform((value): Address => getAddress(value)),
);
