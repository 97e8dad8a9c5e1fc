// Rounds for a sealed outcome: the auditor follows their events and their state, verifies the proof
// and, with the set-up, its key, refuses whatever was changed, and claims nothing of what it has
// not checked or cannot know.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { AbiCoder } from "ethers";
import { History } from "../../auditor/chain/history.ts";
import { paramsFaults, readParams } from "../../auditor/chain/params.ts";
import { renderHtml, renderJson, renderText } from "../../auditor/index.ts";
import { inEnglish } from "../../auditor/words/english.ts";
import { KINDS, type Kind } from "../../client/round/verdict.ts";
import { encodeCeremony } from "../../client/sealed/ceremony/file.ts";
import {
  type AuditedChain,
  auditedChain,
  cachingProvider,
  codesOf,
  expectAuditError,
  type Lie,
} from "../support/audit.ts";
import { forge, headLength, rewriteBody, testAccount } from "../support/ceremony.ts";
import { eventOf, MadeUpRound } from "../support/made-up-round.ts";
import { callingCode } from "../support/relay.ts";
import { transact } from "../support/rounds.ts";
import { sampled } from "../support/sampled.ts";
import { testString } from "../support/sealed.ts";
import { digestOfTerms, termsWith, testSetupFile, writeTerms } from "../support/sealed-files.ts";
import { type ReadySealedRound, readySealedRound, settleSealedArguments } from "../support/sealed-rounds.ts";

const SHAPE = { inequalities: [2, 1], equalities: [0, 1], owner: 1 };
const COLUMNS = 5;
/** The tests' upper bounds, 100, 200, …, as one company states them. */
const TERMS = termsWith(Array.from({ length: COLUMNS }, (_, j) => `${j + 1}e2`));
const SEALED = `0x${"5e".repeat(32)}` as const;
const DIGEST = `0x${"d1".repeat(32)}` as const;

describe("auditor: sealed rounds", function () {
  this.timeout(180_000);
  let audited: AuditedChain;
  let folder: string;
  let setup: string;
  let terms: string;

  before(async () => {
    audited = await auditedChain();
    folder = await mkdtemp(join(tmpdir(), "audit-"));
    setup = await written(await testSetupFile());
    terms = await writeTerms(folder, TERMS);
  });
  after(() => rm(folder, { recursive: true }));

  let files = 0;
  async function written(bytes: Uint8Array): Promise<string> {
    const file = join(folder, `${files++}.bin`);
    await writeFile(file, bytes);
    return file;
  }

  const ready = (seed: string, kind: Kind = "optimal") =>
    readySealedRound(audited.chain, { kind, ...SHAPE }, seed, { terms: digestOfTerms(TERMS) });
  const provider = (lie?: Lie) => cachingProvider(audited.request)(lie);

  const byTransaction = (own: ReadySealedRound) =>
    transact(audited.chain, 9, "settleSealed", settleSealedArguments(own));
  /** By a contract, with bytes behind the call: the event SettlementCalled has the call. */
  async function byContract(own: ReadySealedRound): Promise<void> {
    const { chain, coordinator } = audited;
    const data = chain.coordinator.interface.encodeFunctionData("settleSealed", settleSealedArguments(own));
    const longer = `${data}${"ab".repeat(33)}`;
    const sent = { data: callingCode(coordinator, [longer]), gasLimit: 16_000_000n };
    await (await chain.accounts[9]!.sendTransaction(sent)).wait();
  }

  async function settled(kind: Kind): Promise<ReadySealedRound> {
    const own = await ready(kind, kind);
    await byTransaction(own);
    return own;
  }

  for (const [k, kind] of sampled([...KINDS.entries()], 3))
    it(`verifies a proof, its key and its set-up: ${kind}`, async () => {
      const own = await settled(kind);
      const report = await audited.audit(own.id.round, undefined, { setup, terms });
      expect(report.verdict, renderText(report)).to.equal("verified");
      const { size, srsDigest } = own.key;
      const contributors = [testAccount(9).address];
      expect(report.sealed).to.deep.equal({
        ...{ kind: k, statementDigest: own.digest, size, srsDigest, key: "checked", contributors },
      });
      expect([report.outcome, report.columns, report.rows]).to.deep.equal([null, [], []]);
      expect(report.settlement!.settler).to.equal(audited.chain.accounts[9]!.address);
      expect(codesOf(report, "passed")).to.include.members([
        ...["OutcomeAsEvent", "OutcomeAsProof", "KeyAsAgreed", "ContributionsHold", "SetupSound", "KeyComputed"],
        ...["BoundsAsTerms", "CommitmentsOpen", "StatementHolds", "EquationHolds", "SendersSigned", "RulesKept"],
      ]);
      expect(codesOf(report, "passed").includes("GapHolds")).to.equal(kind === "optimal");
      expect(report.headline).to.match(/^The round is settled, and its sealed proof holds: /);
      expect(report.headline).not.to.include("not checked");
    });

  it("says everywhere what it is worth, and never what it does not know", async () => {
    const own = await settled("optimal");
    for (const [given, words] of [
      [{}, "for the key that the companies agreed on, which was not checked"],
      [{ setup }, "for the upper bounds that the companies put into its key, which were not checked"],
      [{ setup, terms }, "has an optimum within the round's tolerances."],
    ] as const) {
      const report = await audited.audit(own.id.round, undefined, given);
      expect(report.verdict).to.equal("verified");
      expect(report.headline).to.include(words);
      for (const text of [renderText(report), renderHtml(report), renderJson(report)]) {
        expect(text).to.include("experimental until reviewed from outside");
        expect(text.replaceAll("&#39;", "'")).to.include(words);
        expect(text).not.to.match(/certificate holds|OutcomeAsCertificate|with the objective/);
        expect(text.includes("Proven if the key is right: ")).to.equal(!("terms" in given));
      }
      expect(report.cannotKnow.join()).to.include(
        "What the sealed outcome says: the plan, the objective's value, prices",
      );
      expect(codesOf(report, "skipped")).to.deep.equal(
        "terms" in given ? [] : "setup" in given ? ["BoundsTaken"] : ["KeyTaken"],
      );
    }
  });

  it("says what companies learned of a round only as far as its terms do", async () => {
    const told = async (own: object | null, sense: "min" | null = "min") => {
      const parties = TERMS.parties.map(({ announcement }) => ({ announcement: { ...announcement, sense } }));
      const agreed = { parties, sealed: own && { ownParts: own } };
      const file = await writeTerms(await mkdtemp(join(folder, "terms-")), agreed);
      const change = { terms: digestOfTerms(agreed) };
      const { id } = await readySealedRound(audited.chain, { kind: "optimal", ...SHAPE }, "own parts", change);
      return audited.audit(id.round, undefined, { terms: file }).then(({ cannotKnow }) => cannotKnow.join());
    };
    const own = "each the variables that its file names and the prices and slacks of its own rows";
    expect(await told({ value: "owner" })).to.include(`${own}, and the objective's value was told to nobody`);
    expect(await told({ value: "all" })).to.include(`${own}, and all were told the objective's value`);
    const none = await told({ value: "owner" }, null);
    expect(none).to.include("the slacks of its own rows; there is no objective").and.not.include("value was told");
    expect(await told(null)).not.to.include(own);
    await expectAuditError("FileInvalid", () => told({ value: "nobody" }));
  });

  it("claims nothing of a round that is not settled", async () => {
    const own = await ready("open");
    const report = await audited.audit(own.id.round, undefined, { setup, terms });
    expect([report.verdict, report.sealed]).to.deep.equal(["incomplete", null]);
    expect(codesOf(report, "unknown")).to.deep.equal(["RoundOpen"]);
    expect(codesOf(report, "skipped")).to.include("SetupNotUsed");
  });

  it("reads the proof that a contract sent, and refuses every change of it with the reason", async () => {
    const own = await ready("contract");
    await byContract(own);
    const honest = await audited.audit(own.id.round, provider(), { setup, terms });
    expect(codesOf(honest, "failed")).to.deep.equal([]);
    expect(honest.sealed!.key).to.equal("checked");
    const abi = audited.chain.coordinator.interface;
    /** What the audit says where the event has another call than was made. */
    async function changed(change: (args: unknown[]) => void, called = "settleSealed"): Promise<string[]> {
      const args = structuredClone(settleSealedArguments(own)) as unknown as unknown[];
      change(args);
      const data = called === "settleSealed" ? abi.encodeFunctionData(called, args) : "0x12345678";
      const topic = abi.getEvent("SettlementCalled")!.topicHash;
      const lie: Lie = async ({ method }, answer) => {
        const given = await answer();
        if (method !== "eth_getLogs") return given;
        const logs = given as { topics: string[]; data: string }[];
        const encoded = AbiCoder.defaultAbiCoder().encode(["bytes"], [data]);
        return logs.map((log) => (log.topics[0] === topic ? { ...log, data: encoded } : log));
      };
      const report = await audited.audit(own.id.round, provider(lie));
      expect([report.verdict, report.sealed]).to.deep.equal(["failed", null]);
      return codesOf(report, "failed").filter((code) => code !== "BlocksContradict");
    }
    /** Puts hexadecimal words into the proof. */
    const withWords = (at: number, given: string) => (args: unknown[]) => {
      const proof = args[3] as string;
      args[3] = `${proof.slice(0, 2 + 64 * at)}${given}${proof.slice(2 + 64 * at + given.length)}`;
    };
    const words = own.proof.length / 32;
    const key = (change: (key: Record<string, unknown>) => void) => (args: unknown[]) =>
      change(args[2] as Record<string, unknown>);
    expect(await changed(withWords(0, "0".repeat(64)))).to.deep.equal(["PointInvalid"]);
    const otherPoint = Buffer.from(own.proof).toString("hex", 32 * 10, 32 * 12);
    expect(await changed(withWords(0, otherPoint))).to.deep.equal(["CommitmentMismatch"]);
    expect(await changed(withWords(words - 2, otherPoint))).to.deep.equal(["EquationFailed"]);
    expect(await changed((args) => (args[3] = `${args[3]}00`))).to.deep.equal(["ShapeMismatch"]);
    expect(await changed((args) => (args[1] = 3n))).to.deep.equal(["StatementInvalid"]);
    expect(await changed((args) => (args[1] = 1n))).to.deep.equal(["ShapeMismatch"]);
    expect(await changed((args) => (args[0] = own.id.round + 1n))).to.deep.equal(["ProofUnreadable"]);
    expect(await changed(() => undefined, "another")).to.deep.equal(["ProofUnreadable"]);
    for (const change of [
      key((own) => (own["size"] = 32n)),
      key((own) => (own["srsDigest"] = DIGEST)),
      key((own) => (own["limbs"] = own["columns"])),
      key((own) => (own["sigma"] = own["tau"])),
    ])
      expect(await changed(change)).to.deep.equal(["KeyAsAgreed"]);
  });

  it("finds another outcome in storage than the one proven", async () => {
    const own = await settled("infeasible");
    const abi = audited.chain.coordinator.interface;
    const { selector } = abi.getFunction("outcomeOf")!;
    for (const change of [{ kind: 0n }, { statementDigest: DIGEST }, { objective: 1n }]) {
      const lie: Lie = async ({ method, params }, answer) => {
        const given = await answer();
        const [call] = (params ?? []) as { data?: string }[];
        if (method !== "eth_call" || call?.data?.startsWith(selector) !== true) return given;
        const [stored] = abi.decodeFunctionResult("outcomeOf", given as string);
        return abi.encodeFunctionResult("outcomeOf", [{ ...stored.toObject(), ...change }]);
      };
      const report = await audited.audit(own.id.round, provider(lie));
      expect(codesOf(report, "failed")).to.include("OutcomeAsEvent");
      expect(codesOf(report, "failed").includes("OutcomeAsProof")).to.equal(!("objective" in change));
    }
  });

  it("refuses a set-up that is not the key's, or not sound, with the reason", async () => {
    const own = await settled("unbounded");
    const audit = async (file: string) => audited.audit(own.id.round, undefined, { setup: file, terms });
    const file = await testSetupFile();
    const contribution = 0;
    const line = 512 + 256;
    const at = (offset: number, length: number) => file.subarray(headLength(file) + offset).slice(0, length);
    const unsound = [
      [["SrsMismatch"], await testSetupFile(32)],
      [["SetupStringDiffers", "SrsInconsistent"], rewriteBody(file, line + 64 * 700, at(line + 64 * 300, 64))],
      [["SetupStringDiffers", "SrsPoint"], rewriteBody(file, line + 64 * 700, new Uint8Array(64))],
      [["SetupStringDiffers", "SrsPoint"], rewriteBody(file, 512, new Uint8Array(128))],
      [["SetupOrder"], rewriteBody(file, contribution, new Uint8Array(32))],
      [["SetupProofWrong"], rewriteBody(file, contribution + 32 * 11, new Uint8Array(32))],
      [["SetupProofWrong"], rewriteBody(file, contribution + 32 * 2, new Uint8Array(32))],
      [["SetupSignatureWrong"], rewriteBody(file, contribution + 32 * 13, new Uint8Array(32).fill(1))],
    ] as const;
    for (const [codes, bytes] of sampled(unsound, 4)) {
      const report = await audit(await written(bytes));
      expect(codesOf(report, "failed"), codes.join()).to.deep.equal(codes);
      expect(report.verdict).to.equal("failed");
    }
    for (const [code, bytes] of [
      ["SetupFileInvalid", Buffer.from("no set-up")],
      ["SetupFileLength", file.subarray(0, file.length - 1)],
      ["SetupFileDamaged", file.with(file.length - 1, file.at(-1)! ^ 1)],
      ["SetupFileDamaged", file.with(100, file[100]! ^ 1)],
      ["SetupFileDamaged", file.with(63, 17)],
      ["SetupContributionInvalid", rewriteBody(file, contribution + 32 * 4, new Uint8Array(32))],
    ] as const)
      await expectAuditError(code, async () => audit(await written(bytes)));
    await expectAuditError("FileUnreadable", () => audit(join(folder, "nothing")));
  });

  it("refuses a contributor that comes twice", async () => {
    const { srs, trapdoor } = testString(16);
    const once = await forge({ srs, contributions: [] }, { srs, factors: trapdoor });
    const twice = await forge(once, { srs, factors: { sigma: 1n, tau: 1n } });
    const own = await settled("infeasible");
    const report = await audited.audit(own.id.round, undefined, { setup: await written(encodeCeremony(twice)) });
    expect(codesOf(report, "failed")).to.deep.equal(["SetupAccountRepeated"]);
  });

  it("says which parties contributed", async () => {
    const own = await settled("infeasible");
    const report = await audited.audit(own.id.round, undefined, { setup });
    const words = () => report.checks.find(({ code }) => code === "ContributionsHold")!.words;
    expect(words()).to.include("signed by its account").and.to.include("None of them is a party of this round.");
  });

  it("refuses terms of another round, and says where the bounds on chain are not theirs", async () => {
    const own = await settled("optimal");
    const audit = (file: string) => audited.audit(own.id.round, undefined, { setup, terms: file });
    const other = await mkdtemp(join(folder, "terms-"));
    await expectAuditError("OtherRound", async () => audit(await writeTerms(other, termsWith(["1e2"]))));
    await expectAuditError("OtherRound", async () => audit(await written(Buffer.from("{}"))));
    await expectAuditError("FileInvalid", async () => audit(await written(Buffer.from("not JSON"))));
    for (const bounds of [["1e2"], ["1e2", "2e2", "3e2", "4e2", "6e2"], ["1e2", "2e2", "3e2", "4e2", null]]) {
      const wrong = termsWith(bounds);
      const lied = await readySealedRound(audited.chain, { kind: "optimal", ...SHAPE }, "bounds", {
        terms: digestOfTerms(wrong),
      });
      await byTransaction(lied);
      const file = await writeTerms(other, wrong);
      const report = await audited.audit(lied.id.round, undefined, { terms: file });
      expect(codesOf(report, "failed")).to.deep.equal(["BoundsAsTerms"]);
      expect(report.sealed!.key).to.equal("taken");
    }
  });

  it("checks no disclosures without a proof, and says so", async () => {
    const own = await ready("files");
    const report = await audited.audit(own.id.round, undefined, { disclosures: ["nowhere.json"] });
    expect(codesOf(report, "unknown")).to.include("NoProofToDiscloseFrom");
    expect([report.disclosures, report.numbers]).to.deep.equal([[], []]);
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
    const { broken } = new History(made.id, made.history().params, events);
    return broken === null ? null : inEnglish(broken);
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
    const faults = (change: object) => paramsFaults({ ...params, ...change }).map(inEnglish);
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
