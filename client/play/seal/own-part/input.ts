// What a company brings to a proof of an optimum of which each company knows its own part only.
import type { OwnPartOutcome } from "../../../engines/engine.ts";
import type { OwnParts } from "../../../round/public-round.ts";
import { domainOf } from "../../../sealed/domain.ts";
import { identitiesOf } from "../../../sealed/identities.ts";
import type { DealingCounts } from "../../../sealed/own-part/dealing.ts";
import type { SplitSetting } from "../../../sealed/own-part/own.ts";
import { splitColumns } from "../../../sealed/own-part/split.ts";
import type { SealedStatement } from "../../../sealed/statement.ts";
import { publicVectors } from "../../../sealed/verifying-key.ts";
import type { SealingInput, SealingRound } from "../input.ts";

export interface OwnPartInput extends Omit<SealingInput, "outcome"> {
  readonly ownParts: OwnParts;
  readonly outcome: OwnPartOutcome;
}

/** What the lengths of messages depend on. */
export interface OwnPartCounts extends DealingCounts {
  readonly statement: Pick<SealedStatement, "kind" | "size" | "parties" | "objectiveOwner">;
}

/** Throws SealedError `StatementInvalid` for columns that cannot be split so. */
export function splitSetting({ statement, key, committer }: SealingRound, { names }: OwnParts): SplitSetting {
  return {
    ...{ statement, committer, domain: domainOf(statement.size), srsDigest: key.srsDigest },
    vectors: publicVectors(statement),
    identities: identitiesOf(statement.kind, statement.parties),
    split: splitColumns(statement, names),
  };
}
