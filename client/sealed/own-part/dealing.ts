// What companies deal to the nodes of what they committed to, and how a wrong share names its
// dealer (docs/sealed-own-part.md, "Dealing").
import type { G1 } from "../../crypto/curve/bn254.ts";
import { msm } from "../../crypto/curve/msm.ts";
import type { NodeIndex } from "../../crypto/sharing/link.ts";
import { nextOf } from "../../crypto/sharing/link.ts";
import { SealedError } from "../../errors.ts";
import type { Random } from "../../math/random.ts";
import type { Domain } from "../domain.ts";
import { randomScalars } from "../field.ts";
import { MASK_DEGREES } from "../matrix.ts";
import { combine, type Polynomial } from "../polynomial.ts";
import { isOwner, ownParts } from "../prover/company-rules.ts";
import { MASKS } from "../prover/masks.ts";
import type { Keeping, Split } from "../prover/setting.ts";
import type { ProverState } from "../prover/state.ts";
import type { SealedStatement } from "../statement.ts";
import { aspects } from "../steps.ts";
import type { Named } from "../transcript.ts";
import type { SplitSetting } from "./own.ts";
import { type ComponentSeeds, drawSeeds, type Held, heldBy, shareVector } from "./shares.ts";

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

/**
 * A company's dealing. `sent`: its own messages of steps 0 to 3; `random`: uniform and used for
 * nothing else.
 */
export function deal(
  setting: SplitSetting,
  { secret, polynomials }: ProverState,
  sent: Pick<Named, "points">,
  random: Random,
): Dealing {
  const { committer } = setting;
  const all = dealtBy(setting, secret.party).map(({ symbol, length }) => {
    const own = polynomials.get(symbol)!;
    const padded: Polynomial = [...own, ...new Array<bigint>(length - own.length).fill(0n)];
    const seeds = drawSeeds(random.fork(`shares of ${symbol}`));
    const components = shareVector(padded, seeds);
    const [second, third] = [committer.line(components[1]), committer.line(components[2])];
    const first = sent.points.get(symbol)!.subtract(second).subtract(third);
    return { components, seeds, points: [first, second, third] as const };
  });
  const shares = (node: NodeIndex) => all.map(({ components }) => heldBy(node, components));
  return {
    points: all.map(({ points }) => points),
    seeds: all.map(({ seeds }) => seeds),
    shares: [shares(0), shares(1), shares(2)],
  };
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

/** What a node got of one company's dealing. */
export interface Received {
  /** As `checkDealtPoints` accepts them. */
  readonly points: DealtPoints;
  readonly shares: DealtShares;
}

/**
 * What a node checks of the shares that it got, per party: by one sum, under uniform weights. A
 * false share passes with probability 1/r over `random`, which no dealer may know.
 * @throws SealedError ShareMismatch (with the party).
 */
export function checkAllShares(
  setting: SplitSetting,
  node: NodeIndex,
  received: readonly Received[],
  random: Random,
): void {
  const shaped = received.every(({ shares }, party) => haveLengths(setting, party, shares));
  const components = received.flatMap(({ shares }) => shares.flat());
  const points = received.flatMap((own) => own.points.flatMap((each) => [each[node], each[nextOf(node)]]));
  const weights = randomScalars(random, points.length);
  const whole = () => combine(components.map((f, i) => [weights[i]!, f]));
  if (shaped && setting.committer.line(whole()).equals(msm(points, weights))) return;
  for (const [party, { points, shares }] of received.entries())
    checkDealtShares(setting, party, points, { node, shares });
}

function haveLengths(setting: SplitSetting, party: number, shares: DealtShares): boolean {
  const due = dealtBy(setting, party);
  return (
    shares.length === due.length &&
    due.every(({ length }, i) => shares[i]!.every((component) => component.length === length))
  );
}

/**
 * The same for one company, each share by itself: what whoever reads a node's complaint checks.
 * @throws SealedError ShareMismatch (with the party).
 */
export function checkDealtShares(
  setting: SplitSetting,
  party: number,
  points: DealtPoints,
  { node, shares }: { readonly node: NodeIndex; readonly shares: DealtShares },
): void {
  const fits = () =>
    shares.every(([own, next], i) => {
      const of = points[i]!;
      return setting.committer.line(own).equals(of[node]) && setting.committer.line(next).equals(of[nextOf(node)]);
    });
  if (!haveLengths(setting, party, shares) || !fits()) throw mismatch(party);
}

function mismatch(party: number): SealedError {
  return new SealedError("ShareMismatch", `party ${party} dealt shares of something else than it committed to`, party);
}
