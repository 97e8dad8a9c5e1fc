// A page whose content throws says so, and offers to load it again; it does not stay empty.
import { expect } from "chai";
import { requireBrowser } from "../support/browser.ts";
import { type ShownApp, showApp } from "../support/shown-app.ts";

/** The explorer reads its address with it. */
const BREAK = 'window.URLSearchParams = class { constructor() { throw new Error("no addresses here"); } };';

describe("a page that cannot show its content", function () {
  this.timeout(120_000);
  let app: ShownApp;

  before(async function () {
    requireBrowser(this);
    app = await showApp("explorer", { connect: [] });
  });
  after(() => app?.close());

  it("says what went wrong, in the reader's language, and can be loaded again", async () => {
    for (const [locale, button] of [
      ["en", "Load again"],
      ["zh-CN", "重新加载"],
    ] as const) {
      const page = await app.browser.newPage({ locale });
      await page.addInitScript(BREAK);
      await page.goto(app.server.url);
      expect(await page.getByRole("alert").innerText()).to.include("no addresses here");
      await page.getByRole("button", { name: button }).click();
      await page.getByRole("alert").waitFor();
      await page.close();
    }
  });
});
