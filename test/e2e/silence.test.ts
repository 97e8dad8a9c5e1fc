// Three companies, one of which does not do what it should, or takes it back: every line of
// docs/faults.md about silence and the chain. The honest ones stop, name it where they can, and get
// their bonds back, with a share of the silent one's.
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import type { PublicClient } from "viem";
import { verifyCertificate } from "../../client/certificate/verify.ts";
import { readParties } from "../../client/chain/coordinator/read.ts";
import type { ChainSession } from "../../client/chain/session.ts";
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import { createEngine } from "../../client/engines/engines.ts";
import { ChainError, ProtocolError } from "../../client/errors.ts";
import { roundJournal } from "../../client/journal/round-journal.ts";
import { sessionsInProcess } from "../../client/links/sessions.ts";
import { connectInProcess } from "../../client/network/channel.ts";
import type { PartyEvent } from "../../client/play/drive/events.ts";
import type { PartyInput } from "../../client/play/drive/input.ts";
import { runParty } from "../../client/play/drive/run-party.ts";
import type { PartyResult } from "../../client/play/drive/settled.ts";
import { decodeEnvelope } from "../../client/round/envelope.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { dealInTurn, randomProgram } from "../engines/row-mixing/problems.ts";
import { testSeed } from "../support/certificate.ts";
import { playToEnd } from "../support/closing.ts";
import { agree, stepOf } from "../support/companies.ts";
import { readCredit } from "../support/credit.ts";
import {
  auditEvidence,
  deaf,
  type End,
  type Ended,
  expectStopped,
  type FaultyRound,
  handing,
  openFresh,
  passTime,
  playFaulty,
  postCount,
  sending,
  silentFrom,
  until,
} from "../support/faults.ts";
import { memoryJournal } from "../support/journal.ts";

/** Odd, so that two cannot share it equally: the first gets the wei that is left. */
const BOND = 10n ** 15n + 1n;
const HALF = BOND / 2n;
/** Seconds; every period of these rounds has 3,600. */
const [HALF_PERIOD, THREE_QUARTERS, PERIOD] = [1_801, 2_701, 3_601];
const OWNER = 1;
/**
 * Steps: rows and keys of 0, 1 and 2, the owner's answer, three consents, three shares, three
 * proofs.
 */
const ROWS_OF_2 = 2;
const ANSWER = 3;
const LAST = 12;

/** The session's client, with another implementation for reading `functionName`. */
function reading(
  { publicClient }: ChainSession,
  functionName: string,
  instead: (read: () => Promise<unknown>) => Promise<unknown>,
): PublicClient {
  return new Proxy(publicClient, {
    get: (target, name, receiver) => {
      if (name !== "readContract") return Reflect.get(target, name, receiver);
      return (call: { functionName: string }) => {
        const read = (): Promise<unknown> => target.readContract(call as never);
        return call.functionName === functionName ? instead(read) : read();
      };
    },
  });
}

describe("a company that falls silent", function () {
  this.timeout(120_000);
  let chain: LocalChain;
  const engine = createEngine("li", callingThread);
  const { parties: rows } = dealInTurn(randomProgram(40, "optimal", 5), 3, OWNER);

  before(async () => {
    chain = await startLocalChain(4);
  });
  after(() => chain.close());

  const agreed = () => ({ ...agree(chain, rows, engine), bond: BOND });
  const play = (misbehaviours: FaultyRound["misbehaviours"], meanwhile?: FaultyRound["meanwhile"]): Promise<Ended> =>
    playFaulty({
      chain,
      rows,
      engine,
      agreement: agreed(),
      misbehaviours,
      ...(meanwhile === undefined ? {} : { meanwhile }),
    });
  const pass = (seconds: number) => passTime(chain.sessions[0]!.publicClient, seconds);
  const posted = (round: bigint, steps: number) =>
    until(chain.sessions[0]!, round, (seen) => postCount(agreed(), seen) >= steps);
  const inPhase = (round: bigint, phase: string) =>
    until(chain.sessions[0]!, round, ({ state }) => state.phase === phase);
  const committed = async (round: bigint, parties: readonly number[]) => {
    for (const party of parties) while ((await readParties(chain.sessions[0]!, round))[party] === null) await sleep(5);
  };
  const ends = ({ honest }: Ended): [number, End][] => [...honest];

  const finding = ({ round }: Ended, end: End) => auditEvidence(chain.sessions[0]!, round, end);

  it("does not commit: it is named, and every bond comes back", async () => {
    const ended = await play({ 2: "absent" }, async (round) => {
      await committed(round, [0, 1]);
      await pass(PERIOD);
    });
    for (const [, end] of ends(ended)) {
      expect(expectStopped(end, ChainError, "RoundLate")).to.include({ party: 2, step: null });
      expect(await finding(ended, end)).to.equal("SilenceProven");
      expect(end).to.include({ phase: "expired", gain: 0n });
    }
  });

  it("two do not commit: the fault lists both", async () => {
    const ended = await play({ 1: "absent", 2: "absent" }, async (round) => {
      await committed(round, [0]);
      await pass(PERIOD);
    });
    const [[, end]] = ends(ended) as [[number, End]];
    expect(expectStopped(end, ChainError, "RoundLate").party).to.equal(null);
    expect(end.files.fault!.fault.message).to.match(/parties 1, 2 were due$/);
    expect(end.gain).to.equal(0n);
  });

  it("does not post when it is due: it is named, and the others share its bond", async () => {
    const ended = await play({ 2: silentFrom(ROWS_OF_2) }, async (round) => {
      await posted(round, ROWS_OF_2);
      await pass(PERIOD);
    });
    for (const [party, end] of ends(ended)) {
      const fault = expectStopped(end, ChainError, "RoundLate");
      expect(fault).to.include({ party: 2, step: ROWS_OF_2, posted: null });
      expect(await finding(ended, end)).to.equal("SilenceProven");
      expect(end).to.include({ phase: "expired", gain: HALF + (party === 0 ? 1n : 0n) });
    }
  });

  it("cannot get its message to the chain: the others share its bond, and its own client says so", async () => {
    const events: PartyEvent[] = [];
    const cutOff = (input: PartyInput): PartyInput => {
      const { outbox } = input.session;
      const send: typeof outbox.send = async (call, purpose) => {
        if (purpose.includes("/post/")) throw new ChainError("ChainUnreachable", "the line is dead");
        return outbox.send(call, purpose);
      };
      const session = { ...input.session, outbox: { ...outbox, send } };
      return { ...input, session, onEvent: (event) => events.push(event) };
    };
    const told = async (what: PartyEvent["type"]) => {
      while (!events.some(({ type }) => type === what)) await sleep(5);
    };
    const ended = await play({ 2: { change: cutOff } }, async (round) => {
      await told("trouble");
      // The others must not be late themselves.
      await posted(round, ROWS_OF_2);
      await pass(PERIOD);
      await told("refusal-failed");
    });
    expect(ended.honest.get(1)!.gain).to.equal(HALF);
  });

  it("sends a key that is found wrong when another's comes: the evidence is its own message", async () => {
    const smallOrder = (body: Uint8Array) => body.fill(0, 0, 32);
    const place = stepOf(agreed(), OWNER, "key for the masks");
    const ended = await play({ [OWNER]: sending(chain.sessions[OWNER]!, place, smallOrder) });
    // It shows once the keys of all parties are there, party 2's after the owner's.
    for (const [, end] of ends(ended)) {
      const fault = expectStopped(end, ProtocolError, "KeyInvalid");
      expect(fault).to.include({ party: OWNER, step: place.step });
      expect(decodeEnvelope(end.files.message!)).to.include({ from: OWNER, exchange: 0, digest: fault.posted });
      expect(await finding(ended, end)).to.equal("MessageAuthentic");
      expect(end).to.include({ phase: "expired", gain: 0n });
    }
  });

  it("refuses: it is named as who stopped, and every bond comes back", async () => {
    const stops = () => Promise.reject(new ProtocolError("Whim", "it does not want to"));
    const ended = await play({ 2: { change: (input) => ({ ...input, engine: { ...input.engine, start: stops } }) } });
    for (const [, end] of ends(ended)) {
      expect(expectStopped(end, ProtocolError, "PeerRefused")).to.include({ party: 2, step: ROWS_OF_2, signed: null });
      expect(await finding(ended, end)).to.equal("RefusalOnChain");
      expect(end).to.include({ phase: "expired", gain: 0n });
    }
  });

  it("posts a digest and hands out nothing: the others refuse in time and name it", async () => {
    const ended = await play({ 0: handing(0, () => null) }, async (round) => {
      // The owner is due next, then party 2.
      for (const steps of [3, 4]) {
        await posted(round, steps);
        await pass(HALF_PERIOD);
      }
    });
    for (const [, end] of ends(ended)) {
      const fault = expectStopped(end, ProtocolError, "MessageMissing");
      expect(fault).to.include({ party: 0, step: 0, signed: null });
      expect(fault.posted).to.match(/^0x[0-9a-f]{64}$/);
      expect(end.files.message).to.equal(null);
      expect(await finding(ended, end)).to.equal("NothingProven");
      expect(end).to.include({ phase: "expired", gain: 0n });
    }
  });

  it("computes for too long: it refuses in time, and every bond comes back", async () => {
    const slow = () => new Promise<never>(() => undefined);
    const ended = await play(
      { 2: { change: (input) => ({ ...input, engine: { ...input.engine, start: slow } }) } },
      async (round) => {
        await posted(round, ROWS_OF_2);
        await pass(THREE_QUARTERS);
      },
    );
    for (const [, end] of ends(ended)) {
      expect(expectStopped(end, ProtocolError, "PeerRefused")).to.include({ party: 2, step: ROWS_OF_2 });
      expect(end).to.include({ phase: "expired", gain: 0n });
    }
  });

  it("lacks a message and does not refuse: the one that was due is named, and the others share its bond", async () => {
    const ended = await play({ 0: handing(0, () => null), 1: deaf }, async (round) => {
      await posted(round, 3);
      await pass(PERIOD);
    });
    const end = ended.honest.get(2)!;
    expect(expectStopped(end, ChainError, "RoundLate")).to.include({ party: 1, step: ANSWER });
    expect(end).to.include({ phase: "expired", gain: HALF });
  });

  it("hands out all but the last message, and does not settle: the round expires, every bond comes back", async () => {
    const ended = await play({ 2: handing(LAST, () => null) }, async (round) => {
      await inPhase(round, "settling");
      await pass(PERIOD);
    });
    for (const [, end] of ends(ended)) {
      expect(expectStopped(end, ProtocolError, "MessageMissing")).to.include({ party: 2, step: LAST });
      expect(end).to.include({ phase: "expired", gain: 0n });
    }
  });

  it("hands out all but the last message, and settles alone: the others have the outcome from the chain", async () => {
    const ended = await play({ 2: handing(LAST, () => null) }, async (round) => {
      await inPhase(round, "settling");
      await pass(HALF_PERIOD);
      await inPhase(round, "settled");
    });
    for (const [, end] of ends(ended)) {
      const result = end.result as PromiseFulfilledResult<PartyResult>;
      expect(result.status).to.equal("fulfilled");
      expect(result.value.outcome.kind).to.equal("optimal");
      expect(verifyCertificate(result.value.statement, result.value.certificate)).to.deep.equal(result.value.verdict);
      expect(end.files.fault).to.equal(null);
      expect(end).to.include({ phase: "settled", gain: 0n });
    }
  });

  it("owns the objective and does not settle: another one does", async () => {
    const never = { ...chain.sessions[OWNER]!.outbox };
    const owner = {
      change: (input: PartyInput) => ({
        ...input,
        session: {
          ...input.session,
          outbox: {
            ...never,
            send: (...[call, purpose]: Parameters<typeof never.send>) =>
              purpose.includes("/settle/") ? new Promise<never>(() => undefined) : never.send(call, purpose),
          },
        },
      }),
    };
    const ended = await play({ [OWNER]: owner }, async (round) => {
      await inPhase(round, "settling");
      await pass(HALF_PERIOD);
    });
    for (const [, end] of ends(ended)) {
      expect(end.result.status).to.equal("fulfilled");
      expect(end.files.fault).to.equal(null);
      expect(end).to.include({ phase: "settled", gain: 0n });
    }
  });

  it("posts another digest after a reorganisation: both messages prove it", async () => {
    const agreement = agreed();
    const { publicClient } = chain.sessions[0]!;
    const { round, from } = await openFresh(chain, agreement);
    const journals = rows.map(() => roundJournal(memoryJournal(), "round"));
    const channels = connectInProcess(rows.length, agreement.schedule);
    const life = new AbortController();
    let before: unknown;
    const runs = rows.map((own, party) =>
      runParty({
        ...{ party, rows: own, engine, agreement, round, journal: journals[party]!, insist: true, sealing: null },
        session: chain.sessions[party]!,
        sessions: sessionsInProcess(),
        channel: {
          ...channels[party]!,
          publish: async (step, envelope) => {
            if (step === 0) before = await publicClient.request({ method: "evm_snapshot" as never });
            // This life gets no further than the first exchange.
            return step < ANSWER ? channels[party]!.publish(step, envelope) : new Promise(() => undefined);
          },
        },
        random: testSeed(`fault ${party}`),
        waiting: { pollMs: 5, signal: life.signal },
        onEvent: () => undefined,
      }).catch(() => undefined),
    );
    while (journals.some((journal) => journal.message(0) === null)) await sleep(5);
    life.abort(new Error("the chain reorganises"));
    // Party 1 may have reached the point where its answer would go out, and stays there.
    await Promise.all([runs[0], runs[2]]);
    await publicClient.request({ method: "evm_revert" as never, params: [before] as never });

    const changed = { change: (input: PartyInput) => ({ ...input, random: testSeed("another") }) };
    const earlier = { round, from, journals: journals.map((journal, party) => (party === 0 ? null : journal)) };
    const ended = await playFaulty({ chain, rows, engine, agreement, misbehaviours: { 0: changed }, earlier });
    for (const [, end] of ends(ended)) {
      expect(expectStopped(end, ProtocolError, "Equivocation")).to.include({ party: 0, step: 0 });
      expect(await finding(ended, end)).to.equal("EquivocationProven");
      expect(end).to.include({ phase: "expired", gain: 0n });
    }
  });

  it("a digest that the chain has lost again when it is read is waited for: nobody is at fault", async () => {
    let lost = 0;
    const forgetful = (input: PartyInput): PartyInput => {
      const { publicClient } = input.session;
      const request = async (call: { readonly method: string }) =>
        call.method === "eth_getLogs" && lost++ === 0 ? [] : publicClient.request(call as never);
      return {
        ...input,
        session: { ...input.session, publicClient: { ...publicClient, request } as typeof publicClient },
      };
    };
    const ended = await play({ 0: { change: forgetful } });
    for (const [, end] of ends(ended)) expect(end).to.include({ phase: "settled", gain: 0n });
    expect(lost).to.be.greaterThan(1);
  });

  it("has a clock that is wrong: only the chain's counts", async () => {
    const { now } = Date;
    Date.now = () => 0;
    try {
      const ended = await play({});
      for (const [, end] of ends(ended)) {
        expect(end.result.status).to.equal("fulfilled");
        expect(end).to.include({ phase: "settled", gain: 0n });
      }
    } finally {
      Date.now = now;
    }
  });

  it("another round's end withdraws the bond first: nothing is left to do", async () => {
    const { round } = await play({ 2: "absent" }, async (own) => {
      await committed(own, [0, 1]);
      await pass(PERIOD);
    });
    // As if the credit had still been there when the client read it.
    const session = chain.sessions[0]!;
    const publicClient = reading(session, "creditOf", async () => BOND);
    expect(await readCredit(session, session.account.address)).to.equal(0n);
    const waiting = { pollMs: 5, signal: new AbortController().signal };
    const { closed } = await playToEnd({
      ...{ party: 0, rows: rows[0]!, engine, agreement: agreed(), round, insist: true, sealing: null, waiting },
      ...{
        session: { ...session, publicClient },
        sessions: sessionsInProcess(),
        channel: connectInProcess(3, agreed().schedule)[0]!,
      },
      ...{ journal: roundJournal(memoryJournal(), "round"), random: testSeed("again"), onEvent: () => undefined },
    });
    expect(closed).to.deep.equal({ phase: "expired", withdrawal: null });
  });
});
