// Which messages of a company a peer gets: those of its own rounds, each party the bodies that are
// for it and only the digests of all others.
import { expect } from "chai";
import type { Address } from "viem";
import { messageStore, type ServedRound } from "../../client/app/message-store.ts";
import type { Journal } from "../../client/journal/journal.ts";
import { roundJournal } from "../../client/journal/round-journal.ts";
import { OFFER_EXCHANGE } from "../../client/links/offer.ts";
import type { MessageStore } from "../../client/network/serve.ts";
import { decodeEnvelope } from "../../client/round/envelope.ts";
import { formatRoundKey } from "../../client/round/round-key.ts";
import { turnsOf } from "../../client/round/schedule.ts";
import { memoryJournal } from "../support/journal.ts";
import { accountOf, entryOf, envelopeBytes, exchangeId } from "../support/network.ts";

const alice = accountOf("alice");
const accounts = ["alice", "bob", "carol", "dave"].map((label) => accountOf(label).address);
const [, bob, carol, dave] = accounts as [Address, Address, Address, Address];
/**
 * Party 0, Alice, has messages for Bob, Carol and all in exchange 0; in exchange 1 for Bob only.
 */
const schedule = turnsOf([
  ...[entryOf(0, 1, 0), entryOf(0, 2, 0), entryOf(1, null, 0), entryOf(0, null, 0)],
  ...[entryOf(0, 1, 1), entryOf(2, 0, 1)],
]);
const BODIES = [1, 2, 3].map((byte) => new Uint8Array(20).fill(byte));
const KEY = formatRoundKey(exchangeId(0));

describe("the messages that a company gives to its peers", () => {
  let journal: Journal;
  let store: MessageStore;
  const offers = new Map<string, Uint8Array>();

  beforeEach(() => {
    journal = memoryJournal();
    offers.clear();
    const round: ServedRound = { party: 0, agreement: { accounts, schedule } };
    store = messageStore(journal, 31_337, { rounds: new Map([[KEY, round]]), offers, shared: new Map() });
  });
  afterEach(() => journal.close());

  async function keep(step: number, parts: readonly Uint8Array[]): Promise<Uint8Array> {
    const { exchange, from } = schedule[step]!;
    const envelope = await envelopeBytes(
      accountOf(["alice", "bob", "carol"][from]!),
      exchangeId(exchange),
      from,
      parts,
    );
    roundJournal(journal, KEY).keepMessage(step, from, envelope);
    return envelope;
  }

  /**
   * Positions of the bodies that `peers` get; the rest must be digests under the same signature.
   */
  async function bodiesFor(peers: readonly Address[]): Promise<number[]> {
    const given = await store.find(exchangeId(0), peers);
    if (typeof given === "string") throw new Error(given);
    const { parts, digest, signature } = decodeEnvelope(given);
    const kept = decodeEnvelope(roundJournal(journal, KEY).message(0)!);
    expect([digest, signature]).to.deep.equal([kept.digest, kept.signature]);
    return parts.flatMap((part, i) => {
      if (typeof part === "string") return [];
      expect([...part]).to.deep.equal([...BODIES[i]!]);
      return [i];
    });
  }

  it("are, for each party, its own, and those for all", async () => {
    await keep(0, BODIES);
    expect(await bodiesFor([bob])).to.deep.equal([0, 2]);
    expect(await bodiesFor([carol])).to.deep.equal([1, 2]);
    expect(await bodiesFor([dave])).to.deep.equal([2]);
    expect(await bodiesFor([bob.toLowerCase() as Address])).to.deep.equal([0, 2]);
  });

  it("hold no byte of what is for somebody else", async () => {
    const secret = Buffer.from("only for Bob, and for nobody else");
    await keep(0, [secret, ...BODIES.slice(1)]);
    const given = await store.find(exchangeId(0), [carol, dave]);
    expect(Buffer.from(given as Uint8Array).includes(secret)).to.equal(false);
    expect(Buffer.from((await store.find(exchangeId(0), [bob])) as Uint8Array).includes(secret)).to.equal(true);
  });

  it("are those of all its accounts for a key that several parties have registered", async () => {
    await keep(0, BODIES);
    expect(await bodiesFor([dave, carol])).to.deep.equal([1, 2]);
    expect(await bodiesFor([bob, carol])).to.deep.equal([0, 1, 2]);
  });

  it("are not there before they are in the journal", async () => {
    expect(await store.find(exchangeId(0), [bob])).to.equal("not-yet");
    expect(await store.find(exchangeId(1), [bob])).to.equal("not-yet");
  });

  it("are nobody else's: not for other parties, strangers or the company itself, and none that others sent", async () => {
    await keep(0, BODIES);
    await keep(1, [BODIES[0]!]);
    await keep(3, [BODIES[0]!]);
    const stranger = accountOf("stranger").address;
    for (const [exchange, peers] of [
      [0, [stranger]],
      [0, []],
      [0, [alice.address]],
      [1, [carol, dave]],
      [2, [bob]],
      [7, [bob]],
    ] as const)
      expect(await store.find(exchangeId(exchange), peers), `${exchange} for ${peers}`).to.equal("not-for-you");
  });

  it("are of its own rounds only, on its own chain", async () => {
    await keep(0, BODIES);
    expect(await store.find(exchangeId(0, 2n), [bob])).to.equal("unknown-round");
    expect(await store.find({ ...exchangeId(0), chainId: 1n }, [bob])).to.equal("unknown-round");
    expect(await store.find({ ...exchangeId(0), coordinator: bob }, [bob])).to.equal("unknown-round");
  });

  it("an offer of a session is given as it is", async () => {
    expect(await store.find(exchangeId(OFFER_EXCHANGE), [bob])).to.equal("not-yet");
    offers.set(KEY, Uint8Array.of(5));
    expect(await store.find(exchangeId(OFFER_EXCHANGE), [bob])).to.deep.equal(Uint8Array.of(5));
  });
});
