// Zero knowledge of proofs of which each company knows its own part, counted over everything at
// once: all that companies and nodes show has linearly independent derivatives in all masks, for an
// outsider, and for companies that pool what they know with at most one node among them. Entries
// that a line determines are left out, as are single nodes, whose summands are uniform but for
// their sums.
import { expect } from "chai";
import { GROUP_ORDER } from "../../../client/crypto/curve/bn254.ts";
import { LIMBS, lagrange, reservedRows, selector, vanishing } from "../../../client/sealed/domain.ts";
import { invert, powersFrom, randomScalars, reduce } from "../../../client/sealed/field.ts";
import { combineIdentities, type Identity, type Place } from "../../../client/sealed/identities.ts";
import { atRow } from "../../../client/sealed/matrix.ts";
import { jointIdentities } from "../../../client/sealed/own-part/joint-rules.ts";
import { type Beginning, beginOwnParts } from "../../../client/sealed/own-part/prove.ts";
import { readPart } from "../../../client/sealed/place.ts";
import {
  combine,
  evaluate,
  interpolate,
  type Polynomial,
  valuesOn,
  vanishingMultiple,
} from "../../../client/sealed/polynomial.ts";
import { companyIdentities, companyPlace, isOwner, ownParts } from "../../../client/sealed/prover/company-rules.ts";
import { MASKS } from "../../../client/sealed/prover/masks.ts";
import { coveredPart, keeps } from "../../../client/sealed/prover/setting.ts";
import { type ProverState, type Secret, startProving } from "../../../client/sealed/prover/state.ts";
import { WORK } from "../../../client/sealed/prover/steps.ts";
import { sumTarget } from "../../../client/sealed/statement.ts";
import { aspects, stepsOf } from "../../../client/sealed/steps.ts";
import { testSeed } from "../../support/certificate.ts";
import { FOUR, type OwnPartShape, type PlantedRound, plantOwnParts, THREE } from "../../support/sealed-own-part.ts";
import { companyMasks, type Mask, masksOf, matrixMask, rank, unit } from "../../support/sealed-ranks.ts";

/** The joint part: Φ, zero on K, and Ψ; masks are zero unless one is looked at. */
interface Joint {
  readonly Phi: Polynomial;
  readonly Psi: Polynomial;
}

type Shown = ReadonlyMap<string, bigint>;

/** What everybody shows under fixed challenges, and how it changes with a mask. */
class View {
  readonly round: PlantedRound;
  readonly beginning: Beginning;
  readonly masks: readonly Mask[];
  readonly #challenges: ReadonlyMap<string, bigint>;
  readonly #states: readonly ProverState[];
  readonly #known = new WeakMap<Polynomial, Map<bigint, bigint>>();

  constructor(shape: OwnPartShape) {
    this.round = plantOwnParts(shape, `masks ${shape.kind}`);
    this.beginning = beginOwnParts(this.round, testSeed("masks"));
    const names = stepsOf(shape.kind, shape.inequalities.length).flatMap(({ challenges }) => challenges);
    const drawn = randomScalars(testSeed("challenges"), names.length);
    this.#challenges = new Map(names.map((name, i) => [name, drawn[i]!]));
    this.#states = this.beginning.secrets.map((secret) => this.#run(secret, 6));
    this.masks = this.#masks();
  }

  #run(secret: Secret, last: number): ProverState {
    const state = startProving(this.beginning.setting, secret, testSeed(`mask ${secret.party}`), this.#challenges);
    for (const work of WORK.slice(0, last + 1)) work(state);
    return state;
  }

  /** Those of the joint part are nobody's. */
  #masks(): Mask[] {
    const { setting } = this.beginning;
    const { kind, parties, size, objectiveOwner } = setting.statement;
    const { primal, dual } = aspects(kind);
    const rows = Array.from({ length: parties }, (_, k) => k);
    return [
      ...rows.flatMap((k) => [
        ...companyMasks(setting, k),
        ...masksOf(primal && ownParts(setting, k).includes("C") ? MASKS.point : 0, "x", k),
        ...rows.flatMap((other) => (other > k && dual ? masksOf(size + 2, "S", k, other) : [])),
        ...rows.flatMap((other) => (other > k && kind !== "optimal" ? masksOf(2, "G", k, other) : [])),
      ]),
      ...masksOf(MASKS.costs, "c", objectiveOwner),
      ...masksOf(MASKS.runningSum, "Phi"),
      ...masksOf(primal ? MASKS.runningSum : 0, "Psi"),
    ];
  }

  /** q(τ) of a company as its polynomial has it. */
  quotient(party: number): bigint {
    return this.#at(this.#states[party]!.polynomials.get("q"), this.round.string.trapdoor.tau);
  }

  /** Everything, by who shows it and name, when `mask` is `by` larger. */
  shown(mask: Mask | null, by: bigint): Shown {
    const states = this.#states.map((state, k) => (mask?.parties.includes(k) ? this.#changed(state, mask, by) : state));
    const own = states.map((state) => this.#show(state));
    const all = own.flatMap((shown, k) => [...shown].map(([name, value]) => [`${k} ${name}`, value] as const));
    return new Map([...all, ...this.#showJoint(states, mask?.parties.length === 0 ? mask : null, by)]);
  }

  #changed(base: ProverState, { name, parties, index }: Mask, by: bigint): ProverState {
    const { party } = base.secret;
    const { size, limbSize } = base.setting.domain;
    if (name === "A") {
      const added = matrixMask(base.setting.domain, index);
      const matrix = base.secret.matrix.map((row, i) => plus(row, added[i]!, by));
      return this.#run({ ...base.secret, matrix }, 5);
    }
    const isCover = name === "S" || name === "G";
    const sign = isCover && parties[1] === party ? -1n : 1n;
    const order = name === "x" || name === "c" ? size : limbSize;
    const added = isCover ? unit(size + 2, index) : vanishingMultiple(order, unit(index + 1, index));
    const symbol = isCover ? `${name}/${party}` : name;
    const polynomials = new Map(base.polynomials);
    polynomials.set(symbol, plus(base.polynomials.get(symbol)!, added, sign * by));
    const whole = new Map(base.whole);
    if (name === "x") whole.set("x", polynomials.get("x")!);
    return { ...base, polynomials, whole };
  }

  #at(f: Polynomial | undefined, x: bigint): bigint {
    if (f === undefined) return 0n;
    const known = this.#known.get(f) ?? new Map<bigint, bigint>();
    this.#known.set(f, known);
    if (!known.has(x)) known.set(x, evaluate(f, x));
    return known.get(x)!;
  }

  /** What a company opens of its limbs at x·η^q. */
  #limbs({ setting, secret, polynomials }: ProverState, x: bigint): Map<string, bigint> {
    const roots = powersFrom(setting.domain.limbGenerator, LIMBS);
    return new Map(
      ownParts(setting, secret.party).flatMap((part) =>
        roots.map(
          (root, limb) =>
            [`l/${part}/${limb}`, this.#at(polynomials.get(`l/${part}`), (root * x) % GROUP_ORDER)] as const,
        ),
      ),
    );
  }

  #show(state: ProverState): Shown {
    const { setting, secret, polynomials } = state;
    const { party, matrix } = secret;
    const { sigma, tau } = this.round.string.trapdoor;
    const { domain, statement } = setting;
    const zeta = this.#challenges.get("zeta")!;
    const out = new Map<string, bigint>([["A", evaluate(atRow(matrix, sigma), tau)]]);
    for (const [name, f] of polynomials)
      if (!["N", "U", "J", "q"].includes(name)) out.set(name, this.#at(f, name.startsWith("e/") ? sigma : tau));
    const scalars = this.#limbs(state, zeta);
    scalars.set("Phi+", this.#at(polynomials.get("Phi"), (domain.limbGenerator * zeta) % GROUP_ORDER));
    if (polynomials.has("x")) scalars.set("x", this.#at(polynomials.get("x"), zeta));
    for (const name of ["t", "v"]) if (state.scalars.has(name)) scalars.set(name, state.scalars.get(name)!);
    const identities = companyIdentities(setting, party);
    if (polynomials.has(`e/${party}`)) {
      const seen = { own: scalars, point: null, challenges: this.#challenges };
      const { coefficients } = combineIdentities(identities, companyPlace(setting, party, seen));
      scalars.set("y", reduce(coefficients.get(`e/${party}`)! * this.#at(polynomials.get(`e/${party}`), zeta)));
    }
    for (const [name, scalar] of scalars) out.set(`${name} opened`, scalar);
    out.set(
      "q",
      this.#quotientOf(identities, this.#placeAtTau(state, scalars), (name) => this.#at(polynomials.get(name), tau)),
    );
    if (aspects(statement.kind).dual)
      for (const [j, value] of coveredPart(
        domain,
        matrix,
        secret.rows.get("w")!,
        polynomials.get(`S/${party}`)!,
      ).entries())
        if (!keeps(setting, party, j) && (statement.kind !== "optimal" || j > 0)) out.set(`Y ${j}`, value);
    if (statement.kind !== "optimal" && !isOwner(setting, party)) out.set("g", this.#share(state));
    return out;
  }

  /** g_k, up to what does not depend on masks. */
  #share({ setting, polynomials, secret: { party } }: ProverState): bigint {
    return reduce(BigInt(setting.domain.limbSize) * (polynomials.get(`G/${party}`)?.[0] ?? 0n));
  }

  #quotientOf(identities: readonly Identity[], place: Place, valueAt: (name: string) => bigint): bigint {
    const { constant, coefficients } = combineIdentities(identities, place);
    const F = [...coefficients].reduce((sum, [name, factor]) => sum + factor * valueAt(name), constant);
    return reduce(F * invert(vanishing(place.domain.limbSize, this.round.string.trapdoor.tau)));
  }

  /** X = τ, with values that somebody has there. */
  #tau(
    { setting }: ProverState,
    limbs: ReadonlyMap<string, bigint>,
    value: (name: string) => bigint,
    more: Pick<Place, "sum" | "kept">,
  ): Place {
    const { domain, statement } = setting;
    const { tau } = this.round.string.trapdoor;
    const limbOf = (part: number | "C") => (limb: number) => limbs.get(`l/${part}/${limb}`) ?? 0n;
    return {
      ...{ statement, domain, at: tau, selector: selector(domain, tau), first: lagrange(domain, 0, tau), ...more },
      last: lagrange(domain, reservedRows(domain.size).slot, tau),
      limb: (part) => limbOf(part)(0),
      read: (part, field) => readPart(domain, statement, limbOf(part), { part, field }),
      value,
      challenge: (name) => this.#challenges.get(name)!,
    };
  }

  /** The identities' place at X = τ, as a company's part has it. */
  #placeAtTau(state: ProverState, scalars: ReadonlyMap<string, bigint>): Place {
    const { setting, secret, polynomials, whole } = state;
    const { domain, agreed, vectors, split } = setting;
    const { tau } = this.round.string.trapdoor;
    const kept = split!.kept[secret.party]!;
    const values: Readonly<Record<string, () => bigint>> = {
      N: () => this.#at(vectors.N, tau),
      x: () => this.#at(polynomials.get("x"), tau),
      // What is declared follows a cover's values on H, so that their difference stays.
      Y: () => reduce(this.#at(whole.get("Y"), tau) + this.#coverChange(state)),
      "Phi+": () => this.#at(polynomials.get("Phi"), (domain.limbGenerator * tau) % GROUP_ORDER),
    };
    const before = this.#share(this.#states[secret.party]!);
    return this.#tau(state, this.#limbs(state, tau), (name) => values[name]?.() ?? scalars.get(name)!, {
      sum: reduce(agreed.sums[secret.party]! + this.#share(state) - before),
      kept: { columns: this.#at(kept.columns, tau), limbs: this.#at(kept.limbs, tau) },
    });
  }

  /** By how much S on H has changed, at τ; of an optimum not in column 0. */
  #coverChange({ secret: { party }, setting, polynomials }: ProverState): bigint {
    const { size } = setting.domain;
    const changes = valuesOn(
      size,
      plus(polynomials.get(`S/${party}`)!, this.#states[party]!.polynomials.get(`S/${party}`)!, -1n),
    );
    if (changes.every((change) => change === 0n)) return 0n;
    return evaluate(
      interpolate(changes.map((change, j) => (setting.statement.kind === "optimal" && j === 0 ? 0n : change))),
      this.round.string.trapdoor.tau,
    );
  }

  #joint(states: readonly ProverState[], mask: Mask | null, by: bigint): Joint {
    const { domain, statement } = this.beginning.setting;
    const { size, limbSize } = domain;
    const masked = (name: string, order: number, f: Polynomial) =>
      mask?.name === name ? plus(f, vanishingMultiple(order, unit(mask.index + 1, mask.index)), by) : f;
    const Phi = masked("Phi", limbSize, []);
    if (!aspects(statement.kind).primal) return { Phi, Psi: [] };
    const total = (name: string) =>
      combine(states.map(({ polynomials }) => [1n, polynomials.get(name) ?? []] as const));
    const [a, x] = [valuesOn(size, total("a")), valuesOn(size, total("x"))];
    const share = reduce(this.#sumOf(states, "t") * domain.sizeInverse);
    let running = 0n;
    const sums = a.map((value, j) => {
      const sum = running;
      running = reduce(running + value * x[j]! - share);
      return sum;
    });
    return { Phi, Psi: masked("Psi", size, interpolate(sums)) };
  }

  #sumOf(states: readonly ProverState[], scalar: string): bigint {
    return states.reduce((sum, { scalars }) => reduce(sum + (scalars.get(scalar) ?? 0n)), 0n);
  }

  #showJoint(states: readonly ProverState[], mask: Mask | null, by: bigint): (readonly [string, bigint])[] {
    const { setting } = this.beginning;
    const { domain, statement } = setting;
    const { tau } = this.round.string.trapdoor;
    const { Phi, Psi } = this.#joint(states, mask, by);
    const next = (root: bigint, x: bigint) => (root * x) % GROUP_ORDER;
    const [eta, chi, zeta] = [domain.limbGenerator, domain.generator, this.#challenges.get("zeta")!];
    const opened = states.map((state) => this.#limbs(state, tau));
    const limbs = new Map<string, bigint>();
    for (const own of opened) for (const [name, value] of own) limbs.set(name, reduce((limbs.get(name) ?? 0n) + value));
    const valueAt = (name: string) =>
      states.reduce((sum, { polynomials }) => sum + this.#at(polynomials.get(name), tau), 0n);
    const values: Readonly<Record<string, () => bigint>> = {
      x: () => reduce(valueAt("x")),
      t: () => this.#sumOf(states, "t"),
      "Phi+": () => evaluate(Phi, next(eta, tau)),
      "Psi+": () => evaluate(Psi, next(chi, tau)),
    };
    const place = this.#tau(states[0]!, limbs, (name) => values[name]!(), {
      sum: sumTarget(statement),
      kept: { columns: 1n, limbs: 1n },
    });
    // The forms are those at ζ, of what is opened there: here, at τ.
    const challenges = new Map([...this.#challenges, ["zeta", tau]]);
    const points: Readonly<Record<string, bigint>> = { Phi: evaluate(Phi, tau), Psi: evaluate(Psi, tau) };
    const q = this.#quotientOf(jointIdentities(setting, { opened, challenges }), place, (name) => {
      const [symbol, , party] = name.split("/");
      if (party !== undefined) return this.#at(states[Number(party)]!.polynomials.get(`${symbol}/C`), tau);
      return points[name] ?? valueAt(name);
    });
    const ofPsi: [string, bigint][] = aspects(statement.kind).primal
      ? [
          ["x Psi", points["Psi"]!],
          ["x Psi opened", evaluate(Psi, next(chi, zeta))],
        ]
      : [];
    return [["x Phi", points["Phi"]!], ["x Phi opened", evaluate(Phi, next(eta, zeta))], ["x q", q], ...ofPsi];
  }
}

function plus(f: Polynomial, added: Polynomial, by: bigint): Polynomial {
  return combine([
    [1n, f],
    [by, added],
  ]);
}

/** Derivatives of all that is shown, by mask; degrees are 2 at most in each. */
function derivatives(view: View): ReadonlyMap<string, bigint[]> {
  const half = invert(2n);
  const rows = new Map([...view.shown(null, 0n).keys()].map((name) => [name, [] as bigint[]]));
  for (const mask of view.masks) {
    const [more, less] = [view.shown(mask, 1n), view.shown(mask, -1n)];
    for (const [name, row] of rows) row.push(reduce((more.get(name)! - less.get(name)!) * half));
  }
  return rows;
}

/** Rows that are free and columns that are secret, for companies that pool what they know. */
function seenBy({ beginning, masks }: View, all: ReadonlyMap<string, bigint[]>, pool: readonly number[]): bigint[][] {
  const { setting } = beginning;
  const { kind, parties, objectiveOwner } = setting.statement;
  const honest = Array.from({ length: parties }, (_, k) => k).filter((k) => !pool.includes(k));
  const isDetermined = (party: number, name: string) => {
    const [symbol, column] = name.split(/[ /]/);
    const isCover = symbol === "S" || symbol === "G";
    if (isCover && (kind === "optimal" ? symbol === "G" : kind === "unbounded" && symbol === "S")) return true;
    // Covers add up to nothing; what is declared to a keeper, or to the owner, to what it learns.
    const first = (keeper: number) => party === honest.find((k) => k !== keeper);
    if (isCover) return party === honest[0];
    if (symbol === "Y") return pool.includes(setting.split.keepers[Number(column)]!) && first(-1);
    return symbol === "g" && pool.includes(objectiveOwner) && first(-1);
  };
  const isSecret = masks.map(({ parties: own }) => own.every((k) => honest.includes(k)));
  return [...all]
    .filter(([key]) => {
      const [party, ...name] = key.split(" ");
      return party === "x" || (honest.includes(Number(party)) && !isDetermined(Number(party), name.join(" ")));
    })
    .map(([, row]) => row.filter((_, i) => isSecret[i]));
}

describe("own part: masks of a whole proof", function () {
  this.timeout(600_000);
  for (const kind of ["optimal", "infeasible", "unbounded"] as const)
    for (const [what, shape, pools] of [
      ["three companies", THREE, [[], [0], [1], [2]]],
      ["four", FOUR, [[], [3], [0, 3], [1, 3]]],
    ] as const)
      it(`${kind}, ${what}`, () => {
        const view = new View({ ...shape, kind });
        const plain = view.shown(null, 0n);
        for (const party of view.beginning.secrets.keys())
          expect(plain.get(`${party} q`), `q of ${party}`).to.equal(view.quotient(party));
        const all = derivatives(view);
        for (const pool of pools) {
          const rows = seenBy(view, all, pool);
          expect(rank(rows), pool.join()).to.equal(rows.length);
        }
        // Without the joint part's own masks of Φ, its two values are 0. In kind 1, without Ψ and
        // its third mask, its quotient then follows from what all have seen.
        const isLeft = view.masks.map(({ name, parties }) => name !== "Phi" || parties.length > 0);
        const rows = seenBy(view, all, []).map((row) => row.filter((_, i) => isLeft[i]));
        expect(rows.length - rank(rows)).to.equal(kind === "infeasible" ? 3 : 2);
      });
});
