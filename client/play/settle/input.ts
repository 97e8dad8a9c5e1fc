// What a party brings to a settlement.
import type { CommittedRows } from "../../certificate/commit.ts";
import type { EngineOutcome } from "../../engines/engine.ts";
import type { PartyRows } from "../../lp/model/normal.ts";
import type { Random } from "../../math/random.ts";
import type { Statement } from "../../round/statement.ts";

export interface SettlementInput {
  readonly party: number;
  /** Position of the settlement's first message in the round's schedule. */
  readonly firstPosition: number;
  /** X25519 public keys of all parties, in their order. */
  readonly keys: readonly Uint8Array[];
  readonly statement: Statement;
  /** Upper bounds of the columns, at scale 10^δ. */
  readonly bounds: readonly bigint[];
  readonly rows: PartyRows;
  readonly committed: CommittedRows;
  readonly outcome: EngineOutcome;
  readonly random: Random;
}
