// Rounds in which each company learns its own part of the outcome only: its numbers are those of
// the whole outcome, nobody gets others, and what it gets beside them is uniform. A node that sends
// something else is noticed. What opens among the nodes: opened.test.ts; a node's whole view:
// test/lab/attacks/mpc.test.ts.
import { expect } from "chai";
import { callingThread } from "../../../client/crypto/paillier/pool.ts";
import { decodeElements } from "../../../client/crypto/sharing/elements.ts";
import type { Message, OwnPartOutcome, Progress, Protocol, SessionIo } from "../../../client/engines/engine.ts";
import { createEngine } from "../../../client/engines/engines.ts";
import { mpcEngine } from "../../../client/engines/mpc/engine.ts";
import { ownExponents, ownPartOf, SALT_BYTES } from "../../../client/engines/mpc/own-part.ts";
import { ENGINE_NAMES } from "../../../client/engines/names.ts";
import { runEngine, sessionsInProcess } from "../../../client/engines/run.ts";
import type { SideState } from "../../../client/engines/side.ts";
import { type ConcordatError, InputError, ProtocolError, SolverError } from "../../../client/errors.ts";
import { SolutionTooLarge } from "../../../client/lp/exact/fits.ts";
import type { PartyRows } from "../../../client/lp/model/normal.ts";
import { dot } from "../../../client/math/field.ts";
import { testSeed } from "../../support/certificate.ts";
import { deviationFromUniform, histogram } from "../../support/chi-square.ts";
import { loadExample } from "../../support/examples.ts";
import { program } from "../../support/programs.ts";
import { sampled } from "../../support/sampled.ts";
import { consortium, randomProgram } from "../multi-party/problems.ts";
import { NODES, outcomeFor, outcomesOf, runSession } from "./nodes.ts";
import { amongThree, type MpcProgram, ofOwnParts, play } from "./problems.ts";

/** In standard deviations: once in 30,000 tests. */
const LIMIT = 4;
const WORD = 16;

interface Changes {
  readonly deliver?: (message: Message) => Message;
  readonly sessions?: SessionIo;
  readonly engine?: Protocol<SideState>;
}

async function playParts(
  { round, parties }: MpcProgram,
  seed: string,
  { engine = mpcEngine(), ...options }: Changes = {},
) {
  const inputs = parties.map((rows, party) => ({ rows, random: testSeed(`${seed}/${party}`) }));
  return runEngine<SideState, OwnPartOutcome>(engine, round, inputs, options);
}

async function failureOf(run: Promise<unknown>): Promise<unknown> {
  return run.then(
    () => "no error",
    (error: unknown) => error,
  );
}

/** Each party's part is that of the whole outcome, and no more. */
async function expectParts(problem: MpcProgram, seed: string, value: "owner" | "all"): Promise<void> {
  const { outcomes: whole } = await play(problem, seed);
  const own = ofOwnParts(problem, value);
  const { outcomes } = await playParts(own, seed);
  for (const [party, outcome] of outcomes.entries()) {
    const all = whole[party]!;
    if (all.kind !== "optimal") throw new Error("an optimum is due");
    const named = all.x.map((x, j) => (own.round.ownParts!.names[j]!.includes(party) ? x : null));
    const objective = value === "all" ? dot(problem.whole.objective, all.x) : null;
    expect(outcome).to.deep.equal({
      ...{ kind: "own part", of: "optimal", x: named, multipliers: all.multipliers, value: objective },
    });
  }
  // The test would show nothing if everybody named everything.
  expect(outcomes.some(({ x }) => x.includes(null))).to.equal(true);
}

async function example(name: string): Promise<MpcProgram> {
  const { program: whole, decimals } = await loadExample(name);
  return amongThree(whole, decimals);
}

/** Two companies, and party 1 without rows. */
function withHelper(): MpcProgram {
  const three = amongThree(randomProgram(3, "optimal", 6));
  const [first, second, owner] = three.parties as [PartyRows, PartyRows, PartyRows];
  const { inequalities, equalities } = three.round;
  return {
    ...three,
    round: {
      ...three.round,
      inequalities: [inequalities[0]!, 0, inequalities[1]!],
      equalities: [equalities[0]!, 0, equalities[1]!],
    },
    parties: [first, { ...owner, objective: null }, { ...second, objective: owner.objective }],
  };
}

/** Three companies that use two variables each; company 2 has the costs. */
const SMALL = program(
  [-3, -3, 0, -1],
  [
    [[2, 1, 0, 0], 9],
    [[0, 1, 1, 0], 5],
    [[3, 1, 0, 0], 12],
    [[0, 2, -1, 0], 4],
    [[1, 0, 0, 0], 3],
    [[0, 0, 1, 1], 6],
  ],
);

describe("own parts of an optimum", function () {
  this.timeout(300_000);

  for (const [turn, value] of (["owner", "all"] as const).entries())
    for (const name of sampled(["avgas", "afiro"], 2, turn))
      it(`are those of the whole outcome, the value to ${value}: ${name}`, async () => {
        await expectParts(await example(name), name, value);
      });

  it("are the same among four companies, of which one is no node", async () => {
    const { program: whole, decimals } = await loadExample("afiro");
    const { round, parties } = consortium(whole, 3, 2, decimals);
    for (const value of ["owner", "all"] as const) await expectParts({ round, parties, whole }, "four", value);
  });

  it("are the same between two companies, and a node without rows gets no number", async () => {
    const problem = withHelper();
    await expectParts(problem, "helper", "all");
    const own = ofOwnParts(problem);
    const { outcomes, transcript } = await playParts(own, "helper");
    expect(outcomes[1]).to.deep.equal({
      ...{ kind: "own part", of: "optimal", value: null, multipliers: [] },
      x: new Array(problem.round.columns).fill(null),
    });
    expect(transcript.filter(({ to, position }) => to === 1 && position > 8)).to.deep.equal([]);
  });

  it("travel in messages as long as the schedule says, to the company alone", async () => {
    const own = ofOwnParts(amongThree(SMALL), "all");
    const schedule = mpcEngine().schedule(own.round);
    const { transcript } = await playParts(own, "sizes");
    const parts = transcript.filter(({ position }) => /part/.test(schedule[position]!.content));
    expect(parts.map(({ from, to }) => [from, to])).to.deep.equal([
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 2],
      [2, 0],
      [2, 1],
    ]);
    for (const { position, body, to } of parts) {
      const { names } = own.round.ownParts!;
      const count = names.filter((named) => named.includes(to!)).length + own.round.inequalities[to!]!;
      expect(body.length).to.equal(SALT_BYTES + 2 * WORD * count);
      expect(schedule[position]!.bytes).to.equal(body.length);
    }
    for (const { position, body } of transcript) expect(body.length).to.be.at.most(schedule[position]!.bytes);
  });

  it("show a company its numbers, and beside them uniform words", async () => {
    // Whatever each component and each node's pair of them is made from, it is uniform.
    const { program: whole, decimals } = await loadExample("afiro");
    const { round, parties } = consortium(whole, 3, 2, decimals);
    const own = ofOwnParts({ round, parties, whole });
    const schedule = mpcEngine().schedule(own.round);
    const words = [0, 1, 2].map((): bigint[] => []);
    for (let run = 0; run < 8; run++) {
      const { transcript, outcomes } = await playParts(own, `view ${run}`);
      const bodies = transcript.filter(({ position, to }) => to === 3 && /part/.test(schedule[position]!.content));
      expect(bodies.map(({ from }) => from)).to.deep.equal([0, 1, 2]);
      const pairs = bodies.map(({ body }) => decodeElements(body.subarray(SALT_BYTES)));
      const count = pairs[0]!.length / 2;
      const numbers = [...outcomes[3]!.x.filter((x) => x !== null), ...outcomes[3]!.multipliers];
      expect(count).to.equal(numbers.length);
      for (const [k, number] of numbers.entries()) {
        const [x0, x1, x2] = pairs.map((pair) => pair[k]!) as [bigint, bigint, bigint];
        expect(pairs.map((pair) => pair[count + k])).to.deep.equal([x1, x2, x0]);
        // What the simulator does: two uniform words, and the third by the number.
        expect(x2).to.equal(BigInt.asIntN(128, number - x0 - x1));
        for (const [component, word] of [x0, x1, x2].entries()) words[component]!.push(word);
      }
    }
    for (const component of words) {
      const bytes = component.flatMap((word) =>
        Array.from({ length: WORD }, (_, i) => Number(BigInt.asUintN(8, word >> BigInt(8 * i)))),
      );
      expect(bytes.length).to.be.at.least(3000);
      expect(deviationFromUniform(histogram(bytes, 256))).to.be.below(LIMIT);
      expect(new Set(component).size).to.equal(component.length);
    }
  });

  it("come with a salt of the sender's own, so that digests confirm no guess", async () => {
    const own = ofOwnParts(amongThree(SMALL));
    const schedule = mpcEngine().schedule(own.round);
    const salts = async (seed: string) => {
      const { transcript } = await playParts(own, seed);
      const parts = transcript.filter(({ position }) => /part/.test(schedule[position]!.content));
      return parts.map(({ body }) => Buffer.from(body.subarray(0, SALT_BYTES)).toString("hex"));
    };
    const [first, again, other] = [await salts("salt"), await salts("salt"), await salts("other")];
    expect(new Set([...first, ...other]).size).to.equal(12);
    // A message that was sent is sent again as it was.
    expect(again).to.deep.equal(first);
  });

  it("are refused to a company with numbers for a variable that it does not name", async () => {
    const own = ofOwnParts(amongThree(SMALL), "all");
    expect(own.round.ownParts!.names).to.deep.equal([[0, 2], [0, 1, 2], [1], [1, 2]]);
    // Its own client refuses to play.
    for (const [party, change] of [
      [0, withCoefficient(2)],
      [2, withCost(2)],
    ] as const) {
      const parties = own.parties.with(party, change(own.parties[party]!));
      const failure = await failureOf(playParts({ ...own, parties }, "unnamed"));
      expect(failure).to.be.instanceOf(InputError).with.property("code", "RowsMismatch");
      // And the nodes refuse what another client deals.
      const results = await runSession({ ...own, parties }, "unnamed");
      for (const result of results)
        expect(result).to.deep.include({ status: "rejected" }).with.nested.property("reason.code", "InputOutOfRange");
    }
    const results = await runSession(own, "unnamed");
    expect(results.map(({ status }) => status)).to.deep.equal(new Array(3).fill("fulfilled"));
  });

  it("open in no engine but mpc", () => {
    const { round } = ofOwnParts(amongThree(SMALL));
    for (const name of ENGINE_NAMES) {
      const schedule = () => createEngine(name, callingThread).schedule(round);
      if (name === "mpc") expect(schedule()).to.have.length.above(0);
      else
        expect(schedule, name)
          .to.throw(ProtocolError, /own part/)
          .with.property("code", "RoundUnsuitable");
    }
  });

  describe("with a node that departs", () => {
    const own = ofOwnParts(amongThree(SMALL), "all");
    const schedule = mpcEngine().schedule(own.round);
    const isPart = ({ position }: Message) => /part/.test(schedule[position]!.content);
    const change = (which: (message: Message) => boolean, at: (body: Uint8Array) => readonly number[]) =>
      playParts(own, "departs", {
        deliver: (message) => {
          if (!isPart(message) || !which(message)) return message;
          const places = at(message.body);
          return { ...message, body: message.body.map((byte, i) => (places.includes(i) ? byte ^ 1 : byte)) };
        },
      });

    const ways = NODES.flatMap((from) => NODES.filter((node) => node !== from).map((to) => [from, to] as const));
    it("are not taken if a component is another, whoever sends it to whom, and the pair is named", async () => {
      for (const place of [SALT_BYTES, -WORD])
        for (const [from, to] of sampled(ways, 3)) {
          const at = (body: Uint8Array) => [place < 0 ? body.length + place : place];
          const failure = await failureOf(change((message) => message.from === from && message.to === to, at));
          expect(failure).to.be.instanceOf(ProtocolError).that.includes({ code: "SharesDiffer", party: undefined });
          const other = place < 0 ? (from + 1) % 3 : (from + 2) % 3;
          const pair = [from, other].sort();
          expect((failure as ProtocolError).message).to.match(
            new RegExp(`${pair.join(" and ")}|${pair.reverse().join(" and ")}`),
          );
        }
    });

    it("name the node that changes both of its components", async () => {
      for (const from of NODES) {
        const at = (body: Uint8Array) => [SALT_BYTES, body.length - 1];
        const failure = await failureOf(change((message) => message.from === from, at));
        expect(failure).to.be.instanceOf(ProtocolError).that.includes({ code: "SharesDiffer", party: from });
      }
    });

    it("name the sender of a part of another length", async () => {
      for (const cut of [(body: Uint8Array) => body.subarray(1), (body: Uint8Array) => Uint8Array.of(...body, 0)]) {
        const deliver = (message: Message) =>
          isPart(message) && message.from === 1 ? { ...message, body: cut(message.body) } : message;
        const failure = await failureOf(playParts(own, "length", { deliver }));
        expect(failure).to.be.instanceOf(ProtocolError).that.includes({ code: "MessageLength", party: 1 });
      }
    });

    it("are not taken out of range, or with a sign that no row has", () => {
      const { round } = own;
      const numbers = [2n, 3n, 0n, 1n, 1n];
      const parts = (values: readonly bigint[]) => {
        const word = (value: bigint) => {
          const bytes = new Uint8Array(WORD);
          for (const i of bytes.keys()) bytes[i] = Number(BigInt.asUintN(8, value >> BigInt(8 * i)));
          return bytes;
        };
        // Component 0 is the value, held by nodes 0 and 2; the others are 0.
        const [value, zero] = [values.map(word), values.map(() => new Uint8Array(WORD))];
        return [
          [value, zero],
          [zero, zero],
          [zero, value],
        ].map((pair) => new Uint8Array(Buffer.concat(pair.flat())));
      };
      const read = (values: readonly bigint[]) => () => ownPartOf(parts(values), null, round, 0);
      expect(read(numbers)()).to.deep.include({ x: [2n, 3n, null, null], multipliers: [0n, 1n, 1n] });
      const wrong: [number, bigint][] = [
        [0, -1n],
        [1, 1n << 72n],
        [2, -1n],
        [4, 1n << 87n],
      ];
      for (const [place, value] of wrong)
        expect(read(numbers.with(place, value)), `${place}`)
          .to.throw(ProtocolError)
          .that.includes({ code: "NumberOutOfRange", party: undefined });
      const exponents = (values: readonly bigint[]) => () => ownExponents(parts(values), round, 0);
      expect(exponents(numbers)()).to.deep.equal([2n, 3n, null, null]);
      for (const value of [-1n, 256n])
        expect(exponents(numbers.with(1, value)))
          .to.throw(ProtocolError)
          .that.includes({ code: "NumberOutOfRange", party: undefined });
      for (const [place, value] of [
        [1, (1n << 72n) - 1n],
        [4, (1n << 87n) - 1n],
      ] as const)
        expect(read(numbers.with(place, value))).not.to.throw();
    });

    it("are not taken if it tells of another value of the objective, or opens the whole outcome", async () => {
      const closing = schedule.findIndex(({ phase, from }) => phase === "closing" && from === 1);
      for (const [place, code] of [
        [-1, "OutcomeDiffers"],
        [0, "NumberOutOfRange"],
      ] as const) {
        const deliver = (message: Message) =>
          message.position !== closing
            ? message
            : { ...message, body: message.body.with(place, place === 0 ? 0 : message.body.at(-1)! ^ 1) };
        const failure = await failureOf(playParts(own, "value", { deliver }));
        expect(failure).to.be.instanceOf(ProtocolError).that.includes({ code, party: 1 });
      }
    });
  });

  describe("restarted", () => {
    /** The engine with each party's own session. */
    function withSessions(ioOf: (party: number) => SessionIo): Protocol<SideState> {
      const engine = mpcEngine();
      const own = (progress: Progress<SideState>): Progress<SideState> => {
        const { session } = progress;
        if (session === undefined) return progress;
        return { ...progress, session: { ...session, run: () => session.run(ioOf(progress.state.party)) } };
      };
      return {
        ...engine,
        start: async (input) => own(await engine.start(input)),
        receive: async (state, message) => own(await engine.receive(state, message)),
      };
    }

    const own = ofOwnParts(amongThree(SMALL), "all");
    /** What each node keeps in an epoch, and the outcomes. */
    async function epoch(number: number) {
      const kept: Uint8Array[] = [];
      const io = sessionsInProcess();
      const engine = withSessions((party) => ({
        ...{ ...io, epoch: number, nonce: new Uint8Array(32).fill(16 * number + party) },
        keep: async (result) => {
          kept[party] = result;
        },
      }));
      const { outcomes, transcript } = await playParts(own, "epochs", { engine });
      return { kept, outcomes, transcript };
    }
    const resumed = (kept: readonly Uint8Array[], changes: Changes = {}) => {
      const io = sessionsInProcess();
      return playParts(own, "epochs", {
        ...changes,
        engine: withSessions((party) => ({ ...io, epoch: 2, result: kept[party]! })),
      });
    };

    it("are sent again as they were, from what every node kept", async () => {
      const { kept, outcomes, transcript } = await epoch(0);
      const again = await resumed(kept);
      expect(again.transcript).to.deep.equal(transcript);
      expect(again.outcomes).to.deep.equal(outcomes);
    });

    it("are the same numbers in every epoch, in other components; those of two epochs never mix", async () => {
      const [first, second] = [await epoch(0), await epoch(1)];
      expect(second.outcomes).to.deep.equal(first.outcomes);
      for (const node of NODES) {
        const [here, there] = [first, second].map(({ kept }) => decodeElements(kept[node]!.subarray(0, 2 * WORD * 10)));
        expect(here!.filter((word) => there!.includes(word))).to.deep.equal([]);
      }
      for (const node of NODES) {
        // Its closing is of another epoch: nobody looks at components.
        const mixed = await failureOf(resumed(first.kept.with(node, second.kept[node]!)));
        expect(mixed).to.be.instanceOf(ProtocolError).that.includes({ code: "TranscriptDiffers", party: node });
        // Only its components are.
        const later = new Map(second.transcript.map((message) => [message.position, message]));
        const isPart = ({ from, to, position }: Message) => from === node && to !== null && position > 8;
        const deliver = (message: Message) => (isPart(message) ? later.get(message.position)! : message);
        const swapped = await failureOf(resumed(first.kept, { deliver }));
        expect(swapped).to.be.instanceOf(ProtocolError).that.includes({ code: "SharesDiffer", party: node });
      }
    });

    it("go on from a checkpoint to the same numbers", async () => {
      const problem = ofOwnParts(await example("sc50b"), "all");
      const saved: Uint8Array[][] = NODES.map(() => []);
      const before = await runSession(problem, "checkpoint", { save: (node, bytes) => saved[node]!.unshift(bytes) });
      expect(saved[0]).to.have.length.above(2);
      const checkpoints = [saved[0]!.slice(0, 2), saved[1]!.slice(1, 3), saved[2]!.slice(0, 2)];
      const after = await runSession(problem, "checkpoint", { epoch: 1, checkpoints });
      const [whole, again] = [before, after].map((results) => outcomesOf<OwnPartOutcome>(problem, results));
      expect(again).to.deep.equal(whole);
    });
  });

  it("of a point above the bounds are the powers of ten of the variables that the company names", async () => {
    const whole = amongThree(SMALL);
    const unit = 10n ** 12n;
    // x = (3, 3, 2, 4): companies name (0, 1), (1, 2, 3), (0, 1, 3).
    for (const bounds of [
      [unit, 5n * unit, 5n * unit, unit / 100n],
      [9n * unit, 9n * unit, unit / 1000n, 9n * unit],
    ]) {
      const problem = { ...whole, round: { ...whole.round, bounds } };
      const all = await failureOf(play(problem, "above"));
      if (!(all instanceof SolutionTooLarge)) throw new Error("a point above is due");
      const { round } = ofOwnParts(problem);
      const results = await runSession({ ...problem, round }, "above");
      for (const result of results)
        expect(result).to.have.nested.property("value.answer").deep.equal({ kind: "above", exponents: null });
      for (const party of NODES) {
        const failure = await failureOf((async () => outcomeFor({ ...problem, round }, results, party))());
        const named = all.x.map((power, j) => (round.ownParts!.names[j]!.includes(party) ? power : 0n));
        expect(failure).to.be.instanceOf(SolverError).with.property("code", "SolutionTooLarge");
        if (named.some((power) => power > 0n))
          expect(failure).to.be.instanceOf(SolutionTooLarge).deep.include({ x: named });
        else expect(failure).not.to.be.instanceOf(SolutionTooLarge);
      }
    }
  });

  for (const kind of ["infeasible", "unbounded"] as const)
    it(`there are none of a program that is ${kind}: the round says so, and what to do`, async () => {
      for (const seed of [1, 2]) {
        const own = ofOwnParts(amongThree(randomProgram(seed, kind, 8)), "all");
        const failure = await failureOf(playParts(own, kind));
        expect(failure).to.be.instanceOf(SolverError).with.property("code", "OwnPartKind");
        expect((failure as ConcordatError).message)
          .to.include(kind)
          .and.to.include('"outcome": "sealed"');
        const results = await runSession(own, kind);
        for (const result of results) {
          if (result.status === "rejected") throw result.reason;
          expect(result.value.answer).to.deep.equal({ kind: "none", cause: kind });
          expect(result.value.shares.every((byte) => byte === 0)).to.equal(true);
        }
      }
    });
});

function withCoefficient(column: number) {
  return (rows: PartyRows): PartyRows => {
    const { coefficients, rhs } = rows.inequalities;
    return { ...rows, inequalities: { coefficients: coefficients.with(0, coefficients[0]!.with(column, 1n)), rhs } };
  };
}

function withCost(column: number) {
  return (rows: PartyRows): PartyRows => ({ ...rows, objective: rows.objective!.with(column, 1n) });
}
