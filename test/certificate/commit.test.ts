// Row commitments: the formula, its homomorphism, the digests, and what is refused before anything
// is computed.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { expect } from "chai";
import { AbiCoder, concat, keccak256, id as textHash } from "ethers";
import { type CommittedRows, commitRows } from "../../client/certificate/commit.ts";
import { partyCommitment, pointsDigest } from "../../client/certificate/commitment.ts";
import { type Affine, type G1, GROUP_ORDER, pointFromAffine } from "../../client/crypto/curve/bn254.ts";
import { generators } from "../../client/crypto/curve/generators.ts";
import { msm } from "../../client/crypto/curve/msm.ts";
import type { CertificateError } from "../../client/errors.ts";
import { INTEGER_LIMIT, type PartyRows } from "../../client/lp/model/normal.ts";
import { randomBetween } from "../../client/math/random.ts";
import { encodeWords } from "../../client/math/words.ts";
import { refusalDigest, turnDigest } from "../../client/round/digests.ts";
import type { RoundId } from "../../client/round/id.ts";
import { partsDigest } from "../../client/round/parts.ts";
import { TEST_ID, testSeed } from "../support/certificate.ts";

function party(inequalities: bigint[][], equalities: bigint[][], rhs: bigint[], objective: bigint[] | null): PartyRows {
  const split = inequalities.length;
  return {
    columns: (inequalities[0] ?? equalities[0] ?? objective ?? []).length,
    inequalities: { coefficients: inequalities, rhs: rhs.slice(0, split) },
    equalities: { coefficients: equalities, rhs: rhs.slice(split) },
    objective,
  };
}

/** R = Σ M_j G_j + b G_0 + ρ H, term by term. */
function rowPoint(row: readonly bigint[], rhs: bigint, blinding: bigint): G1 {
  const set = generators(row.length);
  return msm([...set.columns.map(({ point }) => point), set.rhs.point, set.blinding.point], [...row, rhs, blinding]);
}

const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString("hex")}`;
const pointBytes = (points: readonly Affine[]) => encodeWords(points.flatMap(({ x, y }) => [x, y]));

describe("certificate: commitments", () => {
  const limit = INTEGER_LIMIT - 1n;
  const rows = party(
    [
      [1n, -2n, 0n],
      [limit, -limit, 5n],
    ],
    [[0n, 0n, 7n]],
    [3n, -limit, 0n],
    [4n, 0n, -9n],
  );

  it("are the sums that the specification gives, inequalities first, the objective without right-hand side", () => {
    const { points, blindings } = commitRows(rows, testSeed("commit"));
    const matrix = [...rows.inequalities.coefficients, ...rows.equalities.coefficients];
    const rhs = [...rows.inequalities.rhs, ...rows.equalities.rhs];
    for (const [i, row] of matrix.entries()) {
      expect(pointFromAffine(points.rows[i]!).equals(rowPoint(row, rhs[i]!, blindings.rows[i]!))).to.equal(true);
    }
    const objective = rowPoint(rows.objective!, 0n, blindings.objective!);
    expect(pointFromAffine(points.objective!).equals(objective)).to.equal(true);
  });

  it("use fresh blindings in Z_r and depend on the randomness alone", () => {
    const once = commitRows(rows, testSeed("a"));
    const again = commitRows(rows, testSeed("a"));
    const other = commitRows(rows, testSeed("b"));
    expect(again).to.deep.equal(once);
    const all = [once, other].flatMap(({ blindings }) => [...blindings.rows, blindings.objective!]);
    expect(new Set(all).size).to.equal(8);
    expect(all.every((rho) => rho >= 0n && rho < GROUP_ORDER)).to.equal(true);
    const same = once.points.rows.filter(({ x }) => other.points.rows.some((point) => point.x === x));
    expect(same).to.deep.equal([]);
  });

  it("add up: the sum of commitments opens to the sum of the rows", () => {
    const random = testSeed("homomorphism");
    const draw = () => Array.from({ length: 5 }, () => randomBetween(random, -(1n << 40n), 1n << 40n));
    const [first, second] = [draw(), draw()];
    const { points, blindings } = commitRows(party([first, second], [], [11n, -4n], null), random);
    const total = first.map((value, j) => 3n * value - 2n * second[j]!);
    const combined = msm(points.rows.map(pointFromAffine), [3n, -2n]);
    const blinding = 3n * blindings.rows[0]! - 2n * blindings.rows[1]!;
    expect(combined.equals(rowPoint(total, 33n + 8n, blinding))).to.equal(true);
  });

  it("have no points for a party without rows", () => {
    const none: CommittedRows = commitRows({ ...party([], [], [], null), columns: 3 }, testSeed("none"));
    expect(none.points).to.deep.equal({ rows: [], objective: null });
    expect(pointsDigest(none.points)).to.equal(`0x${"00".repeat(32)}`);
  });

  it("are digested block by block, then the objective's row", () => {
    const many = Array.from({ length: 258 }, (_, i): Affine => ({ x: BigInt(i), y: BigInt(i * i) }));
    const objective = { x: 5n, y: 6n };
    let digest = keccak_256(Buffer.concat([new Uint8Array(32), pointBytes(many.slice(0, 128))]));
    for (const from of [128, 256])
      digest = keccak_256(Buffer.concat([digest, pointBytes(many.slice(from, from + 128))]));
    expect(pointsDigest({ rows: many, objective: null })).to.equal(hex(digest));
    digest = keccak_256(Buffer.concat([digest, pointBytes([objective])]));
    expect(pointsDigest({ rows: many, objective })).to.equal(hex(digest));
  });

  it("and turns and refusals are posted under the digests that the specification gives", () => {
    const coder = AbiCoder.defaultAbiCoder();
    const { chainId, coordinator, round } = TEST_ID;
    const { points } = commitRows(rows, testSeed("digest"));
    const commitment = coder.encode(
      ["bytes32", "uint256", "address", "uint256", "uint256", "bytes32", "bytes32"],
      [
        textHash("concordat/commitment/v1"),
        chainId,
        coordinator,
        round,
        1,
        keccak256(generators(3).counters),
        pointsDigest(points),
      ],
    );
    expect(partyCommitment(TEST_ID, 3, 1, points)).to.equal(keccak256(commitment));
    const bodies = [Uint8Array.of(9, 8, 7), Uint8Array.of(6)];
    const parts = keccak256(concat(bodies.map((body) => keccak256(body))));
    const turn = coder.encode(
      ["bytes32", "uint256", "address", "uint256", "uint256", "uint256", "bytes32"],
      [textHash("concordat/turn/v1"), chainId, coordinator, round, 4, 1, parts],
    );
    expect(turnDigest(TEST_ID, { exchange: 4, from: 1 }, partsDigest(bodies))).to.equal(keccak256(turn));
    const refusal = coder.encode(
      ["bytes32", "uint256", "address", "uint256", "uint256", "uint256"],
      [textHash("concordat/refusal/v2"), chainId, coordinator, round, 4, 1],
    );
    expect(refusalDigest(TEST_ID, { exchange: 4, from: 1 })).to.equal(keccak256(refusal));
  });

  it("differ for another chain, coordinator, round, party and number of columns", () => {
    const { points } = commitRows(rows, testSeed("binding"));
    const ids: RoundId[] = [
      TEST_ID,
      { ...TEST_ID, chainId: 1n },
      { ...TEST_ID, coordinator: `0x${"11".repeat(20)}` },
      { ...TEST_ID, round: 8n },
    ];
    const digests = ids.map((own) => partyCommitment(own, 3, 0, points));
    digests.push(partyCommitment(TEST_ID, 3, 1, points), partyCommitment(TEST_ID, 4, 0, points));
    expect(new Set(digests).size).to.equal(6);
  });

  it("refuse numbers of 2^72 or more and rows of a wrong length", () => {
    const code = (bad: PartyRows) => {
      try {
        commitRows(bad, testSeed("bad"));
        return "accepted";
      } catch (error) {
        return (error as CertificateError).code;
      }
    };
    for (const large of [INTEGER_LIMIT, -INTEGER_LIMIT]) {
      expect(code(party([[1n, large]], [], [0n], null))).to.equal("NumberOutOfRange");
      expect(code(party([], [[1n, large]], [0n], null))).to.equal("NumberOutOfRange");
      expect(code(party([[1n, 1n]], [], [large], null))).to.equal("NumberOutOfRange");
      expect(code(party([[1n, 1n]], [], [1n], [large, 0n]))).to.equal("NumberOutOfRange");
    }
    expect(code(party([[1n, 1n], [1n]], [], [1n, 1n], null))).to.equal("ShapeMismatch");
    expect(code(party([[1n, 1n]], [], [], null))).to.equal("ShapeMismatch");
    expect(code(party([[1n, 1n]], [], [1n], [1n]))).to.equal("ShapeMismatch");
    expect(code(party([[limit, -limit]], [], [limit], null))).to.equal("accepted");
  });
});
