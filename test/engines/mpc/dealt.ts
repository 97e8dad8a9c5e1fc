// What nodes hold of all parties' inputs, dealt and committed to in the test's own process. No
// effect on import.
import { type CommittedRows, commitRows } from "../../../client/certificate/commit.ts";
import { partyCommitment } from "../../../client/certificate/commitment.ts";
import { type Component, type Input, receiveInput, shareInput } from "../../../client/crypto/sharing/input.ts";
import type { Commitments } from "../../../client/engines/commitments/commitments.ts";
import { RowCommitments } from "../../../client/engines/commitments/rows.ts";
import { alphaOf, type Expected, expectedOf, pointsOf } from "../../../client/engines/mpc/input/points.ts";
import { inputCounts, inputOf } from "../../../client/engines/mpc/input/words.ts";
import type { NodeSet } from "../../../client/engines/mpc/nodes/node-set.ts";
import { NOWHERE } from "../../../client/engines/run.ts";
import type { Random } from "../../../client/math/random.ts";
import type { MpcProgram } from "./problems.ts";

export interface Dealt {
  /** Per node and party. */
  readonly inputs: readonly (readonly (readonly Component[])[])[];
  /** Per node. */
  readonly points: readonly Uint8Array[];
  readonly expected: Expected;
  /** Per party. */
  readonly commitments: readonly Commitments[];
}

/** Stands between a party's numbers and what it deals. */
export type ChangeInput = (input: Input, party: number) => Input;

/** Stands between a party's rows and what it commits to. */
export type ChangeCommitted = (committed: CommittedRows, party: number) => CommittedRows;

export function dealAll(
  { round, parties }: MpcProgram,
  { holding }: NodeSet,
  random: Random,
  change: ChangeInput = (input) => input,
  commit: ChangeCommitted = (committed) => committed,
): Dealt {
  const own = parties.map((rows, party) => ({ rows, random: random.fork(`input/${party}`) }));
  const committed = own.map((input, party) => commit(commitRows(input.rows, input.random.fork("commit")), party));
  const onChain = committed.map(({ points }, party) => partyCommitment(NOWHERE, round.columns, party, points));
  const commitments = committed.map((each) => new RowCommitments({ ...round, ...NOWHERE, commitments: onChain }, each));
  const dealt = own.map((input, party) => {
    const numbers = inputOf(round, party, input.rows, commitments[party]!.blindings);
    return shareInput(holding, change(numbers, party), input.random);
  });
  const alpha = alphaOf(
    commitments[0]!,
    dealt.map(({ digests }) => digests),
  );
  const inputs = Array.from({ length: holding.count }, (_, node) =>
    dealt.map(({ messages }, party) => {
      const { blindings } = commitments[party]!.counts(party);
      return receiveInput(holding, node, messages[node]!, inputCounts(round, party, blindings));
    }),
  );
  return {
    inputs,
    points: inputs.map((held) => pointsOf(commitments[0]!, alpha, held)),
    expected: expectedOf(
      holding,
      commitments.map(({ points }) => points),
      alpha,
    ),
    commitments,
  };
}
