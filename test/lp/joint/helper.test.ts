// A helper's announcement is the same bytes before and after it has been read: the digest of a
// round's terms depends on them.
import { expect } from "chai";
import { checkAnnouncement } from "../../../client/lp/joint/announcement.ts";
import { HELPER } from "../../../client/lp/joint/program.ts";

describe("a helper's announcement", () => {
  it("has its fields in the order in which they are read", () => {
    const text = JSON.stringify(HELPER);
    expect(JSON.stringify(checkAnnouncement(JSON.parse(text), "the helper"))).to.equal(text);
  });
});
