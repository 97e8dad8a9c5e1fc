// The contract that verifies sealed proofs says what the client's verifier says: on true proofs, on
// everything that can be changed about one (test/deep has the change of every entry), on keys that
// are not the round's, and on a chain without the precompiled contracts.
import { bn254 } from "@noble/curves/bn254.js";
import { expect } from "chai";
import { toHex } from "viem";
import { FIELD_MODULUS, GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { KINDS, type Kind } from "../../client/round/verdict.ts";
import { proveTogether } from "../../client/sealed/prover/prove.ts";
import { stepsOf } from "../../client/sealed/steps.ts";
import { verifySealed } from "../../client/sealed/verify.ts";
import { testSeed } from "../support/certificate.ts";
import { callWithout } from "../support/missing-precompiles.ts";
import { sampled } from "../support/sampled.ts";
import { buildSealed, type SealedRound, type SealedShape } from "../support/sealed.ts";
import {
  compileSealedVerifier,
  createSealedChain,
  parseRefusal,
  plainArguments,
  type SealedChain,
  verifyArguments,
  verifyOnChain,
} from "../support/sealed-chain.ts";
import { type PlainInput, plainForm, type SealedInput } from "../support/sealed-inputs.ts";
import { sealedMutations } from "../support/sealed-mutations.ts";

/** Of the entries of a proof, how many are passed over for one that is changed. */
const STRIDE = 16;

function proven(shape: SealedShape): { readonly round: SealedRound; readonly input: SealedInput } {
  const round = buildSealed(shape, `contract ${shape.kind}`);
  const proof = proveTogether(round.setting, round.digest, round.secrets, testSeed("prove"));
  return { round, input: { statement: round.statement, key: round.key, proof } };
}

describe("differential: sealed proofs", function () {
  this.timeout(240_000);
  let chain: SealedChain;
  const reasons = new Set<string>();
  const ofTwo = new Map<Kind, ReturnType<typeof proven>>();
  const twoCompanies = (kind: Kind) => ofTwo.get(kind)!;

  before(async () => {
    chain = await createSealedChain();
    for (const kind of KINDS) ofTwo.set(kind, proven({ kind, inequalities: [2, 2], equalities: [0, 1], owner: 1 }));
  });

  for (const [turn, kind] of KINDS.entries()) {
    it(`accepts true proofs, of the same statement: ${kind}`, async () => {
      const rounds = [
        () => twoCompanies(kind),
        () => proven({ kind, inequalities: [9], size: 32, columns: 20 }),
        () => proven({ kind, inequalities: [1, 1, 1], equalities: [0, 0, 0], owner: 2 }),
      ];
      for (const { round, input } of sampled(rounds, rounds.length, turn).map((made) => made())) {
        verifySealed(input.statement, input.key, input.proof);
        const accepted = { code: "accepted", party: undefined, digest: round.digest };
        expect(await verifyOnChain(chain, verifyArguments(input))).to.deep.equal(accepted);
      }
    });

    it(`refuses changed proofs, each for its reason: ${kind}`, async () => {
      const { round, input } = twoCompanies(kind);
      for (const { name, code, party, offChain, ...changed } of sealedMutations(round, input.proof, STRIDE)) {
        if (offChain) continue;
        expect(await verifyOnChain(chain, verifyArguments(changed)), name).to.deep.equal({ code, party });
        reasons.add(code);
      }
    });
  }

  it("refuses every scalar that is r or more", async () => {
    const { round, input } = twoCompanies("optimal");
    const { proof, ...rest } = plainForm(input);
    let word = 0;
    for (const { points, scalars } of stepsOf("optimal", round.statement.parties)) {
      word += 2 * points.length;
      for (const name of scalars) {
        const at = 2 + 64 * word++;
        const high =
          `${proof.slice(0, at)}${GROUP_ORDER.toString(16).padStart(64, "0")}${proof.slice(at + 64)}` as const;
        const call = plainArguments({ ...rest, proof: high as `0x${string}` });
        expect(await verifyOnChain(chain, call), name).to.deep.equal({ code: "ScalarOutOfRange", party: undefined });
      }
    }
    expect(word).to.equal((proof.length - 2) / 64);
  });

  it("has seen every reason", () => {
    const all = ["StatementInvalid", "SrsMismatch", "ShapeMismatch", "PointInvalid", "ScalarOutOfRange"];
    expect([...reasons]).to.have.members([...all, "CommitmentMismatch", "EquationFailed"]);
  });

  it("refuses any word of a key that is not the round's, before all but the statement", async () => {
    const { input } = twoCompanies("optimal");
    const { key, ...rest } = plainForm(input);
    const [statement] = plainArguments({ key, ...rest });
    const verdict = (changed: PlainInput["key"], proof: string = rest.proof) =>
      verifyOnChain(chain, [statement, changed, proof]);
    const mismatch = { code: "KeyMismatch", party: undefined };
    for (const name of ["sigma", "tau", "limbs", "bounds", "columns"] as const)
      for (const i of key[name].keys()) {
        const words = [...key[name]];
        words[i]! ^= 1n;
        expect(await verdict({ ...key, [name]: words }), `${name} ${i}`).to.deep.equal(mismatch);
      }
    expect(await verdict({ ...key, size: 32 })).to.deep.equal(mismatch);
    expect(await verdict({ ...key, srsDigest: `0x${"11".repeat(32)}` })).to.deep.equal(mismatch);
    expect(await verdict({ ...key, size: 32 }, "0x")).to.deep.equal(mismatch);
  });

  it("refuses points of the round's key that are none", async () => {
    const { input } = twoCompanies("optimal");
    const plain = plainForm(input);
    const verdict = (change: Partial<PlainInput["key"]>) =>
      verifyOnChain(chain, plainArguments({ ...plain, key: { ...plain.key, ...change } as PlainInput["key"] }));
    const refused = { code: "SrsPoint", party: undefined };
    for (const name of ["limbs", "bounds", "columns", "sigma", "tau"] as const) {
      const words: readonly bigint[] = plain.key[name];
      for (const i of words.keys()) {
        expect(await verdict({ [name]: words.with(i, words[i]! ^ 1n) }), `${name} ${i}`).to.deep.equal(refused);
        const high = words.with(i, words[i]! + FIELD_MODULUS);
        expect(await verdict({ [name]: high }), `${name} ${i} not canonical`).to.deep.equal(refused);
      }
      expect(await verdict({ [name]: words.map(() => 0n) }), `infinity as ${name}`).to.deep.equal(refused);
    }
    for (const name of ["sigma", "tau"] as const) {
      const [xImaginary, xReal, yImaginary, yReal] = plain.key[name];
      // y² keeps its real part, and its imaginary part.
      for (const y of [
        [FIELD_MODULUS - yImaginary, yReal],
        [yReal, yImaginary],
      ] as const)
        expect(await verdict({ [name]: [xImaginary, xReal, ...y] }), `half of ${name}`).to.deep.equal(refused);
    }
    const outside = { code: "PrecompileFailed", party: 8 };
    expect(await verdict({ sigma: outsideSubgroup() }), "[σ]₂ on the twist").to.deep.equal(outside);
    expect(await verdict({ tau: outsideSubgroup() }), "[τ]₂ on the twist").to.deep.equal(outside);
  });

  it("refuses on a chain without the precompiled contracts, or where 5 gives no inverse", async () => {
    const { input } = twoCompanies("optimal");
    const { abi, code } = await compileSealedVerifier();
    const data = abi.encodeFunctionData("verify", [...verifyArguments(input)]);
    const verdict = async (missing: readonly number[], inverse?: bigint) => {
      const answers = new Map(inverse === undefined ? [] : ([[5, toHex(inverse, { size: 32 })]] as const));
      const { reverted, returned } = await callWithout(missing, code, data, { answers });
      return reverted ? parseRefusal(abi, returned) : { code: "accepted", party: undefined };
    };
    expect(await verdict([])).to.deep.equal({ code: "accepted", party: undefined });
    for (const missing of [5, 6, 7, 8])
      expect(await verdict([missing])).to.deep.equal({ code: "PrecompileFailed", party: missing });
    const refused = { code: "PrecompileFailed", party: 5 };
    expect(await verdict([5, 6, 7, 8])).to.deep.equal(refused);
    for (const answer of [0n, 1n, GROUP_ORDER - 1n, (1n << 256n) - 1n])
      expect(await verdict([], answer), String(answer)).to.deep.equal(refused);
  });

  it("with too little gas, accepts nothing and gives no other reason", async () => {
    const { input } = twoCompanies("optimal");
    const { abi, code } = await compileSealedVerifier();
    const wrong = Uint8Array.from(input.proof);
    wrong[wrong.length - 129]! ^= 1; // y_e
    for (const [proof, whole] of [
      [input.proof, "accepted"],
      [wrong, "EquationFailed"],
    ] as const) {
      const data = abi.encodeFunctionData("verify", [...verifyArguments({ ...input, proof })]);
      const verdict = async (gasLimit?: bigint) => {
        const { reverted, returned, gasUsed } = await callWithout([], code, data, gasLimit ? { gasLimit } : {});
        return { code: reverted ? (parseRefusal(abi, returned)?.code ?? "out of gas") : "accepted", gasUsed };
      };
      const { code: said, gasUsed } = await verdict();
      expect(said).to.equal(whole);
      const starved = new Set<string>();
      // The pairing is the last that uses much gas, and the only call that leaves enough to say so.
      const short = [1n, 10_000n, 70_000n, 130_000n];
      const shares = [1n, 2n, 3n, 4n].map((fifths) => (gasUsed * fifths) / 5n);
      for (const gas of [...short.map((less) => gasUsed - less), ...sampled(shares, 4)])
        starved.add((await verdict(gas)).code);
      expect([...starved]).to.have.members(["out of gas", "PrecompileFailed"]);
      expect((await verdict(gasUsed + gasUsed / 60n)).code).to.equal(whole);
    }
  });
});

/** A point of the curve that contains G2, but not of G2. */
function outsideSubgroup(): PlainInput["key"]["sigma"] {
  const { Fp2 } = bn254.fields;
  const b = Fp2.div(Fp2.fromBigTuple([3n, 0n]), Fp2.fromBigTuple([9n, 1n]));
  for (let i = 1n; ; i++) {
    const x = Fp2.fromBigTuple([i, 1n]);
    const square = Fp2.add(Fp2.mul(Fp2.sqr(x), x), b);
    try {
      const y = Fp2.sqrt(square);
      if (!bn254.G2.Point.fromAffine({ x, y }).isTorsionFree()) return [x.c1, x.c0, y.c1, y.c0];
    } catch {
      // no square
    }
  }
}
