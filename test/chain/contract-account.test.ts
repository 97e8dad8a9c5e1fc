// A contract that cannot be a company's account is refused before anything depends on it, and a
// transaction without effect is noticed.
import { expect } from "chai";
import { type Address, createPublicClient, createWalletClient, custom, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { checkContractAccount } from "../../client/chain/contract-account.ts";
import { openRound } from "../../client/chain/coordinator/transact.ts";
import { contractOutbox } from "../../client/chain/outbox/contract-outbox.ts";
import { walletOutbox } from "../../client/chain/outbox/outbox.ts";
import { registerPeer } from "../../client/chain/registry/register-peer.ts";
import type { Call } from "../../client/chain/session.ts";
import { ChainError } from "../../client/errors.ts";
import { contractParty } from "../../client/home/contract-party.ts";
import { testParams } from "../support/certificate.ts";
import { type Chain, createChain } from "../support/chain.ts";
import { rejection } from "../support/network.ts";

const SOMEWHERE: Address = "0x00000000000000000000000000000000000c0de5";
/** Returns the magic value of EIP-1271 for any signature, and does nothing for any call. */
const YES_TO_ALL: Hex = "0x631626ba7e60e01b60005260206000f3";

describe("a contract account", function () {
  this.timeout(180_000);
  const owner = privateKeyToAccount(generatePrivateKey());
  const stranger = privateKeyToAccount(generatePrivateKey());
  let chain: Chain;
  let publicClient: ReturnType<typeof createPublicClient>;
  let transport: ReturnType<typeof custom>;
  let wallet: Address;

  before(async () => {
    chain = await createChain();
    const request = ({ method, params }: { method: string; params?: unknown }) =>
      chain.ethers.provider.send(method, (params ?? []) as unknown[]);
    transport = custom({ request: request as never });
    publicClient = createPublicClient({ chain: hardhat, transport, cacheTime: 0, pollingInterval: 10 });
    wallet = (await (await chain.ethers.deployContract("OwnedWallet", [owner.address])).getAddress()) as Address;
    await chain.helpers.setBalance(owner.address, 10n ** 18n);
    await chain.helpers.setCode(SOMEWHERE, YES_TO_ALL);
  });

  const check = (contract: Address, by: Pick<typeof owner, "address" | "signTypedData"> = owner) =>
    checkContractAccount(publicClient as never, { contract, owner: by, chainId: hardhat.id });

  it("that takes its owner's signature and makes its calls is taken", async () => {
    await check(wallet);
  });

  const unsuitable: readonly [string, () => Promise<void>][] = [
    ["is no contract", () => check(stranger.address)],
    ["is one of ours", async () => check((await chain.coordinator.getAddress()) as Address)],
    ["has another owner", () => check(wallet, stranger)],
    ["takes whatever is shown to it", () => check(SOMEWHERE)],
    ["makes no calls of this account", () => check(wallet, { ...owner, address: stranger.address })],
  ];
  for (const [what, look] of unsuitable) {
    it(`that ${what} is refused`, async () => {
      expect(await rejection(look()))
        .to.be.instanceOf(ChainError)
        .with.property("code", "ContractAccountUnsuitable");
    });
  }

  it("that swallows its owner's calls is found out by the first transaction", async () => {
    const coordinator = (await chain.coordinator.getAddress()) as Address;
    const sender = walletOutbox(
      publicClient as never,
      createWalletClient({ account: owner, chain: hardhat, transport }) as never,
    );
    const session = {
      ...{ publicClient: publicClient as never, coordinator, confirmations: 0 },
      account: contractParty(SOMEWHERE, owner),
      outbox: contractOutbox(sender, SOMEWHERE, owner.address, publicClient as never),
    };
    const params = testParams({ kind: "optimal", columns: 2, inequalities: [1, 1], equalities: [0, 0], owner: 1 });
    const registry = (await (await chain.ethers.deployContract("PeerRegistry")).getAddress()) as Address;
    const send = (call: Call) => session.outbox.send(call, "register");
    const registrant = { publicClient: publicClient as never, registry, account: SOMEWHERE, send };
    for (const work of [
      () => openRound(session, params),
      () => registerPeer(registrant, `0x${"4e".repeat(32)}`, "/ip4/127.0.0.1/tcp/1"),
    ])
      expect(await rejection(work()))
        .to.be.instanceOf(ChainError)
        .with.property("code", "TransactionIneffective");
  });
});
