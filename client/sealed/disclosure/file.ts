// A disclosure as a file for its receiver (docs/sealed-disclosure.md, "File").
import { bytesToHex, keccak256 } from "viem/utils";
import type { AcceptedProof } from "./accepted.ts";
import type { Disclosure } from "./verify.ts";

/** The text of a disclosure's file. Whoever has it can show the claims to others. */
export function disclosureText({ statement, proof }: AcceptedProof, disclosure: Disclosure): string {
  const content = {
    version: 1,
    type: "sealed disclosure",
    chainId: statement.chainId.toString(),
    coordinator: statement.coordinator,
    round: statement.round.toString(),
    sealedProof: keccak256(proof),
    party: disclosure.party,
    claims: disclosure.claims.map(({ what, index, values }) => ({ what, index, values: values.map(String) })),
    proof: bytesToHex(disclosure.proof),
  };
  return `${JSON.stringify(content, null, 1)}\n`;
}
