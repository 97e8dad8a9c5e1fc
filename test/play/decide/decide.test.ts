// Decisions, without chain or clock: the test goes through every state that a small round can
// reach, with each mishap at each moment, and the properties that matter hold in all of them. A
// round has two parties, four or five turns in three exchanges, and a session; a mishap is a death
// of our client at any point, a transaction that fails, a reorganisation that takes back the last
// transaction or the round, or a lie: wrong messages, a refusal, a settlement of something else or
// one that cannot be read, a computation that fails, another version of our program, a connection
// that no longer carries our messages. The other party may be silent, and our computation slow, at
// any time. The properties (client.ts, explore.ts): never two things for one turn; nothing sent
// that is not journalled; no bond lost by a client that runs; every round ends, with the chain's
// outcome kept before its files and its files before its end; nothing after the end.
// test/deep/decide.test.ts has all mishaps together.
import { expect } from "chai";
import { RULES, type Rules } from "../../../client/play/decide/decide.ts";
import { sampled } from "../../support/sampled.ts";
import { explore, mishaps } from "./explore.ts";
import { SETTINGS } from "./world.ts";

/**
 * The first property that breaks under `rules`, with as few mishaps as possible; null if none does.
 */
function broken(rules: Rules): string | null {
  for (const count of [0, 1, 2])
    for (const setting of SETTINGS) {
      const { violation } = explore(setting, mishaps(count), rules);
      if (violation !== null) return violation.property;
    }
  return null;
}

describe("what a party decides", function () {
  this.timeout(240_000);

  for (const setting of sampled(SETTINGS, 4))
    it(`holds to the properties in every state with two mishaps: ${setting.name}`, function () {
      const { states, violation } = explore(setting, mishaps(2));
      expect(violation).to.equal(null);
      expect(states).to.be.greaterThan(25_000);
      this.test!.title += `, ${states} states`;
    });

  describe("breaks a property without", () => {
    for (const group of ["adopt", "stop", "close", "tend", "play"] as const)
      for (const rule of RULES[group])
        it(`"${rule.name}"`, () => {
          const without: readonly unknown[] = RULES[group].filter((other) => other !== rule);
          expect(broken({ ...RULES, [group]: without } as Rules)).to.be.a("string");
        });
  });
});
