// The report: what is printed, written as JSON and shown on the page.
import type { DecoyPoint } from "./decoys.ts";
import { KEY_BITS, MULTI_PARTY_KEY_BITS } from "./record.ts";
import type { Result } from "./result.ts";

export interface Report {
  /** 64 hexadecimal digits. */
  readonly seed: string;
  readonly quick: boolean;
  readonly notes: readonly string[];
  readonly results: readonly Result[];
  /** The attack on decoy-ot by d. */
  readonly decoys: readonly DecoyPoint[];
}

export const NOTES: readonly string[] = [
  `Paillier keys have ${KEY_BITS} (two-party) and ${MULTI_PARTY_KEY_BITS} bits (multi-party) here instead of 2,048: no attack touches the encryption.`,
  "Against mpc every attack takes the words that one node sees for what it needs. Ranks, decoys and partial sums have no like there: row counts are public.",
  "Public outcome: what the chain shows of a settled optimum, whatever the engine. Sealed outcome: of one that is sealed, in words of the proof.",
  "A row up to a factor is the constraint itself: only its unit is unknown. Up to column order and scale: the unit and the names of the variables too.",
];

const percent = (share: number) => `${(100 * share).toFixed(0)}%`;

/** "13 of 27 (48%)"; guesses with their confidence interval. */
export function recoveredInWords({ recovered, total, share, interval }: Result): string {
  const range = interval === null ? "" : ` [${percent(interval.low)}, ${percent(interval.high)}]`;
  return `${recovered} of ${total} (${percent(share)})${range}`;
}

export function timeInWords(seconds: number): string {
  if (seconds < 0.001) return "< 1 ms";
  return seconds < 0.1 ? `${(1000 * seconds).toFixed(0)} ms` : `${seconds.toFixed(1)} s`;
}

/** What was attacked, and how exactly it is known when it is recovered. */
export function targetInWords({ target, precision }: Result): string {
  return precision === "guess" || precision === "counts" ? target : `${target}, ${precision}`;
}
