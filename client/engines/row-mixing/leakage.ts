// What leaks when mixed rows are published (docs/security.md).
import type { PublicRound } from "../../round/public-round.ts";
import { type Leakage, list, type NameOf } from "../leakage.ts";

/** The same for both baselines. */
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
      ...(alone.length > 0
        ? [`the one row of ${list(alone.map(name))} is shown to all parties practically in the clear`]
        : []),
      "every party can find sparse rows of the others in the space that their mixed rows span, and test any guess of a row",
      "all parties know the costs",
      "every party can count the rows that another one changes between rounds",
    ],
  };
}
