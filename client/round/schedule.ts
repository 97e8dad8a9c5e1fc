// Who sends what to whom, step by step.

/**
 * Who sends the message of a step, and who receives it (null: everyone else). Known before the
 * round starts.
 */
export interface ScheduleEntry {
  readonly from: number;
  readonly to: number | null;
  /** What the message holds, in a few words for people. */
  readonly content: string;
  /** Part of the protocol that it belongs to, as costs and progress name it. */
  readonly phase: string;
  /**
   * The longest body that the step can need, in bytes, from the public round alone; receivers
   * refuse a longer one before they fetch it. Not part of what stands on chain.
   */
  readonly bytes: number;
}
