// What a run costs, counted as the papers count it. A meter is passed to an engine and only
// listens: no result depends on it.
import type { ScheduleEntry } from "../round/schedule.ts";
import type { Message } from "./engine.ts";

/**
 * Modular powers and products are those of ciphertexts; multiplications are those of integers in
 * the clear, but for rows and columns that are zero by construction. `transfers` are those of one
 * message in p, each made of `base transfers` of one in two; `offered` are the messages that
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
  /** `amount` more of what is counted, in a named phase of the protocol. */
  add(phase: string, counted: Counted, amount: number): void;
}

/** For runs that nobody counts. */
export const noMeter: CostMeter = { add: () => {} };

export interface RecordingMeter extends CostMeter {
  /** Phases in the order in which they were first met. */
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

/** Counts messages, one to all others as one, and their bytes in the phases of the schedule. */
export function countMessages(meter: CostMeter, send: readonly Message[], schedule: readonly ScheduleEntry[]): void {
  for (const { step, body } of send) {
    meter.add(schedule[step]!.phase, "messages", 1);
    meter.add(schedule[step]!.phase, "bytes", body.length);
  }
}
