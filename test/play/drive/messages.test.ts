// What a party accepts of another's turn: all of its own messages, under the digest on chain.
// Whoever withholds or exchanges one is named.
import { expect } from "chai";
import { type Hex, keccak256 } from "viem";
import { ProtocolError } from "../../../client/errors.ts";
import type { Journal } from "../../../client/journal/journal.ts";
import { type RoundJournal, roundJournal } from "../../../client/journal/round-journal.ts";
import { type Channel, checkEnvelopeLength, connectInProcess, givenTo } from "../../../client/network/channel.ts";
import type { RoundContext } from "../../../client/play/drive/context.ts";
import { journalledDigest, journalTurn, takeTurn } from "../../../client/play/drive/messages.ts";
import { MessageFault } from "../../../client/play/fault/fault.ts";
import { decodeEnvelope, ENVELOPE_HEAD, envelopeFor } from "../../../client/round/envelope.ts";
import { PART_HEAD, type Part, partsDigest } from "../../../client/round/parts.ts";
import { turnsOf } from "../../../client/round/schedule.ts";
import { memoryJournal } from "../../support/journal.ts";
import { accountOf, entryOf, envelopeBytes, exchangeId, rejection } from "../../support/network.ts";

const { exchange: _, ...ID } = exchangeId(0);
const ALICE = accountOf("alice");
const accounts = ["alice", "bob", "carol"].map((label) => accountOf(label).address);
/** Step 1 is Alice's turn in exchange 1: a message for Bob, one for Carol, one for both. */
const schedule = turnsOf([
  entryOf(0, null, 0),
  entryOf(0, 1, 1),
  entryOf(1, 0, 1),
  entryOf(0, 2, 1),
  entryOf(0, null, 1),
]);
const STEP = 1;
const BOB = 1;
const BODIES = [new Uint8Array(1000).fill(1), new Uint8Array(700).fill(2), Uint8Array.of(3)];

function turnOf(parts: readonly Part[], exchange = 1, signer = ALICE, from = 0): Promise<Uint8Array> {
  return envelopeBytes(signer, exchangeId(exchange), from, parts);
}

/** The turn with only the digest of one message. */
function turnWithout(position: number): Promise<Uint8Array> {
  return turnOf(BODIES.map((body, i) => (i === position ? keccak256(body) : body)));
}

function digestOf(envelope: Uint8Array): Hex {
  return decodeEnvelope(envelope).digest;
}

describe("a turn of another party", () => {
  let file: Journal;
  let journal: RoundJournal;

  beforeEach(() => {
    file = memoryJournal();
    journal = roundJournal(file, "round");
  });
  afterEach(() => file.close());

  function contextOf(party: number, channel: Channel): RoundContext {
    const signal = new AbortController().signal;
    return {
      ...{ party, id: ID, channel, journal, waiting: { pollMs: 1, signal } },
      agreement: { accounts, schedule },
      session: {
        account: accountOf(["alice", "bob", "carol"][party]!),
        publicClient: { readContract: async () => "0x" },
      },
    } as unknown as RoundContext;
  }

  /** Gives just these bytes. */
  const giving = (envelope: Uint8Array, asked: number[] = []): Channel => ({
    publish: async () => undefined,
    fetch: async (_step, _from, maxBytes) => {
      asked.push(maxBytes);
      return envelope;
    },
  });

  /** Gives these bytes if they are no longer than asked for, as the network does. */
  const limited = (envelope: Uint8Array): Channel => ({
    publish: async () => undefined,
    fetch: async (_step, from, maxBytes) => {
      checkEnvelopeLength(envelope.length, { exchange: 1, from }, maxBytes);
      return envelope;
    },
  });

  const take = (party: number, channel: Channel, posted: Hex) =>
    takeTurn(STEP, posted, contextOf(party, channel), () => undefined);

  async function faultOf(envelope: Uint8Array, posted = digestOf(envelope)): Promise<string> {
    const fault = await rejection(take(BOB, giving(envelope), posted));
    expect(fault).to.be.instanceOf(MessageFault);
    const { error, evidence } = fault as MessageFault;
    expect(error).to.be.instanceOf(ProtocolError).with.property("party", 0);
    expect(evidence).to.deep.equal({ step: STEP, from: 0, posted, envelope: givenTo(BOB, schedule[STEP]!, envelope) });
    // Nothing of it counts.
    expect(journal.message(STEP)).to.equal(null);
    return error.code;
  }

  it("brings each receiver its own messages, by their positions in the schedule, and the digests of the others", async () => {
    const whole = await turnOf(BODIES);
    const channels = connectInProcess(3, schedule);
    await channels[0]!.publish(STEP, whole);
    for (const [party, positions] of [
      [1, [1, 4]],
      [2, [3, 4]],
    ] as const) {
      journal = roundJournal(file, `round ${party}`);
      const { messages, posted } = await take(party, channels[party]!, digestOf(whole));
      expect(messages.map(({ position }) => position)).to.deep.equal(positions);
      const own = party === 1 ? [BODIES[0]!, BODIES[2]!] : [BODIES[1]!, BODIES[2]!];
      expect(messages.map(({ body }) => keccak256(body))).to.deep.equal(own.map((body) => keccak256(body)));
      expect(messages.map(({ from, to }) => [from, to])).to.deep.equal([
        [0, party],
        [0, null],
      ]);
      const bytes = own.reduce((sum, { length }) => sum + length, 0);
      expect(posted).to.deep.equal({ step: STEP, exchange: 1, from: 0, bytes, digest: digestOf(whole) });
      const { parts } = decodeEnvelope(journal.message(STEP)!);
      expect(parts[party === 1 ? 1 : 0]).to.equal(keccak256(BODIES[party === 1 ? 1 : 0]!));
    }
  });

  it("is taken along with another account's messages, which that account gets sent here by registering this party's key", async () => {
    const whole = await turnOf(BODIES.map((body) => new Uint8Array(1000).fill(body[0]!)));
    const served = envelopeFor([BOB, 2], schedule[STEP]!, whole);
    const { messages } = await take(BOB, limited(served), digestOf(whole));
    expect(messages.map(({ position }) => position)).to.deep.equal([1, 4]);
    const { parts } = decodeEnvelope(journal.message(STEP)!);
    expect(parts.map((part) => typeof part === "string")).to.deep.equal([false, true, false]);
  });

  it("comes from the journal the second time", async () => {
    const view = await turnWithout(1);
    const first = await take(BOB, giving(view), digestOf(view));
    const never: Channel = { publish: async () => undefined, fetch: () => Promise.reject(new Error("asked again")) };
    expect(await take(BOB, never, digestOf(view))).to.deep.equal(first);
  });

  it("is fetched up to the length that its schedule allows, and not a byte more", async () => {
    const asked: number[] = [];
    const longest = await turnOf([new Uint8Array(1000), new Uint8Array(1000), new Uint8Array(1000)]);
    await take(BOB, giving(longest, asked), digestOf(longest));
    expect(asked).to.deep.equal([ENVELOPE_HEAD + 3 * (PART_HEAD + 1000)]);
    expect(asked).to.deep.equal([longest.length]);
    journal = roundJournal(file, "another");
    expect(await faultOf(await turnOf([new Uint8Array(1000), new Uint8Array(28), new Uint8Array(1001)]))).to.equal(
      "FrameTooLong",
    );
  });

  const withheldFor = (position: number) => () => turnWithout(position);
  const cases: readonly (readonly [what: string, code: string, envelope: () => Promise<Uint8Array>])[] = [
    ["this party's message withheld", "MessageWithheld", withheldFor(0)],
    ["the message for all withheld", "MessageWithheld", withheldFor(2)],
    ["no message at all", "EnvelopeMismatch", () => turnOf([])],
    ["a message too few", "EnvelopeMismatch", () => turnOf(BODIES.slice(0, 2))],
    [
      "a message too many",
      "EnvelopeMismatch",
      () => turnOf([...BODIES.slice(0, 2), new Uint8Array(), new Uint8Array()]),
    ],
    [
      "a message longer than its own limit, in a turn that is not",
      "FrameTooLong",
      () => turnOf([new Uint8Array(1001), keccak256(BODIES[1]!), new Uint8Array(9)]),
    ],
    ["the turn of another exchange", "EnvelopeMismatch", () => turnOf([BODIES[0]!], 0)],
    ["the turn of another party", "EnvelopeMismatch", () => turnOf(BODIES, 1, ALICE, 2)],
    ["a turn that another party signed", "SignatureInvalid", () => turnOf(BODIES, 1, accountOf("carol"))],
    ["garbage", "EnvelopeInvalid", async () => new Uint8Array(500)],
  ];
  for (const [what, code, envelope] of cases)
    it(`with ${what} names its sender: ${code}`, async () => {
      const posted = digestOf(await turnOf(BODIES));
      const bytes = await envelope();
      expect(await faultOf(bytes, what === "garbage" ? posted : digestOf(bytes))).to.equal(code);
    });

  const swaps: readonly (readonly [what: string, parts: (bodies: readonly Uint8Array[]) => Part[]])[] = [
    ["this party's message", ([, ...rest]) => [new Uint8Array(1000).fill(9), ...rest]],
    ["another's message", ([own, , all]) => [own!, keccak256(Uint8Array.of(9)), all!]],
    ["the message for all", ([own, other]) => [own!, keccak256(other!), Uint8Array.of(9)]],
    ["two messages for each other", ([own, other, all]) => [all!, keccak256(other!), own!]],
  ];
  for (const [what, parts] of swaps)
    it(`with ${what} exchanged after the digest was posted names its sender: DigestMismatch, or SignatureInvalid if it was not signed anew`, async () => {
      const posted = digestOf(await turnOf(BODIES));
      const swapped = parts(BODIES);
      expect(await faultOf(await turnOf(swapped), posted)).to.equal("DigestMismatch");
      const [head, rest] = [await turnOf(BODIES), await turnOf(swapped)];
      const forged = Buffer.concat([head.subarray(0, ENVELOPE_HEAD), rest.subarray(ENVELOPE_HEAD)]);
      expect(await faultOf(forged, posted)).to.equal("SignatureInvalid");
    });

  it("under another digest than that of the message taken before is equivocation", async () => {
    const first = await turnOf([BODIES[0]!, keccak256(BODIES[1]!), BODIES[2]!]);
    await take(BOB, giving(first), digestOf(first));
    const second = digestOf(await turnOf([BODIES[2]!, BODIES[1]!, BODIES[2]!]));
    const fault = await rejection(take(BOB, giving(first), second));
    expect(fault).to.be.instanceOf(MessageFault);
    expect((fault as MessageFault).error).to.include({ code: "Equivocation", party: 0 });
    expect((fault as MessageFault).evidence.posted).to.equal(second);
  });

  it("is signed once for all its messages, kept whole, and never made anew", async () => {
    const context = contextOf(0, giving(new Uint8Array()));
    expect(await journalTurn(STEP, BODIES, context)).to.equal(true);
    const kept = journal.message(STEP)!;
    expect(decodeEnvelope(kept).parts.map((part) => part.length)).to.deep.equal([1000, 700, 1]);
    expect(journalledDigest(STEP, context)).to.equal(digestOf(await turnOf(BODIES)));
    expect(await journalTurn(STEP, BODIES, context)).to.equal(false);
    const other = await rejection(journalTurn(STEP, BODIES.with(1, new Uint8Array(700)), context));
    expect(other).to.be.instanceOf(ProtocolError).with.property("code", "ReplayDiffers");
    expect(journal.message(STEP)).to.deep.equal(kept);
    expect(partsDigest(decodeEnvelope(kept).parts)).to.equal(partsDigest(BODIES));
  });

  it("of one's own with a message longer than others accept is not sent, and nobody is named", async () => {
    const error = await rejection(
      journalTurn(STEP, BODIES.with(0, new Uint8Array(1001)), contextOf(0, giving(new Uint8Array()))),
    );
    expect(error).to.be.instanceOf(ProtocolError).that.includes({ code: "MessageTooLong", party: undefined });
    expect(journal.message(STEP)).to.equal(null);
  });
});
