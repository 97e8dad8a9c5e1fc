// Schedules in exchanges: which messages a party sends at once, who receives any of them, and the
// words that the contract gets.
import { expect } from "chai";
import fc from "fast-check";
import { size, sliceHex } from "viem";
import { receives, type ScheduleEntry, scheduleWords, turnsOf } from "../../client/round/schedule.ts";
import { entryOf } from "../support/network.ts";
import { propertyRuns } from "../support/property-runs.ts";

const PARTIES = 5;

/** Schedules in which every exchange has a message. */
const schedules = fc
  .array(
    fc.array(
      fc
        .record({ from: fc.nat(PARTIES - 1), to: fc.option(fc.nat(PARTIES - 1)) })
        .filter(({ from, to }) => from !== to),
      { minLength: 1, maxLength: 6 },
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((exchanges) =>
    exchanges.flatMap((entries, exchange) => entries.map(({ from, to }) => entryOf(from, to, exchange))),
  );

describe("a schedule in exchanges", () => {
  it("has one step for each party and exchange in which it sends, by exchange and then by party", () => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        const turns = turnsOf(schedule);
        const keys = turns.map(({ exchange, from }) => exchange * PARTIES + from);
        expect(keys).to.deep.equal([...new Set(keys)].toSorted((a, b) => a - b));
        for (const { exchange, from, messages, positions } of turns) {
          expect(messages.every((entry) => entry.exchange === exchange && entry.from === from)).to.equal(true);
          expect(positions.map((position) => schedule[position])).to.deep.equal(messages);
          expect(positions).to.deep.equal(positions.toSorted((a, b) => a - b));
        }
        const all = turns.flatMap(({ positions }) => positions).toSorted((a, b) => a - b);
        expect(all).to.deep.equal([...schedule.keys()]);
      }),
      propertyRuns(100, 21),
    );
  });

  it("has a receiver for every party that a message is for, and none else", () => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        for (const turn of turnsOf(schedule))
          for (let party = 0; party < PARTIES; party++) {
            const isFor = ({ from, to }: ScheduleEntry) => from !== party && (to === null || to === party);
            expect(receives(turn, party)).to.equal(turn.messages.some(isFor));
          }
      }),
      propertyRuns(100, 22),
    );
  });

  it("is for the contract a word for each exchange, with bit k for party k", () => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        const words = scheduleWords(turnsOf(schedule));
        const exchanges = schedule.at(-1)!.exchange + 1;
        expect(size(words)).to.equal(32 * exchanges);
        for (let exchange = 0; exchange < exchanges; exchange++) {
          const senders = schedule.flatMap((entry) => (entry.exchange === exchange ? [entry.from] : []));
          const word = [...new Set(senders)].reduce((sum, party) => sum + 2n ** BigInt(party), 0n);
          expect(BigInt(sliceHex(words, 32 * exchange, 32 * exchange + 32))).to.equal(word);
        }
      }),
      propertyRuns(100, 23),
    );
  });

  it("has room for 255 parties, and may be empty", () => {
    const all = Array.from({ length: 255 }, (_, from) => entryOf(from, null, 0));
    expect(BigInt(scheduleWords(turnsOf(all)))).to.equal(2n ** 255n - 1n);
    expect(scheduleWords(turnsOf([]))).to.equal("0x");
  });

  it("puts messages of one party together that stand apart, and keeps their order", () => {
    const schedule = [entryOf(1, 0, 0), entryOf(0, 1, 0), entryOf(1, null, 0), entryOf(0, null, 1), entryOf(1, 0, 1)];
    expect(turnsOf(schedule).map(({ exchange, from, positions }) => [exchange, from, positions])).to.deep.equal([
      [0, 0, [1]],
      [0, 1, [0, 2]],
      [1, 0, [3]],
      [1, 1, [4]],
    ]);
  });
});
