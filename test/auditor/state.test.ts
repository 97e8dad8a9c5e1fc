// The state of made-up rounds against their events: wherever one of the two is changed, the auditor
// notices that they do not fit.
import { expect } from "chai";
import type { EventRecord } from "../../auditor/chain/events.ts";
import { History } from "../../auditor/chain/history.ts";
import { checkState } from "../../auditor/chain/state.ts";
import { Checks } from "../../auditor/report/check.ts";
import { eventOf, MadeUpRound, viewOf } from "../support/made-up-round.ts";

const EXCHANGES = [[0, 1, 2], [0, 2], [1], [0, 1, 2]];

/** Codes of the checks that fail. */
async function failed(made: MadeUpRound, state = made.state(), history = made.history()): Promise<string[]> {
  const checks = new Checks();
  await checkState(viewOf(state), history, made.paramsDigest, checks);
  return checks.all.filter(({ result }) => result === "failed").map(({ code }) => code);
}

/** One round in each situation. */
function rounds(): Record<string, MadeUpRound> {
  const half = new MadeUpRound(EXCHANGES);
  half.commit(1);
  const halfExpired = new MadeUpRound(EXCHANGES);
  halfExpired.commit(1);
  halfExpired.expire([[1, 1000n]]);
  const expired = new MadeUpRound(EXCHANGES).commitAll().postUntil(3);
  expired.post(1);
  expired.expire([[1, 3000n]]);
  const posting = new MadeUpRound(EXCHANGES).commitAll().postUntil(1);
  posting.now += 100;
  posting.post(2);
  return {
    ...{ opened: new MadeUpRound(EXCHANGES), half, halfExpired, posting, expired },
    running: new MadeUpRound(EXCHANGES).commitAll(),
    settling: new MadeUpRound(EXCHANGES).commitAll().postUntil(4),
    bare: new MadeUpRound([]).commitAll(),
  };
}

describe("auditor: state and events", () => {
  it("fit in every situation of a round", async () => {
    for (const [name, made] of Object.entries(rounds())) expect(await failed(made), name).to.deep.equal([]);
  });

  it("do not fit where phase, deadline, or a number differs by one", async () => {
    for (const [name, made] of Object.entries(rounds())) {
      for (const field of [0, 1, 2, 3, 4]) {
        const state = made.state();
        const [values] = state["stateOf"] as [number[]];
        values[field]! += 1;
        expect(await failed(made, state), `${name} ${field}`).to.deep.equal(["PhaseAsEvents"]);
      }
    }
  });

  it("do not fit where parameters, a party, or who is due differs", async () => {
    const made = rounds()["posting"]!;
    const other = made.accounts[2]!.address;
    const changed = (name: string, change: (values: unknown[]) => void) => {
      const state = made.state();
      change(state[name]!);
      return failed(made, state);
    };
    const ofParty = (field: number, value: unknown) =>
      changed("partiesOf", ([parties]) => {
        (parties as unknown[][])[0]![field] = value;
      });
    expect(
      await changed("paramsOf", ([params]) => {
        (params as unknown[])[16] = 601;
      }),
    ).to.deep.equal(["ParamsAsEvents"]);
    expect(await ofParty(0, other)).to.deep.equal(["CommitmentsAsEvents"]);
    expect(await ofParty(1, 2)).to.deep.equal(["CommitmentsAsEvents"]);
    expect(await ofParty(2, 1)).to.deep.equal(["CommitmentsAsEvents"]);
    expect(await ofParty(4, `0x${"ab".repeat(32)}`)).to.deep.equal(["CommitmentsAsEvents"]);
    // What it sends, its running digest, what it owes.
    expect(await ofParty(3, 0b1111)).to.deep.equal(["PostsAsEvents"]);
    expect(await ofParty(5, `0x${"ab".repeat(30)}`)).to.deep.equal(["PostsAsEvents"]);
    expect(await ofParty(6, 0b1000)).to.deep.equal(["PostsAsEvents"]);
    for (const due of [[], [0, 1], [1]]) {
      const accounts = due.map((party) => made.accounts[party]!.address);
      const codes = await changed("dueOf", (values) => {
        values[0] = accounts;
      });
      expect(codes, `${due}`).to.deep.equal(["DueAsEvents"]);
    }
    const all = ["CommitmentsAsEvents", "PostsAsEvents"];
    expect(await changed("partiesOf", ([parties]) => (parties as unknown[]).pop())).to.deep.equal(all);
    expect(
      await changed("partiesOf", ([parties]) =>
        (parties as unknown[]).push([other, 0, 0, 0, made.paramsDigest, `0x${"00".repeat(30)}`, 0]),
      ),
    ).to.deep.equal(all);
  });

  it("do not fit where the logs lack a post, have another digest or another order", async () => {
    const made = new MadeUpRound(EXCHANGES).commitAll().postUntil(1);
    made.post(0);
    const told = (change: (events: EventRecord[]) => EventRecord[]) =>
      failed(made, made.state(), new History(made.id, made.history().params, change([...made.events])));
    expect(await told((events) => events)).to.deep.equal([]);
    expect(await told((events) => events.slice(0, -1))).to.deep.equal([
      "PhaseAsEvents",
      "PostsAsEvents",
      "DueAsEvents",
    ]);
    for (const post of made.events.filter(({ name }) => name === "Posted")) {
      const [round, exchange, party] = post.args;
      const another = eventOf("Posted", [round, exchange, party, `0x${"d1".repeat(32)}`], post.block);
      const codes = await told((events) => events.with(events.indexOf(post), another));
      expect(codes, `${exchange} ${party}`).to.deep.equal(["PostsAsEvents"]);
    }
    // The digests of a party's two turns, the one for the other.
    const [first, second] = made.events.filter(({ name, args }) => name === "Posted" && args[2] === 0n);
    const swap = (event: EventRecord, { args }: EventRecord) =>
      eventOf("Posted", [event.args[0], event.args[1], 0, args[3]], event.block);
    const codes = await told((events) =>
      events.with(events.indexOf(first!), swap(first!, second!)).with(events.indexOf(second!), swap(second!, first!)),
    );
    expect(codes).to.deep.equal(["PostsAsEvents"]);
  });

  it("do not fit where a post other than the last of its exchange has renewed the deadline", async () => {
    const made = rounds()["posting"]!;
    const state = made.state();
    const [values] = state["stateOf"] as [number[]];
    values[1] = made.now + 600;
    expect(await failed(made, state)).to.deep.equal(["PhaseAsEvents"]);
  });
});
