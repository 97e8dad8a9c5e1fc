// Addresses of accounts and contracts in data from outside. Separate from client/outside.ts, so
// that readers of programs do not load the chain's libraries.
import * as v from "valibot";
import type { Address } from "viem";
import { getAddress, isAddress } from "viem/utils";

/** Gives the address its checksum, whatever the case of its letters. */
export const address = v.pipe(
  v.string("must be an address: 0x and 40 hexadecimal digits"),
  v.check((value) => isAddress(value), "must be an address: 0x and 40 hexadecimal digits"),
  v.transform((value): Address => getAddress(value)),
);
