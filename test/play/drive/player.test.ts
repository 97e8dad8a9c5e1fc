// What a company takes from its engine before it proves: an engine may be wrong or hostile.
import { expect } from "chai";
import { commitRows } from "../../../client/certificate/commit.ts";
import type { Engine, EngineOutcome } from "../../../client/engines/engine.ts";
import { ConcordatError } from "../../../client/errors.ts";
import { Player, type PlayerInput } from "../../../client/play/drive/player.ts";
import { commitmentOf, type Proving } from "../../../client/play/drive/proving.ts";
import { statementOf } from "../../../client/round/statement.ts";
import { TEST_ID, testParams, testSeed } from "../../support/certificate.ts";
import { engineOutcome } from "../../support/engine-outcome.ts";
import { entryOf } from "../../support/network.ts";
import { buildSealed } from "../../support/sealed.ts";

const SHAPE = { kind: "optimal", columns: 5, inequalities: [2], equalities: [1], owner: 0 } as const;

describe("what a company takes from its engine", () => {
  const built = buildSealed(SHAPE, "player");
  const [rows] = built.rows as [PlayerInput["rows"]];
  const provings: readonly Proving[] = [
    { outcome: "public", committed: commitRows(rows, testSeed("player")) },
    { outcome: "sealed", committed: built.committed[0]!, key: built.key, committer: built.setting.committer },
  ];

  /** Whether the company goes on to prove what the engine gave it; else the code of its refusal. */
  async function proving(outcome: EngineOutcome, how: Proving): Promise<string> {
    const engine = {
      name: "made up",
      schedule: () => [entryOf(0, null, 0)],
      start: async () => ({ state: null, send: [], outcome }),
    } as unknown as Engine<unknown>;
    const { columns, inequalities, equalities, owner: objectiveOwner } = SHAPE;
    const { tolerances, bounds } = built.statement;
    const decimals = { ...built.statement.decimals, coefficient: 0 };
    const round = { columns, inequalities, equalities, objectiveOwner, decimals, tolerances, bounds };
    const player = new Player({
      ...{ party: 0, rows, engine, random: testSeed("player"), proving: how },
      agreement: { round, accounts: ["0x"] } as unknown as PlayerInput["agreement"],
    });
    await player.begin(statementOf(testParams(SHAPE), TEST_ID, [commitmentOf(how, TEST_ID, 0, columns)]));
    try {
      player.prove();
      return player.play.part;
    } catch (error) {
      expect(error).to.be.instanceOf(ConcordatError);
      return (error as ConcordatError).code;
    }
  }

  for (const how of provings)
    it(`is no negative multiplier of an inequality, for which the others would blame it: ${how.outcome}`, async () => {
      const outcome = engineOutcome(built.outcome, 0);
      if (outcome.kind !== "optimal") throw new Error("an optimum is due");
      const { multipliers } = outcome;
      expect(await proving(outcome, how)).to.equal("settlement");
      for (const at of [0, 1])
        expect(await proving({ ...outcome, multipliers: multipliers.with(at, -1n) }, how)).to.equal("AnswerWrong");
      expect(await proving({ kind: "infeasible", multipliers: [-1n, 0n, 0n] }, how)).to.equal("AnswerWrong");
      // An equality's may have either sign, whatever else refuses this one.
      expect(await proving({ ...outcome, multipliers: multipliers.with(2, -1n) }, how)).not.to.equal("AnswerWrong");
    });
});
