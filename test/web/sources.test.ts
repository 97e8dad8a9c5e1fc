// What the explorer says of sources that it cannot or may not read. Needs no chain.
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { servePages } from "../../client/pages/local-server.ts";
import { readPages } from "../../client/pages/page-files.ts";
import { requireBrowser } from "../support/browser.ts";
import { type ShownApp, showApp } from "../support/shown-app.ts";

const COORDINATOR = `0x${"c0".repeat(20)}`;
/** Nothing listens there. */
const ALLOWED = "http://127.0.0.1:9";
const OTHER = "http://node.example:8545";
/** Where a page is shown as if it came over https. */
const SECURE = "https://pages.test";

describe("sources in the explorer", function () {
  this.timeout(120_000);
  let app: ShownApp;
  let page: Page;

  before(async function () {
    requireBrowser(this);
    app = await showApp("explorer", { connect: [ALLOWED] });
    page = await app.browser.newPage();
  });
  after(() => app?.close());

  for (const [what, rpc, words] of [
    ["a node that is given twice", [ALLOWED, `${ALLOWED}/`], /given twice: asking the same node again/],
    ["an address that is no node's", ["data:application/json,{}"], /must begin with http/],
    ["a node that the page may not ask", [OTHER], /only the nodes that `concordat explorer` was started with/],
    ["a node that does not answer", [ALLOWED], /does not answer\. Check the address/],
  ] as const)
    for (const round of ["", "&round=1"])
      it(`${what}${round === "" ? "" : ", of a round"}`, async () => {
        const asked = new URLSearchParams(rpc.map((node): [string, string] => ["rpc", node]));
        await page.goto(`${app.server.url}#?${asked}&coordinator=${COORDINATOR}${round}`);
        await page.reload();
        expect(await page.getByRole("alert").innerText()).to.match(words);
      });

  for (const [what, rpc, words] of [
    ["a node elsewhere over http", OTHER, /mixed content\)\. Use the node's https address; or run/],
    ["a node on this machine over http, which browsers allow", ALLOWED, /does not answer\. Check the address/],
    ["a node elsewhere over https", "https://127.0.0.1:9", /does not answer\. Check the address/],
  ] as const)
    it(`${what}, of a page that came over https`, async () => {
      const context = await app.browser.newContext();
      const files = await readPages("explorer");
      await context.route(`${SECURE}/**`, async (route) => {
        const file = files.get(new URL(route.request().url()).pathname)!;
        await route.fulfill({ contentType: file.type, body: file.bytes });
      });
      const secure = await context.newPage();
      await secure.goto(`${SECURE}/#?${new URLSearchParams({ rpc, coordinator: COORDINATOR })}`);
      expect(await secure.getByRole("alert").innerText()).to.match(words);
      await context.close();
    });

  it("asks to be loaded again where its auditor is gone, as after an update", async () => {
    const files = new Map(await readPages("explorer"));
    for (const path of files.keys()) if (path.startsWith("/assets/auditor-")) files.delete(path);
    const updated = await servePages({ files, port: 0, connect: [ALLOWED] });
    try {
      for (const round of ["", "&round=1"]) {
        await page.goto("about:blank");
        await page.goto(`${updated.url}#?rpc=${ALLOWED}&coordinator=${COORDINATOR}${round}`);
        expect(await page.getByRole("alert").innerText()).to.match(/Load this page again[\s\S]*AuditorMissing/);
      }
    } finally {
      await updated.close();
    }
  });

  it("costs its reader at most 350 kB, with the first question", async () => {
    const files = [...(await readPages("explorer")).values()];
    expect(files.reduce((sum, { bytes }) => sum + gzipSync(bytes).length, 0)).to.be.within(100_000, 350_000);
  });

  it("keeps the page when a file is dropped beside where files are taken", async () => {
    for (const type of ["dragover", "drop"]) {
      const drop = `document.body.dispatchEvent(new DragEvent("${type}", { bubbles: true, cancelable: true }))`;
      expect(await page.evaluate(drop), type).to.equal(false);
    }
  });
});
