// AssemblyScript. Points in Jacobian coordinates, X, Y and Z, all reduced: x = X/Z², y = Y/Z³, and
// Z = 0 is infinity. Formulas: dbl-2009-l and add-2007-bl of the Explicit-Formulas Database
// (Bernstein & Lange). A target may be a source.
import { add, copy, invert, isZero, product, reduce, subtract, write } from "./field";
import { multiply, one, WIDTH } from "./montgomery";
import { ordinate, pointOf } from "./pairs";

const JACOBIAN: usize = 3 * WIDTH;
const Y: usize = WIDTH;
const Z: usize = 2 * WIDTH;

const t0 = memory.data(36);
const t1 = memory.data(36);
const t2 = memory.data(36);
const t3 = memory.data(36);
const t4 = memory.data(36);
const t5 = memory.data(36);
const other = memory.data(108);

export function setInfinity(p: usize): void {
  memory.fill(p, 0, JACOBIAN);
}

export function isInfinity(p: usize): bool {
  return isZero(p + Z);
}

/** p = 2p. */
export function double(p: usize): void {
  product(t0, p, p);
  product(t1, p + Y, p + Y);
  product(t2, t1, t1);
  // D = 2((X + B)² − A − C), with A, B and C in t0, t1 and t2.
  add(t3, p, t1);
  product(t3, t3, t3);
  subtract(t3, t3, t0);
  subtract(t3, t3, t2);
  add(t3, t3, t3);
  // E = 3A.
  add(t4, t0, t0);
  add(t4, t4, t0);
  product(p + Z, p + Y, p + Z);
  add(p + Z, p + Z, p + Z);
  product(p, t4, t4);
  subtract(p, p, t3);
  subtract(p, p, t3);
  subtract(t3, t3, p);
  product(p + Y, t4, t3);
  for (let i = 0; i < 3; i++) add(t2, t2, t2);
  subtract(p + Y, p + Y, t2);
}

/** p = p + a term. */
export function addTerm(p: usize, term: usize): void {
  copy(other, pointOf(term));
  ordinate(other + Y, term);
  reduce(other + Y, other + Y);
  copy(other + Z, one());
  addJacobian(p, other);
}

/** p = p + q. */
export function addJacobian(p: usize, q: usize): void {
  if (isInfinity(q)) return;
  if (isInfinity(p)) {
    memory.copy(p, q, JACOBIAN);
    return;
  }
  // Z1Z1, Z2Z2, U1, H = U2 − U1, S1, S2 − S1.
  product(t0, p + Z, p + Z);
  product(t1, q + Z, q + Z);
  product(t2, p, t1);
  product(t3, q, t0);
  subtract(t3, t3, t2);
  product(t4, p + Z, t0);
  product(t4, q + Y, t4);
  product(t5, q + Z, t1);
  product(t5, p + Y, t5);
  subtract(t4, t4, t5);
  if (isZero(t3)) {
    if (isZero(t4)) double(p);
    else setInfinity(p);
    return;
  }
  // Z3 = ((Z1 + Z2)² − Z1Z1 − Z2Z2)·H.
  add(p + Z, p + Z, q + Z);
  product(p + Z, p + Z, p + Z);
  subtract(p + Z, p + Z, t0);
  subtract(p + Z, p + Z, t1);
  product(p + Z, p + Z, t3);
  // I = (2H)², J = H·I, r = 2(S2 − S1), V = U1·I.
  add(t0, t3, t3);
  product(t0, t0, t0);
  product(t1, t3, t0);
  add(t4, t4, t4);
  product(t2, t2, t0);
  // X3 = r² − J − 2V.
  product(p, t4, t4);
  subtract(p, p, t1);
  subtract(p, p, t2);
  subtract(p, p, t2);
  // Y3 = r(V − X3) − 2·S1·J.
  subtract(t2, t2, p);
  product(t2, t4, t2);
  product(t5, t5, t1);
  add(t5, t5, t5);
  subtract(p + Y, t2, t5);
}

/** x, then y of a finite point, 32 bytes each, little endian. */
export function writeAffine(bytes: usize, p: usize): void {
  invert(t0, p + Z);
  multiply(t1, t0, t0);
  multiply(t0, t0, t1);
  multiply(t1, p, t1);
  multiply(t0, p + Y, t0);
  write(bytes, t1);
  write(bytes + 32, t0);
}
