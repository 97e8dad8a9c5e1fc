// What companies deal to the nodes of what they committed to, and how a wrong share names its
// dealer (docs/sealed-own-part.md, "Dealing").
import type { G1 } from "../../crypto/curve/bn254.ts";
import type { NodeIndex } from "../../crypto/sharing/link.ts";
import { nextOf } from "../../crypto/sharing/link.ts";
import { SealedError } from "../../errors.ts";
import type { Random } from "../../math/random.ts";
import type { Committer } from "../committer.ts";
import type { Domain } from "../domain.ts";
import { MASK_DEGREES } from "../matrix.ts";
import type { Polynomial } from "../polynomial.ts";
import { isOwner, ownParts } from "../prover/company-rules.ts";
import { MASKS } from "../prover/masks.ts";
import type { Keeping, Split } from "../prover/setting.ts";
import type { ProverState } from "../prover/state.ts";
import type { SealedStatement } from "../statement.ts";
import { aspects } from "../steps.ts";
import type { Named } from "../transcript.ts";
import type { SplitSetting } from "./own.ts";
import { type ComponentSeeds, type Components, drawSeeds, type Held, heldBy, shareVector } from "./shares.ts";

/** A company's polynomials as the nodes name them, by the symbol that it sends them under. */
export interface Dealt {
  /** "l/C", "h/C", "x", "a" or "c". */
  readonly symbol: string;
  readonly party: number;
  /** Coefficients. */
  readonly length: number;
}

/** The name of a company's part of a polynomial. */
export function dealtName({ symbol, party }: Pick<Dealt, "symbol" | "party">): string {
  return `${symbol}/${party}`;
}

/** What the lengths of a dealing follow from. */
export interface DealingCounts extends Keeping {
  readonly statement: Pick<SealedStatement, "kind" | "size" | "objectiveOwner">;
  readonly domain: Pick<Domain, "size" | "limbSize">;
  readonly split: Pick<Split, "keepers">;
}

/** What a company deals, in order. */
export function dealtBy(setting: DealingCounts, party: number): readonly Dealt[] {
  const { statement, domain } = setting;
  const { primal } = aspects(statement.kind);
  const keepsSome = ownParts(setting, party).includes("C");
  const of = (symbol: string, length: number, deals = true) => (deals ? [{ symbol, party, length }] : []);
  return [
    ...of("l/C", domain.limbSize + MASKS.limbs, keepsSome),
    ...of("h/C", domain.limbSize + MASKS.lookups, keepsSome),
    ...of("x", domain.size + MASKS.point, primal && keepsSome),
    ...of("a", domain.size + MASK_DEGREES, primal),
    ...of("c", domain.size + MASKS.costs, statement.kind === "unbounded" && isOwner(setting, party)),
  ];
}

/** What everybody gets: [f_0], [f_1], [f_2] of each polynomial, in the order of `dealtBy`. */
export type DealtPoints = readonly (readonly [G1, G1, G1])[];

/** What a node gets: its two components of each polynomial. */
export type DealtShares = readonly Held[];

export interface Dealing {
  readonly points: DealtPoints;
  /** Of each polynomial, in the order of `dealtBy`. */
  readonly seeds: readonly ComponentSeeds[];
  /** Per node. */
  readonly shares: readonly [DealtShares, DealtShares, DealtShares];
}

/** A company's dealing. `random`: uniform and used for nothing else. */
export function deal(setting: SplitSetting, { secret, polynomials }: ProverState, random: Random): Dealing {
  const dealt = dealtBy(setting, secret.party);
  const seeds = dealt.map(({ symbol }) => drawSeeds(random.fork(`shares of ${symbol}`)));
  const all = dealt.map(({ symbol, length }, i): Components => {
    const own = polynomials.get(symbol)!;
    const padded: Polynomial = [...own, ...new Array<bigint>(length - own.length).fill(0n)];
    return shareVector(padded, seeds[i]!);
  });
  const shares = (node: NodeIndex) => all.map((components) => heldBy(node, components));
  return { points: commitAll(setting.committer, all), seeds, shares: [shares(0), shares(1), shares(2)] };
}

function commitAll(committer: Pick<Committer, "line">, all: readonly Components[]): DealtPoints {
  return all.map(([first, second, third]) => [committer.line(first), committer.line(second), committer.line(third)]);
}

/**
 * What everybody checks of a company's dealing: the points of its components add up to those that
 * it sent in steps 0 to 3.
 * @throws SealedError ShareMismatch (with the party).
 */
export function checkDealtPoints(setting: SplitSetting, party: number, points: DealtPoints, sent: Named): void {
  const due = dealtBy(setting, party);
  const adds = due.every(({ symbol }, i) => {
    const own = sent.points.get(symbol);
    const [first, second, third] = points[i] ?? [];
    return first !== undefined && own?.equals(first.add(second!).add(third!)) === true;
  });
  if (points.length !== due.length || !adds) throw mismatch(party);
}

/**
 * What a node checks of the shares that it got, and whoever reads a node's complaint.
 * @throws SealedError ShareMismatch (with the party).
 */
export function checkDealtShares(
  setting: SplitSetting,
  party: number,
  points: DealtPoints,
  { node, shares }: { readonly node: NodeIndex; readonly shares: DealtShares },
): void {
  const due = dealtBy(setting, party);
  const fits = due.every(({ length }, i) => {
    const held = shares[i];
    const [own, next] = [points[i]![node], points[i]![nextOf(node)]];
    if (held === undefined || held.some((component) => component.length !== length)) return false;
    return setting.committer.line(held[0]).equals(own) && setting.committer.line(held[1]).equals(next);
  });
  if (shares.length !== due.length || !fits) throw mismatch(party);
}

function mismatch(party: number): SealedError {
  return new SealedError("ShareMismatch", `party ${party} dealt shares of something else than it committed to`, party);
}
