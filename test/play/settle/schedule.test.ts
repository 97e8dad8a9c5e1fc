// The messages that a round takes, engine and settlement together, as docs/design.md states them,
// and the exchanges in which they are sent.
import { expect } from "chai";
import { callingThread } from "../../../client/crypto/paillier/pool.ts";
import type { Engine } from "../../../client/engines/engine.ts";
import { createEngine, nodesOf } from "../../../client/engines/engines.ts";
import { HIDE_PHASE } from "../../../client/engines/multi-party/phases.ts";
import { ENGINE_NAMES, type EngineName } from "../../../client/engines/names.ts";
import { ProtocolError } from "../../../client/errors.ts";
import { LARGEST_BODY, type RoundSchedule, roundSchedule } from "../../../client/play/settle/schedule.ts";
import type { PublicRound } from "../../../client/round/public-round.ts";
import { MAX_EXCHANGES, type ScheduleEntry } from "../../../client/round/schedule.ts";
import { entryOf } from "../../support/network.ts";
import { residualTolerance } from "../../support/tolerances.ts";

/**
 * `holders` parties with one equality each, and among them the owner of the objective, without
 * rows.
 */
function roundOf(holders: number): PublicRound {
  const owner = Math.floor(holders / 2);
  const parties = Array.from({ length: holders + 1 }, (_, party) => party);
  return {
    columns: 2,
    inequalities: parties.map(() => 0),
    equalities: parties.map((party) => (party === owner ? 0 : 1)),
    objectiveOwner: owner,
    decimals: { coefficient: 0, solution: 9, multiplier: 15 },
    bounds: [10n ** 15n, 10n ** 15n],
    tolerances: residualTolerance(10n ** 6n),
  };
}

/** Messages of the engine among p holders of rows and the owner of the objective. */
const MESSAGES: Readonly<Record<EngineName, (holders: number) => number>> = {
  mpc: (p) => 4 * p + 4,
  "mpc/four": (p) => 5 * p + 5,
  "mpc/proven": (p) => 4 * p + 4,
  "two-party/paillier": () => 5,
  "two-party/decoy-ot": () => 6,
  "multi-party/masked": (p) => 4 * p + 4,
  "multi-party/plain": (p) => 2 * p + 8,
  mangasarian: (p) => 2 * p + 2,
  li: (p) => 2 * p + 2,
};

/** Exchanges begin at 0, never fall, and leave none out. */
function expectOrdered(schedule: readonly ScheduleEntry[]): void {
  const exchanges = schedule.map(({ exchange }) => exchange);
  expect(exchanges[0]).to.equal(0);
  for (const [i, exchange] of exchanges.slice(1).entries()) expect(exchange - exchanges[i]!).to.be.oneOf([0, 1]);
}

function expectUnsuitable(engine: Engine<unknown>, round: PublicRound): void {
  expect(() => roundSchedule(engine, round))
    .to.throw(ProtocolError)
    .with.property("code", "RoundUnsuitable");
}

/** The messages of a round by position. */
function messagesOf({ turns }: RoundSchedule): ScheduleEntry[] {
  const messages: ScheduleEntry[] = [];
  for (const { positions, messages: own } of turns)
    for (const [i, position] of positions.entries()) messages[position] = own[i]!;
  return messages;
}

/** Exchange, sender and first word of each of the settlement's messages. */
function sendersOf(messages: readonly ScheduleEntry[]): string[] {
  return messages.flatMap(({ exchange, from, content, phase }) =>
    phase === "settlement" ? [`${exchange}: ${from} ${/^\w+/.exec(content)![0]}`] : [],
  );
}

describe("schedule of a round", () => {
  for (const name of ENGINE_NAMES)
    it(`${name}: as long as documented, with the settlement's three messages a party`, () => {
      const engine = createEngine(name, callingThread);
      for (const holders of name.startsWith("two-party/") ? [1] : [2, 3, 5, 20]) {
        const round = roundOf(holders);
        if (holders + 1 < (nodesOf(name) ?? 0)) {
          expectUnsuitable(engine, round);
          continue;
        }
        const own = engine.schedule(round);
        expect(own).to.have.length(MESSAGES[name](holders));
        expectOrdered(own);
        const exchanges = own.at(-1)!.exchange + (holders === 1 ? 4 : 3);
        if (exchanges > MAX_EXCHANGES) {
          expectUnsuitable(engine, round);
          continue;
        }
        const schedule = roundSchedule(engine, round);
        const { engineMessages, turns } = schedule;
        const messages = messagesOf(schedule);
        expect(messages).to.have.length(MESSAGES[name](holders) + 3 * (holders + 1));
        expect(messages.slice(0, engineMessages)).to.deep.equal(own);
        const settlement = messages.slice(engineMessages);
        expect(settlement.every(({ phase, to }) => phase === "settlement" && to === null)).to.equal(true);
        expect(turns.at(-1)!.exchange + 1).to.equal(exchanges);
      }
    });

  /** An engine in which party 0 tells all others something in each of so many exchanges. */
  const telling = (exchanges: number, bytes = 1000): Engine<unknown> => ({
    ...createEngine("li", callingThread),
    schedule: () => Array.from({ length: exchanges }, (_, exchange) => ({ ...entryOf(0, null, exchange), bytes })),
  });

  for (const owner of [0, 1])
    it(`between two parties the settlement takes exchanges 0, E, E + 1 and E + 2; the objective's owner, ${owner}, discloses first`, () => {
      const round = { ...roundOf(1), objectiveOwner: owner };
      const schedule = roundSchedule(telling(4), round);
      expect(schedule.engineExchanges).to.equal(4);
      const other = 1 - owner;
      expect(sendersOf(messagesOf(schedule))).to.deep.equal([
        ...[`0: ${owner} key`, `0: ${other} key`, `4: ${owner} points`, `5: ${other} points`],
        ...[`6: ${owner} proof`, `6: ${other} proof`],
      ]);
    });

  it("among three and more parties it takes exchanges 0, E and E + 1: all disclose at once, and all prove at once", () => {
    for (const holders of [2, 4]) {
      const round = roundOf(holders);
      const parties = [...round.inequalities.keys()];
      const order = [round.objectiveOwner, ...parties.filter((party) => party !== round.objectiveOwner)];
      const expected = ["0: @ key", "4: @ points", "5: @ proof"].flatMap((text) =>
        order.map((party) => text.replace("@", String(party))),
      );
      expect(sendersOf(messagesOf(roundSchedule(telling(4), round)))).to.deep.equal(expected);
    }
  });

  it("a party sends its key in the same turn as its message of the engine in exchange 0", () => {
    const { turns } = roundSchedule(telling(2), roundOf(2));
    expect(turns.slice(0, 3).map(({ exchange, from, positions }) => [exchange, from, positions.length])).to.deep.equal([
      [0, 0, 2],
      [0, 1, 1],
      [0, 2, 1],
    ]);
  });

  it("no round has more exchanges than the contract takes, or longer messages than can be sent", () => {
    for (const [round, settlement] of [
      [roundOf(1), 3],
      [roundOf(2), 2],
    ] as const) {
      const most = MAX_EXCHANGES - settlement;
      expect(roundSchedule(telling(most), round).turns.at(-1)!.exchange).to.equal(MAX_EXCHANGES - 1);
      expectUnsuitable(telling(most + 1), round);
      roundSchedule(telling(1, LARGEST_BODY), round);
      expectUnsuitable(telling(1, LARGEST_BODY + 1), round);
    }
  });

  it("the ring takes p − 1 messages, holder to holder, at most the paper's 2(p − 1)", () => {
    for (const holders of [2, 3, 5, 20]) {
      const round = roundOf(holders);
      const schedule = createEngine("multi-party/plain", callingThread).schedule(round);
      const ring = schedule.filter(({ phase }) => phase === HIDE_PHASE);
      expect(ring).to.have.length(holders - 1);
      expect(ring.length).to.be.at.most(2 * (holders - 1));
      for (const [i, { from, to }] of ring.entries()) {
        expect(to).to.equal(ring[i + 1]?.from ?? to);
        expect([from, to]).not.to.include(round.objectiveOwner);
      }
    }
  });
});
