// Algorithm 2: the shares of Q and the two products through Paillier.
import { expect } from "chai";
import fc from "fast-check";
import { callingThread } from "../../../client/crypto/paillier/pool.ts";
import { createCostMeter } from "../../../client/engines/cost-meter.ts";
import {
  assertMonomial,
  drawMonomial,
  firstShare,
  SHARE_LIMIT,
  secondShare,
} from "../../../client/engines/multi-party/monomial.ts";
import {
  costWidths,
  drawKey,
  drawMasks,
  encryptConstraints,
  encryptCosts,
  multiplyConstraints,
  multiplyCosts,
  openConstraints,
  openCosts,
  PRODUCT_PHASE,
  productWidths,
} from "../../../client/engines/multi-party/product.ts";
import { ringMask } from "../../../client/engines/multi-party/ring.ts";
import { MONOMIAL_LIMIT, type RingShape, ringShape } from "../../../client/engines/multi-party/shape.ts";
import {
  completeProduct,
  maskProduct,
  openTotal,
  unmaskProduct,
  unmaskRest,
} from "../../../client/engines/multi-party/shares.ts";
import { mod } from "../../../client/math/field.ts";
import { addModulo, type Matrix, mapMatrix, multiply, randomMatrix, transpose } from "../../../client/math/matrix.ts";
import { randomBetween } from "../../../client/math/random.ts";
import { codeOf } from "../../support/paillier.ts";
import { propertyRuns } from "../../support/property-runs.ts";
import { consortium, randomProgram, seeded } from "./problems.ts";

const shape = ringShape(consortium(randomProgram(2, "optimal", 4), 2, 1).round);
const n = shape.variables;
const context = { shape, keyBits: 512, minimumBits: 512, pool: callingThread, meter: createCostMeter() };
const seed = (byte: number) => seeded(byte).bytes(32);

/** [BA′ BM′ Bb′] with entries up to the largest that the ring can give. */
function total(of: RingShape, byte: number): bigint[][] {
  const limit = (of.modulus - 1n) / (2n * MONOMIAL_LIMIT) - 1n;
  const random = seeded(byte);
  return Array.from({ length: of.rows }, (_, i) =>
    Array.from({ length: of.width }, (_, j) =>
      i === 0 ? (j % 2 === 0 ? limit : -limit) : randomBetween(random, -limit, limit),
    ),
  );
}

/** BA′Q, BM′ and Bb′ as the owner gets them. */
async function algorithm2(h: Matrix, q: Matrix, masked: boolean) {
  const first = firstShare(seed(1), n);
  const second = secondShare(q, first);
  const mask = masked ? { seed: seed(2), product: maskProduct(shape, seed(2), second, seed(3)) } : null;
  const residues = mapMatrix(h, (value) => mod(value, shape.modulus));
  const ring = mask === null ? residues : addModulo(residues, ringMask(shape, mask.seed), shape.modulus);

  const { x, rest } = openTotal(shape, ring);
  const key = drawKey(context, seeded(4));
  const encrypted = await encryptConstraints(context, key, x, seeded(5));
  const masks = drawMasks(shape, seeded(6));
  const product = await multiplyConstraints(context, key.publicKey, { encrypted, first, masks }, seeded(7));
  const opened = await openConstraints(context, key, product);
  const completed = completeProduct(shape, opened, x, { share: second, blindSeed: masked ? seed(3) : null });
  return {
    product: unmaskProduct(shape, completed, { masks: transpose(masks, shape.rows), first, mask }),
    ...unmaskRest(shape, rest, mask),
    seenByRepresentative: { x, opened, completed },
  };
}

describe("Q and its shares", () => {
  it("is monomial, and the shares add up", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(255), (size, byte) => {
        const q = drawMonomial(size, seeded(byte));
        assertMonomial(q);
        const first = firstShare(seed(byte), size);
        expect(first.flat().every((value) => value >= 0n && value < SHARE_LIMIT)).to.equal(true);
        const second = secondShare(q, first);
        expect(mapMatrix(first, (value, i, j) => value + second[i]![j]!)).to.deep.equal(q);
      }),
      propertyRuns(60, 3),
    );
  });

  it("is refused when it is not monomial", async () => {
    const refused: Matrix[] = [
      [
        [1n, 0n],
        [1n, 0n],
      ],
      [
        [1n, 1n],
        [0n, 1n],
      ],
      [
        [0n, 0n],
        [0n, 1n],
      ],
      [
        [-1n, 0n],
        [0n, 1n],
      ],
      [
        [MONOMIAL_LIMIT + 1n, 0n],
        [0n, 1n],
      ],
      [
        [1n, 0n, 0n],
        [0n, 1n, 0n],
      ],
      [
        [1n, 2n],
        [3n, 4n],
      ],
    ];
    for (const q of refused) {
      expect(await codeOf(() => assertMonomial(q))).to.equal("NotMonomial");
      expect(await codeOf(() => secondShare(q, q))).to.equal("NotMonomial");
    }
    assertMonomial([
      [0n, MONOMIAL_LIMIT],
      [1n, 0n],
    ]);
  });
});

describe("Algorithm 2", function () {
  this.timeout(60_000);

  it("gives the owner BA′Q, BM′ and Bb′ exactly, masked and plain, at the largest numbers", async () => {
    for (const byte of [1, 2, 3]) {
      const h = total(shape, byte);
      const q = drawMonomial(n, seeded(byte + 50));
      const expected = multiply(
        h.map((row) => row.slice(0, n)),
        q,
        n,
      );
      for (const masked of [true, false]) {
        const found = await algorithm2(h, q, masked);
        expect(found.product).to.deep.equal(expected);
        expect(found.slacks).to.deep.equal(h.map((row) => row.slice(n, -1)));
        expect(found.rhs).to.deep.equal(h.map((row) => row.at(-1)!));
      }
    }
  });

  it("shows the representative neither BA′ (masked ring) nor BA′Q", async () => {
    const h = total(shape, 9);
    const q = drawMonomial(n, seeded(8));
    const expected = multiply(
      h.map((row) => row.slice(0, n)),
      q,
      n,
    ).flat();
    for (const masked of [true, false]) {
      const { x, opened, completed } = (await algorithm2(h, q, masked)).seenByRepresentative;
      expect(x.flat().some((value) => h.flat().includes(value))).to.equal(!masked);
      const seen = [...opened.flat(), ...completed.flat()].map((value) => mod(value, shape.modulus));
      expect(seen.some((value) => expected.some((entry) => mod(entry, shape.modulus) === value))).to.equal(false);
    }
  });

  it("gives the owner CᵀQ₂ exactly, whatever the signs and sizes of C", async () => {
    const most = (1n << 72n) - 1n;
    for (const [byte, costs] of [
      new Array<bigint>(n).fill(most),
      new Array<bigint>(n).fill(-most),
      new Array<bigint>(n).fill(0n),
      Array.from({ length: n }, (_, j) => BigInt(j) - 1n),
    ].entries()) {
      const second = secondShare(drawMonomial(n, seeded(byte)), firstShare(seed(byte), n));
      const key = drawKey(context, seeded(11));
      const encrypted = await encryptCosts(context, key, costs, seeded(12));
      const product = await multiplyCosts(context, key.publicKey, { encrypted, second }, seeded(13));
      expect(await openCosts(context, key, product)).to.deep.equal(multiply([costs], second, n)[0]);
    }
  });

  it("leaves room in every slot for its largest number", () => {
    const { entryBits, slotBits, maskLimit } = productWidths(shape);
    expect(1n << BigInt(entryBits) > shape.modulus / 2n).to.equal(true);
    const reach = BigInt(n) * SHARE_LIMIT * (1n << BigInt(entryBits));
    expect(maskLimit >= reach << 64n && reach + maskLimit < 1n << BigInt(slotBits - 1)).to.equal(true);
    const costs = costWidths(shape);
    expect(BigInt(n) * (SHARE_LIMIT + MONOMIAL_LIMIT) * (1n << 72n) < 1n << BigInt(costs.slotBits - 1)).to.equal(true);
  });

  it("refuses numbers that could wrap around, and dimensions that differ", async () => {
    const key = drawKey(context, seeded(4));
    const x = randomMatrix(shape.rows, n, 1000n, seeded(1));
    const encrypted = await encryptConstraints(context, key, x, seeded(5));
    const masks = drawMasks(shape, seeded(6));
    const first = firstShare(seed(1), n);
    const multiplied = (left: Matrix, of: Matrix, with_: Matrix) =>
      codeOf(() =>
        multiplyConstraints(context, key.publicKey, { encrypted: of, first: left, masks: with_ }, seeded(7)),
      );
    const wide = mapMatrix(first, (value) => value << 80n);
    expect(await multiplied(wide, encrypted, masks)).to.equal("PaillierSlotRange");
    expect(
      await multiplied(
        first,
        encrypted,
        mapMatrix(masks, (value) => value << 20n),
      ),
    ).to.equal("PaillierSlotRange");
    expect(await multiplied(first, encrypted.slice(1), masks)).to.equal("PaillierDimensions");
    expect(await multiplied(first, encrypted, masks.slice(1))).to.equal("PaillierDimensions");
  });

  it("counts its operations", () => {
    const counts = context.meter.phases().find(({ phase }) => phase === PRODUCT_PHASE)!.counts;
    expect(counts.encryptions > 0 && counts.decryptions > 0 && counts.powers > counts.encryptions).to.equal(true);
  });
});
