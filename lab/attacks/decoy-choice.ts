/**
 * Decoy choice by lattice reduction, against `decoy-ot` (client/engines/two-party/decoy-ot.ts).
 *
 * Attacker: Bob, honest but curious. Sees: d sequences of p matrices each, uniform modulo M; one of
 * each sequence, the same one in every entry, is a share of M̄₁ (and likewise of b̄₁). Computes:
 * the choices for which the sum modulo M is small in every entry. With s_ji ∈ {0, 1} for "choice i
 * of sequence j", choice 0 standing for all s_ji = 0, every entry e gives
 *   Σ_j H_j0[e] + Σ_ji s_ji·(H_ji − H_j0)[e] ≡ small modulo M, a subset sum of low density: (s,
 * small) is an unusually short vector of a lattice (Lagarias and Odlyzko, J. ACM 32, 1985), and the
 * more so the more entries the lattice includes. LLL finds it, or BKZ when few entries are
 * available. The paper's bound p^−d (Liu et al. 2016, section 2.2.2) is about blind guessing.
 *
 * Recovers: Alice's matrix, exactly. Against `paillier`, where Bob sees ciphertexts only, it serves
 * as a control.
 */
import { bitLength } from "../../client/math/bits.ts";
import { balanced, magnitude, mod } from "../../client/math/field.ts";
import { bkz } from "../../client/math/lattice/bkz.ts";
import type { Matrix } from "../../client/math/matrix.ts";
import { divideRounded } from "../../client/math/rational.ts";

/** `[j][i]`: the i-th matrix of the j-th sequence, entries in [0, M). */
export type Sequences = readonly (readonly Matrix[])[];

export interface DecoyBreak {
  /** Which matrix of each sequence is the share. */
  readonly choices: readonly number[];
  /** The sum of the shares: entries of magnitude below M/2^16. */
  readonly matrix: Matrix;
  /** Rows of the reduced lattice. */
  readonly dimension: number;
}

/**
 * LLL finds a vector that is shorter than those of a random lattice by a factor of about 1.02 per
 * dimension: this is log₂ 1.02 with some reserve.
 */
const ROOT_BITS = 0.032;
/**
 * Bits to which every entry is shortened when there are enough entries: doubles can then hold the
 * lattice.
 */
const ENTRY_BITS = 45;
/** A sum counts as small if every entry is below M/2^MARGIN_BITS in magnitude. */
const MARGIN_BITS = 16n;
/**
 * Low bits of an entry that are ignored, for the secret itself and rounding: first a safe number,
 * then a bold one.
 */
const SECRET_BITS = [30, 8];
const BLOCK_SIZE = 20;
const TOURS = 12;

/** How many entries a lattice includes, and with how many bits. */
interface Plan {
  readonly entries: number;
  readonly bits: number;
}

/**
 * The smallest lattice in which LLL should succeed; if there is none, lattices with as many entries
 * as possible.
 */
function plans(unknowns: number, available: number, modulusBits: number): Plan[] {
  const most = Math.min(available, unknowns);
  const enough = (entries: number, bits: number) => {
    const dimension = unknowns + entries + 1;
    return ((bits - 3) * entries) / dimension >= ROOT_BITS * dimension + 2;
  };
  const [safe] = SECRET_BITS;
  for (let bits = Math.min(ENTRY_BITS, modulusBits - safe!); bits <= modulusBits - safe!; bits += 5)
    for (let entries = 1; entries <= most; entries++) if (enough(entries, bits)) return [{ entries, bits }];
  return SECRET_BITS.map((secret) => ({ entries: most, bits: modulusBits - secret }));
}

/**
 * The choices that a short row (p·s − 1, small, ±1) stands for, or null when it does not have that
 * form.
 */
function choicesOf(row: readonly bigint[], sequences: number, p: number, weight: bigint): number[] | null {
  const sign = row.at(-1)! < 0n ? -1n : 1n;
  if (sign * row.at(-1)! !== weight) return null;
  const choices: number[] = [];
  for (let j = 0; j < sequences; j++) {
    const own = row.slice(j * (p - 1), (j + 1) * (p - 1)).map((value) => sign * value);
    const chosen = own.flatMap((value, i) => (value === weight * BigInt(p - 1) ? [i + 1] : []));
    if (chosen.length > 1 || own.some((value) => value !== -weight && value !== weight * BigInt(p - 1))) return null;
    choices.push(chosen[0] ?? 0);
  }
  return choices;
}

/** The sum of the chosen matrices modulo M when it is small in every entry, else null. */
function openChoices(flat: readonly Matrix[], choices: readonly number[], modulus: bigint): bigint[] | null {
  const limit = modulus >> MARGIN_BITS;
  const sum = flat[0]![0]!.map((_, e) =>
    balanced(
      mod(
        choices.reduce((total, i, j) => total + flat[j]![i]![e]!, 0n),
        modulus,
      ),
      modulus,
    ),
  );
  return sum.every((value) => magnitude(value) < limit) ? sum : null;
}

/**
 * Rows of the lattice: moduli, differences of choices, the target. Its short row is (p·s − 1,
 * small, 1), with the first and last parts multiplied by `weight`.
 */
function latticeOf(flat: readonly Matrix[], modulus: bigint, weight: bigint, { entries, bits }: Plan): bigint[][] {
  const p = flat[0]!.length;
  const unknowns = flat.length * (p - 1);
  const scale = 1n << BigInt(bits);
  const shrink = (value: bigint) => divideRounded(mod(value, modulus) * scale, modulus);
  const unit = (length: number, at: number, value: bigint) => Array.from({ length }, (_, i) => (i === at ? value : 0n));
  const each = (value: (e: number) => bigint) => Array.from({ length: entries }, (_, e) => shrink(value(e)));
  return [
    ...Array.from({ length: entries }, (_, e) => [...unit(unknowns, -1, 0n), ...unit(entries, e, scale), 0n]),
    ...flat.flatMap(([first, ...others], j) =>
      others.map((matrix, i) => [
        ...unit(unknowns, j * (p - 1) + i, weight * BigInt(p)),
        ...each((e) => matrix[e]! - first![e]!),
        0n,
      ]),
    ),
    [
      ...new Array<bigint>(unknowns).fill(-weight),
      ...each((e) => flat.reduce((total, [first]) => total + first![e]!, 0n)),
      weight,
    ],
  ];
}

/**
 * All sequences have the same p ≥ 2 and the same matrix size. Null when no choice with a small sum
 * was found. Throws ConcordatError `PrecisionLost` when d(p − 1) is too large for double precision,
 * from about 150 on.
 */
export function recoverDecoyChoice(sequences: Sequences, modulus: bigint): DecoyBreak | null {
  const p = sequences[0]!.length;
  const columns = sequences[0]![0]![0]!.length;
  const flat = sequences.map((sequence) => sequence.map((matrix) => matrix.flat()));
  const unknowns = sequences.length * (p - 1);
  // Rounding leaves about √(d/6) in every entry; p·s − 1 has a mean square of p − 1.
  const weight = BigInt(Math.max(1, Math.round(Math.sqrt(sequences.length / 6 / (p - 1)))));

  for (const attempt of plans(unknowns, flat[0]![0]!.length, bitLength(modulus))) {
    const lattice = latticeOf(flat, modulus, weight, attempt);
    const matching = (rows: Matrix): DecoyBreak | null => {
      for (const row of rows) {
        const choices = choicesOf(row, sequences.length, p, weight);
        const sum = choices && openChoices(flat, choices, modulus);
        if (choices === null || sum === null) continue;
        const matrix = sequences[0]![0]!.map((_, i) => sum.slice(i * columns, (i + 1) * columns));
        return { choices, matrix, dimension: lattice.length };
      }
      return null;
    };
    const found = matching(bkz(lattice, BLOCK_SIZE, TOURS, (rows) => matching(rows) !== null));
    if (found !== null) return found;
  }
  return null;
}
