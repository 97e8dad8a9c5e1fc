// Every field of a certificate and its statement, changed one at a time, with the reason for which
// it must be refused. A change that the digests cover is made twice: with the declared digests left
// as they were, and with digests recomputed by a cheater. For rounds of at most 128 columns and 128
// rows per party in which party 0 has rows.
import { type Hex, keccak256 } from "viem";
import { blockRanges, type RowRange } from "../../client/certificate/layout.ts";
import type { Header, Proof } from "../../client/certificate/types.ts";
import { FIELD_MODULUS, GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { generator } from "../../client/crypto/curve/generators.ts";
import { magnitude } from "../../client/math/field.ts";
import { partyCount } from "../../client/round/shape.ts";
import type { Statement } from "../../client/round/statement.ts";
import type { TestRound } from "./certificate.ts";
import {
  Collector,
  editHeader,
  editProof,
  editWord,
  type Mutation,
  type Reason,
  redigest,
  toHex,
} from "./mutation-collector.ts";

/** All mutations for a round of its kind. */
export function mutations(round: TestRound): Mutation[] {
  const collector = new Collector(round);
  mutateHeader(collector);
  mutateProofs(collector);
  mutateColumns(collector);
  for (const [b, range] of blockRanges(round.statement).entries()) {
    if (range.type === "rows") mutateRows(collector, b, range);
  }
  mutateBlocks(collector);
  mutateStatement(collector);
  return collector.all;
}

const flipLast = (digest: Hex): Hex => `${digest.slice(0, -1)}${digest.endsWith("0") ? "1" : "0"}` as Hex;

function mutateHeader(to: Collector): void {
  const { certificate, statement, outcome } = to.round;
  const { header } = certificate;
  const edit = (patch: Partial<Header>) => editHeader(certificate, patch);
  to.add("kind 3", edit({ kind: 3 }), "UnknownKind");
  to.add("another kind", edit({ kind: (header.kind + 1) % 3 }), "ShapeMismatch");
  to.add("a counter too few", edit({ counters: header.counters.slice(0, -2) as Hex }), "ShapeMismatch");
  to.add("a bound too few", edit({ bounds: header.bounds.slice(0, -2) as Hex }), "ShapeMismatch");
  to.always("another bound", edit({ bounds: flipLast(header.bounds) }), "BoundsMismatch");
  to.always("odd y of G_0", edit({ y0: FIELD_MODULUS - header.y0 }), ["GeneratorInvalid", 0]);
  to.always("y of G_0 above p", edit({ y0: header.y0 + 2n * FIELD_MODULUS }), ["GeneratorInvalid", 0]);
  to.always("another y of H", edit({ yh: header.y0 }), ["GeneratorInvalid", 0xffffffff]);
  const counters = Buffer.from(header.counters.slice(2), "hex");
  counters[0]! += 1;
  to.always("another counter of G_0", edit({ counters: toHex(counters) }), ["GeneratorInvalid", 0]);
  counters[0]! -= 1;
  counters[1]! += 1;
  to.always("another counter of G_1", edit({ counters: toHex(counters) }), ["GeneratorInvalid", 1]);
  to.always("R_c off the curve", edit({ cx: header.cx ^ 1n }), "PointInvalid");
  to.always("R_c not canonical", edit({ cx: header.cx + FIELD_MODULUS }), "PointInvalid");
  to.always("R_c at infinity", edit({ cx: 0n, cy: 0n }), "PointInvalid");
  to.always("R_c negated", edit({ cy: FIELD_MODULUS - header.cy }), ["CommitmentMismatch", statement.objectiveOwner]);
  to.always("d out of range", edit({ dual: -(1n << 160n) }), "NumberOutOfRange");
  to.stated("d", edit({ dual: header.dual - 1n }));
  if (outcome.kind === "infeasible") {
    to.always("objective not 0", edit({ objective: 1n }), "ShapeMismatch");
    to.stated("a contradiction that is too weak", edit({ dual: -1n }), "ContradictionTooWeak");
  } else {
    to.always("objective out of range", edit({ objective: 1n << 160n }), "NumberOutOfRange");
    to.stated("objective", edit({ objective: header.objective + 1n }));
  }
  if (outcome.kind === "unbounded") {
    to.always("rho not 0", edit({ rho: 1n }), "ShapeMismatch");
  } else {
    to.always("rho not below r", edit({ rho: header.rho + GROUP_ORDER }), "ScalarOutOfRange");
    to.stated("rho", edit({ rho: (header.rho + 1n) % GROUP_ORDER }));
  }
  if (outcome.kind !== "optimal") to.always("d not negative", edit({ dual: 0n }), "DualSignWrong");
  to.add("statement digest", edit({ statementDigest: flipLast(header.statementDigest) }), "StatementMismatch");
  to.add("response digest", edit({ responseDigest: flipLast(header.responseDigest) }), "ResponseMismatch");
}

function mutateProofs(to: Collector): void {
  const { certificate, statement, outcome } = to.round;
  const { proofs } = certificate.header;
  const spare: Proof = { ax: 1n, ay: 2n, a: 0n, aRay: 0n, z0: 0n, zh: 0n };
  to.add("a proof too many", editHeader(certificate, { proofs: [...proofs, spare] }), "ShapeMismatch");
  to.add("a proof too few", editHeader(certificate, { proofs: proofs.slice(1) }), "ShapeMismatch");
  for (const [k, proof] of proofs.entries()) {
    const edit = (patch: Partial<Proof>) => editProof(certificate, k, patch);
    const hasRows = statement.inequalities[k]! + statement.equalities[k]! > 0 || k === statement.objectiveOwner;
    const form: Reason = outcome.kind === "infeasible" ? "EquationFailed" : ["LinearFormFailed", k];
    const otherChallenge: Reason = hasRows ? form : "EquationFailed";
    const next = (value: bigint) => (value + 1n) % GROUP_ORDER;
    to.answered(`A of party ${k}`, edit({ ay: FIELD_MODULUS - proof.ay }), otherChallenge);
    if (outcome.kind === "infeasible") to.always(`a of party ${k} not 0`, edit({ a: 1n }), "ShapeMismatch");
    else to.answered(`a of party ${k}`, edit({ a: next(proof.a) }), form);
    to.answered(`z0 of party ${k}`, edit({ z0: next(proof.z0) }), form);
    to.answered(`zh of party ${k}`, edit({ zh: next(proof.zh) }), "EquationFailed");
    to.always(`A of party ${k} off the curve`, edit({ ax: proof.ax ^ 1n }), "PointInvalid");
    for (const field of ["a", "z0", "zh"] as const) {
      if (field === "a" && outcome.kind === "infeasible") continue;
      to.always(
        `${field} of party ${k} not below r`,
        edit({ [field]: proof[field] + GROUP_ORDER }),
        "ScalarOutOfRange",
      );
    }
    if (outcome.kind === "unbounded") {
      to.answered(`aRay of party ${k}`, edit({ aRay: next(proof.aRay) }), ["LinearFormFailed", k]);
      to.always(`aRay of party ${k} not below r`, edit({ aRay: proof.aRay + GROUP_ORDER }), "ScalarOutOfRange");
    } else {
      to.always(`aRay of party ${k} not 0`, edit({ aRay: 1n }), "ShapeMismatch");
    }
  }
}

function mutateColumns(to: Collector): void {
  const { certificate, statement, outcome, bounds } = to.round;
  const n = statement.columns;
  for (let j = 0; j < n; j++) {
    const edit = (word: number, change: (value: bigint) => bigint) => editWord(certificate, 0, word, change);
    const column = j + 1;
    to.always(
      `y of column ${column}`,
      edit(n + j, (y) => FIELD_MODULUS - y),
      ["GeneratorInvalid", column],
    );
    to.always(
      `y of column ${column} not canonical`,
      edit(n + j, (y) => y + 2n * FIELD_MODULUS),
      ["GeneratorInvalid", column],
    );
    to.stated(
      `low number of column ${column}`,
      edit(j, (word) => word + 1n),
    );
    if (outcome.kind === "infeasible") {
      to.always(
        `negative reduced cost ${column}`,
        edit(j, () => -1n),
        ["ReducedCostNegative", column],
      );
      to.always(
        `reduced cost ${column} above its range`,
        edit(j, () => 1n << 143n),
        "NumberOutOfRange",
      );
      mutateResponses(to, j);
      continue;
    }
    to.stated(
      `x of column ${column}`,
      edit(j, (word) => word + (1n << 160n)),
    );
    to.always(
      `x of column ${column} above its bound`,
      edit(j, (word) => BigInt.asUintN(160, word) | ((bounds[j]! + 1n) << 160n)),
      ["BoundExceeded", column],
    );
    if (outcome.kind === "optimal") {
      const tooLow = BigInt.asUintN(160, -statement.tolerances.dual - 1n);
      const low = edit(j, (word) => ((word >> 160n) << 160n) | tooLow);
      to.always(`reduced cost ${column} below tolerance`, low, ["ReducedCostNegative", column]);
      const high = edit(j, (word) => ((word >> 160n) << 160n) | (1n << 143n));
      to.always(`reduced cost ${column} above its range`, high, "NumberOutOfRange");
    } else {
      to.always(
        `ray of column ${column} above its range`,
        edit(j, (word) => word | (1n << 87n)),
        "NumberOutOfRange",
      );
    }
    mutateResponses(to, j);
  }
}

/** Everybody's response for column j. */
function mutateResponses(to: Collector, j: number): void {
  const { certificate, statement, outcome } = to.round;
  const touches =
    (outcome.kind !== "infeasible" && outcome.x[j]! !== 0n) || (outcome.kind === "unbounded" && outcome.ray[j]! !== 0n);
  for (let k = 0; k < partyCount(statement); k++) {
    const edit = (change: (z: bigint) => bigint) => editWord(certificate, 0, (2 + k) * statement.columns + j, change);
    const what = `response of party ${k} for column ${j + 1}`;
    to.answered(
      what,
      edit((z) => (z + 1n) % GROUP_ORDER),
      touches ? ["LinearFormFailed", k] : "EquationFailed",
    );
    to.always(
      `${what} not below r`,
      edit((z) => z + GROUP_ORDER),
      "ScalarOutOfRange",
    );
  }
}

function mutateRows(to: Collector, block: number, { party, count }: RowRange): void {
  const { certificate, statement, outcome } = to.round;
  const perRow = outcome.kind === "infeasible" ? 1 : 2;
  const spare = generator(1).affine;
  for (let i = 0; i < count; i++) {
    const edit = (word: number, change: (value: bigint) => bigint) => editWord(certificate, block, word, change);
    const where = `of row ${i} of party ${party}`;
    const isEquality = i >= statement.inequalities[party]!;
    const first = 2 * count + i * perRow;
    const point = first + (outcome.kind === "optimal" ? 1 : 0);

    const moved = editWord(
      edit(2 * i, () => spare.x),
      block,
      2 * i + 1,
      () => spare.y,
    );
    to.always(`point ${where}`, moved, ["CommitmentMismatch", party]);
    to.always(
      `point ${where} off the curve`,
      edit(2 * i, (x) => x ^ 1n),
      "PointInvalid",
    );
    to.always(
      `point ${where} not canonical`,
      edit(2 * i, (x) => x + FIELD_MODULUS),
      "PointInvalid",
    );
    if (outcome.kind !== "unbounded") {
      to.stated(
        `multiplier ${where}`,
        edit(first, (w) => w + 1n),
      );
      to.always(
        `multiplier ${where} above its range`,
        edit(first, () => 1n << 87n),
        "NumberOutOfRange",
      );
      to.always(
        `multiplier ${where} below its range`,
        edit(first, () => -(1n << 87n)),
        "NumberOutOfRange",
      );
      if (!isEquality)
        to.always(
          `negative multiplier ${where}`,
          edit(first, () => -1n),
          "MultiplierNegative",
        );
    }
    if (outcome.kind === "infeasible") continue;
    const slack = edit(point, (word) => word + (1n << 96n));
    if (isEquality) to.always(`slack ${where}`, slack, "SlackInvalid");
    else to.stated(`slack ${where}`, slack);
    to.always(
      `slack ${where} above its range`,
      edit(point, (word) => word | (1n << (96n + 143n))),
      "NumberOutOfRange",
    );
    to.stated(
      `residual ${where}`,
      edit(point, (word) => word + (word & 1n ? -1n : 1n)),
    );
    for (const sign of [1n, -1n]) {
      const large = BigInt.asUintN(96, sign * (statement.tolerances.residual + 1n));
      const excess = edit(point, (word) => ((word >> 96n) << 96n) | large);
      to.always(`residual ${where} beyond tolerance, sign ${sign}`, excess, "ResidualTooLarge");
    }
    if (outcome.kind !== "unbounded") continue;
    const raySlack = edit(first + 1, (word) => word + 1n);
    if (isEquality) to.always(`ray slack ${where}`, raySlack, "SlackInvalid");
    else to.stated(`ray slack ${where}`, raySlack);
    to.always(
      `ray slack ${where} above its range`,
      edit(first + 1, () => 1n << 143n),
      "NumberOutOfRange",
    );
  }
}

function mutateBlocks(to: Collector): void {
  const { certificate } = to.round;
  const { blocks } = certificate;
  const last = blocks.at(-1)!;
  to.add("a block missing", { ...certificate, blocks: blocks.slice(0, -1) }, "ShapeMismatch");
  to.add("a block too many", { ...certificate, blocks: [...blocks, last] }, "ShapeMismatch");
  to.add("no blocks", { ...certificate, blocks: [] }, "ShapeMismatch");
  for (let b = 0; b < blocks.length; b++) {
    const shorter = blocks.map((block, at) => (at === b ? (block.slice(0, -64) as Hex) : block));
    const longer = blocks.map((block, at): Hex => (at === b ? `${block}00` : block));
    to.add(`block ${b} a word short`, { ...certificate, blocks: shorter }, "ShapeMismatch");
    to.add(`block ${b} a byte long`, { ...certificate, blocks: longer }, "ShapeMismatch");
  }
}

function mutateStatement(to: Collector): void {
  const { statement, certificate, outcome } = to.round;
  const replay = (name: string, patch: Partial<Statement>, reason: Reason) => {
    const other = { ...statement, ...patch };
    to.add(`${name}, stale digests`, certificate, reason, other);
    to.add(`${name}, recomputed digests`, redigest(other, certificate), reason, other);
  };
  replay("another round", { round: statement.round + 1n }, ["CommitmentMismatch", 0]);
  replay("another chain", { chainId: statement.chainId + 1n }, ["CommitmentMismatch", 0]);
  replay("another coordinator", { coordinator: `0x${"c0".repeat(20)}` }, ["CommitmentMismatch", 0]);
  for (let k = 0; k < partyCount(statement); k++) {
    const commitments = statement.commitments.map((own, at) => (at === k ? flipLast(own) : own));
    replay(`another commitment of party ${k}`, { commitments }, ["CommitmentMismatch", k]);
  }
  to.add("other bounds", certificate, "BoundsMismatch", { ...statement, bounds: flipLast(statement.bounds) });
  mutateTolerances(to);
  const paramsDigest = flipLast(statement.paramsDigest);
  to.add("other parameters, stale digests", certificate, "StatementMismatch", { ...statement, paramsDigest });
  const other = { ...statement, paramsDigest };
  const reason: Reason = outcome.kind === "infeasible" ? "EquationFailed" : ["LinearFormFailed", 0];
  to.add("other parameters, recomputed digests", redigest(other, certificate), reason, other);
}

/**
 * Rounds that tolerate so much that the outcome proves nothing, and one with a bound that no byte
 * may encode.
 */
function mutateTolerances(to: Collector): void {
  const { statement, certificate, outcome } = to.round;
  const { decimals, tolerances } = statement;
  const tolerate = (name: string, patch: Partial<Statement["tolerances"]>, reason: Reason) =>
    to.add(name, certificate, reason, { ...statement, tolerances: { ...tolerances, ...patch } });
  const share = (decimals: number, dual: bigint, weights: readonly bigint[]) => {
    const weight = weights.reduce((sum, value) => sum + magnitude(value), 0n);
    return (10n ** BigInt(decimals) * -dual + weight - 1n) / weight;
  };
  if (outcome.kind === "infeasible") {
    const residual = share(decimals.solution, outcome.dual, outcome.multipliers.flat());
    tolerate("residuals worth the contradiction", { residual }, "ContradictionTooWeak");
    const blocks = certificate.blocks.map((block, b) =>
      b === 0 ? (block.slice(0, 2 + 128 * statement.columns) as Hex) : block,
    );
    to.add("no contributions", { ...editHeader(certificate, { proofs: [] }), blocks }, "ShapeMismatch");
  }
  if (outcome.kind === "unbounded") {
    const dual = share(decimals.multiplier, outcome.dual, outcome.ray);
    tolerate("reduced costs worth the ray", { dual }, "RayTooShallow");
  }
  const bytes = Buffer.from(certificate.header.bounds.slice(2), "hex");
  bytes[0] = 235;
  const bounds = toHex(bytes);
  const beyond = { ...statement, bounds: keccak256(bounds) };
  to.add("a bound beyond 10^26", editHeader(certificate, { bounds }), "NumberOutOfRange", beyond);
}
