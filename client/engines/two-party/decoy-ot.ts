/**
 * The masked products as published: protocols 1 and 2 of Liu et al., "Privacy-preserving algorithm
 * research on horizontally partitioned data of collaborative optimization decisions", J. Guangdong
 * Univ. of Technology 33(5), 2016, section 2.2.2. This product exists to reproduce and to attack
 * the paper; use `paillier`.
 *
 * Who plays: Alice and Bob of alice.ts. Alice splits M̄₁ into d additive shares modulo M and hides
 * each among p − 1 random decoys. Bob "fills in" the known structure and computes Z_i = K(H_i +
 * Y_j)Q + R_j for every choice i, with Y_j additive shares of N₂ and R_j uniform masks. Alice
 * fetches the Z of her share by 1-of-p oblivious transfer, and Bob sends Σ R_j. Likewise for b with
 * Q = I. All d rounds of both protocols travel together:
 *
 *   Bob → Alice    p, d, set-up of the transfers
 *   Alice → Bob    d sequences of p truncated matrices, d sequences of p vectors, choices
 *   Bob → Alice    2d encrypted p-tuples of Z, Σ R_j of both protocols
 *
 * Who learns what: Alice learns N̂ and b̂ and nothing else of Bob's, if she chooses her own shares
 * (each Z is uniform until Σ R_j opens the sum of the chosen ones). Bob sees all p·d matrices and
 * is not told which of them are shares.
 * NOT PROTECTED: Alice's rows. The paper's bound on Bob's guess, p^−d, holds for blind guessing
 * only: the right choice is a short vector of a lattice, and LLL/BKZ finds it (p = 2, d = 40 in a
 * second, d = 128 in under a minute). What N̂ and b̂ tell Alice is in alice.ts.
 *
 * Departures from the paper: everything is modulo a prime M, so that shares and masks are uniform
 * and the sum is exact (the paper has reals); I/d becomes d⁻¹·I modulo M; Y_j is m×(m+n), not m₂×n
 * as printed, and b₁, b₂ have m entries, not n.
 */

import {
  bitsOf,
  choiceBytes,
  chooseMessages,
  openMessages,
  transferBytes,
  transferMessages,
} from "../../crypto/ot/one-of-n.ts";
import { SET_UP_BYTES, setUpTransfers } from "../../crypto/ot/one-of-two.ts";
import { ConcordatError } from "../../errors.ts";
import type { IntegerRows } from "../../lp/model/normal.ts";
import { balanced, inverseModulo, mod } from "../../math/field.ts";
import { addModulo, type Matrix, mapMatrix, multiply, randomMatrix, subtractModulo } from "../../math/matrix.ts";
import { type Random, randomBelow } from "../../math/random.ts";
import { type BodyReader, blame, concatBytes, encodeUnsigned, readBody, widthOf } from "../codec.ts";
import { type CostMeter, noMeter } from "../cost-meter.ts";
import { done } from "../side.ts";
import { type Disguise, timesQ } from "./disguise.ts";
import { decoyLeakage } from "./leakage.ts";
import { MATRIX_PHASE, type MaskedProduct, RHS_PHASE } from "./product.ts";
import { amongAllRows, type TwoPartyShape, withSlacks } from "./shape.ts";

/** p: choices for each share; d: shares. Both public. */
export interface DecoyParameters {
  readonly choices: number;
  readonly shares: number;
}

/**
 * The default: a blind guess succeeds with probability 2^−40 (the header says what that is worth).
 */
export const DECOYS: DecoyParameters = { choices: 2, shares: 40 };

const LIMIT = 1 << 20;

function zeros(rows: number, columns: number): bigint[][] {
  return Array.from({ length: rows }, () => new Array<bigint>(columns).fill(0n));
}

function sum(matrices: readonly Matrix[], rows: number, columns: number, modulus: bigint): Matrix {
  return matrices.reduce((total, matrix) => addModulo(total, matrix, modulus), zeros(rows, columns));
}

/** Width and modulus of a matrix modulo M. */
interface Residues {
  readonly columns: number;
  readonly modulus: bigint;
}

/** `count` matrices, all but the last uniform, that add up to `matrix` modulo M. */
export function additiveShares(
  matrix: Matrix,
  { columns, modulus }: Residues,
  count: number,
  random: Random,
): Matrix[] {
  const free = Array.from({ length: count - 1 }, () => randomMatrix(matrix.length, columns, modulus, random));
  return [...free, subtractModulo(matrix, sum(free, matrix.length, columns, modulus), modulus)];
}

/** Alice, steps (2) and (4)①: the sequences H̄^(j), and the place of the share in each. */
function hide(matrix: Matrix, residues: Residues, parameters: DecoyParameters, random: Random) {
  const { columns, modulus } = residues;
  const shares = additiveShares(matrix, residues, parameters.shares, random.fork("shares"));
  const places = random.fork("places");
  const decoys = random.fork("decoys");
  const choices = shares.map(() => Number(randomBelow(places, BigInt(parameters.choices))));
  const sequences = shares.map((share, j) =>
    Array.from({ length: parameters.choices }, (_, i) =>
      i === choices[j] ? share : randomMatrix(matrix.length, columns, modulus, decoys),
    ),
  );
  return { choices, sequences };
}

/** Bob's input to the masking in one of the two protocols. */
interface BobBlock {
  /** N₂ or b₂, all m rows. */
  readonly own: Matrix;
  readonly columns: number;
  /** Extends a matrix that Alice sent to the shape of `own`. */
  readonly fill: (received: Matrix) => Matrix;
  readonly timesQ: (matrix: Matrix) => Matrix;
  /** K. */
  readonly k: Matrix;
}

/** Bob, steps (3), (4)② and (5): all Z_i^(j), and Σ R_j. */
function maskAll(shape: TwoPartyShape, block: BobBlock, sequences: readonly Matrix[][], random: Random) {
  const { modulus, rows } = shape;
  const { columns, k } = block;
  const shares = additiveShares(block.own, { columns, modulus }, sequences.length, random.fork("shares"));
  const masking = random.fork("masks");
  const masks = sequences.map(() => randomMatrix(rows, columns, modulus, masking));
  const answers = sequences.map((sequence, j) => {
    const ofBob = multiply(k, shares[j]!, columns);
    return sequence.map((received) => {
      const ofAlice = multiply(k, block.fill(received), columns);
      const mixed = mapMatrix(ofAlice, (value, i, c) => value + ofBob[i]![c]!);
      return addModulo(block.timesQ(mixed), masks[j]!, modulus);
    });
  });
  return { answers, maskSum: sum(masks, rows, columns, modulus) };
}

/** Widths of the two protocols: what Alice sends (truncated) and what she fetches. */
function columnsOf(shape: TwoPartyShape): readonly { readonly sent: number; readonly fetched: number }[] {
  return [
    { sent: shape.variables, fetched: shape.width },
    { sent: 1, fetched: 1 },
  ];
}

function messageLengths(shape: TwoPartyShape, shares: number): number[] {
  const bytes = widthOf(shape.modulus);
  return columnsOf(shape).flatMap(({ fetched }) => new Array<number>(shares).fill(shape.rows * fetched * bytes));
}

function bobBlocks(shape: TwoPartyShape, rows: IntegerRows, disguise: Disguise, shares: number): BobBlock[] {
  const { alice, bob, width, unit, modulus } = shape;
  const share = mod(unit * inverseModulo(BigInt(shares), modulus), modulus);
  const column = (values: readonly bigint[]) => values.map((value) => [value]);
  return [
    {
      own: amongAllRows(shape, withSlacks(shape, rows.coefficients, bob, unit), bob, width),
      columns: width,
      // Section 2.2.2, "filling in": the slack identity over d beside the received columns, zero
      // rows below.
      fill: (received) => amongAllRows(shape, withSlacks(shape, received, alice, share), alice, width),
      timesQ: (matrix) => timesQ(matrix, disguise),
      k: disguise.k,
    },
    {
      own: amongAllRows(shape, column(rows.rhs), bob, 1),
      columns: 1,
      fill: (received) => amongAllRows(shape, received, alice, 1),
      timesQ: (matrix) => matrix,
      k: disguise.k,
    },
  ];
}

/**
 * What Alice sends in the clear: `[protocol][j][i]` is the i-th matrix of her j-th sequence. Leaves
 * the reader at the choices.
 */
export function readSequences(
  shape: TwoPartyShape,
  { choices, shares }: DecoyParameters,
  reader: BodyReader,
): bigint[][][][][] {
  return columnsOf(shape).map(({ sent }) =>
    Array.from({ length: shares }, () =>
      Array.from({ length: choices }, () =>
        reader.matrix(shape.aliceRows.rows, sent, widthOf(shape.modulus), shape.modulus),
      ),
    ),
  );
}

/**
 * Counts Bob's work, from the sizes alone: KY_j once for each share, KH_i and, for N̂, the monomial
 * Q for every choice.
 */
function countBob(meter: CostMeter, shape: TwoPartyShape, { choices, shares }: DecoyParameters): void {
  const { rows, width, aliceRows } = shape;
  for (const [phase, columns, timesQ] of [
    [MATRIX_PHASE, width, 1],
    [RHS_PHASE, 1, 0],
  ] as const) {
    const perChoice = rows * aliceRows.rows * columns + timesQ * rows * columns;
    meter.add(phase, "multiplications", shares * (rows * rows * columns + choices * perChoice));
    meter.add(phase, "transfers", shares);
    meter.add(phase, "base transfers", shares * bitsOf(choices));
    meter.add(phase, "offered", shares * choices);
  }
}

/** Throws ConcordatError `DecoyParameters` unless p ≥ 2 and d ≥ 1, both at most 2^20. */
export function decoyOt(parameters: DecoyParameters = DECOYS, meter: CostMeter = noMeter): MaskedProduct {
  const { choices: p, shares: d } = parameters;
  if (!Number.isInteger(p) || p < 2 || p > LIMIT || !Number.isInteger(d) || d < 1 || d > LIMIT)
    throw new ConcordatError("DecoyParameters", `decoy-ot needs p from 2 and d from 1, both up to ${LIMIT}`);
  const announced = encodeUnsigned([BigInt(p), BigInt(d)], 4);

  return {
    name: "decoy-ot",
    meter,
    leakage: decoyLeakage,
    messages: [
      { from: "bob", content: "oblivious transfer: setup", bytes: () => announced.length + SET_UP_BYTES },
      {
        from: "alice",
        content: "shares of (M̄₁, b̄₁) among decoys, choices of the transfer",
        bytes: (shape) =>
          d * p * shape.aliceRows.rows * (shape.variables + 1) * widthOf(shape.modulus) + choiceBytes(p, 2 * d),
      },
      {
        from: "bob",
        content: "masked products Z under the transfer's keys, ΣR",
        bytes: (shape) =>
          transferBytes(p, messageLengths(shape, d)) + shape.rows * (shape.width + 1) * widthOf(shape.modulus),
      },
    ],

    alice: async (shape, rows, random) => ({
      send: [],
      receive: async (hello) => {
        const reader = readBody(hello, "parameters and set-up of the transfers", shape.bob);
        if (Buffer.compare(reader.bytes(announced.length), announced) !== 0)
          throw reader.error("ParametersDiffer", `p and d are not the agreed ${p} and ${d}`);
        const setUp = Uint8Array.from(reader.bytes(SET_UP_BYTES));
        reader.end();

        const { modulus, rows: m } = shape;
        const bytes = widthOf(modulus);
        const reduced = [mapMatrix(rows.coefficients, (v) => mod(v, modulus)), rows.rhs.map((v) => [mod(v, modulus)])];
        const hidden = columnsOf(shape).map(({ sent }, b) =>
          hide(reduced[b]!, { columns: sent, modulus }, parameters, random.fork(`protocol ${b + 1}`)),
        );
        const choices = hidden.flatMap((block) => block.choices);
        const transfers = blame(reader, () => chooseMessages(setUp, p, choices, random.fork("transfers")));
        const matrices = hidden.flatMap((block) => block.sequences.flat());
        const body = concatBytes([...matrices.map((matrix) => encodeUnsigned(matrix.flat(), bytes)), transfers.send]);

        return {
          send: [body],
          receive: async (answer) => {
            const last = readBody(answer, "masked matrices", shape.bob);
            const lengths = messageLengths(shape, d);
            const encrypted = last.bytes(transferBytes(p, lengths));
            const maskSums = columnsOf(shape).map(({ fetched }) => last.matrix(m, fetched, bytes, modulus));
            last.end();
            const opened = blame(last, () => openMessages(transfers.secret, encrypted, lengths));
            const results = columnsOf(shape).map(({ fetched }, b) => {
              const parts = opened.slice(b * d, (b + 1) * d).map((message, j) => {
                const part = readBody(message, `transfer ${b * d + j}`, shape.bob);
                return part.matrix(m, fetched, bytes, modulus);
              });
              const total = subtractModulo(sum(parts, m, fetched, modulus), maskSums[b]!, modulus);
              return mapMatrix(total, (value) => balanced(value, modulus));
            });
            return done([], { matrix: results[0]!, rhs: results[1]!.map((row) => row[0]!) });
          },
        };
      },
    }),

    bob: async (shape, rows, disguise, random) => {
      const setUp = setUpTransfers(random.fork("transfers"));
      return {
        send: [concatBytes([announced, setUp.send])],
        receive: async (body) => {
          const bytes = widthOf(shape.modulus);
          const reader = readBody(body, "hidden shares", shape.alice);
          const sequences = readSequences(shape, parameters, reader);
          const choices = Uint8Array.from(reader.bytes(choiceBytes(p, 2 * d)));
          reader.end();

          const masked = bobBlocks(shape, rows, disguise, d).map((block, b) =>
            maskAll(shape, block, sequences[b]!, random.fork(`protocol ${b + 1}`)),
          );
          const messages = masked.flatMap(({ answers }) =>
            answers.map((row) => row.map((matrix) => encodeUnsigned(matrix.flat(), bytes))),
          );
          const encrypted = blame(reader, () => transferMessages(setUp.secret, p, choices, messages));
          countBob(meter, shape, parameters);
          const sums = masked.map(({ maskSum }) => encodeUnsigned(maskSum.flat(), bytes));
          return done([concatBytes([encrypted, ...sums])], null);
        },
      };
    },
  };
}
