// What leaks among the row holders in the ring and the owner of the objective (docs/security.md).

import { counted } from "../../math/counted.ts";
import type { PublicRound } from "../../round/public-round.ts";
import { type Leakage, list, type NameOf } from "../leakage.ts";
import { ringShape } from "./shape.ts";

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

/** Findings for both rings. */
function consortium(round: PublicRound, name: NameOf): string[] {
  const { holders, owner, dealer, representative } = ringShape(round);
  const inequalities = sum(round.inequalities);
  const some = sum(round.equalities) > 0 ? "some of" : "all";
  const between = holders.slice(1, -1).map(({ party }) => name(party));
  return [
    ...(inequalities > 0
      ? [
          `${name(owner)} can read ${some} the ${counted(inequalities, "inequality", "inequalities")} up to the order and scale of columns`,
          `with its own costs as the key, ${name(owner)} can read them up to their units where no two variables cost the same`,
        ]
      : []),
    `${name(owner)} can tell which of two known candidates is the holders' data`,
    `${name(owner)} and ${name(dealer.party)} together know the order and scale of columns`,
    ...(between.length > 0
      ? [
          `${name(dealer.party)} and ${name(representative.party)} together can read the inequalities of ${list(between)}`,
        ]
      : []),
    `all ${holders.length} holders together know the costs, whatever the engine`,
  ];
}

/** For the ring without masks. */
export function plainRingLeakage(round: PublicRound, name: NameOf): Leakage {
  const { holders, dealer, representative } = ringShape(round);
  const [last, first] = [name(representative.party), name(dealer.party)];
  const second = name(holders[1]!.party);
  return {
    advice: "do not use",
    searchable: false,
    findings: [
      `${second} can read the inequalities of ${first} up to their units: its whole feasible region`,
      ...(holders.length > 2 ? [`${last} can read those of all holders before it, as one`] : []),
      ...consortium(round, name),
    ],
  };
}

/** For the ring with masks. */
export function maskedRingLeakage(round: PublicRound, name: NameOf): Leakage {
  return {
    advice: "only with partners you trust",
    searchable: false,
    findings: [
      ...consortium(round, name),
      "no holder alone learns another's rows or the costs: its messages are masked",
    ],
  };
}
