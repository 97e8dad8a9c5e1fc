// Challenges at points of the domains or at each other's: contract, client and auditor refuse the
// same ones. For all others no denominator is 0, and what the contract computes of them with one
// inversion is what the definitions give.
import { expect } from "chai";
import { Interface, id, type Result } from "ethers";
import fc from "fast-check";
import hre from "hardhat";
import type { Hex } from "viem";
import { domainOf as auditorDomain } from "../../auditor/sealed/domain.ts";
import { checkChallenges as auditorCheck } from "../../auditor/sealed/opening.ts";
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { KINDS } from "../../client/round/verdict.ts";
import { domainOf, LIMBS, lagrange, selector, vanishing } from "../../client/sealed/domain.ts";
import { power, reduce } from "../../client/sealed/field.ts";
import { checkChallenges, interpolateAt, openingFactors, openingsOf } from "../../client/sealed/openings.ts";
import { callWithout } from "../support/missing-precompiles.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { sampled } from "../support/sampled.ts";

const SOURCE = "contracts/test-support/SealedRoutines.sol";
const REFUSED = id("SealedChallengeDegenerate()").slice(0, 10);
/** Openings of a single point, in the order of the contract's places. */
const SINGLE = ["N", "Phi", "Psi", "T", "V"];
const STRUCT = "theta epsilon lambda alpha beta mu nu nuSum gamma zeta rho xi pi".split(" ");

const anything = fc.bigInt({ min: 0n, max: GROUP_ORDER - 1n });
/** How one challenge is drawn: from all, or as a power of η, times ζ or not. */
const draw = fc.oneof(
  anything.map((value) => () => value),
  fc.record({ exponent: fc.integer({ min: -1, max: 34 }), factor: fc.constantFrom(0n, 1n, null) }).map(
    ({ exponent, factor }) =>
      (eta: bigint, zeta: bigint) =>
        reduce((factor ?? zeta) * power(eta, BigInt(exponent) + (GROUP_ORDER - 1n))),
  ),
);

describe("differential: challenges of sealed proofs", function () {
  this.timeout(120_000);
  let abi: Interface;
  let code: Hex;

  before(async () => {
    await hre.tasks.getTask("build").run({ quiet: true, files: [SOURCE] });
    const artifact = await hre.artifacts.readArtifact("SealedRoutines");
    abi = new Interface(artifact.abi);
    code = artifact.deployedBytecode as Hex;
  });

  function refusal(check: () => void): string | null {
    try {
      check();
      return null;
    } catch (error) {
      return (error as { readonly code: string }).code;
    }
  }

  for (const [number, kind] of sampled([...KINDS.entries()], 3))
    it(`are refused by all three, or have the place that follows: ${kind}`, async () => {
      const seen = new Set<boolean>();
      const sizes = fc.constantFrom(16, 64, 8192);
      await fc.assert(
        fc.asyncProperty(sizes, draw, fc.tuple(draw, draw, draw), async (size, drawZeta, others) => {
          const domain = domainOf(size);
          const zeta = drawZeta(domain.limbGenerator, 1n);
          const [alpha, beta, xi] = others.map((drawn) => drawn(domain.limbGenerator, zeta)) as [
            bigint,
            bigint,
            bigint,
          ];
          const challenges = new Map(Object.entries({ zeta, alpha, beta, xi }));
          const struct = STRUCT.map((name) => (name === "lambda" || name === "mu" ? [] : (challenges.get(name) ?? 0n)));
          const data = abi.encodeFunctionData("place", [number, size, struct]);
          const { reverted, returned } = await callWithout([], code, data);
          const reason = refusal(() => checkChallenges({ kind, parties: 1 }, domain, challenges));
          expect(refusal(() => auditorCheck({ kind: number }, auditorDomain(size), challenges))).to.equal(reason);
          expect(reverted ? returned : null).to.equal(reason === null ? null : REFUSED);
          seen.add(reverted);
          if (reverted) return;
          expect(reason).to.equal(null);

          const [place] = abi.decodeFunctionResult("place", returned) as unknown as [Result];
          const found = (name: string) => place.getValue(name) as bigint;
          expect(found("vanishing")).to.equal(vanishing(domain.limbSize, zeta));
          expect(found("selector")).to.equal(selector(domain, zeta));
          expect(found("first")).to.equal(lagrange(domain, 0, zeta));
          expect(found("last")).to.equal(lagrange(domain, size - 1, zeta));
          const openings = openingsOf(kind, 1, domain, (name) => challenges.get(name)!);
          const { points } = openings[0]!;
          const unit = (q: number) => points.map((_, j) => (j === q ? 1n : 0n));
          const weights = Array.from({ length: LIMBS }, (_, q) => interpolateAt(points, unit(q), xi));
          expect([...place.getValue("limbWeights")]).to.deep.equal(weights);
          const { whole, rests } = openingFactors(openings, xi);
          expect(found("whole")).to.equal(whole);
          expect(found("atLimbs")).to.equal(rests[0]);
          for (const [i, { name }] of openings.entries())
            if (SINGLE.includes(name))
              expect(place.getValue("atSingle")[SINGLE.indexOf(name)], name).to.equal(rests[i]);
        }),
        propertyRuns(60, number),
      );
      expect(seen.size).to.equal(2);
    });
});
