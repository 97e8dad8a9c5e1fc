// Texts that the journal keeps: `status` shows them long after the round is closed.
import { expect } from "chai";
import { reasonToFail, reasonToGiveUp } from "../../../client/play/drive/reasons.ts";

describe("the reason of a round that ran out of time", () => {
  for (const code of ["RoundLate", "RoundExpired"] as const)
    it(`${code} asks nobody to do what the client does, or what may be done already`, () => {
      const failed = reasonToFail(code, 7n, null, false);
      expect(failed.code).to.equal(code);
      expect(failed.message).to.include("round 7").and.include("by itself").and.include("open a new round");
      expect(failed.message).not.to.match(/\bnow\b|: withdraw/);
      expect(reasonToGiveUp(code, 7n, { exchange: 1, from: 0 } as never).message).to.equal(failed.message);
    });
});
