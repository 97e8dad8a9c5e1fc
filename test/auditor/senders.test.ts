// Signatures decide who acted: in transactions of every type, for accounts that are contracts, and
// on a chain that somebody made up.
import { expect } from "chai";
import { type Signer, Transaction, type TransactionRequest, toBeHex, Wallet } from "ethers";
import {
  AUDITED_SHAPE,
  type AuditedChain,
  auditedChain,
  cachingProvider,
  codesOf,
  type Lie,
  settleInParts,
} from "../support/audit.ts";
import type { Chain } from "../support/chain.ts";
import { forwarderCode } from "../support/relay.ts";
import { chainParams, DIGEST, openRound, read, readyRound, transact } from "../support/rounds.ts";
import { sampled } from "../support/sampled.ts";
import { SETTLEMENTS } from "../support/settlements.ts";

const SHAPE = { kind: "optimal", ...AUDITED_SHAPE } as const;

describe("auditor: senders and settlers", function () {
  this.timeout(180_000);
  let chain: Chain;
  let coordinator: string;
  let request: AuditedChain["request"];
  let audit: AuditedChain["audit"];

  before(async () => {
    ({ chain, coordinator, request, audit } = await auditedChain());
  });

  for (const [name, settle] of Object.entries(SETTLEMENTS)) {
    it(`verifies a round settled with ${name}`, async () => {
      const { id, certificate } = await readyRound(chain, SHAPE, name);
      await settle({ chain, id, certificate });
      const report = await audit(id.round);
      expect([codesOf(report, "failed"), codesOf(report, "unknown")]).to.deep.equal([[], []]);
      expect(codesOf(report, "passed")).to.include.members(["SendersSigned", "BlocksBound", "BlocksFinal"]);
    });
  }

  /**
   * The parties `accounts` commit and post with the transactions that `how` makes from the calls.
   */
  async function actedRound(accounts: readonly string[], act: (party: number, data: string) => Promise<unknown>) {
    const { interface: abi } = chain.coordinator;
    const id = await openRound(chain, chainParams(chain, SHAPE, { parties: accounts as `0x${string}`[], bond: 0n }));
    const { paramsDigest } = await read<{ paramsDigest: string }>(chain, "stateOf", id.round);
    for (const party of [0, 1]) await act(party, abi.encodeFunctionData("commit", [id.round, paramsDigest, DIGEST]));
    for (const party of [0, 1]) await act(party, abi.encodeFunctionData("post", [id.round, party, party, DIGEST]));
    return id;
  }

  /** A funded account whose key the test has: the test signs what it sends, not the node. */
  async function fundedWallet(): Promise<Wallet & Signer> {
    const wallet = new Wallet(Wallet.createRandom().privateKey, chain.ethers.provider);
    await chain.helpers.setBalance(wallet.address, 10n ** 20n);
    return wallet;
  }

  const types: readonly (readonly [string, TransactionRequest])[] = [
    ["legacy", { type: 0 }],
    ["EIP-2930", { type: 1, accessList: [{ address: `0x${"5e".repeat(20)}`, storageKeys: [`0x${"01".repeat(32)}`] }] }],
    ["EIP-1559", { type: 2 }],
    ["EIP-7702", { type: 4 }],
  ];
  for (const [type, fields] of types) {
    it(`recovers the senders of transactions of type ${type}`, async () => {
      const wallets = [await fundedWallet(), await fundedWallet()];
      const other = await fundedWallet();
      const id = await actedRound(
        wallets.map(({ address }) => address),
        async (party, data) => {
          const request: TransactionRequest = { to: coordinator, data, gasLimit: 500_000n, ...fields };
          // The delegation is somebody else's: the party's account has no code.
          const nonce = await other.getNonce();
          if (fields.type === 4) request.authorizationList = [await other.authorize({ address: coordinator, nonce })];
          await (await wallets[party]!.sendTransaction(request)).wait();
        },
      );
      const report = await audit(id.round);
      expect(codesOf(report, "failed")).to.deep.equal([]);
      expect(codesOf(report, "passed")).to.include.members(["SendersSigned", "BlocksBound"]);
      expect(codesOf(report, "unknown")).to.deep.equal(["RoundOpen"]);
    });
  }

  it("says of an account that is a contract what cannot be known, and asks for a second node", async () => {
    const deployed = await (await chain.accounts[0]!.sendTransaction({ data: forwarderCode(coordinator) })).wait();
    const party = chain.accounts[2]!;
    const accounts = [deployed!.contractAddress!, party.address];
    const id = await actedRound(accounts, (k, data) =>
      k === 0
        ? chain.accounts[0]!.sendTransaction({ to: accounts[0]!, data })
        : party.sendTransaction({ to: coordinator, data }),
    );
    const alone = await audit(id.round);
    expect(codesOf(alone, "failed")).to.deep.equal([]);
    expect(codesOf(alone, "unknown")).to.deep.equal(["RoundOpen", "SenderContract"]);
    const two = await audit(id.round, undefined, { witnesses: [cachingProvider(request)()] });
    expect(codesOf(two, "unknown")).to.deep.equal(["RoundOpen"]);
    expect(codesOf(two, "passed")).to.include.members(["SendersSigned", "SenderContract", "NodesAgree"]);
  });

  it("finds a made-up chain, on which accounts act that signed nothing", async () => {
    const famous = ["0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045", "0xF977814e90dA44bFA03b6295A0616a897441aceC"];
    const accounts = [...chain.accounts];
    for (const [i, address] of famous.entries()) {
      await chain.helpers.setBalance(address, 10n ** 20n);
      accounts[i + 1] = await chain.ethers.getImpersonatedSigner(address);
    }
    const forged = { ...chain, accounts };
    const { id, certificate } = await readyRound(forged, SHAPE, "forged");
    await settleInParts(forged, id, certificate, 99);
    const report = await audit(id.round);
    expect(report.verdict).to.equal("failed");
    expect(codesOf(report, "failed")).to.include.members(["SenderForged", "CertificateUnreadable"]);
  });

  it("finds signatures of others, of another chain, and calls that say something else", async () => {
    const wallets = [await fundedWallet(), await fundedWallet()];
    const nonces = new Map<number, number>();
    const signed: string[] = [];
    const id = await actedRound(
      wallets.map(({ address }) => address),
      async (party, data) => {
        const sent = await wallets[party]!.sendTransaction({ to: coordinator, data, gasLimit: 500_000n });
        signed.push((await sent.wait())!.hash);
        nonces.set(party, sent.nonce);
      },
    );
    expect(codesOf(await audit(id.round), "failed")).to.deep.equal([]);
    const interface_ = chain.coordinator.interface;
    const hash = signed[2]!;
    const honestly = (await chain.ethers.provider.getTransaction(hash))!;
    const common = {
      ...{ type: 2, to: coordinator, nonce: honestly.nonce, gasLimit: 500_000n, maxFeePerGas: 10n ** 10n },
      ...{ maxPriorityFeePerGas: 1n, chainId: chain.chainId, value: 0n, data: honestly.data },
    };
    const call = (...values: readonly unknown[]) => interface_.encodeFunctionData("post", [id.round, ...values]);
    for (const [what, by, change] of [
      ["another account", wallets[1]!, {}],
      ["another chain", wallets[0]!, { chainId: 1n }],
      ["another digest", wallets[0]!, { data: call(0, 0, `0x${"ab".repeat(32)}`) }],
      ["another exchange", wallets[0]!, { data: call(1, 0, DIGEST) }],
      ["another party", wallets[0]!, { data: call(0, 1, DIGEST) }],
      ["money", wallets[0]!, { value: 1n }],
      ["another contract", wallets[0]!, { to: wallets[1]!.address }],
    ] as const) {
      const raw = rawOf(await by.signTransaction({ ...common, ...change }));
      const lie: Lie = async ({ method, params }, honest) => {
        const swapped = JSON.stringify(await honest()).replaceAll(hash, raw.hash);
        const asked = method === "eth_getTransactionByHash" && (params as string[])[0] === raw.hash;
        return asked ? raw : JSON.parse(swapped);
      };
      const report = await audit(id.round, cachingProvider(request)(lie));
      expect(codesOf(report, "failed"), what).to.include("SenderForged");
    }
  });

  it("binds the events of a block with many transactions", async () => {
    const { id, certificate } = await readyRound(chain, SHAPE, "crowd");
    const { provider } = chain.ethers;
    await provider.send("evm_setAutomine", [false]);
    const gasLimit = 21_000n;
    const filler = (nonce: number) => chain.accounts[5]!.sendTransaction({ to: coordinator, gasLimit, nonce });
    const first = await chain.accounts[5]!.getNonce();
    await Promise.all(Array.from({ length: 150 }, (_, i) => filler(first + i)));
    const settling = [id.round, certificate.header, "0x", certificate.blocks];
    await chain.coordinator
      .connect(chain.accounts[1]!)
      .getFunction("settle")
      .send(...settling, { gasLimit: 3_000_000n });
    await provider.send("evm_setAutomine", [true]);
    await chain.helpers.mine();
    const report = await audit(id.round);
    expect([report.verdict, codesOf(report, "skipped")]).to.deep.equal(["verified", ["BlocksNotBound"]]);
    // Stands for a node that returns all receipts of a block at once, which this one does not.
    const receipts: Lie = async ({ method, params }, honest) => {
      if (method !== "eth_getBlockReceipts") return honest();
      const { transactions } = await provider.send("eth_getBlockByNumber", [(params as string[])[0], false]);
      return Promise.all(
        (transactions as string[]).map((hash) => request({ method: "eth_getTransactionReceipt", params: [hash] })),
      );
    };
    const whole = await audit(id.round, cachingProvider(request)(receipts));
    expect(codesOf(whole, "passed")).to.include("BlocksBound");
  });

  it("finds every changed part of blocks, transactions and receipts that the blocks' hashes stand for", async () => {
    const { id, certificate } = await readyRound(chain, SHAPE, "bound");
    await transact(chain, 1, "settle", [id.round, certificate.header, "0x", certificate.blocks]);
    const provider = cachingProvider(request);
    const flip = (value: string) => `${value.slice(0, -1)}${value.endsWith("1") ? "2" : "1"}`;
    type Raw = Record<string, unknown> & { transactions: Raw[]; logs: Raw[] };
    const changes: readonly (readonly [string, string, (raw: Raw) => void])[] = [
      [
        "eth_getBlockByNumber",
        "BlocksNotBound",
        (raw) => Object.assign(raw, { stateRoot: flip(raw["stateRoot"] as string) }),
      ],
      ["eth_getBlockByNumber", "BlocksNotBound", (raw) => delete raw["withdrawalsRoot"]],
      [
        "eth_getBlockByNumber",
        "BlocksContradict",
        ({ transactions: [first] }) => Object.assign(first!, { input: flip(first!["input"] as string) }),
      ],
      ["eth_getBlockByNumber", "BlocksContradict", ({ transactions }) => transactions.pop()],
      ["eth_getTransactionReceipt", "BlocksContradict", (raw) => Object.assign(raw, { cumulativeGasUsed: "0x1" })],
      ["eth_getTransactionReceipt", "BlocksContradict", (raw) => Object.assign(raw, { status: "0x0" })],
      ["eth_getTransactionReceipt", "BlocksContradict", ({ logs }) => logs.pop()],
      [
        "eth_getTransactionReceipt",
        "BlocksContradict",
        ({ logs: [log] }) => Object.assign(log!, { data: flip(log!["data"] as string) }),
      ],
    ];
    for (const [wanted, code, change] of sampled(changes, 3)) {
      const lie: Lie = async ({ method, params }, honest) => {
        const answer = structuredClone(await honest()) as Raw;
        const isWhole = method !== "eth_getBlockByNumber" || (params as unknown[])[1] === true;
        if (method === wanted && isWhole) change(answer);
        return answer;
      };
      const report = await audit(id.round, provider(lie));
      expect(codesOf(report, code === "BlocksContradict" ? "failed" : "skipped"), `${change}`).to.deep.equal([code]);
    }
  });

  it("names what another node says otherwise, and what may still be undone", async () => {
    const { id, certificate } = await readyRound(chain, SHAPE, "witnesses");
    await settleInParts(chain, id, certificate, 1);
    const provider = cachingProvider(request);
    const lies: readonly Lie[] = [
      async ({ method }, honest) => (method === "eth_getCode" ? "0x6001" : honest()),
      async ({ method }, honest) => (method === "eth_getLogs" ? [] : honest()),
      async ({ method }, honest) => (method === "eth_getTransactionByHash" ? null : honest()),
      async ({ method }, honest) => (method === "eth_call" ? `0x${"01".repeat(32)}` : honest()),
      async ({ method }, honest) => (method === "eth_getStorageAt" ? `0x${"01".repeat(32)}` : honest()),
      async ({ method }, honest) => {
        const answer = (await honest()) as object;
        return method === "eth_getBlockByNumber" ? { ...answer, hash: `0x${"ab".repeat(32)}` } : answer;
      },
    ];
    for (const lie of sampled(lies, 2)) {
      const report = await audit(id.round, provider(), { witnesses: [provider(), provider(lie)] });
      expect(codesOf(report, "failed"), `${lie}`).to.deep.equal(["NodesDiffer"]);
      expect(codesOf(report, "passed")).to.include("NodesAgree");
    }
    const silent: Lie = async () => Promise.reject(new Error("no"));
    expect(codesOf(await audit(id.round, provider(), { witnesses: [provider(silent)] }), "unknown")).to.deep.equal([
      "NodeSilent",
    ]);
    const finality = (number: string | null): Lie => {
      return async ({ method, params }, honest) => {
        if (method !== "eth_getBlockByNumber" || (params as unknown[])[0] !== "finalized") return honest();
        if (number === null) throw new Error("unknown block tag");
        return { ...((await honest()) as object), number };
      };
    };
    expect(codesOf(await audit(id.round, provider(finality("0x1"))), "unknown")).to.deep.equal(["BlocksNotFinal"]);
    const untold = await audit(id.round, provider(finality(null)));
    expect([untold.verdict, codesOf(untold, "skipped")]).to.deep.equal(["verified", ["FinalityUnknown"]]);
  });
});

/** A signed transaction as a node returns it. */
function rawOf(serialized: string): Record<string, unknown> & { readonly hash: string } {
  const { hash, from, to, type, nonce, gasLimit, data, value, chainId, signature, maxFeePerGas, maxPriorityFeePerGas } =
    Transaction.from(serialized);
  return {
    ...{ hash: hash!, from, to, input: data, accessList: [] },
    ...{
      type: toBeHex(type!),
      nonce: toBeHex(nonce),
      gas: toBeHex(gasLimit),
      value: toBeHex(value),
      chainId: toBeHex(chainId),
    },
    ...{ maxFeePerGas: toBeHex(maxFeePerGas!), maxPriorityFeePerGas: toBeHex(maxPriorityFeePerGas!) },
    ...{ r: signature!.r, s: signature!.s, yParity: toBeHex(signature!.yParity) },
  };
}
