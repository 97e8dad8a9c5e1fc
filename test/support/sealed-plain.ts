// A second verifier of sealed proofs, written from docs/sealed.md alone, with nothing of
// client/sealed but types: every identity is spelt out as the page has it. Says yes or no.
import { bn254 } from "@noble/curves/bn254.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { SealedStatement } from "../../client/sealed/statement.ts";
import type { VerifyingKey } from "../../client/sealed/verifying-key.ts";

const G1 = bn254.G1.Point;
const G2 = bn254.G2.Point;
type Point = typeof G1.BASE;
const r = bn254.fields.Fr.ORDER;
const p = bn254.fields.Fp.ORDER;

const mod = (a: bigint) => ((a % r) + r) % r;
const pow = (a: bigint, e: bigint) => bn254.fields.Fr.pow(mod(a), e);
const inv = (a: bigint) => bn254.fields.Fr.inv(mod(a));
const word = (value: bigint) => Buffer.from(value.toString(16).padStart(64, "0"), "hex");
const number = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
const hash = (...parts: Uint8Array[]) => keccak_256(Uint8Array.from(Buffer.concat(parts)));
const tag = (text: string) => keccak_256(utf8ToBytes(text));
const hex = (value: string) => word(BigInt(value));
const xy = (point: Point) => {
  const { x, y } = point.toAffine();
  return Buffer.concat([word(x), word(y)]);
};
const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);

/** Whether the proof is accepted. */
export function plainlyAccepts(statement: SealedStatement, key: VerifyingKey, bytes: Uint8Array): boolean {
  const { kind, parties: P, size: R, objectiveOwner: o, tolerances } = statement;
  const kindNumber = ["optimal", "infeasible", "unbounded"].indexOf(kind);
  const [zero, one, two] = [kindNumber === 0, kindNumber === 1, kindNumber === 2];
  const x0 = 10n ** BigInt(statement.decimals.solution);
  const u = 10n ** BigInt(statement.decimals.multiplier);
  const D = BigInt(32 * R);
  const L = BigInt(Math.min(12, 5 + Math.log2(R)));
  const eta = pow(5n, (r - 1n) / D);
  const chi = pow(eta, 32n);

  // Words.
  if (bytes.length % 32 !== 0) return false;
  const words = Array.from({ length: bytes.length / 32 }, (_, i) => number(bytes.subarray(32 * i, 32 * i + 32)));
  let at = 0;
  const points: Record<string, Point> = { G: G1.BASE, N: key.limbs, U: key.bounds, J: key.columns };
  const scalars: Record<string, bigint> = {};
  const takePoints = (names: string[]) => {
    for (const name of names) {
      const [x, y] = [words[at++], words[at++]];
      if (x === undefined || y === undefined || x >= p || y >= p || (x === 0n && y === 0n)) throw new RangeError(name);
      points[name] = G1.fromAffine({ x, y });
      points[name].assertValidity();
    }
  };
  const takeScalars = (names: string[]) => {
    for (const name of names) {
      const value = words[at++];
      if (value === undefined || value >= r) throw new RangeError(name);
      scalars[name] = value;
    }
  };
  const each = (name: string) => Array.from({ length: P }, (_, k) => `${name}${k}`);
  const withC = (name: string) => [`${name}C`, ...each(name)];
  const when = (holds: boolean, ...names: string[]) => (holds ? names : []);

  // Transcript.
  let T: Uint8Array = new Uint8Array();
  const challenges: Record<string, bigint> = {};
  const step = (pointNames: string[], scalarNames: string[], drawn: string[]) => {
    const from = at;
    takePoints(pointNames);
    takeScalars(scalarNames);
    T = hash(T, bytes.subarray(32 * from, 32 * at));
    for (const [i, name] of drawn.entries()) challenges[name] = number(hash(T, word(BigInt(i)))) % r;
  };
  const vectors = hash(xy(key.limbs), xy(key.bounds), xy(key.columns));
  const numbers = [kindNumber, P, o, R, statement.columns].map((value) => word(BigInt(value)));
  const tolerated = [x0, u, tolerances.residual, tolerances.dual, tolerances.gap].map(word);
  const id = [word(statement.chainId), hex(statement.coordinator), word(statement.round)];
  const committed = hash(...statement.commitments.map(hex));
  const S = hash(
    tag("concordat/sealed/statement/v1"),
    ...id,
    ...numbers,
    ...tolerated,
    hex(key.srsDigest),
    vectors,
    committed,
  );
  try {
    T = S;
    step([...each("A"), "c"], [], []);
    step([...withC("l"), "m", ...when(!two, "V")], [], ["theta", "epsilon", ...each("lambda")]);
    step([...withC("h"), "hT", ...when(!one, "x", "T")], [], ["alpha", "beta"]);
    step([...when(!one, "a", "Q1"), ...(two ? [] : each("e"))], [...when(!one, "t"), ...when(!two, "v")], each("mu"));
    step(when(!two, "Q2"), [], ["nu", "nu'"]);
    step(["Phi", ...when(!one, "Psi")], [], ["gamma"]);
    step(["q"], [], ["zeta"]);
    const limbNames = withC("l").flatMap((l) => Array.from({ length: 32 }, (_, q) => `${l}.${q}`));
    step(when(!two, "We"), [...limbNames, "Phi+", "Nz", ...when(!one, "Psi+", "xz"), ...when(!two, "y")], ["rho"]);
    step(["W"], [], ["xi"]);
    step(["W'"], [], ["pi"]);
  } catch {
    return false;
  }
  if (at !== words.length) return false;

  // Commitments.
  for (let k = 0; k < P; k++) {
    const costs = k === o ? xy(points["c"]!) : Buffer.alloc(64);
    const head = [tag("concordat/sealed/commitment/v1"), ...id, word(BigInt(k)), hex(key.srsDigest)];
    if (number(hash(...head, xy(points[`A${k}`]!), costs)) !== BigInt(statement.commitments[k]!)) return false;
  }

  // Identities at ζ, as constant and coefficients.
  const C = (name: string) => challenges[name]!;
  const zeta = C("zeta");
  const ZK = pow(zeta, D) - 1n;
  const ZH = pow(zeta, BigInt(R)) - 1n;
  if (mod(ZK) === 0n) return false;
  const sel = mod(ZK * inv(32n * ZH));
  const last = pow(chi, BigInt(R - 1));
  const lagrange = (root: bigint) => mod(root * ZH * inv(BigInt(R) * (zeta - root)));
  const read = (part: string, from: number, limbs: number) =>
    sum(Array.from({ length: limbs }, (_, q) => (1n << (L * BigInt(q))) * scalars[`l${part}.${from + q}`]!));
  const all = each("");
  const field: Record<string, bigint> = {};
  const layouts: Record<string, [string, number][]> = {
    C: [
      [
        ["x", 6],
        ["x'", 6],
        ["z+", 10],
        ["z-", 5],
        ["z-'", 5],
      ],
      [
        ["z+", 12],
        ["y", 14],
      ],
      [
        ["x", 6],
        ["x'", 6],
        ["ray", 6],
        ["y", 14],
      ],
    ][kindNumber] as [string, number][],
    row: [
      [
        ["w", 6],
        ["s", 14],
        ["r", 5],
        ["r'", 5],
      ],
      [
        ["w", 6],
        ["s", 14],
      ],
      [
        ["s", 11],
        ["s'", 11],
        ["r", 5],
        ["r'", 5],
      ],
    ][kindNumber] as [string, number][],
  };
  for (const part of ["C", ...all]) {
    let from = 0;
    for (const [name, limbs] of layouts[part === "C" ? "C" : "row"]!) {
      field[`${name}${part}`] = mod(read(part, from, limbs));
      from += limbs;
    }
  }
  const f = (name: string, part = "C") => field[`${name}${part}`] ?? 0n;
  let constant = 0n;
  const coefficients: Record<string, bigint> = {};
  let weight = 1n;
  const identity = (value: bigint, terms: Record<string, bigint> = {}) => {
    constant += weight * value;
    for (const [name, coefficient] of Object.entries(terms))
      coefficients[name] = mod((coefficients[name] ?? 0n) + weight * coefficient);
    weight = mod(weight * C("gamma"));
  };
  for (const part of ["C", ...all]) identity(-1n, { [`h${part}`]: C("theta") + scalars[`l${part}.0`]! });
  identity(0n, { hT: C("theta") + scalars["Nz"]!, m: -1n });
  const slacks = sum(all.map((k) => f("s", k)));
  const inSlot = lagrange(last);
  const G = [
    f("x") * f("z+") + f("x'") * f("z-") + sum(all.map((k) => f("w", k) * (f("s", k) + f("r", k)))) + inSlot * slacks,
    tolerances.residual * sum(all.map((k) => f("w", k))) -
      x0 * lagrange(1n) * f("z+") +
      inSlot * (slacks + x0 * f("y")),
    tolerances.dual * f("ray") + inSlot * (slacks + u * f("y")),
  ][kindNumber]!;
  const g = zero ? tolerances.gap : -1n;
  const sums: Record<string, bigint> = { Phi: -1n, hT: 1n };
  for (const part of ["C", ...all]) sums[`h${part}`] = -1n;
  if (!two) for (const k of all) sums[`e${k}`] = -sel * C("nu") * f("w", k);
  if (two) sums["c"] = -sel * C("nu'") * u * f("ray");
  const target = (two ? 0n : C("nu") * scalars["v"]!) + C("nu'") * g;
  identity(scalars["Phi+"]! - sel * C("nu'") * mod(G) + target * inv(D), sums);
  if (!one) {
    const held = all.map((k) => C(`lambda${k}`) * (f("r", k) - f("s", k) - C("epsilon") * f("s'", k)));
    identity(-sel * (zeta - last) * sum(held), { T: sel * (zeta - last) });
  }
  if (zero) identity(sel * (zeta - 1n) * (f("z+") - f("z-")), { c: -sel * (zeta - 1n) * u, V: -sel * (zeta - 1n) });
  if (one) identity(sel * f("z+"), { V: -sel });
  if (!one) identity(sel * (f("x") + f("x'")), { U: -sel });
  if (zero) identity(sel * (f("z-") + f("z-'") - tolerances.dual));
  if (two) identity(sel * f("ray"), { J: -sel * f("ray") });
  if (!one) {
    identity(sel * lagrange(1n) * (f("x") - x0));
    identity(sel * (scalars["xz"]! - f("x") - C("epsilon") * f("ray")));
    identity(-sel * (scalars["t"]! * inv(BigInt(R)) + scalars["Psi+"]!), { a: sel * scalars["xz"]!, Psi: sel });
    for (const k of all) identity(sel * (f("r", k) + f("r'", k) - tolerances.residual));
  }
  if (!two) for (const k of all) identity(sel * inSlot * f("w", k));
  coefficients["q"] = -ZK;

  // Opening.
  const coset = Array.from({ length: 32 }, (_, q) => mod(zeta * pow(eta, BigInt(q))));
  const groups: [string, bigint[], bigint[]][] = ["C", ...all].map((part) => [
    `l${part}`,
    coset,
    coset.map((_, q) => scalars[`l${part}.${q}`]!),
  ]);
  const single = (name: string, point: bigint, value: bigint) => groups.push([name, [mod(point)], [value]]);
  single("Lin", zeta, -constant - (scalars["y"] ?? 0n));
  single("N", zeta, scalars["Nz"]!);
  if (!one) single("x", zeta, scalars["xz"]!);
  single("Phi", eta * zeta, scalars["Phi+"]!);
  if (!one) single("Psi", chi * zeta, scalars["Psi+"]!);
  if (!one) single("T", C("alpha"), scalars["t"]!);
  if (!two) single("V", C("beta"), scalars["v"]!);
  const union = [...new Set(groups.flatMap(([, own]) => own))];
  const xi = C("xi");
  if (union.includes(xi) || union.length !== 32 + (one ? 0 : 2) + (two ? 0 : 1)) return false;
  const product = (roots: bigint[]) => roots.reduce((value, root) => mod(value * (xi - root)), 1n);
  const left: Record<string, bigint> = {};
  const add = (name: string, scalar: bigint) => {
    left[name] = mod((left[name] ?? 0n) + scalar);
  };
  let rho = 1n;
  for (const [name, own, values] of groups) {
    const factor = mod(rho * product(union.filter((point) => !own.includes(point))));
    const interpolated = own.map((point, i) => {
      const others = own.filter((_, j) => j !== i);
      return others.reduce((value, other) => mod(value * (xi - other) * inv(point - other)), mod(values[i]!));
    });
    add("G", -factor * mod(sum(interpolated)));
    if (name !== "Lin") add(name, factor);
    else for (const [f2, c2] of Object.entries(coefficients)) if (!/^e\d/.test(f2)) add(f2, factor * c2);
    rho = mod(rho * C("rho"));
  }
  add("W", -product(union));
  add("W'", xi);

  // Lines and pairing.
  const [pi, pi2, pi3] = [C("pi"), pow(C("pi"), 2n), pow(C("pi"), 3n)];
  let [onSigma, onTau] = [G1.ZERO, points["W'"]!];
  if (!one) {
    for (const k of all) add(`A${k}`, pi * C(`lambda${k}`));
    add("a", -pi);
    add("Q1", pi * C("alpha"));
    onSigma = onSigma.add(points["Q1"]!.multiply(pi));
  }
  if (!two) {
    for (const k of all) {
      add(`A${k}`, pi2 * C(`mu${k}`));
      add(`e${k}`, -pi2 * C(`mu${k}`) + pi3 * coefficients[`e${k}`]!);
    }
    add("Q2", pi2 * C("beta"));
    add("G", -pi3 * scalars["y"]!);
    add("We", pi3 * zeta);
    onSigma = onSigma.add(points["We"]!.multiply(pi3));
    onTau = onTau.add(points["Q2"]!.multiply(pi2));
  }
  const total = Object.entries(left).reduce(
    (value, [name, scalar]) => (scalar === 0n ? value : value.add(points[name]!.multiply(scalar))),
    G1.ZERO,
  );
  if (onSigma.is0() || onTau.is0() || total.is0()) return false;
  const result = bn254.pairingBatch([
    { g1: total, g2: G2.BASE },
    { g1: onSigma.negate(), g2: key.sigma },
    { g1: onTau.negate(), g2: key.tau },
  ]);
  return bn254.fields.Fp12.eql(result, bn254.fields.Fp12.ONE);
}
