// What a company claims of the part of the reduced costs that it declares, and how it proves it
// (docs/sealed.md, "Proving a part"). For every column j, of an optimum every column but 0,
//     declared_j = Σ_i w_i A_ij + S(χ^j) + unit·c_j
// with the committed A and c, the cover S behind a point that is known, and multipliers w that all
// companies were told.
import type { Hex } from "viem";
import { bytesToHex, concat } from "viem/utils";
import { encodePoints } from "../../certificate/commitment.ts";
import { type G1, pointsToAffine } from "../../crypto/curve/bn254.ts";
import { taggedHash } from "../../crypto/transcript.ts";
import { encodeWords } from "../../math/words.ts";
import { proofLength } from "../codec.ts";
import { type Domain, vanishing } from "../domain.ts";
import { powersFrom, reduce } from "../field.ts";
import { type SealedStatement, scalesOf } from "../statement.ts";
import type { Step } from "../steps.ts";

/** A part that was declared, and what it must agree with. */
export interface PartClaim {
  readonly statement: SealedStatement;
  readonly domain: Domain;
  /** S, the digest of the statement. */
  readonly digest: Hex;
  /** k. */
  readonly party: number;
  /** [A_k], and [S_k], the cover. */
  readonly points: { readonly matrix: G1; readonly cover: G1; readonly costs: G1 | null };
  /** w_k: R numbers, that of the mask row among them. */
  readonly multipliers: readonly bigint[];
  /** R numbers mod r. */
  readonly declared: readonly bigint[];
}

/**
 * Points and scalars of a proof, by their symbols: "E" is A_k(X, b), "Phi+" is Φ(χz), "y" is E(z).
 */
export const PART_STEPS: readonly Step[] = [
  { points: ["V", "M"], scalars: [], challenges: ["b"] },
  { points: ["E", "Phi", "h"], scalars: ["v"], challenges: ["z"] },
  { points: [], scalars: ["y", "Phi+"], challenges: ["rho"] },
  { points: ["Wb", "Wz", "Wx"], scalars: [], challenges: ["pi"] },
];

/** Bytes of a proof. */
export const PART_PROOF_BYTES = proofLength(PART_STEPS);

/** u where costs count: for the owner of the objective, whose part of an optimum they are in. */
export function unitOf({ statement, party }: Pick<PartClaim, "statement" | "party">): bigint {
  const counts = statement.kind === "optimal" && party === statement.objectiveOwner;
  return counts ? scalesOf(statement).unit : 0n;
}

/** T_0: everything that the claim is about. */
export function claimDigest(claim: PartClaim): Hex {
  const { digest, party, multipliers, declared } = claim;
  const { matrix, cover, costs } = claim.points;
  const points = [matrix, ...(unitOf(claim) === 0n ? [] : [costs!]), cover];
  const words = [
    encodeWords([BigInt(party)]),
    encodePoints(pointsToAffine(points)),
    encodeWords([...multipliers, ...declared]),
  ];
  return taggedHash("concordat/sealed/part/v1", concat([digest, ...words.map((each) => bytesToHex(each))]));
}

/** Z at a place: Z_H, or of an optimum Z_H/(Y − 1), which does not vanish in column 0. */
export function columnsVanishing({ statement, domain }: Pick<PartClaim, "statement" | "domain">, at: bigint): bigint {
  if (statement.kind !== "optimal") return vanishing(domain.size, at);
  return reduce(powersFrom(at, domain.size).reduce((sum, power) => sum + power, 0n));
}
