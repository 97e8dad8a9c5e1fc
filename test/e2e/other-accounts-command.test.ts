// Companies whose key is in another process, or whose account is a contract, using only the command
// line, from `init` to the audit.
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import hre from "hardhat";
import { type Abi, type Address, createPublicClient, createWalletClient, getAddress, type Hex, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { open as openRound } from "../../client/cli/commands/open.ts";
import { EXIT } from "../../client/cli/exit-codes.ts";
import { ChainError } from "../../client/errors.ts";
import { readConfig, writeConfig } from "../../client/home/config.ts";
import { homePaths } from "../../client/home/paths.ts";

import { anvilProgram, fundedKey, type NodeProcess, startNode } from "../../lab/chain/node-process.ts";
import { concordat, PASSWORD, type RunningClient, startJoin } from "../../scripts/rehearsal/company.ts";
import { rejection } from "../support/network.ts";
import { type SignerProcess, startSigner } from "../support/signer.ts";

const NO_CONTRACT: Address = "0x000000000000000000000000000000000000dEaD";
const ETHER = 10n ** 18n;
const ROWS = {
  signed: "Minimize\n obj:\nSubject To\n a1: x1 - 2 x2 + x3 <= 11\n a2: 5 x1 - x2 - 2 x3 <= 1\nEnd\n",
  owned: "Minimize\n obj: -3 x1 + x2 + x3\nSubject To\n b1: -2 x1 + x2 + x3 <= 0\nEnd\n",
} as const;
type Name = keyof typeof ROWS;
const NAMES: readonly Name[] = ["signed", "owned"];

describe("other accounts on the command line", function () {
  this.timeout(240_000);
  let folder: string;
  let node: NodeProcess;
  let signer: SignerProcess;
  let wallet: Address;
  const running: RunningClient[] = [];
  const signed = privateKeyToAccount(fundedKey(0));
  const owner = privateKeyToAccount(fundedKey(1));

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-command-accounts-"));
    node = await startNode(anvilProgram() === null ? "hardhat" : "anvil");
    signer = await startSigner(fundedKey(0));
    wallet = await deployWallet();
    await writeFile(at("owner.key"), fundedKey(1), { mode: 0o600 });
  });
  after(async () => {
    for (const client of running) await client.kill();
    await signer.stop();
    await node.stop();
    await rm(folder, { recursive: true });
  });

  const at = (name: string) => join(folder, name);
  const command = (name: string, args: readonly string[], expected?: readonly number[]) =>
    concordat(["--home", at(name), ...args], expected);
  const initialise = (name: string, account: readonly string[], expected?: readonly number[]) => {
    const quick = ["--listen", "/ip4/127.0.0.1/tcp/0", "--poll", "50", "--confirmations", "0", "--least-period", "600"];
    return command(name, ["--json", "init", "--name", name, "--rpc", node.url, ...quick, ...account], expected);
  };

  /** A contract that `owner` owns, with an ether of its own for bonds. */
  async function deployWallet(): Promise<Address> {
    const source = fileURLToPath(new URL("../../contracts/mocks/OwnedWallet.sol", import.meta.url));
    await hre.tasks.getTask("build").run({ quiet: true, files: [source] });
    const { abi, bytecode } = await hre.artifacts.readArtifact("OwnedWallet");
    const transport = http(node.url);
    const client = createPublicClient({ chain: hardhat, transport, pollingInterval: 20 });
    const payer = createWalletClient({ account: owner, chain: hardhat, transport });
    const hash = await payer.deployContract({ abi: abi as Abi, bytecode: bytecode as Hex, args: [owner.address] });
    const { contractAddress } = await client.waitForTransactionReceipt({ hash });
    const paid = await payer.sendTransaction({ to: contractAddress!, value: ETHER });
    await client.waitForTransactionReceipt({ hash: paid });
    return getAddress(contractAddress!);
  }

  it("plays a round between a signer's account and a contract, and the auditor verifies it", async () => {
    const withSigner = ["--signer", signer.at, "--signer-account", signed.address];
    expect(JSON.parse(await initialise("signed", withSigner))).to.include({ account: signed.address });
    // Not even encrypted: only the signer has the key.
    expect(await readdir(join(at("signed"), "keys"))).to.deep.equal(["seed.json"]);
    const { coordinator, registry } = JSON.parse(
      await command("signed", ["--json", "deploy", "--out", at("consortium.json")]),
    );
    const contracts = ["--coordinator", coordinator, "--registry", registry];
    const withContract = ["--import-key", at("owner.key"), "--contract-account", wallet, ...contracts];
    expect(JSON.parse(await initialise("owned", withContract))).to.include({ account: wallet });

    const accounts = { signed: signed.address, owned: wallet };
    for (const name of NAMES) {
      await writeFile(at(`${name}.lp`), ROWS[name]);
      await concordat(["announce", at(`${name}.lp`), "--out", at(`${name}.json`)]);
    }
    const parties = NAMES.map((name) => ({ name, account: accounts[name], announcement: at(`${name}.json`) }));
    const periods = { commit: "10m", exchange: "10m", settle: "10m" };
    const spec = { title: "Accounts", engine: "two-party/decoy-ot", parties, periods, bond: "0.25" };
    await writeFile(at("spec.json"), JSON.stringify(spec));
    // Partners are reached at what the registry names, so it is checked before a round is opened.
    await writeFile(at("password"), PASSWORD, { mode: 0o600 });
    const { config: file } = homePaths(at("owned"));
    const config = await readConfig(file);
    await writeConfig(file, { ...config, registry: coordinator });
    const work = openRound(at("spec.json"), {
      ...{ home: at("owned"), passwordFile: at("password"), announcement: [], json: true },
    });
    expect(await rejection(work))
      .to.be.instanceOf(ChainError)
      .with.property("code", "ContractUnknown");
    await writeConfig(file, config);
    // Through the contract, too.
    const { round } = JSON.parse(
      await command("owned", ["--json", "open", at("spec.json"), "--out", at("round.json")]),
    );
    for (const name of NAMES)
      running.push(startJoin(name, at(name), [at("round.json"), "--data", at(`${name}.lp`), "--insist"]));
    await Promise.all(running.map((client) => client.end()));
    for (const name of NAMES)
      expect(JSON.parse(await command(name, ["--json", "outcome", "1"]))).to.include({ objective: "-1" });
    expect(BigInt(await node.request<Hex>("eth_getBalance", [wallet, "latest"]))).to.equal(ETHER);

    // A running client checks its account again: it plays no round for one that cannot sign.
    await writeConfig(file, { ...config, contractAccount: NO_CONTRACT });
    await command("owned", ["join", "--once"], [EXIT.chain]);
    await writeConfig(file, config);

    const transcript = join(at("owned"), "rounds", round.replace("/", "-"), "transcript");
    const audit = ["--json", "audit", round, "--transcript", transcript, "--rpc", node.url];
    // For what a contract did, the word of one chain node is not enough.
    const report = JSON.parse(await concordat(audit, [EXIT.auditIncomplete]));
    const codes = (result: string) =>
      report.checks
        .filter((check: { result: string }) => check.result === result)
        .map(({ code }: { code: string }) => code);
    expect(codes("failed")).to.deep.equal([]);
    expect(codes("unknown")).to.include("SenderContract");
    expect(codes("passed")).to.include("MessagesMatch");
  });
});
