// The schedule of sealing after an engine: keys for the covers in the round's first exchange; the
// exchanges of sealing.ts between the parties alone; and one posted exchange, in which each party
// vouches for all that it saw of them (echo.ts).
import type { ScheduleEntry } from "../../round/schedule.ts";
import { UNPOSTED_EXCHANGE } from "../../round/schedule.ts";
import { KEY_BYTES } from "../settle/messages.ts";
import { echoBytes } from "./echo.ts";
import { sealingBytes, sealingExchanges } from "./exchanges.ts";
import type { SealingCounts } from "./input.ts";

/** The sealing of a round after an engine of `engineExchanges` exchanges. */
export function sealingSchedule(counts: SealingCounts, engineExchanges: number): readonly ScheduleEntry[] {
  const parties = Array.from({ length: counts.statement.parties }, (_, party) => party);
  const toAll = (exchange: number, content: string, bytesFrom: (party: number) => number): ScheduleEntry[] =>
    parties.map((from) => ({ from, to: null, exchange, content, phase: "settlement", bytes: bytesFrom(from) }));
  const lengths = parties.map((from) => sealingBytes(counts, from));
  const echo = echoBytes(parties.length);
  return [
    ...toAll(0, "key for the covers", () => KEY_BYTES),
    ...toAll(engineExchanges, "digests of what it saw of the proof", () => echo),
    // The first exchange has none before it to echo.
    ...sealingExchanges(parties.length).flatMap(({ name }, i) =>
      toAll(UNPOSTED_EXCHANGE + i, name, (from) => lengths[from]![i]! + (i === 0 ? 0 : echo)),
    ),
  ];
}

/** Position of a party's key in that schedule, and of its turn of digests. */
export function sealingPositions(parties: number, party: number): { readonly key: number; readonly digests: number } {
  return { key: party, digests: parties + party };
}
