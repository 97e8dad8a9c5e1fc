// Addresses of accounts and contracts in data from outside. Separate from client/outside.ts, so
// that readers of programs do not load the chain's libraries.
import * as v from "valibot";
import type { Address } from "viem";
import { getAddress, isAddress } from "viem/utils";

const FORM = "must be an address: 0x and 40 hexadecimal digits";
const CHECKSUM =
  "has a wrong checksum (EIP-55): a digit is mistyped, or the case of a letter was changed; copy it again";

/** Whether it has the digits of an address, whatever their case says. */
export function isAddressForm(text: string): boolean {
  return /^0x[0-9a-fA-F]{40}$/.test(text);
}

/** What is wrong with the text of an address; null if nothing is. */
export function addressFault(text: string): string | null {
  if (!isAddressForm(text)) return FORM;
  return isAddress(text) ? null : CHECKSUM;
}

/** Gives the address its checksum; letters in lower case have none to be wrong. */
export const address = v.pipe(
  v.string(FORM),
  v.check((value) => addressFault(value) !== FORM, FORM),
  v.check((value) => addressFault(value) !== CHECKSUM, CHECKSUM),
  v.transform((value): Address => getAddress(value)),
);
