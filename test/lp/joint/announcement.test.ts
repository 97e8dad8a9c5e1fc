import { expect } from "chai";
import fc from "fast-check";
import type { ProtocolError } from "../../../client/errors.ts";
import { decodeAnnouncement, encodeAnnouncement } from "../../../client/lp/joint/announcement.ts";
import { announce } from "../../../client/lp/joint/program.ts";
import { anyModel } from "../../support/models.ts";

const VALID = {
  variables: [{ name: "x", domain: "unstated", bound: null }],
  inequalities: 1,
  equalities: 0,
  decimals: 2,
  magnitudes: { coefficient: 1, row: 2, column: 1, side: -3, cost: null },
  sense: null,
};

describe("announcements on the wire", () => {
  it("arrive as they were sent", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const announcement = announce(model);
        expect(decodeAnnouncement(encodeAnnouncement(announcement), 1)).to.deep.equal(announcement);
      }),
      { seed: 3 },
    );
  });

  it("are refused, naming the sender, when anything is out of range", () => {
    const changes: object[] = [
      { variables: "x" },
      { variables: [1] },
      { variables: [{ name: "", domain: "unstated", bound: null }] },
      { variables: [{ name: "x", domain: "negative", bound: null }] },
      { variables: [{ name: "x".repeat(256), domain: "unstated", bound: null }] },
      { variables: [VALID.variables[0], VALID.variables[0]] },
      { inequalities: -1 },
      { inequalities: 1.5 },
      { inequalities: 65_536 },
      { inequalities: 0 },
      { equalities: null },
      { decimals: "2" },
      { decimals: 1e9 },
      { sense: "up" },
      { variables: [{ name: "x", domain: "unstated" }] },
      { variables: [{ name: "x", domain: "unstated", bound: "12e3" }] },
      { variables: [{ name: "x", domain: "unstated", bound: "0e3" }] },
      { variables: [{ name: "x", domain: "unstated", bound: 1000 }] },
      { magnitudes: undefined },
      { magnitudes: { ...VALID.magnitudes, side: undefined } },
      { magnitudes: { ...VALID.magnitudes, cost: 1.5 } },
      { magnitudes: { ...VALID.magnitudes, row: 1e9 } },
      { sense: undefined },
    ];
    const texts = [...changes.map((change) => JSON.stringify({ ...VALID, ...change })), "", "null", "[]", "{"];
    expect(decodeAnnouncement(JSON.stringify(VALID), 3)).to.deep.equal(VALID);
    for (const text of texts) {
      let error: ProtocolError | null = null;
      try {
        decodeAnnouncement(text, 3);
      } catch (thrown) {
        error = thrown as ProtocolError;
      }
      expect([error?.code, error?.party], text.slice(0, 80)).to.deep.equal(["AnnouncementInvalid", 3]);
    }
  });
});
