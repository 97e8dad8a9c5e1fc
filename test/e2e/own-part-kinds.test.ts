// Rounds in which each company learns its own part, without costs and without an optimum: real
// clients on a chain in the same process.
import { expect } from "chai";
import { readOutcome } from "../../client/chain/coordinator/read.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { announce, combine, HELPER } from "../../client/lp/joint/program.ts";
import { helperModel } from "../../client/lp/model/model.ts";
import { toPartyRows, withZeroCosts } from "../../client/lp/model/normalise.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { agreeSealed, playSealed } from "../support/sealed-companies.ts";
import { smallEngine } from "../support/small-engines.ts";

const LEFT = "st\n a: x + y <= 4\n b: x >= 1\nend\n";
const RIGHT = "st\n c: y + z >= 2\n d: z <= 3\nend\n";
const THIRD = "st\n e: z - q >= 1\nend\n";
const COSTS = "min\n obj: z + q\nst\n e: z - q >= 1\nend\n";

describe("a round in which each company learns its own part", function () {
  this.timeout(240_000);
  let chain: LocalChain;

  before(async () => {
    chain = await startLocalChain(3);
  });
  after(() => chain.close());

  /** A company without a text helps. */
  function play(texts: readonly (string | null)[], { feasible }: { readonly feasible: boolean }) {
    const models = texts.map((text, k) => (text === null ? helperModel("helper") : readProgramText(text, `${k}.lp`)));
    const announcements = models.map((model, k) => (texts[k] === null ? HELPER : announce(model)));
    const program = combine(announcements, { feasible });
    const rows = models.map((model, k) => withZeroCosts(toPartyRows(model, program, 0), program, k));
    const engine = smallEngine("mpc") as Engine<unknown>;
    const agreed = agreeSealed(chain, rows, engine, "owner");
    return playSealed(chain, { engine, rows }, agreed);
  }

  for (const [who, third, known] of [
    ["beside a helper, who has costs of zero", null, []],
    ["among three with rows", THIRD, [2, 3]],
  ] as const)
    it(`settles a plan without costs, ${who}`, async () => {
      const { results, round } = await play([LEFT, RIGHT, third], { feasible: true });
      const parts = results.map((result) => {
        if (result.status === "rejected") throw result.reason;
        const { outcome } = result.value.own!;
        if (outcome.kind !== "own part") throw new Error("all of it is known");
        return outcome.x.flatMap((value, column) => (value === null ? [] : [column]));
      });
      expect(parts).to.deep.equal([[0, 1], [1, 2], known]);
      expect((await readOutcome(chain.sessions[0]!, round)).kind).to.equal("optimal");
    });

  for (const [kind, texts] of [
    ["of a contradiction", [LEFT, RIGHT, COSTS.replace(">= 1", ">= 4")]],
    ["of an objective without bound", [LEFT, RIGHT.replace("d: z <= 3", "d: z >= 1"), COSTS.replace("z + q", "- q")]],
  ] as const)
    it(`ends without a proof in the case ${kind}, which every company learns`, async () => {
      const { results, journals } = await play(texts, { feasible: false });
      expect(results.map(({ status }) => status)).to.deep.equal(["rejected", "rejected", "rejected"]);
      const faults = journals.map((journal) => journal.fault());
      for (const fault of faults) expect(fault).to.deep.include({ code: "OwnPartKind", party: null });
    });
});
