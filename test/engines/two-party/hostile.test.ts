// Messages and inputs that depart from the protocol: each is refused and its sender named.
import { expect } from "chai";
import type { Message } from "../../../client/engines/engine.ts";
import { runEngine } from "../../../client/engines/run.ts";
import { decoyOt } from "../../../client/engines/two-party/decoy-ot.ts";
import { twoPartyEngine } from "../../../client/engines/two-party/engine.ts";
import { paillier } from "../../../client/engines/two-party/paillier.ts";
import { ConcordatError, InputError, ProtocolError } from "../../../client/errors.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { sampled } from "../../support/sampled.ts";
import { UNCOMMITTED } from "../../support/uncommitted.ts";
import { type ProgramKind, randomProgram, type SplitProgram, seeded } from "./problems.ts";

const decoys = twoPartyEngine(decoyOt({ choices: 2, shares: 2 }), highsSolver);
const encrypted = twoPartyEngine(paillier({ keyBits: 512, minimumBits: 512 }), highsSolver);
const engines = [decoys, encrypted];

type Change = (body: Uint8Array) => Uint8Array;

const inputsOf = ({ parties }: SplitProgram) => parties.map((rows, party) => ({ rows, random: seeded(70 + party) }));

/** Code and blamed party when the message of `step` is changed on its way. */
async function outcomeOf(engine: typeof decoys, program: SplitProgram, step: number, change: Change) {
  const deliver = (message: Message) =>
    message.position === step ? { ...message, body: change(message.body) } : message;
  try {
    await runEngine(engine, program.round, inputsOf(program), { deliver });
  } catch (error) {
    if (error instanceof ProtocolError) return { code: error.code, party: error.party };
    throw error;
  }
  return { code: "none", party: undefined };
}

const shorter: Change = (body) => body.slice(0, -1);
const longer: Change = (body) => Uint8Array.from([...body, 0]);
const largest: Change = (body) => new Uint8Array(body.length).fill(0x7f);
const ones: Change = (body) => new Uint8Array(body.length).fill(0xff);
const empty: Change = () => new Uint8Array(0);
const set =
  (offset: number, value: number): Change =>
  (body) => {
    const changed = Uint8Array.from(body);
    changed[offset < 0 ? body.length + offset : offset] = value;
    return changed;
  };

describe("two-party engine against messages that depart from it", function () {
  this.timeout(120_000);

  for (const [turn, kind] of (["optimal", "infeasible", "unbounded"] as ProgramKind[]).entries())
    it(`refuses short, long, empty and out-of-range messages and names the sender: ${kind}`, async () => {
      const program = randomProgram(4, kind);
      for (const engine of engines)
        for (const [step, { from }] of sampled([...engine.schedule(program.round).entries()], 2, turn))
          for (const change of [shorter, longer, largest, empty]) {
            const { code, party } = await outcomeOf(engine, program, step, change);
            expect(code, `${engine.name} step ${step}`).not.to.equal("none");
            expect(party, `${engine.name} step ${step} ${code}`).to.equal(from);
          }
    });

  it("tells length from range", async () => {
    const program = randomProgram(4, "optimal");
    const bob = program.round.objectiveOwner;
    const alice = 1 - bob;
    expect(await outcomeOf(decoys, program, 3, longer)).to.deep.equal({ code: "MessageLength", party: bob });
    expect(await outcomeOf(decoys, program, 3, largest)).to.deep.equal({ code: "NumberOutOfRange", party: bob });
    // Costs of −1 throughout are in range: Alice solves for them, and Bob sees that her answer does
    // not belong to his objective.
    expect(await outcomeOf(decoys, program, 3, ones)).to.deep.equal({ code: "AnswerWrong", party: alice });
    expect(await outcomeOf(decoys, program, 4, set(0, 3))).to.deep.equal({ code: "NumberOutOfRange", party: alice });
    expect(await outcomeOf(decoys, program, 1, set(0, 0xff))).to.deep.equal({ code: "NumberOutOfRange", party: alice });
  });

  it("refuses other parameters, points and transfers of decoy-ot", async () => {
    const program = randomProgram(4, "optimal");
    const bob = program.round.objectiveOwner;
    const alice = 1 - bob;
    expect(await outcomeOf(decoys, program, 0, set(3, 3))).to.deep.equal({ code: "ParametersDiffer", party: bob });
    expect(await outcomeOf(decoys, program, 0, set(8, 0xff))).to.deep.equal({ code: "OtPointInvalid", party: bob });
    expect(await outcomeOf(decoys, program, 1, set(-1, 0xff))).to.deep.equal({ code: "OtPointInvalid", party: alice });
    const garbled: Change = (body) => body.map((byte, i) => (i < body.length / 2 ? byte ^ 1 : byte));
    expect(await outcomeOf(decoys, program, 2, garbled)).to.deep.equal({ code: "OtAuthentication", party: bob });
  });

  it("refuses invalid keys and ciphertexts", async () => {
    const program = randomProgram(4, "optimal");
    const bob = program.round.objectiveOwner;
    const alice = 1 - bob;
    expect(await outcomeOf(encrypted, program, 0, set(63, 2))).to.deep.equal({
      code: "PaillierKeyInvalid",
      party: alice,
    });
    expect(await outcomeOf(encrypted, program, 0, set(64, 0))).to.deep.equal({
      code: "PaillierModulusUnproven",
      party: alice,
    });
    // Behind the modulus (64 bytes) and its proof (512 bytes).
    const zero: Change = (body) => Uint8Array.from([...body.slice(0, 576), ...new Uint8Array(128), ...body.slice(704)]);
    expect(await outcomeOf(encrypted, program, 0, zero)).to.deep.equal({
      code: "PaillierCiphertextInvalid",
      party: alice,
    });
    const swapped: Change = (body) => body.map((byte, i) => (i === 40 ? byte ^ 1 : byte));
    expect(await outcomeOf(encrypted, program, 1, swapped)).to.deep.equal({ code: "PaillierSlotRange", party: bob });
  });

  it("refuses an answer whose objective or multipliers are wrong, and a result that misses the rows", async () => {
    const program = randomProgram(4, "optimal");
    const bob = program.round.objectiveOwner;
    const alice = 1 - bob;
    // The objective is the last number of the answer; v comes before Alice's multipliers, and x is
    // first in the result.
    expect(await outcomeOf(encrypted, program, 3, set(-8, 0x55))).to.deep.equal({ code: "AnswerWrong", party: alice });
    expect(await outcomeOf(encrypted, program, 4, set(3, 0x01))).to.deep.equal({
      code: "ResidualTooLarge",
      party: bob,
    });
    expect(await outcomeOf(encrypted, program, 4, set(0, 1))).to.include({ party: bob });
  });

  it("refuses messages out of order, from another party, or after the end", async () => {
    const program = randomProgram(4, "optimal");
    const { round, parties } = program;
    const bob = round.objectiveOwner;
    const start = await encrypted.start({ ...UNCOMMITTED, party: bob, round, rows: parties[bob]!, random: seeded(1) });
    const message = { position: 0, from: 1 - bob, to: bob, body: new Uint8Array(0) };
    const codeOf = async (sent: Message) => {
      try {
        await encrypted.receive(start.state, sent);
      } catch (error) {
        if (error instanceof ProtocolError) return `${error.code} ${error.party === sent.from}`;
        throw error;
      }
      return "none";
    };
    expect(await codeOf({ ...message, position: 3 })).to.equal("MessageUnexpected true");
    expect(await codeOf({ ...message, from: bob })).to.equal("MessageUnexpected true");
    expect(await codeOf(message)).to.equal("MessageLength true");

    const { transcript } = await runEngine(encrypted, round, inputsOf(program));
    let { state } = await encrypted.start({ ...UNCOMMITTED, party: bob, round, ...inputsOf(program)[bob]! });
    for (const sent of transcript.filter(({ from }) => from !== bob))
      ({ state } = await encrypted.receive(state, sent));
    const late = encrypted.receive(state, message).catch((error: unknown) => error);
    expect(await late)
      .to.be.instanceOf(ProtocolError)
      .with.property("code", "MessageUnexpected");
  });
});

describe("two-party engine against rounds and inputs that do not suit", () => {
  const program = randomProgram(4, "optimal");
  const { round, parties } = program;
  const bob = round.objectiveOwner;
  const alice = 1 - bob;

  it("refuses rounds of other sizes", () => {
    const none = [0, 0];
    const unsuitable = [
      { ...round, inequalities: [...round.inequalities, 1], equalities: [...round.equalities, 0] },
      { ...round, objectiveOwner: 2 },
      { ...round, columns: 0 },
      { ...round, inequalities: none, equalities: none },
    ];
    for (const changed of unsuitable)
      expect(() => encrypted.schedule(changed))
        .to.throw(ProtocolError)
        .with.property("code", "RoundUnsuitable");
  });

  it("refuses own rows that are not what the round announces", async () => {
    const own = parties[alice]!;
    const large = own.inequalities.coefficients.map((row) => row.map(() => 1n << 72n));
    const cases: [string, number, typeof own][] = [
      ["RowsMismatch", alice, { ...own, columns: own.columns + 1 }],
      ["RowsMismatch", alice, { ...own, inequalities: { coefficients: [], rhs: [] } }],
      ["RowsMismatch", bob, { ...parties[bob]!, objective: [] }],
      ["NumberTooLarge", alice, { ...own, inequalities: { ...own.inequalities, coefficients: large } }],
      ["ObjectiveMismatch", alice, { ...own, objective: new Array<bigint>(own.columns).fill(1n) }],
      ["ObjectiveMismatch", bob, { ...parties[bob]!, objective: null }],
    ];
    for (const [code, party, rows] of cases) {
      const error = await encrypted
        .start({ ...UNCOMMITTED, party, round, rows, random: seeded(1) })
        .catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(InputError).with.property("code", code);
    }
    const stranger = await encrypted
      .start({ ...UNCOMMITTED, party: 2, round, rows: own, random: seeded(1) })
      .catch((e: unknown) => e);
    expect(stranger).to.be.instanceOf(ConcordatError).with.property("code", "PartyUnknown");
  });
});
