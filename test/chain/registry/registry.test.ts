// The peer registry on a real chain: the client reads back what it wrote, and the contract's
// refusals arrive by name.
import { expect } from "chai";
import hre from "hardhat";
import { type Abi, type Address, createPublicClient, createWalletClient, custom, type Hex } from "viem";
import { hardhat } from "viem/chains";
import { compileContracts } from "../../../client/app/deploy/compile.ts";
import { readPeer } from "../../../client/chain/registry/read-peer.ts";
import { type Registrant, registerPeer } from "../../../client/chain/registry/register-peer.ts";
import { ChainError } from "../../../client/errors.ts";
import { rejection } from "../../support/network.ts";

const KEY = `0x${"a1".repeat(32)}` as const;
const ADDRESSES = "/ip4/10.0.0.7/tcp/4001 /dns4/acme.example/tcp/4001";

describe("the peer registry", function () {
  this.timeout(180_000);
  let chain: Awaited<ReturnType<typeof hre.network.create>>;
  let first: Registrant;
  let second: Registrant;

  before(async () => {
    await compileContracts();
    chain = await hre.network.create();
    const transport = custom(chain.provider);
    const publicClient = createPublicClient({ chain: hardhat, transport, pollingInterval: 10, cacheTime: 0 });
    const accounts = (await chain.provider.request({ method: "eth_accounts" })) as Address[];
    const [walletOne, walletTwo] = accounts.map((account) =>
      createWalletClient({ account, chain: hardhat, transport }),
    );
    const { abi, bytecode } = await hre.artifacts.readArtifact("PeerRegistry");
    const hash = await walletOne!.deployContract({ abi: abi as Abi, bytecode: bytecode as Hex, args: [] });
    const { contractAddress } = await publicClient.waitForTransactionReceipt({ hash });
    const registrant = (wallet: NonNullable<typeof walletOne>): Registrant => ({
      publicClient,
      registry: contractAddress!,
      account: wallet.account.address,
      send: async (call) => publicClient.waitForTransactionReceipt({ hash: await wallet.sendTransaction(call) }),
    });
    [first, second] = [registrant(walletOne!), registrant(walletTwo!)];
  });

  after(async () => {
    await chain.close();
  });

  const read = ({ publicClient, registry, account }: Registrant) => readPeer(publicClient, registry, account);

  it("keeps what each account wrote last", async () => {
    expect(await read(first)).to.equal(null);
    await registerPeer(first, KEY, ADDRESSES);
    await registerPeer(second, KEY, "");
    await registerPeer(first, `0x${"b2".repeat(32)}`, "x".repeat(1024));
    expect(await read(first)).to.deep.equal({ key: `0x${"b2".repeat(32)}`, addresses: "x".repeat(1024), version: 2n });
    expect(await read(second)).to.deep.equal({ key: KEY, addresses: "", version: 1n });
  });

  it("refuses the key 0 and addresses that are too long", async () => {
    const zero = await rejection(registerPeer(second, `0x${"00".repeat(32)}`, ADDRESSES));
    expect(zero).to.be.instanceOf(ChainError).with.property("code", "PeerRegistryKeyZero");
    const long = await rejection(registerPeer(second, KEY, "x".repeat(1025)));
    expect(long).to.be.instanceOf(ChainError).with.property("code", "PeerRegistryAddressesTooLong");
  });
});
