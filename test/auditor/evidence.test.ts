// Transcript folders and disclosures of real rounds, unchanged and with faults put in.
import { mkdir, mkdtemp, rm, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { JsonRpcApiProvider } from "ethers";
import { bytesToHex, concat, type Hex, hexToBytes, numberToHex } from "viem";
import { auditRound, type Report, renderHtml, renderText } from "../../auditor/index.ts";
import { commitRows } from "../../client/certificate/commit.ts";
import type { Engine, Message } from "../../client/engines/engine.ts";
import { decoyOt } from "../../client/engines/two-party/decoy-ot.ts";
import { twoPartyEngine } from "../../client/engines/two-party/engine.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { encodeWords } from "../../client/math/words.ts";
import type { Channel } from "../../client/network/channel.ts";
import { messageDigest } from "../../client/round/digests.ts";
import { decodeEnvelope } from "../../client/round/envelope.ts";
import type { RoundId } from "../../client/round/id.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { codesOf, expectAuditError, frozenProvider, type Request } from "../support/audit.ts";
import { testSeed } from "../support/certificate.ts";
import { agree, playCompanies } from "../support/companies.ts";
import { ALICE, BOB } from "../support/paper-example.ts";

const ROWS: readonly [PartyRows, PartyRows] = [ALICE, BOB];

const hexWord = (value: bigint): Hex => numberToHex(value, { size: 32 });

describe("auditor: evidence", function () {
  this.timeout(180_000);
  let chain: LocalChain;
  let id: RoundId;
  let provider: () => JsonRpcApiProvider;
  let folder: string;
  const sent: Message[] = [];
  const envelopes: Buffer[] = [];

  before(async () => {
    chain = await startLocalChain(2);
    const engine = twoPartyEngine(decoyOt({ choices: 2, shares: 4 }), highsSolver) as Engine<unknown>;
    const recording = (channel: Channel): Channel => ({
      ...channel,
      publish: (step, bytes) => {
        const { from, body } = decodeEnvelope(bytes);
        sent.push({ step, from, to: null, body: Uint8Array.from(body) });
        return channel.publish(step, bytes);
      },
    });
    const played = await playCompanies(chain, ROWS, engine, agree(chain, ROWS, engine), { channel: recording });
    for (const result of played.results) if (result.status === "rejected") throw result.reason;
    const [session] = chain.sessions;
    id = { chainId: 31337n, coordinator: session!.coordinator, round: played.round };
    provider = frozenProvider(session!.publicClient.request as Request);
    for (const message of sent) envelopes[message.step] = await envelope(message);
  });
  after(() => chain.close());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "audit-"));
    await mkdir(join(folder, "messages"));
    await json("round.json", { ...roundJson(), party: 0 });
    for (const [step, bytes] of envelopes.entries()) await writeFile(fileOf(step), bytes);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const roundJson = () => ({ version: 1, chainId: "31337", coordinator: id.coordinator, round: `${id.round}` });
  const json = (name: string, value: unknown) => writeFile(join(folder, name), JSON.stringify(value));
  const fileOf = (step: number) => join(folder, "messages", `${String(step).padStart(5, "0")}.bin`);

  function audit(more: { transcript?: string; disclosures?: string[] }): Promise<Report> {
    return auditRound({ provider: provider(), coordinator: id.coordinator, round: id.round, ...more });
  }

  /** A message as an envelope signed by the account of `signer`. */
  async function envelope({ step, from, body }: Message, signer = from, round = id.round): Promise<Buffer> {
    const { account } = chain.sessions[signer]!;
    const digest = messageDigest({ ...id, round }, step, from, body);
    const signature = await account.signTypedData({
      domain: { name: "Concordat", version: "1", chainId: id.chainId, verifyingContract: id.coordinator },
      types: {
        Message: [
          { name: "round", type: "uint256" },
          { name: "step", type: "uint32" },
          { name: "from", type: "uint8" },
          { name: "digest", type: "bytes32" },
        ],
      },
      primaryType: "Message",
      message: { round, step, from, digest },
    });
    const head = [hexWord(id.chainId), id.coordinator, hexWord(round), numberToHex(step, { size: 4 })];
    const magic = bytesToHex(new TextEncoder().encode("CCD2"));
    const all = concat([magic, ...head, numberToHex(from, { size: 1 }), signature, bytesToHex(body)]);
    return Buffer.from(hexToBytes(all));
  }

  it("matches every message of a transcript with its digest and its sender", async () => {
    const report = await audit({ transcript: folder });
    expect(report.verdict, renderText(report)).to.equal("verified");
    expect(report.transcript?.messages.map(({ result }) => result)).to.deep.equal(envelopes.map(() => "matches"));
    expect(codesOf(report, "passed")).to.include("MessagesMatch");
  });

  it("finds a changed byte anywhere in a message", async () => {
    const step = 1;
    const { length } = envelopes[step]!;
    const places = [0, 10, 40, 60, 91, 92, 93, 130, 157, 158, length - 1].filter((at) => at < length);
    for (const at of places) {
      const bytes = Buffer.from(envelopes[step]!);
      bytes[at]! ^= 1;
      await writeFile(fileOf(step), bytes);
      const report = await audit({ transcript: folder });
      expect(report.verdict, `byte ${at}`).to.equal("failed");
      expect(report.transcript?.messages[step]?.result).to.equal("wrong");
    }
  });

  it("names what is wrong with a message", async () => {
    const message = sent.find(({ step }) => step === 2)!;
    const other = { ...message, body: new Uint8Array([1, 2, 3]) };
    const highS = Buffer.from(envelopes[2]!);
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    highS.set(encodeWords([order - BigInt(`0x${highS.toString("hex", 125, 157)}`)]), 125);
    highS[157] = highS[157] === 27 ? 28 : 27;
    for (const [code, bytes] of [
      ["MessageMismatch", await envelope(other)],
      ["SignatureInvalid", await envelope(message, 1 - message.from)],
      ["SignatureInvalid", highS],
      ["MessageOfOtherRound", await envelope(message, message.from, id.round + 1n)],
      ["MessageMisplaced", envelopes[3]!],
      ["NotEnvelope", envelopes[2]!.subarray(0, 157)],
      ["NotEnvelope", Buffer.alloc(0)],
    ] as const) {
      await writeFile(fileOf(2), bytes);
      expect(codesOf(await audit({ transcript: folder }), "failed")).to.deep.equal([code]);
    }
  });

  it("lists missing messages, and files that are no message of the round", async () => {
    await unlink(fileOf(2));
    const missing = await audit({ transcript: folder });
    expect(missing.verdict).to.equal("incomplete");
    expect(codesOf(missing, "unknown")).to.deep.equal(["MessagesMissing"]);
    expect(missing.transcript?.messages[2]?.result).to.equal("missing");
    await writeFile(fileOf(2), envelopes[2]!);
    await writeFile(fileOf(99_999), envelopes[2]!);
    expect(codesOf(await audit({ transcript: folder }), "failed")).to.deep.equal(["MessageNotPosted"]);
  });

  it("refuses the transcript of another round, and files that cannot be read", async () => {
    for (const [code, change] of [
      ["OtherRound", { round: `${id.round + 1n}` }],
      ["OtherRound", { chainId: "1" }],
      ["OtherRound", { coordinator: `0x${"c0".repeat(20)}` }],
      ["FileInvalid", { party: 2 }],
      ["FileInvalid", { version: 2 }],
      ["FileInvalid", { round: 3 }],
    ] as const) {
      await json("round.json", { ...roundJson(), party: 0, ...change });
      await expectAuditError(code, () => audit({ transcript: folder }));
    }
    await writeFile(join(folder, "round.json"), "{");
    await expectAuditError("FileInvalid", () => audit({ transcript: folder }));
    await expectAuditError("FileUnreadable", () => audit({ transcript: join(folder, "none") }));
  });

  /** The disclosure of a party that shows the given rows. */
  function disclosure(party: number, shown: readonly number[]) {
    const rows = ROWS[party]!;
    // The client draws its blindings from the seed that playCompanies sets.
    const random = testSeed(`company ${party}`).fork(`round/${id.chainId}/${id.coordinator}/${id.round}`);
    const { points, blindings } = commitRows(rows, random.fork("commit"));
    const { coefficients, rhs } = rows.inequalities;
    const pair = ({ x, y }: { x: bigint; y: bigint }) => [hexWord(x), hexWord(y)];
    return {
      ...roundJson(),
      party,
      columns: 3,
      points: points.rows.map(pair),
      objectivePoint: points.objective === null ? null : pair(points.objective),
      rows: shown.map((index) => ({
        index,
        coefficients: coefficients[index]!.map(String),
        rhs: `${rhs[index]}`,
        blinding: hexWord(blindings.rows[index]!),
        name: "saw <hours>",
      })),
      objective:
        rows.objective === null
          ? null
          : { coefficients: rows.objective.map(String), blinding: hexWord(blindings.objective!) },
      variables: ["tables", "chairs", "shelves"],
    };
  }

  async function disclosed(value: unknown): Promise<Report> {
    await json("disclosure.json", value);
    return audit({ disclosures: [join(folder, "disclosure.json")] });
  }

  it("opens the rows that a company discloses, and no others", async () => {
    const report = await disclosed(disclosure(0, [1]));
    expect(report.verdict, renderText(report)).to.equal("verified");
    expect(report.disclosures[0]?.rows.map(({ index, opens }) => [index, opens])).to.deep.equal([[1, true]]);
    const text = renderText(report);
    expect(text).to.include("5 tables - 1 chairs - 2 shelves ≤ 1").and.to.include("1 of 2 rows is disclosed");
    expect(text).not.to.include("≤ 11");
    expect(renderHtml(report)).to.include("saw &lt;hours&gt;").and.not.to.include("<hours>");
    const owner = await disclosed(disclosure(1, [0]));
    expect(owner.verdict).to.equal("verified");
    expect(renderText(owner)).to.include("-3 tables + 1 chairs + 1 shelves");
  });

  it("finds a wrong number, blinding or point", async () => {
    const good = disclosure(1, [0]);
    const [row] = good.rows;
    const point = disclosure(0, []).points[0]!;
    for (const [changed, wrong] of [
      [{ rows: [{ ...row, coefficients: ["-2", "1", "2"] }] }, ["RowOpens"]],
      [{ rows: [{ ...row, rhs: "1" }] }, ["RowOpens"]],
      [{ rows: [{ ...row, blinding: hexWord(BigInt(row!.blinding) ^ 1n) }] }, ["RowOpens"]],
      [{ objective: { ...good.objective, coefficients: ["-3", "1", "0"] } }, ["RowOpens"]],
      [{ objective: { ...good.objective, blinding: row!.blinding } }, ["RowOpens"]],
      [{ objectivePoint: point }, ["PointsCommitted"]],
      [{ points: [point] }, ["PointsCommitted"]],
    ] as const) {
      const report = await disclosed({ ...good, ...changed });
      expect(codesOf(report, "failed"), JSON.stringify(changed)).to.deep.equal(wrong);
      expect(renderText(report)).to.include("is NOT what was committed");
    }
  });

  it("refuses disclosures that are malformed", async () => {
    const good = disclosure(0, [1]);
    const [row] = good.rows;
    for (const changed of [
      { columns: 4 },
      { points: good.points.slice(1) },
      { points: [good.points[0], ["0x01", "0x01"]] },
      { objectivePoint: good.points[0] },
      { objective: { coefficients: ["1", "1", "1"], blinding: hexWord(1n) } },
      { rows: [{ ...row, index: 2 }] },
      { rows: [row, row] },
      { rows: [{ ...row, coefficients: ["1", "1"] }] },
      { rows: [{ ...row, rhs: 1 }] },
      { rows: [{ ...row, rhs: `${1n << 72n}` }] },
      { rows: [{ ...row, blinding: `0x${"ff".repeat(32)}` }] },
      { rows: [{ ...row, name: "\u001b[2J" }] },
      { variables: ["tables"] },
    ]) {
      await expectAuditError("FileInvalid", () => disclosed({ ...good, ...changed }), JSON.stringify(changed));
    }
    await expectAuditError("OtherRound", () => disclosed({ ...good, round: "77" }));
  });
});
