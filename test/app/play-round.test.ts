// A round whose program breaks: the client reports the error by its code alone, refuses the
// remaining steps, sees the round to its end and gets the bond back, all in the same life.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { getAbiItem, toEventSelector } from "viem";
import type { ClientEvent } from "../../client/app/events.ts";
import { playAccepted } from "../../client/app/play-round.ts";
import { setUpRound } from "../../client/app/setup.ts";
import { coordinatorAbi } from "../../client/chain/coordinator/abi.ts";
import { readOutcome, readState } from "../../client/chain/coordinator/read.ts";
import { openRound } from "../../client/chain/coordinator/transact.ts";
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { processMemory } from "../../client/journal/proof-memory.ts";
import { roundJournal } from "../../client/journal/round-journal.ts";
import { acceptRound, findRound } from "../../client/journal/rounds.ts";
import { sessionsInProcess } from "../../client/links/sessions.ts";
import { announce } from "../../client/lp/joint/program.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { connectInProcess } from "../../client/network/channel.ts";
import { runParty } from "../../client/play/drive/run-party.ts";
import { roundParams } from "../../client/round/agreement.ts";
import { paramsDigest } from "../../client/round/params.ts";
import { formatRoundKey } from "../../client/round/round-key.ts";
import { encodeTerms, scaleTerms } from "../../client/round/terms.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { testSeed } from "../support/certificate.ts";
import { readCredit } from "../support/credit.ts";
import { passTime, sending, until } from "../support/faults.ts";
import { memoryJournal } from "../support/journal.ts";

const FILES = [
  "Minimize\n obj:\nSubject To\n a1: 700001 x1 + 700001 x2 >= 1400002\nEnd\n",
  "Minimize\n obj: x1 + 2 x2\nSubject To\n b1: x1 <= 5\nEnd\n",
];

describe("playing an accepted round", function () {
  this.timeout(180_000);
  let chain: LocalChain;
  let folder: string;

  before(async () => {
    chain = await startLocalChain(2);
    folder = await mkdtemp(join(tmpdir(), "concordat-play-"));
  });
  after(() => Promise.all([chain.close(), rm(folder, { recursive: true })]));

  /** A round of `FILES` that both companies have accepted, each in its journal. */
  async function openAccepted(title: string) {
    const parties = FILES.map((text, k) => ({
      name: `Company ${k}`,
      account: chain.sessions[k]!.account.address,
      announcement: announce(readProgramText(text, "rows.lp")),
    }));
    const basis = {
      ...{ title, engine: "li", parties, feasible: false, bond: 10n ** 15n },
      periods: { commit: 3600, exchange: 3600, settle: 3600 },
    };
    const terms = scaleTerms(basis, { coefficient: 0 });
    const accepted = FILES.map((text, party) => ({
      ...{ terms: encodeTerms(terms), party, data: Buffer.from(text), dataName: "rows.lp", acceptedAt: 0 },
      ...{ rounding: "exact" as const, insist: true },
    }));
    const setups = await Promise.all(
      accepted.map(async (own) => ({ ...(await setUpRound(own, callingThread)), sealing: null })),
    );
    const params = roundParams(setups[0]!.agreement);
    const { round } = await openRound(chain.sessions[0]!, params);
    const key = formatRoundKey({ coordinator: chain.sessions[0]!.coordinator, round });
    const journals = accepted.map((own) => {
      const journal = memoryJournal();
      acceptRound(journal, { ...own, key, paramsDigest: paramsDigest(params) });
      return journal;
    });
    return { round, key, setups, journals };
  }

  it("sees it to its end though this program breaks", async () => {
    const parties = FILES.map((text, k) => ({
      name: `Company ${k}`,
      account: chain.sessions[k]!.account.address,
      announcement: announce(readProgramText(text, "rows.lp")),
    }));
    const basis = {
      ...{ title: "breaks", engine: "li", parties, feasible: false, bond: 10n ** 15n },
      periods: { commit: 3600, exchange: 3600, settle: 3600 },
    };
    const terms = scaleTerms(basis, { coefficient: 0 });
    const accept = (party: number) => ({
      ...{ terms: encodeTerms(terms), party, data: Buffer.from(FILES[party]!), dataName: "rows.lp", acceptedAt: 0 },
      ...{ rounding: "exact" as const, insist: true },
    });
    const [own, others] = await Promise.all(
      [0, 1].map(async (party) => ({ ...(await setUpRound(accept(party), callingThread)), sealing: null })),
    );
    const params = roundParams(own!.agreement);
    const { round } = await openRound(chain.sessions[0]!, params);
    const [session, other] = [chain.sessions[0]!, chain.sessions[1]!];
    const key = formatRoundKey({ coordinator: session.coordinator, round });
    const journal = memoryJournal();
    acceptRound(journal, { ...accept(0), key, paramsDigest: paramsDigest(params) });

    const stop = new AbortController();
    const channels = connectInProcess(2, own!.agreement.schedule);
    const sessions = sessionsInProcess();
    const waiting = { pollMs: 5, signal: stop.signal };
    const { agreement, engine, rows } = others!;
    const partner = runParty({
      ...{
        party: 1,
        rows,
        engine,
        agreement,
        round,
        session: other,
        channel: channels[1]!,
        sessions,
        insist: true,
        waiting,
      },
      ...{ journal: roundJournal(memoryJournal(), key), random: testSeed("partner"), onEvent: () => undefined },
    }).catch((error: unknown) => error);
    const broken: Engine<unknown> = {
      ...own!.engine,
      receive: () => Promise.reject(new TypeError("no row 700001 here")),
    };
    const events: ClientEvent[] = [];
    const memory = processMemory();
    memory.write({ count: 0, last: null });
    const played = playAccepted({
      memory,
      ...{
        accepted: findRound(journal, key)!,
        setup: { ...own!, engine: broken },
        session,
        channel: channels[0]!,
        sessions,
      },
      ...{ journal, random: testSeed("own"), waiting, chainId: 31337, folder },
      onEvent: (event) => events.push(event),
    });
    await until(session, round, ({ state }) => state.phase === "settling");
    await passTime(session.publicClient, 3601);
    await played;
    stop.abort(new Error("the test is over"));

    expect(events.filter(({ type }) => type === "round-failed")).to.have.length(1);
    expect(events.find(({ type }) => type === "round-failed")).to.include({ code: "Unexpected", party: null });
    expect(events.at(-1)).to.include({ type: "round-closed", phase: "expired", withdrawn: true });
    expect(findRound(journal, key)?.status).to.equal("closed");
    expect(memory.read()).to.equal(null);
    expect(await readCredit(session, session.account.address)).to.equal(0n);
    expect(await partner).to.include({ code: "PeerRefused", party: 0 });
    const fault = await readFile(join(folder, "evidence", "fault.json"), "utf8");
    expect(JSON.parse(fault).fault).to.include({ code: "Unexpected", party: null });
    expect(fault).not.to.include("700001");
  });

  it("keeps a settled outcome though the disk and whoever watches fail, and writes it in the next life", async () => {
    const { key, setups, journals } = await openAccepted("settles");
    const channels = connectInProcess(2, setups[0]!.agreement.schedule);
    const sessions = sessionsInProcess();
    const waiting = { pollMs: 5, signal: new AbortController().signal };
    const blocked = join(folder, "blocked");
    await writeFile(blocked, "no folder");
    const play = (party: number, place: string) =>
      playAccepted({
        memory: processMemory(),
        accepted: findRound(journals[party]!, key)!,
        setup: setups[party]!,
        session: chain.sessions[party]!,
        channel: channels[party]!,
        sessions,
        ...{ journal: journals[party]!, random: testSeed(`kept ${party}`), waiting, chainId: 31337, folder: place },
        onEvent: ({ type }) => {
          if (type === "round") throw new Error("nobody reads");
        },
      });
    const [first, other] = await Promise.allSettled([play(0, blocked), play(1, join(folder, "other"))]);
    expect(first).to.have.nested.property("reason.code", "FolderUnusable");
    expect(other.status).to.equal("fulfilled");
    const kept = roundJournal(journals[0]!, key).outcome();
    const own = JSON.parse(Buffer.from(kept!).toString("utf8"));
    expect(own).to.deep.include({ kind: "optimal", objective: "2", settledOtherwise: null });

    await play(0, join(folder, "again"));
    expect(JSON.parse(await readFile(join(folder, "again", "outcome.json"), "utf8"))).to.deep.equal(own);
    expect(findRound(journals[0]!, key)?.status).to.equal("done");
  });

  it("keeps what a cheat settles with the proof that this party gave before the cheat's own message made it stop", async () => {
    const [cheat, victim] = [0, 1] as const;
    const { round, key, setups, journals } = await openAccepted("settles without us");
    const { schedule } = setups[cheat]!.agreement;
    const last = schedule.findLastIndex(({ from }) => from === cheat);
    expect(schedule[last]!.exchange).to.equal(schedule.at(-1)!.exchange);
    const session = chain.sessions[cheat]!;
    const channels = connectInProcess(2, setups[0]!.agreement.schedule);
    const sessions = sessionsInProcess();
    const waiting = { pollMs: 5, signal: new AbortController().signal };
    const { channel, change } = sending(session, { step: last, place: 0 }, (proof) =>
      proof.with(proof.length - 1, proof.at(-1)! ^ 1),
    );
    const { agreement, engine, rows } = setups[cheat]!;
    const cheating = runParty(
      change!({
        ...{ party: cheat, rows, engine, agreement, round, session, sessions, insist: true, waiting },
        ...{ channel: channel!(channels[cheat]!), journal: roundJournal(journals[cheat]!, key) },
        ...{ random: testSeed("cheat"), onEvent: () => undefined },
      }),
    );
    const events: ClientEvent[] = [];
    const { publicClient } = chain.sessions[victim]!;
    const play = (client: typeof publicClient) =>
      playAccepted({
        memory: processMemory(),
        ...{ accepted: findRound(journals[victim]!, key)!, setup: setups[victim]! },
        session: { ...chain.sessions[victim]!, publicClient: client },
        ...{ channel: channels[victim]!, sessions, journal: journals[victim]!, random: testSeed("victim"), waiting },
        ...{ chainId: 31337, folder: join(folder, "victim") },
        onEvent: (event) => {
          events.push(event);
          // The cheat may settle once the owner of the costs is late.
          if (event.type === "round-failed") void passTime(session.publicClient, 1801);
        },
      });
    // A chain node without the logs of the settlement cannot give the certificate; the next life
    // asks another node.
    const settled = toEventSelector(getAbiItem({ abi: coordinatorAbi, name: "Settled" }));
    const request = async (call: { readonly method: string; readonly params?: unknown }) =>
      call.method === "eth_getLogs" && JSON.stringify(call.params).includes(settled)
        ? []
        : publicClient.request(call as never);
    const blind = { ...publicClient, request } as typeof publicClient;
    const [{ certificate }, unread] = await Promise.all([cheating, play(blind).catch((error: unknown) => error)]);
    expect(unread).to.have.property("code", "SettlementUnreadable");
    expect(findRound(journals[victim]!, key)?.status).to.equal("failed");
    await play(publicClient);

    expect(events.find(({ type }) => type === "round-failed")).to.include({ code: "ProofInvalid", party: cheat });
    expect(events.at(-1)).to.include({ type: "round-closed", phase: "settled" });
    expect(await readCredit(session, chain.sessions[victim]!.account.address)).to.equal(0n);
    const kept = roundJournal(journals[victim]!, key).outcome();
    const own = JSON.parse(Buffer.from(kept!).toString("utf8"));
    expect(own).to.deep.include({ kind: "optimal", objective: "2", settledOtherwise: null });
    expect(JSON.parse(await readFile(join(folder, "victim", "outcome.json"), "utf8"))).to.deep.equal(own);
    expect(findRound(journals[victim]!, key)?.status).to.equal("done");
    expect((await readOutcome(session, round)).statementDigest).to.equal(certificate.header.statementDigest);
  });

  it("reports no outcome of a round that expired after a reorganisation had taken its settlement back", async () => {
    const { round, key, setups, journals } = await openAccepted("expires after all");
    const own = roundJournal(journals[0]!, key);
    own.keepOutcome(Buffer.from("{}"));
    const place = join(folder, "expired");
    await mkdir(place);
    await writeFile(join(place, "outcome.json"), "{}");
    const session = chain.sessions[0]!;
    const waiting = { pollMs: 5, signal: new AbortController().signal };
    const played = playAccepted({
      memory: processMemory(),
      ...{
        accepted: findRound(journals[0]!, key)!,
        setup: setups[0]!,
        session,
        channel: connectInProcess(2, setups[0]!.agreement.schedule)[0]!,
      },
      ...{ sessions: sessionsInProcess(), journal: journals[0]!, random: testSeed("alone"), waiting },
      ...{ chainId: 31337, folder: place, onEvent: () => undefined },
    });
    await passTime(session.publicClient, 3601);
    await played;
    expect((await readState(session, round)).state.phase).to.equal("expired");
    expect(own.outcome()).to.equal(null);
    expect(await readdir(place)).not.to.include("outcome.json");
  });
});
