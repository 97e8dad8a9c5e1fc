// What clients of a sealed round hold in common, made from the consortium's set-up.
import type { Committer } from "./committer.ts";
import type { VerifyingKey } from "./verifying-key.ts";

export interface SealedParameters {
  /** Its size is the round's R, its digest is on chain. */
  readonly key: VerifyingKey;
  /** Of the same reference string. */
  readonly committer: Committer;
}
