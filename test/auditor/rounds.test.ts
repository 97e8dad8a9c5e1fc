// Whole audits of rounds on an in-process chain: of every kind and phase, in one transaction or several, and of nodes that lie.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";
import type { BaseContract, Provider, Result } from "ethers";
import hre from "hardhat";
import { AuditError } from "../../auditor/errors.ts";
import {
  type AuditOptions,
  auditRound,
  expectedCode as compiledCode,
  type Report,
  renderHtml,
  renderJson,
  renderText,
  runAudit,
} from "../../auditor/index.ts";
import { refusalDigest } from "../../client/certificate/commit.ts";
import { frozenProvider, type Lie, type Request } from "../support/audit.ts";
import { type Chain, createChain } from "../support/chain.ts";
import { chainParams, commitTo, openRound, type ReadyRound, readyRound, transact } from "../support/rounds.ts";

const SHAPE = { columns: 3, inequalities: [2, 1], equalities: [1, 0], owner: 1, noisy: true };

/** Codes of a report's checks with the given result. */
const codes = (report: Report, result: string) => report.checks.filter((c) => c.result === result).map((c) => c.code);

describe("auditor: rounds", function () {
  this.timeout(60_000);
  let chain: Chain;
  let coordinator: string;
  let request: Request;
  let expectedCode: NonNullable<AuditOptions["expectedCode"]>;

  before(async () => {
    chain = await createChain();
    coordinator = await chain.coordinator.getAddress();
    request = ({ method, params }) => chain.ethers.provider.send(method, params as unknown[]);
    const expected = async (name: string) => compiledCode(await hre.artifacts.readArtifact(name));
    expectedCode = { coordinator: await expected("LPCoordinator"), verifier: await expected("CertificateVerifier") };
  });

  /** Settles a ready round in parts of `size` blocks. */
  async function settle({ id, certificate }: ReadyRound, size: number): Promise<void> {
    let progress = "0x";
    for (let from = 0; from < certificate.blocks.length; from += size) {
      const blocks = certificate.blocks.slice(from, from + size);
      const sent = await transact(chain, 1, "settle", [id.round, certificate.header, progress, blocks]);
      const [log] = (await sent.wait())!.logs.map((entry) => chain.coordinator.interface.parseLog(entry));
      if (log?.name === "SettlementAdvanced") progress = log.args[2];
    }
  }

  function audit(round: bigint, provider: Provider = frozenProvider(request)(), more: Partial<AuditOptions> = {}) {
    return auditRound({ provider, coordinator, round, expectedCode, ...more });
  }

  for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
    it(`verifies a settled round from the chain alone: ${kind}`, async () => {
      const ready = await readyRound(chain, { kind, ...SHAPE }, `audit ${kind}`);
      await settle(ready, 99);
      const report = await audit(ready.id.round);
      expect([codes(report, "failed"), codes(report, "unknown"), report.verdict]).to.deep.equal([[], [], "verified"]);
      const stored = (await chain.coordinator.getFunction("outcomeOf").staticCall(ready.id.round)) as Result;
      expect(Object.values(report.outcome!).map(String)).to.deep.equal([...stored].map(String));
      expect(report.credits.map(({ amount }) => amount)).to.deep.equal([1000n, 1000n]);
      expect(codes(report, "passed")).to.include.members([
        "CodeCompared",
        "RulesKept",
        "EquationHolds",
        "OutcomeAsCertificate",
      ]);
    });
  }

  it("puts together a settlement of several transactions, whatever others have tried", async () => {
    const ready = await readyRound(chain, { kind: "optimal", ...SHAPE }, "audit parts");
    const { id, certificate } = ready;
    const begin = [id.round, certificate.header, "0x", certificate.blocks.slice(0, 1)];
    await transact(chain, 2, "settle", begin);
    await transact(chain, 1, "settle", begin);
    await settle(ready, 1);
    const report = await audit(id.round);
    expect(report.verdict, renderText(report)).to.equal("verified");
    expect(report.settlement?.transactions).to.have.length(certificate.blocks.length);
  });

  it("reports rounds that are open: who is due, until when", async () => {
    const params = chainParams(chain, { kind: "optimal", ...SHAPE });
    const { round } = await openRound(chain, params);
    expect(await audit(round)).to.deep.include({ verdict: "incomplete", phase: "committing", due: [0, 1] });
    await commitTo(chain, 2, round, 1000n);
    expect(await audit(round)).to.deep.include({ verdict: "incomplete", phase: "committing", due: [0] });
    await commitTo(chain, 1, round, 1000n);
    const running = await audit(round);
    expect(running).to.deep.include({ verdict: "incomplete", phase: "running", due: [0] });
    expect(codes(running, "unknown")).to.deep.equal(["RoundOpen"]);
    await chain.helpers.time.increase(601);
    expect(renderText(await audit(round))).to.include("Anyone may expire it.");
  });

  it("reports rounds that expired: in which phase, who was due, which bonds; and recognises refusals", async () => {
    const silent = await openRound(chain, chainParams(chain, { kind: "optimal", ...SHAPE }));
    for (const party of [1, 2]) await commitTo(chain, party, silent.round, 1000n);
    await chain.helpers.time.increase(601);
    await transact(chain, 0, "expire", [silent.round]);
    const report = await audit(silent.round);
    expect(report).to.deep.include({ verdict: "verified", phase: "expired", due: [0], outcome: null });
    expect(report.credits).to.deep.equal([{ account: chain.accounts[2]!.address, amount: 2000n }]);

    const refused = await openRound(chain, chainParams(chain, { kind: "optimal", ...SHAPE }));
    for (const party of [1, 2]) await commitTo(chain, party, refused.round, 1000n);
    for (const step of [0, 1]) {
      await transact(chain, step + 1, "post", [refused.round, step, refusalDigest(refused, step, step)]);
    }
    await chain.helpers.time.increase(3601);
    await transact(chain, 0, "expire", [refused.round]);
    const second = await audit(refused.round);
    expect(second).to.deep.include({ verdict: "verified", phase: "expired", due: [] });
    expect(second.steps.map(({ refusal }) => refusal)).to.deep.equal([true, true]);
    expect(codes(second, "passed").filter((code) => code === "Refused")).to.have.length(2);

    const early = await openRound(chain, chainParams(chain, { kind: "optimal", ...SHAPE }));
    await commitTo(chain, 2, early.round, 1000n);
    await chain.helpers.time.increase(3601);
    await transact(chain, 0, "expire", [early.round]);
    expect(await audit(early.round)).to.deep.include({ verdict: "verified", due: [0] });
  });

  describe("of a node that lies", () => {
    let ready: ReadyRound;
    let provider: (lie?: Lie) => Provider;
    let latest: Report;

    before(async () => {
      ready = await readyRound(chain, { kind: "optimal", ...SHAPE }, "audit lies");
      await settle(ready, 2);
      provider = frozenProvider(request);
      latest = await audit(ready.id.round, provider());
      expect(latest.verdict).to.equal("verified");
    });

    /** The audit where `lie` changes the result of the view function `name`. */
    function withState(name: string, change: (values: unknown[]) => void): Promise<Report> {
      const { interface: abi } = chain.coordinator as BaseContract;
      const selector = abi.getFunction(name)!.selector;
      const lie: Lie = async ({ method, params }, honest) => {
        const answer = await honest();
        const [call] = (params ?? []) as { data?: string }[];
        if (method !== "eth_call" || !call?.data?.startsWith(selector)) return answer;
        const values = abi.decodeFunctionResult(name, answer as string).toArray(true) as unknown[];
        change(values);
        return abi.encodeFunctionResult(name, values);
      };
      return audit(ready.id.round, provider(lie));
    }

    it("finds every changed number of outcomeOf", async () => {
      for (let field = 0; field < 5; field++) {
        const report = await withState("outcomeOf", ([outcome]) => {
          const values = outcome as (bigint | string)[];
          const value = values[field]!;
          values[field] = typeof value === "bigint" ? value + 1n : `0x${"ab".repeat(32)}`;
        });
        expect(codes(report, "failed"), `field ${field}`).to.deep.equal(["OutcomeAsEvent", "OutcomeAsCertificate"]);
      }
    });

    it("finds changed state, parameters, parties, messages and parties due", async () => {
      for (const [name, change, code] of [
        ["stateOf", ([state]: unknown[]) => ((state as unknown[])[3] = 1n), "PhaseAsEvents"],
        ["paramsOf", ([params]: unknown[]) => ((params as unknown[])[14] = 1n), "ParamsAsEvents"],
        [
          "partiesOf",
          ([parties]: unknown[]) => ((parties as unknown[][])[0]![3] = `0x${"ab".repeat(32)}`),
          "CommitmentsAsEvents",
        ],
        ["messageOf", (values: unknown[]) => (values[0] = `0x${"ab".repeat(32)}`), "MessagesAsEvents"],
        ["dueOf", (values: unknown[]) => (values[0] = [chain.accounts[3]!.address]), "DueAsEvents"],
      ] as const) {
        const report = await withState(name, change as (values: unknown[]) => void);
        expect(codes(report, "failed"), name).to.deep.equal([code]);
        expect(report.verdict).to.equal("failed");
      }
    });

    /** The audit where every log, or one that is `dropped`, is changed. */
    async function withLogs(
      change: (log: { topics: string[]; data: string; name: string }) => boolean,
    ): Promise<Report> {
      const abi = chain.coordinator.interface;
      const lie: Lie = async ({ method }, honest) => {
        const answer = await honest();
        if (method !== "eth_getLogs") return answer;
        const logs = structuredClone(answer) as { topics: string[]; data: string; name: string }[];
        return logs.filter((log) => change(Object.assign(log, { name: abi.parseLog(log)!.name })));
      };
      return audit(ready.id.round, provider(lie));
    }

    it("finds every event that is left out", async () => {
      for (const name of ["Committed", "Posted", "PhaseChanged", "Settled", "BondCredited"]) {
        expect((await withLogs((log) => log.name !== name)).verdict, name).to.equal("failed");
      }
      expect((await withLogs((log) => log.name !== "SettlementAdvanced")).verdict).to.equal("failed");
    });

    it("finds every event whose data are changed", async () => {
      for (const name of [
        "Opened",
        "Committed",
        "Posted",
        "PhaseChanged",
        "SettlementAdvanced",
        "Settled",
        "BondCredited",
      ]) {
        const report = await withLogs((log) => {
          // The last byte of the first number: no offset of a dynamic part.
          const at = name === "Opened" ? 2 + 64 : name === "SettlementAdvanced" ? 2 + 64 * 3 : 2 + 64;
          if (log.name === name) {
            log.data = `${log.data.slice(0, at - 1)}${log.data[at - 1] === "1" ? "2" : "1"}${log.data.slice(at)}`;
          }
          return true;
        });
        expect(report.verdict, name).to.equal("failed");
      }
    });

    it("finds every changed word of the opening, or gives no report", async () => {
      const opened = (await withLogs(() => true)).opened;
      expect(opened.paramsDigest).to.equal(ready.statement.paramsDigest);
      let [words, failed] = [1, 0];
      for (let word = 0; word < words; word++) {
        try {
          const report = await withLogs((log) => {
            if (log.name === "Opened") {
              words = (log.data.length - 2) / 64;
              const at = 2 + 64 * word + 63;
              log.data = `${log.data.slice(0, at)}${log.data[at] === "1" ? "2" : "1"}${log.data.slice(at + 1)}`;
            }
            return true;
          });
          expect(report.verdict, `word ${word}`).to.equal(word === words - 1 ? "verified" : "failed");
          failed++;
        } catch (error) {
          if (!(error instanceof AuditError)) throw error;
          expect(error.code).to.equal("LogsInvalid");
        }
      }
      expect(failed).to.be.greaterThan(20);
    });

    it("finds changed words all over the settling calldata", async () => {
      const { interface: abi } = chain.coordinator as BaseContract;
      const settled = latest.settlement!.transactions;
      let words = 0;
      for (const hash of settled) {
        const sent = (await chain.ethers.provider.getTransaction(hash))!;
        for (let at = 74; at < sent.data.length; at += 3 * 64) {
          const data = `${sent.data.slice(0, at - 1)}${sent.data[at - 1] === "1" ? "2" : "1"}${sent.data.slice(at)}`;
          if (sameCall(abi, sent.data, data)) continue; // padding, which says nothing
          const lie: Lie = async ({ method, params }, honest) => {
            const answer = await honest();
            const asked = method === "eth_getTransactionByHash" && (params as string[])[0] === hash;
            return asked ? { ...(answer as object), input: data, data } : answer;
          };
          const report = await audit(ready.id.round, provider(lie));
          expect(report.verdict, `word ${(at - 10) / 64 - 1} of ${hash}`).to.equal("failed");
          words++;
        }
      }
      expect(words).to.be.greaterThan(20);
    });

    it("says honestly that a settlement through another contract, or one the node lacks, cannot be verified again", async () => {
      for (const change of [(sent: object) => ({ ...sent, to: chain.accounts[9]!.address }), () => null]) {
        const lie: Lie = async ({ method }, honest) => {
          const answer = await honest();
          return method === "eth_getTransactionByHash" ? change(answer as object) : answer;
        };
        const report = await audit(ready.id.round, provider(lie));
        expect(report).to.deep.include({ verdict: "incomplete", outcome: null });
        expect(codes(report, "unknown")).to.deep.equal(["CertificateUnreadable"]);
      }
    });

    it("finds other code, a proxy, and a chain that changes", async () => {
      const lies: readonly (readonly [string, Lie])[] = [
        [
          "CodeCompared",
          async ({ method }, honest) => {
            const answer = (await honest()) as string;
            return method === "eth_getCode" ? answer.replace(/^0x60/, "0x61") : answer;
          },
        ],
        [
          "CodeFixed",
          async ({ method }, honest) => (method === "eth_getStorageAt" ? `0x${"01".repeat(32)}` : honest()),
        ],
        ["NoCode", async ({ method }, honest) => (method === "eth_getCode" ? "0x" : honest())],
      ];
      for (const [code, lie] of lies)
        expect(codes(await audit(ready.id.round, provider(lie)), "failed")).to.include(code);
      let asked = 0;
      const changing: Lie = async ({ method, params }, honest) => {
        const block = (await honest()) as { hash: string };
        const again =
          method === "eth_getBlockByNumber" && Number((params as string[])[0]) === latest.head.number && ++asked > 1;
        return again ? { ...block, hash: `0x${"ab".repeat(32)}` } : block;
      };
      expect(codes(await audit(ready.id.round, provider(changing)), "unknown")).to.deep.equal(["ChainChanged"]);
      const without = await auditRound({ provider: provider(), coordinator, round: ready.id.round });
      expect([without.verdict, codes(without, "skipped")]).to.deep.equal([
        "verified",
        ["CodeNotCompared", "CodeNotCompared"],
      ]);
    });

    it("works with a node that gives the logs of few blocks at a time, and says when it gives none", async () => {
      const limit =
        (most: number): Lie =>
        async ({ method, params }, honest) => {
          const [filter] = (params ?? []) as { fromBlock: string; toBlock: string }[];
          if (method === "eth_getLogs" && Number(filter!.toBlock) - Number(filter!.fromBlock) >= most) {
            throw new Error("too many blocks");
          }
          return honest();
        };
      for (const most of [1, 2, 7]) {
        expect((await audit(ready.id.round, provider(limit(most)))).verdict, `${most} blocks`).to.equal("verified");
      }
      await refuses("LogsUnavailable", () => audit(ready.id.round, provider(limit(0))));
      const later = { fromBlock: latest.head.number };
      await refuses("EventsMissing", () => audit(ready.id.round, provider(), later));
      await refuses("RoundNotFound", () => audit(10_000n, provider()));
      await refuses("NotCoordinator", () =>
        auditRound({ provider: provider(), coordinator: chain.accounts[0]!.address, round: 1n }),
      );
    });

    it("runs over RPC from the round's id as text, and says when nobody answers", async () => {
      const server = createServer(async (asked, answer) => {
        const chunks: Buffer[] = [];
        for await (const chunk of asked) chunks.push(chunk as Buffer);
        const body = JSON.parse(Buffer.concat(chunks).toString());
        const calls: { id: number; method: string; params: unknown[] }[] = Array.isArray(body) ? body : [body];
        const results = await Promise.all(
          calls.map(async (call) => ({ jsonrpc: "2.0", id: call.id, result: await request(call) })),
        );
        answer.setHeader("content-type", "application/json");
        answer.end(JSON.stringify(Array.isArray(body) ? results : results[0]));
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const rpc = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const round = `${coordinator}/${ready.id.round}`;
      try {
        expect((await runAudit({ rpc, round, expectedCode })).verdict).to.equal("verified");
      } finally {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      await refuses("ChainUnreachable", () => runAudit({ rpc, round }));
      await refuses("RpcInvalid", () => runAudit({ rpc: "ftp://localhost", round }));
      for (const wrong of [
        "",
        "1",
        coordinator,
        `${coordinator}/0`,
        `${coordinator}/01`,
        `${coordinator}x/1`,
        `${round}/1`,
      ]) {
        await refuses("RoundInvalid", () => runAudit({ rpc, round: wrong }));
      }
    });

    it("renders the same report as JSON, text and a page without scripts", () => {
      const json = JSON.parse(renderJson(latest));
      expect(json.outcome.objective).to.equal(latest.outcome!.objective.toString());
      const [text, page] = [renderText(latest), renderHtml(latest)];
      for (const { words } of latest.checks) expect(text).to.include(words);
      for (const sentence of latest.cannotKnow) expect(text).to.include(sentence);
      for (const { hash } of latest.blocks) {
        expect(text).to.include(hash);
        expect(page).to.include(hash);
      }
      expect(page).to.not.match(/<script|src=|href=/);
      expect(page).to.include("@media print");
    });
  });
});

async function refuses(code: string, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    expect(error).to.be.instanceOf(AuditError);
    expect((error as AuditError).code).to.equal(code);
    return;
  }
  expect.fail(`not refused: ${code}`);
}

/** Whether two calls of settle say the same. */
function sameCall(abi: BaseContract["interface"], a: string, b: string): boolean {
  try {
    const encode = (data: string) => abi.encodeFunctionData("settle", abi.decodeFunctionData("settle", data).toArray());
    return encode(a) === encode(b);
  } catch {
    return false;
  }
}
