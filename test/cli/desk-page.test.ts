// When `concordat join` serves a page: at a terminal unless it must not, elsewhere where it is
// asked.
import { expect } from "chai";
import { type DeskPage, type PageWish, portOfPage, showPage } from "../../client/cli/desk-page.ts";
import { HomeError, InputError } from "../../client/errors.ts";
import { codeOf } from "../support/codes.ts";

describe("the page of join", () => {
  it("is served at a terminal, and elsewhere where it is asked for", () => {
    for (const [wish, atTerminal, elsewhere] of [
      [{}, 0, null],
      [{ page: true }, 0, 0],
      [{ page: false }, null, null],
      [{ port: 4712 }, 4712, 4712],
      [{ port: 0 }, 0, 0],
      [{ page: true, port: 4712 }, 4712, 4712],
    ] as const)
      expect([portOfPage(wish, true), portOfPage(wish, false)], JSON.stringify(wish)).to.deep.equal([
        atTerminal,
        elsewhere,
      ]);
  });

  it("has no port where it is not wanted", async () => {
    const error = await codeOf(async () => portOfPage({ page: false, port: 0 }, true));
    expect(error).to.equal("OptionInvalid");
  });

  it("is left out where the pages were not built and nobody asked for it, and only then", async () => {
    const missing = new InputError("PagesMissing", "build them");
    const taken = new HomeError("PagesUnavailable", "taken");
    const open = (error: Error, wish: PageWish) => showPage(() => Promise.reject<DeskPage>(error), wish, true);
    expect(await open(missing, {})).to.equal(null);
    expect(await codeOf(() => open(missing, { page: true }))).to.equal("PagesMissing");
    expect(await codeOf(() => open(missing, { port: 0 }))).to.equal("PagesMissing");
    expect(await codeOf(() => open(taken, {}))).to.equal("PagesUnavailable");
  });
});
