// Decisions in a round in which every kind of mishap may happen (test/play/decide/decide.test.ts
// has two at a time).
import { expect } from "chai";
import { explore, mishaps } from "../play/decide/explore.ts";
import { SETTINGS } from "../play/decide/world.ts";

describe("what a party decides, whatever happens", function () {
  this.timeout(1_800_000);

  for (const setting of SETTINGS)
    it(`holds to the properties in every state: ${setting.name}`, function () {
      const { states, violation } = explore(setting, mishaps(4));
      expect(violation).to.equal(null);
      this.test!.title += `, ${states} states`;
    });
});
