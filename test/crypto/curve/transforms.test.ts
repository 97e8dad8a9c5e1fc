// Transforms in the WebAssembly kernel: against the definition, and against @noble/curves.
import { FFT, rootsOfUnity } from "@noble/curves/abstract/fft.js";
import { bn254 } from "@noble/curves/bn254.js";
import { expect } from "chai";
import fc from "fast-check";
import { GROUP_ORDER } from "../../../client/crypto/curve/bn254.ts";
import { type Coset, type Geometric, transform as transformVector } from "../../../client/crypto/curve/transforms.ts";
import { Vector } from "../../../client/crypto/curve/vector.ts";
import { createRandom } from "../../../client/math/random.ts";
import { powersFrom, randomScalars, reduce } from "../../../client/sealed/field.ts";
import { propertyRuns } from "../../support/property-runs.ts";

const { Fr } = bn254.fields;
const roots = rootsOfUnity(Fr, 5n);

function transform(values: readonly bigint[], coset: Coset, after?: Geometric): bigint[] {
  return transformVector(Vector.of(values), coset, after).toNumbers();
}

/** Σ_j (shift·root^i)^j·values_j for every i. */
function byDefinition(values: readonly bigint[], { root, shift }: Coset): bigint[] {
  return powersFrom(root, values.length).map((power) => {
    const powers = powersFrom((shift * power) % GROUP_ORDER, values.length);
    return reduce(values.reduce((sum, value, j) => sum + value * powers[j]!, 0n));
  });
}

function scaled(values: readonly bigint[], { factor, base }: Geometric): bigint[] {
  const powers = powersFrom(base, values.length);
  return values.map((value, i) => reduce(value * factor * powers[i]!));
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

  it("are what the definition says, on any coset, with a sequence afterwards", () => {
    const property = fc.property(vector, element, element, element, (values, shift, factor, base) => {
      const coset = { root: roots.omega(Math.log2(values.length)), shift };
      const due = byDefinition(values, coset);
      expect(transform(values, coset)).to.deep.equal(due);
      expect(transform(values, coset), "again").to.deep.equal(due);
      const after = { factor, base };
      expect(transform(values, coset, after)).to.deep.equal(scaled(due, after));
    });
    fc.assert(property, propertyRuns(40, 43));
  });

  it("agree with another implementation at every size up to 2^14, with numbers that grow most", () => {
    const random = createRandom(new Uint8Array(32).fill(5));
    for (let log = 0; log <= 14; log++) {
      const fft = FFT(roots, Fr);
      for (const values of [randomScalars(random, 2 ** log), new Array<bigint>(2 ** log).fill(GROUP_ORDER - 1n)]) {
        expect(transform(values, { root: roots.omega(log), shift: 1n })).to.deep.equal(fft.direct([...values]));
        const after = { factor: Fr.inv(BigInt(values.length)), base: 1n };
        const inverse = { root: Fr.inv(roots.omega(log)), shift: 1n };
        expect(transform(values, inverse, after)).to.deep.equal(fft.inverse([...values]));
      }
    }
  });
});
