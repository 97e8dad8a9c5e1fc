// The documentation site, built: every link leads somewhere (`scripts/site.ts` fails otherwise),
// and a browser shows its pages in light and dark, on a telephone and a desk, without asking any
// other host, and with nothing that axe objects to.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { decisions } from "../../scripts/site/pages.ts";
import { accessibilityFaults, startBrowser } from "../support/browser.ts";
import { root } from "../support/page-blocks.ts";
import { sampled } from "../support/sampled.ts";
import { ORIGIN, showFolder } from "../support/shown-folder.ts";

const SITE = `${root}docs/site/dist`;

/** One page of each sort: home, commands, large tables, formulas, Chinese, a list. */
const SAMPLE = ["", "first-round.html", "engines.html", "certificate.html", "zh/", "zh/first-round.html", "decisions/"];

const DESK: BrowserContextOptions = { viewport: { width: 1280, height: 900 }, colorScheme: "light" };
const TELEPHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, colorScheme: "dark" };

describe("the documentation site", function () {
  this.timeout(300_000);
  let browser: Browser;

  before(async () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/site.ts"], {
      cwd: root,
      encoding: "utf8",
    });
    expect(status, stdout + stderr).to.equal(0);
    browser = await startBrowser();
  });

  after(() => browser?.close());

  it("lists every decision with its title, and has the library's reference", () => {
    const list = readFileSync(`${SITE}/decisions/index.html`, "utf8");
    const text = list.replaceAll(/<[^>]+>/g, "").replaceAll("&#39;", "'");
    for (const { number, title, page } of decisions) {
      expect(list).to.contain(`href="/${page.replace(/\.md$/, ".html")}"`);
      expect(text).to.contain(`${number} ${title.replaceAll("`", "")}`);
    }
    expect(decisions).to.have.length.above(40);
    expect(existsSync(`${SITE}/reference/functions/verify.verifyRound.html`)).to.equal(true);
  });

  const devices = { "on a desk": DESK, "on a telephone, in the dark": TELEPHONE };
  for (const [turn, [name, options]] of Object.entries(devices).entries()) {
    it(`shows its pages ${name}`, async () => {
      const context = await browser.newContext(options);
      const complaints = await showFolder(context, SITE);
      const page = await context.newPage();
      const faults: string[] = [];
      for (const path of sampled(SAMPLE, 2, turn)) {
        await page.goto(`${ORIGIN}/${path}`, { waitUntil: "networkidle" });
        for (const fault of await accessibilityFaults(page)) faults.push(`${path} ${fault}`);
        const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
        expect(overflow, `${path} is wider than the window`).to.be.at.most(0);
      }
      expect([...faults, ...complaints]).to.deep.equal([]);
      await context.close();
    });
  }

  it("finds words, Chinese ones too, with its own index", async () => {
    const context = await browser.newContext(DESK);
    const complaints = await showFolder(context, SITE);
    const page = await context.newPage();
    for (const [path, word, found] of [
      ["", "ChainDiffers", "operations.html"],
      ["zh/", "押金", "zh/what.html"],
    ] as const) {
      await page.goto(`${ORIGIN}/${path}`, { waitUntil: "networkidle" });
      await page.keyboard.press("/");
      await page.locator("#localsearch-input").fill(word);
      await page.locator(`#localsearch-list a[href*="${found}"]`).first().waitFor();
    }
    expect(complaints).to.deep.equal([]);
    await context.close();
  });
});
