// What companies that seal an outcome have in common, and what each brings.
import type { EngineOutcome } from "../../engines/engine.ts";
import type { PartyRows } from "../../lp/model/normal.ts";
import type { Random } from "../../math/random.ts";
import type { Shape } from "../../round/shape.ts";
import type { Committer } from "../../sealed/committer.ts";
import type { CommittedMatrix } from "../../sealed/prover/commit.ts";
import type { SealedStatement } from "../../sealed/statement.ts";
import type { VerifyingKey } from "../../sealed/verifying-key.ts";

export interface SealingRound extends Pick<Shape, "inequalities" | "equalities"> {
  readonly statement: SealedStatement;
  /** From a reference string that passed `checkSrs`, and from the statement's bounds. */
  readonly key: VerifyingKey;
  /** Of the same string. */
  readonly committer: Committer;
}

/** What the lengths of messages depend on. */
export interface SealingCounts extends Pick<SealingRound, "inequalities" | "equalities"> {
  readonly statement: Pick<SealedStatement, "size" | "parties" | "objectiveOwner">;
}

/** What a company brings. */
export interface SealingInput {
  readonly party: number;
  readonly round: SealingRound;
  readonly rows: PartyRows;
  /** What its commitment of this round commits to. */
  readonly committed: Omit<CommittedMatrix, "masks">;
  /** The kind is the statement's. */
  readonly outcome: EngineOutcome;
  /** By party: 32 bytes that this company and that other one alone know. */
  readonly secrets: ReadonlyMap<number, Uint8Array>;
  /**
   * The round's own, used for nothing else. All messages follow from it and from what others send.
   */
  readonly random: Random;
}
