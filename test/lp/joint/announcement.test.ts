import { expect } from "chai";
import fc from "fast-check";
import { InputError } from "../../../client/errors.ts";
import { decodeAnnouncement, encodeAnnouncement } from "../../../client/lp/joint/announcement.ts";
import { announce } from "../../../client/lp/joint/program.ts";
import { anyModel } from "../../support/models.ts";

const VALID = {
  variables: [{ name: "x", domain: "unstated", bound: null }],
  inequalities: 1,
  equalities: 0,
  decimals: 3,
  magnitudes: { coefficient: 1, row: 1, column: 1, side: -3, cost: null },
  sense: null,
};

describe("announcements on the wire", () => {
  it("arrive as they were sent", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const announcement = announce(model);
        expect(decodeAnnouncement(encodeAnnouncement(announcement), "Weser")).to.deep.equal(announcement);
      }),
      { seed: 3 },
    );
  });

  it("are refused when `announce` cannot have written them", () => {
    const visible = VALID.variables[0]!;
    const two = [visible, { ...visible, name: "y" }];
    const { magnitudes } = VALID;
    const sized = (change: object) => ({ ...VALID, magnitudes: { ...magnitudes, ...change } });
    const cases: readonly (readonly [field: string, announcement: object])[] = [
      ...["x\u001b[2J", "x\ny", "x ", " ", "\u200b", "x\u202ey"].map(
        (name) => ["variables[0].name", { ...VALID, variables: [{ ...visible, name }] }] as const,
      ),
      ["magnitudes.row", sized({ coefficient: 5 })],
      ["magnitudes.row", sized({ row: 2 })],
      ["magnitudes.row", { ...sized({ row: 3 }), variables: two }],
      ["magnitudes.row", sized({ row: null })],
      ["magnitudes.row", sized({ coefficient: null, column: null })],
      ["magnitudes.column", sized({ column: 0 })],
      ["magnitudes.column", sized({ column: 2 })],
      ["magnitudes.column", sized({ column: null })],
      ["magnitudes.cost", sized({ cost: 2 })],
      ["magnitudes.side", { ...sized({ coefficient: null, row: null, column: null }), inequalities: 0, sense: "min" }],
      ["magnitudes.coefficient", { ...sized({ side: null }), inequalities: 0, sense: "min" }],
      ["magnitudes.side", { ...VALID, decimals: 2 }],
      ["magnitudes.cost", { ...VALID, sense: "max" }],
      [
        "magnitudes.cost",
        { ...sized({ coefficient: null, row: null, column: null, cost: 2 }), variables: [], sense: "min" },
      ],
      ["magnitudes.coefficient", { ...VALID, variables: [] }],
      ["decimals", sized({ coefficient: null, row: null, column: null, side: null })],
      ...["1e-16", "1e-30", "1e31"].map(
        (bound) => ["variables[0].bound", { ...VALID, variables: [{ ...visible, bound }] }] as const,
      ),
      ["extra", { ...VALID, extra: 1 }],
      ["magnitudes.extra", sized({ extra: 1 })],
    ];
    for (const [field, announcement] of cases) {
      const text = JSON.stringify(announcement);
      expect(() => decodeAnnouncement(text, "Weser"), text)
        .to.throw(InputError, `, ${field}: `)
        .with.property("code", "AnnouncementInvalid");
    }
    const bounded = ["1e-15", "9e30"].map((bound) => ({ ...VALID, variables: [{ ...visible, bound }] }));
    for (const fits of [{ ...sized({ row: 2 }), variables: two }, ...bounded])
      expect(decodeAnnouncement(JSON.stringify(fits), "Weser")).to.deep.equal(fits);
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
    expect(decodeAnnouncement(JSON.stringify(VALID), "Weser")).to.deep.equal(VALID);
    for (const text of texts) {
      expect(() => decodeAnnouncement(text, "Weser"), text.slice(0, 80))
        .to.throw(InputError, "the announcement of Weser")
        .with.property("code", "AnnouncementInvalid");
    }
  });
});
