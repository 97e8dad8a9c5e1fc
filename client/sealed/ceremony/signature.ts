// The signature of a contributor's account on its contribution (EIP-712), so that others can see
// whose it is.
import type { Hex, LocalAccount } from "viem";
import { hashTypedData, isAddressEqual, recoverAddress } from "viem/utils";
import type { Contribution } from "./contribution.ts";

const TYPES = {
  EIP712Domain: [
    { name: "name", type: "string" },
    { name: "version", type: "string" },
  ],
  Contribution: [
    { name: "size", type: "uint256" },
    { name: "contribution", type: "bytes32" },
  ],
} as const;

function typedData(size: number, digest: Hex) {
  return {
    domain: { name: "Concordat set-up", version: "1" },
    types: TYPES,
    primaryType: "Contribution" as const,
    message: { size: BigInt(size), contribution: digest },
  };
}

/** Signs a contribution, by its digest, to a string of size R. */
export function signContribution(
  account: Pick<LocalAccount, "signTypedData">,
  size: number,
  digest: Hex,
): Promise<Hex> {
  return account.signTypedData(typedData(size, digest));
}

export async function isSigned(
  { account, signature }: Pick<Contribution, "account" | "signature">,
  size: number,
  digest: Hex,
): Promise<boolean> {
  const hash = hashTypedData(typedData(size, digest));
  // Null: no point has the x-coordinate r.
  const signer = await recoverAddress({ hash, signature }).catch(() => null);
  return signer !== null && isAddressEqual(signer, account);
}
