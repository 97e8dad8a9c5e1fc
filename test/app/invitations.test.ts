// Rounds that name a company: each is reported once, even across restarts and however many rounds
// strangers open, and never delays anything else.
import { expect } from "chai";
import type { PublicClient } from "viem";
import type { ClientEvent } from "../../client/app/events.ts";
import { watchInvitations } from "../../client/app/invitations.ts";
import { journalCursor } from "../../client/journal/cursors.ts";
import type { Journal } from "../../client/journal/journal.ts";
import { memoryJournal } from "../support/journal.ts";

const OWN = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const OTHER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

/** A chain on which every round has these parties. */
class Rounds {
  count: bigint;
  readonly read: bigint[] = [];
  atOnce = 0;
  most = 0;
  readonly #parties: readonly string[];

  constructor(count: bigint, parties: readonly string[] = [OTHER, OWN]) {
    this.count = count;
    this.#parties = parties;
  }

  readonly client = {
    readContract: async ({ functionName, args }: { functionName: string; args?: readonly bigint[] }) => {
      if (functionName === "roundCount") return this.count;
      this.read.push(args![0]!);
      this.atOnce += 1;
      this.most = Math.max(this.most, this.atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      this.atOnce -= 1;
      return { parties: this.#parties };
    },
  } as unknown as PublicClient;
}

describe("invitations", () => {
  let journal: Journal;
  beforeEach(() => {
    journal = memoryJournal();
  });
  afterEach(() => journal.close());

  const cursor = () => journalCursor(journal, "invitations");

  /** One life of the watch for invitations, until it has reached round `until`. */
  async function life(rounds: Rounds, until: bigint, time: () => number = () => 0): Promise<ClientEvent[]> {
    const events: ClientEvent[] = [];
    const stop = new AbortController();
    const kept = cursor();
    await watchInvitations({
      config: { coordinator: OWN, pollMs: 1 },
      keys: { account: { address: OWN } },
      publicClient: rounds.client,
      cursor: {
        get: kept.get,
        set: (value) => {
          kept.set(value);
          if (value === until) stop.abort();
        },
      },
      isAccepted: (key) => key.endsWith("/2"),
      now: time,
      signal: stop.signal,
      onEvent: (event) => events.push(event),
      onInvited: () => undefined,
    });
    return events;
  }

  it("are told once each, but for rounds that were agreed to", async () => {
    const events = await life(new Rounds(3n), 3n);
    expect(events.map((event) => (event.type === "invited" ? event.round.split("/")[1] : event.type))).to.deep.equal([
      "1",
      "3",
    ]);
    expect(await life(new Rounds(4n), 4n)).to.have.length(1);
  });

  it("are not told where the round names others", async () => {
    expect(await life(new Rounds(3n, [OTHER]), 3n)).to.deep.equal([]);
  });

  it("by the thousand are read a few at a time, from a window of the newest, and told as a number", async () => {
    const rounds = new Rounds(3000n);
    const events = await life(rounds, 3000n);
    expect(rounds.read).to.have.length(1000);
    expect(rounds.most).to.be.at.most(8);
    expect(events.filter(({ type }) => type === "invited")).to.have.length(10);
    expect(events).to.have.length(11);
  });

  it("that are not told one by one are counted, and told of once a minute", async () => {
    let time = 0;
    const clock = () => {
      time += 1_000;
      return time;
    };
    const events = await life(new Rounds(1000n), 1000n, clock);
    const often = events.flatMap((event) => (event.type === "invited-often" ? [event.rounds] : []));
    expect(often[0]).to.equal(1);
    expect(often.length).to.be.within(5, 40);
    expect(often.reduce((sum, rounds) => sum + rounds, 0)).to.be.greaterThan(500);
  });

  it("are not looked through again after a restart", async () => {
    await life(new Rounds(500n), 500n);
    const rounds = new Rounds(503n);
    await life(rounds, 503n);
    expect(rounds.read).to.deep.equal([501n, 502n, 503n]);
  });

  it("come again after a reorganisation took rounds back", async () => {
    await life(new Rounds(20n), 20n);
    const rounds = new Rounds(15n);
    await life(rounds, 15n);
    rounds.count = 16n;
    expect(await life(rounds, 16n)).to.have.length(1);
  });

  it("do not hold a client up that stops: nothing is kept of a poll that was under way", async () => {
    const stop = new AbortController();
    const asked = Promise.withResolvers<void>();
    const client = {
      readContract: ({ functionName }: { functionName: string }) => {
        if (functionName === "roundCount") return Promise.resolve(5n);
        asked.resolve();
        return new Promise((resolve) => stop.signal.addEventListener("abort", () => resolve({ parties: [OWN] })));
      },
    } as unknown as PublicClient;
    const events: ClientEvent[] = [];
    const watching = watchInvitations({
      config: { coordinator: OWN, pollMs: 1 },
      keys: { account: { address: OWN } },
      publicClient: client,
      cursor: cursor(),
      isAccepted: () => false,
      now: () => 0,
      signal: stop.signal,
      onEvent: (event) => events.push(event),
      onInvited: () => undefined,
    });
    await asked.promise;
    stop.abort();
    await watching;
    expect(events).to.deep.equal([]);
    expect(cursor().get()).to.equal(null);
  });
});
