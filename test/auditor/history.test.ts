// Made-up rounds: the auditor replays every order of events that the rules allow, and names the
// first event that they do not.
import { expect } from "chai";
import type { Result } from "ethers";
import fc from "fast-check";
import type { EventRecord } from "../../auditor/chain/events.ts";
import { History } from "../../auditor/chain/history.ts";
import { paramsFaults, readParams } from "../../auditor/chain/params.ts";
import { inEnglish } from "../../auditor/words/english.ts";
import { eventOf, MadeUpRound, PERIODS } from "../support/made-up-round.ts";
import { propertyRuns } from "../support/property-runs.ts";

/** Who sends in each exchange. */
const EXCHANGES = [[0, 1, 2], [0, 2], [1], [0, 1, 2]];
const DIGEST = `0x${"d1".repeat(32)}` as const;
const ZERO = `0x${"00".repeat(20)}`;

/** What is wrong with a round whose events are changed. */
function brokenBy(made: MadeUpRound, change: (events: EventRecord[]) => EventRecord[]): string | null {
  const { params } = made.history();
  const { broken } = new History(made.id, params, change([...made.events]));
  return broken === null ? null : inEnglish(broken);
}

const isPost = ({ name, args }: EventRecord, exchange: number, party: number) =>
  name === "Posted" && args[1] === BigInt(exchange) && args[2] === BigInt(party);

/** A post in place of nothing, at the place and time of `before`. */
function postAt(made: MadeUpRound, { exchange, party }: { exchange: number; party: number }, before: EventRecord) {
  return eventOf("Posted", [made.id.round, exchange, party, DIGEST], before.block);
}

describe("auditor: the replay of a round", () => {
  it("takes posts of one exchange in any order, and begins the next with the last of them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(fc.nat(4), { minLength: 1 }), { maxLength: 14 }),
        fc.array(fc.nat(), { maxLength: 80 }),
        fc.array(fc.nat(PERIODS.exchange), { minLength: 1, maxLength: 80 }),
        (exchanges, picks, waits) => {
          const made = new MadeUpRound(exchanges, { parties: 5 }).commitAll();
          let left = PERIODS.exchange;
          for (const [i, pick] of picks.entries()) {
            const { due, exchange } = made;
            if (due.length === 0) break;
            const wait = waits[i % waits.length]! % (left + 1);
            made.now += wait;
            made.post(due[pick % due.length]!);
            left = made.exchange === exchange ? left - wait : PERIODS.exchange;
          }
          const { broken, phase, deadline, exchange, due, posts, runningDigests } = made.history();
          expect([broken, phase, deadline, exchange]).to.deep.equal([null, made.phase, made.deadline, made.exchange]);
          expect(due).to.deep.equal(made.due);
          expect(posts).to.have.length(made.events.filter(({ name }) => name === "Posted").length);
          expect(runningDigests).to.deep.equal(made.parties.map((party) => party.posts));
        },
      ),
      propertyRuns(60, 7101),
    );
  });

  it("notices every post that is missing from the logs, but the last ones of the round", () => {
    const made = new MadeUpRound(EXCHANGES).commitAll().postUntil(4);
    for (const missing of made.events.filter(({ name }) => name === "Posted")) {
      const broken = brokenBy(made, (events) => events.filter((event) => event !== missing));
      expect(broken, `${missing.args}`).to.match(
        /exchange \d where exchange \d was on|PhaseChanged\(3, .* another event/,
      );
    }
    // Without its last post the round is still running: the state says otherwise.
    const open = new MadeUpRound(EXCHANGES).commitAll().postUntil(2);
    const shorter = new History(open.id, open.history().params, open.events.slice(0, -1));
    expect([shorter.broken, shorter.exchange, shorter.due]).to.deep.equal([null, 1, [2]]);
  });

  it("notices a post in an exchange in which the party is not due, and a second one", () => {
    const made = new MadeUpRound(EXCHANGES).commitAll().postUntil(4);
    const insert = (exchange: number, party: number, isBefore: (event: EventRecord) => boolean) =>
      brokenBy(made, (events) => {
        const at = events.findIndex(isBefore);
        return events.toSpliced(at, 0, postAt(made, { exchange, party }, events[at]!));
      });
    expect(insert(1, 1, (event) => isPost(event, 1, 2))).to.include("party 1 does not send in exchange 1");
    expect(insert(2, 0, (event) => isPost(event, 2, 1))).to.include("party 0 does not send in exchange 2");
    expect(insert(0, 3, (event) => isPost(event, 0, 1))).to.include("party 3 does not send in exchange 0");
    expect(insert(0, 0, (event) => isPost(event, 0, 1))).to.include("party 0 had posted in exchange 0");
    expect(insert(1, 0, (event) => isPost(event, 1, 2))).to.include("party 0 had posted in exchange 1");
    expect(insert(0, 0, (event) => isPost(event, 1, 0))).to.include("exchange 0 where exchange 1 was on");
    const zero = brokenBy(made, (events) =>
      events.map((event) =>
        isPost(event, 0, 1) ? eventOf("Posted", [made.id.round, 0, 1, `0x${"00".repeat(32)}`], event.block) : event,
      ),
    );
    expect(zero).to.include("the digest is zero");
  });

  it("notices an exchange that begins before the last one is complete", () => {
    const made = new MadeUpRound(EXCHANGES).commitAll().postUntil(2);
    const swapped = (first: [number, number], second: [number, number]) =>
      brokenBy(made, (events) => {
        const places = [first, second].map(([exchange, party]) =>
          events.findIndex((event) => isPost(event, exchange, party)),
        );
        const [a, b] = places as [number, number];
        return events.with(a, events[b]!).with(b, events[a]!);
      });
    expect(swapped([0, 0], [0, 2])).to.equal(null);
    expect(swapped([0, 2], [1, 0])).to.include("exchange 1 where exchange 0 was on");
    expect(swapped([0, 1], [1, 2])).to.include("exchange 1 where exchange 0 was on");
  });

  it("renews the deadline with the last post of an exchange only", () => {
    const posting = (...waits: readonly number[]) => {
      const made = new MadeUpRound(EXCHANGES).commitAll();
      for (const wait of waits) {
        made.now += wait;
        made.post(made.due[0]!);
      }
      return made.history();
    };
    expect(posting(300, 100, 200).broken).to.equal(null);
    expect(posting(300, 100, 201).broken?.values["rule"]).to.have.property("code", "AfterDeadline");
    expect(posting(600, 0, 0, 600, 0).broken).to.equal(null);
    expect(posting(600, 0, 0, 300, 301).broken?.values["rule"]).to.have.property("code", "AfterDeadline");
    // Nor can it expire later than the first posts would have it, or earlier.
    const made = new MadeUpRound(EXCHANGES).commitAll();
    made.now += 500;
    made.post(1);
    const { deadline } = made;
    for (const [time, broken] of [
      [deadline, `the deadline, second ${deadline}, had not passed`],
      [deadline + 1, "BondCredited(0x"],
    ] as const) {
      const due = [0, 2].map((party) => made.accounts[party]!.address);
      const expired = eventOf("Expired", [made.id.round, 2, due], { number: 9, time });
      expect(brokenBy(made, (events) => [...events, expired])).to.include(broken);
    }
  });

  it("asks for both changes of phase, with the right deadline, and for none between exchanges", () => {
    const made = new MadeUpRound(EXCHANGES).commitAll().postUntil(4);
    const changes = made.events.filter(({ name }) => name === "PhaseChanged");
    expect(changes.map(({ args }) => args[1])).to.deep.equal([2n, 3n]);
    for (const change of changes) {
      const [round, phase, deadline] = change.args as unknown as [bigint, bigint, bigint];
      const later = eventOf("PhaseChanged", [round, phase, deadline + 1n], change.block);
      expect(brokenBy(made, (events) => events.filter((event) => event !== change))).not.to.equal(null);
      expect(brokenBy(made, (events) => events.with(events.indexOf(change), later))).not.to.equal(null);
      const at = made.events.findIndex((event) => isPost(event, 1, 0));
      expect(brokenBy(made, (events) => events.toSpliced(at, 0, change))).not.to.equal(null);
    }
  });

  it("recognises refusals of an exchange, and of no other", () => {
    const made = new MadeUpRound(EXCHANGES).commitAll();
    for (const party of [1, 0, 2]) made.refuse(party);
    made.post(0);
    made.refuse(2);
    expect(made.history().posts.map(({ refusal }) => refusal)).to.deep.equal([true, true, true, false, true]);
    const replayed = new MadeUpRound(EXCHANGES).commitAll().postUntil(1);
    const [, , , , , first] = made.events;
    replayed.post(0, first!.args[3]);
    expect(replayed.history().posts.at(-1)?.refusal).to.equal(false);
  });
});

describe("auditor: bonds of a round that expired", () => {
  /** Three exchanges among four parties, each with a bond of 1001 wei. */
  const running = (...posted: readonly number[]) => {
    const made = new MadeUpRound(
      [
        [0, 1, 2, 3],
        [1, 2],
      ],
      { bond: 1001n, parties: 4 },
    ).commitAll();
    for (const party of posted) made.post(party);
    return made;
  };

  it("shares the bonds of all who are due among the others, to the wei", () => {
    for (const [posted, due, credits] of [
      // 1001 wei among three, 2002 among two, 3003 for one.
      [
        [0, 1, 2],
        [3],
        [
          [0, 1335n],
          [1, 1335n],
          [2, 1334n],
        ],
      ],
      [
        [1, 3],
        [0, 2],
        [
          [1, 2002n],
          [3, 2002n],
        ],
      ],
      [[2], [0, 1, 3], [[2, 4004n]]],
      [
        [0, 1, 2, 3, 2],
        [1],
        [
          [0, 1335n],
          [2, 1335n],
          [3, 1334n],
        ],
      ],
      [
        [0, 1, 2, 3],
        [1, 2],
        [
          [0, 2002n],
          [3, 2002n],
        ],
      ],
      // Nobody is left to share with.
      [
        [],
        [0, 1, 2, 3],
        [
          [0, 1001n],
          [1, 1001n],
          [2, 1001n],
          [3, 1001n],
        ],
      ],
    ] as const) {
      const made = running(...posted);
      expect(made.due).to.deep.equal(due);
      made.expire(credits);
      const history = made.history();
      expect(history.broken, `${posted}`).to.equal(null);
      expect(history.due).to.deep.equal(due);
      expect(history.credits.reduce((sum, { amount }) => sum + amount, 0n)).to.equal(4004n);
    }
  });

  it("notices bonds that are shared wrongly", () => {
    const due2: readonly (readonly [number, bigint])[] = [
      [1, 2002n],
      [3, 2002n],
    ];
    for (const credits of [
      // A wei too many, or too few, for one or the other.
      [
        [1, 2003n],
        [3, 2002n],
      ],
      [
        [1, 2002n],
        [3, 2001n],
      ],
      // Only one of the two bonds is shared; somebody due gets something; somebody gets nothing.
      [
        [1, 1502n],
        [3, 1501n],
      ],
      [...due2, [0, 1n]],
      [[1, 4004n]],
      [
        [3, 2002n],
        [1, 2002n],
      ],
      // Everybody has its bond back.
      [
        [0, 1001n],
        [1, 1001n],
        [2, 1001n],
        [3, 1001n],
      ],
    ] as const) {
      const made = running(1, 3);
      made.expire(credits);
      expect(
        made.history().broken,
        JSON.stringify(credits, (_, value) => `${value}`),
      ).not.to.equal(null);
    }
    // The odd wei goes to the first ones.
    const odd = running(0, 1, 2);
    odd.expire([
      [0, 1334n],
      [1, 1335n],
      [2, 1335n],
    ]);
    expect(inEnglish(odd.history().broken!)).to.include("BondCredited");
    // When everybody is due, nobody loses a bond.
    const all = running();
    all.expire([
      [1, 1334n],
      [2, 1335n],
      [3, 1335n],
    ]);
    expect(inEnglish(all.history().broken!)).to.include("BondCredited");
  });

  it("notices an expiry that blames others than those who were due", () => {
    for (const blamed of [[], [0], [2], [2, 0], [0, 1, 2], [1, 3]]) {
      const made = running(1, 3);
      const accounts = blamed.map((party) => made.accounts[party]!.address);
      const event = eventOf("Expired", [made.id.round, 2, accounts], { number: 9, time: made.deadline + 1 });
      expect(
        brokenBy(made, (events) => [...events, event]),
        `${blamed}`,
      ).to.include("it blames");
    }
  });

  it("returns bonds of those who committed, and all of them while settling", () => {
    const early = new MadeUpRound(EXCHANGES, { bond: 7n });
    early.commit(2);
    early.expire([[2, 7n]]);
    expect([early.history().broken, early.history().due]).to.deep.equal([null, [0, 1]]);
    const late = new MadeUpRound(EXCHANGES, { bond: 7n }).commitAll().postUntil(4);
    late.expire([
      [0, 7n],
      [1, 7n],
      [2, 7n],
    ]);
    expect([late.history().broken, late.history().due]).to.deep.equal([null, []]);
    const none = new MadeUpRound([], { bond: 0n }).commitAll();
    expect(none.phase).to.equal(3);
    none.expire([]);
    expect(none.history().broken).to.equal(null);
  });
});

describe("auditor: schedules", () => {
  /** What is out of range in a round that was opened with this schedule. */
  const faultsOf = (exchanges: readonly (readonly number[])[], change = (schedule: string) => schedule) => {
    const made = new MadeUpRound(exchanges);
    const params = made.params.map((value, field) => (field === 6 ? change(value as string) : value));
    const { args } = eventOf("Opened", [made.id.round, ZERO, DIGEST, params], { number: 1, time: 0 });
    return paramsFaults(readParams(args.getValue("params") as Result)).map(inEnglish);
  };

  it("has at most 14 exchanges, somebody sends in each, and nobody but the parties", () => {
    const all = (exchanges: number) => Array.from({ length: exchanges }, () => [0, 1, 2]);
    expect(faultsOf([])).to.deep.equal([]);
    expect(faultsOf(all(14))).to.deep.equal([]);
    for (const wrong of [all(15), [[0], [], [1]], [[3]], [[0, 1, 2], [255]], [[0, 254]]]) {
      expect(faultsOf(wrong), JSON.stringify(wrong)).to.deep.equal(["the schedule"]);
    }
  });

  it("has whole words", () => {
    expect(faultsOf([[0]], (schedule) => `${schedule}00`)).to.deep.equal(["the schedule"]);
    expect(faultsOf([], () => "0x01")).to.deep.equal(["the schedule"]);
  });

  it("names the senders of each exchange, the lowest bit first", () => {
    const made = new MadeUpRound([[2, 0], [1]]);
    expect(made.history().params.senders).to.deep.equal([[0, 2], [1]]);
  });

  it("does not fall over a schedule that no contract would take", () => {
    const made = new MadeUpRound([[0, 200], [], [1]]).commitAll();
    for (const party of [0, 200]) made.emit("Posted", [made.id.round, 0, party, DIGEST]);
    expect(inEnglish(made.history().broken!)).to.include("where exchange 1 was on");
  });
});
