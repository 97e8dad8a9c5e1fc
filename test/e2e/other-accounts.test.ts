// Rounds of companies whose key is in another process, or whose account is a contract: from rows to
// audit.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import hre from "hardhat";
import {
  type Abi,
  type Address,
  createWalletClient,
  custom,
  encodeFunctionData,
  type Hex,
  type LocalAccount,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { type AuditOptions, auditRound, type Report, renderText } from "../../auditor/index.ts";
import { contractSignatures } from "../../client/chain/contract-signature.ts";
import { withdrawBonds } from "../../client/chain/coordinator/transact.ts";
import { contractOutbox } from "../../client/chain/outbox/contract-outbox.ts";
import { durableOutbox } from "../../client/chain/outbox/durable-outbox.ts";
import type { ChainSession } from "../../client/chain/session.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { decoyOt } from "../../client/engines/two-party/decoy-ot.ts";
import { twoPartyEngine } from "../../client/engines/two-party/engine.ts";
import { contractParty } from "../../client/home/contract-party.ts";
import { externalSigner } from "../../client/home/external-signer.ts";
import { transactionStore } from "../../client/journal/transactions.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { decodeEnvelope, encodeEnvelope, isSignedBy, signEnvelope } from "../../client/round/envelope.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { cachingProvider, codesOf, type Request } from "../support/audit.ts";
import { agree, playCompanies } from "../support/companies.ts";
import { memoryJournal } from "../support/journal.ts";
import { ALICE, BOB } from "../support/paper-example.ts";
import { startSigner } from "../support/signer.ts";

const ETHER = 10n ** 18n;

describe("companies with other accounts", function () {
  this.timeout(120_000);
  let chain: LocalChain;
  let folder: string;
  const engine = twoPartyEngine(decoyOt({ choices: 2, shares: 4 }), highsSolver) as Engine<unknown>;

  before(async () => {
    chain = await startLocalChain(2);
    folder = await mkdtemp(join(tmpdir(), "concordat-accounts-"));
  });
  after(async () => {
    await chain.close();
    await rm(folder, { recursive: true });
  });

  const client = () => chain.sessions[0]!.publicClient;

  /** Stores what `account` sends before it is sent, as the running client does. */
  const outboxOf = (account: LocalAccount) =>
    durableOutbox({
      ...{ publicClient: client(), chain: hardhat, account, store: transactionStore(memoryJournal()), pollMs: 5 },
      signal: new AbortController().signal,
    });

  async function fund(to: Address): Promise<void> {
    const { account } = chain.sessions[1]!;
    const wallet = createWalletClient({ account, chain: hardhat, transport: custom(client() as never) });
    await client().waitForTransactionReceipt({ hash: await wallet.sendTransaction({ to, value: ETHER }) });
  }

  /** Plays the paper's example with `session` in place of Alice's, and keeps all messages. */
  async function play(session: ChainSession) {
    const altered = { ...chain, sessions: [session, chain.sessions[1]!] };
    const rows = [ALICE, BOB];
    const envelopes: Uint8Array[] = [];
    const played = await playCompanies(altered, rows, engine, agree(altered, rows, engine), {
      channel: (channel) => ({
        ...channel,
        publish: (step, bytes) => {
          envelopes[step] = Uint8Array.from(bytes);
          return channel.publish(step, bytes);
        },
      }),
    });
    for (const result of played.results) {
      if (result.status === "rejected") throw result.reason;
      expect(result.value.outcome).to.deep.include({ kind: "optimal", objective: -(10n ** 9n) });
    }
    return { round: played.round, envelopes };
  }

  for (const place of ["HTTP", "a local socket"] as const) {
    it(`settles with a key that is only in a signer's process, asked over ${place}`, async () => {
      const key = generatePrivateKey();
      const { address } = privateKeyToAccount(key);
      await fund(address);
      const signer = await startSigner(key, place === "HTTP" ? null : join(folder, "signer.sock"));
      try {
        const account = await externalSigner({ at: signer.at, account: address });
        const { envelopes } = await play({ ...chain.sessions[0]!, account, outbox: outboxOf(account) });
        const own = envelopes.map(decodeEnvelope).find(({ from }) => from === 0)!;
        expect(await isSignedBy(own, address, async () => false)).to.equal(true);
      } finally {
        await signer.stop();
      }
    });
  }

  it("settles with a contract as a company; client and auditor ask it what it takes as signed", async () => {
    const source = fileURLToPath(new URL("../../contracts/mocks/OwnedWallet.sol", import.meta.url));
    await hre.tasks.getTask("build").run({ quiet: true, files: [source] });
    const { abi, bytecode } = await hre.artifacts.readArtifact("OwnedWallet");
    const owner = privateKeyToAccount(generatePrivateKey());
    await fund(owner.address);
    const wallet = createWalletClient({ account: owner, chain: hardhat, transport: custom(client() as never) });
    const hash = await wallet.deployContract({ abi: abi as Abi, bytecode: bytecode as Hex, args: [owner.address] });
    const address = (await client().waitForTransactionReceipt({ hash })).contractAddress!;
    await fund(address);

    const outbox = contractOutbox(outboxOf(owner), address, owner.address, client());
    const session = { ...chain.sessions[0]!, account: contractParty(address, owner), outbox };
    const { round, envelopes } = await play(session);
    // The contract paid its own bond, and gets it back.
    expect(await client().getBalance({ address })).to.equal(ETHER - 10n ** 15n);
    await withdrawBonds(session);
    expect(await client().getBalance({ address })).to.equal(ETHER);

    const transcript = join(folder, "transcript");
    await mkdir(join(transcript, "messages"), { recursive: true });
    const place = { chainId: "31337", coordinator: session.coordinator, round: `${round}` };
    await writeFile(join(transcript, "round.json"), JSON.stringify({ version: 3, ...place, party: 1 }));
    const write = (bytes: Uint8Array) => {
      const { exchange, from } = decodeEnvelope(bytes);
      const name = `${String(exchange).padStart(2, "0")}-${String(from).padStart(3, "0")}.bin`;
      return writeFile(join(transcript, "messages", name), bytes);
    };
    for (const bytes of envelopes) await write(bytes);
    const audit = (more: Partial<AuditOptions> = {}): Promise<Report> => {
      const provider = cachingProvider(client().request as Request)();
      return auditRound({ provider, coordinator: session.coordinator, round, transcript, ...more });
    };
    const alone = await audit();
    expect(codesOf(alone, "failed"), renderText(alone)).to.deep.equal([]);
    expect(codesOf(alone, "unknown")).to.deep.equal(["SenderContract"]);
    expect(codesOf(alone, "passed")).to.include("MessagesMatch");
    const two = await audit({ witnesses: [cachingProvider(client().request as Request)()] });
    expect(two.verdict, renderText(two)).to.equal("verified");

    // Neither the client nor the auditor takes somebody else's signature for the contract's.
    const contracts = contractSignatures(client());
    const own = envelopes.map(decodeEnvelope).find(({ from }) => from === 0)!;
    expect(await isSignedBy(own, address, contracts)).to.equal(true);
    expect(await isSignedBy(own, chain.sessions[1]!.account.address, contracts)).to.equal(false);
    expect(await isSignedBy(own, session.coordinator, contracts)).to.equal(false);
    const forged = await signEnvelope(own, chain.sessions[1]!.account);
    expect(await isSignedBy(forged, address, contracts)).to.equal(false);
    await write(encodeEnvelope(forged));
    expect(codesOf(await audit(), "failed")).to.deep.equal(["SignatureInvalid"]);
    await write(encodeEnvelope(own));

    // The contract changes its mind: for the client this counts at once, for the auditor not for
    // what was posted before.
    const data = encodeFunctionData({ abi: abi as Abi, functionName: "handOver", args: [session.coordinator] });
    await client().waitForTransactionReceipt({ hash: await wallet.sendTransaction({ to: address, data }) });
    expect(await isSignedBy(own, address, contracts)).to.equal(false);
    expect(codesOf(await audit(), "passed")).to.include("MessagesMatch");
  });
});
