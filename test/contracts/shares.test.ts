// Shares of sealed optima, from the settled round to the sum, on the real contracts: who may do
// what when, what is recorded, and what other contracts read.
import { expect } from "chai";
import type { BaseContract, ContractTransactionResponse, EventLog } from "ethers";
import { dot } from "../../client/math/field.ts";
import { matrixEntries } from "../../client/sealed/numbers.ts";
import { type Chain, createChain } from "../support/chain.ts";
import { readyRound, transact } from "../support/rounds.ts";
import { readySealedRound } from "../support/sealed-rounds.ts";
import {
  ACCEPTED,
  adoptArguments,
  basisArgument,
  deployPot,
  deployShares,
  disclosedShare,
  postArguments,
  type SharedRound,
  sendTo,
  settleShared,
  sharedRound,
  shareVerdict,
} from "../support/shares.ts";

const TWO = { kind: "optimal", inequalities: [2, 1], equalities: [0, 1], owner: 1 } as const;
const THREE = { kind: "optimal", inequalities: [1, 2, 1], equalities: [1, 0, 0], owner: 2 } as const;
const STRANGER = 9;

/** b_kᵀw_k, from the round's own rows and numbers. */
function dualValue({ built }: SharedRound, party: number): bigint {
  const column = matrixEntries(built.statement.size, built.rows[party]!).map((row) => row[0]!);
  return -dot(built.numbers.rows[party]!.get("w")!, column);
}

/** cᵀx. */
function objectiveOf({ built, statement }: SharedRound): bigint {
  const costs = built.rows[statement.objectiveOwner]!.objective!;
  return dot(costs, built.numbers.columns.get("x")!.slice(1, 1 + statement.columns));
}

describe("shares of sealed optima", function () {
  this.timeout(240_000);
  let chain: Chain;
  let shares: BaseContract;
  let settled: SharedRound;

  before(async () => {
    chain = await createChain();
    shares = await deployShares(chain);
    settled = await sharedRound(chain, TWO, "shared");
    await settleShared(chain, settled);
  });

  const verdict = (work: Promise<unknown>) => shareVerdict(chain, shares, work);
  const adopt = (args: readonly unknown[], from = STRANGER) => sendTo(chain, shares, { from, call: "adopt", args });
  const post = (args: readonly unknown[], from = STRANGER) => sendTo(chain, shares, { from, call: "post", args });
  const view = (name: string, ...args: readonly unknown[]) => shares.getFunction(name).staticCall(...args);
  const refused = (name: string, ...args: readonly unknown[]) => ({ name, args });

  async function events(transaction: Promise<ContractTransactionResponse>): Promise<[string, unknown[]][]> {
    const receipt = (await (await transaction).wait())!;
    return receipt.logs.map((log) => [(log as EventLog).eventName, [...(log as EventLog).args]]);
  }

  for (const shape of [TWO, THREE])
    it(`are adopted, posted, added up and read: ${shape.inequalities.length} companies`, async () => {
      const own = await sharedRound(chain, shape, "life of shares");
      await settleShared(chain, own);
      const { round } = own.id;
      const parties = shape.inequalities.length;
      expect(await view("basisOf", round)).to.equal(`0x${"00".repeat(32)}`);
      expect(await verdict(view("totalOf", round))).to.deep.equal(refused("SharesNotAdopted"));

      const [[name, args]] = (await events(adopt(adoptArguments(own)))) as [[string, unknown[]]];
      expect([name, args[0], args[1]]).to.deep.equal(["SharesAdopted", round, chain.accounts[STRANGER]!.address]);
      const basis = basisArgument(own);
      const published = args[2] as unknown[];
      expect(published.slice(0, 3)).to.deep.equal([basis.statement, basis.proof, basis.size]);
      expect([...(published[5] as unknown[][])].map((point) => [...point])).to.deep.equal(
        basis.matrices.map(({ x, y }) => [x, y]),
      );
      expect([...(published[6] as unknown[][])].map((point) => [...point])).to.deep.equal(
        basis.limbs.map(({ x, y }) => [x, y]),
      );

      const pot = await deployPot(chain, shares);
      let total = 0n;
      for (let k = parties - 1; k >= 0; k--) {
        expect([...(await view("totalOf", round))]).to.deep.equal([BigInt(k + 1), total]);
        expect(await verdict(view("objectiveOf", round))).to.deep.equal(refused("SharesMissing", BigInt(k + 1)));
        expect(await verdict(pot.getFunction("partOf").staticCall(round, k, 1000n))).to.deep.equal(
          refused("SharesMissing", BigInt(k + 1)),
        );
        expect([...(await view("shareOf", round, k))]).to.deep.equal([false, 0n]);
        const disclosure = disclosedShare(own, k);
        const share = -dualValue(own, k);
        const [, , claim] = postArguments(own, disclosure);
        expect(await events(post(postArguments(own, disclosure)))).to.deep.equal([
          ["SharePosted", [round, BigInt(k), share, claim.proof]],
        ]);
        expect([...(await view("shareOf", round, k))]).to.deep.equal([true, share]);
        total += share;
        const again = await verdict(post(postArguments(own, disclosure)));
        expect(again).to.deep.equal(refused("SharesAlreadyPosted", BigInt(k)));
      }
      expect([...(await view("totalOf", round))]).to.deep.equal([0n, total]);

      const { decimals, tolerances, bounds } = own.statement;
      const [least, most] = await view("objectiveOf", round);
      const value = 10n ** BigInt(decimals.solution) * total;
      const allowance = tolerances.dual * bounds.reduce((sum, bound) => sum + bound, 0n);
      expect([least, most]).to.deep.equal([value - tolerances.gap - allowance, value + tolerances.gap]);
      const objective = 10n ** BigInt(decimals.multiplier) * objectiveOf(own);
      expect(objective >= least && objective <= most, "the sealed plan's value is within the bounds").to.equal(true);

      for (let k = 0; k < parties; k++) {
        const share = -dualValue(own, k);
        const part = await verdict(pot.getFunction("partOf").staticCall(round, k, 1000n));
        if (share !== 0n && share < 0n !== total < 0n) expect(part.name).to.equal("PotShareOpposite");
        else {
          const [amount, whole] = [share, total].map((number) => (number < 0n ? -number : number)) as [bigint, bigint];
          expect(await pot.getFunction("partOf").staticCall(round, k, 1000n)).to.equal((amount * 1000n) / whole);
        }
      }
    });

  it("are adopted once, from the round's own key, proof and bounds", async () => {
    const own = await sharedRound(chain, TWO, "adopted");
    const [round, key, proof, bounds] = adoptArguments(own);
    expect(await verdict(adopt([round, key, proof, bounds]))).to.deep.equal(refused("SharesNotSettled"));
    await settleShared(chain, own);
    const changed = `${proof.slice(0, -1)}${proof.endsWith("0") ? "1" : "0"}`;
    expect(await verdict(adopt([round, key, changed, bounds]))).to.deep.equal(refused("SealedPointInvalid"));
    expect(await verdict(adopt([round, { ...key, limbs: key.bounds }, proof, bounds]))).to.deep.equal(
      refused("SealedKeyMismatch"),
    );
    for (const wrong of ["0x", `${bounds}00`, bounds.replace(/..$/, "ff")])
      expect(await verdict(adopt([round, key, proof, wrong]))).to.deep.equal(refused("SharesBoundsMismatch"));
    expect(await verdict(adopt([round, key, proof, bounds]))).to.deep.equal(ACCEPTED);
    expect(await verdict(adopt([round, key, proof, bounds]))).to.deep.equal(refused("SharesAlreadyAdopted"));
    expect(await verdict(adopt([round + 99n, key, proof, bounds]))).to.deep.equal(refused("SharesNotSettled"));
  });

  it("exist for sealed optima alone", async () => {
    for (const kind of ["infeasible", "unbounded"] as const) {
      const own = await readySealedRound(chain, { ...TWO, kind }, `no share ${kind}`);
      await settleShared(chain, own);
      const number = kind === "infeasible" ? 1n : 2n;
      expect(await verdict(adopt(adoptArguments(own)))).to.deep.equal(refused("SharesNotOptimal", number));
    }
    const open = await readyRound(chain, { ...TWO, columns: 5 }, "no share of a public outcome");
    const { header, blocks } = open.certificate;
    await transact(chain, STRANGER, "settle", [open.id.round, header, "0x", blocks]);
    const [, key, proof] = adoptArguments(settled);
    const args = [open.id.round, key, proof, header.bounds];
    expect(await verdict(adopt(args))).to.deep.equal(refused("SharesOutcomePublic"));
  });

  it("are checked against the round's own basis, word by word", async () => {
    const own = await sharedRound(chain, TWO, "basis");
    await settleShared(chain, own);
    const [round, basis, claim] = postArguments(own, disclosedShare(own, 0));
    expect(await verdict(post([round, basis, claim]))).to.deep.equal(refused("SharesBasisMismatch"));
    await adopt(adoptArguments(own));
    const other = { x: basis.sigma.xReal, y: 1n };
    const digest = `0x${"11".repeat(32)}`;
    const wrong = [
      { ...basis, statement: digest },
      { ...basis, proof: digest },
      { ...basis, size: basis.size * 2n },
      { ...basis, sigma: basis.tau },
      { ...basis, tau: basis.sigma },
      ...[0, 1].flatMap((k) => [
        { ...basis, matrices: basis.matrices.with(k, other) },
        { ...basis, limbs: basis.limbs.with(k, other) },
      ]),
      { ...basis, matrices: basis.limbs, limbs: basis.matrices },
      { ...basis, matrices: [...basis.matrices, other], limbs: [...basis.limbs, other] },
    ];
    for (const changed of wrong)
      expect(await verdict(post([round, changed, claim]))).to.deep.equal(refused("SharesBasisMismatch"));
    const [, foreign, foreignClaim] = postArguments(settled, disclosedShare(settled, 0));
    expect(await verdict(post([round, foreign, foreignClaim]))).to.deep.equal(refused("SharesBasisMismatch"));
    expect(await verdict(post([round, basis, foreignClaim]))).to.deep.equal(refused("SharesEquationFailed"));
    for (const party of [2, 255, 2n ** 256n - 1n])
      expect(await verdict(post([round, basis, { ...claim, party }]))).to.deep.equal(
        refused("SharesNotParty", BigInt(party)),
      );
    expect(await verdict(post([round, basis, { ...claim, party: 1 }]))).to.deep.equal(refused("SharesEquationFailed"));
    expect(await verdict(post([round, basis, claim]))).to.deep.equal(ACCEPTED);
  });

  it("of one party say nothing of another's, and the rest of the chain nothing of shares", async () => {
    const before = await chain.coordinator.getFunction("outcomeOf").staticCall(settled.id.round);
    await adopt(adoptArguments(settled));
    await post(postArguments(settled, disclosedShare(settled, 1)));
    expect([...(await view("shareOf", settled.id.round, 0))]).to.deep.equal([false, 0n]);
    expect([...(await view("shareOf", settled.id.round, 7))]).to.deep.equal([false, 0n]);
    expect([...(await view("shareOf", settled.id.round + 99n, 1))]).to.deep.equal([false, 0n]);
    const after = await chain.coordinator.getFunction("outcomeOf").staticCall(settled.id.round);
    expect([...after]).to.deep.equal([...before]);
    expect(await view("coordinator")).to.equal(await chain.coordinator.getAddress());
  });
});
