// Bob's attack on the masked product: he finds Alice's shares among the decoys of `decoy-ot`. As a
// control, the same attack runs on what `paillier` sends him.

import { type DecoyParameters, decoyOt } from "../../client/engines/two-party/decoy-ot.ts";
import { paillier } from "../../client/engines/two-party/paillier.ts";
import { twoPartyShape } from "../../client/engines/two-party/shape.ts";
import { allRows } from "../../client/lp/model/normal.ts";
import { bytesToInteger } from "../../client/math/bytes.ts";
import type { Random } from "../../client/math/random.ts";
import { type DecoyBreak, recoverDecoyChoice, type Sequences } from "../attacks/decoy-choice.ts";
import { type Score, scoreRows } from "../attacks/score.ts";
import { hiddenSequences } from "../attacks/views.ts";
import type { Dealt } from "./problems.ts";
import { KEY_BITS, type Recorded, type RecordedMasked, recordTwoParty } from "./record.ts";
import { type Attack, measureAttack, type Result } from "./result.ts";

/** One point of the chart: time against d. */
export interface DecoyPoint extends DecoyParameters, Score {
  readonly problem: string;
  /** Of the reduced lattice; null when nothing was found. */
  readonly dimension: number | null;
  readonly seconds: number;
}

const attackOf = (engine: string, problem: string, control: boolean): Attack => ({
  engine,
  problem,
  attack: "decoy choice (lattice)",
  attacker: "Bob",
  alone: true,
  target: "Alice's rows",
  precision: "exact",
  control,
});

function truthOf({ dealt }: Recorded) {
  return allRows(dealt.parties[twoPartyShape(dealt.round).alice]!).coefficients;
}

function measure(attack: Attack, recorded: Recorded, sequences: Sequences, see: (found: DecoyBreak | null) => void) {
  const { modulus } = twoPartyShape(recorded.dealt.round);
  const truth = truthOf(recorded);
  return measureAttack(
    attack,
    () => {
      const found = recoverDecoyChoice(sequences, modulus);
      see(found);
      return found;
    },
    // Exactly: not up to a factor.
    (found) => ({
      recovered: truth.filter((row, i) => row.join() === found?.matrix[i]?.join()).length,
      total: truth.length,
    }),
    truth.length,
  );
}

export function recordDecoys(parameters: DecoyParameters, dealt: Dealt, random: Random): Promise<RecordedMasked> {
  return recordTwoParty(decoyOt(parameters), dealt, random);
}

export async function attackDecoys(
  parameters: DecoyParameters,
  recorded: Recorded,
): Promise<{ readonly result: Result; readonly point: DecoyPoint }> {
  const { dealt, transcript } = recorded;
  let dimension: number | null = null;
  const { choices, shares } = parameters;
  const attack = attackOf("two-party/decoy-ot", dealt.problem.name, false);
  const result = await measure(
    { ...attack, attack: `${attack.attack}, p = ${choices}, d = ${shares}` },
    recorded,
    hiddenSequences(dealt.round, parameters, transcript)[0]!,
    (found) => {
      dimension = found?.dimension ?? null;
    },
  );
  const { recovered, total, seconds } = result;
  return { result, point: { choices, shares, problem: dealt.problem.name, dimension, recovered, total, seconds } };
}

export function recordPaillier(dealt: Dealt, random: Random): Promise<RecordedMasked> {
  return recordTwoParty(paillier({ keyBits: KEY_BITS, minimumBits: KEY_BITS }), dealt, random);
}

/**
 * How the bytes of ciphertexts are read as shares among decoys: as many numbers modulo M as fit
 * into one ciphertext.
 */
const CONTROL: DecoyParameters = { choices: 2, shares: 3 };

/**
 * `paillier`: Bob's ciphertexts of M̄₁, the last numbers of the first message, cut into numbers
 * modulo M as if they were shares.
 */
export function ciphertextsAsShares({ dealt, transcript }: Recorded): Sequences {
  const shape = twoPartyShape(dealt.round);
  const { body } = transcript[0]!;
  const { rows } = shape.aliceRows;
  const bytes = KEY_BITS / 4;
  const perRow = shape.variables + 1;
  const start = body.length - rows * perRow * bytes;
  const digits = (i: number, j: number): bigint[] => {
    const at = start + (i * perRow + j) * bytes;
    let rest = bytesToInteger(body.subarray(at, at + bytes));
    return Array.from({ length: CONTROL.choices * CONTROL.shares }, () => {
      const digit = rest % shape.modulus;
      rest /= shape.modulus;
      return digit;
    });
  };
  const entries = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: shape.variables }, (_, j) => digits(i, j)),
  );
  return Array.from({ length: CONTROL.shares }, (_, s) =>
    Array.from({ length: CONTROL.choices }, (_, c) =>
      entries.map((row) => row.map((values) => values[s * CONTROL.choices + c]!)),
    ),
  );
}

/** The control: the attack must find nothing. */
export function attackCiphertexts(recorded: Recorded): Promise<Result> {
  const attack = attackOf("two-party/paillier", recorded.dealt.problem.name, true);
  return measure(attack, recorded, ciphertextsAsShares(recorded), () => {});
}

/**
 * Bob's side of the distinguishing game: the index of the candidate that shares most rows with the
 * matrix he recovers, or −1 if none shares any.
 */
export function namedByBob(
  sequences: Sequences,
  modulus: bigint,
  candidates: readonly (readonly (readonly bigint[])[])[],
) {
  const matrix = recoverDecoyChoice(sequences, modulus)?.matrix;
  if (matrix === undefined) return -1;
  const scores = candidates.map((rows) => scoreRows(matrix, rows, true).recovered);
  const best = Math.max(...scores);
  return best === 0 ? -1 : scores.indexOf(best);
}
