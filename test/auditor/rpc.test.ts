// A node's answers have limits: whatever it does, a question to it ends, with a code, and so does
// an audit.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { readLogs } from "../../auditor/chain/logs.ts";
import { isBeyondLimits, nodeAt } from "../../auditor/chain/rpc.ts";
import { ChainView } from "../../auditor/chain/view.ts";
import { signedBy } from "../../auditor/evidence/signed.ts";
import { checkWitnesses } from "../../auditor/nodes.ts";
import { Checks } from "../../auditor/report/check.ts";
import { expectAuditError } from "../support/audit.ts";
import { MISBEHAVIOURS, type Misbehaviour, SLOW } from "../support/misbehaving.ts";

const BYTES = 2 * 1024 * 1024;
/** More than any answer takes that is to come, on a busy machine, too. */
const PATIENT_MS = 60_000;
/** Where an answer is not to come, but the question is to get there. */
const SHORT_MS = 2_000;
const COORDINATOR = `0x${"c0".repeat(20)}`;
const HASH = `0x${"11".repeat(32)}`;
const BLOCK = {
  ...{ number: "0x7", hash: HASH, timestamp: "0x1", parentHash: HASH, miner: COORDINATOR, extraData: "0x" },
  ...{ difficulty: "0x0", gasLimit: "0x1", gasUsed: "0x0", nonce: "0x0000000000000000", transactions: [] },
};
const ANSWERS: Readonly<Record<string, unknown>> = {
  ...{
    eth_chainId: "0x1",
    eth_blockNumber: "0x7",
    eth_getBlockByNumber: BLOCK,
    eth_getCode: "0x",
    eth_getStorageAt: HASH,
  },
};

interface Call {
  readonly id: number;
  readonly method: string;
}

async function callsOf(request: IncomingMessage): Promise<Call[]> {
  let text = "";
  for await (const part of request) text += part;
  return [JSON.parse(text)].flat();
}

describe("auditor: limits of a node's answers", function () {
  this.timeout(120_000);
  let server: Server;
  let url: string;
  /** How it answers questions with the method in `about`. */
  let how: Misbehaviour;
  let about: RegExp;
  let headers: IncomingMessage["headers"];
  let asked: string[];
  let limits: { milliseconds: number; bytes: number };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    headers = request.headers;
    const calls = await callsOf(request);
    asked.push(...calls.map(({ method }) => method));
    const results = calls.map(({ id, method }) => ({ jsonrpc: "2.0", id, result: ANSWERS[method] ?? null }));
    response.writeHead(200, { "content-type": "application/json" });
    const text = JSON.stringify(results);
    if (calls.some(({ method }) => about.test(method))) how(response, text);
    else response.end(text);
  }

  before(async () => {
    server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    asked = [];
    about = /nothing/;
    limits = { milliseconds: PATIENT_MS, bytes: BYTES };
  });

  async function withNode<T>(use: (node: ReturnType<typeof nodeAt>) => Promise<T>): Promise<T> {
    const node = nodeAt(url.replace("//", "//user:pass%20word@"), limits);
    try {
      return await use(node);
    } finally {
      node.destroy();
    }
  }

  /** All but those by which a node is recognised. */
  const questions = () => asked.filter((method) => method !== "eth_chainId");

  const open = (node: ReturnType<typeof nodeAt>) => ChainView.open(node, COORDINATOR);

  it("takes answers within them, and sends name and password of the address as such", async () => {
    expect((await withNode(open)).head.number).to.equal(7);
    expect(headers.authorization).to.equal(`Basic ${Buffer.from("user:pass word").toString("base64")}`);
  });

  for (const [name, misbehaviour] of Object.entries(MISBEHAVIOURS))
    it(`ends a question to a node that ${name}`, async () => {
      how = misbehaviour;
      about = /eth_chainId|eth_getLogs|eth_call|Receipts|getBlockByNumber/;
      const code = SLOW.includes(name) ? "NodeTooSlow" : "AnswerTooLarge";
      if (SLOW.includes(name)) limits.milliseconds = SHORT_MS;
      await expectAuditError(code, () => withNode(open));
      about = /eth_getBlockByNumber/;
      await expectAuditError(code, () => withNode(open));
    });

  it("ends an audit at the first such answer, wherever a refusal would be passed over", async () => {
    how = MISBEHAVIOURS["says nothing"];
    await withNode(async (node) => {
      const view = await open(node);
      about = /./;
      limits.milliseconds = SHORT_MS;
      const query = { coordinator: COORDINATOR, round: 1n, first: 0, last: 1_000_000 };
      for (const question of [
        () => readLogs(node, query),
        () => view.finalized(),
        () => view.receipts(7, [HASH]),
        () => signedBy({ digest: HASH, hash: HASH, signature: "0x", signer: null }, COORDINATOR, 7, view),
      ]) {
        asked = [];
        await expectAuditError("NodeTooSlow", question);
        expect(questions()).to.have.length(1);
      }
    });
  });

  it("does not go on comparing a second node that does not answer", async () => {
    how = MISBEHAVIOURS["says nothing"];
    const checks = new Checks();
    await withNode(async (node) => {
      const view = await open(node);
      await Promise.all([1, 2, 3].map((slot) => view.storage(COORDINATOR, `0x${slot}`)));
      await withNode(async (witness) => {
        limits.milliseconds = SHORT_MS;
        about = /eth_get/;
        asked = [];
        await checkWitnesses(view, [witness], checks);
      });
    });
    expect(checks.all.map(({ code, result }) => [code, result])).to.deep.equal([["NodeSilent", "unknown"]]);
    expect(questions()).to.have.length(1);
  });

  it("names the node in the error without what may be secret in its address", async () => {
    how = MISBEHAVIOURS["says nothing"];
    about = /./;
    const node = nodeAt(`${url}/v3/key-of-a-customer`, { ...limits, milliseconds: SHORT_MS });
    const error: unknown = await open(node).catch((reason: unknown) => reason);
    node.destroy();
    expect(isBeyondLimits(error)).to.equal(true);
    expect((error as Error).message)
      .to.include(url)
      .and.not.include("key");
  });

  it("stops asking a node that always has too many questions", async () => {
    const refusing = createServer((request, response) => {
      asked.push(request.url!);
      // In milliseconds, as ethers reads it.
      response.writeHead(429, { "retry-after": "1" }).end();
    });
    await new Promise<void>((resolve) => refusing.listen(0, "127.0.0.1", resolve));
    const node = nodeAt(`http://127.0.0.1:${(refusing.address() as AddressInfo).port}`, limits);
    await expectAuditError("ChainUnreachable", () => open(node));
    node.destroy();
    refusing.close();
    expect(asked).to.have.length(8);
  });
});
