// The routines of the sealed verifier that are written in assembly, each by itself: what they say
// is what whole numbers say, on another EVM than that of the Solidity tests, for the least and the
// largest numbers and any others.
import { expect } from "chai";
import { Interface, type Result } from "ethers";
import fc from "fast-check";
import hre from "hardhat";
import type { Hex } from "viem";
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { encodeWords } from "../../client/math/words.ts";
import { KINDS } from "../../client/round/verdict.ts";
import { invert, reduce } from "../../client/sealed/field.ts";
import { type Field, fieldsOf } from "../../client/sealed/layout.ts";
import { stepsOf } from "../../client/sealed/steps.ts";
import { callWithout } from "../support/missing-precompiles.ts";
import { propertyRuns } from "../support/property-runs.ts";

const SOURCE = "contracts/test-support/SealedRoutines.sol";
const LIMBS = 32;
/** Of the columns and of the rows, as the contract's structs have them. */
const COLUMNS: readonly Field[] = ["x", "x'", "z+", "z-", "z-'", "ray", "y"];
const ROWS: readonly Field[] = ["w", "s", "s'", "r", "r'"];

const ends = [1n, 2n, GROUP_ORDER - 2n, GROUP_ORDER - 1n];
const nonzero = fc.oneof(fc.constantFrom(...ends), fc.bigInt({ min: 1n, max: GROUP_ORDER - 1n }));
const scalar = fc.oneof(fc.constantFrom(0n, ...ends), nonzero);
const exactly = (count: number) => ({ minLength: count, maxLength: count });

describe("differential: routines of the sealed verifier", function () {
  this.timeout(120_000);
  let abi: Interface;
  let code: Hex;

  before(async () => {
    await hre.tasks.getTask("build").run({ quiet: true, files: [SOURCE] });
    const artifact = await hre.artifacts.readArtifact("SealedRoutines");
    abi = new Interface(artifact.abi);
    code = artifact.deployedBytecode as Hex;
  });

  async function call(name: string, ...args: readonly unknown[]): Promise<Result> {
    const { reverted, returned } = await callWithout([], code, abi.encodeFunctionData(name, [...args]));
    expect(reverted, name).to.equal(false);
    return abi.decodeFunctionResult(name, returned);
  }

  it("inverts all values", () =>
    fc.assert(
      fc.asyncProperty(fc.array(nonzero, { maxLength: 45 }), async (values) => {
        const [inverses] = await call("invertAll", values);
        expect([...inverses]).to.deep.equal(values.map(invert));
      }),
      propertyRuns(20, 1),
    ));

  it("adds products of weights and words, four at a time", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(scalar, scalar), { maxLength: 44 }), async (drawn) => {
        const pairs = drawn.slice(0, 4 * Math.floor(drawn.length / 4));
        const [weights, words] = [pairs.map(([weight]) => weight), pairs.map(([, word]) => word)];
        const [sum] = await call("innerProduct", weights, encodeWords(words));
        expect(sum).to.equal(reduce(pairs.reduce((total, [weight, word]) => total + weight * word, 0n)));
      }),
      propertyRuns(20, 2),
    ));

  it("multiplies the differences of 32 points", () =>
    fc.assert(
      fc.asyncProperty(scalar, scalar, scalar, async (eta, zeta, xi) => {
        const points = Array.from({ length: LIMBS }, (_, q) => reduce(zeta * eta ** BigInt(q)));
        const [denominators, product] = await call("limbDenominators", eta, zeta, xi);
        expect(product).to.equal(points.reduce((total, point) => reduce(total * (xi - point)), 1n));
        const expected = points.map((own, q) =>
          points.reduce((total, other, j) => (j === q ? total : reduce(total * (own - other))), reduce(xi - own)),
        );
        expect([...denominators]).to.deep.equal(expected);
      }),
      propertyRuns(20, 3),
    ));

  for (const [number, kind] of KINDS.entries())
    it(`reads every field from its limbs: ${kind}`, () =>
      fc.assert(
        fc.asyncProperty(fc.integer({ min: 9, max: 12 }), fc.array(scalar, exactly(2 * LIMBS)), async (bits, limbs) => {
          const names = stepsOf(kind, 1).flatMap(({ points, scalars }) => [
            ...points.flatMap((name) => [name, name]),
            ...scalars,
          ]);
          const words = names.map(() => (1n << 256n) - 1n);
          words.splice(names.indexOf("l/C/0"), 2 * LIMBS, ...limbs);
          const found = await call("fields", number, bits, encodeWords(words));
          const read = (part: "C" | 0, field: Field) => {
            const place = fieldsOf(kind, part).get(field);
            const from = (place?.from ?? 0) + (part === "C" ? 0 : LIMBS);
            return reduce(
              limbs
                .slice(from, from + (place?.limbs ?? 0))
                .reduce((sum, limb, q) => sum + (limb << BigInt(q * bits)), 0n),
            );
          };
          expect([...found[0]]).to.deep.equal(COLUMNS.map((field) => read("C", field)));
          expect([...found[1]]).to.deep.equal(ROWS.map((field) => read(0, field)));
        }),
        propertyRuns(20, 4 + number),
      ));
});
