// What nodes and companies check between dealing and the joint part, so that no remainder opens
// (docs/sealed-own-part.md, "Check").
import type { Hex } from "viem";
import { encodePoints } from "../../certificate/commitment.ts";
import { pointsToAffine } from "../../crypto/curve/bn254.ts";
import { Vector } from "../../crypto/curve/vector.ts";
import { absorb, toScalar } from "../../crypto/transcript.ts";
import { SealedError } from "../../errors.ts";
import { sum } from "../../math/field.ts";
import { LIMBS } from "../domain.ts";
import { powersFrom, reduce } from "../field.ts";
import type { Values } from "../layout.ts";
import { type Polynomial, valuesOn, vectorOn } from "../polynomial.ts";
import { keeps } from "../prover/setting.ts";
import { type Dealt, type DealtPoints, dealtBy, dealtName } from "./dealing.ts";
import { heldOf, type NodeState, sumOn } from "./node.ts";
import type { SplitSetting } from "./own.ts";
import { type Held, mapHeld, multiplyHeld, openHeld, randomHeld, zeroSummand } from "./shares.ts";

/** β. `state`: T_4, the transcript's state after step 4; `dealt`: all companies' points. */
export function checkChallenge(state: Hex, dealt: readonly DealtPoints[]): bigint {
  return toScalar(absorb(state, encodePoints(pointsToAffine(dealt.flat(2)))));
}

/** Whether a dealt polynomial has to be 0 at a place of its domain. */
function mustVanish(setting: SplitSetting, { symbol, party }: Dealt): (place: number) => boolean {
  const { split } = setting;
  if (symbol === "a") return (j) => j > 0 && !split.names[j]!.includes(party);
  if (symbol === "c") return (j) => j > 0 && !keeps(setting, party, j);
  const each = symbol === "x" ? 1 : LIMBS;
  return (place) => !keeps(setting, party, Math.floor(place / each));
}

/**
 * f ↦ Σ_i β^i f(i-th place) over the places that count, as a sum over coefficients: that of X^d
 * counts as often as the weights' polynomial says at ω^d.
 */
function weightedSum(size: number, beta: bigint, counts: (place: number) => boolean): (f: Polynomial) => bigint {
  const weights = powersFrom(beta, size).map((weight, i) => (counts(i) ? weight : 0n));
  const factors = valuesOn(size, weights);
  return (f) => reduce(sum(f.map((coefficient, d) => coefficient * factors[d % size]!)));
}

/** All dealt polynomials in the order of their dealers. */
function allDealt(setting: SplitSetting): readonly Dealt[] {
  return Array.from({ length: setting.statement.parties }, (_, party) => dealtBy(setting, party)).flat();
}

/** What a node sends to all: its components of sums that have to be 0, one for each polynomial. */
export function supportSums(state: NodeState, beta: bigint): Held {
  const { setting } = state;
  const { size, limbSize } = setting.domain;
  const sums = allDealt(setting).map((dealt): Held => {
    const order = ["l/C", "h/C"].includes(dealt.symbol) ? limbSize : size;
    const sumOf = weightedSum(order, beta, mustVanish(setting, dealt));
    return mapHeld(state.held.get(dealtName(dealt))!, (f) => [sumOf(f)]);
  });
  return [sums.flatMap(([own]) => own), sums.flatMap(([, next]) => next)];
}

/**
 * @throws SealedError SharesDiffer; SupportWrong (with the dealer of something that is not 0
 *   outside its own columns).
 */
export function checkSupport(setting: SplitSetting, sent: readonly Held[]): void {
  const opened = openHeld(sent);
  const wrong = allDealt(setting).find((_, i) => opened[i] !== 0n);
  if (wrong !== undefined)
    throw new SealedError(
      "SupportWrong",
      `party ${wrong.party} dealt numbers of columns that are not its own`,
      wrong.party,
    );
}

/** What a node sends to one company: for each keeper, its components of the sum that it knows. */
export function solutionSums(state: NodeState, party: number, beta: bigint): Held {
  const { setting } = state;
  const sums = heldOf(state, "x").map(({ party: keeper, held }) => {
    const sumOf = weightedSum(setting.domain.size, beta, ofBoth(setting, party, keeper));
    return mapHeld(held, (f) => [sumOf(f)]);
  });
  return [sums.flatMap(([own]) => own), sums.flatMap(([, next]) => next)];
}

function ofBoth(setting: SplitSetting, party: number, keeper: number): (column: number) => boolean {
  return (j) => setting.split.names[j]!.includes(party) && keeps(setting, keeper, j);
}

/** What a company compares the opened sums with. */
export interface KnownSolution {
  readonly party: number;
  /** x, and ray of an unbounded outcome. */
  readonly columns: Values;
  readonly epsilon: bigint;
  readonly beta: bigint;
}

/**
 * Whether what is sealed is the solution that a company knows.
 * @throws SealedError SharesDiffer; SolutionDiffers (with the keeper of a column whose number is
 *   another: it or the nodes departed).
 */
export function checkSolution(setting: SplitSetting, known: KnownSolution, sent: readonly Held[]): void {
  const { party, columns, epsilon, beta } = known;
  const opened = openHeld(sent);
  const weights = powersFrom(beta, setting.domain.size);
  const ray = columns.get("ray");
  const point = columns.get("x")!.map((x, j) => (x + epsilon * (ray?.[j] ?? 0n)) * weights[j]!);
  const keepers = [...new Set(setting.split.keepers)].sort((a, b) => a - b);
  for (const [i, keeper] of keepers.entries()) {
    const counts = ofBoth(setting, party, keeper);
    if (reduce(sum(point.filter((_, j) => counts(j)))) !== opened[i])
      throw new SealedError(
        "SolutionDiffers",
        `party ${keeper} sealed another solution than party ${party} knows`,
        keeper,
      );
  }
}

/**
 * A node's summands of ⟨a_k, x̂⟩ − t_k, one per party, for the node before it. `sums`: t_k, as
 * companies sent them in step 3.
 */
export function innerSummands(state: NodeState, sums: readonly bigint[]): Polynomial {
  const { domain } = state.setting;
  const x = sumOn(domain.size, state, "x");
  const zeros = zeroSummand(state.seeds, "inner products", sums.length);
  return heldOf(state, "a").map(({ party, held }) => {
    const row = mapHeld(held, (f) => vectorOn(domain.size, f));
    const target = state.node === 0 ? sums[party]! : 0n;
    return reduce(sum(multiplyHeld(row, x).toNumbers()) - target + zeros[party]!);
  });
}

/** What a node opens of them, each times a secret number; `shared` has what the next node sent. */
export function blindedSummands(state: NodeState, shared: Held): Polynomial {
  const length = shared[0].length;
  const factors = randomHeld(state.seeds, "factors", length);
  const zeros = zeroSummand(state.seeds, "blinded products", length);
  return multiplyHeld(mapHeld(shared, Vector.of), mapHeld(factors, Vector.of)).plus(Vector.of(zeros)).toNumbers();
}

/** @throws SealedError InnerProductWrong (with the party) where the opened sum is not 0. */
export function checkInner(opened: readonly Polynomial[]): void {
  const party = opened[0]!.findIndex((_, k) => reduce(sum(opened.map((summand) => summand[k]!))) !== 0n);
  if (party >= 0)
    throw new SealedError("InnerProductWrong", `what party ${party} sent of its rows does not fit the solution`, party);
}
