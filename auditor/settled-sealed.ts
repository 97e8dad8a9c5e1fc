// What can be said of a round that was settled with a sealed proof, which is not verified again
// here: what the event and the storage say of its outcome.
import type { EventRecord } from "./chain/events.ts";
import { readOutcome } from "./chain/state.ts";
import type { ChainView } from "./chain/view.ts";
import type { Checks } from "./report/check.ts";

/** Compares storage with the event `SettledSealed`, and says that the proof was not verified. */
export async function checkSettledSealed(
  view: ChainView,
  round: bigint,
  { args }: EventRecord,
  checks: Checks,
): Promise<void> {
  const { kind, statementDigest, objective, gap, violation, maxResidual } = await readOutcome(view, round);
  const isSame = BigInt(kind) === args[2] && statementDigest === args[3];
  const isSilent = [objective, gap, violation, maxResidual].every((number) => number === 0n);
  checks.expect(isSame && isSilent, "outcome", "OutcomeAsEvent", [
    "Kind and statement digest in storage are those that the SettledSealed event announced, and no other number of the outcome is there.",
    "The outcome in storage is not the one that the SettledSealed event announced.",
  ]);
  checks.add(
    "unknown",
    "outcome",
    "SealedNotVerified",
    "The outcome is sealed: the coordinator accepted a proof of its kind, which this audit has not verified again.",
  );
}
