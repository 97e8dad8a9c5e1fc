// Transforms in the WebAssembly kernel: against the definition, and against @noble/curves.
import { FFT, rootsOfUnity } from "@noble/curves/abstract/fft.js";
import { bn254 } from "@noble/curves/bn254.js";
import { expect } from "chai";
import fc from "fast-check";
import { GROUP_ORDER } from "../../../client/crypto/curve/bn254.ts";
import { type Geometric, transform as transformVector } from "../../../client/crypto/curve/transforms.ts";
import { Vector } from "../../../client/crypto/curve/vector.ts";
import { createRandom } from "../../../client/math/random.ts";
import { powersFrom, randomScalars, reduce } from "../../../client/sealed/field.ts";
import { propertyRuns } from "../../support/property-runs.ts";

const { Fr } = bn254.fields;
const roots = rootsOfUnity(Fr, 5n);

/** Σ_j root^(ij)·values_j for every i. */
function byDefinition(values: readonly bigint[], root: bigint): bigint[] {
  return powersFrom(root, values.length).map((power) => {
    const powers = powersFrom(power, values.length);
    return reduce(values.reduce((sum, value, j) => sum + value * powers[j]!, 0n));
  });
}

function scaled(values: readonly bigint[], { factor, base }: Geometric): bigint[] {
  const powers = powersFrom(base, values.length);
  return values.map((value, i) => reduce(value * factor * powers[i]!));
}

function transform(values: readonly bigint[], root: bigint, around: Parameters<typeof transformVector>[2]): bigint[] {
  return transformVector(Vector.of(values), root, around).toNumbers();
}

describe("transforms over the scalars", () => {
  const element = fc.oneof(
    fc.constantFrom(0n, 1n, GROUP_ORDER - 1n, (GROUP_ORDER + 1n) / 2n),
    fc.bigInt({ min: 0n, max: GROUP_ORDER - 1n }),
  );
  const integer = fc.oneof(element, fc.bigInt({ min: -(1n << 260n), max: 1n << 260n }));
  const vector = fc
    .integer({ min: 0, max: 5 })
    .chain((log) => fc.array(integer, { minLength: 2 ** log, maxLength: 2 ** log }));

  it("are what the definition says, with sequences before and after", () => {
    const property = fc.property(vector, element, element, (values, factor, base) => {
      const root = roots.omega(Math.log2(values.length));
      const sequence = { factor, base };
      expect(transform(values, root, {})).to.deep.equal(byDefinition(values, root));
      const before = transform(values, root, { before: sequence });
      expect(before).to.deep.equal(byDefinition(scaled(values, sequence), root));
      const after = transform(values, root, { after: sequence });
      expect(after).to.deep.equal(scaled(byDefinition(values, root), sequence));
    });
    fc.assert(property, propertyRuns(40, 43));
  });

  it("agree with another implementation at every size up to 2^13, with numbers that grow most", () => {
    const random = createRandom(new Uint8Array(32).fill(5));
    for (let log = 0; log <= 13; log++) {
      const fft = FFT(roots, Fr);
      for (const values of [randomScalars(random, 2 ** log), new Array<bigint>(2 ** log).fill(GROUP_ORDER - 1n)]) {
        expect(transform(values, roots.omega(log), {})).to.deep.equal(fft.direct([...values]));
        const after = { factor: Fr.inv(BigInt(values.length)), base: 1n };
        expect(transform(values, Fr.inv(roots.omega(log)), { after })).to.deep.equal(fft.inverse([...values]));
      }
    }
  });
});
