// What a party commits to, and later proves from: row by row for a public outcome, as one matrix
// for a sealed one.
import type { Hex } from "viem";
import { type CommittedRows, commitRows } from "../../certificate/commit.ts";
import { partyCommitment } from "../../certificate/commitment.ts";
import type { Commitments } from "../../engines/commitments/commitments.ts";
import { RowCommitments } from "../../engines/commitments/rows.ts";
import type { PartyRows } from "../../lp/model/normal.ts";
import type { Random } from "../../math/random.ts";
import type { RoundId } from "../../round/id.ts";
import type { Statement } from "../../round/statement.ts";
import { sealedCommitment } from "../../sealed/digests.ts";
import type { SealedParameters } from "../../sealed/parameters.ts";
import { type CommittedMatrix, commitMatrix } from "../../sealed/prover/commit.ts";
import { MatrixCommitments } from "./matrix-commitments.ts";

export type Proving =
  | { readonly outcome: "public"; readonly committed: CommittedRows }
  | ({ readonly outcome: "sealed"; readonly committed: CommittedMatrix } & SealedParameters);

/** Commits to `rows`; `random` is the round's own. Throws what `commitMatrix` throws. */
export function commitTo(rows: PartyRows, sealing: SealedParameters | null, random: Random): Proving {
  if (sealing === null) return { outcome: "public", committed: commitRows(rows, random.fork("commit")) };
  return { outcome: "sealed", committed: commitSealed(rows, sealing, random), ...sealing };
}

/** The same for a sealed outcome. Throws what `commitMatrix` throws. */
export function commitSealed(rows: PartyRows, { committer, key }: SealedParameters, random: Random): CommittedMatrix {
  return commitMatrix(committer, key.size, rows, random.fork("commit"));
}

/** What an engine needs of the commitments of a round, all of which are on chain. */
export function commitmentsOf(proving: Proving, statement: Statement): Commitments {
  return proving.outcome === "public"
    ? new RowCommitments(statement, proving.committed)
    : new MatrixCommitments(statement, proving, proving.committed);
}

/** The digest that the party commits to on chain. */
export function commitmentOf(proving: Proving, id: RoundId, party: number, columns: number): Hex {
  return proving.outcome === "public"
    ? partyCommitment(id, columns, party, proving.committed.points)
    : sealedCommitment(id, party, proving.key.srsDigest, proving.committed.points);
}
