// What a company needs of a set-up to play a round with a sealed outcome.
import type { Committer } from "./committer.ts";
import type { VerifyingKey } from "./verifying-key.ts";

export interface SealedParameters {
  /** Of the round: it has the commitments to upper bounds and columns. */
  readonly key: VerifyingKey;
  /** Of the same set-up. */
  readonly committer: Committer;
}
