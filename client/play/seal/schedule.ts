// The schedule of sealing after an engine: keys for the covers in the round's first exchange; the
// exchanges of exchanges.ts between the parties alone, or those of own-part/ where each learns its
// own part only; and one posted exchange, in which each party vouches for all that it saw of them
// (echo.ts).
import type { OwnParts } from "../../round/public-round.ts";
import type { ScheduleEntry } from "../../round/schedule.ts";
import { UNPOSTED_EXCHANGE } from "../../round/schedule.ts";
import { domainOf } from "../../sealed/domain.ts";
import { keepersOf } from "../../sealed/own-part/split.ts";
import { KEY_BYTES } from "../settle/messages.ts";
import { echoBytes } from "./echo.ts";
import { sealingBytes, sealingExchanges } from "./exchanges.ts";
import type { SealingCounts } from "./input.ts";
import { OWN_PART_EXCHANGES, receiversOf } from "./own-part/exchanges.ts";
import type { OwnPartCounts } from "./own-part/input.ts";
import { ownPartBytes } from "./own-part/lengths.ts";

/** What the schedule depends on. */
export interface SealedCounts extends SealingCounts {
  readonly ownParts?: OwnParts;
}

/** The sealing of a round after an engine of `engineExchanges` exchanges. */
export function sealingSchedule(counts: SealedCounts, engineExchanges: number): readonly ScheduleEntry[] {
  const parties = Array.from({ length: counts.statement.parties }, (_, party) => party);
  const echo = echoBytes(parties.length);
  const entry = (exchange: number, content: string, { from, to, bytes }: Sent): ScheduleEntry => ({
    ...{ from, to, exchange, content, bytes, phase: "settlement" },
  });
  const toAll = (from: number, bytes: number): Sent => ({ from, to: null, bytes });
  return [
    ...parties.map((from) => entry(0, "key for the covers", toAll(from, KEY_BYTES))),
    ...parties.map((from) => entry(engineExchanges, "digests of what it saw of the proof", toAll(from, echo))),
    // The first exchange has none before it to echo; then echoes stand before what all get.
    ...unposted(counts).flatMap(({ name, sent }, i) =>
      sent.map((message) => {
        const bytes = message.bytes + (i === 0 || message.to !== null ? 0 : echo);
        return entry(UNPOSTED_EXCHANGE + i, name, { ...message, bytes });
      }),
    ),
  ];
}

/** A message of an exchange, without its echo. */
type Sent = Pick<ScheduleEntry, "from" | "to" | "bytes">;

interface Unposted {
  readonly name: string;
  /** A party's message to all before those to one. */
  readonly sent: readonly Sent[];
}

function unposted(counts: SealedCounts): readonly Unposted[] {
  const { statement, ownParts } = counts;
  const parties = Array.from({ length: statement.parties }, (_, party) => party);
  if (ownParts !== undefined) return unpostedOwnParts(statement, ownParts);
  const lengths = parties.map((from) => sealingBytes(counts, from));
  return sealingExchanges(statement.parties).map(({ name }, i) => ({
    name,
    sent: parties.map((from) => ({ from, to: null, bytes: lengths[from]![i]! })),
  }));
}

function unpostedOwnParts(statement: SealingCounts["statement"], { names }: OwnParts): readonly Unposted[] {
  const parties = Array.from({ length: statement.parties }, (_, party) => party);
  const counts: OwnPartCounts = {
    statement: { ...statement, kind: "optimal" },
    domain: domainOf(statement.size),
    split: keepersOf({ ...statement, columns: names.length }, names),
  };
  return OWN_PART_EXCHANGES.map((exchange) => ({
    name: exchange.name,
    sent: parties.flatMap((from) => {
      const bytes = ownPartBytes(counts, exchange, from);
      return [null, ...receiversOf(exchange.stage, statement.parties, from)].map((to, i) => ({
        ...{ from, to, bytes: bytes[i]! },
      }));
    }),
  }));
}

/** Position of a party's key in that schedule, and of its turn of digests. */
export function sealingPositions(parties: number, party: number): { readonly key: number; readonly digests: number } {
  return { key: party, digests: parties + party };
}
