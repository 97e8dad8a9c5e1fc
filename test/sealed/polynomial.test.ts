// Polynomials' values on subgroups and cosets against evaluating place by place, for any degree.
import { expect } from "chai";
import fc from "fast-check";
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { powersFrom } from "../../client/sealed/field.ts";
import {
  evaluate,
  FIELD_GENERATOR,
  interpolate,
  interpolateOnCoset,
  rootOfOrder,
  valuesOn,
  valuesOnCoset,
  vectorOnCoset,
} from "../../client/sealed/polynomial.ts";
import { propertyRuns } from "../support/property-runs.ts";

describe("sealed: polynomials", () => {
  const polynomial = fc.array(fc.bigInt({ min: 0n, max: GROUP_ORDER - 1n }), { maxLength: 40 });
  const size = fc.integer({ min: 0, max: 5 }).map((log) => 2 ** log);

  it("have the values that they have place by place, of any degree", () => {
    const property = fc.property(size, polynomial, (order, f) => {
      const places = powersFrom(rootOfOrder(order), order);
      const onCoset = places.map((place) => (place * FIELD_GENERATOR) % GROUP_ORDER);
      expect(valuesOn(order, f)).to.deep.equal(places.map((place) => evaluate(f, place)));
      expect(valuesOnCoset(order, f)).to.deep.equal(onCoset.map((place) => evaluate(f, place)));
    });
    fc.assert(property, propertyRuns(60, 47));
  });

  it("are those of least degree with these values", () => {
    const property = fc.property(size, polynomial, (order, f) => {
      const low = [...f.slice(0, order), ...new Array<bigint>(Math.max(0, order - f.length)).fill(0n)];
      expect(interpolate(valuesOn(order, low))).to.deep.equal(low);
      expect(interpolateOnCoset(vectorOnCoset(order, low))).to.deep.equal(low);
    });
    fc.assert(property, propertyRuns(30, 53));
  });
});
