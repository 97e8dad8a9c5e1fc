// Who sends what to whom, message by message, in exchanges.

/**
 * The sender and receiver of a step's message (null: everyone else receives it). Known before the
 * round starts.
 */
export interface ScheduleEntry {
  /**
   * The exchange that the message belongs to: 0, 1, 2, … along the schedule, never falling, without
   * gaps. Messages of one exchange do not depend on each other: what a party sends in exchange e
   * follows from what it received in exchanges before e.
   */
  readonly exchange: number;
  readonly from: number;
  readonly to: number | null;
  /** The content of the message, in a few words for people. */
  readonly content: string;
  /**
   * The part of the protocol that the step belongs to, by the name that reports of cost and
   * progress use.
   */
  readonly phase: string;
  /**
   * The longest body that the step can need, in bytes. It follows from the public round alone.
   * Receivers refuse a longer body before they fetch it. It is not on chain.
   */
  readonly bytes: number;
}

/** The steps of each exchange of a schedule, in order. */
export function exchangesOf(schedule: readonly ScheduleEntry[]): number[][] {
  const exchanges: number[][] = [];
  for (const [step, { exchange }] of schedule.entries()) {
    exchanges[exchange] ??= [];
    exchanges[exchange].push(step);
  }
  return exchanges;
}
