// Reference strings: a true one passes, and gives proofs by multi-scalar multiplication that equal
// those made with its trapdoor; every kind of false one is refused.
import { expect } from "chai";
import { G1 } from "../../../client/crypto/curve/bn254.ts";
import { msm } from "../../../client/crypto/curve/msm.ts";
import { srsCommitter } from "../../../client/sealed/committer.ts";
import { domainOf } from "../../../client/sealed/domain.ts";
import { proveTogether } from "../../../client/sealed/prover/prove.ts";
import { checkSrs, G2, type Srs, srsDigest, srsLengths } from "../../../client/sealed/srs.ts";
import { verifySealed } from "../../../client/sealed/verify.ts";
import { testSeed } from "../../support/certificate.ts";
import { codeOf as refusalOf } from "../../support/codes.ts";
import { buildSealed, outsideSubgroup, refusal, testString } from "../../support/sealed.ts";

const codeOf = (srs: Srs) =>
  refusalOf(() => checkSrs(srs, testSeed("check"), async (points, scalars) => msm(points, scalars)));

describe("sealed: reference string", function () {
  this.timeout(240_000);
  const { srs, committer } = testString(16);
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

  it("has a digest that depends on every point", () => {
    const digests = [srs, withLine(900, G1.BASE), withCell(18, 18, G1.BASE), { ...srs, tau: G2.BASE }].map(srsDigest);
    expect(new Set(digests).size).to.equal(digests.length);
  });

  it("commits and proves as the trapdoor does", () => {
    const round = buildSealed({ kind: "optimal" }, "multiplication");
    const { setting, digest, secrets } = round;
    const slow = { ...setting, committer: srsCommitter(srs) };
    const bytes = proveTogether(slow, digest, secrets, testSeed("prove"));
    expect(bytes).to.deep.equal(proveTogether({ ...setting, committer }, digest, secrets, testSeed("prove")));
    verifySealed(round.statement, round.key, bytes);
  });
});
