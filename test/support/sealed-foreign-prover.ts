// A second prover of sealed outcomes, which follows docs/sealed.md and shares no more than field
// and transforms with client/sealed: one party that knows everything. Every polynomial is a
// bivariate one, so that any of them can be forged.

import { bn254 } from "@noble/curves/bn254.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { Vector } from "../../client/crypto/curve/vector.ts";
import { sum } from "../../client/math/field.ts";
import type { Random } from "../../client/math/random.ts";
import { invert, invertAll, power, powersFrom, randomScalars, reduce } from "../../client/sealed/field.ts";
import {
  combine,
  divideByLinear,
  divideByVanishing,
  evaluate,
  interpolate,
  interpolateOnCoset,
  type Polynomial,
  valuesOn,
  valuesOnCoset,
  withMasks,
} from "../../client/sealed/polynomial.ts";
import type { SealedStatement } from "../../client/sealed/statement.ts";
import type { VerifyingKey } from "../../client/sealed/verifying-key.ts";

/** f(X, Y): entry d is the coefficient of X^d, a polynomial in Y. */
export type Bivariate = readonly Polynomial[];

/** Numbers over H by field; "w", "s" and so on per party. */
export type Numbers = Record<string, bigint[]>;

/** What one proof is made from. */
export interface ForeignInput {
  /** The commitments in it are replaced by those of `matrices` and `costs`. */
  readonly statement: SealedStatement;
  readonly key: VerifyingKey;
  readonly trapdoor: { readonly sigma: bigint; readonly tau: bigint };
  readonly matrices: readonly Bivariate[];
  readonly costs: Bivariate;
  readonly columns: Numbers;
  readonly rows: readonly Numbers[];
  readonly random: Random;
  /** Replaces a polynomial before it is sent; the challenges known by then are given. */
  readonly forge?: (name: string, honest: Bivariate, challenges: Readonly<Record<string, bigint>>) => Bivariate;
}

/** Limbs per field, in order from limb 0. */
const LAYOUTS: Record<string, readonly (readonly [string, number])[]> = {
  "optimal C": Object.entries({ x: 6, "x'": 6, "z+": 10, "z-": 5, "z-'": 5 }),
  "infeasible C": Object.entries({ "z+": 12, y: 14 }),
  "unbounded C": Object.entries({ x: 6, "x'": 6, ray: 6, y: 14 }),
  optimal: Object.entries({ w: 6, s: 14, r: 5, "r'": 5 }),
  infeasible: Object.entries({ w: 6, s: 14 }),
  unbounded: Object.entries({ s: 11, "s'": 11, r: 5, "r'": 5 }),
};

const word = (value: bigint) => Buffer.from(value.toString(16).padStart(64, "0"), "hex");
const hash = (...parts: Uint8Array[]) => keccak_256(Uint8Array.from(Buffer.concat(parts)));
const number = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
const hashWords = (tag: string, values: readonly (bigint | string | number)[]) =>
  hash(keccak_256(utf8ToBytes(tag)), ...values.map((value) => word(BigInt(value))));
const inX = (f: Polynomial): Bivariate => f.map((coefficient) => [coefficient]);

/** Σ scalar·f. */
export function addUp(terms: readonly (readonly [bigint, Bivariate])[]): Bivariate {
  const width = Math.max(0, ...terms.map(([, f]) => f.length));
  return Array.from({ length: width }, (_, d) => combine(terms.map(([scalar, f]) => [scalar, f[d] ?? []])));
}

/** f(x, Y). */
export function atX(f: Bivariate, x: bigint): Polynomial {
  const powers = powersFrom(x, f.length);
  return combine(f.map((row, d) => [powers[d]!, row]));
}

/** f(X, y), as a polynomial in one variable. */
export function atY(f: Bivariate, y: bigint): Polynomial {
  return f.map((row) => evaluate(row, y));
}

/** The quotient by Y − y, without the remainder. */
function divideByY(f: Bivariate, y: bigint): Bivariate {
  return f.map((row) => divideByLinear(row, y));
}

/** The quotient by X − x, without the remainder. */
function divideByX(f: Bivariate, x: bigint): Bivariate {
  const out: Polynomial[] = [];
  for (let d = f.length - 1, carry: Polynomial = []; d >= 1; d--) {
    carry = combine([
      [x, carry],
      [1n, f[d]!],
    ]);
    out[d - 1] = carry;
  }
  return out;
}

/** f(X)·g(Y). */
export function timesInX(f: Polynomial, g: Polynomial): Bivariate {
  return f.map((coefficient) => combine([[coefficient, g]]));
}

/** A_k of docs/sealed.md, "Commitments", from R rows of R numbers. */
export function maskMatrix(entries: readonly (readonly bigint[])[], random: Random): Bivariate {
  const size = entries.length;
  const zero = new Array<bigint>(size).fill(0n);
  const rows = entries.map((row) => interpolate(row.map(reduce)));
  const columns = zero.map((_, j) => interpolate(rows.map((row) => row[j]!)));
  const draw = () => withMasks([], size, randomScalars(random, 3));
  return addUp([
    [1n, zero.map((_, i) => columns.map((column) => column[i]!))],
    [1n, timesInX(draw(), interpolate(zero.with(0, 1n)))],
    [1n, timesInX(interpolate(zero.with(size - 2, 1n)), draw())],
    [1n, timesInX(withMasks([], size, [1n]), draw())],
    [1n, timesInX(withMasks([], size, [0n, 1n]), draw())],
  ]);
}

/** One identity: a constant and coefficients of the polynomials that are not opened. */
type Identity = readonly [constant: bigint, coefficients: Readonly<Record<string, bigint>>];

/** What identities are made from at one X. */
interface Place {
  readonly X: bigint;
  readonly sel: bigint;
  readonly first: bigint;
  readonly last: bigint;
  /** l_part(η^q X). */
  readonly limb: (part: string, q: number) => bigint;
  /** N, x, Phi+, Psi+, t and v. */
  readonly value: (name: string) => bigint;
}

/** 1/R, 1/D and χ^(R−1). */
function constantsOf({ size }: SealedStatement) {
  const chi = power(5n, R_MINUS_ONE / BigInt(size));
  return { ofH: invert(BigInt(size)), ofK: invert(32n * BigInt(size)), slot: power(chi, BigInt(size - 1)) };
}

/** The identities in order, from the table of the page. */
function identitiesAt(
  { statement, constants }: { statement: SealedStatement; constants: ReturnType<typeof constantsOf> },
  C: Readonly<Record<string, bigint>>,
  place: Place,
): Identity[] {
  const { kind, parties, size, tolerances, decimals } = statement;
  const { X, sel, first, last, limb, value } = place;
  const [x0, u] = [10n ** BigInt(decimals.solution), 10n ** BigInt(decimals.multiplier)];
  const L = BigInt(Math.min(12, 5 + Math.log2(size)));
  const [primal, dual] = [kind !== "infeasible", kind !== "unbounded"];
  const all = Array.from({ length: parties }, (_, k) => `${k}`);
  const read = (part: string, field: string) => {
    let from = 0;
    for (const [name, limbs] of LAYOUTS[part === "C" ? `${kind} C` : kind]!) {
      if (name === field) return sum(Array.from({ length: limbs }, (_, q) => limb(part, from + q) << (L * BigInt(q))));
      from += limbs;
    }
    return 0n;
  };
  const c = (field: string) => read("C", field);
  const total = (f: (k: string) => bigint) => sum(all.map(f));
  const slack = total((k) => read(k, "s"));
  const G = {
    optimal: () =>
      c("x") * c("z+") + c("x'") * c("z-") + total((k) => read(k, "w") * (read(k, "s") + read(k, "r"))) + last * slack,
    infeasible: () =>
      tolerances.residual * total((k) => read(k, "w")) - x0 * first * c("z+") + last * (slack + x0 * c("y")),
    unbounded: () => tolerances.dual * c("ray") + last * (slack + u * c("y")),
  }[kind]();
  const target = (dual ? C["nu"]! * value("v") : 0n) + C["nu'"]! * (kind === "optimal" ? tolerances.gap : -1n);
  const sums: Record<string, bigint> = { Phi: -1n, hT: 1n, hC: -1n };
  for (const k of all) {
    sums[`h${k}`] = -1n;
    if (dual) sums[`e${k}`] = -sel * C["nu"]! * read(k, "w");
  }
  if (kind === "unbounded") sums["c"] = -sel * C["nu'"]! * u * c("ray");
  const list: (Identity | false)[] = [
    ...["C", ...all].map((part): Identity => [-1n, { [`h${part}`]: C["theta"]! + limb(part, 0) }]),
    [0n, { hT: C["theta"]! + value("N"), m: -1n }],
    [value("Phi+") - sel * C["nu'"]! * reduce(G) + target * constants.ofK, sums],
    primal && rowsIdentity(),
    kind === "optimal" && [sel * (X - 1n) * (c("z+") - c("z-")), { c: -sel * (X - 1n) * u, V: -sel * (X - 1n) }],
    kind === "infeasible" && [sel * c("z+"), { V: -sel }],
    primal && [sel * (c("x") + c("x'")), { U: -sel }],
    kind === "optimal" && [sel * (c("z-") + c("z-'") - tolerances.dual), {}],
    kind === "unbounded" && [sel * c("ray"), { J: -sel * c("ray") }],
    primal && [sel * first * (c("x") - x0), {}],
    primal && [sel * (value("x") - c("x") - C["epsilon"]! * c("ray")), {}],
    primal && [-sel * (value("t") * constants.ofH + value("Psi+")), { a: sel * value("x"), Psi: sel }],
    ...all.map((k): Identity | false => primal && [sel * (read(k, "r") + read(k, "r'") - tolerances.residual), {}]),
    ...all.map((k): Identity | false => dual && [sel * last * read(k, "w"), {}]),
  ];
  return list.filter((identity) => identity !== false);

  function rowsIdentity(): Identity {
    const factor = sel * (X - constants.slot);
    const held = total((k) => C[`lambda${k}`]! * (read(k, "r") - read(k, "s") - C["epsilon"]! * read(k, "s'")));
    return [-factor * held, { T: factor }];
  }
}

const R_MINUS_ONE = bn254.fields.Fr.ORDER - 1n;

/** Σ γ^i·(identity i). */
function combined(identities: readonly Identity[], gamma: bigint): Identity {
  const coefficients: Record<string, bigint> = {};
  let constant = 0n;
  let weight = 1n;
  for (const [own, terms] of identities) {
    constant = reduce(constant + weight * own);
    for (const [name, value] of Object.entries(terms))
      coefficients[name] = reduce((coefficients[name] ?? 0n) + weight * value);
    weight = reduce(weight * gamma);
  }
  return [constant, coefficients];
}

const limbMaxOf = (size: number) => (1n << BigInt(Math.min(12, 5 + Math.log2(size)))) - 1n;

/** N, U and J. */
export function publicVectors({ size, bounds, decimals }: SealedStatement): Record<"N" | "U" | "J", Bivariate> {
  const limbMax = limbMaxOf(size);
  const table = Array.from({ length: 32 * size }, (_, i) => (BigInt(i) < limbMax ? BigInt(i) : limbMax));
  const onColumns = (first: bigint, values: readonly bigint[]) =>
    interpolate([first, ...values, ...new Array<bigint>(size - 1 - values.length).fill(0n)]);
  return {
    N: [interpolate(table)],
    U: [onColumns(10n ** BigInt(decimals.solution), bounds)],
    J: [
      onColumns(
        0n,
        bounds.map(() => 1n),
      ),
    ],
  };
}

/** [f] of a string with a known trapdoor. */
export function commitForeign({ sigma, tau }: ForeignInput["trapdoor"], f: Bivariate): typeof bn254.G1.Point.BASE {
  return bn254.G1.Point.BASE.multiply(evaluate(atY(f, tau), sigma));
}

/** The proof, and the statement with the commitments that it is about. */
export function proveForeign(input: ForeignInput): { statement: SealedStatement; bytes: Uint8Array } {
  const { key, trapdoor, columns, rows, random } = input;
  const { kind, parties, size: R, objectiveOwner: o, tolerances, decimals } = input.statement;
  const [primal, dual] = [kind !== "infeasible", kind !== "unbounded"];
  const D = 32 * R;
  const eta = power(5n, R_MINUS_ONE / BigInt(D));
  const chi = power(eta, 32n);
  const onH = powersFrom(chi, R);
  const all = Array.from({ length: parties }, (_, k) => `${k}`);
  const parts = ["C", ...all];
  const [x0, u] = [10n ** BigInt(decimals.solution), 10n ** BigInt(decimals.multiplier)];
  const challenges: Record<string, bigint> = {};
  const C = (name: string) => challenges[name]!;
  const zeros = (count: number) => new Array<bigint>(count).fill(0n);

  // Sending: points from the trapdoor, words into the transcript.
  const f: Record<string, Bivariate> = {};
  const scalars: Record<string, bigint> = {};
  const pointWords = (polynomial: Bivariate) => {
    const { x, y } = commitForeign(trapdoor, polynomial).toAffine();
    return [word(x), word(y)];
  };
  const make = (name: string, honest: Bivariate) => {
    f[name] = input.forge?.(name, honest, challenges) ?? honest;
  };
  const line = (name: string, honest: Polynomial) => make(name, [honest]);
  const words: Buffer[] = [];
  let state: Uint8Array;
  const send = (points: string[], values: string[], drawn: string[]) => {
    const own = [...points.flatMap((name) => pointWords(f[name]!)), ...values.map((name) => word(scalars[name]!))];
    words.push(...own);
    state = hash(state, ...own);
    for (const [i, name] of drawn.entries()) challenges[name] = reduce(number(hash(state, word(BigInt(i)))));
  };
  const masked = (values: readonly bigint[], masks: number) =>
    withMasks(interpolate(values), values.length, randomScalars(random, masks));

  // Statement.
  for (const [k, matrix] of input.matrices.entries()) make(`A${k}`, matrix);
  make("c", input.costs);
  const id = [input.statement.chainId, input.statement.coordinator, input.statement.round];
  const commitments = all.map((k, at) => {
    const costs = at === o ? pointWords(f["c"]!) : [word(0n), word(0n)];
    const values = [...pointWords(f[`A${k}`]!), ...costs].map(number);
    return hashWords("concordat/sealed/commitment/v1", [...id, at, key.srsDigest, ...values]);
  });
  const publicWords = [key.limbs, key.bounds, key.columns].flatMap((point) => {
    const { x, y } = point.toAffine();
    return [word(x), word(y)];
  });
  const kindNumber = ["optimal", "infeasible", "unbounded"].indexOf(kind);
  const numbers = [kindNumber, parties, o, R, input.statement.columns, x0, u];
  const tolerated = [tolerances.residual, tolerances.dual, tolerances.gap];
  const digests = [hash(...publicWords), hash(...commitments)].map(number);
  state = hashWords("concordat/sealed/statement/v1", [...id, ...numbers, ...tolerated, key.srsDigest, ...digests]);
  const statement = {
    ...input.statement,
    commitments: commitments.map((own) => `0x${Buffer.from(own).toString("hex")}` as const),
  };
  Object.assign(f, publicVectors(input.statement));
  const limbMax = limbMaxOf(R);
  const relation = { statement, constants: constantsOf(statement) };
  send([...all.map((k) => `A${k}`), "c"], [], []);

  // Step 1. What does not fit a field goes into its last limb.
  const counts = zeros(D);
  for (const part of parts) {
    const limbs = zeros(D);
    const own = part === "C" ? columns : rows[Number(part)]!;
    let from = 0;
    for (const [field, width] of LAYOUTS[part === "C" ? `${kind} C` : kind]!) {
      for (const [i, value] of (own[field] ?? []).entries()) {
        let rest = value;
        for (let q = 0; q < width; q++) {
          limbs[32 * i + from + q] = reduce(q === width - 1 ? rest : rest & limbMax);
          rest = (rest - (rest & limbMax)) / (limbMax + 1n);
        }
      }
      from += width;
    }
    for (const limb of limbs) if (limb <= limbMax) counts[Number(limb)]! += 1n;
    line(`l${part}`, masked(limbs, 34));
  }
  line("m", masked(counts, 2));
  const slicesOf = (slice: (k: string) => readonly (readonly [bigint, Polynomial])[]) => combine(all.flatMap(slice));
  if (dual)
    line(
      "V",
      slicesOf((k) => onH.map((root, i) => [rows[Number(k)]!["w"]![i]!, atX(f[`A${k}`]!, root)] as const)),
    );
  const lambdas = all.map((k) => `lambda${k}`);
  send([...parts.map((part) => `l${part}`), "m", ...(dual ? ["V"] : [])], [], ["theta", "epsilon", ...lambdas]);

  // Step 2.
  const inverses = (polynomial: Polynomial) =>
    invertAll(valuesOn(D, polynomial).map((value) => reduce(C("theta") + value)));
  for (const part of parts) line(`h${part}`, masked(inverses(f[`l${part}`]![0]!), 2));
  const multiplicities = valuesOn(D, f["m"]![0]!);
  line(
    "hT",
    masked(
      inverses(f["N"]![0]!).map((value, i) => reduce(value * multiplicities[i]!)),
      2,
    ),
  );
  if (primal) {
    const x = columns["x"]!.map((value, j) => reduce(value + C("epsilon") * (columns["ray"]?.[j] ?? 0n)));
    line("x", masked(x, 2));
    line(
      "T",
      slicesOf((k) => onH.map((root, j) => [C(`lambda${k}`) * x[j]!, atY(f[`A${k}`]!, root)] as const)),
    );
  }
  send([...parts.map((part) => `h${part}`), "hT", ...(primal ? ["x", "T"] : [])], [], ["alpha", "beta"]);

  // Steps 3 and 4.
  if (primal) {
    const weighted = addUp(all.map((k) => [C(`lambda${k}`), f[`A${k}`]!] as const));
    line("a", atX(weighted, C("alpha")));
    make("Q1", divideByX(weighted, C("alpha")));
    scalars["t"] = evaluate(f["T"]![0]!, C("alpha"));
  }
  if (dual) {
    for (const k of all) make(`e${k}`, inX(atY(f[`A${k}`]!, C("beta"))));
    scalars["v"] = evaluate(f["V"]![0]!, C("beta"));
  }
  const slices = all.map((k) => `e${k}`);
  send(
    [...(primal ? ["a", "Q1"] : []), ...(dual ? slices : [])],
    [...(primal ? ["t"] : []), ...(dual ? ["v"] : [])],
    all.map((k) => `mu${k}`),
  );
  if (dual) make("Q2", divideByY(addUp(all.map((k) => [C(`mu${k}`), f[`A${k}`]!] as const)), C("beta")));
  send(dual ? ["Q2"] : [], [], ["nu", "nu'"]);

  // Step 5: running sums of what the identities sum and inner leave open. e_k counts at Y = β.
  const shown = (name: string): Polynomial =>
    name.startsWith("e") ? atY(f[name]!, C("beta")) : atX(f[name]!, primal ? C("alpha") : 0n);
  const runs = (values: readonly bigint[]) => {
    let total = 0n;
    return values.map((value) => {
      const before = total;
      total = reduce(total + value);
      return before;
    });
  };
  const K = powersFrom(eta, D);
  const limbsOnK = Object.fromEntries(parts.map((part) => [part, valuesOn(D, shown(`l${part}`))]));
  const knownOnK: Record<string, bigint[]> = { N: valuesOn(D, shown("N")) };
  if (primal) knownOnK["x"] = valuesOn(D, shown("x"));
  const open = Object.keys(f).filter((name) => !/^(l|A|Q|x$|N$)/.test(name));
  const openOnK = Object.fromEntries(open.map((name) => [name, valuesOn(D, shown(name))]));
  const step5 = { ...challenges, gamma: 0n };
  const left = (i: number, position: number, on: "K" | "H") => {
    const place: Place = {
      X: K[i]!,
      ...{ sel: i % 32 === 0 ? 1n : 0n, first: i === 0 ? 1n : 0n, last: i === D - 32 ? 1n : 0n },
      limb: (part, q) => limbsOnK[part]![(i + q) % D]!,
      value: (name) => scalars[name] ?? knownOnK[name]?.[i] ?? 0n,
    };
    const [constant, terms] = identitiesAt(relation, step5, place)[position]!;
    const rest = Object.entries(terms).map(([name, coefficient]) => coefficient * (openOnK[name]?.[i] ?? 0n));
    return reduce((on === "K" ? -1n : 1n) * (constant + sum(rest)));
  };
  line("Phi", masked(runs(K.map((_, i) => left(i, parties + 2, "K"))), 3));
  if (primal) {
    const position = { optimal: parties + 9, unbounded: parties + 8, infeasible: 0 }[kind];
    line("Psi", masked(runs(onH.map((_, i) => left(32 * i, position, "H"))), 3));
  }
  send(["Phi", ...(primal ? ["Psi"] : [])], [], ["gamma"]);

  // Step 6: the quotient, on a coset, for each power of X by itself.
  const longest = Math.max(...Object.values(f).map((own) => Math.max(0, ...own.map((row) => row.length))));
  const shift = longest > D + 34 ? 8 : 4;
  const wide = shift * D;
  const wideValues = (polynomial: Polynomial) => valuesOnCoset(wide, polynomial);
  const indicator = (length: number, at: (i: number) => boolean) =>
    wideValues(interpolate(zeros(length).map((_, i) => (at(i) ? 1n : 0n))));
  const [sel, first, last] = [
    indicator(D, (i) => i % 32 === 0),
    indicator(R, (i) => i === 0),
    indicator(R, (i) => i === R - 1),
  ];
  const X = wideValues([0n, 1n]);
  const opened: Record<string, bigint[]> = {};
  for (const name of [...parts.map((part) => `l${part}`), "N", ...(primal ? ["x", "Psi"] : []), "Phi"])
    opened[name] = wideValues(f[name]![0] ?? []);
  const forms = X.map((at, i) => {
    const later = (name: string, q: number) => opened[name]![(i + shift * q) % wide]!;
    const place: Place = {
      ...{ X: at, sel: sel[i]!, first: first[i]!, last: last[i]! },
      limb: (part, q) => later(`l${part}`, q),
      value: (name) => {
        if (name === "Phi+") return later("Phi", 1);
        if (name === "Psi+") return later("Psi", 32);
        return scalars[name] ?? later(name, 0);
      },
    };
    return combined(identitiesAt(relation, challenges, place), C("gamma"));
  });
  const linear = Object.keys(forms[0]![1]);
  const powersOfX = Math.max(...linear.map((name) => (name.startsWith("e") ? 1 : f[name]!.length)));
  const quotient = Array.from({ length: powersOfX }, (_, d) => {
    const values = linear.flatMap((name) => {
      const row = name.startsWith("e") ? (d === 0 ? shown(name) : []) : (f[name]![d] ?? []);
      return row.length === 0 ? [] : [[name, wideValues(row)] as const];
    });
    const F = forms.map(([constant, coefficients], i) =>
      reduce((d === 0 ? constant : 0n) + sum(values.map(([name, own]) => coefficients[name]! * own[i]!))),
    );
    return divideByVanishing(interpolateOnCoset(Vector.of(F)), D);
  });
  make("q", quotient);
  send(["q"], [], ["zeta"]);

  // Step 7.
  const zeta = C("zeta");
  const coset = powersFrom(eta, 32).map((root) => reduce(root * zeta));
  const limbNames = parts.flatMap((part) => coset.map((_, q) => `l${part}.${q}`));
  for (const part of parts)
    for (const [q, point] of coset.entries()) scalars[`l${part}.${q}`] = evaluate(f[`l${part}`]![0]!, point);
  scalars["Phi+"] = evaluate(f["Phi"]![0]!, coset[1]!);
  scalars["N"] = evaluate(f["N"]![0]!, zeta);
  if (primal) scalars["Psi+"] = evaluate(f["Psi"]![0]!, reduce(chi * zeta));
  if (primal) scalars["x"] = evaluate(f["x"]![0]!, zeta);
  const ZH = reduce(power(zeta, BigInt(R)) - 1n);
  const ZK = reduce(power(zeta, BigInt(D)) - 1n);
  const lagrange = (root: bigint) => reduce(root * ZH * invert(reduce(BigInt(R) * (zeta - root))));
  const place: Place = {
    ...{ X: zeta, sel: reduce(ZK * invert(32n * ZH)), first: lagrange(1n), last: lagrange(onH[R - 1]!) },
    limb: (part, q) => scalars[`l${part}.${q}`]!,
    value: (name) => scalars[name]!,
  };
  const [constant, coefficients] = combined(identitiesAt(relation, challenges, place), C("gamma"));
  if (dual) {
    const whole = addUp(all.map((k) => [coefficients[`e${k}`]!, f[`e${k}`]!] as const));
    scalars["y"] = evaluate(atX(whole, zeta), C("beta"));
    make("We", divideByX(whole, zeta));
  }
  const common = ["Phi+", "N", ...(primal ? ["Psi+", "x"] : []), ...(dual ? ["y"] : [])];
  send(dual ? ["We"] : [], [...limbNames, ...common], ["rho"]);

  // Steps 8 and 9.
  const terms = Object.entries({ ...coefficients, q: -ZK }).filter(([name]) => !name.startsWith("e"));
  const Lin = addUp(terms.map(([name, coefficient]) => [coefficient, f[name]!] as const));
  const groups: [Bivariate, bigint[], bigint[]][] = parts.map((part) => [
    f[`l${part}`]!,
    coset,
    coset.map((_, q) => scalars[`l${part}.${q}`]!),
  ]);
  const single = (polynomial: Bivariate, point: bigint, value: bigint) => groups.push([polynomial, [point], [value]]);
  single(Lin, zeta, reduce(-constant - (scalars["y"] ?? 0n)));
  single(f["N"]!, zeta, scalars["N"]!);
  if (primal) single(f["x"]!, zeta, scalars["x"]!);
  single(f["Phi"]!, coset[1]!, scalars["Phi+"]);
  if (primal) {
    single(f["Psi"]!, reduce(chi * zeta), scalars["Psi+"]!);
    single(f["T"]!, C("alpha"), scalars["t"]!);
  }
  if (dual) single(f["V"]!, C("beta"), scalars["v"]!);
  const union = [...new Set(groups.flatMap(([, points]) => points))];
  const rhos = powersFrom(C("rho"), groups.length);
  const quotients = groups.map(([polynomial, points], i) => {
    const divided = points.reduce((rest, point) => divideByY(rest, point), polynomial);
    return [rhos[i]!, divided] as const;
  });
  make("W", addUp(quotients));
  send(["W"], [], ["xi"]);
  const xi = C("xi");
  const product = (points: readonly bigint[]) => points.reduce((value, point) => reduce(value * (xi - point)), 1n);
  const summands = groups.map(([polynomial, points], i) => {
    const others = union.filter((point) => !points.includes(point));
    return [reduce(rhos[i]! * product(others)), polynomial] as const;
  });
  make("W'", divideByY(addUp([...summands, [-product(union), f["W"]!]]), xi));
  send(["W'"], [], ["pi"]);
  return { statement, bytes: Uint8Array.from(Buffer.concat(words)) };
}
