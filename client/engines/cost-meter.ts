// What a run costs, counted as the papers count it. A meter passed to an engine only records: no
// result depends on it.
import type { ScheduleEntry } from "../round/schedule.ts";
import type { Message } from "./engine.ts";

/**
 * Modular powers and products are counted on ciphertexts; multiplications on integers in the clear,
 * without rows and columns that are zero by construction. `transfers` counts 1-of-p oblivious
 * transfers, each made of `base transfers` of 1 in 2; `offered` counts the messages that the
 * transfers choose from.
 */
export const COUNTED = [
  "encryptions",
  "decryptions",
  "re-randomisations",
  "powers",
  "products",
  "transfers",
  "base transfers",
  "offered",
  "multiplications",
  "messages",
  "bytes",
] as const;
export type Counted = (typeof COUNTED)[number];
export type Counts = Readonly<Record<Counted, number>>;

export interface CostMeter {
  /** Adds `amount` to a count of one named phase of the protocol. */
  add(phase: string, counted: Counted, amount: number): void;
}

/** For runs without a meter. */
export const noMeter: CostMeter = { add: () => {} };

export interface RecordingMeter extends CostMeter {
  /** Phases in the order of their first count. */
  phases(): readonly { readonly phase: string; readonly counts: Counts }[];
  /** Counts of one phase; zeros when nothing was counted in it. */
  of(phase: string): Counts;
  total(): Counts;
}

function zeros(): Record<Counted, number> {
  return Object.fromEntries(COUNTED.map((counted) => [counted, 0])) as Record<Counted, number>;
}

export function createCostMeter(): RecordingMeter {
  const phases = new Map<string, Record<Counted, number>>();
  return {
    add: (phase, counted, amount) => {
      const counts = phases.get(phase) ?? zeros();
      phases.set(phase, counts);
      counts[counted] += amount;
    },
    phases: () => [...phases].map(([phase, counts]) => ({ phase, counts: { ...counts } })),
    of: (phase) => ({ ...(phases.get(phase) ?? zeros()) }),
    total: () => {
      const sums = zeros();
      for (const counts of phases.values()) for (const counted of COUNTED) sums[counted] += counts[counted];
      return sums;
    },
  };
}

/**
 * Adds messages and their bytes to the phases of the schedule. A message to all other parties
 * counts once.
 */
export function countMessages(meter: CostMeter, send: readonly Message[], schedule: readonly ScheduleEntry[]): void {
  for (const { position, body } of send) {
    meter.add(schedule[position]!.phase, "messages", 1);
    meter.add(schedule[position]!.phase, "bytes", body.length);
  }
}
