// The codes for what chain nodes say when something is wrong, in the words of geth, Besu,
// Nethermind, anvil and Hardhat.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { createPublicClient, custom, encodeErrorResult, type Hex, http, type PublicClient } from "viem";
import { hardhat } from "viem/chains";
import { asChainError, isTransient } from "../../client/chain/chain-error.ts";
import { coordinatorAbi } from "../../client/chain/coordinator/abi.ts";
import { readState } from "../../client/chain/coordinator/read.ts";
import { retryTransient } from "../../client/chain/watch/watch.ts";
import { ChainError, HomeError } from "../../client/errors.ts";

interface Answer {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}
const COORDINATOR = `0x${"c0".repeat(20)}` as const;

function nodeThatSays(error: Answer): PublicClient {
  const request = async () => {
    throw Object.assign(new Error(error.message), error);
  };
  return createPublicClient({ chain: hardhat, transport: custom({ request }, { retryCount: 0 }) });
}

async function failure(work: Promise<unknown>): Promise<ChainError> {
  const error = asChainError(
    await work.then(
      () => null,
      (reason: unknown) => reason,
    ),
    "it",
  );
  expect(error).to.be.instanceOf(ChainError);
  return error as ChainError;
}

const read = (client: PublicClient) =>
  client.readContract({ address: COORDINATOR, abi: coordinatorAbi, functionName: "roundCount" });
const send = (client: PublicClient) => client.sendRawTransaction({ serializedTransaction: "0x02" });

const READING: readonly (readonly [string, number, string, unknown?])[] = [
  ["StateMissing", -32000, "header not found"],
  ["StateMissing", -32000, "missing trie node 9f3c (path ) state 0x9f3c is not available"],
  ["StateMissing", -32000, "historical state 1234 is not available"],
  ["StateMissing", -32008, "World state unavailable"],
  ["StateMissing", -32001, "Unknown block"],
  ["StateMissing", -32001, "No state available for block: pruned history unavailable"],
  ["StateMissing", -32602, "BlockOutOfRangeError: block height is 4 but requested was 9: block out of range"],
  ["StateMissing", -32602, "BlockOutOfRangeError: block height is 80 but requested was 81"],
  ["StateMissing", -32001, "Resource not found"],
  ["ChainUnreachable", -32603, "Internal error"],
  ["ChainUnreachable", -32603, "request failed: connection pool exhausted"],
  ["ChainUnreachable", -32005, "rate limit exceeded: retry in 1s"],
  ["ChainUnreachable", -32000, "request timed out"],
  ["UnknownRevert", 3, "execution reverted", "0x"],
  ["UnknownRevert", -32603, "VM Exception while processing transaction: revert"],
];

const SENDING: readonly (readonly [string, number, string])[] = [
  ["FundsInsufficient", -32000, "insufficient funds for gas * price + value: balance 0, tx cost 21000, overshot 21000"],
  ["FundsInsufficient", -32003, "Insufficient funds for gas * price + value"],
  ["FundsInsufficient", -32000, "gas required exceeds allowance (0)"],
  ["FundsInsufficient", -32004, "Upfront cost exceeds account balance"],
  ["FundsInsufficient", -32000, "Sender doesn't have enough funds to send tx. The max upfront cost is: 9"],
  ["FundsInsufficient", -32010, "InsufficientFunds, Account balance: 0, cumulative cost: 9"],
  ["NonceTaken", -32000, "nonce too low: next nonce 7, tx nonce 6"],
  ["NonceTaken", -32010, "OldNonce"],
  ["NonceTaken", -32000, "Incorrect nonce. Expected nonce to be at least 7 but got 6."],
  ["PriceTooLow", -32000, "replacement transaction underpriced"],
  ["PriceTooLow", -32000, "transaction underpriced: gas tip cap 0, minimum needed 1"],
  ["PriceTooLow", -32000, "max fee per gas less than block base fee: maxFeePerGas: 1, baseFee: 7"],
  ["PriceTooLow", -32003, "transaction is outdated"],
  ["PriceTooLow", -32009, "Gas price below configured minimum gas price"],
  ["PriceTooLow", -32009, "Gas price below current base fee"],
  ["PriceTooLow", -32010, "FeeTooLow, MaxFeePerGas too low"],
  ["PriceTooLow", -32000, "Transaction maxFeePerGas (1) is too low for the next block, which has a baseFeePerGas of 7"],
  ["TransactionRefused", -32000, "intrinsic gas too low: gas 20000, minimum needed 21000"],
  ["TransactionRefused", -32003, "max priority fee per gas higher than max fee per gas"],
  ["TransactionRefused", -32003, "Intrinsic gas exceeds gas limit"],
  ["TransactionRefused", -32000, "Transaction requires at least 21064 gas but got 20000"],
  ["TransactionRefused", -32000, "exceeds block gas limit"],
  ["TransactionRefused", -32000, "transaction gas limit too high (cap: 16777216, tx: 20000000)"],
  ["TransactionRefused", -32000, "transaction type not supported"],
  ["TransactionRefused", -32000, "tx fee (1.20 ether) exceeds the configured cap (1.00 ether)"],
  ["TransactionRefused", -32007, "Sender account not authorized to send transactions"],
  // The node already has the transaction: nothing is wrong.
  ["ChainUnreachable", -32000, "already known"],
  ["ChainUnreachable", -32003, "transaction already imported"],
];

describe("troubles with a chain", () => {
  for (const [code, number, message, data] of READING) {
    it(`reading, "${message}": ${code}`, async () => {
      const error = await failure(read(nodeThatSays({ code: number, message, data })));
      expect(error.code).to.equal(code);
      expect(isTransient(error)).to.equal(code !== "UnknownRevert");
    });
  }

  for (const [code, number, message] of SENDING) {
    it(`sending, "${message}": ${code}`, async () => {
      const error = await failure(send(nodeThatSays({ code: number, message })));
      expect(error.code).to.equal(code);
      expect(isTransient(error)).to.equal(true);
    });
  }

  it("a contract's reason is permanent", async () => {
    const data = encodeErrorResult({ abi: coordinatorAbi, errorName: "CoordinatorWrongExchange", args: [1n, 2n] });
    for (const code of [3, -32603]) {
      const error = await failure(read(nodeThatSays({ code, message: "execution reverted", data })));
      expect(error.code).to.equal("CoordinatorWrongExchange");
      expect(isTransient(error)).to.equal(false);
    }
  });

  // anvil's words when it estimates gas for, or accepts, a transaction that fails.
  const failing = { to: COORDINATOR, account: COORDINATOR, data: "0x01" } as const;
  for (const [code, said] of [
    ["CoordinatorNotExpirable", "execution reverted: custom error 0xaad6d292"],
    ["CoordinatorNotExpirable", "execution reverted: custom error 0xaad6d292: 00000001"],
    ["UnknownRevert", "execution reverted: custom error 0xdeadbeef"],
    [
      "CoordinatorNothingToWithdraw",
      "VM Exception while processing transaction: reverted with an unrecognized custom error (return data: 0x3734e3ad)",
    ],
    ["CoordinatorNothingToWithdraw", "VM Exception: reverted with custom error 'CoordinatorNothingToWithdraw()'"],
    ["UnknownRevert", "execution reverted with custom error 'SomethingElse(1)'"],
    ["UnknownRevert", "execution reverted"],
  ] as const) {
    it(`estimating gas, "${said}": ${code}`, async () => {
      const error = await failure(nodeThatSays({ code: 3, message: said }).estimateGas(failing));
      expect(error.code).to.equal(code);
      expect(isTransient(error)).to.equal(false);
    });
  }

  it("a contract's reason given only in words is recognised, wherever it appears", async () => {
    const said = { code: 3, message: "execution reverted: custom error 0xaad6d292" };
    for (const work of [read(nodeThatSays(said)), send(nodeThatSays(said))])
      expect((await failure(work)).code).to.equal("CoordinatorNotExpirable");
  });

  it("an error that this ABI does not know is an unknown revert", async () => {
    const error = await failure(read(nodeThatSays({ code: 3, message: "execution reverted", data: "0xdeadbeef" })));
    expect(error.code).to.equal("UnknownRevert");
  });

  it("an address without a contract may get one: the node may be catching up", async () => {
    const empty = createPublicClient({ chain: hardhat, transport: custom({ request: async () => "0x" }) });
    const error = await failure(read(empty));
    expect(error.code).to.equal("ContractMissing");
    expect(isTransient(error)).to.equal(true);
  });

  it("errors of this program that are no trouble with the chain stay as they are", () => {
    const full = new HomeError("JournalFull", "the disk is full");
    expect(asChainError(full, "it")).to.equal(full);
  });

  it("a node that limits its rate, fails, lacks the block and comes back is waited for, and each trouble told once", async () => {
    const block = { number: "0x9", timestamp: "0x5", hash: `0x${"11".repeat(32)}`, transactions: [] };
    const state = `0x${[1, 99, 2, 3, 1, 0].map((word) => word.toString(16).padStart(64, "0")).join("")}` as Hex;
    const failing: ((answer: (status: number, body: object) => void) => void)[] = [
      ...Array.from({ length: 6 }, () => (answer: (status: number, body: object) => void) => answer(429, {})),
      ...Array.from({ length: 4 }, () => (answer: (status: number, body: object) => void) => answer(503, {})),
      ...Array.from(
        { length: 3 },
        () => (answer: (status: number, body: object) => void) =>
          answer(200, { error: { code: -32000, message: "header not found" } }),
      ),
    ];
    const server: Server = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk: Buffer) => {
        text += chunk;
      });
      request.on("end", () => {
        const { id, method } = JSON.parse(text);
        const answer = (status: number, body: object) => {
          response.writeHead(status, { "content-type": "application/json" });
          response.end(JSON.stringify({ jsonrpc: "2.0", id, ...body }));
        };
        const next = failing.shift();
        if (next !== undefined) next(answer);
        else answer(200, { result: method === "eth_call" ? state : block });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const stop = new AbortController();
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const publicClient = createPublicClient({
        chain: hardhat,
        transport: http(url, { retryCount: 0 }),
        cacheTime: 0,
      });
      const reader = { publicClient, coordinator: COORDINATOR, confirmations: 2 };
      const told: string[] = [];
      const { signal } = stop;
      const onTransientError = ({ code }: ChainError) => told.push(code);
      const state = await retryTransient(() => readState(reader, 1n), { pollMs: 1, signal, onTransientError });
      expect(state.now).to.equal(5);
      expect(told).to.deep.equal(["ChainUnreachable", "StateMissing"]);
    } finally {
      stop.abort();
      server.close();
    }
  });
});
