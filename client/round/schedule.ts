// Who sends what to whom, step by step.

/**
 * The sender and receiver of a step's message (null: everyone else receives it). Known before the
 * round starts.
 */
export interface ScheduleEntry {
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
