// A node of a proof of which each company knows its own part: what it holds of the companies'
// polynomials, and its summands of the joint part (docs/sealed-own-part.md, "Parts").
import type { Vector } from "../../crypto/curve/vector.ts";
import type { NodeIndex } from "../../crypto/sharing/link.ts";
import type { Random } from "../../math/random.ts";
import type { Polynomial } from "../polynomial.ts";
import { vectorOn } from "../polynomial.ts";
import { type DealtShares, dealtBy, dealtName } from "./dealing.ts";
import type { SplitSetting } from "./own.ts";
import { type Held, mapHeld, type NodeSeeds, type Pair, sumHeld } from "./shares.ts";

export interface NodeState {
  readonly node: NodeIndex;
  readonly setting: SplitSetting;
  readonly seeds: NodeSeeds;
  /** Determines its masks of Φ and Ψ; forked for all that it draws alone. */
  readonly random: Random;
  /** By `dealtName`. */
  readonly held: ReadonlyMap<string, Held>;
  /** Its summand of each polynomial of the joint part, by symbol. */
  readonly polynomials: Map<string, Polynomial>;
  /** Its summand of each scalar of the joint part. */
  readonly scalars: Map<string, bigint>;
  readonly challenges: ReadonlyMap<string, bigint>;
}

/** What a node starts from: shares by company, which it has checked, and the challenges so far. */
export interface NodeStart extends Pick<NodeState, "node" | "setting" | "seeds" | "random" | "challenges"> {
  readonly shares: readonly DealtShares[];
}

export function startNode({ shares, ...rest }: NodeStart): NodeState {
  const held = new Map(
    shares.flatMap((own, party) =>
      dealtBy(rest.setting, party).map((dealt, i) => [dealtName(dealt), own[i]!] as const),
    ),
  );
  return { ...rest, held, polynomials: new Map(), scalars: new Map() };
}

/** What it holds of one symbol, of all parties that dealt it. */
export function heldOf({ held, setting }: NodeState, symbol: string): readonly { party: number; held: Held }[] {
  const parties = Array.from({ length: setting.statement.parties }, (_, party) => party);
  return parties.flatMap((party) => {
    const own = held.get(dealtName({ symbol, party }));
    return own === undefined ? [] : [{ party, held: own }];
  });
}

/** The sum of a symbol over all parties, at the places of the subgroup of order `size`. */
export function sumOn(size: number, state: NodeState, symbol: string): Pair<Vector> {
  const whole = sumHeld(heldOf(state, symbol).map(({ held }) => held));
  return mapHeld(whole, (f) => vectorOn(size, f));
}
