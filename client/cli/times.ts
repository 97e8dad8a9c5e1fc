// Times and durations for people.
import { counted } from "../math/counted.ts";

const UNITS = [
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
  [1, "second"],
] as const;

/** "2 hours", "1 day 6 hours", "90 seconds" as "1 minute 30 seconds": the two largest units. */
export function durationInWords(seconds: number): string {
  let rest = Math.max(0, Math.floor(seconds));
  const words: string[] = [];
  for (const [unit, name] of UNITS) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0) words.push(counted(count, name));
  }
  return words.slice(0, 2).join(" ") || "0 seconds";
}

/** `time` is Unix time in seconds: "2026-11-29 14:05 UTC". */
export function timeInWords(time: number): string {
  return `${new Date(time * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
