// What a signer returns is checked before anything is sent: nonsense, other signatures, other
// transactions, refusals and silence.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { type Hex, parseTransaction } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { signNext, type TransactionStore } from "../../client/chain/outbox/sign-transaction.ts";
import { HomeError } from "../../client/errors.ts";
import { externalSigner } from "../../client/home/external-signer.ts";
import { transactionStore } from "../../client/journal/transactions.ts";
import { signEnvelope } from "../../client/round/envelope.ts";
import { isSigned, signContribution } from "../../client/sealed/ceremony/signature.ts";
import { memoryJournal } from "../support/journal.ts";
import { exchangeId, rejection } from "../support/network.ts";
import { answerAsSigner } from "../support/signer.ts";

const KEY = generatePrivateKey();
const OTHER = generatePrivateKey();
const { address } = privateKeyToAccount(KEY);
const MESSAGE = { ...exchangeId(7, 3n), from: 1, parts: [Uint8Array.of(1, 2, 3)] };
const CALL = { to: `0x${"c0".repeat(20)}` as Hex, data: "0x1234" as Hex, value: 5n, gas: 60_000n };
const FEES = { maxFeePerGas: 9n, maxPriorityFeePerGas: 2n };

type Answer = (request: string) => Promise<string> | string;
const honest: Answer = (request) => answerAsSigner(KEY, request);

describe("an external signer", () => {
  let server: Server;
  let at: string;
  let answer: Answer;

  before(async () => {
    server = createServer(async (request, response) => {
      const parts: Uint8Array[] = [];
      for await (const part of request) parts.push(part);
      response.end(await answer(Buffer.concat(parts).toString("utf8")));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    answer = honest;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  async function signCall(store: TransactionStore, fees: object = FEES) {
    const account = await externalSigner({ at, account: address });
    const publicClient = {
      getTransactionCount: async () => 4,
      prepareTransactionRequest: async () => fees,
    } as never;
    return signNext(CALL, "test", { publicClient, chain: { id: 31_337 } as never, account, store });
  }

  it("signs messages, contributions to a set-up, and transactions of both forms", async () => {
    const account = await externalSigner({ at, account: address });
    const local = privateKeyToAccount(KEY);
    expect(await signEnvelope(MESSAGE, account)).to.deep.equal(await signEnvelope(MESSAGE, local));
    const digest: Hex = `0x${"c1".repeat(32)}`;
    const signature = await signContribution(account, 16, digest);
    expect(signature).to.equal(await signContribution(local, 16, digest));
    expect(await isSigned({ account: address, signature }, 16, digest)).to.equal(true);
    expect(await isSigned({ account: address, signature }, 32, digest)).to.equal(false);
    for (const fees of [FEES, { gasPrice: 7n }, { gasPrice: 0n }, { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n }]) {
      const store = transactionStore(memoryJournal());
      const { raw } = await signCall(store, fees);
      const expected = { ...CALL, nonce: 4, chainId: 31_337, ...fees };
      for (const [name, value] of Object.entries(expected))
        expect(BigInt((parseTransaction(raw) as never)[name] ?? 0), name).to.equal(BigInt(value));
      expect(store.find("test").map((one) => one.raw)).to.deep.equal([raw]);
    }
  });

  it("that gives the parity of a signature's point instead of 27 or 28 is understood", async () => {
    answer = async (request) =>
      (await honest(request)).replace(/(1b|1c)"}$/, (_, v: string) => `0${Number.parseInt(v, 16) - 27}"}`);
    const account = await externalSigner({ at, account: address });
    expect(await signEnvelope(MESSAGE, account)).to.deep.equal(await signEnvelope(MESSAGE, privateKeyToAccount(KEY)));
  });

  it("that gives the other s of a signature, as hardware does, is understood", async () => {
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const account = await externalSigner({ at, account: address });
    const own = await signEnvelope(MESSAGE, privateKeyToAccount(KEY));
    for (const least of [27, 0]) {
      answer = async (request) => {
        const given = JSON.parse(await honest(request));
        const { result } = given;
        const s = (order - BigInt(`0x${result.slice(66, 130)}`)).toString(16).padStart(64, "0");
        const v = (28 - Number(`0x${result.slice(130)}`) + least).toString(16).padStart(2, "0");
        return JSON.stringify({ ...given, result: `${result.slice(0, 66)}${s}${v}` });
      };
      expect(await signEnvelope(MESSAGE, account)).to.deep.equal(own);
    }
  });

  it("without the account is refused at once, and does not become one", async () => {
    const wanted = privateKeyToAccount(OTHER).address;
    expect(await rejection(externalSigner({ at, account: wanted })))
      .to.be.instanceOf(HomeError)
      .with.property("code", "SignerUnsuitable");
    answer = () => '{"result":"0x"}';
    expect(await rejection(externalSigner({ at, account: wanted }))).to.have.property("code", "SignerUnsuitable");
  });

  const given =
    (result: unknown): Answer =>
    () =>
      JSON.stringify({ jsonrpc: "2.0", id: 1, result });
  const altered =
    (name: string, value: string): Answer =>
    (request) => {
      const asked = JSON.parse(request);
      asked.params[0][name] = value;
      return honest(JSON.stringify(asked));
    };
  const cases: readonly (readonly [what: string, code: string, answer: Answer, forMessages: boolean | null])[] = [
    ["nonsense", "SignerUnreachable", () => "good morning", null],
    ["nothing", "SignerUnreachable", () => "", null],
    ["more than an answer can be", "SignerUnreachable", () => `"${"x".repeat(1 << 20)}"`, null],
    ["a refusal", "SignerRefused", () => '{"error":{"code":1,"message":"not today"}}', null],
    ["no result", "SignerRefused", () => '{"id":1}', null],
    ["null", "SignerRefused", () => "null", null],
    ["a number", "SignerWrong", given(7), null],
    ["too few bytes", "SignerWrong", given("0x1234"), null],
    ["a signature of zeros", "SignerWrong", given(`0x${"00".repeat(65)}`), null],
    ["another account's", "SignerWrong", (request) => answerAsSigner(OTHER, request), null],
    [
      "a signature of other data",
      "SignerWrong",
      (request) => honest(request.replace(String.raw`\"exchange\":7`, String.raw`\"exchange\":8`)),
      true,
    ],
    ["another target", "SignerWrong", altered("to", `0x${"c1".repeat(20)}`), false],
    ["other data", "SignerWrong", altered("data", "0x1235"), false],
    ["another value", "SignerWrong", altered("value", "0x6"), false],
    ["another nonce", "SignerWrong", altered("nonce", "0x5"), false],
    ["another chain", "SignerWrong", altered("chainId", "0x1"), false],
    ["another gas limit", "SignerWrong", altered("gas", "0x5209"), false],
    ["another price", "SignerWrong", altered("maxFeePerGas", "0xa"), false],
    ["another tip", "SignerWrong", altered("maxPriorityFeePerGas", "0x1"), false],
  ];
  for (const [what, code, wrong, forMessages] of cases) {
    it(`that gives ${what}: ${code}; nothing is kept or sent, and the next answer counts`, async () => {
      const turn: Answer = (request) => (request.includes("eth_accounts") ? honest(request) : wrong(request));
      answer = turn;
      const account = await externalSigner({ at, account: address });
      if (forMessages !== false)
        expect(await rejection(signEnvelope(MESSAGE, account)))
          .to.be.instanceOf(HomeError)
          .with.property("code", code);
      if (forMessages !== true) {
        const store = transactionStore(memoryJournal());
        expect(await rejection(signCall(store)))
          .to.be.instanceOf(HomeError)
          .with.property("code", code);
        expect(store.since(0)).to.deep.equal([]);
        answer = honest;
        expect((await signCall(store)).nonce).to.equal(4);
      }
      answer = honest;
      await signEnvelope(MESSAGE, account);
    });
  }

  it("that is not there: SignerUnreachable, over HTTP and over a socket", async () => {
    for (const nowhere of ["http://127.0.0.1:9", "/nowhere/signer.sock"])
      expect(await rejection(externalSigner({ at: nowhere, account: address })))
        .to.be.instanceOf(HomeError)
        .with.property("code", "SignerUnreachable");
  });
});
