import { expect } from "chai";
import { RULES } from "../../../client/play/decide/decide.ts";
import { explore, mishaps } from "./explore.ts";
import { SETTINGS } from "./world.ts";

describe("x", function () {
  this.timeout(600000);
  for (const setting of SETTINGS)
    it(setting.name, () => {
      const t = performance.now();
      const { states, violation } = explore(setting, mishaps(2));
      console.log(states, violation?.property, performance.now() - t);
      if (violation) console.dir(violation.at, { depth: 6 });
      expect(violation).to.equal(null);
    });
  void RULES;
});
