// Everything that can be changed about a sealed proof, with the refusal that each change must meet:
// one list for every verifier.
import { FIELD_MODULUS, G1, GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { decodeWords, encodeWords } from "../../client/math/words.ts";
import { KINDS } from "../../client/round/verdict.ts";
import { decodeProof, encodeProof } from "../../client/sealed/codec.ts";
import { sealedCommitment } from "../../client/sealed/digests.ts";
import type { SealedStatement } from "../../client/sealed/statement.ts";
import { stepsOf } from "../../client/sealed/steps.ts";
import { type VerifyingKey, verifyingKey } from "../../client/sealed/verifying-key.ts";
import type { SealedRound } from "./sealed.ts";
import type { SealedInput } from "./sealed-inputs.ts";

export interface SealedMutation extends SealedInput {
  readonly name: string;
  /** Of the refusal, and the party that it names, if any. */
  readonly code: string;
  readonly party: number | undefined;
  /**
   * No contract can be given this: a number that its type does not hold, or upper bounds, of which
   * it knows only [U].
   */
  readonly offChain: boolean;
}

type Reason = string | readonly [code: string, party: number];

interface Entry {
  readonly name: string;
  readonly isPoint: boolean;
  readonly at: number;
}

/** Collects mutations of one proven round. */
class Collector {
  readonly all: SealedMutation[] = [];
  readonly round: SealedRound;
  readonly own: SealedInput;
  readonly #stride: number;
  constructor(round: SealedRound, proof: Uint8Array, stride: number) {
    this.round = round;
    this.own = { statement: round.statement, key: round.key, proof };
    this.#stride = stride;
  }

  /**
   * Every entry of the proof, or one in so many with the last point and scalar of each step; `at`
   * is its first word.
   */
  entries(): readonly Entry[] {
    const { kind, parties } = this.round.statement;
    const all: Entry[] = [];
    const last = new Set<string | undefined>();
    let at = 0;
    for (const { points, scalars } of stepsOf(kind, parties)) {
      for (const name of points) {
        all.push({ name, isPoint: true, at });
        at += 2;
      }
      for (const name of scalars) all.push({ name, isPoint: false, at: at++ });
      last.add(points.at(-1)).add(scalars.at(-1));
    }
    return all.filter(({ name }, i) => i % this.#stride === 0 || last.has(name));
  }

  add(name: string, change: Partial<SealedInput>, reason: Reason, offChain = false): void {
    const [code, party] = typeof reason === "string" ? [reason, undefined] : reason;
    this.all.push({ ...this.own, ...change, name, code, party, offChain });
  }

  state(name: string, patch: Partial<SealedStatement>, reason: Reason, offChain = false): void {
    this.add(name, { statement: { ...this.round.statement, ...patch } }, reason, offChain);
  }

  /** The commitments that the round's points would have under another statement or key. */
  recommit(statement: SealedStatement, { srsDigest }: VerifyingKey = this.round.key): SealedStatement {
    const commitments = this.round.committed.map(({ points }, k) =>
      sealedCommitment(statement, k, srsDigest, {
        matrix: points.matrix,
        costs: k === statement.objectiveOwner ? points.costs : null,
      }),
    );
    return { ...statement, commitments };
  }
}

/**
 * All mutations of a proven round; of the entries of its proof, one in `stride` is changed, and the
 * last of each step.
 */
export function sealedMutations(round: SealedRound, proof: Uint8Array, stride: number): SealedMutation[] {
  const collector = new Collector(round, proof, stride);
  changeEntries(collector);
  changeForms(collector);
  changeLength(collector);
  replay(collector);
  changeNumbers(collector);
  changeKey(collector);
  swapParties(collector);
  leaveRanges(collector);
  combineFaults(collector);
  return collector.all;
}

/** Every point and scalar replaced by a valid one. */
function changeEntries(to: Collector): void {
  const { kind, parties, objectiveOwner } = to.round.statement;
  const steps = stepsOf(kind, parties);
  const proof = decodeProof(steps, to.own.proof);
  for (const { name, isPoint } of to.entries()) {
    if (!isPoint) {
      const scalars = new Map(proof.scalars).set(name, (proof.scalars.get(name)! + 1n) % GROUP_ORDER);
      to.add(`another scalar ${name}`, { proof: encodeProof(steps, { ...proof, scalars }) }, "EquationFailed");
      continue;
    }
    const points = new Map(proof.points).set(name, proof.points.get(name)!.add(G1.BASE));
    const party = name === "c" ? objectiveOwner : Number(name.slice(2));
    const committed = name === "c" || name.startsWith("A/");
    to.add(
      `another point ${name}`,
      { proof: encodeProof(steps, { ...proof, points }) },
      committed ? ["CommitmentMismatch", party] : "EquationFailed",
    );
  }
}

/** A proof with some words changed. */
function withWords(proof: Uint8Array, change: (word: bigint, index: number) => bigint): Uint8Array {
  return encodeWords(decodeWords(proof).map(change));
}

/** Words that are no coordinates or scalars, or coordinates of no point. */
function changeForms(to: Collector): void {
  const { proof } = to.own;
  const one = (index: number, change: (word: bigint) => bigint) =>
    withWords(proof, (word, i) => (i === index ? change(word) : word));
  for (const { name, isPoint, at } of to.entries()) {
    if (!isPoint) {
      to.add(`scalar ${name} plus r`, { proof: one(at, (word) => word + GROUP_ORDER) }, "ScalarOutOfRange");
      to.add(`scalar ${name} = r`, { proof: one(at, () => GROUP_ORDER) }, "ScalarOutOfRange");
      continue;
    }
    for (const [coordinate, index] of [
      ["x", at],
      ["y", at + 1],
    ] as const) {
      const of = `${coordinate} of ${name}`;
      to.add(`${of} plus p`, { proof: one(index, (word) => word + FIELD_MODULUS) }, "PointInvalid");
      to.add(`${of} off the curve`, { proof: one(index, (word) => word ^ 1n) }, "PointInvalid");
      to.add(`${of} = 0`, { proof: one(index, () => 0n) }, "PointInvalid");
    }
    const infinity = withWords(proof, (word, i) => (i === at || i === at + 1 ? 0n : word));
    to.add(`infinity as ${name}`, { proof: infinity }, "PointInvalid");
  }
}

function changeLength(to: Collector): void {
  const { proof } = to.own;
  const extended = (length: number) => Uint8Array.from([...proof, ...new Uint8Array(length)]);
  const lengths: Readonly<Record<string, Uint8Array>> = {
    "no proof": new Uint8Array(),
    "a word too few": proof.slice(0, -32),
    "a byte too few": proof.slice(0, -1),
    "the first byte missing": proof.slice(1),
    "a word too many": extended(32),
    "a byte too many": extended(1),
    "the proof twice": Uint8Array.from([...proof, ...proof]),
  };
  for (const [name, changed] of Object.entries(lengths)) to.add(name, { proof: changed }, "ShapeMismatch");
}

/** The proof in another round, with the commitments of its own and with those of the other. */
function replay(to: Collector): void {
  const { statement } = to.round;
  const ids = {
    chainId: { chainId: statement.chainId + 1n },
    coordinator: { coordinator: "0x00000000000000000000000000000000000000aa" },
    round: { round: statement.round + 1n },
  } as const;
  for (const [name, patch] of Object.entries(ids)) {
    const other = { ...statement, ...patch };
    to.add(`another ${name}`, { statement: other }, ["CommitmentMismatch", 0]);
    to.add(`another ${name}, committed`, { statement: to.recommit(other) }, "EquationFailed");
  }
}

/** Other numbers of the statement, all within their ranges. */
function changeNumbers(to: Collector): void {
  const { statement, string } = to.round;
  const { kind, tolerances, decimals, columns, bounds, parties, objectiveOwner, commitments } = statement;
  for (const other of KINDS) if (other !== kind) to.state(`kind ${other}`, { kind: other }, "ShapeMismatch");
  for (const name of ["residual", "dual", "gap"] as const)
    to.state(
      `another ${name} tolerance`,
      { tolerances: { ...tolerances, [name]: tolerances[name] + 1n } },
      "EquationFailed",
    );
  for (const name of ["solution", "multiplier"] as const)
    to.state(`other decimals: ${name}`, { decimals: { ...decimals, [name]: decimals[name] + 1 } }, "EquationFailed");
  to.state("a column more", { columns: columns + 1, bounds: [...bounds, 1n] }, "EquationFailed");
  const other = { ...statement, bounds: bounds.map((bound, j) => bound + (j === 0 ? 1n : 0n)) };
  const key = verifyingKey(string.srs, string.committer, other);
  to.add("another bound, with its [U]", { statement: other, key }, "EquationFailed");
  const more = [...commitments, commitments[0]!];
  to.state("a party more", { parties: parties + 1, commitments: more }, "ShapeMismatch");
  for (let k = 0; k < parties; k++) {
    const changed = commitments.with(k, `0x${"11".repeat(32)}`);
    to.state(`another commitment of party ${k}`, { commitments: changed }, ["CommitmentMismatch", k]);
  }
  if (parties === 1) return;
  const owned = { ...statement, objectiveOwner: (objectiveOwner + 1) % parties };
  to.add("another owner", { statement: owned }, ["CommitmentMismatch", 0]);
}

function changeKey(to: Collector): void {
  const { statement, key } = to.round;
  const otherString = { ...key, srsDigest: `0x${"11".repeat(32)}` } as const;
  to.add("another string", { key: otherString }, ["CommitmentMismatch", 0]);
  to.add(
    "another string, committed",
    { key: otherString, statement: to.recommit(statement, otherString) },
    "EquationFailed",
  );
  to.add("a string of another size", { key: { ...key, size: 2 * key.size } }, "SrsMismatch");
  to.add("[σ]₂ as [τ]₂", { key: { ...key, tau: key.sigma } }, "EquationFailed");
  to.add("[τ]₂ as [σ]₂", { key: { ...key, sigma: key.tau } }, "EquationFailed");
  for (const name of ["limbs", "bounds", "columns"] as const)
    to.add(`another commitment to ${name}`, { key: { ...key, [name]: key[name].add(G1.BASE) } }, "EquationFailed");
}

/** The first two parties change places in the proof, in the commitments, or in both. */
function swapParties(to: Collector): void {
  const { statement, committed, key } = to.round;
  if (statement.parties < 2) return;
  const steps = stepsOf(statement.kind, statement.parties);
  const own = decodeProof(steps, to.own.proof);
  const swap = (name: string) => name.replace(/\/([01])(?=$|\/)/, (_, k) => `/${1 - Number(k)}`);
  const points = new Map([...own.points].map(([name, point]) => [swap(name), point]));
  const scalars = new Map([...own.scalars].map(([name, scalar]) => [swap(name), scalar]));
  const proof = encodeProof(steps, { points, scalars });
  to.add("swapped parties", { proof }, ["CommitmentMismatch", 0]);
  const commitments = statement.commitments.with(0, statement.commitments[1]!).with(1, statement.commitments[0]!);
  to.state("swapped commitments", { commitments }, ["CommitmentMismatch", 0]);
  const objectiveOwner = [1, 0][statement.objectiveOwner] ?? statement.objectiveOwner;
  const swapped = { ...statement, objectiveOwner };
  const fresh = statement.commitments.map((_, k) => {
    const from = [1, 0][k] ?? k;
    return sealedCommitment(swapped, k, key.srsDigest, committed[from]!.points);
  });
  to.add("swapped parties, committed", { proof, statement: { ...swapped, commitments: fresh } }, "EquationFailed");
}

/** Statements outside the ranges: refused whatever the proof. */
function leaveRanges(to: Collector): void {
  const { statement } = to.round;
  const { tolerances, decimals, commitments } = statement;
  const limbBits = BigInt(to.round.setting.domain.limbBits);
  const tolerate = (patch: Partial<SealedStatement["tolerances"]>) => ({ tolerances: { ...tolerances, ...patch } });
  const many = (count: number) => new Array<`0x${string}`>(count).fill(commitments[0]!);
  const ranges: Readonly<Record<string, Partial<SealedStatement>>> = {
    "size 8": { size: 8 },
    "size 24": { size: 24 },
    "size 2^14": { size: 2 ** 14 },
    "no columns": { columns: 0, bounds: [] },
    "columns R − 2": { columns: statement.size - 2, bounds: new Array<bigint>(statement.size - 2).fill(1n) },
    "no parties": { parties: 0, commitments: [] },
    "an owner too high": { objectiveOwner: statement.parties },
    "solution beyond its limbs": { decimals: { ...decimals, solution: 17 } },
    "25 decimals": { decimals: { ...decimals, multiplier: 25 } },
    "residual tolerance beyond its limbs": tolerate({ residual: 1n << (5n * limbBits) }),
    "dual tolerance beyond its limbs": tolerate({ dual: 1n << (5n * limbBits) }),
    "gap tolerance beyond its limbs": tolerate({ gap: 1n << (14n * limbBits) }),
    "P·R beyond 2^13": { size: 1024, parties: 9, commitments: many(9) },
    "a commitment too few": { commitments: commitments.slice(1) },
    "a commitment too many": { commitments: [...commitments, commitments[0]!] },
  };
  for (const [name, patch] of Object.entries(ranges)) to.state(name, patch, "StatementInvalid");
  const { bounds } = statement;
  const offChain: Readonly<Record<string, Partial<SealedStatement>>> = {
    "a bound missing": { bounds: bounds.slice(1) },
    "a bound beyond its limbs": { bounds: bounds.with(0, 1n << (6n * limbBits)) },
    "a bound below 0": { bounds: bounds.with(0, -1n) },
    "an owner below 0": { objectiveOwner: -1 },
    "a tolerance below 0": tolerate({ gap: -1n }),
    "half a column": { columns: 1.5 },
    "a chain below 0": { chainId: -1n },
    "a round beyond 256 bits": { round: 1n << 256n },
    "a coordinator of two bytes": { coordinator: "0x1234" },
  };
  for (const [name, patch] of Object.entries(offChain)) to.state(name, patch, "StatementInvalid", true);
  const largest = { ...statement, size: 1024, parties: 8, commitments: many(8) };
  to.add("P·R = 2^13", { statement: largest, key: { ...to.round.key, size: 1024 } }, "ShapeMismatch");
}

/** Two faults at once: the one that the page lists first is named. */
function combineFaults(to: Collector): void {
  const { statement, key } = to.round;
  const { proof } = to.own;
  const short = proof.slice(0, -32);
  const invalid = { ...statement, columns: statement.size };
  const elsewhere = { ...key, size: 2 * key.size };
  to.add("statement before string", { statement: invalid, key: elsewhere }, "StatementInvalid");
  to.add("string before length", { key: elsewhere, proof: short }, "SrsMismatch");
  const bad = withWords(short, (word) => word ^ 1n);
  to.add("length before words", { proof: bad }, "ShapeMismatch");
  const words = proof.length / 32;
  // The last scalar of step 7: W and W' follow, two words each.
  const scalar = words - 5;
  const both = (edits: ReadonlyMap<number, bigint>) => withWords(proof, (word, i) => edits.get(i) ?? word);
  const scalarThenPoint = both(new Map([[scalar, GROUP_ORDER] as const, [words - 1, 0n] as const]));
  to.add("a scalar before a later point", { proof: scalarThenPoint }, "ScalarOutOfRange");
  const pointThenScalar = both(new Map([[0, FIELD_MODULUS] as const, [scalar, GROUP_ORDER] as const]));
  to.add("a point before a later scalar", { proof: pointThenScalar }, "PointInvalid");
  const round = { ...statement, round: statement.round + 1n };
  to.add("words before commitments", { statement: round, proof: scalarThenPoint }, "ScalarOutOfRange");
}
