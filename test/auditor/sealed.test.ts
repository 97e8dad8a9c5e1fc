// Rounds for a sealed outcome: the auditor follows their events and their state, says that it has
// not verified the proof, and claims nothing of what it cannot know.
import { expect } from "chai";
import { History } from "../../auditor/chain/history.ts";
import { paramsFaults, readParams } from "../../auditor/chain/params.ts";
import { renderHtml, renderJson, renderText } from "../../auditor/index.ts";
import { type AuditedChain, auditedChain, codesOf } from "../support/audit.ts";
import { eventOf, MadeUpRound } from "../support/made-up-round.ts";
import { callingCode } from "../support/relay.ts";
import { transact } from "../support/rounds.ts";
import { type ReadySealedRound, readySealedRound, settleSealedArguments } from "../support/sealed-rounds.ts";

const SHAPE = { inequalities: [2, 1], equalities: [0, 1], owner: 1 };
const SEALED = `0x${"5e".repeat(32)}` as const;
const DIGEST = `0x${"d1".repeat(32)}` as const;

describe("auditor: sealed rounds", function () {
  this.timeout(180_000);
  let audited: AuditedChain;

  before(async () => {
    audited = await auditedChain();
  });

  const ready = (seed: string) => readySealedRound(audited.chain, { kind: "optimal", ...SHAPE }, seed);

  const settlements: Readonly<Record<string, (own: ReadySealedRound) => Promise<unknown>>> = {
    "a transaction": (own) => transact(audited.chain, 9, "settleSealed", settleSealedArguments(own)),
    "a contract": async ({ id, ...own }) => {
      const { chain, coordinator } = audited;
      const args = settleSealedArguments({ id, ...own });
      const data = chain.coordinator.interface.encodeFunctionData("settleSealed", args);
      const sent = { data: callingCode(coordinator, [data]), gasLimit: 16_000_000n };
      await (await chain.accounts[9]!.sendTransaction(sent)).wait();
    },
  };
  for (const [name, settle] of Object.entries(settlements))
    it(`leaves a round open to doubt that was settled by ${name}`, async () => {
      const own = await ready(name);
      const running = await audited.audit(own.id.round);
      expect([running.verdict, codesOf(running, "unknown")]).to.deep.equal(["incomplete", ["RoundOpen"]]);
      await settle(own);
      const report = await audited.audit(own.id.round);
      expect(codesOf(report, "failed")).to.deep.equal([]);
      expect(report.verdict).to.equal("incomplete");
      expect(codesOf(report, "unknown")).to.include("SealedNotVerified");
      expect(codesOf(report, "passed")).to.include.members(["OutcomeAsEvent", "RulesKept", "PhaseAsEvents"]);
      expect([report.outcome, report.settlement, report.columns, report.rows]).to.deep.equal([null, null, [], []]);
      expect(report.headline).to.equal("The round is settled; not everything could be checked: see what is unknown.");
      expect(report.params.sealedKey).to.equal(own.params.sealedKey);
      for (const text of [renderText(report), renderHtml(report), renderJson(report)])
        expect(text).not.to.match(/certificate holds|OutcomeAsCertificate/);
    });

  it("checks no disclosure and no evidence against commitments of another sort, and says so", async () => {
    const own = await ready("files");
    const report = await audited.audit(own.id.round, undefined, { disclosures: ["nowhere.json"], evidence: "nowhere" });
    expect(codesOf(report, "unknown")).to.include("SealedFilesNotChecked");
    expect([report.disclosures, report.evidence]).to.deep.equal([[], null]);
    expect(codesOf(report, "failed")).to.deep.equal([]);
  });

  it("compares the code of the verifier that decides", async () => {
    const own = await ready("code");
    const { audit, expectedCode } = audited;
    const wrong = { ...expectedCode, sealedVerifier: expectedCode.verifier };
    const report = await audit(own.id.round, undefined, { expectedCode: wrong });
    expect(codesOf(report, "failed")).to.deep.equal(["CodeCompared"]);
  });
});

describe("auditor: the rules of sealed rounds", () => {
  const settling = (sealedKey: `0x${string}` | undefined) =>
    new MadeUpRound([[0, 1, 2]], { bond: 0n, ...(sealedKey && { sealedKey }) }).commitAll().postUntil(1);
  const brokenBy = (made: MadeUpRound, ...more: Parameters<typeof eventOf>[]) => {
    const events = [...made.events, ...more.map((event) => eventOf(...event))];
    return new History(made.id, made.history().params, events).broken;
  };

  it("take the event of their own outcome only", () => {
    const block = { number: 9, time: settling(SEALED).now };
    const { id, accounts } = settling(SEALED);
    const settler = accounts[0]!.address;
    const sealed: Parameters<typeof eventOf> = ["SettledSealed", [id.round, settler, 1, DIGEST], block];
    const open: Parameters<typeof eventOf> = ["Settled", [id.round, settler, 1, 0, 0, 0, 0, DIGEST], block];
    const part: Parameters<typeof eventOf> = ["SettlementAdvanced", [id.round, settler, "0x"], block];
    const called: Parameters<typeof eventOf> = ["SettlementCalled", [id.round, settler, "0x"], block];
    expect(brokenBy(settling(SEALED), sealed)).to.equal(null);
    expect(brokenBy(settling(SEALED), called, sealed)).to.equal(null);
    expect(brokenBy(settling(undefined), open)).to.equal(null);
    expect(brokenBy(settling(undefined), sealed)).to.include("the round was opened for a public outcome");
    for (const event of [open, part])
      expect(brokenBy(settling(SEALED), event)).to.include("the round was opened for a sealed outcome");
    expect(brokenBy(settling(SEALED), sealed, sealed)).to.include("the round was closed");
  });

  it("have ranges of their own", () => {
    const params = { ...settling(SEALED).history().params, sealedKey: SEALED };
    const faults = (change: object) => paramsFaults({ ...params, ...change });
    // Three parties: R is at most 2,048.
    for (const [change, fault] of [
      [{ columns: 2045 }, null],
      [{ columns: 2046 }, "the number of columns"],
      [{ inequalities: [1, 2046, 1] }, null],
      [{ inequalities: [1, 2045, 1], equalities: [0, 1, 0] }, "a number of rows of a sealed outcome"],
      [{ solutionDecimals: 21 }, null],
      [{ solutionDecimals: 22 }, "the decimals of a sealed solution"],
      [{ residualTolerance: (1n << 60n) - 1n, dualTolerance: (1n << 60n) - 1n, gapTolerance: (1n << 160n) - 1n }, null],
      [{ residualTolerance: 1n << 60n }, "a tolerance of a sealed outcome"],
      [{ dualTolerance: 1n << 60n }, "a tolerance of a sealed outcome"],
    ] as const)
      expect(faults(change)).to.deep.equal(fault === null ? [] : [fault]);
    const of = (count: number) => {
      const each = Array.from({ length: count }, (_, k) => k);
      const parties = each.map((k) => `0x${(k + 1).toString(16).padStart(40, "0")}`);
      return { parties, inequalities: each.map(() => 1), equalities: each.map(() => 0) };
    };
    expect(faults(of(97))).to.deep.equal([]);
    expect(faults(of(98))).to.deep.equal(["the number of parties of a sealed outcome"]);
    expect(faults({ ...of(97), gapTolerance: 1n << 154n })).to.deep.equal(["a tolerance of a sealed outcome"]);
    expect(faults({ ...of(97), gapTolerance: (1n << 154n) - 1n })).to.deep.equal([]);
    // Blocks of so many columns and parties would be too long for a certificate.
    expect(faults({ ...of(32), columns: 253 })).to.deep.equal([]);
    expect(faults({ ...of(32), columns: 253, sealedKey: `0x${"00".repeat(32)}` })).to.deep.equal([
      "the number of columns",
    ]);
  });

  it("read the key's digest", () => {
    const made = settling(SEALED);
    expect(readParams(made.events[0]!.args.getValue("params")).sealedKey).to.equal(SEALED);
  });
});
