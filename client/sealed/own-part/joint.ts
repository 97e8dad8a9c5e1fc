// The joint part of a proof, on shares: products of polynomials of different companies, and the
// inner product (docs/sealed-own-part.md, "Parts" and "Steps"). JOINT_WORK[s] computes a node's
// summands of step s, each linear in its shares after one multiplication. Variable-time in secrets.
import { GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import { sum } from "../../math/field.ts";
import { LIMBS } from "../domain.ts";
import { powersFrom, randomScalars, reduce } from "../field.ts";
import { INNER, SUM } from "../identities.ts";
import { type Field, fieldsOf, readField } from "../layout.ts";
import { lineContext } from "../linearise.ts";
import type { LineContext } from "../lines.ts";
import { openedPlace } from "../place.ts";
import {
  combine,
  evaluate,
  interpolate,
  type Polynomial,
  valuesOnCoset,
  vanishingMultiple,
  withMasks,
} from "../polynomial.ts";
import { cosetOf, type Places, quotientLength, quotientOnCoset } from "../prover/grid.ts";
import { MASKS } from "../prover/masks.ts";
import { firstQuotient, lastQuotient } from "../prover/opening.ts";
import { scalesOf } from "../statement.ts";
import { aspects, type Step } from "../steps.ts";
import type { Named } from "../transcript.ts";
import { jointIdentities } from "./joint-rules.ts";
import { heldOf, type NodeState, sumOnRows } from "./node.ts";
import { type Held, mapHeld, multiplyHeld, sumHeld, zeroSummand } from "./shares.ts";

/** What a node takes from the sums of all messages so far: scalars of the whole proof by name. */
export interface Seen {
  readonly scalars: ReadonlyMap<string, bigint>;
  /** Per company, what it sent in step 7. */
  readonly opened: readonly ReadonlyMap<string, bigint>[];
}

/** Of steps 5 to 9. */
export const JOINT_WORK: ReadonlyMap<number, (state: NodeState, seen: Seen) => void> = new Map([
  [5, commitJointSums],
  [6, divideJointIdentities],
  [7, openJointSums],
  [8, (state, seen) => void state.polynomials.set("W", firstQuotient(componentsOf(state), jointContext(state, seen)))],
  [9, (state, seen) => void state.polynomials.set("W'", lastQuotient(componentsOf(state), jointContext(state, seen)))],
]);

/** A node's summands of what the joint part has in a step. */
export function jointMessage({ setting, polynomials, scalars }: NodeState, step: Step): Named {
  const points = step.points.filter((name) => polynomials.has(name));
  const own = step.scalars.filter((name) => scalars.has(name));
  return {
    points: new Map(points.map((name) => [name, setting.committer.line(polynomials.get(name)!)] as const)),
    scalars: new Map(own.map((name) => [name, scalars.get(name)!] as const)),
  };
}

/** Entries of the steps that nodes have summands of. */
export function nodeMakes(name: string): boolean {
  return ["Phi", "Psi", "q", "Phi+", "Psi+", "W", "W'"].includes(name);
}

/** Φ, zero on K; Ψ, the running sum of a·x̂ − t/R on H. */
function commitJointSums(state: NodeState, { scalars }: Seen): void {
  const { node, setting, random, polynomials } = state;
  const { statement, domain } = setting;
  const masksOf = (name: string) => randomScalars(random.fork(`masks of ${name}`), MASKS.runningSum);
  polynomials.set("Phi", vanishingMultiple(domain.limbSize, masksOf("Phi")));
  if (!aspects(statement.kind).primal) return;
  const share = node === 0 ? reduce(scalars.get("t")! * domain.sizeInverse) : 0n;
  let running = 0n;
  const sums = multiplyHeld(sumOnRows(state, "a"), sumOnRows(state, "x")).map((product) => {
    const before = running;
    running = reduce(running + product - share);
    return before;
  });
  polynomials.set("Psi", withMasks(interpolate(sums), domain.size, masksOf("Psi")));
}

/** q, under a summand of zero. */
function divideJointIdentities(state: NodeState, { scalars }: Seen): void {
  const { setting, seeds, polynomials } = state;
  const { domain } = setting;
  const places = cosetOf(domain);
  const limbs = onCoset(places, heldOf(state, "l/C"));
  const parts = [
    ...lookupProducts(state, places, limbs),
    ...sumProducts(state, places, limbs),
    ...innerProducts(state, places, scalars.get("t") ?? 0n),
  ];
  const values = places.points.map((_, i) => reduce(sum(parts.map((part) => part[i]!))));
  const zero = zeroSummand(seeds, "q", quotientLength(domain));
  polynomials.set(
    "q",
    combine([
      [1n, quotientOnCoset(domain, places, values)],
      [1n, zero],
    ]),
  );
}

type Shares = ReturnType<typeof heldOf>;

/** γ^i of identity i. */
function weightOf({ setting, challenges }: NodeState, name: string): bigint {
  const { identities } = setting;
  const at = identities.findIndex((identity) => identity.name === name);
  return powersFrom(challenges.get("gamma")!, identities.length)[at]!;
}

/** Shared polynomials at the places of the coset. */
function onCoset({ points }: Places, shares: Shares): Shares {
  return shares.map(({ party, held }) => ({ party, held: mapHeld(held, (f) => valuesOnCoset(points.length, f)) }));
}

function total(shares: Shares): Held {
  return sumHeld(shares.map(({ held }) => held));
}

/** Σ f_k·g_p over k ≠ p: this node's summands. */
function crossProducts(f: Shares, g: Shares): bigint[] {
  const own = f.map(({ held }, k) => multiplyHeld(held, g[k]!.held));
  return multiplyHeld(total(f), total(g)).map((product, i) => reduce(product - sum(own.map((values) => values[i]!))));
}

function scaled(values: readonly bigint[], factor: (i: number) => bigint): bigint[] {
  return values.map((value, i) => (value * factor(i)) % GROUP_ORDER);
}

/** Products of *lookup C*. */
function lookupProducts(state: NodeState, places: Places, limbs: Shares): bigint[][] {
  const weight = weightOf(state, "lookup C");
  return [scaled(crossProducts(onCoset(places, heldOf(state, "h/C")), limbs), () => weight)];
}

/** Products of *sum*, and its Φ. */
function sumProducts(state: NodeState, places: Places, limbs: Shares): bigint[][] {
  const { setting, challenges, polynomials } = state;
  const { selectors, points } = places;
  const { domain, statement } = setting;
  const { kind, objectiveOwner } = statement;
  const weight = weightOf(state, SUM);
  const size = points.length;
  const Phi = valuesOnCoset(size, polynomials.get("Phi")!);
  const rotate = size / domain.limbSize;
  const shift = Phi.map((value, i) => reduce(weight * (Phi[(i + rotate) % size]! - value)));
  if (kind === "infeasible") return [shift];
  const read = (field: Field): Shares => {
    const { from, limbs: count } = fieldsOf(kind, "C").get(field)!;
    const at = (values: Polynomial) =>
      values.map((_, i) => readField(domain, (limb) => values[(i + limb * rotate) % size]!, from, count));
    return limbs.map(({ party, held }) => ({ party, held: mapHeld(held, at) }));
  };
  const factor = reduce(weight * challenges.get("nu'")!);
  const onH = (values: readonly bigint[], times = 1n) => scaled(values, (i) => reduce(-factor * times * selectors[i]!));
  if (kind === "optimal")
    return [shift, onH(crossProducts(read("x"), read("z+"))), onH(crossProducts(read("x'"), read("z-")))];
  const others = read("ray").filter(({ party }) => party !== objectiveOwner);
  if (others.length === 0) return [shift];
  const costs = total(onCoset(places, heldOf(state, "c")));
  return [shift, onH(multiplyHeld(total(others), costs).map(reduce), scalesOf(statement).unit)];
}

/** *inner*. */
function innerProducts(state: NodeState, places: Places, t: bigint): bigint[][] {
  const { node, setting, polynomials } = state;
  const { domain, statement } = setting;
  if (!aspects(statement.kind).primal) return [];
  const { selectors, points } = places;
  const weight = weightOf(state, INNER.name);
  const size = points.length;
  const whole = (symbol: string) => mapHeld(total(heldOf(state, symbol)), (f) => valuesOnCoset(size, f));
  const Psi = valuesOnCoset(size, polynomials.get("Psi")!);
  const rotate = (LIMBS * size) / domain.limbSize;
  const share = node === 0 ? reduce(t * domain.sizeInverse) : 0n;
  const values = multiplyHeld(whole("a"), whole("x")).map((product, i) =>
    reduce(product - share + Psi[i]! - Psi[(i + rotate) % size]!),
  );
  return [scaled(values, (i) => reduce(weight * selectors[i]!))];
}

/** Φ(ηζ), Ψ(χζ). */
function openJointSums({ setting, polynomials, scalars, challenges }: NodeState): void {
  const { domain } = setting;
  const zeta = challenges.get("zeta")!;
  scalars.set("Phi+", evaluate(polynomials.get("Phi")!, reduce(domain.limbGenerator * zeta)));
  const Psi = polynomials.get("Psi");
  if (Psi !== undefined) scalars.set("Psi+", evaluate(Psi, reduce(domain.generator * zeta)));
}

/** What a node has of all polynomials in the lines of the joint part: one component of each. */
export function componentsOf(state: NodeState): ReadonlyMap<string, Polynomial> {
  const inverses = heldOf(state, "h/C").map(({ party, held }) => [`h/C/${party}`, held[0]] as const);
  const sums = ["a", "c"].map((symbol) => [symbol, sumHeld(heldOf(state, symbol).map(({ held }) => held))[0]] as const);
  return new Map([...inverses, ...sums, ...state.polynomials]);
}

/** The lines of the joint part. */
function jointContext({ setting, challenges }: NodeState, { scalars, opened }: Seen): LineContext {
  const identities = jointIdentities(setting, { opened, challenges });
  const place = openedPlace(setting.statement, setting.domain, { scalars, challenges });
  return lineContext(identities, place, { scalars: new Map(), challenges });
}
