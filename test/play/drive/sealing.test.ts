// The exchanges in which parties seal an outcome among themselves: whoever shows others another
// turn, or claims a turn that nobody signed, is named; a client that was restarted sends the same.
import { expect } from "chai";
import { keccak256 } from "viem";
import { ProtocolError, SealedError } from "../../../client/errors.ts";
import type { Journal } from "../../../client/journal/journal.ts";
import { processMemory } from "../../../client/journal/proof-memory.ts";
import { roundJournal } from "../../../client/journal/round-journal.ts";
import { type Channel, connectInProcess } from "../../../client/network/channel.ts";
import { AnswerOnce } from "../../../client/play/drive/answer-once.ts";
import type { RoundContext } from "../../../client/play/drive/context.ts";
import type { ProvingProgress } from "../../../client/play/drive/events.ts";
import { runSealing, type Sealed, type SealingWatch } from "../../../client/play/drive/sealing.ts";
import { MessageFault } from "../../../client/play/fault/fault.ts";
import { echoBytes, encodeEcho } from "../../../client/play/seal/echo.ts";
import { type HeardTurn, type SealingSide, ShownFault } from "../../../client/play/seal/side.ts";
import { decodeEnvelope, encodeEnvelope, signEnvelope } from "../../../client/round/envelope.ts";
import { turnsOf, UNPOSTED_EXCHANGE } from "../../../client/round/schedule.ts";
import { memoryJournal } from "../../support/journal.ts";
import { accountOf, entryOf, exchangeId } from "../../support/network.ts";

const { exchange: _, ...ID } = exchangeId(0);
const NAMES = ["alice", "bob", "carol"] as const;
const accounts = NAMES.map((label) => accountOf(label).address);
const EXCHANGES = 3;
const parties = [0, 1, 2];
/** In exchange 1, party 2 has a message for each of the others, too. */
const receiversOf = (i: number, from: number) => (i === 1 && from === 2 ? [0, 1] : []);
/** A posted turn of each, then the unposted exchanges. */
const schedule = turnsOf([
  ...parties.map((from) => entryOf(from, null, 0)),
  ...Array.from({ length: EXCHANGES }, (_, i) => i).flatMap((i) =>
    parties.flatMap((from) => [null, ...receiversOf(i, from)].map((to) => entryOf(from, to, UNPOSTED_EXCHANGE + i))),
  ),
]);
const stepAt = (i: number, from: number) => parties.length * (1 + i) + from;

/** Sends its number and that of the exchange; ends after the last one with all that all saw. */
function sideOf(party: number, next?: (exchange: number) => void): SealingSide {
  const seen: number[] = [];
  return {
    sent: [Uint8Array.of(party, 0)],
    own: { outcome: { kind: "infeasible", multipliers: [] }, costs: null },
    part: { rows: new Map(), columns: new Map(), pointMasks: [BigInt(party)] },
    next: (turns) => {
      const exchange = seen.length / (2 * parties.length) + 1;
      seen.push(...turns.flatMap(({ messages }) => [...messages[0]!]));
      next?.(exchange - 1);
      return exchange === EXCHANGES ? { proof: Uint8Array.from(seen) } : { messages: sentIn(exchange, party) };
    },
  };
}

/** A party's messages of an exchange, those to one party with its number at the end. */
function sentIn(exchange: number, party: number): Uint8Array[] {
  const toOne = receiversOf(exchange, party).map((to) => Uint8Array.of(party, exchange, to));
  return [Uint8Array.of(party, exchange), ...toOne];
}

describe("sealing among the parties", () => {
  const files: Journal[] = [];
  afterEach(() => {
    for (const file of files.splice(0)) file.close();
  });
  const newJournal = () => {
    files.push(memoryJournal());
    return files.at(-1)!;
  };

  /** `wallet` signs for party 2, whose account is a contract that accepts whatever it is asked. */
  function contextOf(
    party: number,
    channel: Channel,
    file: Journal,
    { signal, wallet }: { readonly signal: AbortSignal; readonly wallet?: string },
  ): RoundContext {
    return {
      ...{ party, id: ID, channel, journal: roundJournal(file, "round"), waiting: { pollMs: 1, signal } },
      agreement: { accounts, schedule },
      session: {
        account: accountOf(party === 2 && wallet !== undefined ? wallet : NAMES[party]!),
        publicClient: { readContract: async () => (wallet === undefined ? "0x" : "0x1626ba7e") },
      },
    } as unknown as RoundContext;
  }

  /** Knows that the journal has all that was sent. */
  function watched(memory = processMemory(), onProgress: SealingWatch["onProgress"] = () => undefined): SealingWatch {
    const once = new AnswerOnce(memory, 1);
    once.saw({ phase: "running", exchange: 0 });
    once.saw({ phase: "running", exchange: 1 });
    return { once, onProgress };
  }

  type Change = (bytes: Uint8Array, step: number, to: number) => Promise<Uint8Array>;

  /** What each party ends with; `change` acts on what party 2 hands out, by receiver. */
  async function play(
    change: Change = async (bytes) => bytes,
    sides = parties.map((party) => sideOf(party)),
    wallet?: string,
  ) {
    const channels = connectInProcess(parties.length, schedule);
    const stop = new AbortController();
    const run = async (party: number): Promise<Sealed | MessageFault> => {
      const own = channels[party]!;
      const channel: Channel = {
        publish: own.publish,
        fetch: async (step, from, most, signal) => {
          const bytes = await own.fetch(step, from, most, signal);
          return from === 2 ? change(bytes, step, party) : bytes;
        },
      };
      try {
        return await runSealing(
          sides[party]!,
          contextOf(party, channel, newJournal(), { signal: stop.signal, ...(wallet === undefined ? {} : { wallet }) }),
          watched(),
        );
      } catch (error) {
        stop.abort(new ProtocolError("SessionStalled", "another party has stopped"));
        if (error instanceof MessageFault) return error;
        throw error;
      }
    };
    const ends = await Promise.allSettled(parties.map(run));
    return ends.map((end) => (end.status === "fulfilled" ? end.value : (end.reason as Error)));
  }

  /** The turn with another body behind the same echo, signed by party 2. */
  async function signedAgain(bytes: Uint8Array, at: (body: Uint8Array) => number, by = "carol"): Promise<Uint8Array> {
    const envelope = decodeEnvelope(bytes);
    const body = Uint8Array.from(envelope.parts[0] as Uint8Array);
    body[at(body)]! ^= 1;
    return encodeEnvelope(
      await signEnvelope({ ...envelope, parts: [body, ...envelope.parts.slice(1)] }, accountOf(by)),
    );
  }

  it("all see the same turns, and end with the same echo", async () => {
    const ends = (await play()) as Sealed[];
    const seen = Uint8Array.from([0, 1, 2].flatMap((i) => parties.flatMap((party) => [party, i])));
    for (const { proof, echo } of ends) {
      expect(proof).to.deep.equal(seen);
      expect(echo).to.deep.equal(ends[0]!.echo).and.to.have.length(echoBytes(parties.length));
    }
  });

  it("a message to one party reaches it, and no other", async () => {
    const heard: HeardTurn[][] = [[], [], []];
    const sides = parties.map((party) => {
      const side = sideOf(party);
      return {
        ...side,
        next: (turns: readonly HeardTurn[]) => {
          heard[party]!.push(turns[2]!);
          return side.next(turns);
        },
      };
    });
    await play(undefined, sides);
    for (const party of parties) {
      const [toAll, ...toOne] = sentIn(1, 2);
      const { messages, envelope } = heard[party]![1]!;
      expect(messages).to.deep.equal([toAll, ...toOne.map((body, to) => (party === 2 || party === to ? body : null))]);
      const { parts } = decodeEnvelope(envelope);
      for (const to of [0, 1].filter((other) => party !== 2 && other !== party))
        expect(parts[1 + to]).to.equal(keccak256(toOne[to]!));
    }
  });

  it("names who gives one party another message than others have the digest of", async () => {
    const another = async (bytes: Uint8Array) => {
      const envelope = decodeEnvelope(bytes);
      const parts = envelope.parts.map((part, i) => (i === 1 ? Uint8Array.of(2, 1, 9) : part));
      return encodeEnvelope(await signEnvelope({ ...envelope, parts }, accountOf("carol")));
    };
    const ends = await play((bytes, step, to) =>
      step === stepAt(1, 2) && to === 0 ? another(bytes) : Promise.resolve(bytes),
    );
    const faults = ends.filter((end) => end instanceof MessageFault);
    expect(faults.length).to.be.greaterThan(0);
    for (const { error } of faults) expect(error).to.include({ code: "Equivocation", party: 2 });
  });

  it("a departure that another party's turn shows has that turn as evidence", async () => {
    const shown = new ShownFault(new ProtocolError("ShareMismatch", "wrong shares", 1), 2);
    const sides = parties.map((party) =>
      sideOf(party, (exchange) => {
        if (party === 0 && exchange === 1) throw shown;
      }),
    );
    const [end] = await play(undefined, sides);
    expect(end).to.be.instanceOf(MessageFault);
    const { error, evidence } = end as MessageFault;
    expect([error.code, error.party, evidence.step]).to.deep.equal(["ShareMismatch", 1, stepAt(1, 2)]);
  });

  for (const i of [0, 1]) {
    it(`names who shows two parties different turns of exchange ${i}`, async () => {
      const [alice, bob] = await play((bytes, step, to) =>
        step === stepAt(i, 2) && to === 1 ? signedAgain(bytes, (body) => body.length - 1) : Promise.resolve(bytes),
      );
      const ends = [alice!, bob!];
      const faults = ends.filter((end) => end instanceof MessageFault);
      for (const end of ends.filter((other) => !(other instanceof MessageFault)))
        expect(end).to.be.instanceOf(ProtocolError).with.property("code", "SessionStalled");
      expect(faults.length).to.be.greaterThan(0);
      for (const { error } of faults) expect(error).to.include({ code: "Equivocation", party: 2 });
      // Alice's evidence is what Bob, or the other way round, says under both signatures.
      expect(faults[0]!.evidence.step).to.be.oneOf([stepAt(i + 1, 0), stepAt(i + 1, 1)]);
    });
  }

  it("names who claims a turn that nobody signed", async () => {
    // The first byte of the echo is of party 0's digest.
    const ends = await play((bytes, step) =>
      step === stepAt(1, 2) ? signedAgain(bytes, () => 0) : Promise.resolve(bytes),
    );
    for (const end of ends.slice(0, 2)) {
      if (!(end instanceof MessageFault)) continue;
      expect(end.error).to.include({ code: "EchoInvalid", party: 2 });
      expect(end.evidence.step).to.equal(stepAt(1, 2));
    }
    expect(ends.slice(0, 2).some((end) => end instanceof MessageFault)).to.equal(true);
  });

  it("goes no further when another party has two turns of its own", async () => {
    const ends = await play(async (bytes, step) => {
      if (step !== stepAt(1, 2)) return bytes;
      const envelope = decodeEnvelope(bytes);
      const other = await signEnvelope(
        { ...exchangeId(UNPOSTED_EXCHANGE), from: 0, parts: [Uint8Array.of(7)] },
        accountOf("alice"),
      );
      const body = Uint8Array.from(envelope.parts[0] as Uint8Array);
      body.set(encodeEcho([other]));
      return encodeEnvelope(
        await signEnvelope({ ...envelope, parts: [body, ...envelope.parts.slice(1)] }, accountOf("carol")),
      );
    });
    expect(ends[0]).not.to.be.instanceOf(MessageFault);
    if (ends[0] instanceof SealedError) expect(ends[0].code).to.equal("JournalRestored");
    if (ends[1] instanceof MessageFault) expect(ends[1].error).to.include({ code: "Equivocation", party: 0 });
    expect(ends.slice(0, 2).some((end) => end instanceof SealedError || end instanceof MessageFault)).to.equal(true);
  });

  it("tells of each exchange whom it waits for", async () => {
    const channels = connectInProcess(parties.length, schedule);
    const { signal } = new AbortController();
    const told: ProvingProgress[] = [];
    await Promise.all(
      parties.map((party) =>
        runSealing(
          sideOf(party),
          contextOf(party, channels[party]!, newJournal(), { signal }),
          watched(processMemory(), (progress) => void (party === 1 && told.push(progress))),
        ),
      ),
    );
    expect(told.map(({ exchange }) => exchange)).to.deep.equal([1, 1, 1, 2, 2, 2, 3, 3, 3]);
    for (const [i, { exchanges, content, arrived, awaited }] of told.entries()) {
      expect([exchanges, content]).to.deep.equal([EXCHANGES, "0 to all"]);
      expect(awaited).to.have.length(2 - (i % 3));
      expect(awaited).not.to.include(arrived ?? 1);
      if (i % 3 === 0) expect([arrived, awaited]).to.deep.equal([null, [0, 2]]);
    }
  });

  it("names nobody where a contract signs, whose word may change", async () => {
    // Party 2's turns are signed by another key, which its contract accepts while it is asked.
    const ends = await play(
      async (bytes, step, to) =>
        step === stepAt(0, 2) && to === 1 ? signedAgain(bytes, (body) => body.length - 1, "dave") : bytes,
      undefined,
      "dave",
    );
    const errors = ends.flatMap((end) => (end instanceof MessageFault ? [end.error] : []));
    expect(errors.length).to.be.greaterThan(0);
    for (const error of errors) expect(error).to.include({ code: "Equivocation", party: undefined });
  });

  it("an owner that commits to another solution than all know is named", async () => {
    const sides = parties.map((party) =>
      sideOf(party, (exchange) => {
        if (party === 0 && exchange === 1) throw new SealedError("MessageUnexpected", "another solution", 2);
      }),
    );
    const [end] = await play(undefined, sides);
    expect(end).to.be.instanceOf(MessageFault);
    expect((end as MessageFault).error).to.include({ code: "MessageUnexpected", party: 2 });
  });

  it("a fault that the proof shows has that party's turn as evidence", async () => {
    const sides = parties.map((party) =>
      sideOf(party, (exchange) => {
        if (party === 0 && exchange === 1) throw new ProtocolError("ProofInvalid", "wrong part", 2);
      }),
    );
    const [end] = await play(undefined, sides);
    expect(end).to.be.instanceOf(MessageFault);
    expect((end as MessageFault).evidence.step).to.equal(stepAt(1, 2));
  });

  it("goes on after a restart with the bytes that it sent before", async () => {
    const channels = connectInProcess(parties.length, schedule);
    const [signal, file] = [new AbortController().signal, newJournal()];
    const others = [1, 2].map((party) =>
      runSealing(sideOf(party), contextOf(party, channels[party]!, newJournal(), { signal }), watched()),
    );
    const memory = processMemory();
    const life = () => contextOf(0, channels[0]!, file, { signal });
    const killed = sideOf(0, (exchange) => {
      if (exchange === 1) throw new Error("killed");
    });
    await runSealing(killed, life(), watched(memory)).catch(() => undefined);
    const before = life().journal.message(stepAt(1, 0));
    const { proof } = await runSealing(sideOf(0), life(), watched(memory));
    expect(life().journal.message(stepAt(1, 0))).to.deep.equal(before);
    for (const other of await Promise.all(others)) expect(other.proof).to.deep.equal(proof);
    // Another message in place of one that was sent ends the round, not the other parties' trust.
    const changed = await runSealing({ ...sideOf(0), sent: [Uint8Array.of(9, 9)] }, life(), watched(memory)).catch(
      (error) => error,
    );
    expect(changed).to.be.instanceOf(ProtocolError).with.property("code", "ReplayDiffers");
  });
});
