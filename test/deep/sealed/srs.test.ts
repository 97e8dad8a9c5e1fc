// Reference strings: a true one passes, and gives proofs by multi-scalar multiplication that equal
// those made with its trapdoor; client and auditor refuse every kind of false one.
import { expect } from "chai";
import { checkString, stringDigest } from "../../../auditor/sealed/string.ts";
import { FIELD_MODULUS, G1, GROUP_ORDER } from "../../../client/crypto/curve/bn254.ts";
import { msm } from "../../../client/crypto/curve/msm.ts";
import { type Committer, srsCommitter } from "../../../client/sealed/committer.ts";
import { domainOf } from "../../../client/sealed/domain.ts";
import { proveTogether } from "../../../client/sealed/prover/prove.ts";
import { checkSrs, G2, type Srs, srsDigest, srsLengths } from "../../../client/sealed/srs.ts";
import { verifySealed } from "../../../client/sealed/verify.ts";
import { testSeed } from "../../support/certificate.ts";
import { codeOf as refusalOf } from "../../support/codes.ts";
import { buildSealed, outsideSubgroup, refusal, type SealedRound, testString } from "../../support/sealed.ts";
import { plainString } from "../../support/sealed-inputs.ts";

/** What client and auditor say, which must be the same. */
async function codeOf(srs: Srs): Promise<string> {
  const check = checkSrs(srs, testSeed("check"), async (points, scalars) => msm(points, scalars));
  const code = await refusalOf(() => check);
  const random = testSeed("auditor's check");
  const audited = refusal(() => checkString(plainString(srs), (length) => random.bytes(length)));
  expect(audited.code === "accepted" ? "none" : audited.code).to.equal(code);
  return code;
}

describe("sealed: reference string", function () {
  this.timeout(240_000);
  const { srs, committer, trapdoor } = testString(16);
  const withLine = (index: number, point: G1): Srs => ({ ...srs, line: srs.line.with(index, point) });
  const withCell = (i: number, j: number, point: G1): Srs => ({
    ...srs,
    matrix: srs.matrix.with(i, srs.matrix[i]!.with(j, point)),
  });

  it("accepts a string of powers", async () => {
    expect(await codeOf(srs)).to.equal("none");
  });

  it("refuses one wrong point, wherever it is", async () => {
    const last = srs.line.length - 1;
    for (const index of [1, 18, 19, 700, last])
      expect(await codeOf(withLine(index, G1.BASE.multiply(5n)))).to.not.equal("none");
    for (const [i, j] of [
      [0, 5],
      [7, 9],
      [18, 18],
      [18, 0],
      [0, 18],
    ] as const)
      expect(await codeOf(withCell(i, j, srs.matrix[i]![j]!.add(G1.BASE))), `${i}, ${j}`).to.equal("SrsInconsistent");
  });

  it("refuses a row or a column that is a multiple of the right one", async () => {
    const row = srs.matrix[7]!.map((point) => point.double());
    expect(await codeOf({ ...srs, matrix: srs.matrix.with(7, row) })).to.equal("SrsInconsistent");
    const column = srs.matrix.map((points) => points.with(9, points[9]!.double()));
    const line = srs.line.with(9, column[0]![9]!);
    expect(await codeOf({ ...srs, line, matrix: column })).to.equal("SrsInconsistent");
  });

  it("the auditor refuses coordinates that are no point", () => {
    const string = plainString(srs);
    const [x, y] = string.line[5]!;
    const random = (length: number) => new Uint8Array(length).fill(1);
    for (const point of [
      [x, y + 1n],
      [x + FIELD_MODULUS, y],
      [-x, y],
    ] as const) {
      const changed = { ...string, line: string.line.with(5, point) };
      expect(refusal(() => checkString(changed, random)).code).to.equal("SrsPoint");
    }
  });

  it("refuses other trapdoors in the second group", async () => {
    expect(await codeOf({ ...srs, tau: srs.sigma })).to.equal("SrsInconsistent");
    expect(await codeOf({ ...srs, sigma: srs.tau })).to.equal("SrsInconsistent");
  });

  it("refuses lengths, infinity and another generator", async () => {
    expect(await codeOf({ ...srs, line: srs.line.slice(1) })).to.equal("SrsShape");
    expect(await codeOf({ ...srs, matrix: srs.matrix.slice(1) })).to.equal("SrsShape");
    expect(await codeOf({ ...srs, matrix: srs.matrix.with(3, srs.matrix[3]!.slice(1)) })).to.equal("SrsShape");
    expect(await codeOf(withLine(3, G1.ZERO))).to.equal("SrsPoint");
    expect(await codeOf(withLine(0, G1.BASE.double()))).to.equal("SrsPoint");
    expect(await codeOf({ ...srs, tau: G2.ZERO })).to.equal("SrsPoint");
    expect(await codeOf({ ...srs, sigma: outsideSubgroup() })).to.equal("SrsPoint");
    expect(await codeOf(withLine(900, G1.fromAffine({ x: 5n, y: 7n })))).to.equal("SrsPoint");
    const { x } = srs.tau.toAffine();
    expect(await codeOf({ ...srs, tau: G2.fromAffine({ x, y: x }) })).to.equal("SrsPoint");
  });

  it("refuses a size that is no power of two, whatever the lengths", async () => {
    for (const size of [0, 24]) {
      expect(refusal(() => srsLengths(size)).code).to.equal("SrsShape");
      expect(await codeOf({ ...srs, size })).to.equal("SrsShape");
    }
  });

  it("refuses a trapdoor in a domain", async () => {
    const { size, limbSize } = domainOf(16);
    for (const degenerate of [withLine(size, G1.BASE), withLine(limbSize, G1.BASE), withCell(size, 0, G1.BASE)])
      expect(await codeOf(degenerate)).to.equal("SrsDegenerate");
  });

  it("refuses secrets of which one is a power of the other, consistent as they are", async () => {
    // With such a string anybody forges: test/sealed/foreign-prover.test.ts.
    for (const power of [1, 2]) {
      const matrix = srs.matrix.map((row, i) => row.map((_, j) => srs.line[power * i + j]!));
      const sigma = G2.BASE.multiply(trapdoor.tau ** BigInt(power) % GROUP_ORDER);
      expect(await codeOf({ ...srs, matrix, sigma }), `σ = τ^${power}`).to.equal("SrsDegenerate");
    }
    const mirrored = srs.matrix.map((row, i) =>
      row.map((_, j) => (i % 2 ? srs.line[i + j]!.negate() : srs.line[i + j]!)),
    );
    expect(await codeOf({ ...srs, matrix: mirrored, sigma: srs.tau.negate() }), "σ = −τ").to.equal("SrsDegenerate");
  });

  it("has a digest that depends on every point", () => {
    const strings = [srs, withLine(900, G1.BASE), withCell(18, 18, G1.BASE), { ...srs, tau: G2.BASE }];
    const digests = strings.map(srsDigest);
    expect(new Set(digests).size).to.equal(digests.length);
    expect(strings.map((other) => stringDigest(plainString(other)))).to.deep.equal(digests);
  });

  it("commits and proves as the trapdoor does", () => {
    const [round, same] = [0, 1].map((): SealedRound => buildSealed({ kind: "optimal" }, "multiplication")) as [
      SealedRound,
      SealedRound,
    ];
    const prove = ({ setting, digest, secrets }: SealedRound, own: Committer) =>
      proveTogether({ ...setting, committer: own }, digest, secrets, testSeed("prove"));
    const bytes = prove(round, srsCommitter(srs));
    expect(bytes).to.deep.equal(prove(same, committer));
    verifySealed(round.statement, round.key, bytes);
  });
});
