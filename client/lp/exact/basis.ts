// A basis of a standard program, and exact solutions of its two linear systems by p-adic lifting
// (J. D. Dixon, "Exact solution of linear equations using p-adic expansions", Numer. Math. 40,
// 1982). Doubles carry out all arithmetic of word size.
import { ModularMatrix, residue, wordPrime } from "../../math/modular-linear.ts";
import { type RationalVector, reconstruct } from "../../math/rational.ts";
import { columnOf, type StandardProgram } from "./standard.ts";

/**
 * Bits of a limb. A double holds 53 bits: a balanced residue takes 22, and the sum over the rows
 * takes the logarithm of their number.
 */
function limbBits(rows: number): number {
  return 53 - 22 - Math.ceil(Math.log2(rows + 1));
}

interface LimbColumn {
  readonly rows: Int32Array;
  /** `limbs[l][k]`: signed limb l of the k-th entry, with weight 2^(bits·l). */
  readonly limbs: readonly Float64Array[];
}

function splitColumn(rows: readonly number[], values: readonly bigint[], bits: number): LimbColumn {
  const limbs: Float64Array[] = [];
  const mask = (1n << BigInt(bits)) - 1n;
  values.forEach((value, k) => {
    const sign = value < 0n ? -1 : 1;
    let rest = value < 0n ? -value : value;
    for (let l = 0; rest > 0n; l++, rest >>= BigInt(bits)) {
      limbs[l] ??= new Float64Array(values.length);
      limbs[l]![k] = sign * Number(rest & mask);
    }
  });
  return { rows: Int32Array.from(rows), limbs };
}

/** Σ digits[k]·prime^k for every entry, computed by pairing up digits. */
function assemble(digits: readonly Float64Array[], prime: bigint): { values: bigint[]; modulus: bigint } {
  let level = digits.map((digit) => Array.from(digit, BigInt));
  let weight = prime;
  while (level.length > 1) {
    const next: bigint[][] = [];
    for (let k = 0; k < level.length; k += 2) {
      const high = level[k + 1];
      next.push(high === undefined ? level[k]! : level[k]!.map((low, i) => low + weight * high[i]!));
    }
    level = next;
    weight *= weight;
  }
  return { values: level[0]!, modulus: prime ** BigInt(digits.length) };
}

export class Basis {
  readonly program: StandardProgram;
  /** The basic variable at each position. */
  readonly variables: number[];
  readonly #bits: number;
  readonly #limbs = new Map<number, LimbColumn>();
  #primeIndex = 0;
  #inverse: ModularMatrix;

  /**
   * Takes the linearly independent variables among `wanted` (best first) into the basis. Every
   * other position keeps the logical of its row.
   */
  constructor(program: StandardProgram, wanted: readonly number[]) {
    this.program = program;
    const m = program.rhs.length;
    const n = program.columns.length;
    this.#bits = limbBits(m);
    this.variables = Array.from({ length: m }, (_, i) => n + i);
    this.#inverse = ModularMatrix.identity(m, wordPrime(this.#primeIndex));
    this.#enter(wanted);
  }

  #enter(wanted: readonly number[]): void {
    const open = this.variables.map(() => true);
    for (const variable of wanted) {
      let position = this.variables.indexOf(variable);
      if (position < 0) {
        const transformed = this.#inverse.times(this.#residues(variable));
        position = transformed.findIndex((value, i) => open[i] === true && value !== 0);
        if (position < 0) continue;
        this.#inverse.replaceColumn(position, transformed);
        this.variables[position] = variable;
      }
      open[position] = false;
    }
  }

  #residues(variable: number): Float64Array {
    const column = columnOf(this.program, variable);
    const result = new Float64Array(this.variables.length);
    const prime = BigInt(this.#inverse.prime);
    column.rows.forEach((row, k) => {
      result[row] = residue(column.values[k]!, prime);
    });
    return result;
  }

  #limbsOf(variable: number): LimbColumn {
    let split = this.#limbs.get(variable);
    if (split === undefined) {
      const column = columnOf(this.program, variable);
      split = splitColumn(column.rows, column.values, this.#bits);
      this.#limbs.set(variable, split);
    }
    return split;
  }

  /** Puts `variable` at `position`. The exact pivot element must not be 0. */
  replace(position: number, variable: number): void {
    const transformed = this.#inverse.times(this.#residues(variable));
    if (transformed[position] !== 0) {
      this.#inverse.replaceColumn(position, transformed);
      this.variables[position] = variable;
      return;
    }
    // The pivot element is a multiple of this prime: rebuild the inverse modulo another prime.
    this.variables[position] = variable;
    const n = this.program.columns.length;
    const wanted = this.variables.slice();
    this.variables.forEach((_, i) => {
      this.variables[i] = n + i;
    });
    this.#primeIndex++;
    this.#inverse = ModularMatrix.identity(wanted.length, wordPrime(this.#primeIndex));
    this.#enter(wanted.sort((a, b) => b - a));
  }

  /** B⁻¹ rhs; entry i belongs to the basic variable at position i. */
  solve(rhs: readonly bigint[]): RationalVector {
    return this.#lift(rhs, false);
  }

  /** B⁻ᵀ rhs; `rhs[i]` belongs to position i, the result's entries to the rows. */
  solveTransposed(rhs: readonly bigint[]): RationalVector {
    return this.#lift(rhs, true);
  }

  #lift(rhs: readonly bigint[], transposed: boolean): RationalVector {
    const prime = BigInt(this.#inverse.prime);
    const columns = this.variables.map((variable) => this.#limbsOf(variable));
    const digits: Float64Array[] = [];
    let rest: bigint[] = [...rhs];
    let check = 4;
    for (;;) {
      const residues = Float64Array.from(rest, (value) => residue(value, prime));
      const digit = transposed ? this.#inverse.transposedTimes(residues) : this.#inverse.times(residues);
      digits.push(digit);
      rest = this.#subtractProduct(rest, columns, digit, transposed).map((value) => value / prime);
      if (digits.length < check && rest.some((value) => value !== 0n)) continue;
      check = Math.ceil(check * 1.5);
      const { values, modulus } = assemble(digits, prime);
      const result = reconstruct(values, modulus);
      if (result !== null && this.#solves(result, rhs, transposed)) return result;
      if (rest.every((value) => value === 0n)) return { numerators: values, denominator: 1n };
    }
  }

  /** rest − B·digit, or rest − Bᵀ·digit. */
  #subtractProduct(rest: bigint[], columns: readonly LimbColumn[], digit: Float64Array, transposed: boolean): bigint[] {
    const m = rest.length;
    const sums: Float64Array[] = [];
    for (let position = 0; position < m; position++) {
      const { rows, limbs } = columns[position]!;
      const factor = digit[position]!;
      if (!transposed && factor === 0) continue;
      for (let l = 0; l < limbs.length; l++) {
        const limb = limbs[l]!;
        sums[l] ??= new Float64Array(m);
        const target = sums[l]!;
        if (transposed) {
          let sum = 0;
          for (let k = 0; k < limb.length; k++) sum += limb[k]! * digit[rows[k]!]!;
          target[position] = sum;
        } else {
          for (let k = 0; k < limb.length; k++) target[rows[k]!]! += limb[k]! * factor;
        }
      }
    }
    return rest.map((value, i) => {
      let product = 0n;
      for (let l = 0; l < sums.length; l++) product += BigInt(sums[l]![i]!) << BigInt(l * this.#bits);
      return value - product;
    });
  }

  #solves(result: RationalVector, rhs: readonly bigint[], transposed: boolean): boolean {
    const { numerators, denominator } = result;
    const product = new Array<bigint>(rhs.length).fill(0n);
    this.variables.forEach((variable, position) => {
      const { rows, values } = columnOf(this.program, variable);
      for (let k = 0; k < rows.length; k++) {
        if (transposed) product[position]! += values[k]! * numerators[rows[k]!]!;
        else product[rows[k]!]! += values[k]! * numerators[position]!;
      }
    });
    return product.every((value, i) => value === denominator * rhs[i]!);
  }
}
