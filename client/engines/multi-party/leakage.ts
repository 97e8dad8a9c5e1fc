// What leaks among the row holders and the owner of the objective (docs/security.md).
import type { PublicRound } from "../../round/public-round.ts";
import type { NameOf } from "../../said.ts";
import { type Finding, finding } from "../findings.ts";
import { type Leakage, leakageOf } from "../leakage.ts";
import { consortiumSizes } from "./sizes.ts";

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

/** The holders between the dealer and the representative. */
function betweenThem(round: PublicRound): number[] {
  return consortiumSizes(round)
    .holders.slice(1, -1)
    .map(({ party }) => party);
}

/** Findings for both variants. */
function consortium(round: PublicRound): Finding[] {
  const { holders, owner, dealer, representative } = consortiumSizes(round);
  const count = sum(round.inequalities);
  return [
    ...(count > 0
      ? [
          finding("OwnerReads", { owner, count, some: sum(round.equalities) > 0 }),
          finding("OwnerReadsUnits", { owner }),
        ]
      : []),
    finding("OwnerTells", { owner }),
    finding("EndsKnowOrder", { owner, dealer: dealer.party, representative: representative.party }),
    finding("HoldersKnowCosts", { holders: holders.length }),
  ];
}

/** For the ring as published. */
export function plainLeakage(round: PublicRound, name: NameOf): Leakage {
  const { holders, dealer, representative } = consortiumSizes(round);
  const [last, first] = [representative.party, dealer.party];
  const second = holders[1]!.party;
  const between = betweenThem(round);
  const said = [
    finding("SecondReadsFirst", { second, first }),
    ...(between.length > 0
      ? [finding("LastReadsAll", { last }), finding("EndsReadBetween", { first, last, between })]
      : []),
    ...consortium(round),
  ];
  return leakageOf("do not use", said, name);
}

/** For shares in place of the ring. */
export function maskedLeakage(round: PublicRound, name: NameOf): Leakage {
  const sizes = consortiumSizes(round);
  const [dealer, representative] = [sizes.dealer.party, sizes.representative.party];
  const between = betweenThem(round);
  const said = [
    ...consortium(round),
    ...(between.length > 0 ? [finding("EndsReadSparse", { dealer, representative, between })] : []),
    finding("NoHolderAlone", { dealer }),
  ];
  return leakageOf("only with partners you trust", said, name);
}
