// What a contract checks shares of a sealed optimum against: parts of statement, key and proof
// (docs/shares.md, "Basis").
import type { Hex } from "viem";
import { keccak256 } from "viem/utils";
import { pointsToAffine } from "../../crypto/curve/bn254.ts";
import { type ContractKey, contractKey } from "../contract-key.ts";
import { sealedDigest } from "../digests.ts";
import { type AcceptedProof, readSealed } from "./accepted.ts";

/** The struct ShareBasis. */
export interface ShareBasis extends Pick<ContractKey, "size" | "sigma" | "tau"> {
  /** S. */
  readonly statement: Hex;
  /** keccak256 of the sealed proof. */
  readonly proof: Hex;
  /** [A_k] and [l_k] of each party. */
  readonly matrices: readonly ContractKey["limbs"][];
  readonly limbs: readonly ContractKey["limbs"][];
}

/** The basis of an accepted sealed optimum. */
export function shareBasis(accepted: AcceptedProof): ShareBasis {
  const { statement, key, proof } = accepted;
  const { points } = readSealed(accepted);
  const ofEach = (name: string) =>
    pointsToAffine(Array.from({ length: statement.parties }, (_, k) => points.get(`${name}/${k}`)!));
  const { size, sigma, tau } = contractKey(key);
  return {
    ...{ statement: sealedDigest(statement, key), proof: keccak256(proof), size, sigma, tau },
    ...{ matrices: ofEach("A"), limbs: ofEach("l") },
  };
}
