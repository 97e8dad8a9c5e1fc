// A command's transaction and those of the account's running client choose their nonces without
// knowing of each other.
import { expect } from "chai";
import { createPublicClient, createWalletClient, custom, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { asChainError } from "../../../client/chain/chain-error.ts";
import { walletOutbox } from "../../../client/chain/outbox/outbox.ts";
import { ChainError } from "../../../client/errors.ts";

const ACCOUNT = privateKeyToAccount(`0x${"11".repeat(32)}`);
const HASH: Hex = `0x${"aa".repeat(32)}`;

describe("a command's outbox", () => {
  /**
   * A node that gives these answers to transactions, one after another, and the last one for good.
   */
  function outboxOf(answers: readonly string[]) {
    let asked = 0;
    const receipt = { transactionHash: HASH, blockNumber: "0x1", status: "0x1", logs: [], type: "0x2" };
    const known: Readonly<Record<string, unknown>> = {
      ...{ eth_chainId: "0x7a69", eth_getTransactionCount: "0x6", eth_estimateGas: "0x5208", eth_blockNumber: "0x1" },
      ...{ eth_maxPriorityFeePerGas: "0x1", eth_gasPrice: "0x1", eth_getTransactionReceipt: receipt },
      eth_getBlockByNumber: { number: "0x1", baseFeePerGas: "0x1", transactions: [] },
    };
    const request = async ({ method }: { readonly method: string }) => {
      if (method !== "eth_sendRawTransaction") return known[method];
      const message = answers[Math.min(asked++, answers.length - 1)]!;
      if (message === "") return HASH;
      throw Object.assign(new Error(message), { code: -32000, message });
    };
    const settings = { chain: hardhat, transport: custom({ request }, { retryCount: 0 }) };
    const outbox = walletOutbox(createPublicClient(settings), createWalletClient({ account: ACCOUNT, ...settings }));
    const send = () => outbox.send({ to: ACCOUNT.address, data: "0x", value: 0n, gas: 30_000n }, "test");
    return { send, asked: () => asked };
  }

  async function codeOf(work: Promise<unknown>): Promise<string> {
    const error = asChainError(await work.catch((reason: unknown) => reason), "it");
    return error instanceof ChainError ? error.code : String(error);
  }

  it("signs again under another nonce when the client has taken its own", async () => {
    const { send, asked } = outboxOf(["nonce too low: next nonce 7, tx nonce 6", ""]);
    expect((await send()).transactionHash).to.equal(HASH);
    expect(asked()).to.equal(2);
  });

  it("gives up when every nonce is taken, and at once on any other answer", async () => {
    const taken = outboxOf(["nonce too low: next nonce 7, tx nonce 6"]);
    expect(await codeOf(taken.send())).to.equal("NonceTaken");
    expect(taken.asked()).to.equal(4);
    const refused = outboxOf(["transaction type not supported", ""]);
    expect(await codeOf(refused.send())).to.equal("TransactionRefused");
    expect(refused.asked()).to.equal(1);
  });
});
