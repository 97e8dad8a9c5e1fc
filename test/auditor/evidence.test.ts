// Transcript folders and disclosures of real rounds, unchanged and with faults put in.
import { mkdir, mkdtemp, rm, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { JsonRpcApiProvider } from "ethers";
import { type Hex, numberToHex } from "viem";
import { auditRound, type Report, renderHtml, renderText } from "../../auditor/index.ts";
import { commitRows } from "../../client/certificate/commit.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { decoyOt } from "../../client/engines/two-party/decoy-ot.ts";
import { twoPartyEngine } from "../../client/engines/two-party/engine.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { encodeWords } from "../../client/math/words.ts";
import type { Channel } from "../../client/network/channel.ts";
import { decodeEnvelope } from "../../client/round/envelope.ts";
import type { RoundId } from "../../client/round/id.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { cachingProvider, codesOf, expectAuditError, type Request } from "../support/audit.ts";
import { testSeed } from "../support/certificate.ts";
import { agree, playCompanies } from "../support/companies.ts";
import { type SealedTurn, sealTurn } from "../support/made-up-round.ts";
import { ALICE, BOB } from "../support/paper-example.ts";
import { sampled } from "../support/sampled.ts";

const ROWS: readonly [PartyRows, PartyRows] = [ALICE, BOB];

const hexWord = (value: bigint): Hex => numberToHex(value, { size: 32 });

describe("auditor: evidence", function () {
  this.timeout(180_000);
  let chain: LocalChain;
  let id: RoundId;
  let provider: () => JsonRpcApiProvider;
  let folder: string;
  /** What each party sent in each exchange, and the second of these turns. */
  const sent: SealedTurn[] = [];
  let second: SealedTurn;

  before(async () => {
    chain = await startLocalChain(2);
    const engine = twoPartyEngine(decoyOt({ choices: 2, shares: 4 }), highsSolver) as Engine<unknown>;
    const recording = (channel: Channel): Channel => ({
      ...channel,
      publish: (step, bytes) => {
        const { exchange, from, parts } = decodeEnvelope(bytes);
        sent.push({ id, exchange, from, parts: parts.map((body) => Uint8Array.from(body as Uint8Array)) });
        return channel.publish(step, bytes);
      },
    });
    const played = await playCompanies(chain, ROWS, engine, agree(chain, ROWS, engine), { channel: recording });
    for (const result of played.results) if (result.status === "rejected") throw result.reason;
    const [session] = chain.sessions;
    id = { chainId: 31337n, coordinator: session!.coordinator, round: played.round };
    provider = cachingProvider(session!.publicClient.request as Request);
    second = sent.find(({ exchange }) => exchange === 1)!;
  });
  after(() => chain.close());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "audit-"));
    await mkdir(join(folder, "messages"));
    await json("round.json", { ...roundJson(), party: 0 });
    for (const turn of sent) await writeFile(fileOf(turn), await envelope(turn));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const roundJson = () => ({ version: 3, chainId: "31337", coordinator: id.coordinator, round: `${id.round}` });
  const json = (name: string, value: unknown) => writeFile(join(folder, name), JSON.stringify(value));
  const fileOf = ({ exchange, from }: Pick<SealedTurn, "exchange" | "from">) =>
    join(folder, "messages", `${String(exchange).padStart(2, "0")}-${String(from).padStart(3, "0")}.bin`);

  function audit(more: { transcript?: string; disclosures?: string[] }): Promise<Report> {
    return auditRound({ provider: provider(), coordinator: id.coordinator, round: id.round, ...more });
  }

  /** The turn as the company has it, signed by the account of `signer`, with changes. */
  function envelope(turn: SealedTurn, signer = turn.from, changes: Partial<SealedTurn> = {}): Promise<Buffer> {
    return sealTurn({ ...turn, id, ...changes }, chain.sessions[signer]!.account);
  }

  it("matches every turn of a transcript with its digest and its sender", async () => {
    const report = await audit({ transcript: folder });
    expect(report.verdict, renderText(report)).to.equal("verified");
    expect(report.transcript?.turns.map(({ result }) => result)).to.deep.equal(sent.map(() => "matches"));
    expect(codesOf(report, "passed")).to.include("MessagesMatch");
  });

  it("finds a changed byte anywhere in an envelope", async () => {
    const good = await envelope(second);
    const { length } = good;
    const places = [0, 10, 40, 60, 91, 92, 93, 130, 157, 158, 162, 163, length - 1].filter((at) => at < length);
    for (const at of sampled(places, 3)) {
      const bytes = Buffer.from(good);
      bytes[at]! ^= 1;
      await writeFile(fileOf(second), bytes);
      const report = await audit({ transcript: folder });
      expect(report.verdict, `byte ${at}`).to.equal("failed");
      const wrong = report.transcript?.turns.filter(({ result }) => result === "wrong");
      expect(wrong?.map(({ exchange, party }) => [exchange, party])).to.deep.equal([[1, second.from]]);
    }
  });

  it("names what is wrong with an envelope", async () => {
    const highS = await envelope(second);
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    highS.set(encodeWords([order - BigInt(`0x${highS.toString("hex", 125, 157)}`)]), 125);
    highS[157] = highS[157] === 27 ? 28 : 27;
    for (const [code, bytes] of [
      ["MessageMismatch", await envelope(second, second.from, { parts: [new Uint8Array([1, 2, 3])] })],
      ["SignatureInvalid", await envelope(second, 1 - second.from)],
      ["SignatureInvalid", highS],
      ["MessageOfOtherRound", await envelope(second, second.from, { id: { ...id, round: id.round + 1n } })],
      ["MessageMisplaced", await envelope(sent.find(({ exchange }) => exchange === 2)!)],
      ["NotEnvelope", highS.subarray(0, 157)],
      ["NotEnvelope", Buffer.alloc(0)],
    ] as const) {
      await writeFile(fileOf(second), bytes);
      expect(codesOf(await audit({ transcript: folder }), "failed")).to.deep.equal([code]);
    }
  });

  it("lists missing messages, and files that are no message of the round", async () => {
    await unlink(fileOf(second));
    const missing = await audit({ transcript: folder });
    expect(missing.verdict).to.equal("incomplete");
    expect(codesOf(missing, "unknown")).to.deep.equal(["MessagesMissing"]);
    const results = missing.transcript?.turns.filter(({ result }) => result === "missing");
    expect(results?.map(({ exchange, party }) => [exchange, party])).to.deep.equal([[1, second.from]]);
    await writeFile(fileOf(second), await envelope(second));
    await writeFile(fileOf({ exchange: 13, from: 1 }), await envelope(second));
    expect(codesOf(await audit({ transcript: folder }), "failed")).to.deep.equal(["MessageNotPosted"]);
  });

  it("refuses the transcript of another round, and files that cannot be read", async () => {
    for (const [code, change] of [
      ["OtherRound", { round: `${id.round + 1n}` }],
      ["OtherRound", { chainId: "1" }],
      ["OtherRound", { coordinator: `0x${"c0".repeat(20)}` }],
      ["FileInvalid", { party: 2 }],
      ["FileInvalid", { version: 1 }],
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
      version: 1,
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
    const malformed = [
      { version: 2 },
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
    ];
    for (const changed of sampled(malformed, 3)) {
      await expectAuditError("FileInvalid", () => disclosed({ ...good, ...changed }), JSON.stringify(changed));
    }
    await expectAuditError("OtherRound", () => disclosed({ ...good, round: "77" }));
  });
});
