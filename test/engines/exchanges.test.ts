// The exchanges of every engine's schedule. `runEngine` has all messages of an exchange before it
// delivers the first of them, so that every run here shows that they do not depend on each other.
import { expect } from "chai";
import { nodesOf } from "../../client/engines/engines.ts";
import { ENGINE_NAMES, type EngineName } from "../../client/engines/names.ts";
import { runEngine } from "../../client/engines/run.ts";
import { defaultTolerances } from "../../client/lp/exact/tolerances.ts";
import { exchangesOf } from "../../client/round/schedule.ts";
import { sampled } from "../support/sampled.ts";
import { smallEngine } from "../support/small-engines.ts";
import { consortium } from "./multi-party/problems.ts";
import { dealInTurn, KINDS, type ProgramKind, randomProgram, seeded, withSlackColumns } from "./row-mixing/problems.ts";
import { splitProgram } from "./two-party/problems.ts";

/** Exchanges among p holders of rows and the owner of the objective. */
const EXCHANGES: Readonly<Record<EngineName, (holders: number) => number>> = {
  mpc: () => 2,
  "mpc/four": () => 2,
  "mpc/proven": () => 2,
  "two-party/paillier": () => 4,
  "two-party/decoy-ot": () => 5,
  "multi-party/masked": () => 4,
  // A ring is sequential: each holder adds to what the one before sent.
  "multi-party/plain": (p) => p + 6,
  mangasarian: () => 3,
  li: () => 3,
};

function problemOf(name: EngineName, holders: number, seed: number, kind: ProgramKind) {
  const program = randomProgram(seed, kind, holders + 2);
  if (name === "li") return dealInTurn(program, holders + 1, 0);
  if (name === "mangasarian") return dealInTurn(withSlackColumns(program), holders + 1, 0);
  if (name.startsWith("two-party/")) return splitProgram(program, 1, 2, 1);
  const { round, parties } = consortium(program, holders, seed % 3);
  // Of the kinds of outcomes only an optimum opens there, as exact as the tolerances say.
  const tolerances = name === "mpc/proven" ? defaultTolerances(round.decimals, round.columns) : round.tolerances;
  return { round: { ...round, tolerances }, parties };
}

/** Beside the owner of the objective. */
const leastHolders = (name: EngineName) => (nodesOf(name) ?? 3) - 1;

async function play(name: EngineName, holders: number, seed: number, kind: ProgramKind) {
  const engine = smallEngine(name);
  const { round, parties } = problemOf(name, holders, seed, kind);
  const inputs = parties.map((rows, party) => ({ rows, random: seeded(60 + party) }));
  return { schedule: engine.schedule(round), ...(await runEngine(engine, round, inputs)) };
}

describe("exchanges", function () {
  this.timeout(240_000);

  for (const name of ENGINE_NAMES)
    it(`${name}: as few as documented, numbered without gaps, and independent within`, async () => {
      for (const holders of name.startsWith("two-party/") ? [1] : [2, 3, 5].filter((p) => p >= leastHolders(name)))
        for (const kind of sampled(KINDS.slice(0, name === "mpc/proven" ? 1 : KINDS.length), 3, holders)) {
          const { schedule, outcomes } = await play(name, holders, 10 * holders + KINDS.indexOf(kind), kind);
          const steps = exchangesOf(schedule);
          expect(steps.flat()).to.deep.equal(schedule.map((_, step) => step));
          expect(steps).to.have.length(EXCHANGES[name](holders));
          for (const outcome of outcomes) expect(outcome.kind).to.equal(kind);
        }
    });

  for (const name of sampled(["mpc", "multi-party/masked"] as const, 2))
    it(`${name}: 20 companies take no more exchanges than three`, async () => {
      const { schedule, outcomes } = await play(name, 19, 7, "optimal");
      expect(outcomes).to.have.length(20);
      for (const outcome of outcomes) expect(outcome.kind).to.equal("optimal");
      expect(exchangesOf(schedule)).to.have.length(EXCHANGES[name](19));
    });
});
