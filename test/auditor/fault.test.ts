// Evidence folders that a party made up about a round in which nobody did anything wrong: none of
// them proves anything against anybody, whatever it says, and malformed ones are refused. What
// evidence of real faults proves is in test/e2e/faults.test.ts and silence.test.ts.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { JsonRpcApiProvider } from "ethers";
import { auditRound, type Report, renderHtml } from "../../auditor/index.ts";
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import { createEngine } from "../../client/engines/engines.ts";
import { decodeEnvelope } from "../../client/round/envelope.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { dealInTurn, randomProgram } from "../engines/row-mixing/problems.ts";
import { cachingProvider, codesOf, expectAuditError, type Request } from "../support/audit.ts";
import { agree, playCompanies, stepOf } from "../support/companies.ts";
import { signed } from "../support/faults.ts";
import { sampled } from "../support/sampled.ts";

/** The named party, which owns the objective. */
const NAMED = 1;

describe("auditor: made-up evidence", function () {
  this.timeout(180_000);
  let chain: LocalChain;
  let round: bigint;
  let provider: () => JsonRpcApiProvider;
  let folder: string;
  /**
   * Envelopes by step, and two steps of the named party: its rows, and its share in the settlement.
   */
  const envelopes: Uint8Array[] = [];
  let rows: number;
  let share: number;

  before(async () => {
    chain = await startLocalChain(2);
    const engine = createEngine("li", callingThread);
    const { parties } = dealInTurn(randomProgram(40, "optimal", 5), 2, NAMED);
    const agreement = agree(chain, parties, engine);
    rows = stepOf(agreement, NAMED, "costs").step;
    share = stepOf(agreement, NAMED, "points").step;
    const played = await playCompanies(chain, parties, engine, agreement, {
      channel: (channel) => ({
        ...channel,
        publish: (step, envelope) => {
          envelopes[step] = envelope;
          return channel.publish(step, envelope);
        },
      }),
    });
    for (const result of played.results) if (result.status === "rejected") throw result.reason;
    round = played.round;
    provider = cachingProvider(chain.sessions[0]!.publicClient.request as Request);
    expect(decodeEnvelope(envelopes[share]!).from).to.equal(NAMED);
  });
  after(() => chain.close());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "audit-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const audit = (): Promise<Report> => {
    const { coordinator } = chain.sessions[0]!;
    return auditRound({ provider: provider(), coordinator, round, evidence: folder });
  };

  const about = (fault: object) => ({
    ...{ version: 2, chainId: "31337", coordinator: chain.sessions[0]!.coordinator, round: `${round}`, party: 0 },
    fault: { code: "DigestMismatch", message: "said", party: NAMED, step: rows, posted: null, signed: null, ...fault },
  });

  async function keep(fault: object, message: Uint8Array | null, change: object = {}): Promise<void> {
    await writeFile(join(folder, "fault.json"), JSON.stringify({ ...about(fault), ...change }));
    await rm(join(folder, "message.bin"), { force: true });
    if (message !== null) await writeFile(join(folder, "message.bin"), message);
  }

  it("proves nothing with the party's own messages, whatever they are called", async () => {
    for (const [step, finding] of [
      [rows, "MessageAuthentic"],
      [share, "MessageAuthentic"],
    ] as const) {
      for (const code of ["DigestMismatch", "Equivocation", "CommitmentMismatch"]) {
        await keep({ code, step }, envelopes[step]!);
        const report = await audit();
        const { exchange } = decodeEnvelope(envelopes[step]!);
        expect(report.evidence).to.deep.equal({ keeper: 0, named: NAMED, code, exchange, finding });
        expect(report.verdict).to.equal("incomplete");
      }
    }
    await keep({ step: rows }, envelopes[share]!);
    expect((await audit()).evidence?.finding).to.equal("NothingProven");
  });

  it("proves nothing with messages that somebody else made or changed", async () => {
    const message = decodeEnvelope(envelopes[rows]!);
    const [body] = message.parts as [Uint8Array];
    const parts = message.parts.with(
      0,
      Uint8Array.from(body, (byte, i) => (i === 0 ? byte ^ 1 : byte)),
    );
    const forged = [
      await signed(chain.sessions[0]!, { ...message, parts }),
      await signed(chain.sessions[0]!, { ...message, from: 0, parts }),
      envelopes[0]!,
      new Uint8Array(0),
    ];
    for (let at = 0; at < envelopes[rows]!.length; at += 41) {
      forged.push(Uint8Array.from(envelopes[rows]!, (byte, i) => (i === at ? byte ^ 1 : byte)));
    }
    for (const [i, bytes] of sampled([...forged.entries()], 3)) {
      await keep({}, bytes);
      expect((await audit()).evidence?.finding, `${i}`).to.equal("NothingProven");
    }
  });

  it("proves neither silence nor a refusal that the chain does not show", async () => {
    for (const code of ["RoundLate", "RoundExpired", "PeerRefused", "MessageMissing"]) {
      await keep({ code }, null);
      expect((await audit()).evidence?.finding).to.equal("NothingProven");
    }
    await keep({ code: "EquationFailed", party: null, step: null }, null);
    const report = await audit();
    expect(report.evidence?.finding).to.equal("NobodyNamed");
    expect(report.verdict).to.equal("verified");
  });

  it("tells when the chain has another digest than the evidence says", async () => {
    await keep({ posted: `0x${"d1".repeat(32)}` }, envelopes[rows]!);
    expect(codesOf(await audit(), "unknown")).to.deep.equal(["MessageAuthentic", "DigestChanged"]);
    await keep({ posted: decodeEnvelope(envelopes[rows]!).digest }, envelopes[rows]!);
    expect(codesOf(await audit(), "unknown")).to.deep.equal(["MessageAuthentic"]);
  });

  it("a second turn under the party's own signature does prove it", async () => {
    const message = decodeEnvelope(envelopes[rows]!);
    await keep({}, await signed(chain.sessions[NAMED]!, { ...message, parts: [Uint8Array.of(1)] }));
    const report = await audit();
    expect(report.evidence?.finding).to.equal("EquivocationProven");
    expect(report.verdict).to.equal("verified");
    expect(renderHtml(report)).to.include("are not the ones whose digest it posted");
  });

  it("refuses files that are malformed or of another round", async () => {
    const lines: readonly [code: string, fault: object, change: object][] = [
      ["OtherRound", {}, { round: `${round + 1n}` }],
      ["OtherRound", {}, { chainId: "1" }],
      ["FileInvalid", {}, { version: 1 }],
      ["FileInvalid", {}, { version: 3 }],
      ["FileInvalid", {}, { party: 2 }],
      ["FileInvalid", {}, { fault: null }],
      ["FileInvalid", { party: 2 }, {}],
      ["FileInvalid", { party: "1" }, {}],
      ["FileInvalid", { step: -1 }, {}],
      ["FileInvalid", { step: 255 * 14 }, {}],
      ["FileInvalid", { code: "a\u0000b" }, {}],
      ["FileInvalid", { code: "x".repeat(300) }, {}],
      ["FileInvalid", { posted: "0x12" }, {}],
    ];
    for (const [code, fault, change] of lines) {
      await keep(fault, null, change);
      await expectAuditError(code, audit, JSON.stringify([fault, change]));
    }
    await rm(join(folder, "fault.json"));
    await expectAuditError("FileUnreadable", audit);
  });
});
