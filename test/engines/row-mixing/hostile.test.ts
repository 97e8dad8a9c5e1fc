// Messages and inputs that depart from the protocol of li and mangasarian: each is refused, and its
// sender is named where that is possible.
import { expect } from "chai";
import { readBody } from "../../../client/engines/codec.ts";
import type { EngineInput, Message } from "../../../client/engines/engine.ts";
import { liEngine } from "../../../client/engines/row-mixing/li.ts";
import { mangasarianEngine } from "../../../client/engines/row-mixing/mangasarian.ts";
import {
  encodeAnswer,
  encodeConsent,
  encodePublished,
  readAnswer,
  readPublished,
} from "../../../client/engines/row-mixing/messages.ts";
import { mixingShape } from "../../../client/engines/row-mixing/shape.ts";
import { ConcordatError, InputError, ProtocolError } from "../../../client/errors.ts";
import type { ExactOutcome } from "../../../client/lp/exact/outcome.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { program } from "../../support/programs.ts";
import { UNCOMMITTED } from "../../support/uncommitted.ts";
import {
  type Dealt,
  dealInTurn,
  expectCentralised,
  KINDS,
  type ProgramKind,
  play,
  randomProgram,
  seeded,
  withSlackColumns,
} from "./problems.ts";

const li = liEngine(highsSolver);
const mangasarian = mangasarianEngine(highsSolver);
const OWNER = 1;
/** Steps of a round of three parties: three publish, the owner answers, three consent. */
const ANSWER = 3;
const CONSENTS = 4;

type Change = (body: Uint8Array) => Uint8Array;

const problem = (kind: ProgramKind): Dealt => dealInTurn(randomProgram(4, kind, 5), 3, OWNER);

/** Code and blamed party when the message of `step` is changed on its way. */
async function outcomeOf(engine: typeof li, dealt: Dealt, step: number, change: Change) {
  const deliver = (message: Message) =>
    message.position === step ? { ...message, body: change(message.body) } : message;
  try {
    await play(engine, dealt, 70, deliver);
  } catch (error) {
    if (error instanceof ProtocolError) return { code: error.code, party: error.party };
    throw error;
  }
  return { code: "none", party: undefined };
}

const shorter: Change = (body) => body.slice(0, -1);
const longer: Change = (body) => Uint8Array.from([...body, 0]);
const largest: Change = (body) => new Uint8Array(body.length).fill(0x7f);
const empty: Change = () => new Uint8Array(0);

/** Rewrites the answer. */
const answering =
  ({ round }: Dealt, change: (answer: ExactOutcome) => ExactOutcome): Change =>
  (body) =>
    encodeAnswer(change(readAnswer(mixingShape(round), readBody(body, "answer", OWNER))));

describe("li and mangasarian against messages that depart from them", function () {
  this.timeout(120_000);

  for (const kind of KINDS)
    it(`refuse short, long, empty and out-of-range messages and name the sender: ${kind}`, async () => {
      const inequalities = problem(kind);
      const equalities = dealInTurn(withSlackColumns(inequalities.whole), 3, OWNER);
      for (const [engine, dealt] of [[li, inequalities] as const, [mangasarian, equalities] as const])
        for (const [step, { from }] of engine.schedule(dealt.round).entries())
          for (const change of [shorter, longer, largest, empty]) {
            const { code, party } = await outcomeOf(engine, dealt, step, change);
            expect(code, `${engine.name} step ${step}`).not.to.equal("none");
            expect(party, `${engine.name} step ${step} ${code}`).to.equal(from);
          }
    });

  it("name the owner for any answer that is not one to the published problem", async () => {
    const moved = (values: readonly bigint[]) => values.map((value) => value + 1n);
    const changes: Record<ProgramKind, readonly ((answer: ExactOutcome) => ExactOutcome)[]> = {
      optimal: [
        (answer) =>
          answer.kind === "optimal"
            ? { ...answer, x: { ...answer.x, numerators: moved(answer.x.numerators) } }
            : answer,
        (answer) =>
          answer.kind === "optimal"
            ? { ...answer, x: { ...answer.x, denominator: answer.x.denominator + 1n } }
            : answer,
        (answer) =>
          answer.kind === "optimal"
            ? { ...answer, duals: { ...answer.duals, numerators: answer.duals.numerators.map(() => 0n) } }
            : answer,
        (answer) =>
          answer.kind === "optimal" ? { kind: "infeasible", duals: answer.duals.numerators, interior: null } : answer,
      ],
      infeasible: [
        (answer) => (answer.kind === "infeasible" ? { ...answer, duals: moved(answer.duals) } : answer),
        (answer) => (answer.kind === "infeasible" ? { ...answer, duals: answer.duals.map((value) => -value) } : answer),
        (answer) => (answer.kind === "infeasible" ? { ...answer, interior: answer.duals.map(() => 0n) } : answer),
      ],
      unbounded: [
        (answer) => (answer.kind === "unbounded" ? { ...answer, ray: moved(answer.ray) } : answer),
        (answer) => (answer.kind === "unbounded" ? { ...answer, ray: answer.ray.map((value) => -value) } : answer),
        (answer) => (answer.kind === "unbounded" ? { ...answer, ray: answer.ray.map(() => 0n) } : answer),
      ],
    };
    for (const kind of KINDS) {
      const dealt = problem(kind);
      for (const [i, change] of changes[kind].entries())
        expect(await outcomeOf(li, dealt, ANSWER, answering(dealt, change)), `${kind} ${i}`).to.deep.equal({
          code: "AnswerWrong",
          party: OWNER,
        });
    }
  });

  it("name the sender of a consent to another answer, or of scales that cannot be", async () => {
    for (const [from, step] of [CONSENTS, CONSENTS + 1, CONSENTS + 2].entries())
      expect(await outcomeOf(li, problem("optimal"), step, () => Uint8Array.of(2))).to.deep.equal({
        code: "ConsentWrong",
        party: from,
      });
    for (const [divisor, size] of [
      [0n, 1n],
      [2n, 3n],
      [-1n, 1n],
      [4n, 2n],
    ] as const) {
      const scale = { divisor, largest: size, interior: 0n };
      expect(
        await outcomeOf(li, problem("infeasible"), CONSENTS, () => encodeConsent("infeasible", scale)),
      ).to.deep.equal({ code: "ConsentWrong", party: 0 });
    }
  });

  it("detect, naming nobody, that published numbers are no products of rows", async () => {
    const dealt = problem("optimal");
    const shape = mixingShape(dealt.round);
    const other: Change = (body) => {
      const published = readPublished(shape, shape.parties[2]!, body);
      // One unit more in one mixed row, so that it is no B_·i b_i for the B_·i of the other rows.
      const rhs = published.rhs.with(0, published.rhs[0]! + 1n);
      return encodePublished(shape, shape.parties[2]!, { ...published, rhs });
    };
    expect(await outcomeOf(li, dealt, 2, other)).to.deep.equal({ code: "MixingFailed", party: undefined });
  });

  it("notice a mixing matrix that is not of full column rank", async () => {
    // All parties draw the same B_·i, so that only the sum of the three single rows is left.
    const whole = program(
      [1, 2, 3],
      [],
      [
        [[1, 1, 0], 2],
        [[0, 1, 1], 3],
        [[1, 0, 1], 3],
      ],
    );
    const same = (input: EngineInput) => mangasarian.start({ ...input, random: seeded(1) });
    const engine = { ...mangasarian, start: same };
    const one = dealInTurn(whole, 3, OWNER);
    const error = await play(engine, one, 1).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(ProtocolError).with.property("code", "MixingFailed");
  });

  it("refuse messages out of turn", async () => {
    const { round, parties } = problem("optimal");
    const states = await Promise.all(
      parties.map((rows, party) => li.start({ ...UNCOMMITTED, party, round, rows, random: seeded(party) })),
    );
    const refusal = (message: Message) => li.receive(states[0]!.state, message).catch((thrown: unknown) => thrown);
    expect(await refusal(states[2]!.send[0]!)).to.include({ code: "MessageUnexpected", party: 2 });
    expect(await refusal({ ...states[1]!.send[0]!, from: 2 })).to.include({ code: "MessageUnexpected", party: 2 });
  });

  it("refuse a party's own input that is not the round's", async () => {
    const { round, parties } = problem("optimal");
    const attempt = (party: number, rows: (typeof parties)[number]) =>
      li.start({ ...UNCOMMITTED, party, round, rows, random: seeded(1) }).catch((thrown: unknown) => thrown);
    expect(await attempt(0, { ...parties[0]!, columns: 1 }))
      .to.be.instanceOf(InputError)
      .with.property("code", "RowsMismatch");
    expect(await attempt(0, { ...parties[0]!, objective: parties[1]!.objective })).to.have.property(
      "code",
      "ObjectiveMismatch",
    );
    expect(await attempt(3, parties[0]!)).to.be.instanceOf(ConcordatError);
  });

  it("play the unchanged problem to its end", async () => {
    for (const kind of KINDS) {
      const dealt = problem(kind);
      await expectCentralised(dealt, (await play(li, dealt, 70)).outcomes);
    }
  });
});
