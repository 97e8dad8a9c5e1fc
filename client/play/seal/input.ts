// What companies that seal an outcome have in common, and what each brings.
import type { EngineOutcome } from "../../engines/engine.ts";
import type { PartyRows } from "../../lp/model/normal.ts";
import type { Random } from "../../math/random.ts";
import type { Shape } from "../../round/shape.ts";
import type { Committer } from "../../sealed/committer.ts";
import type { CommittedMatrix } from "../../sealed/prover/commit.ts";
import type { Pairs } from "../../sealed/prover/covers.ts";
import type { SealedStatement } from "../../sealed/statement.ts";
import type { VerifyingKey } from "../../sealed/verifying-key.ts";

export interface SealingRound extends Pick<Shape, "inequalities" | "equalities"> {
  readonly statement: SealedStatement;
  /** From a reference string that passed `checkSrs`, and from the statement's bounds. */
  readonly key: VerifyingKey;
  /** Of the same string. */
  readonly committer: Committer;
}

/** What a company brings. */
export interface SealingInput {
  readonly party: number;
  readonly round: SealingRound;
  readonly rows: PartyRows;
  /** What its commitment of this round commits to. */
  readonly committed: CommittedMatrix;
  /** The kind is the statement's. */
  readonly outcome: EngineOutcome;
  /** What it shares with each other company. */
  readonly pairs: Pairs;
  /** The round's own. */
  readonly random: Random;
}
