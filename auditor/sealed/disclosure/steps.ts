// What the proof of a disclosure holds, and what its transcript begins with
// (docs/sealed-disclosure.md, "Proof"). Symbols are those of the page: "M_l", "Psi_d(chi zeta)",
// and "l'.3" for l′(ζη³).
import { concat, id, keccak256, toBeHex, toTwos } from "ethers";
import { wordBytes } from "../../certificate/digests.ts";
import { statementDigest } from "../statement.ts";
import type { Step } from "../steps.ts";
import type { SealedStatement, VerifyingKey } from "../types.ts";
import { type Disclosure, DUAL_VALUE, OBJECTIVE, sumOf, wordsOfClaims } from "./claims.ts";

/** A sealed proof, as 0x-hex, and what it is checked against. */
export interface SealedProof {
  readonly statement: SealedStatement;
  readonly key: VerifyingKey;
  readonly proof: string;
}

/** Limbs of a multiplier. */
export const COPIED_LIMBS = 6;

export const copiedLimb = (q: number): string => `l'.${q}`;

/** Steps 1 to 4. */
export function disclosureSteps(disclosure: Disclosure): readonly Step[] {
  const dual = sumOf(disclosure, DUAL_VALUE) !== null;
  const objective = sumOf(disclosure, OBJECTIVE) !== null;
  const limbs = Array.from({ length: COPIED_LIMBS }, (_, q) => copiedLimb(q));
  const step = (challenge: string, points: string[], scalars: string[]): Step => ({
    ...{ points, scalars },
    challenges: [challenge],
  });
  return [
    step(
      "zeta",
      [...(dual ? ["M_l", "M_A", "Psi_d", "q_d"] : []), ...(objective ? ["M_x", "M_c", "Psi_o", "q_o"] : [])],
      [],
    ),
    step(
      "rho",
      [],
      [...(dual ? [...limbs, "a'", "Psi_d(chi zeta)"] : []), ...(objective ? ["x'", "c'", "Psi_o(chi zeta)"] : [])],
    ),
    step("xi", [...(dual ? ["P", "P'"] : []), "W"], []),
    step("pi", ["W'"], []),
  ];
}

const WORD_BITS = 256;

/** T_0. */
export function disclosureSeed({ statement, key, proof }: SealedProof, { party, claims }: Disclosure): string {
  const counts = [party, claims.length].map((count) => wordBytes(BigInt(count)));
  const words = wordsOfClaims(claims).map((value) => toBeHex(toTwos(value, WORD_BITS), WORD_BITS / 8));
  const digests = [statementDigest(statement, key), keccak256(proof)];
  return keccak256(concat([id("concordat/sealed/disclosure/v1"), ...digests, ...counts, ...words]));
}
