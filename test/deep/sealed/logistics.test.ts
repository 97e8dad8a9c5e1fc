// The logistics example sealed among its five companies, of which each learns its own part: what
// its README says that each learns.
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Engine } from "../../../client/engines/engine.ts";
import { announce, combine } from "../../../client/lp/joint/program.ts";
import { scalesOf } from "../../../client/lp/joint/scales.ts";
import { toPartyRows } from "../../../client/lp/model/normalise.ts";
import { readProgram } from "../../../client/lp/readers/read.ts";
import { formatScaled } from "../../../client/math/decimal.ts";
import type { PartOfOutcome } from "../../../client/play/seal/settlement.ts";
import { roundSchedule } from "../../../client/play/settle/schedule.ts";
import { roundOf } from "../../../client/round/terms.ts";
import { keyDigest } from "../../../client/sealed/contract-key.ts";
import { sealedGrid } from "../../../client/sealed/limits.ts";
import { verifyingKey } from "../../../client/sealed/verifying-key.ts";
import { type LocalChain, startLocalChain } from "../../../lab/chain/local-chain.ts";
import { agree } from "../../support/companies.ts";
import { testString } from "../../support/sealed.ts";
import { playSealed } from "../../support/sealed-companies.ts";
import { smallEngine } from "../../support/small-engines.ts";

const FILES = [
  "skogsbo-timber.lp",
  "weser-fittings.lp",
  "nordlys-furniture.mps",
  "bergslag-kitchens.json",
  "sundet-haulage.json",
];
/** R, the least with room for 34 columns. */
const SIZE = 64;

describe("sealed: the logistics example", function () {
  this.timeout(1_800_000);
  let chain: LocalChain;

  before(async () => {
    chain = await startLocalChain(FILES.length);
  });
  after(() => chain.close());

  it("tells each company its lanes, and the carrier the bill", async () => {
    const folder = fileURLToPath(new URL("../../../examples/logistics/", import.meta.url));
    const models = await Promise.all(FILES.map((file) => readProgram(`${folder}${file}`)));
    const program = combine(models.map(announce));
    const rows = models.map((model) => toPartyRows(model, program, program.decimals));
    const engine = smallEngine("mpc") as Engine<unknown>;
    const request = { coefficient: program.decimals, grid: sealedGrid(SIZE, engine.grid) };
    const round = roundOf(program, scalesOf(program, request), { value: "owner" });
    const { srs, committer } = testString(SIZE);
    const key = verifyingKey(srs, committer, { size: SIZE, bounds: round.bounds, decimals: round.decimals });
    const { turns } = roundSchedule(engine, round, SIZE);
    const agreement = { ...agree(chain, rows, engine), round, schedule: turns, sealedKey: keyDigest(key) };
    const { results } = await playSealed(chain, { engine, rows }, { agreement, sealing: { key, committer } });
    const parts = results.map((result) => {
      if (result.status === "rejected") throw result.reason;
      return result.value.own as PartOfOutcome;
    });
    const known = (values: readonly (bigint | null)[]) => values.filter((value) => value !== null).length;
    expect(parts.map(({ outcome }) => known(outcome.x))).to.deep.equal([14, 8, 16, 16, 34]);
    expect(parts.map(({ reducedCosts }) => known(reducedCosts))).to.deep.equal([0, 0, 0, 0, 34]);
    const { coefficient, solution } = round.decimals;
    const bills = parts.map(({ objective }) => objective && formatScaled(objective, coefficient + solution));
    expect(bills).to.deep.equal([null, null, null, null, "36911.215"]);
  });
});
