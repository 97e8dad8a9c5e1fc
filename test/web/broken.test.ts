// A page whose content throws says so, and offers to load it again; it does not stay empty.
import { expect } from "chai";
import type { Browser } from "playwright-core";
import { type LocalServer, servePages } from "../../client/pages/local-server.ts";
import { readPages } from "../../client/pages/page-files.ts";
import { buildPages } from "../../web/build.ts";
import { requireBrowser, startBrowser } from "../support/browser.ts";

const BUILT = new URL("../../web/built/", import.meta.url);
/** The explorer reads its address with it. */
const BREAK = 'window.URLSearchParams = class { constructor() { throw new Error("no addresses here"); } };';

describe("a page that cannot show its content", function () {
  this.timeout(60_000);
  let server: LocalServer;
  let browser: Browser;

  before(async function () {
    requireBrowser(this);
    await buildPages(BUILT);
    server = await servePages({ files: await readPages("explorer"), port: 0, connect: [] });
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  it("says what went wrong, in the reader's language, and can be loaded again", async () => {
    for (const [locale, button] of [
      ["en", "Load again"],
      ["zh-CN", "重新加载"],
    ] as const) {
      const page = await browser.newPage({ locale });
      await page.addInitScript(BREAK);
      await page.goto(server.url);
      expect(await page.getByRole("alert").innerText()).to.include("no addresses here");
      await page.getByRole("button", { name: button }).click();
      await page.getByRole("alert").waitFor();
      await page.close();
    }
  });
});
