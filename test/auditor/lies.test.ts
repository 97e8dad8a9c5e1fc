// Audits through a chain node that lies about one thing at a time: state, events, calldata, code.
// Each lie is found.
import { expect } from "chai";
import type { BaseContract, JsonRpcApiProvider } from "ethers";
import { AuditError, auditRound, type Report } from "../../auditor/index.ts";
import {
  AUDITED_SHAPE,
  type AuditedChain,
  auditedChain,
  cachingProvider,
  codesOf,
  type Lie,
  type Request,
  settleInParts,
} from "../support/audit.ts";
import { scheduleOf } from "../support/certificate.ts";
import type { Chain } from "../support/chain.ts";
import { type ReadyRound, readyRound } from "../support/rounds.ts";
import { sampled } from "../support/sampled.ts";

describe("auditor: a node that lies", function () {
  this.timeout(180_000);
  let chain: Chain;
  let coordinator: string;
  let request: Request;
  let audit: AuditedChain["audit"];
  let ready: ReadyRound;
  let provider: (lie?: Lie) => JsonRpcApiProvider;
  let latest: Report;

  before(async () => {
    ({ chain, coordinator, request, audit } = await auditedChain());
    const schedule = scheduleOf([[0, 1], [1], [0, 1]]);
    ready = await readyRound(chain, { kind: "optimal", ...AUDITED_SHAPE }, "audit lies", { schedule });
    await settleInParts(chain, ready.id, ready.certificate, 2);
    provider = cachingProvider(request);
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
      expect(codesOf(report, "failed"), `field ${field}`).to.deep.equal(["OutcomeAsEvent", "OutcomeAsCertificate"]);
    }
  });

  it("finds changed state, parameters, parties, posts and parties due", async () => {
    const ofParty = (field: number, value: unknown) => (values: unknown[]) => {
      (values[0] as unknown[][])[0]![field] = value;
    };
    for (const [name, change, code] of [
      ["stateOf", ([state]: unknown[]) => ((state as unknown[])[3] = 1n), "PhaseAsEvents"],
      ["stateOf", ([state]: unknown[]) => ((state as unknown[])[4] = 1n), "PhaseAsEvents"],
      ["paramsOf", ([params]: unknown[]) => ((params as unknown[])[14] = 1n), "ParamsAsEvents"],
      ["partiesOf", ofParty(4, `0x${"ab".repeat(32)}`), "CommitmentsAsEvents"],
      ["partiesOf", ofParty(3, 0b111n), "PostsAsEvents"],
      ["partiesOf", ofParty(5, `0x${"ab".repeat(30)}`), "PostsAsEvents"],
      ["partiesOf", ofParty(6, 0b001n), "PostsAsEvents"],
      ["dueOf", (values: unknown[]) => (values[0] = [chain.accounts[3]!.address]), "DueAsEvents"],
    ] as const) {
      const report = await withState(name, change as (values: unknown[]) => void);
      expect(codesOf(report, "failed"), name).to.deep.equal([code]);
      expect(report.verdict).to.equal("failed");
    }
  });

  interface NamedLog {
    readonly topics: string[];
    data: string;
    readonly name: string;
  }

  /** The audit in which the node returns what `change` makes of the logs. */
  async function withAllLogs(change: (logs: NamedLog[]) => NamedLog[]): Promise<Report> {
    const abi = chain.coordinator.interface;
    const lie: Lie = async ({ method }, honest) => {
      const answer = await honest();
      if (method !== "eth_getLogs") return answer;
      const logs = structuredClone(answer) as NamedLog[];
      return change(logs.map((log) => Object.assign(log, { name: abi.parseLog(log)!.name })));
    };
    return audit(ready.id.round, provider(lie));
  }

  /** The audit in which `change` alters the logs, and drops those for which it returns false. */
  const withLogs = (change: (log: NamedLog) => boolean) => withAllLogs((logs) => logs.filter(change));

  it("finds every event that is left out", async () => {
    for (const name of ["Committed", "Posted", "PhaseChanged", "Settled", "BondCredited"]) {
      expect((await withLogs((log) => log.name !== name)).verdict, name).to.equal("failed");
    }
    expect((await withLogs((log) => log.name !== "SettlementAdvanced")).verdict).to.equal("failed");
  });

  it("finds every post that is left out, told twice, or told otherwise", async () => {
    const isPost = ({ name }: NamedLog) => name === "Posted";
    /** The log with another last digit of a word of its data: exchange, party, digest. */
    const withWord = (log: NamedLog, word: number): NamedLog => {
      const at = 2 + 64 * word + 63;
      const digit = (Number.parseInt(log.data[at]!, 16) ^ 1).toString(16);
      return { ...log, data: `${log.data.slice(0, at)}${digit}${log.data.slice(at + 1)}` };
    };
    const { posts } = await withLogs(() => true);
    expect(posts.map(({ exchange, party }) => [exchange, party])).to.deep.equal([
      [0, 0],
      [0, 1],
      [1, 1],
      [2, 0],
      [2, 1],
    ]);
    for (const [turn, [what, code, change]] of (
      [
        ["left out", "RulesKept", () => []],
        ["twice", "RulesKept", (log) => [log, log]],
        ["another exchange", "RulesKept", (log) => [withWord(log, 0)]],
        ["another party", "RulesKept", (log) => [withWord(log, 1)]],
        ["another digest", "PostsAsEvents", (log) => [withWord(log, 2)]],
      ] as readonly (readonly [string, string, (log: NamedLog) => NamedLog[]])[]
    ).entries()) {
      for (const post of sampled([...posts.keys()], 5, turn)) {
        const report = await withAllLogs((logs) => {
          const at = logs.indexOf(logs.filter(isPost)[post]!);
          return logs.toSpliced(at, 1, ...change(logs[at]!));
        });
        expect(codesOf(report, "failed"), `${what}: ${post}`).to.include(code);
      }
    }
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
        // The last byte of the first number, which is no offset of a dynamic part.
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
    let [words, failed] = [0, 0];
    await withLogs((log) => {
      if (log.name === "Opened") words = (log.data.length - 2) / 64;
      return true;
    });
    const chosen = sampled([...new Array(words).keys()], 3);
    for (const word of chosen) {
      try {
        const report = await withLogs((log) => {
          if (log.name === "Opened") {
            const at = 2 + 64 * word + 63;
            log.data = `${log.data.slice(0, at)}${log.data[at] === "1" ? "2" : "1"}${log.data.slice(at + 1)}`;
          }
          return true;
        });
        // The last word is padding and means nothing, but then it matches no receipt.
        expect(report.verdict, `word ${word}`).to.equal("failed");
        failed++;
      } catch (error) {
        if (!(error instanceof AuditError)) throw error;
        expect(error.code).to.equal("LogsInvalid");
      }
    }
    expect(failed).to.be.greaterThan(chosen.length / 2);
  });

  it("finds changed words all over the settling calldata", async () => {
    const { interface: abi } = chain.coordinator as BaseContract;
    const settled = latest.settlement!.transactions;
    let changed = 0;
    for (const hash of settled) {
      const sent = (await chain.ethers.provider.getTransaction(hash))!;
      const words = Array.from({ length: Math.ceil((sent.data.length - 74) / 64) }, (_, word) => 74 + 64 * word);
      for (const at of sampled(words, 9)) {
        const data = `${sent.data.slice(0, at - 1)}${sent.data[at - 1] === "1" ? "2" : "1"}${sent.data.slice(at)}`;
        if (sameCall(abi, sent.data, data)) continue; // padding, which means nothing
        const lie: Lie = async ({ method, params }, honest) => {
          const answer = await honest();
          const asked = method === "eth_getTransactionByHash" && (params as string[])[0] === hash;
          return asked ? { ...(answer as object), input: data, data } : answer;
        };
        const report = await audit(ready.id.round, provider(lie));
        expect(report.verdict, `word ${(at - 10) / 64 - 1} of ${hash}`).to.equal("failed");
        changed++;
      }
    }
    expect(changed).to.be.greaterThan(7);
  });

  it("finds a settlement that was sent elsewhere, and says honestly when the node lacks it", async () => {
    const withTransactions = (change: (sent: object) => object | null) => {
      const lie: Lie = async ({ method }, honest) => {
        const answer = await honest();
        return method === "eth_getTransactionByHash" ? change(answer as object) : answer;
      };
      return audit(ready.id.round, provider(lie));
    };
    const elsewhere = await withTransactions((sent) => ({ ...sent, to: chain.accounts[9]!.address.toLowerCase() }));
    expect(elsewhere).to.deep.include({ verdict: "failed", outcome: null });
    expect(codesOf(elsewhere, "failed")).to.deep.equal(["SenderForged", "CertificateUnreadable"]);
    const absent = await withTransactions(() => null);
    expect(absent).to.deep.include({ verdict: "incomplete", outcome: null });
    expect(codesOf(absent, "unknown")).to.deep.equal(["SenderUnknown", "CertificateUnreadable"]);
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
      ["CodeFixed", async ({ method }, honest) => (method === "eth_getStorageAt" ? `0x${"01".repeat(32)}` : honest())],
      ["NoCode", async ({ method }, honest) => (method === "eth_getCode" ? "0x" : honest())],
    ];
    for (const [code, lie] of lies)
      expect(codesOf(await audit(ready.id.round, provider(lie)), "failed")).to.include(code);
    let asked = 0;
    const changing: Lie = async ({ method, params }, honest) => {
      const block = (await honest()) as { hash: string };
      const again =
        method === "eth_getBlockByNumber" && Number((params as string[])[0]) === latest.head.number && ++asked > 1;
      return again ? { ...block, hash: `0x${"ab".repeat(32)}` } : block;
    };
    expect(codesOf(await audit(ready.id.round, provider(changing)), "unknown")).to.deep.equal(["ChainChanged"]);
    const without = await auditRound({ provider: provider(), coordinator, round: ready.id.round });
    expect([without.verdict, codesOf(without, "skipped")]).to.deep.equal([
      "verified",
      ["CodeNotCompared", "CodeNotCompared"],
    ]);
  });
});

/** Whether two calls of settle say the same. */
function sameCall(abi: BaseContract["interface"], a: string, b: string): boolean {
  try {
    const encode = (data: string) => abi.encodeFunctionData("settle", abi.decodeFunctionData("settle", data).toArray());
    return encode(a) === encode(b);
  } catch {
    return false;
  }
}
