// The messages of a turn as bytes: one encoding each, nothing altered goes unnoticed, and every
// receiver finds the same digest, whichever bodies it has.
import { expect } from "chai";
import fc from "fast-check";
import { concat, type Hex, keccak256 } from "viem";
import { ProtocolError } from "../../client/errors.ts";
import {
  decodeParts,
  encodeParts,
  MAX_PARTS,
  PART_HEAD,
  type Part,
  partsDigest,
  slowPartsDigest,
  WITHHELD_BYTES,
} from "../../client/round/parts.ts";
import { propertyRuns } from "../support/property-runs.ts";

const body = fc.uint8Array({ maxLength: 80 });
const digest = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes): Hex => `0x${Buffer.from(bytes).toString("hex")}`);
const someParts = fc.array(fc.oneof(body, digest), { maxLength: 6 });

function plain(parts: readonly Part[]) {
  return parts.map((part) => (typeof part === "string" ? part : [...part]));
}

/** The decoded parts; null when they are refused. */
function decoded(bytes: Uint8Array): Part[] | null {
  try {
    return decodeParts(bytes);
  } catch (error) {
    expect(error).to.be.instanceOf(ProtocolError).with.property("code", "EnvelopeInvalid");
    return null;
  }
}

describe("parts of a turn", () => {
  it("come back as they went in", () => {
    fc.assert(
      fc.property(someParts, (parts) => {
        const bytes = encodeParts(parts);
        const length = (part: Part) => (typeof part === "string" ? WITHHELD_BYTES : PART_HEAD + part.length);
        expect(bytes).to.have.length(parts.reduce((sum, part) => sum + length(part), 0));
        expect(plain(decodeParts(bytes))).to.deep.equal(plain(parts));
      }),
      propertyRuns(100, 11),
    );
  });

  it("are laid out as the page on the wire says", () => {
    const withheld: Hex = `0x${"ab".repeat(32)}`;
    const bytes = encodeParts([Uint8Array.of(7, 8), withheld, new Uint8Array()]);
    expect(Buffer.from(bytes).toString("hex")).to.equal(`01000000020708${"00"}${"ab".repeat(32)}0100000000`);
  });

  it("are read from no other bytes than their own", () => {
    const starts = fc.constantFrom([], [0], [1, 0, 0, 0], [1, 0, 0, 0, 5], [2]);
    const garbage = fc.tuple(starts, fc.uint8Array({ maxLength: 120 })).map(([start, rest]) => [...start, ...rest]);
    fc.assert(
      fc.property(garbage, (bytes) => {
        const parts = decoded(Uint8Array.from(bytes));
        if (parts !== null) expect([...encodeParts(parts)]).to.deep.equal(bytes);
      }),
      propertyRuns(500, 12),
    );
  });

  it("are refused when cut short within a part, and have another digest when cut between two", () => {
    fc.assert(
      fc.property(someParts, (parts) => {
        const bytes = encodeParts(parts);
        for (let length = 0; length < bytes.length; length++) {
          const rest = decoded(bytes.subarray(0, length));
          if (rest !== null) expect(partsDigest(rest)).to.not.equal(partsDigest(parts));
        }
      }),
      propertyRuns(40, 13),
    );
  });

  it("with any byte altered are refused or have another digest", () => {
    fc.assert(
      fc.property(someParts, fc.integer({ min: 1, max: 255 }), (parts, change) => {
        const bytes = encodeParts(parts);
        for (let at = 0; at < bytes.length; at++) {
          const altered = Uint8Array.from(bytes);
          altered[at]! ^= change;
          const others = decoded(altered);
          if (others !== null) expect(partsDigest(others), `byte ${at}`).to.not.equal(partsDigest(parts));
        }
      }),
      propertyRuns(40, 14),
    );
  });

  it("have one digest, whoever looks: of the whole, of any view of it, at once or in slices", async () => {
    const view = fc.array(body, { maxLength: 6 }).chain((bodies) => {
      const isFor = fc.array(fc.boolean(), { minLength: bodies.length, maxLength: bodies.length });
      return fc.record({ bodies: fc.constant(bodies), isFor });
    });
    await fc.assert(
      fc.asyncProperty(view, async ({ bodies, isFor }) => {
        const parts = bodies.map((bytes, i) => (isFor[i] ? bytes : keccak256(bytes)));
        const whole = keccak256(concat(bodies.map((bytes) => keccak256(bytes))));
        expect(partsDigest(bodies)).to.equal(whole);
        expect(partsDigest(parts)).to.equal(whole);
        expect(await slowPartsDigest(parts)).to.equal(whole);
      }),
      propertyRuns(100, 15),
    );
  });

  it("in another order, with one more or one fewer, have another digest", () => {
    const different = fc.uniqueArray(body, {
      minLength: 2,
      maxLength: 6,
      selector: (bytes) => Buffer.from(bytes).toString("hex"),
    });
    fc.assert(
      fc.property(different, (bodies) => {
        const others = [bodies.toReversed(), bodies.slice(1), bodies.slice(0, -1), [...bodies, new Uint8Array()]];
        for (const other of others) expect(partsDigest(other)).to.not.equal(partsDigest(bodies));
      }),
      propertyRuns(50, 16),
    );
  });

  it("of a long message are hashed in slices to the same digest", async () => {
    const bodies = [new Uint8Array(600_000).fill(3), new Uint8Array(1 << 18).fill(4), new Uint8Array()];
    expect(await slowPartsDigest(bodies)).to.equal(partsDigest(bodies));
  });

  it("are no more than a turn can have, however short", () => {
    const most = encodeParts(new Array(MAX_PARTS).fill(new Uint8Array()));
    expect(decodeParts(most)).to.have.length(MAX_PARTS);
    expect(decoded(Buffer.concat([most, encodeParts([new Uint8Array()])]))).to.equal(null);
  });

  it("are views of the bytes that they were read from", () => {
    const bytes = Buffer.from(encodeParts([Uint8Array.of(1, 2)]));
    const [part] = decodeParts(bytes);
    bytes[PART_HEAD] = 9;
    expect([...(part as Uint8Array)]).to.deep.equal([9, 2]);
  });
});
