// Condenses many events of one kind into a few reports: the first event is reported at once, those
// after it together, at most once per interval.

export interface SummaryInput {
  /** A clock that never goes back, in milliseconds. */
  readonly now: () => number;
  /** Milliseconds between two reports. */
  readonly everyMs: number;
  /** `count` events since the last report. */
  readonly report: (count: number) => void;
}

/** Call the returned function for each event. */
export function summarise({ now, everyMs, report }: SummaryInput): () => void {
  let count = 0;
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    count += 1;
    if (now() - last < everyMs) return;
    last = now();
    report(count);
    count = 0;
  };
}
