// A sealed proof audited without trust in whoever stored its verifying key.
import { SealedRefusal } from "../errors.ts";
import { keyOf } from "./key.ts";
import { checkStatement } from "./statement.ts";
import { checkString, equal, type RandomBytes } from "./string.ts";
import type { ReferenceString, SealedStatement, VerifyingKey } from "./types.ts";
import { verifySealed } from "./verify.ts";

/** A proof as a chain has it; the statement's bounds are from the round's terms. */
export interface SealedClaim {
  readonly statement: SealedStatement;
  /** As stored: srsDigest, [σ]₂, [τ]₂, [N], [U] and [J]. */
  readonly key: VerifyingKey;
  /** 0x-hex. */
  readonly proof: string;
}

/** A reference string at hand, and randomness to check it with. */
export interface StringAtHand {
  readonly string: ReferenceString;
  readonly random: RandomBytes;
}

/** What an accepted proof rests on. */
export interface SealedVerdict {
  /** The string's digest, as stored. */
  readonly srsDigest: string;
  /**
   * Whether string and key were "checked": the string is that of some σ and τ and has this digest,
   * and N, the terms' bounds and the number of columns give [N], [U] and [J]. "bounds taken": the
   * same, but [U] was taken as stored, since the bounds are not known. Otherwise all of the key was
   * "taken" as stored, and the proof says nothing to whoever doubts it.
   */
  readonly key: "checked" | "bounds taken" | "taken";
}

/**
 * Verifies a stored proof, and its key against the reference string where one is at hand. That
 * nobody knows σ or τ is a matter of the ceremony, and not checked here.
 * @throws SealedRefusal StatementInvalid, SrsMismatch, what `checkString` refuses, KeyMismatch,
 *   then what `verifySealed` refuses.
 */
export function auditSealed({ statement, key, proof }: SealedClaim, atHand: StringAtHand | null): SealedVerdict {
  checkStatement(statement);
  if (atHand !== null) checkKeyAgainst(statement, key, atHand);
  verifySealed(statement, key, proof);
  const checked = statement.bounds === null ? "bounds taken" : "checked";
  return { srsDigest: key.srsDigest, key: atHand === null ? "taken" : checked };
}

/** Computes the key and compares. */
function checkKeyAgainst(statement: SealedStatement, key: VerifyingKey, { string, random }: StringAtHand): void {
  if (string.size !== statement.size) throw new SealedRefusal("SrsMismatch");
  checkString(string, random);
  const own = keyOf(statement, string);
  if (key.srsDigest.toLowerCase() !== own.srsDigest) throw new SealedRefusal("SrsMismatch");
  const same = (["sigma", "tau", "limbs", "bounds", "columns"] as const).every((part) => {
    const mine = own[part];
    return mine === null || equal(mine, key[part]);
  });
  if (!same) throw new SealedRefusal("KeyMismatch");
}
