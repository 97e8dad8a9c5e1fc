// A client settles a round with a sealed proof, sees it settled, and reads the proof back, however
// it reached the coordinator.
import { expect } from "chai";
import { hexToBytes } from "viem";
import { readOutcome, readSealedStatement } from "../../../client/chain/coordinator/read.ts";
import { sealedSettlementReader } from "../../../client/chain/coordinator/read-sealed-settlement.ts";
import { settlementReader } from "../../../client/chain/coordinator/read-settlement.ts";
import { settleSealedRound } from "../../../client/chain/coordinator/transact.ts";
import type { ChainSession } from "../../../client/chain/session.ts";
import { roundObserver } from "../../../client/chain/watch/observe.ts";
import { ChainError, SealedError } from "../../../client/errors.ts";
import { paramsDigest } from "../../../client/round/params.ts";
import { KINDS, type Kind } from "../../../client/round/verdict.ts";
import { contractKey, keyDigest, keyOfContract } from "../../../client/sealed/contract-key.ts";
import { sealedDigest } from "../../../client/sealed/digests.ts";
import { verifySealed } from "../../../client/sealed/verify.ts";
import { type Chain, createChain } from "../../support/chain.ts";
import { rejection } from "../../support/network.ts";
import { callingCode, forwarderCode } from "../../support/relay.ts";
import { sampled } from "../../support/sampled.ts";
import { type ReadySealedRound, readySealedRound, settleSealedArguments } from "../../support/sealed-rounds.ts";
import { sessionOn } from "../../support/session-on.ts";

const SHAPE = { inequalities: [2, 1], equalities: [0, 1], owner: 1 };
const [DELEGATED, STRANGER] = [8, 9];

describe("settling a sealed round", function () {
  this.timeout(180_000);
  let chain: Chain;
  let session: ChainSession;

  before(async () => {
    chain = await createChain();
    session = await sessionOn(chain);
  });

  const ready = (seed: string, kind: Kind = "optimal") => readySealedRound(chain, { kind, ...SHAPE }, seed);

  async function expectRead(own: ReadySealedRound, settler: string): Promise<void> {
    const found = await sealedSettlementReader(session, own.id.round)();
    expect(found!.settler.toLowerCase()).to.equal(settler.toLowerCase());
    const key = keyOfContract(found!.key);
    expect(keyDigest(key)).to.equal(own.params.sealedKey);
    const { bounds, size } = own.statement;
    const statement = await readSealedStatement(session, own.id.round, { kind: found!.kind, size, bounds });
    expect(sealedDigest(statement, key)).to.equal(own.digest);
    verifySealed(statement, key, hexToBytes(found!.proof));
  }

  for (const kind of sampled(KINDS, 3))
    it(`sends the proof, and sees its statement's digest: ${kind}`, async () => {
      const own = await ready("send", kind);
      const { round } = own.id;
      const observe = roundObserver(session, { id: own.id, paramsDigest: paramsDigest(own.params), turns: [] });
      expect((await observe())!.settled).to.equal(null);
      expect(await sealedSettlementReader(session, round)()).to.equal(null);
      const { gasUsed } = await settleSealedRound(session, round, { kind, key: own.key, proof: own.proof });
      expect(gasUsed > 0n).to.equal(true);
      const { phase, settled, agreed } = (await observe())!;
      expect({ phase, settled, agreed }).to.deep.equal({ phase: "settled", settled: own.digest, agreed: true });
      expect(await readOutcome(session, round)).to.deep.equal({
        ...{ kind, objective: 0n, gap: 0n, violation: 0n, maxResidual: 0n },
        statementDigest: own.digest,
      });
      await expectRead(own, session.account.address);
      expect(await settlementReader(session, round)()).to.equal(null);
    });

  it("reports what the contract refuses by its name", async () => {
    const own = await ready("refused");
    const wrong = own.proof.slice();
    wrong[own.proof.length - 160]! ^= 1;
    const settle = (proof: Uint8Array) => settleSealedRound(session, own.id.round, { ...own.statement, ...own, proof });
    for (const [proof, code] of [
      [wrong, "SealedEquationFailed"],
      [own.proof.subarray(32), "SealedShapeMismatch"],
    ] as const)
      expect(await rejection(settle(proof)))
        .to.be.instanceOf(ChainError)
        .with.property("code", code);
    await settle(own.proof);
    expect(await rejection(settle(own.proof))).to.have.property("code", "CoordinatorWrongPhase");
  });

  it("reads a proof that a contract sent, in any encoding, among refused attempts", async () => {
    const coordinator = await chain.coordinator.getAddress();
    const encode = (own: ReadySealedRound) =>
      chain.coordinator.interface.encodeFunctionData("settleSealed", settleSealedArguments(own));
    const sender = chain.accounts[STRANGER]!;
    const made = (await (await sender.sendTransaction({ data: forwarderCode(coordinator) })).wait())!;
    const forwarder = made.contractAddress!;

    const forwarded = await ready("forwarded");
    const longer = `${encode(forwarded)}${"ab".repeat(33)}`;
    await (await sender.sendTransaction({ to: forwarder, data: longer })).wait();
    await expectRead(forwarded, forwarder);

    // Two rounds in one transaction, and the proof's offset moved to the end of the call.
    const twice = [await ready("first of two", "infeasible"), await ready("second of two", "unbounded")];
    const calls = twice.map((own) => {
      const data = encode(own);
      const words = data.slice(10).match(/.{1,64}/g)!;
      const at = 18;
      const moved = words.with(at, (32 * words.length).toString(16).padStart(64, "0"));
      return `${data.slice(0, 10)}${[...moved, ...words.slice(19)].join("")}`;
    });
    const create = { data: callingCode(coordinator, calls), gasLimit: 16_000_000n };
    const created = (await (await sender.sendTransaction(create)).wait())!;
    const settler = created.logs.map((log) => chain.coordinator.interface.parseLog(log)!)[0]!.args[1] as string;
    for (const own of twice) await expectRead(own, settler);

    const delegated = await ready("delegated");
    const account = chain.accounts[DELEGATED]!;
    await chain.helpers.setCode(account.address, `0xef0100${forwarder.slice(2)}`);
    await (await account.sendTransaction({ to: coordinator, data: encode(delegated) })).wait();
    await expectRead(delegated, account.address);
  });

  it("turns keys into the contract's and back, and refuses points that are none", async () => {
    const { key, params } = await ready("keys");
    const plain = contractKey(key);
    expect(contractKey(keyOfContract(plain))).to.deep.equal(plain);
    expect(keyDigest(key)).to.equal(params.sealedKey);
    for (const changed of [
      { ...plain, limbs: { ...plain.limbs, x: plain.limbs.x + 1n } },
      { ...plain, columns: { x: 0n, y: 0n } },
      { ...plain, sigma: { ...plain.sigma, xReal: plain.sigma.xReal + 1n } },
      { ...plain, tau: { xImaginary: 0n, xReal: 0n, yImaginary: 0n, yReal: 0n } },
    ])
      expect(() => keyOfContract(changed))
        .to.throw(SealedError)
        .with.property("code", "SrsPoint");
  });
});
