// The whole client over libp2p and a chain of its own process, in five rounds at once: a partner
// that breaks the rules of the wire format or signs two messages makes its four rounds fail, and
// nothing else. What the client logs or writes as evidence contains no secret.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Stream } from "@libp2p/interface";
import { expect } from "chai";
import type { Libp2p } from "libp2p";
import { http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { readEnvelope } from "../../auditor/evidence/envelope.ts";
import { clientOutbox, commandOutbox, connectPublic, sessionOf } from "../../client/app/connect.ts";
import { loadArtifacts } from "../../client/app/deploy/artifacts.ts";
import { deployContracts } from "../../client/app/deploy/deploy.ts";
import type { ClientEvent } from "../../client/app/events.ts";
import { createLog } from "../../client/app/observe/log.ts";
import { runClient } from "../../client/app/run-client.ts";
import { setUpRound } from "../../client/app/setup.ts";
import { readDue, readState } from "../../client/chain/coordinator/read.ts";
import { openRound } from "../../client/chain/coordinator/transact.ts";
import { registerPeer } from "../../client/chain/registry/register-peer.ts";
import type { ChainSession } from "../../client/chain/session.ts";
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import { DEFAULT_EPOCHS } from "../../client/engines/mpc/epochs.ts";
import type { Config } from "../../client/home/config.ts";
import { homePaths, roundFolder } from "../../client/home/paths.ts";
import { type Journal, openJournal } from "../../client/journal/journal.ts";
import { readJournal } from "../../client/journal/own-journal.ts";
import { roundJournal } from "../../client/journal/round-journal.ts";
import { acceptedRounds, acceptRound } from "../../client/journal/rounds.ts";
import { journalKey } from "../../client/journal/seal.ts";
import { transactionStore } from "../../client/journal/transactions.ts";
import { sessionsInProcess } from "../../client/links/sessions.ts";
import { announce } from "../../client/lp/joint/program.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { decodeRequest, encodeResponse, REQUEST_BYTES, RESPONSE_HEAD } from "../../client/network/frames.ts";
import { keyOf } from "../../client/network/identity.ts";
import { readFrame } from "../../client/network/read-frame.ts";
import { runParty } from "../../client/play/drive/run-party.ts";
import { roundParams } from "../../client/round/agreement.ts";
import { decodeEnvelope, ENVELOPE_HEAD } from "../../client/round/envelope.ts";
import { paramsDigest } from "../../client/round/params.ts";
import { PART_HEAD } from "../../client/round/parts.ts";
import { formatRoundKey } from "../../client/round/round-key.ts";
import { encodeTerms, scaleTerms, type Terms } from "../../client/round/terms.ts";
import { fundedKey, type NodeProcess, startNode } from "../../lab/chain/node-process.ts";
import { programFile } from "../../scripts/programs.ts";
import { testSeed } from "../support/certificate.ts";
import { USUAL_SETTINGS } from "../support/client-home.ts";
import { readCredit } from "../support/credit.ts";
import { gainSince, signed } from "../support/faults.ts";
import { memoryJournal } from "../support/journal.ts";
import { addressesOfNode, rawNode } from "../support/network.ts";
import { readPosted } from "../support/posted.ts";

const BOND = 10n ** 16n;
/** Numbers that occur nowhere else. */
const HOLDER =
  "Minimize\n obj:\nSubject To\n a1: 700001 x1 - 1400002 x2 + 700001 x3 <= 7700011\n a2: 3500005 x1 - 700001 x2 - 1400002 x3 <= 700001\nEnd\n";
const OWNER =
  "Minimize\n obj: - 2100003 x1 + 700001 x2 + 700001 x3\nSubject To\n b1: - 1400002 x1 + 700001 x2 + 700001 x3 <= 0\nEnd\n";
const SECRETS = ["700001", "1400002", "2100003", "3500005", "7700011"];

interface Client {
  readonly account: ReturnType<typeof privateKeyToAccount>;
  readonly label: string;
  readonly folder: string;
  readonly events: ClientEvent[];
  readonly lines: string[];
}

describe("a client with a faulty peer", function () {
  this.timeout(120_000);
  let folder: string;
  let node: NodeProcess;
  let mallorysNode: Libp2p;
  let base: Config;
  const stop = new AbortController();
  const mallory = privateKeyToAccount(fundedKey(1));
  const client = (label: string, index: number): Client => ({
    ...{ label, account: privateKeyToAccount(fundedKey(index)), folder: join(folder, label) },
    ...{ events: [], lines: [] },
  });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-peer-"));
    node = await startNode("hardhat");
    const { coordinator, registry } = await deployContracts({
      transport: http(node.url),
      account: privateKeyToAccount(fundedKey(0)),
      deploymentDir: join(folder, "deployment"),
      artifacts: await loadArtifacts(),
      ...{ confirmations: 1, pollMs: 20 },
    });
    base = {
      ...{
        version: 1,
        name: "Company",
        rpc: node.url,
        chainId: 31337,
        coordinator,
        registry,
        sessionPort: 0,
        peerKey: 1,
      },
      ...{ listen: ["/ip4/127.0.0.1/tcp/0"], announce: [], confirmations: 0, pollMs: 20, ...USUAL_SETTINGS },
    };
  });
  after(async () => {
    stop.abort(new Error("the test is over"));
    await mallorysNode?.stop();
    await node?.stop();
    await rm(folder, { recursive: true });
  });

  function session(account: Client["account"], journal: Journal): ChainSession {
    const publicClient = connectPublic(base);
    const outbox = clientOutbox(
      publicClient,
      base,
      { account, sender: account },
      { store: transactionStore(journal), signal: stop.signal },
    );
    return sessionOf(publicClient, base, { account, outbox, coordinator: base.coordinator! });
  }

  const termsOf = (title: string, holder: Client["account"], owner: Client["account"]): Terms => {
    const basis = {
      ...{ title, engine: "li", feasible: false, bond: BOND },
      parties: [
        { name: "Holder", account: holder.address, announcement: announce(readProgramText(HOLDER, "rows.lp")) },
        { name: "Owner", account: owner.address, announcement: announce(readProgramText(OWNER, "rows.lp")) },
      ],
      periods: { commit: 3600, exchange: 3600, settle: 3600 },
    };
    return scaleTerms(basis, { coefficient: 0 });
  };
  const roundOf = (terms: Terms, party: number) => ({
    ...{ terms: encodeTerms(terms), party, data: Buffer.from([HOLDER, OWNER][party]!), dataName: "rows.lp" },
    ...{ rounding: "exact" as const, insist: true, acceptedAt: 0 },
  });

  async function accept({ folder: home, label }: Client, round: bigint, terms: Terms, party: number): Promise<string> {
    const accepted = roundOf(terms, party);
    const key = formatRoundKey({ coordinator: base.coordinator!, round });
    const digest = paramsDigest(roundParams((await setUpRound(accepted, callingThread)).agreement));
    const journal = openJournal(homePaths(home).journal, journalKey(testSeed(`client ${label}`)));
    acceptRound(journal, { ...accepted, key, paramsDigest: digest });
    journal.close();
    return key;
  }

  function run({ label, account, folder: home, events, lines }: Client): Promise<void> {
    const sink = new Writable({
      write: (chunk, _, done) => {
        lines.push(String(chunk));
        done();
      },
    });
    const log = createLog(label, "debug", sink);
    return runClient({
      ...{ paths: homePaths(home), config: base, once: true, epochs: DEFAULT_EPOCHS, signal: stop.signal },
      keys: { account, sender: account, random: testSeed(`client ${label}`) },
      onEvent: (event) => {
        events.push(event);
        log.write(event);
      },
    });
  }

  /**
   * Mallory commits, posts the digest of her first message in each round, and answers requests for
   * it with `answers`.
   */
  async function startMallory(
    rounds: ReadonlyMap<bigint, Terms>,
    answer: (round: bigint, envelope: Uint8Array) => Promise<Uint8Array>,
  ): Promise<void> {
    const own = session(mallory, memoryJournal());
    const made = new Map<bigint, Uint8Array>();
    mallorysNode = await rawNode("mallory", async (stream: Stream) => {
      const shape = { headBytes: 1, lengthOf: () => REQUEST_BYTES };
      const { round } = decodeRequest(await readFrame(stream, shape, { idleMs: 5_000, signal: stop.signal }));
      stream.send(await answer(round, made.get(round)!));
      await stream.close();
    });
    const { publicClient, outbox } = own;
    const send = (call: Parameters<typeof outbox.send>[0]) => outbox.send(call, "register");
    const registrant = { publicClient, registry: base.registry!, account: mallory.address, send };
    await registerPeer(registrant, keyOf(mallorysNode.peerId)!, addressesOfNode(mallorysNode));
    for (const [round, terms] of rounds) {
      const { agreement, engine, rows } = await setUpRound(roundOf(terms, 0), callingThread);
      const gone = new AbortController();
      runParty({
        ...{
          party: 0,
          rows,
          engine,
          agreement,
          round,
          session: own,
          insist: true,
          random: testSeed("mallory"),
        },
        journal: roundJournal(memoryJournal(), `${round}`),
        sessions: sessionsInProcess(),
        channel: {
          publish: async (_, envelope) => void made.set(round, envelope),
          fetch: () => new Promise(() => undefined),
        },
        waiting: { pollMs: 20, signal: AbortSignal.any([stop.signal, gone.signal]) },
        onEvent: ({ type }) => {
          if (type === "posted") gone.abort(new Error("she has posted what she wanted"));
        },
      }).catch(() => undefined);
    }
  }

  it("fails the rounds with it, each with its evidence, and settles another at the same time", async () => {
    const [alice, carol] = [client("alice", 2), client("carol", 3)];
    const opens = privateKeyToAccount(fundedKey(0));
    const publicClient = connectPublic(base);
    const outbox = commandOutbox(publicClient, base, { account: opens, sender: opens });
    const opener = sessionOf(publicClient, base, { account: opens, outbox, coordinator: base.coordinator! });
    const open = async (terms: Terms) =>
      (await openRound(opener, roundParams((await setUpRound(roundOf(terms, 0), callingThread)).agreement))).round;
    const codes = ["FrameTooLong", "FrameInvalid", "FrameInvalid", "DigestMismatch"];
    const faulty = new Map<bigint, Terms>();
    for (const [i] of codes.entries()) {
      const terms = termsOf(`with Mallory, ${i}`, mallory, alice.account);
      faulty.set(await open(terms), terms);
    }
    const good = termsOf("with Carol", carol.account, alice.account);
    const goodRound = await open(good);
    await Promise.all([alice, carol].map(({ folder: home }) => mkdir(home)));
    const keys = await Promise.all([...faulty].map(([round, terms]) => accept(alice, round, terms, 1)));
    const goodKey = await accept(alice, goodRound, good, 1);
    await accept(carol, goodRound, good, 0);
    const from = await opener.publicClient.getBlockNumber();

    const first = [...faulty.keys()][0]!;
    const { agreement } = await setUpRound(roundOf(faulty.get(first)!, 0), callingThread);
    const { messages } = agreement.schedule[0]!;
    await startMallory(faulty, async (round, envelope) => {
      const honest = encodeResponse(envelope);
      switch (Number(round - first)) {
        case 0: {
          // Announces one byte more than the turn can need, and sends none of it.
          const head = Buffer.from(encodeResponse(envelope).subarray(0, RESPONSE_HEAD));
          const longest = messages.reduce((sum, { bytes }) => sum + PART_HEAD + bytes, ENVELOPE_HEAD);
          head.writeUInt32BE(longest + 1, 2);
          return head;
        }
        case 1: // Cut.
          return honest.subarray(0, -1);
        case 2:
          return Buffer.from("GET / HTTP/1.1\r\n\r\n");
        default: {
          const message = decodeEnvelope(envelope);
          const [first, ...others] = message.parts as Uint8Array[];
          const parts = [first!.map((byte, i) => (i === 0 ? byte ^ 1 : byte)), ...others];
          return encodeResponse(await signed({ account: mallory } as ChainSession, { ...message, parts }));
        }
      }
    });
    const running = Promise.all([run(alice), run(carol)]);
    // Alice refuses her turns; then only Mallory is due, who never acts.
    const isStuck = async (round: bigint) => {
      const due = await readDue(opener, round);
      return (await readState(opener, round)).state.exchange > 0 && due.length === 1 && due[0] === mallory.address;
    };
    for (const round of faulty.keys()) while (!(await isStuck(round))) await sleep(20);
    while ((await readState(opener, goodRound)).state.phase !== "settled") await sleep(20);
    await node.passTime(3601);
    await running;

    const failed = alice.events.filter((event) => event.type === "round-failed");
    for (const [i, code] of codes.entries()) {
      const own = failed.find(({ round }) => round === keys[i]);
      expect(own, code).to.include({ code, party: 0 });
    }
    expect(failed).to.have.length(codes.length);
    const journal = await readJournal(homePaths(alice.folder));
    const statuses = acceptedRounds(journal).map(({ key, status }) => [key, status]);
    journal.close();
    expect(new Map(statuses as [string, string][])).to.deep.equal(
      new Map([...keys.map((key) => [key, "closed"] as const), [goodKey, "done"]]),
    );
    // Mallory was due when four rounds expired: her bonds are Alice's, who has her own back.
    expect(await readCredit(opener, alice.account.address)).to.equal(0n);
    expect(await gainSince(opener.publicClient, from, alice.account.address)).to.equal(4n * BOND);
    expect(await gainSince(opener.publicClient, from, carol.account.address)).to.equal(0n);

    await expectEvidence(alice, keys, [...faulty.keys()], opener);
    const last = roundFolder(homePaths(alice.folder), keys.at(-1)!);
    const audit = ["audit", keys.at(-1)!, "--rpc", node.url, "--evidence", join(last, "evidence"), "--json"];
    const { stdout } = await promisify(execFile)(process.execPath, [programFile("bin/concordat.ts"), ...audit]);
    expect(JSON.parse(stdout)).to.have.property("verdict", "verified");
    expect(JSON.parse(stdout).evidence).to.include({ named: 0, code: "DigestMismatch", finding: "EquivocationProven" });
    for (const { lines } of [alice, carol]) {
      expect(lines.length).to.be.greaterThan(10);
      for (const secret of SECRETS) expect(lines.join("")).not.to.include(secret);
    }
  });

  async function expectEvidence(
    alice: Client,
    keys: readonly string[],
    rounds: readonly bigint[],
    chain: ChainSession,
  ) {
    for (const [i, key] of keys.entries()) {
      const evidence = join(roundFolder(homePaths(alice.folder), key), "evidence");
      const text = await readFile(join(evidence, "fault.json"), "utf8");
      const { fault } = JSON.parse(text);
      const onChain = await readPosted(chain, rounds[i]!, { exchange: 0, from: 0 });
      expect(fault).to.include({ party: 0, step: 0, posted: onChain });
      for (const secret of SECRETS) expect(text).not.to.include(secret);
      const message = await readFile(join(evidence, "message.bin")).catch(() => null);
      if (fault.code !== "DigestMismatch") expect(message).to.equal(null);
      else expect(readEnvelope(message!)).to.deep.include({ signer: mallory.address, exchange: 0, from: 0 });
    }
  }
});
