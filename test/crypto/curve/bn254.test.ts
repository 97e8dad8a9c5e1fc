// The group against the EVM's vectors, and what decoding refuses.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import {
  type Affine,
  FIELD_MODULUS,
  G1,
  GROUP_ORDER,
  isOnCurve,
  pointFromAffine,
  pointsToAffine,
} from "../../../client/crypto/curve/bn254.ts";
import { msm } from "../../../client/crypto/curve/msm.ts";
import { CryptoError } from "../../../client/errors.ts";

interface Vectors {
  readonly add: readonly (readonly [string, string, string])[];
  readonly multiply: readonly (readonly [string, string, string])[];
}
const vectors: Vectors = JSON.parse(readFileSync(new URL("../../vectors/bn254.json", import.meta.url), "utf8"));

function affine(hex: string): Affine {
  return { x: BigInt(`0x${hex.slice(0, 64)}`), y: BigInt(`0x${hex.slice(64)}`) };
}

describe("bn254 G1", () => {
  it("has the parameters of EIP-196", () => {
    expect(FIELD_MODULUS).to.equal(21888242871839275222246405745257275088696311157297823662689037894645226208583n);
    expect(GROUP_ORDER).to.equal(21888242871839275222246405745257275088548364400416034343698204186575808495617n);
    expect(pointsToAffine([G1.BASE])).to.deep.equal([{ x: 1n, y: 2n }]);
  });

  it("adds as the precompile does", () => {
    for (const [a, b, expected] of vectors.add) {
      const sum = pointFromAffine(affine(a)).add(pointFromAffine(affine(b)));
      expect(pointsToAffine([sum])).to.deep.equal([affine(expected)]);
    }
  });

  it("multiplies as the precompile does, scalars above r included", () => {
    for (const [point, scalar, expected] of vectors.multiply) {
      const product = msm([pointFromAffine(affine(point))], [BigInt(`0x${scalar}`)]);
      expect(pointsToAffine([product])).to.deep.equal([affine(expected)]);
    }
  });

  it("refuses coordinates that are not canonical, not on the curve, or of infinity", () => {
    const p = FIELD_MODULUS;
    const bad: Affine[] = [
      { x: 1n, y: 3n },
      { x: 0n, y: 0n },
      { x: p, y: 2n },
      { x: p + 1n, y: 2n },
      { x: 1n, y: p + 2n },
      { x: 1n - p, y: 2n },
      { x: 1n, y: -2n },
    ];
    for (const point of bad) {
      expect(isOnCurve(point)).to.equal(false);
      expect(() => pointFromAffine(point))
        .to.throw(CryptoError)
        .with.property("code", "PointInvalid");
    }
    expect(isOnCurve({ x: 1n, y: p - 2n })).to.equal(true);
    expect(() => pointsToAffine([G1.BASE, G1.ZERO]))
      .to.throw(CryptoError)
      .with.property("code", "PointInvalid");
  });
});
