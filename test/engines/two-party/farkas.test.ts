// A published program made infeasible by a cut: its Farkas vector at a vertex exceeds 87 bits, so
// one from the interior is needed.
import { expect } from "chai";
import { readBody } from "../../../client/engines/codec.ts";
import type { EngineInput, Message } from "../../../client/engines/engine.ts";
import { type Run, runEngine } from "../../../client/engines/run.ts";
import { decoyOt } from "../../../client/engines/two-party/decoy-ot.ts";
import { twoPartyEngine } from "../../../client/engines/two-party/engine.ts";
import { type Answer, encodeAnswer, readAnswer } from "../../../client/engines/two-party/messages.ts";
import { twoPartyShape } from "../../../client/engines/two-party/shape.ts";
import { ProtocolError, SolverError } from "../../../client/errors.ts";
import { defaultBounds } from "../../../client/lp/exact/tolerances.ts";
import { announce, combine } from "../../../client/lp/joint/program.ts";
import { type PartyRows, VALUE_LIMIT } from "../../../client/lp/model/normal.ts";
import { combinePrograms, toPartyRows } from "../../../client/lp/model/normalise.ts";
import { readProgram } from "../../../client/lp/readers/read.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { decimal } from "../../../client/math/decimal.ts";
import { magnitude } from "../../../client/math/field.ts";
import type { PublicRound } from "../../../client/round/public-round.ts";
import { consecutiveParts, splitProgram } from "../../../lab/splitting.ts";
import { expectFarkas } from "../../support/optimality.ts";
import { residualTolerance } from "../../support/tolerances.ts";
import { UNCOMMITTED } from "../../support/uncommitted.ts";
import { joined, seeded } from "./problems.ts";

type Infeasible = Extract<Answer, { kind: "infeasible" }>;

const engine = twoPartyEngine(decoyOt({ choices: 2, shares: 2 }), highsSolver);
const ALICE = 1;
const BOB = 0;

/**
 * adlittle, whose optimum is 225494.96, with costs of at most 225000; Alice has the cut among her
 * rows, Bob the objective.
 */
async function cutProgram(): Promise<{ round: PublicRound; parties: PartyRows[] }> {
  const file = new URL("../../../examples/lp/adlittle.mps", import.meta.url).pathname;
  const model = await readProgram(file);
  const cut = {
    name: "cut",
    line: 0,
    entries: model.objective!.entries,
    lower: null,
    upper: { value: decimal(225_000n), line: 0 },
  };
  const rows = [...model.rows, cut];
  const models = splitProgram({ ...model, rows }, consecutiveParts(rows.length, 2), BOB);
  const program = combine(models.map(announce));
  const parties = models.map((part) => toPartyRows(part, program, program.decimals));
  const decimals = { coefficient: program.decimals, solution: 9, multiplier: 15 };
  const round = {
    columns: program.columns,
    inequalities: parties.map(({ inequalities }) => inequalities.rhs.length),
    equalities: parties.map(({ equalities }) => equalities.rhs.length),
    objectiveOwner: BOB,
    decimals,
    bounds: defaultBounds(program.columns, decimals),
    tolerances: residualTolerance(10n ** BigInt(program.decimals + 3)),
  };
  return { round, parties };
}

describe("two-party engine on adlittle with a cut that contradicts it", function () {
  this.timeout(120_000);
  let round: PublicRound;
  let parties: PartyRows[];
  let run: Run;
  let answer: Infeasible;
  let sent: Message;

  const inputOf = (party: number): EngineInput => ({
    ...UNCOMMITTED,
    party,
    round,
    rows: parties[party]!,
    random: seeded(50 + party),
  });

  before(async () => {
    ({ round, parties } = await cutProgram());
    run = await runEngine(
      engine,
      round,
      parties.map((_, party) => inputOf(party)),
    );
    sent = run.transcript.findLast(({ from }) => from === ALICE)!;
    const read = readAnswer(twoPartyShape(round), readBody(sent.body, "answer", ALICE));
    if (read.kind !== "infeasible") throw new Error(`the answer is ${read.kind}`);
    answer = read;
  });

  it("gives both parties multipliers within 87 bits that prove infeasibility exactly", () => {
    const outcomes = run.outcomes.map((outcome) => {
      if (outcome.kind !== "infeasible") throw new Error(`the outcome is ${outcome.kind}`);
      return outcome;
    });
    const multipliers = joined(round, outcomes);
    expect(multipliers.every((value) => magnitude(value) < VALUE_LIMIT)).to.equal(true);
    expectFarkas(combinePrograms(parties), multipliers);
  });

  it("blames nobody without the interior vector, and Alice for one that is wrong", async () => {
    let { state } = await engine.start(inputOf(BOB));
    const toBob = run.transcript.filter(({ from }) => from === ALICE);
    for (const message of toBob.slice(0, -1)) ({ state } = await engine.receive(state, message));
    const outcomeOf = async (body: Uint8Array) =>
      engine.receive(state, { ...sent, body }).then(
        () => null,
        (error: unknown) => error,
      );
    const refused = async (body: Uint8Array) => {
      const error = await outcomeOf(body);
      if (!(error instanceof ProtocolError)) throw error;
      return { code: error.code, party: error.party };
    };

    expect(await outcomeOf(sent.body)).to.equal(null);
    expect(await outcomeOf(encodeAnswer({ ...answer, interior: null })))
      .to.be.instanceOf(SolverError)
      .with.property("code", "MultiplierTooLarge");

    const interior = answer.interior!;
    const wrong = { code: "AnswerWrong", party: ALICE };
    const largest = interior.reduce((most, value) => (magnitude(value) > most ? magnitude(value) : most), 0n);
    for (const changed of [
      interior.map((value) => -value),
      interior.map(() => 0n),
      interior.map((value, i) => (i === 0 ? value + largest : value)),
    ])
      expect(await refused(encodeAnswer({ ...answer, interior: changed }))).to.deep.equal(wrong);

    const short = { code: "MessageLength", party: ALICE };
    const one = encodeAnswer({ ...answer, interior: null });
    for (const body of [
      sent.body.slice(0, -1),
      Uint8Array.from([...sent.body, 0]),
      Uint8Array.from([...one.slice(0, -1), 1]),
      Uint8Array.from([...one, 0]),
      one.slice(0, -1),
      encodeAnswer({ ...answer, interior: interior.slice(1) }),
    ])
      expect(await refused(body)).to.deep.equal(short);
    for (const flag of [2, 0xff])
      expect(await refused(Uint8Array.from([...one.slice(0, -1), flag]))).to.deep.equal({
        code: "NumberOutOfRange",
        party: ALICE,
      });
  });
});
