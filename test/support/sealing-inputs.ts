// What each company brings to a proof among companies. Does nothing on import.
import type { PublicOutcome } from "../../client/certificate/types.ts";
import type { SealingInput } from "../../client/play/seal/input.ts";
import { testSeed } from "./certificate.ts";
import { engineOutcome } from "./engine-outcome.ts";
import type { SealedRound } from "./sealed.ts";

/** Counts of rows per company. */
export interface Shape {
  readonly inequalities: readonly number[];
  readonly equalities: readonly number[];
}

export type Built = SealedRound & { readonly outcome: PublicOutcome };

/** What each company brings. */
export function inputsOf({ statement, key, setting, committed, rows, outcome }: Built, shape: Shape): SealingInput[] {
  const { committer } = setting;
  const parties = [...committed.keys()];
  const secretOf = (k: number, j: number) => testSeed(`pair ${Math.min(k, j)} ${Math.max(k, j)}`).bytes(32);
  return parties.map((party) => ({
    ...{ party, rows: rows[party]!, committed: committed[party]! },
    secrets: new Map(parties.filter((other) => other !== party).map((other) => [other, secretOf(party, other)])),
    round: { statement, key, committer, ...shape },
    outcome: engineOutcome(outcome, party),
    random: testSeed(`sealing ${party}`),
  }));
}

/** A copy of the matrix stands for another process: a commitment serves one proof. */
export function afresh({ committed, ...input }: SealingInput): SealingInput {
  return { ...input, committed: { ...committed, matrix: [...committed.matrix] } };
}
