// What the proof of a disclosure contains, step by step, and what its transcript begins with
// (docs/sealed-disclosure.md, "Proof"). Polynomials of the sealed proof keep their names there;
// "M/l" is M_l, "Psi/d" Ψ_d, "q/o" q_o, "l'/3" l′(ζη³), "Psi+/d" Ψ_d(χζ).
import type { Hex } from "viem";
import { bytesToHex, keccak256 } from "viem/utils";
import { taggedHash } from "../../crypto/transcript.ts";
import { encodeWords } from "../../math/words.ts";
import { sealedDigest } from "../digests.ts";
import { fieldsOf } from "../layout.ts";
import type { Step } from "../steps.ts";
import type { AcceptedProof } from "./accepted.ts";
import { type Claim, claimWords, type Wish } from "./claims.ts";

/** Which claims a party makes. */
export interface Claims {
  readonly party: number;
  readonly claims: readonly Claim[];
}

/** Limbs of a multiplier, the first ones of a row. */
export const MULTIPLIER_LIMBS: number = fieldsOf("optimal", 0).get("w")!.limbs;

/** Steps 1 to 4. */
export function disclosureSteps(wishes: readonly Wish[]): readonly Step[] {
  const ifClaimed = (what: Wish["what"], ...names: string[]) =>
    wishes.some((wish) => wish.what === what) ? names : [];
  const dual = (...names: string[]) => ifClaimed("dual value", ...names);
  const objective = (...names: string[]) => ifClaimed("objective", ...names);
  const limbs = Array.from({ length: MULTIPLIER_LIMBS }, (_, limb) => `l'/${limb}`);
  return [
    {
      points: [...dual("M/l", "M/A", "Psi/d", "q/d"), ...objective("M/x", "M/c", "Psi/o", "q/o")],
      scalars: [],
      challenges: ["zeta"],
    },
    {
      points: [],
      scalars: [...dual(...limbs, "a'", "Psi+/d"), ...objective("x'", "c'", "Psi+/o")],
      challenges: ["rho"],
    },
    { points: [...dual("P", "P'"), "W"], scalars: [], challenges: ["xi"] },
    { points: ["W'"], scalars: [], challenges: ["pi"] },
  ];
}

/** T_0. */
export function disclosureSeed({ statement, key, proof }: AcceptedProof, { party, claims }: Claims): Hex {
  const digests = [sealedDigest(statement, key), keccak256(proof)].map(BigInt);
  const words = [...digests, BigInt(party), BigInt(claims.length), ...claimWords(claims)];
  return taggedHash("concordat/sealed/disclosure/v1", bytesToHex(encodeWords(words)));
}
