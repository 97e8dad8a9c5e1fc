// Which companies sent parts of a proof that cannot be right on their own (docs/sealed.md, "Who can
// be named"): the lines of the pairing equation except *opening*, for each company's part alone.

import { G1 } from "../crypto/curve/bn254.ts";
import { linesHold } from "./linearise.ts";
import type { Line, LineContext } from "./lines.ts";
import { OPENING_LINE } from "./lines.ts";
import type { G2 } from "./srs.ts";
import type { Named } from "./transcript.ts";

/** Everything that one company sent, steps 0 to 7, in one. */
export type CompanyParts = Named;

/**
 * The parties, in order, whose parts fail a line. Each line is checked by itself, so nobody can aim
 * at a challenge. A wrong part of the line *opening* is not found.
 */
export function checkSlices(
  lines: readonly Line[],
  context: LineContext,
  parts: readonly CompanyParts[],
  second: { readonly sigma: G2; readonly tau: G2 },
): number[] {
  const separate = lines.filter(({ name }) => name !== OPENING_LINE);
  return [...parts.keys()].filter((party) => {
    const { points, scalars } = parts[party]!;
    const own: LineContext = { ...context, scalar: (name) => scalars.get(name) ?? 0n };
    const known = new Map([...points, ["G", G1.BASE] as const]);
    return !separate.every((line) => {
      const left = (whole: LineContext) => line.left(whole).filter(([name]) => known.has(name));
      return linesHold([{ ...line, left }], own, { points: known, ...second });
    });
  });
}
