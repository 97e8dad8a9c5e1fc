import { expect } from "chai";
import type { EngineOutcome } from "../../client/engines/engine.ts";
import { runEngine } from "../../client/engines/run.ts";
import { done, protocolOfSides, type Side } from "../../client/engines/side.ts";
import { ProtocolError } from "../../client/errors.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { createRandom } from "../../client/math/random.ts";
import type { PublicRound } from "../../client/round/public-round.ts";
import type { ScheduleEntry } from "../../client/round/schedule.ts";
import { residualTolerance } from "../support/tolerances.ts";
import { UNCOMMITTED } from "../support/uncommitted.ts";

const PARTIES = 3;
const none = { coefficients: [], rhs: [] };
const round: PublicRound = {
  columns: 1,
  inequalities: [0, 0, 0],
  equalities: [0, 0, 0],
  objectiveOwner: 2,
  decimals: { coefficient: 0, solution: 0, multiplier: 0 },
  bounds: [100n],
  tolerances: residualTolerance(0n),
};
const inputs = Array.from({ length: PARTIES }, (_, party) => {
  const rows: PartyRows = { columns: 1, inequalities: none, equalities: none, objective: party === 2 ? [1n] : null };
  return { rows, random: createRandom(new Uint8Array(32)) };
});

const outcome = (x: number): EngineOutcome => ({ kind: "optimal", x: [BigInt(x)], multipliers: [] });

/** Party 0 tells party 1 a number, party 1 tells everyone one more. */
const schedule: ScheduleEntry[] = [
  { exchange: 0, from: 0, to: 1, content: "a number", phase: "first", bytes: 1 },
  { exchange: 1, from: 1, to: null, content: "one more", phase: "second", bytes: 1 },
];
const take = async (body: Uint8Array) => done([], outcome(body[0]!));
const sides: readonly Side<EngineOutcome>[] = [
  { send: [Uint8Array.of(5)], receive: take },
  { send: [], receive: async (body) => done([Uint8Array.of(body[0]! + 1)], outcome(body[0]! + 1)) },
  { send: [], receive: take },
];

async function codeOf(run: () => Promise<unknown>): Promise<string> {
  const error = await run().catch((thrown: unknown) => thrown);
  return error instanceof ProtocolError ? `${error.code} ${error.party}` : String(error);
}

describe("playing all parties of an engine", () => {
  const engineOf = (changed: readonly Side<EngineOutcome>[]) =>
    protocolOfSides({ name: "test", schedule: () => schedule, start: async ({ party }) => changed[party]! });

  it("delivers to one party or to all others, in schedule order, and keeps the transcript", async () => {
    const { transcript, outcomes } = await runEngine(engineOf(sides), round, inputs);
    expect(transcript).to.deep.equal([
      { position: 0, from: 0, to: 1, body: Uint8Array.of(5) },
      { position: 1, from: 1, to: null, body: Uint8Array.of(6) },
    ]);
    expect(outcomes).to.deep.equal([outcome(6), outcome(6), outcome(6)]);
  });

  it("lets the caller see and change each message on its way", async () => {
    const { outcomes } = await runEngine(engineOf(sides), round, inputs, {
      deliver: (message) => (message.position === 0 ? { ...message, body: Uint8Array.of(9) } : message),
    });
    expect(outcomes[2]).to.deep.equal(outcome(10));
  });

  it("names a party that does not send its message, sends too many, or is never done", async () => {
    const silent = [{ ...sides[0]!, send: [] }, sides[1]!, sides[2]!];
    expect(await codeOf(() => runEngine(engineOf(silent), round, inputs))).to.equal("ScheduleBroken 0");
    const loud = [{ ...sides[0]!, send: [Uint8Array.of(5), Uint8Array.of(5)] }, sides[1]!, sides[2]!];
    expect(await codeOf(() => runEngine(engineOf(loud), round, inputs))).to.equal("ScheduleBroken 0");
    const insatiable: Side<EngineOutcome> = { send: [], receive: async () => insatiable };
    expect(await codeOf(() => runEngine(engineOf([sides[0]!, sides[1]!, insatiable]), round, inputs))).to.equal(
      "ScheduleBroken 2",
    );
  });

  it("has all messages of an exchange before it delivers one: none may need another of its own", async () => {
    const together = schedule.map((entry) => ({ ...entry, exchange: 0 }));
    const engine = { ...engineOf(sides), schedule: () => together };
    expect(await codeOf(() => runEngine(engine, round, inputs))).to.equal("ScheduleBroken 1");
    const sidesTogether = protocolOfSides({
      ...{ name: "test", schedule: () => together },
      start: async ({ party }) => sides[party]!,
    });
    expect(
      await codeOf(() => sidesTogether.start({ ...UNCOMMITTED, party: 1, round, ...inputs[1]! })),
      "a side says so itself",
    ).to.equal("ScheduleBroken 1");
  });

  it("delivers within an exchange in schedule order, whoever computed first", async () => {
    const greeting = (from: number) => ({ exchange: 0, from, to: null, content: "hello", phase: "first", bytes: 1 });
    const heard = async (others: readonly number[]): Promise<Side<EngineOutcome>> => {
      if (others.length === PARTIES - 1) return done([], outcome(Number(others.join(""))));
      return { send: [], receive: async (body) => heard([...others, body[0]!]) };
    };
    const engine = protocolOfSides({
      ...{ name: "test", schedule: () => [2, 0, 1].map(greeting) },
      start: async ({ party }) => ({ ...(await heard([])), send: [Uint8Array.of(party + 1)] }),
    });
    const { outcomes } = await runEngine(engine, round, inputs);
    expect(outcomes).to.deep.equal([outcome(32), outcome(31), outcome(12)]);
  });

  it("ends with the error of the first session that fails, though others wait for ever", async () => {
    for (const failing of [0, 1, 2]) {
      const cause = new ProtocolError("Failing", "a session that fails", failing);
      const inSession = sides.map(
        (_, party): Side<EngineOutcome> => ({
          send: [],
          receive: null,
          session: {
            nodes: PARTIES,
            run: async ({ connect }) => {
              if (party === failing) throw cause;
              const secrets = sides.map((_, peer) => (peer === party ? null : new Uint8Array(32)));
              const links = await connect({ node: party, context: new Uint8Array(32), secrets });
              await links[(party + 1) % PARTIES]!.receive(1);
              throw new Error("nobody sends anything");
            },
          },
        }),
      );
      expect(await codeOf(() => runEngine(engineOf(inSession), round, inputs))).to.equal(`Failing ${failing}`);
    }
  });
});
