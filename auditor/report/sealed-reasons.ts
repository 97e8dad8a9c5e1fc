// Why a set-up, a key, a sealed proof or a disclosure from one is refused, in plain words: the
// codes of docs/sealed.md and docs/sealed-disclosure.md.
import type { SealedRefusal } from "../errors.ts";

const REASONS: Readonly<Record<string, string>> = {
  SetupOrder: "a contribution to the set-up does not follow the one before it",
  SetupAccountRepeated: "an account has contributed to the set-up twice",
  SetupProofWrong: "a contribution to the set-up does not prove that its maker knew its factors",
  SetupSignatureWrong: "a contribution to the set-up is not signed by its account",
  SetupStringDiffers: "the points of the set-up are not those that its last contribution led to",
  SrsMismatch: "the set-up given has another digest or size than that of the round's key",
  SrsShape: "the size of the set-up is wrong",
  SrsPoint: "a point of the set-up or of the key is none of its group",
  SrsDegenerate: "the points of the set-up are of numbers with which anything can be proven",
  SrsInconsistent: "the points of the set-up are not the powers of two numbers",
  KeyMismatch: "the key is not the one that the set-up, the columns and their upper bounds give",
  StatementInvalid: "the kind, or a public number of the round, is outside the ranges of a sealed outcome",
  ShapeMismatch: "the proof has another length than one of its kind",
  PointInvalid: "a point of the proof is not on the curve",
  ScalarOutOfRange: "a scalar of the proof is not below the order of the group",
  CommitmentMismatch: "the rows of the proof are not those that a party committed to",
  ChallengeDegenerate: "two challenges of the proof coincide",
  DisclosureInvalid:
    "it claims what this kind of outcome does not have or its party cannot show, or a number out of range",
  DisclosureFailed: "the equation that ties the claims to the sealed proof does not hold",
  EquationFailed: "the equation that ties the proof to the commitments does not hold",
};

/** The reason in words, with the party that it names. */
export function sealedReason({ code, party }: SealedRefusal): string {
  return `${REASONS[code] ?? "unknown reason"} (${code}${party === undefined ? "" : ` ${party}`})`;
}
