// What a stage of tests has printed: how many tests passed, and what it says of those that failed.

/**
 * The last count printed: Hardhat prints one for each of its two runners and one for both; our own
 * programs close with one line.
 */
export function lastCount(output: string, kind: "pass" | "fail"): number {
  const own = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  if (own !== undefined) return Number(own[kind === "pass" ? 1 : 2]);
  const found = [...output.matchAll(new RegExp(`^\\s*(\\d+) ${kind}ing\\b`, "gm"))].at(-1);
  return Number(found?.[1] ?? 0);
}

/** Lines that are repeated of a stage that failed. */
const MOST_LINES = 120;

/** From the first count of failures on, below which they are described; else the last lines. */
export function failuresIn(output: string): string {
  const counted = /^\s*\d+ failing\b/m.exec(output);
  if (counted === null) return output.trimEnd().split("\n").slice(-MOST_LINES).join("\n");
  return output.slice(counted.index).trim().split("\n").slice(0, MOST_LINES).join("\n");
}
