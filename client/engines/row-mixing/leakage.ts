// What leaks when mixed rows are published (docs/security.md).
import type { PublicRound } from "../../round/public-round.ts";
import type { NameOf } from "../../said.ts";
import { finding } from "../findings.ts";
import { type Leakage, leakageOf } from "../leakage.ts";

/** The same for both baselines. */
export function mixingLeakage(round: PublicRound, name: NameOf): Leakage {
  const rows = round.inequalities.map((count, party) => count + round.equalities[party]!);
  const alone = rows.flatMap((count, party) => (count === 1 ? [party] : []));
  const said = [
    ...(round.inequalities.some((count) => count > 0) ? [finding("AllReadInequalities")] : []),
    ...(alone.length > 0 ? [finding("OneRowShown", { parties: alone })] : []),
    finding("AllFindSparse"),
    finding("AllKnowCosts"),
    finding("AllCountChanges"),
  ];
  return leakageOf("do not use", said, name);
}
