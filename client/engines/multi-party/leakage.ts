// What leaks among the row holders and the owner of the objective (docs/security.md).

import { counted } from "../../math/counted.ts";
import type { PublicRound } from "../../round/public-round.ts";
import { type Leakage, list, type NameOf } from "../leakage.ts";
import { consortiumSizes } from "./sizes.ts";

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

/** The names of the holders between the dealer and the representative. */
function betweenThem(round: PublicRound, name: NameOf): string[] {
  return consortiumSizes(round)
    .holders.slice(1, -1)
    .map(({ party }) => name(party));
}

/** Findings for both variants. */
function consortium(round: PublicRound, name: NameOf): string[] {
  const { holders, owner, dealer, representative } = consortiumSizes(round);
  const inequalities = sum(round.inequalities);
  const some = sum(round.equalities) > 0 ? "some of" : "all";
  return [
    ...(inequalities > 0
      ? [
          `${name(owner)} can read ${some} the ${counted(inequalities, "inequality", "inequalities")} up to the order and scale of columns`,
          `with its own costs and the solution as the key, ${name(owner)} can read them up to their units, in columns where costs differ or the solution is not 0`,
        ]
      : []),
    `${name(owner)} can tell which of two known candidates is the holders' data`,
    `${name(owner)} and ${name(dealer.party)} together know the order and scale of columns, as do ${name(owner)} and ${name(representative.party)}`,
    `all ${holders.length} holders together know the costs, whatever the engine`,
  ];
}

/** For the ring as published. */
export function plainLeakage(round: PublicRound, name: NameOf): Leakage {
  const { holders, dealer, representative } = consortiumSizes(round);
  const [last, first] = [name(representative.party), name(dealer.party)];
  const second = name(holders[1]!.party);
  const between = betweenThem(round, name);
  return {
    advice: "do not use",
    searchable: false,
    findings: [
      `${second} can read the inequalities of ${first} up to their units: its whole feasible region`,
      ...(between.length > 0
        ? [
            `${last} can read those of all holders before it, as one`,
            `${first} and ${last} together can read the inequalities of ${list(between)}`,
          ]
        : []),
      ...consortium(round, name),
    ],
  };
}

/** For shares in place of the ring. */
export function maskedLeakage(round: PublicRound, name: NameOf): Leakage {
  const { dealer, representative } = consortiumSizes(round);
  const between = betweenThem(round, name);
  return {
    advice: "only with partners you trust",
    searchable: false,
    findings: [
      ...consortium(round, name),
      ...(between.length > 0
        ? [
            `${name(dealer.party)} and ${name(representative.party)} together can read the coefficients of sparse rows of ${list(between)}`,
          ]
        : []),
      `no holder that keeps to the protocol learns another's rows or the costs alone: what it gets of them is uniform or encrypted; ${name(dealer.party)} could deal wrong numbers and read the costs off the answer`,
    ],
  };
}
