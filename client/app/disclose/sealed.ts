// Single numbers that a company shows of a settled sealed outcome: made from its journal, its
// set-up and the proof on chain, and checked before anybody sees them.
import type { Kind } from "../../round/verdict.ts";
import type { Claim } from "../../sealed/disclosure/claims.ts";
import { disclosureText } from "../../sealed/disclosure/file.ts";
import { discloseSealed } from "../../sealed/disclosure/prove.ts";
import type { SealedParameters } from "../../sealed/parameters.ts";
import { findProof, ownProof, type ProvenInput } from "./proven.ts";
import { fulfillable, type NamedWish } from "./wishes.ts";

export interface SealedInput extends ProvenInput {
  /** Reads the set-up, which takes seconds. */
  readonly readSealing: () => Promise<SealedParameters>;
}

export interface DisclosedNumbers {
  readonly kind: Kind;
  /** In the order of the file. */
  readonly claims: readonly (Claim & { readonly name: string })[];
  /** The text of the file. */
  readonly text: string;
}

/**
 * Throws what findProof throws, for wishes as `fulfillable` does, SealedError as `discloseSealed`,
 * and ChainError of reading.
 */
export async function discloseNumbers(input: SealedInput, wishes: readonly NamedWish[]): Promise<DisclosedNumbers> {
  const found = await findProof(input);
  const named = fulfillable(found.kind, wishes);
  const { accepted, own } = await ownProof(input, found, await input.readSealing());
  const disclosure = discloseSealed(accepted, own, named, input.random);
  const names = named.map(({ name }) => name);
  const claims = disclosure.claims.map((claim, i) => ({ ...claim, name: names[i]! }));
  return { kind: found.kind, claims, text: disclosureText(accepted, disclosure, names) };
}
