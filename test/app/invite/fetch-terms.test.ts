// The terms of rounds that name this company, fetched from the others' clients: what is not what
// the chain has the digest of is not kept, whoever gives it, and a peer that gives nothing is asked
// again.
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Address, type Hex, numberToHex, type PublicClient, toEventSelector } from "viem";
import type { ClientEvent } from "../../../client/app/events.ts";
import { type FetchTermsInput, type TermsFetcher, termsFetcher } from "../../../client/app/invite/fetch-terms.ts";
import { listOpenRounds } from "../../../client/app/invite/open-rounds.ts";
import { TERMS_EXCHANGE } from "../../../client/app/invite/terms-message.ts";
import { keptFile } from "../../../client/app/kept-rounds.ts";
import { messageStore } from "../../../client/app/message-store.ts";
import { formatRoundFile } from "../../../client/app/round-file.ts";
import { coordinatorAbi } from "../../../client/chain/coordinator/abi.ts";
import { callingThread } from "../../../client/crypto/paillier/pool.ts";
import { createEngine } from "../../../client/engines/engines.ts";
import { HomeError, NetworkError } from "../../../client/errors.ts";
import { homePaths } from "../../../client/home/paths.ts";
import { announce } from "../../../client/lp/joint/program.ts";
import { readProgramText } from "../../../client/lp/readers/read.ts";
import type { Network } from "../../../client/network/network.ts";
import { roundSchedule } from "../../../client/play/settle/schedule.ts";
import { roundParams } from "../../../client/round/agreement.ts";
import { formatRoundKey } from "../../../client/round/round-key.ts";
import { agreementOf, encodeTerms, scaleTerms, type Terms } from "../../../client/round/terms.ts";
import { memoryJournal } from "../../support/journal.ts";
import { accountOf, COORDINATOR, Consortium, exchangeId, rejection } from "../../support/network.ts";
import { SMALL_FILES } from "../../support/small-files.ts";

const NAMES = ["alice", "bob", "carol"] as const;
const OWN = accountOf("carol").address;
const OPENER = accountOf("alice").address;
const ENGINE = "multi-party/masked";
const engine = createEngine(ENGINE, callingThread);
const keyOf = (round: bigint) => formatRoundKey({ coordinator: COORDINATOR, round });

function termsOf(title: string, names: readonly string[] = NAMES): Terms {
  const parties = SMALL_FILES[ENGINE].map(({ name, text }, k) => ({
    ...{
      name: `Company ${k}`,
      account: accountOf(names[k]!).address,
      announcement: announce(readProgramText(text, name)),
    },
  }));
  const periods = { commit: 3600, exchange: 3600, settle: 3600 };
  const basis = { title, engine: ENGINE, parties, feasible: false, bond: 1n, periods };
  return scaleTerms(basis, { coefficient: 0, grid: engine.grid });
}

function paramsOf(terms: Terms) {
  return roundParams(agreementOf(terms, (round) => roundSchedule(engine, round).turns).agreement);
}

/** A chain with these rounds, the first one number 1. */
class Chain {
  readonly rounds: ReturnType<typeof paramsOf>[] = [];
  readonly over = new Set<bigint>();
  opener: Address = OPENER;

  readonly client = {
    readContract: async ({ functionName, args }: { functionName: string; args?: readonly bigint[] }) => {
      if (functionName === "roundCount") return BigInt(this.rounds.length);
      const round = args![0]!;
      if (functionName === "paramsOf") return this.rounds[Number(round) - 1]!;
      return { phase: this.over.has(round) ? 4 : 1, deadline: 1_000, exchange: 0, remaining: 0, paramsDigest: "0x" };
    },
    getBlock: async () => ({ number: 9n, hash: "0x", timestamp: 1n }),
    getBlockNumber: async () => 9n,
    request: async ({ params }: { params: readonly [{ topics: readonly [readonly Hex[], Hex] }] }) => {
      const [, round] = params[0].topics;
      const opened = coordinatorAbi.find((item) => item.type === "event" && item.name === "Opened");
      const topics = [toEventSelector(opened as never), round, numberToHex(BigInt(this.opener), { size: 32 })];
      return [
        { address: COORDINATOR, topics, data: "0x", blockNumber: "0x1", logIndex: "0x0", transactionIndex: "0x0" },
      ];
    },
  } as unknown as PublicClient;
}

describe("terms of a round that one is invited to", function () {
  this.timeout(120_000);
  let folder: string;
  let chain: Chain;
  let events: ClientEvent[];
  let stop: AbortController;
  let time: number;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-invite-"));
    chain = new Chain();
    events = [];
    stop = new AbortController();
    time = 0;
  });
  afterEach(() => rm(folder, { recursive: true }));

  const kept = (round: bigint) => keptFile(homePaths(folder), keyOf(round), "invited");
  const fetcherOf = (network: Pick<Network, "fetch">, more: Partial<FetchTermsInput> = {}): TermsFetcher =>
    termsFetcher({
      ...{ paths: homePaths(folder), account: OWN, publicClient: chain.client, network },
      config: { chainId: 31_337, pollMs: 1, coordinator: COORDINATOR },
      ...{ isAccepted: () => false, isKnown: () => false, now: () => time, signal: stop.signal },
      onEvent: (event) => events.push(event),
      ...more,
    });
  const answers = (give: (account: Address, round: bigint) => Uint8Array | NetworkError) => {
    const asked: Address[] = [];
    const fetch: Network["fetch"] = async (account, { round, exchange }, { signal, onRetry }) => {
      expect(exchange).to.equal(TERMS_EXCHANGE);
      asked.push(account);
      const answer = give(account, round);
      if (!(answer instanceof NetworkError)) return answer;
      if (["FrameTooLong", "FrameInvalid", "MessageRefused"].includes(answer.code)) throw answer;
      for (;;) {
        onRetry!(answer.code);
        signal.throwIfAborted();
      }
    };
    return { asked, fetch };
  };
  /** Runs until `done`, looking at each turn of the event loop. */
  async function until(fetcher: TermsFetcher, done: () => boolean): Promise<void> {
    const running = fetcher.run();
    while (!done()) await Promise.race([running, new Promise((resolve) => setImmediate(resolve))]);
    stop.abort(new Error("the test is over"));
    await running;
  }
  const types = () => events.map(({ type }) => type);

  it("come from the client of the opener, are kept, and are not asked for again", async () => {
    const terms = termsOf("Week 7");
    chain.rounds.push(paramsOf(terms));
    const network = answers(() => encodeTerms(terms));
    await until(fetcherOf(network), () => events.length > 0);
    expect(events).to.deep.equal([
      { type: "invitation", round: keyOf(1n), title: "Week 7", from: OPENER, file: kept(1n) },
    ]);
    expect(await readFile(kept(1n), "utf8")).to.equal(formatRoundFile({ round: keyOf(1n), terms }));
    expect(network.asked).to.deep.equal([OPENER]);

    stop = new AbortController();
    chain.rounds.push(paramsOf(termsOf("Week 8")));
    const next = answers((_, round) => encodeTerms(termsOf(`Week ${round + 6n}`)));
    await until(fetcherOf(next), () => events.length > 1);
    expect(next.asked).to.have.length(1);
    expect(events[1]).to.include({ type: "invitation", title: "Week 8" });
  });

  it("that differ from the digest on chain are told and not kept, and the next party is asked", async () => {
    const terms = termsOf("Week 7");
    chain.rounds.push(paramsOf(terms));
    const other = encodeTerms(termsOf("Week 9"));
    const network = answers((account) => (account === OPENER ? other : encodeTerms(terms)));
    await until(fetcherOf(network), () => events.length > 1);
    expect(events[0]).to.include({ type: "invitation-refused", account: OPENER, code: "TermsDiffer" });
    expect(events[1]).to.include({ type: "invitation", from: accountOf("bob").address });
    expect(JSON.parse(await readFile(kept(1n), "utf8")).terms.title).to.equal("Week 7");
  });

  it("garbage, too many bytes, a refusal, silence: the next party, and all of them again later", async () => {
    const terms = termsOf("Week 7");
    chain.rounds.push(paramsOf(terms));
    for (const answer of [
      Buffer.from("{}"),
      Buffer.alloc(300, 0xff),
      ...["FrameTooLong", "FrameInvalid", "MessageRefused", "PeerSilent", "RoundUnknown", "PeerUnreachable"].map(
        (code) => new NetworkError(code, ""),
      ),
    ]) {
      stop = new AbortController();
      const network = answers(() => (network.asked.length > 2 ? encodeTerms(terms) : answer));
      const fetcher = fetcherOf(network, {
        now: () => {
          time += 100;
          return time;
        },
      });
      await until(fetcher, () => types().includes("invitation"));
      expect(network.asked).to.deep.equal([OPENER, accountOf("bob").address, OPENER]);
      await rm(kept(1n));
      events.length = 0;
    }
  });

  it("that the chain has by digest, but opened on other conditions, or that nobody can play, are no good from anybody", async () => {
    const terms = termsOf("Week 7");
    chain.rounds.push({ ...paramsOf(terms), bond: 10n ** 18n });
    const unplayable = { ...terms, engine: "magic" };
    const digest = paramsOf(terms);
    chain.rounds.push({ ...digest, terms: agreementOf(unplayable, () => []).agreement.terms });
    const network = answers((_, round) => encodeTerms(round === 1n ? terms : unplayable));
    await until(fetcherOf(network), () => events.length > 1);
    expect(events.map((event) => (event.type === "invitation-refused" ? event.code : event.type)).sort()).to.deep.equal(
      ["EngineUnknown", "RoundDiffers"],
    );
    expect(network.asked).to.have.length(2);
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it("are asked for again when a reorganisation gave the round's number to another round", async () => {
    const [before, now] = [termsOf("Week 7"), termsOf("Week 8")];
    chain.rounds.push(paramsOf(before));
    await until(fetcherOf(answers(() => encodeTerms(before))), () => events.length > 0);
    stop = new AbortController();
    chain.rounds[0] = paramsOf(now);
    const reader = { publicClient: chain.client, coordinator: COORDINATOR, confirmations: 0 };
    const listed = async (isAccepted = false) => listOpenRounds(homePaths(folder), reader, () => isAccepted);
    const stale = await listed();
    expect(stale.invitations).to.deep.equal([]);
    expect(stale.wrong.map(({ file }) => file)).to.deep.equal([kept(1n)]);
    await until(fetcherOf(answers(() => encodeTerms(now))), () => events.length > 1);
    const { invitations, opened, wrong } = await listed();
    expect(invitations).to.have.length(1);
    expect(invitations[0]).to.deep.include({ round: keyOf(1n), terms: now, opener: OPENER, deadline: 1_000 });
    expect([...opened, ...wrong]).to.deep.equal([]);
    expect(await listed(true)).to.deep.equal({ invitations: [], opened: [], wrong: [] });
    await writeFile(kept(1n), "{}");
    const damaged = await listed();
    expect(damaged.invitations).to.deep.equal([]);
    expect(damaged.wrong.map(({ round, file }) => [round, file])).to.deep.equal([[keyOf(1n), kept(1n)]]);
  });

  it("are not asked for where the round is over, agreed to, or of others", async () => {
    for (const names of [NAMES, NAMES, ["dave", "erin", "frank"], NAMES])
      chain.rounds.push(paramsOf(termsOf("A round", names)));
    chain.over.add(1n);
    const network = answers((_, round) => {
      expect(round).to.equal(4n);
      return encodeTerms(termsOf("A round"));
    });
    const isAccepted = (key: string) => key === keyOf(2n);
    await until(fetcherOf(network, { isAccepted }), () => events.length > 0);
    expect(network.asked).to.have.length(1);
  });

  it("of strangers by the hundred keep a company's that one has a round with from no place", async () => {
    const names = ["dave", "erin", "carol"];
    const stranger = paramsOf(termsOf("Come in", names));
    for (let k = 0; k < 300; k++) chain.rounds.push(stranger);
    const terms = termsOf("Week 7");
    chain.rounds.push(paramsOf(terms));
    const strange = new Set<bigint>();
    const network = answers((account, round) => {
      if (round === 301n) return encodeTerms(terms);
      expect(account).to.not.equal(OPENER);
      strange.add(round);
      return new NetworkError("PeerUnreachable", "");
    });
    const fetcher = fetcherOf(network, { isKnown: (account) => account === OPENER });
    await until(fetcher, () => types().includes("invitation"));
    expect(strange.size).to.be.at.most(64);
  });

  it("that cannot be written end the client", async () => {
    const terms = termsOf("Week 7");
    chain.rounds.push(paramsOf(terms));
    await writeFile(join(folder, "rounds"), "no folder");
    const fetcher = fetcherOf(answers(() => encodeTerms(terms)));
    expect(await rejection(fetcher.run()))
      .to.be.instanceOf(HomeError)
      .with.property("code", "FolderUnusable");
  });

  it("go over the network to the round's parties, and to nobody else", async () => {
    const consortium = new Consortium();
    const journal = memoryJournal();
    try {
      const terms = termsOf("Week 7", ["alice", "bob", "carol"]);
      chain.rounds.push(paramsOf(terms));
      const accounts = terms.parties.map(({ account }) => account);
      const shared = new Map([[keyOf(1n), { accounts, terms: encodeTerms(terms) }]]);
      const store = messageStore(journal, 31_337, { rounds: new Map(), offers: new Map(), shared });
      await consortium.start("alice", { store });
      const [carol, eve] = [await consortium.start("carol"), await consortium.start("eve")];
      await until(fetcherOf(carol.network), () => types().includes("invitation"));
      const signal = new AbortController().signal;
      const fetching = eve.network.fetch(OPENER, exchangeId(TERMS_EXCHANGE), { maxBytes: 100_000, signal });
      expect(await rejection(fetching)).to.have.property("code", "MessageRefused");
      const short = carol.network.fetch(OPENER, exchangeId(TERMS_EXCHANGE), { maxBytes: 300, signal });
      expect(await rejection(short)).to.have.property("code", "FrameTooLong");
      for (const unknown of [exchangeId(TERMS_EXCHANGE, 2n), { ...exchangeId(TERMS_EXCHANGE), chainId: 1n }])
        expect(await store.find(unknown, accounts)).to.equal("unknown-round");
    } finally {
      journal.close();
      await consortium.close();
    }
  });
});
