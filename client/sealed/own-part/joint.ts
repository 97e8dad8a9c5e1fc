// The joint part of a proof, on shares: products of polynomials of different companies, and the
// inner product (docs/sealed-own-part.md, "Parts" and "Steps"). JOINT_WORK[s] computes a node's
// summands of step s, each linear in its shares after one multiplication. Variable-time in secrets.
import { Vector } from "../../crypto/curve/vector.ts";
import { type Domain, LIMBS } from "../domain.ts";
import { invert, powersFrom, randomScalars, reduce } from "../field.ts";
import { INNER, SUM } from "../identities.ts";
import { type Field, fieldsOf } from "../layout.ts";
import { lineContext } from "../linearise.ts";
import type { LineContext } from "../lines.ts";
import { openedPlace } from "../place.ts";
import {
  combine,
  divideByVanishing,
  evaluate,
  interpolate,
  interpolateOnCoset,
  type Polynomial,
  vanishingMultiple,
  vectorOnCoset,
  withMasks,
} from "../polynomial.ts";
import { cosetSize, quotientLength, vanishingInverses } from "../prover/grid.ts";
import { MASKS } from "../prover/masks.ts";
import { firstQuotient, lastQuotient } from "../prover/opening.ts";
import { scalesOf } from "../statement.ts";
import { aspects, type Step } from "../steps.ts";
import type { Named } from "../transcript.ts";
import { jointIdentities } from "./joint-rules.ts";
import { heldOf, type NodeState, sumOn } from "./node.ts";
import { mapHeld, multiplyHeld, type Pair, productsHeld, sumHeld, zeroSummand } from "./shares.ts";

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
  const products = multiplyHeld(sumOn(domain.size, state, "a"), sumOn(domain.size, state, "x"));
  const sums = products.toNumbers().map((product) => {
    const before = running;
    running = reduce(running + product - share);
    return before;
  });
  polynomials.set("Psi", withMasks(interpolate(sums), domain.size, masksOf("Psi")));
}

/** q, under a summand of zero. */
function divideJointIdentities(state: NodeState, { scalars }: Seen): void {
  const { setting, seeds, challenges, polynomials } = state;
  const { domain } = setting;
  const size = cosetSize(domain);
  const limbs = onCoset(size, heldOf(state, "l/C"));
  const lookups = Vector.zero(size).plusProducts(crossProducts(onCoset(size, heldOf(state, "h/C")), limbs));
  const onK = lookups.times(vanishingInverses(size, domain.limbSize));
  const onH = sumProducts(state, limbs).times(vanishingInverses(size, domain.size));
  // sel/Z_K is 1/(32 Z_H).
  const ofSelector = invert(BigInt(LIMBS));
  const values = Vector.zero(size)
    .plusMultiple(onK, weightOf(state, "lookup C"))
    .plusMultiple(onH, -weightOf(state, SUM) * challenges.get("nu'")! * ofSelector);
  const length = quotientLength(domain);
  const quotient = combine([
    [1n, interpolateOnCoset(values).slice(0, length)],
    [weightOf(state, SUM), stepOfPhi(state)],
    [weightOf(state, INNER.name) * ofSelector, innerQuotient(state, scalars.get("t") ?? 0n)],
    [1n, zeroSummand(seeds, "q", length)],
  ]);
  polynomials.set("q", quotient);
}

/** One symbol of several companies, at the places of the coset. */
type Values = readonly { readonly party: number; readonly held: Pair<Vector> }[];

function onCoset(size: number, shares: ReturnType<typeof heldOf>): Values {
  return shares.map(({ party, held }) => ({ party, held: mapHeld(held, (f) => vectorOnCoset(size, f)) }));
}

/** γ^i of identity i. */
function weightOf({ setting, challenges }: NodeState, name: string): bigint {
  const { identities } = setting;
  const at = identities.findIndex((identity) => identity.name === name);
  return at < 0 ? 0n : powersFrom(challenges.get("gamma")!, identities.length)[at]!;
}

function total(values: Values): Pair<Vector> {
  return values.map(({ held }) => held).reduce(([own, next], held) => [own.plus(held[0]), next.plus(held[1])]);
}

/** What this node multiplies for Σ f_k·g_p over k ≠ p. */
function crossProducts(f: Values, g: Values): [Vector, Vector][] {
  const [own, next] = total(g);
  return f.flatMap(({ held }, k) => productsHeld(held, [own.minus(g[k]!.held[0]), next.minus(g[k]!.held[1])]));
}

/** The products in G of the columns, at the places of the coset. */
function sumProducts(state: NodeState, limbs: Values): Vector {
  const { domain, statement } = state.setting;
  const { kind, objectiveOwner } = statement;
  const size = cosetSize(domain);
  const readers = limbs.map(({ party, held }) => ({ party, held: mapHeld(held, (f) => fieldReader(domain, f)) }));
  const read = (field: Field): Values => {
    const place = fieldsOf(kind, "C").get(field)!;
    return readers.map(({ party, held }) => ({ party, held: mapHeld(held, (reader) => reader(place)) }));
  };
  if (kind === "optimal")
    return Vector.zero(size).plusProducts([
      ...crossProducts(read("x"), read("z+")),
      ...crossProducts(read("x'"), read("z-")),
    ]);
  const others = kind === "unbounded" ? read("ray").filter(({ party }) => party !== objectiveOwner) : [];
  if (others.length === 0) return Vector.zero(size);
  const costs = total(onCoset(size, heldOf(state, "c")));
  return Vector.zero(size).plusMultiple(multiplyHeld(total(others), costs), scalesOf(statement).unit);
}

/** Reads fields from the values of a limb polynomial on the coset. */
function fieldReader(domain: Domain, limbs: Vector): (field: { from: number; limbs: number }) => Vector {
  // The value of the next limb is some places further.
  const step = limbs.length / domain.limbSize;
  const known = new Map<number, Vector>();
  return ({ from, limbs: count }) => {
    const numbers = known.get(count) ?? limbs.windowSums(count, step, 1n << BigInt(domain.limbBits));
    known.set(count, numbers);
    return numbers.rotated(from * step);
  };
}

/** (Φ(ηX) − Φ)/Z_K: Φ is Z_K times its masks. */
function stepOfPhi({ setting, polynomials }: NodeState): Polynomial {
  const { limbSize, limbGenerator } = setting.domain;
  const masks = divideByVanishing(polynomials.get("Phi")!, limbSize);
  return combine([
    [1n, stretched(masks, limbGenerator)],
    [-1n, masks],
  ]);
}

/** f(root·X). */
function stretched(f: Polynomial, root: bigint): Polynomial {
  const powers = powersFrom(root, f.length);
  return f.map((coefficient, i) => reduce(coefficient * powers[i]!));
}

/** (a·x̂ − t/R + Ψ − Ψ(χX))/Z_H; a node's summand has a remainder, which is dropped. */
function innerQuotient(state: NodeState, t: bigint): Polynomial {
  const { node, setting, polynomials } = state;
  const { domain, statement } = setting;
  if (!aspects(statement.kind).primal) return [];
  // a and x̂ have degree R + 2 at most.
  const size = 4 * domain.size;
  const product = interpolate(multiplyHeld(sumOn(size, state, "a"), sumOn(size, state, "x")).toNumbers());
  const Psi = polynomials.get("Psi")!;
  const whole = combine([
    [1n, product],
    [node === 0 ? -t * domain.sizeInverse : 0n, [1n]],
    [1n, Psi],
    [-1n, stretched(Psi, domain.generator)],
  ]);
  return divideByVanishing(whole, domain.size);
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
