// A disclosure as a file for its receiver (docs/sealed-disclosure.md, "File").
import { bytesToHex, keccak256 } from "viem/utils";
import type { AcceptedProof } from "./accepted.ts";
import type { Disclosure } from "./verify.ts";

/**
 * The text of a disclosure's file. Whoever has it can show the claims to others. `names` are what
 * the company calls what its claims are about, in their order; nothing proves them.
 */
export function disclosureText(
  { statement, proof }: AcceptedProof,
  disclosure: Disclosure,
  names: readonly string[] = [],
): string {
  const content = {
    version: 1,
    type: "sealed disclosure",
    chainId: statement.chainId.toString(),
    coordinator: statement.coordinator,
    round: statement.round.toString(),
    sealedProof: keccak256(proof),
    party: disclosure.party,
    claims: disclosure.claims.map(({ what, index, values }, i) => ({
      ...{ what, index, values: values.map(String) },
      ...(names[i] === undefined ? {} : { name: names[i] }),
    })),
    proof: bytesToHex(disclosure.proof),
  };
  return `${JSON.stringify(content, null, 1)}\n`;
}
