// Algorithm 2: Q, its shares, and the products of both variants.
import { expect } from "chai";
import fc from "fast-check";
import { callingThread } from "../../../client/crypto/paillier/pool.ts";
import { readBody } from "../../../client/engines/codec.ts";
import { createCostMeter } from "../../../client/engines/cost-meter.ts";
import { costWidths, encryptCosts, multiplyCosts, openCosts } from "../../../client/engines/multi-party/costs.ts";
import { COST_WIDTHS } from "../../../client/engines/multi-party/masked/messages.ts";
import {
  blindProduct,
  dealtBy,
  firstShare as maskedFirstShare,
  maskProduct,
  openProduct,
} from "../../../client/engines/multi-party/masked/product.ts";
import { coefficientMask } from "../../../client/engines/multi-party/masked/shares.ts";
import { assertMonomial, drawMonomial } from "../../../client/engines/multi-party/monomial.ts";
import { drawKey } from "../../../client/engines/multi-party/paillier.ts";
import { PRODUCT_PHASE } from "../../../client/engines/multi-party/phases.ts";
import {
  costShareWidths,
  drawMasks,
  encryptConstraints,
  multiplyConstraints,
  openConstraints,
  productWidths,
} from "../../../client/engines/multi-party/plain/product.ts";
import {
  completeProduct,
  firstShare,
  SHARE_LIMIT,
  secondShare,
  unmaskProduct,
} from "../../../client/engines/multi-party/plain/shares.ts";
import { type ConsortiumShape, consortiumShape, MONOMIAL_LIMIT } from "../../../client/engines/multi-party/shape.ts";
import { inverseModulo, mod } from "../../../client/math/field.ts";
import {
  type Matrix,
  mapMatrix,
  multiply,
  randomMatrix,
  subtractModulo,
  transpose,
} from "../../../client/math/matrix.ts";
import { randomBetween } from "../../../client/math/random.ts";
import { codeOf } from "../../support/paillier.ts";
import { propertyRuns } from "../../support/property-runs.ts";
import { consortium, randomProgram, seeded } from "./problems.ts";

const shape = consortiumShape(consortium(randomProgram(2, "optimal", 4), 2, 1).round);
const n = shape.variables;
const context = { shape, keyBits: 512, minimumBits: 512, pool: callingThread, meter: createCostMeter() };
const seed = (byte: number) => seeded(byte).bytes(32);

/** [BA′ BM′ Bb′] with entries up to the largest that the ring can give. */
function total(of: ConsortiumShape, byte: number): bigint[][] {
  const limit = (of.modulus - 1n) / (2n * MONOMIAL_LIMIT) - 1n;
  const random = seeded(byte);
  return Array.from({ length: of.rows }, (_, i) =>
    Array.from({ length: of.width }, (_, j) =>
      i === 0 ? (j % 2 === 0 ? limit : -limit) : randomBetween(random, -limit, limit),
    ),
  );
}

/** BA′Q as the owner of `plain` gets it from h = BA′. */
async function plainProduct(h: Matrix, q: Matrix) {
  const first = firstShare(seed(1), n);
  const second = secondShare(q, first);
  const key = drawKey(context, seeded(4));
  const encrypted = await encryptConstraints(context, key, h, seeded(5));
  const masks = drawMasks(shape, seeded(6));
  const product = await multiplyConstraints(context, key.publicKey, { encrypted, first, masks }, seeded(7));
  const opened = await openConstraints(context, key, product);
  const completed = completeProduct(shape, opened, h, second);
  return { product: unmaskProduct(shape, completed, transpose(masks, shape.rows)), opened, completed };
}

/** All messages of the product in `masked`, and BA′Q as the owner gets it. */
function maskedProduct(h: Matrix, q: Matrix, byte: number) {
  const dealt = dealtBy(shape, seed(byte));
  const mask = coefficientMask(shape, seed(byte + 1));
  const x = subtractModulo(h, mask, shape.modulus);
  const parts = {
    first: maskedFirstShare(shape, q, dealt),
    x,
    blinded: blindProduct(shape, x, dealt),
    unblinding: maskProduct(shape, mask, q, dealt),
  };
  return { ...parts, product: openProduct(shape, parts) };
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
  this.timeout(120_000);

  const ofVariables = (byte: number) => total(shape, byte).map((row) => row.slice(0, n));

  it("gives the owner BA′Q exactly in both variants, at the largest numbers", async () => {
    for (const byte of [1, 2, 3]) {
      const h = ofVariables(byte);
      const q = drawMonomial(n, seeded(byte + 50));
      const expected = multiply(h, q, n);
      expect((await plainProduct(h, q)).product).to.deep.equal(expected);
      expect(maskedProduct(h, q, 60 + byte).product).to.deep.equal(expected);
    }
  });

  it("plain shows the representative no BA′Q", async () => {
    const h = ofVariables(9);
    const q = drawMonomial(n, seeded(8));
    const { opened, completed } = await plainProduct(h, q);
    const expected = new Set(multiply(h, q, n).flat());
    const seen = [...opened.flat(), ...completed.flat()].map((value) => mod(value, shape.modulus));
    expect(seen.some((value) => expected.has(value) || expected.has(value - shape.modulus))).to.equal(false);
  });

  it("masked shows the owner nothing but BA′Q: other data with the same product explain all it sees", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (one, other) => {
        const h = ofVariables(one);
        const q = drawMonomial(n, seeded(other));
        const seen = maskedProduct(h, q, one % 100);
        // Any other monomial Q̃ and H̃Q̃ = HQ modulo M: the same Q₁, X and XQ₂ + T come of
        // Q̃₂ = Q̃ − Q₁, R̃ = H̃ − X and one T̃, as likely as those drawn; then R̃Q̃ − T̃ is what
        // the owner got.
        const { modulus } = shape;
        const otherQ = drawMonomial(n, seeded(other + 1));
        const inverse = (matrix: Matrix) => {
          const entries = transpose(matrix, n);
          return mapMatrix(entries, (value) => (value === 0n ? 0n : inverseModulo(value, modulus)));
        };
        const reduce = (matrix: Matrix) => mapMatrix(matrix, (value) => mod(value, modulus));
        const otherH = reduce(multiply(multiply(h, q, n), inverse(otherQ), n));
        const second = subtractModulo(otherQ, seen.first, modulus);
        const mask = subtractModulo(otherH, seen.x, modulus);
        const blind = subtractModulo(seen.blinded, reduce(multiply(seen.x, second, n)), modulus);
        expect(maskProduct(shape, mask, otherQ, { second, blind })).to.deep.equal(seen.unblinding);
      }),
      propertyRuns(40, 12),
    );
  });

  it("masked has uniform numbers in X and Q₁", () => {
    const h = ofVariables(4);
    const q = drawMonomial(n, seeded(5));
    // As many in each quarter of the range as chance allows, for the same data.
    const counts = new Array<number>(4).fill(0);
    for (let byte = 0; byte < 100; byte++)
      for (const value of [...maskedProduct(h, q, byte).x.flat(), ...maskedProduct(h, q, byte).first.flat()])
        counts[Number((4n * value) / shape.modulus)]!++;
    const expected = counts.reduce((sum, count) => sum + count, 0) / 4;
    for (const count of counts) expect(Math.abs(count - expected)).to.be.below(6 * Math.sqrt(expected));
  });

  it("gives the owner CᵀQ or CᵀQ₂ exactly, whatever the signs and sizes of C", async () => {
    const most = (1n << 72n) - 1n;
    for (const [byte, costs] of [
      new Array<bigint>(n).fill(most),
      new Array<bigint>(n).fill(-most),
      new Array<bigint>(n).fill(0n),
      Array.from({ length: n }, (_, j) => BigInt(j) - 1n),
    ].entries()) {
      const q = drawMonomial(n, seeded(byte));
      const key = drawKey(context, seeded(11));
      const encrypted = await encryptCosts(context, key, costs, seeded(12));
      for (const [factor, widths] of [
        [q, COST_WIDTHS],
        [secondShare(q, firstShare(seed(byte), n)), costShareWidths(shape)],
      ] as const) {
        const told = { key: key.publicKey, encrypted };
        const product = await multiplyCosts(context, told, { factor, widths }, seeded(13));
        const reader = readBody(key.publicKey.encodeCiphertexts(product), "costs", 1);
        expect(await openCosts(context, key, reader, widths)).to.deep.equal(multiply([costs], factor, n)[0]);
      }
    }
  });

  it("leaves room in every slot for its largest number", () => {
    const { entryBits, slotBits, maskLimit } = productWidths(shape);
    expect(1n << BigInt(entryBits) > shape.modulus / 2n).to.equal(true);
    const reach = BigInt(n) * SHARE_LIMIT * (1n << BigInt(entryBits));
    expect(maskLimit >= reach << 64n && reach + maskLimit < 1n << BigInt(slotBits - 1)).to.equal(true);
    const costs = costShareWidths(shape);
    expect(BigInt(n) * (SHARE_LIMIT + MONOMIAL_LIMIT) * (1n << 72n) < 1n << BigInt(costs.slotBits - 1)).to.equal(true);
    expect(COST_WIDTHS).to.deep.equal(costWidths(MONOMIAL_LIMIT));
    expect(MONOMIAL_LIMIT * (1n << 72n) < 1n << BigInt(COST_WIDTHS.slotBits - 1)).to.equal(true);
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
