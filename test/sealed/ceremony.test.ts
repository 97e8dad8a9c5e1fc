// A ceremony of three, and everything that may be wrong with one, each refused for its own reason.
import { expect } from "chai";
import { G1, GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import type { BulkCurve } from "../../client/crypto/curve/bulk-pool.ts";
import { createRandom } from "../../client/math/random.ts";
import { type Ceremony, expectIn, MAX_CONTRIBUTIONS } from "../../client/sealed/ceremony/ceremony.ts";
import { contribute } from "../../client/sealed/ceremony/contribute.ts";
import { type Contribution, contributionDigest } from "../../client/sealed/ceremony/contribution.ts";
import { encodeCeremony } from "../../client/sealed/ceremony/file.ts";
import { holdCeremony } from "../../client/sealed/ceremony/hold.ts";
import { firstString, multiplyString } from "../../client/sealed/ceremony/string.ts";
import { domainOf } from "../../client/sealed/domain.ts";
import { srsDigest } from "../../client/sealed/srs.ts";
import { contributor, forge, randomOf, refusalOf, SIZE, testAccount, testCurve } from "../support/ceremony.ts";
import { codeOf } from "../support/codes.ts";
import { sampled } from "../support/sampled.ts";
import { trapdoorSrs } from "../support/sealed.ts";

const FACTORS = { sigma: 0x51a3n, tau: 0x7a11n };
const START: Ceremony = { srs: firstString(SIZE), contributions: [] };

describe("sealed: a ceremony", function () {
  this.timeout(240_000);
  let three: Ceremony;
  before(async () => {
    three = await holdCeremony(SIZE, [contributor(0), contributor(1), contributor(2)]);
  });

  const withContributions = (contributions: readonly Contribution[]): Ceremony => ({ ...three, contributions });
  const changed = (index: number, change: Partial<Contribution>): Ceremony =>
    withContributions(three.contributions.with(index, { ...three.contributions[index]!, ...change }));
  const without = (index: number) => withContributions(three.contributions.toSpliced(index, 1));
  const multiplied = (factors: typeof FACTORS, { srs } = three) =>
    multiplyString(srs, factors, { curve: testCurve, progress: () => {} });

  it("of three is right, and its string is that of the factors' products", async () => {
    expect(await refusalOf(three)).to.equal("none");
    const first = await contribute(SIZE, contributor(0, randomOf({ sigma: 3n, tau: 5n })));
    const { srs } = await contribute(first, contributor(1, randomOf({ sigma: 7n, tau: 11n })));
    expect(srsDigest(srs)).to.equal(srsDigest(trapdoorSrs(SIZE, { sigma: 21n, tau: 55n })));
  });

  it("grows: a later contribution keeps the earlier ones, and gives another string", async () => {
    const four = await contribute(three, contributor(3));
    expect(four.contributions.slice(0, 3)).to.deep.equal(three.contributions);
    expect(srsDigest(four.srs)).to.not.equal(srsDigest(three.srs));
  });

  it("refuses contributions that are missing, in another order, or repeated", async () => {
    const [a, b, c] = three.contributions as [Contribution, Contribution, Contribution];
    expect(await refusalOf(without(0))).to.equal("SetupOrder");
    expect(await refusalOf(without(1))).to.equal("SetupOrder");
    expect(await refusalOf(without(2))).to.equal("SetupStringDiffers");
    expect(await refusalOf(withContributions([]))).to.equal("SetupStringDiffers");
    expect(await refusalOf(withContributions([a, c, b]))).to.equal("SetupOrder");
    expect(await refusalOf(withContributions([a, b, c, c]))).to.equal("SetupOrder");
    expect(await refusalOf(withContributions([a, b, b]))).to.equal("SetupOrder");
  });

  it("refuses them also when what they follow is made to fit", async () => {
    const [a, b, c] = three.contributions as [Contribution, Contribution, Contribution];
    const follow = (before: Contribution, after: Contribution) => ({ ...after, previous: contributionDigest(before) });
    expect(await refusalOf(withContributions([a, follow(a, c)]))).to.equal("SetupProofWrong");
    expect(await refusalOf(withContributions([a, follow(a, c), b]))).to.equal("SetupProofWrong");
    expect(await refusalOf(withContributions([a, b, follow(b, a)]))).to.equal("SetupAccountRepeated");
  });

  it("refuses a contribution of which any entry was changed", async () => {
    const { points, nonces, answers, string } = three.contributions[1]!;
    const other = three.contributions[2]!;
    const cases: readonly Partial<Contribution>[] = [
      { account: testAccount(7).address },
      { string: other.string },
      { points: { ...points, sigma: other.points.sigma } },
      { points: { ...points, tau: other.points.tau } },
      { points: { sigma: points.tau, tau: points.sigma } },
      { nonces: { ...nonces, sigma: other.nonces.sigma } },
      { nonces: { ...nonces, tau: other.nonces.tau } },
      { answers: { ...answers, sigma: (answers.sigma + 1n) % GROUP_ORDER } },
      { answers: { ...answers, tau: (answers.tau + 1n) % GROUP_ORDER } },
    ];
    for (const [i, change] of cases.entries())
      expect(await refusalOf(changed(1, change)), `case ${i}`).to.equal("SetupProofWrong");
    expect(await refusalOf(changed(1, { previous: string }))).to.equal("SetupOrder");
    for (const signature of [other.signature, `0x${"00".repeat(64)}1b`] as const)
      expect(await refusalOf(changed(1, { signature }))).to.equal("SetupSignatureWrong");
  });

  it("refuses what somebody else signed", async () => {
    const srs = await multiplied(FACTORS);
    expect(await refusalOf(await forge(three, { srs, factors: FACTORS }))).to.equal("none");
    const forged = await forge(three, { srs, factors: FACTORS, signer: testAccount(8) });
    expect(await refusalOf(forged)).to.equal("SetupSignatureWrong");
  });

  it("refuses a last contributor that cancels the others, and so knows the trapdoor", async () => {
    // It puts its own string in place of theirs. It knows σ and τ, not their quotients by the
    // others' products, whichever base it makes its proof over.
    const srs = trapdoorSrs(SIZE, FACTORS);
    const base = { sigma: G1.BASE, tau: G1.BASE };
    for (const forgery of [
      { srs, factors: FACTORS, base },
      { srs, factors: FACTORS },
    ])
      expect(await refusalOf(await forge(three, forgery))).to.equal("SetupProofWrong");
    // The same where only one of the two is cancelled.
    const half = await multiplied({ sigma: FACTORS.sigma, tau: 1n });
    const points = { sigma: half.matrix[1]![0]!, tau: srs.line[1]! };
    expect(await refusalOf(await forge(three, { srs: half, factors: FACTORS, points }))).to.equal("SetupProofWrong");
  });

  it("refuses a string that is not the one of the last contribution", async () => {
    const srs = await multiplied(FACTORS);
    expect(await refusalOf({ ...three, srs })).to.equal("SetupStringDiffers");
    const string = srsDigest(three.srs);
    expect(await refusalOf(await forge(three, { srs, factors: FACTORS, string }))).to.equal("SetupStringDiffers");
    // It proves factors that are not its string's, one of them or the other.
    const [sigma, tau] = [srs.matrix[1]![0]!, srs.line[1]!];
    const other = await multiplied({ sigma: 3n, tau: 3n });
    for (const [points, factors] of [
      [
        { sigma: other.matrix[1]![0]!, tau },
        { ...FACTORS, sigma: 3n },
      ],
      [
        { sigma, tau: other.line[1]! },
        { ...FACTORS, tau: 3n },
      ],
    ] as const)
      expect(await refusalOf(await forge(three, { srs, factors, points }))).to.equal("SetupStringDiffers");
  });

  it("refuses points that are not powers, though their contributor signed them", async () => {
    const srs = await multiplied(FACTORS);
    const wrong = { ...srs, matrix: srs.matrix.with(5, srs.matrix[5]!.with(7, G1.BASE.multiply(9n))) };
    expect(await refusalOf(await forge(three, { srs: wrong, factors: FACTORS }))).to.equal("SrsInconsistent");
    const swapped = { ...srs, sigma: srs.tau, tau: srs.sigma };
    expect(await refusalOf(await forge(three, { srs: swapped, factors: FACTORS }))).to.equal("SrsInconsistent");
  });

  it("refuses a trapdoor in a domain, in the contributor's own client and in everybody's", async () => {
    const { generator, limbGenerator } = domainOf(SIZE);
    const trapdoors = [
      { sigma: 3n, tau: limbGenerator },
      { sigma: 3n, tau: generator },
      { sigma: generator, tau: 3n },
      { sigma: 1n, tau: 1n },
    ];
    for (const factors of sampled(trapdoors, 2)) {
      expect(await codeOf(() => contribute(SIZE, contributor(0, randomOf(factors))))).to.equal("SrsDegenerate");
      const srs = await multiplied(factors, START);
      expect(await refusalOf(await forge(START, { srs, factors }))).to.equal("SrsDegenerate");
    }
  });

  it("refuses contributions to a string of another size", async () => {
    const { contributions } = three;
    expect(await refusalOf({ srs: firstString(2 * SIZE), contributions })).to.equal("SetupOrder");
  });

  it("tells whether what somebody expects is in it", async () => {
    const string = srsDigest(three.srs);
    const { account } = three.contributions[1]!;
    const digest = contributionDigest(three.contributions[0]!);
    expectIn(three, string, [account, digest, string, account.toLowerCase() as typeof account]);
    for (const missing of [testAccount(7).address, contributionDigest(three.contributions[0]!).replace(/.$/, "x")])
      expect(await codeOf(() => expectIn(three, string, [account, missing as typeof account]))).to.equal(
        "SetupContributionMissing",
      );
  });

  it("has a size that files can have", async () => {
    for (const size of [0, 8, 24, 1024, Number.NaN])
      expect(await codeOf(() => contribute(size, contributor(0)))).to.equal("SrsShape");
  });

  it("takes one contribution of an account, and no more than its file can hold", async () => {
    expect(await codeOf(() => contribute(three, contributor(1)))).to.equal("SetupAccountRepeated");
    const srs = await multiplied(FACTORS);
    const again = await forge(three, { srs, factors: FACTORS, account: testAccount(1) });
    expect(await refusalOf(again)).to.equal("SetupAccountRepeated");
    const full = withContributions(new Array<Contribution>(MAX_CONTRIBUTIONS).fill(three.contributions[0]!));
    expect(await codeOf(() => contribute(full, contributor(5)))).to.equal("SetupFull");
  });

  it("is checked before a contributor's factors meet its points", async () => {
    const touched: string[] = [];
    const curve: BulkCurve = {
      ...testCurve,
      each: (...given) => {
        touched.push("each");
        return testCurve.each(...given);
      },
    };
    const srs = await multiplied(FACTORS);
    const wrong = { ...srs, line: srs.line.with(700, G1.BASE) };
    for (const ceremony of [await forge(three, { srs: wrong, factors: FACTORS }), { ...three, srs }, without(1)])
      expect(await codeOf(() => contribute(ceremony, { ...contributor(4), curve }))).to.not.equal("none");
    expect(touched).to.deep.equal([]);
  });

  it("shows no factor: not in its file, nor in what an error says", async () => {
    const secret = { sigma: 0x1234567890abcdefn << 120n, tau: 0xfedcba9876543210n << 120n };
    const made = await contribute(SIZE, contributor(0, randomOf(secret)));
    const text = Buffer.from(encodeCeremony(made)).toString("hex");
    for (const factor of Object.values(secret)) expect(text).to.not.contain(factor.toString(16));
    const refuses = { ...testAccount(0), signTypedData: () => Promise.reject(new Error("no")) };
    const error = await contribute(SIZE, { ...contributor(0, randomOf(secret)), account: refuses }).catch(String);
    for (const factor of Object.values(secret)) expect(error).to.not.contain(factor.toString(16));
  });

  it("tells how far it has come, to the end of each stage", async () => {
    const told = new Map<string, number[]>();
    const progress = (stage: string, done: number, all: number) => {
      told.set(stage, [...(told.get(stage) ?? []), done / all]);
    };
    await contribute(three, { ...contributor(4), progress });
    expect([...told.keys()]).to.deep.equal(["check", "multiply", "check-own"]);
    for (const [stage, shares] of told) {
      expect(shares, stage).to.deep.equal([...shares].sort((a, b) => a - b));
      expect(shares.at(-1), stage).to.equal(1);
    }
  });

  it("has fresh factors each time, though everything else is the same", async () => {
    const again = () => contribute(SIZE, contributor(0, createRandom()));
    expect(srsDigest((await again()).srs)).to.not.equal(srsDigest((await again()).srs));
  });
});
