// The same transactions on two EVMs that share no code: the contracts deployed, rounds of each kind
// up to the withdrawal and the auditor's verdict, certificates that are refused. Both must report
// the same events, give the same reasons and use exactly the same gas. In real-chains.test.ts
// clients play a round on each.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { BaseContract } from "ethers";
import { auditRound, expectedCode } from "../../auditor/index.ts";
import { type Artifacts, loadArtifacts } from "../../client/app/deploy/artifacts.ts";
import { KINDS } from "../../client/round/verdict.ts";
import { settleInParts } from "../support/audit.ts";
import { buildRound, type RoundShape } from "../support/certificate.ts";
import { mutations } from "../support/certificate-mutations.ts";
import { type Refusal, refusalOf, statementArgument, verifyOnChain } from "../support/chain.ts";
import { editHeader, type Mutation } from "../support/mutation-collector.ts";
import { chainParams, commitTo, openRound, type ReadyRound, read, readyRound, transact } from "../support/rounds.ts";
import { sampled } from "../support/sampled.ts";
import { readySealedRound, settleSealedArguments } from "../support/sealed-rounds.ts";
import { adoptArguments, disclosedShare, postArguments, sendTo, settleShared, sharedRound } from "../support/shares.ts";
import { type Side, startTwoEvms, type TwoEvms } from "../support/two-evms.ts";

const SHAPE: Omit<RoundShape, "kind"> = {
  columns: 3,
  inequalities: [2, 1],
  equalities: [1, 0],
  owner: 1,
  noisy: true,
};
/** Columns in two blocks. */
const WIDE = { ...SHAPE, columns: 130 };
/** Belongs to nobody in the round. */
const STRANGER = 8;
/** EIP-7825's. */
const TRANSACTION_GAS_CAP = 16_777_216n;

/** Has a transaction mined that fails, for its price. */
async function sendAnyway({ provider, accounts }: Side, to: BaseContract, data: string): Promise<void> {
  const wallet = accounts[STRANGER]!;
  const transaction = await wallet.populateTransaction({ to, data, gasLimit: TRANSACTION_GAS_CAP });
  // Hardhat's node mines it, too, but answers that it failed.
  await provider.send("eth_sendRawTransaction", [await wallet.signTransaction(transaction)]).catch(() => undefined);
}

/** Sends a certificate with another ρ, which is refused; returns the reason. */
async function settleWrongly(side: Side, { id, certificate }: ReadyRound): Promise<Refusal> {
  const { header, blocks } = editHeader(certificate, { rho: certificate.header.rho ^ 1n });
  const asked = [id.round, header, "0x", blocks];
  await sendAnyway(side, side.coordinator, side.coordinator.interface.encodeFunctionData("settle", asked));
  return read(side, "settle", ...asked).then(
    () => expect.fail("not refused"),
    (error: unknown) => refusalOf(side, error),
  );
}

/** The first mutation for each reason. */
function onePerReason(shape: RoundShape): Mutation[] {
  const all = mutations(buildRound(shape, `refused ${shape.kind}`));
  return [...new Map(all.toReversed().map((mutation) => [mutation.code, mutation])).values()];
}

describe("another EVM", function () {
  this.timeout(180_000);
  let folder: string;
  let artifacts: Artifacts;
  let evms: TwoEvms;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-evm-"));
    artifacts = await loadArtifacts();
    evms = await startTwoEvms(artifacts, folder);
  });

  after(async () => {
    await evms?.stop();
    await rm(folder, { recursive: true });
  });

  /** Every check of an audit with its result. */
  async function audit({ provider, coordinator }: Side, round: bigint): Promise<unknown[]> {
    const { RoundCoordinator, CertificateVerifier, SealedVerifier } = artifacts;
    const code = {
      coordinator: expectedCode(RoundCoordinator),
      verifier: expectedCode(CertificateVerifier),
      sealedVerifier: expectedCode(SealedVerifier),
    };
    const address = await coordinator.getAddress();
    const { verdict, checks } = await auditRound({ provider, coordinator: address, round, expectedCode: code });
    expect(verdict).to.equal("verified");
    return checks.map((check) => [check.code, check.result]);
  }

  it("has the same contracts at the same price", async () => {
    const deployed = await evms.doneSoFar();
    expect(deployed.map(({ call, succeeded }) => [call, succeeded])).to.deep.equal(new Array(5).fill([null, true]));
    await evms.both(({ provider, verifier, sealedVerifier, coordinator, registry, shares }) =>
      Promise.all(
        [verifier, sealedVerifier, coordinator, registry, shares].map(async (own) =>
          provider.getCode(await own.getAddress()),
        ),
      ),
    );
  });

  for (const kind of sampled(KINDS, 3))
    it(`settles a round: ${kind}`, async () => {
      const done = await evms.doneBy(async (side) => {
        const ready = await readyRound(side, { kind, ...SHAPE }, `other evm ${kind}`);
        const { round } = ready.id;
        const refusal = await settleWrongly(side, ready);
        const { header, blocks } = ready.certificate;
        await transact(side, STRANGER, "settle", [round, header, "0x", blocks]);
        for (const party of [1, 2]) await transact(side, party, "withdraw", []);
        const outcome = await read<Iterable<unknown>>(side, "outcomeOf", round);
        return [refusal, [...outcome], await audit(side, round)];
      });
      expect(done.map(({ call, succeeded }) => [call, succeeded])).to.deep.equal([
        ...["open", "commit", "commit", "post", "post"].map((call) => [call, true]),
        ["settle", false],
        ...["settle", "withdraw", "withdraw"].map((call) => [call, true]),
      ]);
    });

  for (const kind of sampled(KINDS, 3, 1))
    it(`refuses what is false for the same reason and at the same price: ${kind}`, async () => {
      const refused = onePerReason({ kind, ...SHAPE });
      expect(refused.map(({ code }) => code)).to.include.members(["GeneratorInvalid", "EquationFailed"]);
      for (const { name, statement, certificate, code, index } of refused) {
        const reason = await evms.both((side) => verifyOnChain(side, statement, certificate));
        const { name: said, args } = reason as Refusal;
        expect([said, args.map(Number)], name).to.deep.equal([code, index === undefined ? [] : [index]]);
        const done = await evms.doneBy((side) => {
          const asked = [statementArgument(statement), certificate.header, certificate.blocks];
          return sendAnyway(side, side.verifier, side.verifier.interface.encodeFunctionData("verify", asked));
        });
        const calls = done.map(({ call, succeeded }) => [call, succeeded]);
        expect(calls, name).to.deep.equal([["verify", false]]);
      }
    });

  it("settles a sealed round, and refuses a wrong proof at the same price", async () => {
    const shape = { kind: "optimal", inequalities: [2, 1], equalities: [1, 0], owner: 1 } as const;
    const done = await evms.doneBy(async (side) => {
      const ready = await readySealedRound(side, shape, "other evm, sealed");
      const [round, kind, key, proof] = settleSealedArguments(ready);
      const wrong = [round, kind, key, `${proof.slice(0, -320)}${"0".repeat(63)}1${proof.slice(-256)}`];
      const { interface: abi } = side.coordinator;
      await sendAnyway(side, side.coordinator, abi.encodeFunctionData("settleSealed", wrong));
      const refusal = await read(side, "settleSealed", ...wrong).catch((error: unknown) => refusalOf(side, error));
      expect(refusal).to.have.property("name", "SealedEquationFailed");
      await transact(side, STRANGER, "settleSealed", [round, kind, key, proof]);
      for (const party of [1, 2]) await transact(side, party, "withdraw", []);
      const outcome = await read<Iterable<unknown>>(side, "outcomeOf", round);
      return [refusal, [...outcome], await audit(side, round)];
    });
    expect(done.map(({ call, succeeded }) => [call, succeeded])).to.deep.equal([
      ...["open", "commit", "commit", "post", "post"].map((call) => [call, true]),
      ["settleSealed", false],
      ...["settleSealed", "withdraw", "withdraw"].map((call) => [call, true]),
    ]);
  });

  it("adopts a sealed proof, records shares, and refuses a wrong one at the same price", async () => {
    const shape = { kind: "optimal", inequalities: [2, 1], equalities: [1, 0], owner: 1 } as const;
    const done = await evms.doneBy(async (side) => {
      const { shares } = side;
      const round = await sharedRound(side, shape, "other evm, shares");
      await settleShared(side, round);
      await sendTo(side, shares, { from: STRANGER, call: "adopt", args: adoptArguments(round) });
      const [id, basis, claim] = postArguments(round, disclosedShare(round, 0));
      const wrong = [id, basis, { ...claim, dualValue: claim.dualValue + 1n }];
      await sendAnyway(side, shares, shares.interface.encodeFunctionData("post", wrong));
      for (const party of [0, 1])
        await sendTo(side, shares, {
          ...{ from: STRANGER, call: "post" },
          args: postArguments(round, disclosedShare(round, party)),
        });
      return [...(await shares.getFunction("objectiveOf").staticCall(id))];
    });
    expect(done.map(({ call, succeeded }) => [call, succeeded])).to.deep.equal([
      ...["open", "commit", "commit", "post", "post", "settleSealed", "adopt"].map((call) => [call, true]),
      ["post", false],
      ...["post", "post"].map((call) => [call, true]),
    ]);
  });

  it("settles a round in several transactions", async () => {
    const done = await evms.doneBy(async (side) => {
      const { id, certificate } = await readyRound(side, { kind: "optimal", ...WIDE }, "other evm, in parts");
      await settleInParts(side, id, certificate, 1);
      return audit(side, id.round);
    });
    const settled = done.filter(({ call, succeeded }) => call === "settle" && succeeded);
    expect(settled).to.have.length(4);
  });

  it("expires a round, pays back, and registers a peer", async () => {
    const done = await evms.doneBy(async (side) => {
      const params = chainParams(side, { kind: "optimal", ...SHAPE });
      const { round } = await openRound(side, params);
      await commitTo(side, 1, round, params.bond);
      await side.provider.send("evm_increaseTime", [params.commitPeriod + 1]);
      await side.provider.send("evm_mine", []);
      await transact(side, STRANGER, "expire", [round]);
      await transact(side, 1, "withdraw", []);
      const registry: BaseContract = side.registry.connect(side.accounts[1]!);
      await registry.getFunction("register")(`0x${"11".repeat(32)}`, "/ip4/127.0.0.1/tcp/4001");
    });
    const calls = done.map(({ call, succeeded }) => [call, succeeded]);
    expect(calls).to.deep.equal(["open", "commit", "expire", "withdraw", "register"].map((call) => [call, true]));
  });

  it("takes no transaction above EIP-7825's cap, and none twice", async () => {
    const done = await evms.doneBy(async ({ provider, accounts }) => {
      const [sender, receiver] = [accounts[0]!, accounts[1]!];
      const isTaken = (signed: string): Promise<boolean> =>
        provider.send("eth_sendRawTransaction", [signed]).then(
          () => true,
          () => false,
        );
      const taken: boolean[] = [];
      for (const gasLimit of [TRANSACTION_GAS_CAP + 1n, TRANSACTION_GAS_CAP]) {
        const transaction = await sender.populateTransaction({ to: receiver.address, value: 1n, gasLimit });
        const signed = await sender.signTransaction(transaction);
        taken.push(await isTaken(signed), await isTaken(signed));
      }
      expect(taken).to.deep.equal([false, false, true, false]);
      await sender.sendTransaction({ to: receiver.address, value: 1n });
    });
    expect(done.map(({ gasUsed }) => gasUsed)).to.deep.equal([21_000, 21_000]);
  });
});
