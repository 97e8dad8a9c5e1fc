// A client's death before and after every write to its journal and every transaction: the next life
// goes on from the journal's file, sends the same bytes, and nothing twice. In `npm test` with an
// engine of each family, in `npm run test:deep` with all.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { nodesOf } from "../../../client/engines/engines.ts";
import { ENGINE_NAMES } from "../../../client/engines/names.ts";
import { type LocalChain, startLocalChain } from "../../../lab/chain/local-chain.ts";
import { playLives, smallRound } from "../../support/lives.ts";
import { sampled } from "../../support/sampled.ts";

describe("a client dies before and after every step", function () {
  this.timeout(240_000);
  let chain: LocalChain;
  let folder: string;

  before(async () => {
    chain = await startLocalChain(3);
    folder = await mkdtemp(join(tmpdir(), "concordat-lives-"));
  });
  after(async () => {
    await chain.close();
    await rm(folder, { recursive: true });
  });

  // Sessions among nodes have links of their own: test/links/network-sessions.test.ts and
  // test/e2e/crash.test.ts.
  const engines = ENGINE_NAMES.filter((engine) => nodesOf(engine) === null);
  for (const [i, name] of sampled(engines, 6).entries())
    it(`${name}: settles as if nothing had happened`, async () => {
      const input = await smallRound(chain, name);
      const undisturbed = await playLives({ ...input, folder: join(folder, name, "calm"), mortal: [] });
      await input.rewind();
      // Of three companies one is spared, in turn, because killing all would take too long. `npm
      // run test:crash` spares none.
      const parties = [...input.rows.keys()];
      const mortal = parties.length === 2 ? parties : parties.filter((party) => party !== i % parties.length);
      const disturbed = await playLives({ ...input, folder: join(folder, name, "mortal"), mortal });

      for (const [party, { points, lives, ...left }] of disturbed.entries()) {
        const { points: passed, lives: one, ...calm } = undisturbed[party]!;
        expect(one).to.equal(1);
        // It has died at every point that an undisturbed run passes.
        expect([...points]).to.include.members([...passed]);
        expect(lives).to.equal(mortal.includes(party) ? points.size + 1 : 1);
        expect(left).to.deep.equal(calm);
      }
    });
});
