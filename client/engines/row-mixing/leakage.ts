// What leaks where rows are mixed and published (docs/security.md).
import type { PublicRound } from "../../round/public-round.ts";
import { type Leakage, list, type NameOf } from "../leakage.ts";

/** Of both baselines. */
export function mixingLeakage(round: PublicRound, name: NameOf): Leakage {
  const rows = round.inequalities.map((count, party) => count + round.equalities[party]!);
  const alone = rows.flatMap((count, party) => (count === 1 ? [party] : []));
  return {
    advice: "do not use",
    searchable: false,
    findings: [
      ...(round.inequalities.some((count) => count > 0)
        ? ["every party can read the inequalities of all others, up to their units: all if a party has no equalities"]
        : []),
      ...(alone.length > 0 ? [`the one row of ${list(alone.map(name))} is published as good as openly`] : []),
      "every party can tell sparse rows of the others from the space that their published rows span, and test any guess of a row",
      "the costs are public among the parties",
      "rows that a party changes between rounds can be counted",
    ],
  };
}
