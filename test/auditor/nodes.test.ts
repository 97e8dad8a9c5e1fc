// Chain nodes with limits, chain nodes over HTTP, and the report in each of its forms.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import type { JsonRpcApiProvider } from "ethers";
import { auditRound, type Report, renderHtml, renderJson, renderText, runAudit } from "../../auditor/index.ts";
import {
  AUDITED_SHAPE,
  type AuditedChain,
  auditedChain,
  cachingProvider,
  expectAuditError,
  type Lie,
  settleInParts,
} from "../support/audit.ts";
import type { Chain } from "../support/chain.ts";
import { type ReadyRound, readyRound } from "../support/rounds.ts";

describe("auditor: nodes and reports", function () {
  this.timeout(180_000);
  let chain: Chain;
  let coordinator: string;
  let request: AuditedChain["request"];
  let expectedCode: AuditedChain["expectedCode"];
  let audit: AuditedChain["audit"];
  let ready: ReadyRound;
  let provider: (lie?: Lie) => JsonRpcApiProvider;
  let latest: Report;

  before(async () => {
    ({ chain, coordinator, request, expectedCode, audit } = await auditedChain());
    ready = await readyRound(chain, { kind: "optimal", ...AUDITED_SHAPE }, "audit lies");
    await settleInParts(chain, ready.id, ready.certificate, 2);
    provider = cachingProvider(request);
    latest = await audit(ready.id.round, provider());
    expect(latest.verdict).to.equal("verified");
  });

  it("works with a node that returns the logs of few blocks at a time, and says when it returns none", async () => {
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
    await expectAuditError("LogsUnavailable", () => audit(ready.id.round, provider(limit(0))));
    const later = { fromBlock: latest.head.number };
    await expectAuditError("EventsMissing", () => audit(ready.id.round, provider(), later));
    for (const fromBlock of [-1, 0.5, Number.NaN]) {
      await expectAuditError("BlockInvalid", () => audit(ready.id.round, provider(), { fromBlock }));
    }
    await expectAuditError("RoundNotFound", () => audit(10_000n, provider()));
    await expectAuditError("NotCoordinator", () =>
      auditRound({ provider: provider(), coordinator: chain.accounts[0]!.address, round: 1n }),
    );
  });

  it("asks for more blocks again once a node has stopped refusing everything", async () => {
    await chain.helpers.mine(200);
    let asked = 0;
    const busy: Lie = async ({ method, params }, honest) => {
      const [filter] = (params ?? []) as { fromBlock: string; toBlock: string }[];
      if (method === "eth_call" && !isNewest(params)) throw new Error("missing trie node");
      if (method !== "eth_getLogs") return honest();
      asked++;
      if (asked <= 20 && filter!.toBlock !== filter!.fromBlock) throw new Error("too many requests");
      return honest();
    };
    const head = Number(await request({ method: "eth_blockNumber" }));
    const isNewest = (params: unknown) => Number((params as readonly unknown[])[1]) === head;
    expect((await audit(ready.id.round, cachingProvider(request)(busy))).verdict).to.equal("verified");
    expect(asked).to.be.at.most(80);
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
    await expectAuditError("ChainUnreachable", () => runAudit({ rpc, round }));
    await expectAuditError("RpcInvalid", () => runAudit({ rpc: "ftp://localhost", round }));
    for (const again of ["http://127.0.0.1:9", "http://127.0.0.1:9/", "HTTP://127.0.0.1:9"])
      await expectAuditError("RpcRepeated", () =>
        runAudit({ rpc: ["http://127.0.0.1:9", "http://127.0.0.1:8", again], round }),
      );
    for (const wrong of [
      "",
      "1",
      coordinator,
      `${coordinator}/0`,
      `${coordinator}/01`,
      `${coordinator}x/1`,
      `${round}/1`,
    ]) {
      await expectAuditError("RoundInvalid", () => runAudit({ rpc, round: wrong }));
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
