// Audits of whole rounds on an in-process chain: of every kind and phase, settled in one
// transaction or several.
import { expect } from "chai";
import type { Result } from "ethers";
import { renderText } from "../../auditor/index.ts";
import { refusalDigest } from "../../client/round/digests.ts";
import { AUDITED_SHAPE, type AuditedChain, auditedChain, codesOf, settleInParts } from "../support/audit.ts";
import { scheduleOf } from "../support/certificate.ts";
import type { Chain } from "../support/chain.ts";
import { chainParams, commitTo, DIGEST, openRound, readyRound, transact } from "../support/rounds.ts";

describe("auditor: rounds", function () {
  this.timeout(180_000);
  let chain: Chain;
  let audit: AuditedChain["audit"];

  before(async () => {
    ({ chain, audit } = await auditedChain());
  });

  for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
    it(`verifies a settled round from the chain alone: ${kind}`, async () => {
      const ready = await readyRound(chain, { kind, ...AUDITED_SHAPE }, `audit ${kind}`);
      await settleInParts(chain, ready.id, ready.certificate, 99);
      const report = await audit(ready.id.round);
      expect([codesOf(report, "failed"), codesOf(report, "unknown"), report.verdict]).to.deep.equal([
        [],
        [],
        "verified",
      ]);
      const stored = (await chain.coordinator.getFunction("outcomeOf").staticCall(ready.id.round)) as Result;
      expect(Object.values(report.outcome!).map(String)).to.deep.equal([...stored].map(String));
      expect(report.credits.map(({ amount }) => amount)).to.deep.equal([1000n, 1000n]);
      expect(codesOf(report, "passed")).to.include.members([
        "CodeCompared",
        "RulesKept",
        "EquationHolds",
        "OutcomeAsCertificate",
      ]);
    });
  }

  it("puts together a settlement of several transactions, whatever others have tried", async () => {
    const ready = await readyRound(chain, { kind: "optimal", ...AUDITED_SHAPE }, "audit parts");
    const { id, certificate } = ready;
    const begin = [id.round, certificate.header, "0x", certificate.blocks.slice(0, 1)];
    await transact(chain, 2, "settle", begin);
    await transact(chain, 1, "settle", begin);
    await settleInParts(chain, ready.id, ready.certificate, 1);
    const report = await audit(id.round);
    expect(report.verdict, renderText(report)).to.equal("verified");
    expect(report.settlement?.transactions).to.have.length(certificate.blocks.length);
  });

  it("reports rounds that are open: who is due, until when", async () => {
    const params = chainParams(chain, { kind: "optimal", ...AUDITED_SHAPE });
    const { round } = await openRound(chain, params);
    expect(await audit(round)).to.deep.include({ verdict: "incomplete", phase: "committing", due: [0, 1] });
    await commitTo(chain, 2, round, 1000n);
    expect(await audit(round)).to.deep.include({ verdict: "incomplete", phase: "committing", due: [0] });
    await commitTo(chain, 1, round, 1000n);
    const running = await audit(round);
    expect(running).to.deep.include({ verdict: "incomplete", phase: "running", due: [0] });
    expect(codesOf(running, "unknown")).to.deep.equal(["RoundOpen"]);
    await chain.helpers.time.increase(601);
    expect(renderText(await audit(round))).to.include("Anyone may expire it.");
  });

  it("reports rounds that expired: in which phase, who was due, which bonds; and recognises refusals", async () => {
    const silent = await openRound(chain, chainParams(chain, { kind: "optimal", ...AUDITED_SHAPE }));
    for (const party of [1, 2]) await commitTo(chain, party, silent.round, 1000n);
    await chain.helpers.time.increase(601);
    await transact(chain, 0, "expire", [silent.round]);
    const report = await audit(silent.round);
    expect(report).to.deep.include({ verdict: "verified", phase: "expired", due: [0], outcome: null });
    expect(report.credits).to.deep.equal([{ account: chain.accounts[2]!.address, amount: 2000n }]);

    const refused = await openRound(chain, chainParams(chain, { kind: "optimal", ...AUDITED_SHAPE }));
    for (const party of [1, 2]) await commitTo(chain, party, refused.round, 1000n);
    for (const party of [0, 1]) {
      const digest = refusalDigest(refused, { exchange: party, from: party });
      await transact(chain, party + 1, "post", [refused.round, party, party, digest]);
    }
    await chain.helpers.time.increase(3601);
    await transact(chain, 0, "expire", [refused.round]);
    const second = await audit(refused.round);
    expect(second).to.deep.include({ verdict: "verified", phase: "expired", due: [] });
    expect(second.posts.map(({ refusal }) => refusal)).to.deep.equal([true, true]);
    expect(codesOf(second, "passed").filter((code) => code === "Refused")).to.have.length(2);

    const early = await openRound(chain, chainParams(chain, { kind: "optimal", ...AUDITED_SHAPE }));
    await commitTo(chain, 2, early.round, 1000n);
    await chain.helpers.time.increase(3601);
    await transact(chain, 0, "expire", [early.round]);
    expect(await audit(early.round)).to.deep.include({ verdict: "verified", due: [0] });
  });

  it("takes posts of an exchange in any order, and shares the bonds of all who are due to the wei", async () => {
    const shape = { kind: "optimal", columns: 1, inequalities: [1, 1, 1], equalities: [0, 0, 0], owner: 2 } as const;
    const schedule = scheduleOf([
      [0, 2],
      [0, 1, 2],
    ]);
    for (const [posted, due, amounts] of [
      [[], [0, 1, 2], [1001n, 1001n, 1001n]],
      [[2], [0, 1], [null, null, 3003n]],
      [[1, 0], [2], [1502n, 1501n, null]],
    ] as const) {
      const { round } = await openRound(chain, chainParams(chain, shape, { schedule, bond: 1001n }));
      for (const party of [3, 1, 2]) await commitTo(chain, party, round, 1001n);
      for (const party of [2, 0]) await transact(chain, party + 1, "post", [round, 0, party, DIGEST]);
      for (const party of posted) await transact(chain, party + 1, "post", [round, 1, party, DIGEST]);
      const running = await audit(round);
      expect(codesOf(running, "failed"), renderText(running)).to.deep.equal([]);
      expect(running).to.deep.include({ phase: "running", due });
      await chain.helpers.time.increase(601);
      await transact(chain, 0, "expire", [round]);
      const report = await audit(round);
      expect(report, renderText(report)).to.deep.include({ verdict: "verified", phase: "expired", due });
      const accounts = [1, 2, 3].map((account) => chain.accounts[account]!.address);
      expect(report.credits).to.deep.equal(
        amounts.flatMap((amount, party) => (amount === null ? [] : [{ account: accounts[party], amount }])),
      );
    }
  });
});
