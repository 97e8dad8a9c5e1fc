// Runs the settlement protocol among all parties in one process: the messages that otherwise go
// over chain and network, in the order of the schedule. Whoever runs the process sees all data.
import type { CommittedRows } from "../../certificate/commit.ts";
import type { EngineOutcome } from "../../engines/engine.ts";
import { ConcordatError } from "../../errors.ts";
import type { PartyRows } from "../../lp/model/normal.ts";
import type { Random } from "../../math/random.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { Statement } from "../../round/statement.ts";
import { receiveSettlement, type Settlement, settlementSchedule, startSettlement } from "./settlement.ts";
import { publicKey } from "./share.ts";

/** What one party brings. */
export interface SettlingParty {
  readonly rows: PartyRows;
  readonly committed: CommittedRows;
  readonly outcome: EngineOutcome;
  readonly random: Random;
}

/** Throws what `startSettlement` and `receiveSettlement` throw. */
export function settleInProcess(
  statement: Statement,
  round: PublicRound,
  parties: readonly SettlingParty[],
): Settlement {
  const keys = parties.map(({ random }) => publicKey(random));
  const steps = parties.map((own, party) =>
    startSettlement({ party, firstPosition: 0, keys, statement, bounds: round.bounds, ...own }),
  );
  const outbox = steps.map(({ send }) => [...send]);
  let result: Settlement | null = null;
  // Keys are known already.
  for (const { from } of settlementSchedule(round, 0).slice(parties.length)) {
    const message = outbox[from]!.shift()!;
    for (const party of steps.keys()) {
      if (party === from) continue;
      const step = receiveSettlement(steps[party]!.state, message);
      steps[party] = step;
      outbox[party]!.push(...step.send);
      result = step.result ?? result;
    }
  }
  if (result !== null) return result;
  throw new ConcordatError("NoResult", "the settlement ended without a certificate: report this as a bug");
}
