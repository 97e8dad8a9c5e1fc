// Zero knowledge, counted over everything at once: all values that the companies of a proof show,
// [q], their covers and the proofs of declared parts included, have linearly independent
// derivatives in all of their masks, for an outsider who sees every message and for companies that
// pool what they know. Entries that a line of the pairing equation determines (Q₁, Q₂, W_e, W, W′;
// M, W_b, W_z, W_χ of declared parts) are left out.
import { expect } from "chai";
import { G1, GROUP_ORDER } from "../../../client/crypto/curve/bn254.ts";
import { LIMBS, lagrange, reservedRows, selector, vanishing } from "../../../client/sealed/domain.ts";
import { invert, power, powersFrom, randomScalars, reduce } from "../../../client/sealed/field.ts";
import { ALL_COLUMNS, combineIdentities, type Place } from "../../../client/sealed/identities.ts";
import { atRow } from "../../../client/sealed/matrix.ts";
import { PART_WORK, type PartState } from "../../../client/sealed/part/prove.ts";
import { readPart } from "../../../client/sealed/place.ts";
import { combine, evaluate, type Polynomial, vanishingMultiple } from "../../../client/sealed/polynomial.ts";
import { companyIdentities, companyPlace, isOwner, ownParts } from "../../../client/sealed/prover/company-rules.ts";
import { coverName, coverOf } from "../../../client/sealed/prover/covers.ts";
import { MASKS } from "../../../client/sealed/prover/masks.ts";
import { coveredPart } from "../../../client/sealed/prover/setting.ts";
import { type ProverState, type Secret, startProving } from "../../../client/sealed/prover/state.ts";
import { WORK } from "../../../client/sealed/prover/steps.ts";
import { aspects, stepsOf } from "../../../client/sealed/steps.ts";
import { testSeed } from "../../support/certificate.ts";
import { buildSealed, type SealedRound, type SealedShape } from "../../support/sealed.ts";
import { companyMasks, type Mask, masksOf, matrixMask, rank, unit } from "../../support/sealed-ranks.ts";

/** Those of x̂ are nobody's: all companies know them. */
function allMasks({ setting, statement }: SealedRound): Mask[] {
  const { primal, dual } = aspects(statement.kind);
  const { parties, objectiveOwner, size } = statement;
  const rows = Array.from({ length: parties }, (_, k) => k);
  return [
    ...rows.flatMap((k) => [
      ...companyMasks(setting, k),
      ...masksOf(primal ? MASKS.runningSum : 0, "Psi", k),
      ...rows.flatMap((other) => (dual && other > k ? masksOf(size + 2, "S", k, other) : [])),
    ]),
    ...rows.flatMap((k) => masksOf(dual && hasPart(statement, k) ? MASKS.runningSum : 0, "part", k)),
    ...masksOf(MASKS.costs, "c", objectiveOwner),
    ...masksOf(primal ? MASKS.point : 0, "x"),
  ];
}

/** Whether a party proves a part of the reduced costs that it declares, in kinds 0 and 1. */
function hasPart({ parties, objectiveOwner }: SealedRound["statement"], party: number): boolean {
  return parties === 2 || party !== objectiveOwner;
}

/** What parties show under fixed challenges, and how it changes with a mask. */
class View {
  readonly round: SealedRound;
  readonly challenges: ReadonlyMap<string, bigint>;
  readonly #states: readonly ProverState[];
  readonly #partChallenges = randomScalars(testSeed("joint part challenges"), 2);
  readonly #known = new WeakMap<Polynomial, Map<bigint, bigint>>();

  constructor(round: SealedRound) {
    this.round = round;
    const names = stepsOf(round.statement.kind, round.statement.parties).flatMap(({ challenges }) => challenges);
    const drawn = randomScalars(testSeed("joint challenges"), names.length);
    this.challenges = new Map(names.map((name, i) => [name, drawn[i]!]));
    this.#states = round.secrets.map((secret) => this.#run(secret, 6));
  }

  #run(secret: Secret, last: number): ProverState {
    const state = startProving(this.round.setting, secret, testSeed(`joint ${secret.party}`), this.challenges);
    for (const work of WORK.slice(0, last + 1)) work(state);
    return state;
  }

  /** q(τ) of a party as its polynomial has it. */
  quotient(party: number): bigint {
    return evaluate(this.#states[party]!.polynomials.get("q")!, this.round.string.trapdoor.tau);
  }

  /** What a party shows, by name, when `mask` is `by` larger. */
  shown(party: number, mask: Mask | null, by: bigint): ReadonlyMap<string, bigint> {
    const state = this.#changed(party, mask, by);
    return new Map([...this.#show(state), ...this.#showPart(state, mask?.name === "part" ? { ...mask, by } : null)]);
  }

  /** What the proof of a declared part shows; what a line determines is left out. */
  #showPart(
    { setting, secret, polynomials }: ProverState,
    mask: { readonly index: number; readonly by: bigint } | null,
  ): Map<string, bigint> {
    const { statement, domain } = setting;
    const { party, matrix, costs } = secret;
    if (!aspects(statement.kind).dual || !hasPart(statement, party)) return new Map();
    const { digest, committed } = this.round;
    const points = { ...committed[party]!.points, cover: G1.BASE };
    const declared = new Array<bigint>(domain.size).fill(0n);
    const claim = { statement, domain, digest, party, points, declared, multipliers: secret.rows.get("w")! };
    const [b, z] = this.#partChallenges as [bigint, bigint];
    const part: PartState = {
      ...{ claim, secret: { matrix, costs, cover: polynomials.get(coverName(party))! } },
      ...{ random: testSeed(`joint part ${party}`), challenges: new Map([...this.challenges, ["b", b], ["z", z]]) },
      ...{ polynomials: new Map(), matrices: new Map(), scalars: new Map() },
    };
    PART_WORK[0]!(part);
    PART_WORK[1]!(part);
    const { sigma } = this.round.string.trapdoor;
    const masked = mask && combine([[mask.by, vanishingMultiple(domain.size, unit(mask.index + 1, mask.index))]]);
    const Phi = (x: bigint) => reduce(evaluate(part.polynomials.get("Phi")!, x) + evaluate(masked ?? [], x));
    const E = part.polynomials.get("E")!;
    const next = (x: bigint) => (domain.generator * x) % GROUP_ORDER;
    return new Map([
      ["part v", part.scalars.get("v")!],
      ["part E", evaluate(E, sigma)],
      ["part y", evaluate(E, z)],
      ["part Phi", Phi(sigma)],
      ["part Phi+", Phi(next(z))],
      // [h], less what the values above determine of it.
      ["part h", Phi(next(sigma))],
    ]);
  }

  #changed(party: number, mask: Mask | null, by: bigint): ProverState {
    const base = this.#states[party]!;
    if (mask === null || mask.name === "part") return base;
    const { name, index } = mask;
    const { size, limbSize } = this.round.setting.domain;
    if (name === "A") {
      const added = matrixMask(base.setting.domain, index);
      const matrix = base.secret.matrix.map((row, i) =>
        combine([
          [1n, row],
          [by, added[i]!],
        ]),
      );
      return this.#run({ ...base.secret, matrix }, 5);
    }
    const order = ["Psi", "x", "c"].includes(name) ? size : limbSize;
    const sign = name === "S" && mask.parties[1] === party ? -1n : 1n;
    const added = name === "S" ? unit(size + 2, index) : vanishingMultiple(order, unit(index + 1, index));
    const plus = (f: Polynomial) =>
      combine([
        [1n, f],
        [sign * by, added],
      ]);
    const symbol = name === "S" ? `S/${party}` : name;
    const own = base.polynomials.get(symbol);
    const polynomials = new Map(base.polynomials);
    if (own !== undefined) polynomials.set(symbol, plus(own));
    const whole = new Map(base.whole);
    if (name === "x") whole.set("x", plus(base.whole.get("x")!));
    return { ...base, polynomials, whole };
  }

  #at(f: Polynomial | null | undefined, x: bigint): bigint {
    if (f === undefined || f === null) return 0n;
    const known = this.#known.get(f) ?? new Map<bigint, bigint>();
    this.#known.set(f, known);
    if (!known.has(x)) known.set(x, evaluate(f, x));
    return known.get(x)!;
  }

  #show(state: ProverState): ReadonlyMap<string, bigint> {
    const { setting, secret, polynomials, whole } = state;
    const { party } = secret;
    const { sigma, tau } = this.round.string.trapdoor;
    const { domain, statement } = setting;
    const zeta = this.challenges.get("zeta")!;
    const times = (root: bigint, x: bigint) => (root * x) % GROUP_ORDER;
    const roots = powersFrom(domain.limbGenerator, LIMBS);
    const value = (name: string, x: bigint) => this.#at(polynomials.get(name), x);
    const out = new Map<string, bigint>([["A", evaluate(atRow(secret.matrix, sigma), tau)]]);
    for (const name of polynomials.keys()) {
      if (!["N", "U", "J", "q"].includes(name)) out.set(name, value(name, name.startsWith("e/") ? sigma : tau));
    }
    const scalars = new Map<string, bigint>();
    for (const part of ownParts(setting, party))
      for (const [limb, root] of roots.entries())
        scalars.set(`l/${part}/${limb}`, value(`l/${part}`, times(root, zeta)));
    scalars.set("Phi+", value("Phi", times(domain.limbGenerator, zeta)));
    if (polynomials.has("Psi")) scalars.set("Psi+", value("Psi", times(domain.generator, zeta)));
    if (polynomials.has("x")) scalars.set("x", value("x", zeta));
    for (const name of ["t", "v"]) if (state.scalars.has(name)) scalars.set(name, state.scalars.get(name)!);
    const identities = companyIdentities(setting, party);
    if (polynomials.has(`e/${party}`)) {
      const seen = { own: scalars, point: whole.get("x") ?? null, challenges: this.challenges };
      const { coefficients } = combineIdentities(identities, companyPlace(setting, party, seen));
      scalars.set("y", reduce(coefficients.get(`e/${party}`)! * value(`e/${party}`, zeta)));
    }
    for (const [name, scalar] of scalars) out.set(`${name} opened`, scalar);
    const atTau = this.#placeAtTau(state, scalars, roots);
    const { constant, coefficients } = combineIdentities(identities, atTau);
    const F = [...coefficients].reduce((sum, [name, factor]) => sum + factor * value(name, tau), constant);
    out.set("q", reduce(F * invert(vanishing(domain.limbSize, tau))));
    if (aspects(statement.kind).dual && !isOwner(setting, party))
      for (const [j, declared] of this.#declared(state).entries()) out.set(`Y ${j}`, declared);
    return out;
  }

  #declared({ secret: { party, matrix, rows }, polynomials }: ProverState): bigint[] {
    return coveredPart(this.round.setting.domain, matrix, rows.get("w")!, polynomials.get(coverName(party))!);
  }

  /** The identities' place at X = τ, as a party's part has it. */
  #placeAtTau(state: ProverState, scalars: ReadonlyMap<string, bigint>, roots: readonly bigint[]): Place {
    const { setting, secret, polynomials, whole } = state;
    const { domain, statement, agreed, vectors } = setting;
    const { tau } = this.round.string.trapdoor;
    const own = new Set(ownParts(setting, secret.party));
    const times = (root: bigint) => (root * tau) % GROUP_ORDER;
    const values: Readonly<Record<string, () => bigint>> = {
      N: () => this.#at(vectors.N, tau),
      x: () => this.#at(whole.get("x"), tau),
      // Y − S on H does not depend on the covers, so any change of S shows in Y, too.
      Y: () => reduce(this.#at(whole.get("Y"), tau) + this.#coverChange(state)),
      "Phi+": () => this.#at(polynomials.get("Phi"), times(domain.limbGenerator)),
      "Psi+": () => this.#at(polynomials.get("Psi"), times(domain.generator)),
    };
    const limb = (part: number | "C") => (i: number) => this.#at(polynomials.get(`l/${part}`), times(roots[i]!));
    return {
      ...{ statement, domain, at: tau, selector: selector(domain, tau), first: lagrange(domain, 0, tau) },
      last: lagrange(domain, reservedRows(domain.size).slot, tau),
      ...{ sum: agreed.sums[secret.party]!, kept: ALL_COLUMNS },
      limb: (part) => (own.has(part) ? limb(part)(0) : 0n),
      read: (part, field) => (own.has(part) ? readPart(domain, statement, limb(part), { part, field }) : 0n),
      value: (name) => values[name]?.() ?? scalars.get(name)!,
      challenge: (name) => this.challenges.get(name)!,
    };
  }

  /** By how much the values of S on H have changed, as a polynomial of degree below R at τ. */
  #coverChange({ secret: { party }, setting, polynomials }: ProverState): bigint {
    const { size } = setting.domain;
    const { tau } = this.round.string.trapdoor;
    const change = combine([
      [1n, polynomials.get(coverName(party))!],
      [-1n, coverOf(party, this.round.secrets[party]!.pairs)],
    ]);
    return change.reduce((sum, coefficient, i) => sum + coefficient * power(tau, i % size), 0n);
  }
}

/** Derivatives of all that is shown, by mask; what is shown has degree 2 at most in each mask. */
function derivatives(view: View, masks: readonly Mask[]): ReadonlyMap<string, bigint[]> {
  const { parties } = view.round.statement;
  const half = invert(2n);
  const rows = new Map<string, bigint[]>();
  for (let party = 0; party < parties; party++) {
    const names = [...view.shown(party, null, 0n).keys()];
    for (const name of names) rows.set(`${party} ${name}`, []);
    for (const mask of masks) {
      const touched = mask.name === "x" || mask.parties.includes(party);
      const [more, less] = touched ? [view.shown(party, mask, 1n), view.shown(party, mask, -1n)] : [null, null];
      for (const name of names)
        rows.get(`${party} ${name}`)!.push(reduce(((more?.get(name) ?? 0n) - (less?.get(name) ?? 0n)) * half));
    }
  }
  return rows;
}

/** Rows that are free and columns that are secret, for companies that pool what they know. */
function seenBy(view: View, masks: readonly Mask[], all: ReadonlyMap<string, bigint[]>, pool: readonly number[]) {
  const { parties, objectiveOwner } = view.round.statement;
  const honest = Array.from({ length: parties }, (_, k) => k).filter((k) => !pool.includes(k));
  const secret = masks.map(({ name, parties: own }) =>
    name === "x" ? pool.length === 0 : own.every((k) => honest.includes(k)),
  );
  // Covers add up to nothing, declared parts to the reduced costs unless the owner's are secret.
  const [first] = honest;
  const determined = (party: number, name: string) =>
    (party === first && name.startsWith("S/")) ||
    (party === first && name.startsWith("Y ") && !honest.includes(objectiveOwner)) ||
    (pool.length > 0 && name.startsWith("x")) ||
    (view.round.statement.kind === "unbounded" && name.startsWith("S/"));
  return [...all]
    .filter(([key]) => {
      const [party, ...name] = key.split(" ");
      return honest.includes(Number(party)) && !determined(Number(party), name.join(" "));
    })
    .map(([, row]) => row.filter((_, i) => secret[i]));
}

/** How many of the values that an outsider sees depend on others once masks are left out. */
function valuesLostBy(round: SealedRound): (name: string, from: number) => number {
  const view = new View(round);
  const masks = allMasks(round);
  const rows = seenBy(view, masks, derivatives(view, masks), []);
  return (name, from) => {
    const left = masks.map((mask) => mask.name !== name || mask.index < from);
    return rows.length - rank(rows.map((row) => row.filter((_, i) => left[i])));
  };
}

describe("sealed: masks of a whole proof", function () {
  this.timeout(600_000);
  const shapes: readonly (readonly [string, SealedShape, readonly (readonly number[])[]])[] = [
    ["optimal", { kind: "optimal", inequalities: [2, 2], equalities: [0, 1], owner: 0 }, [[], [0], [1]]],
    ["infeasible", { kind: "infeasible", inequalities: [2, 2], equalities: [0, 1], owner: 0 }, [[], [0], [1]]],
    ["unbounded", { kind: "unbounded", inequalities: [2, 2], equalities: [0, 1], owner: 0 }, [[], [0], [1]]],
    ["one company", { kind: "optimal", inequalities: [1], equalities: [1], owner: 0 }, [[]]],
    ["a company without rows", { kind: "optimal", inequalities: [3, 0], equalities: [0, 0], owner: 0 }, [[], [0]]],
    [
      "three companies",
      { kind: "optimal", inequalities: [1, 1, 1], equalities: [0, 0, 1], owner: 1 },
      [[], [0], [1], [0, 1]],
    ],
    [
      "four companies",
      { kind: "optimal", inequalities: [1, 1, 1, 1], equalities: [0, 0, 0, 0], owner: 2 },
      [
        [0, 1],
        [0, 2],
        [0, 1, 2],
        [0, 1, 3],
      ],
    ],
  ];
  for (const [what, shape, pools] of shapes) {
    it(what, () => {
      const view = new View(buildSealed(shape, `joint ${what}`));
      for (const party of view.round.secrets.keys())
        expect(view.shown(party, null, 0n).get("q")).to.equal(view.quotient(party));
      const masks = allMasks(view.round);
      const all = derivatives(view, masks);
      for (const pool of pools) {
        const rows = seenBy(view, masks, all, pool);
        expect(rank(rows), `what ${pool.join() || "nobody"} sees`).to.equal(rows.length);
      }
    });
  }

  it("control: with fewer masks, some values depend on others", () => {
    const missing = valuesLostBy(
      buildSealed({ kind: "optimal", inequalities: [1], equalities: [0], owner: 0 }, "control"),
    );
    expect(missing("x", 1)).to.equal(1);
    expect(missing("l/0", 32)).to.equal(1);
    // The third mask of Φ covers [q] alone, which a spare mask of l would do, too.
    expect(missing("Phi", 2)).to.equal(0);
    expect(missing("Phi", 1)).to.equal(1);
  });

  it("control: declared parts with fewer masks", () => {
    const missing = valuesLostBy(buildSealed({ kind: "optimal", inequalities: [1, 1] }, "control part"));
    expect(missing("none", 0)).to.equal(0);
    expect(missing("part", 2)).to.equal(2);
    expect(missing("A", 10)).to.be.at.least(1);
  });
});
