// The contract that records shares of sealed optima says of a disclosure of one dual value what the
// verifiers of client and auditor say: on true ones, and on all that can be changed about one.
import { expect } from "chai";
import type { BaseContract } from "ethers";
import { encodeAbiParameters, type Hex, keccak256, numberToHex, parseAbiParameters } from "viem";
import { FIELD_MODULUS, GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { decodeWords, encodeWords } from "../../client/math/words.ts";
import { disclosureSteps } from "../../client/sealed/disclosure/argument.ts";
import type { Disclosure } from "../../client/sealed/disclosure/verify.ts";
import { type Chain, createChain } from "../support/chain.ts";
import { callWithout } from "../support/missing-precompiles.ts";
import { sampled, sampledOfEach } from "../support/sampled.ts";
import { bothSay, claimVerdicts } from "../support/sealed-disclosures.ts";
import {
  ACCEPTED,
  adoptArguments,
  deployShares,
  disclosedShare,
  postArguments,
  type SharedRound,
  sendTo,
  settleShared,
  sharedRound,
  shareVerdict,
} from "../support/shares.ts";

/** The contract's names for the verifiers' refusals. */
const NAMES: Readonly<Record<string, string>> = {
  accepted: "accepted",
  DisclosureInvalid: "SharesValueOutOfRange",
  ShapeMismatch: "SharesShapeMismatch",
  PointInvalid: "SharesPointInvalid",
  ScalarOutOfRange: "SharesScalarOutOfRange",
  DisclosureFailed: "SharesEquationFailed",
};

describe("differential: shares of sealed optima", function () {
  this.timeout(300_000);
  let chain: Chain;
  let shares: BaseContract;

  before(async () => {
    chain = await createChain();
    shares = await deployShares(chain);
  });

  async function adopted(seed: string, change: Partial<Parameters<typeof sharedRound>[1]> = {}): Promise<SharedRound> {
    const shape = { kind: "optimal", inequalities: [2, 2], equalities: [1, 0], owner: 0, ...change } as const;
    const round = await sharedRound(chain, shape, seed);
    await settleShared(chain, round);
    await sendTo(chain, shares, { call: "adopt", args: adoptArguments(round) });
    return round;
  }

  const onChain = (round: SharedRound, disclosure: Disclosure) =>
    shareVerdict(chain, shares, shares.getFunction("post").staticCall(...postArguments(round, disclosure)));

  async function agree(round: SharedRound, disclosure: Disclosure, code: string, name = ""): Promise<void> {
    expect(claimVerdicts(round, disclosure), name).to.deep.equal(bothSay(code));
    expect(await onChain(round, disclosure), name).to.deep.equal({ name: NAMES[code], args: [] });
  }

  it("accepts true ones, of every company and of several sizes", async () => {
    const shapes = [
      ["small", {}],
      ["larger", { size: 32, columns: 20 }],
      ["three", { inequalities: [1, 1, 1], equalities: [0, 1, 0], owner: 2 }],
    ] as const;
    for (const [seed, change] of sampled(shapes, 3)) {
      const round = await adopted(seed, change);
      for (const party of round.own.keys()) await agree(round, disclosedShare(round, party), "accepted", seed);
    }
  });

  it("refuses every change for the reason of the verifiers", async () => {
    const round = await adopted("changed");
    const disclosure = disclosedShare(round, 1);
    const [claim] = disclosure.claims;
    const [value] = claim!.values;
    for (const [changed, code] of [
      [value! + 1n, "DisclosureFailed"],
      [value! - 1n, "DisclosureFailed"],
      [(1n << 160n) - 1n, "DisclosureFailed"],
      [1n - (1n << 160n), "DisclosureFailed"],
      [1n << 160n, "DisclosureInvalid"],
      [-(1n << 160n), "DisclosureInvalid"],
      [-(1n << 255n), "DisclosureInvalid"],
      [value! + GROUP_ORDER, "DisclosureInvalid"],
    ] as const)
      await agree(round, { ...disclosure, claims: [{ ...claim!, values: [changed] }] }, code, `value ${changed}`);
    const { proof } = disclosure;
    await agree(round, { ...disclosure, proof: proof.slice(0, -32) }, "ShapeMismatch");
    await agree(round, { ...disclosure, proof: new Uint8Array([...proof, ...new Uint8Array(32)]) }, "ShapeMismatch");
    const words = decodeWords(proof);
    const withWords = (change: Readonly<Record<number, bigint>>) => {
      const changed = Object.entries(change).reduce((all, [at, word]) => all.with(Number(at), word), words);
      return { ...disclosure, proof: encodeWords(changed) };
    };
    const lengths = disclosureSteps(disclosure.claims).flatMap(({ points, scalars }) => [
      ...points.map((name) => [name, 2] as const),
      ...scalars.map((name) => [name, 1] as const),
    ]);
    const entries = lengths.map(([name, length], i) => {
      const at = lengths.slice(0, i).reduce((sum, [, other]) => sum + other, 0);
      return { name, length, at };
    });
    expect(entries.at(-1)!.at + entries.at(-1)!.length).to.equal(words.length);
    for (const { name, length, at } of sampledOfEach(entries, 3, (entry) => entry.length)) {
      if (length === 2) {
        const [x, y] = [words[at]!, words[at + 1]!];
        await agree(round, withWords({ [at + 1]: FIELD_MODULUS - y }), "DisclosureFailed", `${name}: another point`);
        await agree(round, withWords({ [at]: x ^ 1n }), "PointInvalid", `${name}: off the curve`);
        await agree(round, withWords({ [at]: x + FIELD_MODULUS }), "PointInvalid", `${name}: another form`);
        await agree(round, withWords({ [at]: 0n, [at + 1]: 0n }), "PointInvalid", `${name}: infinity`);
      } else {
        const scalar = words[at]!;
        await agree(round, withWords({ [at]: (scalar + 1n) % GROUP_ORDER }), "DisclosureFailed", `${name}: one more`);
        await agree(round, withWords({ [at]: scalar + GROUP_ORDER }), "ScalarOutOfRange", `${name}: another form`);
      }
    }
  });

  it("refuses another party's, round's and proof's", async () => {
    const [round, other] = [await adopted("one"), await adopted("another")];
    const disclosure = disclosedShare(round, 0);
    await agree(round, { ...disclosure, party: 1 }, "DisclosureFailed", "another party");
    await agree(other, disclosure, "DisclosureFailed", "another round");
    await agree(round, disclosure, "accepted");
  });

  /** What the contract stores of a round, from the first variable on. */
  async function storageOf(round: bigint): Promise<Map<Hex, Hex>> {
    const first = BigInt(keccak256(encodeAbiParameters(parseAbiParameters("uint256, uint256"), [round, 0n])));
    const slots = [first, first + 1n].map((slot) => numberToHex(slot, { size: 32 }));
    const words = await Promise.all(slots.map((slot) => chain.ethers.provider.getStorage(shares, slot)));
    return new Map(slots.map((slot, i) => [slot, words[i] as Hex]));
  }

  it("refuses on a chain without the precompiled contracts", async () => {
    const round = await adopted("precompiles");
    const data = shares.interface.encodeFunctionData("post", [...postArguments(round, disclosedShare(round, 0))]);
    const code = (await chain.ethers.provider.getCode(shares)) as Hex;
    const storage = await storageOf(round.id.round);
    const verdict = async (...missing: readonly number[]) => {
      const { reverted, returned } = await callWithout(missing, code, data, { storage });
      if (!reverted) return ACCEPTED;
      const { name, args } = chain.sealedVerifier.interface.parseError(returned)!;
      return { name, args: [...args] };
    };
    expect(await verdict()).to.deep.equal(ACCEPTED);
    for (const missing of [5, 6, 7, 8])
      expect(await verdict(missing)).to.deep.equal({ name: "SealedPrecompileFailed", args: [BigInt(missing)] });
  });
});
