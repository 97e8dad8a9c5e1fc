// A sealed round with all companies in this process: they commit, and make the proof by the
// client's own messages (docs/sealed.md).
import type { EngineOutcome } from "../client/engines/engine.ts";
import type { PartyRows } from "../client/lp/model/normal.ts";
import type { Random } from "../client/math/random.ts";
import type { SealingInput } from "../client/play/seal/input.ts";
import { Sealing } from "../client/play/seal/seal.ts";
import type { RoundId } from "../client/round/id.ts";
import type { PublicRound } from "../client/round/public-round.ts";
import type { Committer } from "../client/sealed/committer.ts";
import { sealedCommitment } from "../client/sealed/digests.ts";
import { commitMatrix } from "../client/sealed/prover/commit.ts";
import type { Srs } from "../client/sealed/srs.ts";
import type { SealedStatement } from "../client/sealed/statement.ts";
import { type VerifyingKey, verifyingKey } from "../client/sealed/verifying-key.ts";

/** A reference string and what commits with it. */
export interface SetUp {
  readonly srs: Srs;
  readonly committer: Committer;
}

export interface RoundToSeal {
  readonly id: RoundId;
  readonly round: PublicRound;
  /** Per party. */
  readonly rows: readonly PartyRows[];
  /** What each party's engine reported, all of one kind. */
  readonly outcomes: readonly EngineOutcome[];
}

/** All that the public sees of a sealed round. */
export interface SealedRound {
  readonly statement: SealedStatement;
  readonly key: VerifyingKey;
  /** Verified by every company. */
  readonly proof: Uint8Array;
}

/**
 * `random` determines all masks. Throws as `commitMatrix`, and as `Sealing` for an outcome that has
 * no sealed proof.
 */
export function sealRound({ srs, committer }: SetUp, toSeal: RoundToSeal, random: Random): SealedRound {
  const { id, round, rows, outcomes } = toSeal;
  const { columns, objectiveOwner, decimals, tolerances, bounds, inequalities, equalities } = round;
  const open: SealedStatement = {
    ...id,
    ...{ kind: outcomes[0]!.kind, size: srs.size, columns, parties: rows.length },
    ...{ objectiveOwner, decimals, tolerances, bounds, commitments: [] },
  };
  const key = verifyingKey(srs, committer, open);
  const committed = rows.map((own, party) => commitMatrix(committer, srs.size, own, random.fork(`commit ${party}`)));
  const commitments = committed.map(({ points }, party) => sealedCommitment(open, party, key.srsDigest, points));
  const statement = { ...open, commitments };
  const secretOf = (party: number, other: number) =>
    random.fork(`pair ${Math.min(party, other)} ${Math.max(party, other)}`).bytes(32);
  const proof = sealTogether(
    rows.map((own, party) => ({
      ...{ party, rows: own, committed: committed[party]!, outcome: outcomes[party]! },
      random: random.fork(`party ${party}`),
      secrets: new Map(rows.flatMap((_, other) => (other === party ? [] : [[other, secretOf(party, other)] as const]))),
      round: { statement, key, committer, inequalities, equalities },
    })),
  );
  return { statement, key, proof };
}

function sealTogether(inputs: readonly SealingInput[]): Uint8Array {
  const companies = inputs.map((input) => new Sealing(input));
  let turns = companies.map(({ sent }) => ({ messages: sent }));
  for (;;) {
    const results = companies.map((company) => company.next(turns));
    const [first] = results;
    if ("proof" in first!) return first.proof;
    turns = results.flatMap((result) => ("messages" in result ? [result] : []));
  }
}
