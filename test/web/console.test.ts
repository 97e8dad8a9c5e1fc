// The console in a browser, on a real chain: three companies' pages from invitation to outcome at
// the same time, and who is not let in. `PICTURES=1` writes the pictures of the documentation.
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { accessibilityFaults, startBrowser } from "../support/browser.ts";
import { freePort } from "../support/client-home.ts";
import { type DeskCompanies, deskCompanies, FILES, NAMES } from "../support/desk-companies.ts";
import { englishLeft } from "../support/english-left.ts";
import { expectNoForeignAnswers, FOREIGN } from "../support/foreign-pages.ts";
import { type PageProcess, startConsole } from "../support/page-process.ts";
import { pagesBuilt } from "../support/shown-app.ts";

const PICTURES = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));

describe("the console in a browser", function () {
  this.timeout(480_000);
  let companies: DeskCompanies;
  let browser: Browser;
  let consoles: PageProcess[];
  let contexts: BrowserContext[];
  let pages: Page[];
  let port: number;

  const at = (name: string) => companies.at(name);
  const command = (k: number, ...args: string[]) => companies.command(k, ...args);
  /** A browser of its own, on a machine that may be busy. */
  const newContext = async () => {
    const context = await browser.newContext({ viewport: { width: 1000, height: 900 } });
    context.setDefaultTimeout(120_000);
    return context;
  };
  const addressOf = (k: number) => consoles[k]!.link.replace(/#.*/, "");

  async function picture(page: Page, name: string): Promise<void> {
    if (process.env["PICTURES"] !== "1") return;
    await mkdir(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `console-${name}.png`) });
  }

  before(async () => {
    await pagesBuilt();
    companies = await deskCompanies();
    const { homes } = companies;
    port = await freePort();
    consoles = [];
    for (const [k, home] of homes.entries()) consoles.push(await startConsole(home, k === 0 ? port : 0));
    browser = await startBrowser({ [FOREIGN]: "127.0.0.1" });
    contexts = await Promise.all(homes.map(() => newContext()));
    pages = await Promise.all(contexts.map((context) => context.newPage()));
    await Promise.all(pages.map((page, k) => page.goto(consoles[k]!.link)));
  });
  after(async () => {
    await browser?.close();
    await Promise.all((consoles ?? []).map((one) => one.kill()));
    await companies?.close();
  });

  it("opens with the link of the terminal, which then is worth nothing", async () => {
    for (const [k, page] of pages.entries()) {
      await page.getByRole("heading", { level: 1, name: NAMES[k]! }).waitFor();
      expect(page.url()).to.equal(addressOf(k));
    }
    const stranger = await newContext();
    const page = await stranger.newPage();
    await page.goto(consoles[0]!.link);
    await page.getByText("The link was used before").waitFor();
    await page.goto(`${addressOf(0)}#${"x".repeat(43)}`);
    await page.reload();
    await page.getByText("The link was used before").waitFor();
    await page.goto(addressOf(0));
    await page.getByText("It works once").waitFor();
    expect(await page.getByText(NAMES[0]!).count()).to.equal(0);
    await stranger.close();
  });

  it("answers no page of another origin, port or name", async () => {
    const page = await contexts[0]!.newPage();
    await expectNoForeignAnswers(page, addressOf(0));
    await page.close();
  });

  it("shows an invitation's terms, and what becomes public, to every company", async () => {
    await companies.openRound("Week 1");
    const [own, ...others] = pages as [Page, ...Page[]];
    for (const page of pages) {
      await page.getByRole("heading", { name: "Round 1: Week 1" }).waitFor();
      const words = await page.getByRole("main").innerText();
      for (const part of [
        "Nordlys (0x",
        "boards, beams",
        "mpc: safe against one curious node",
        "the plan, the slack and the multiplier of every row",
        "any two of Nordlys, Sagbruk and Weser together can read all rows",
        "0.01 ether",
      ])
        expect(words).to.include(part);
    }
    await own.getByText("opened by this company").waitFor();
    expect(await own.getByRole("button", { name: "Decline" }).count()).to.equal(0);
    expect(await others[0]!.getByRole("button", { name: "Decline" }).count()).to.equal(1);
    expect(await accessibilityFaults(others[0]!)).to.deep.equal([]);
    await others[0]!.getByLabel("Language").selectOption("zh");
    await others[0]!.getByRole("heading", { name: "第 1 轮：Week 1" }).waitFor();
    expect((await englishLeft(others[0]!)).unmarked).to.deep.equal([]);
    expect(await others[0]!.locator("details.panel [lang=en]").count()).to.equal(0);
    await others[0]!.getByLabel("语言").selectOption("en");
  });

  it("declines, tells the command line, and may accept all the same", async () => {
    const page = pages[2]!;
    await page.getByRole("button", { name: "Decline" }).click();
    await page.getByText("declined").waitFor();
    expect(await command(2, "status")).to.include('Declined: round 1, "Week 1"');
    await page.getByRole("heading", { name: "Round 1: Week 1" }).click();
  });

  it("says what is wrong with a file, and where; accepts nothing that was not announced", async () => {
    const page = pages[1]!;
    const choose = (name: string, text: string) =>
      page
        .getByLabel("Load this company's rows")
        .setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
    await choose("sagbruk.lp", FILES[1]!.text.replace("2 beams", "2 2 beams"));
    await page.getByText("sagbruk.lp, line 3").waitFor();
    await choose("sagbruk.lp", FILES[1]!.text.replace("<= 84", "<= 84\n more: boards <= 3"));
    await page.getByText("AnnouncementDiffers").waitFor();
    expect(await page.getByRole("button", { name: "Accept the round" }).count()).to.equal(0);
  });

  it("keeps a loaded file over a reload and in a second tab, and accepts what was shown", async () => {
    for (const [k, page] of pages.entries()) {
      await page.getByLabel("Load this company's rows").setInputFiles(at(FILES[k]!.name));
      await page.getByText("this company can accept").waitFor();
    }
    const page = pages[1]!;
    await page.reload();
    await page.getByText("this company can accept").waitFor();
    await picture(page, "invitation");
    expect(await accessibilityFaults(page)).to.deep.equal([]);
    const second = await contexts[1]!.newPage();
    await second.goto(addressOf(1));
    await second.getByText("this company can accept").waitFor();
    const accept = page.getByRole("button", { name: "Accept the round" });
    expect(await accept.isDisabled()).to.equal(true);
    // With the keyboard alone.
    await page.getByLabel("I have read what becomes public").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    for (const tab of [page, second]) await tab.getByRole("article", { name: "Round 1: Week 1" }).waitFor();
    await second.close();
  });

  it("goes on where it was when the process is killed and started again", async () => {
    const page = pages[0]!;
    await page.getByLabel("I have read what becomes public").check();
    await page.getByRole("button", { name: "Accept the round" }).click();
    const round = page.getByRole("article", { name: "Round 1: Week 1" });
    await round.getByText("Sagbruk").or(round.getByText("Weser")).first().waitFor();
    await picture(page, "progress");
    await consoles[0]!.kill();
    await page.getByText("The client does not answer").waitFor();
    consoles[0] = await startConsole(companies.homes[0]!, port);
    // The old page's key is worth nothing to the new process.
    await page.getByText("It works once").waitFor();
    await page.goto(consoles[0]!.link);
    await page.reload();
    await round.waitFor();
  });

  it("plays the round to its outcome, in every company's own names", async () => {
    const last = pages[2]!;
    await last.getByLabel("I have read what becomes public").check();
    await last.getByRole("button", { name: "Accept the round" }).click();
    await last.reload();
    for (const page of pages) {
      await page.getByRole("button", { name: "Show the outcome (1)" }).click({ timeout: 300_000 });
      await page.getByRole("heading", { level: 1, name: "Outcome of round 1: Week 1" }).waitFor();
      await page.getByRole("region", { name: "Plan" }).waitFor();
    }
    const words = await pages[0]!.getByRole("region", { name: "In words" }).innerText();
    expect(words.trim()).to.equal((await command(0, "outcome", "1")).trim());
    const binding = pages[0]!
      .getByRole("region", { name: "Rows of this company" })
      .getByRole("row", { name: "saw_hours" });
    expect(await binding.innerText()).to.include("binds");
    await pages[0]!.reload();
    await pages[0]!.getByRole("region", { name: "Plan" }).waitFor();
    await picture(pages[0]!, "outcome");
    for (const page of pages) expect(await accessibilityFaults(page)).to.deep.equal([]);
  });

  it("saves the outcome as CSV and as a spreadsheet, as the command line does", async () => {
    const page = pages[0]!;
    await command(0, "outcome", "1", "--csv", at("outcome.csv"), "--xlsx", at("outcome.xlsx"));
    for (const [name, file] of [
      ["Save as CSV", "outcome.csv"],
      ["Save as a spreadsheet", "outcome.xlsx"],
    ] as const) {
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
      expect(download.suggestedFilename()).to.equal(`outcome-round-1.${file.split(".")[1]}`);
      const saved = await readFile(await download.path());
      if (file === "outcome.csv") expect(saved.equals(await readFile(at(file)))).to.equal(true);
      else expect(saved.subarray(0, 2).toString()).to.equal("PK");
    }
  });

  it("discloses what is chosen, and says what the receiver learns before there is a file", async () => {
    const page = pages[0]!;
    await page.getByLabel("For whom").fill("bank");
    await page.getByRole("group", { name: "Rows" }).getByLabel("saw_hours").check();
    await page.getByRole("button", { name: "Make the disclosure" }).click();
    await page.getByText("Whoever has this file sees these rows").waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save the file" }).click(),
    ]);
    expect(download.suggestedFilename()).to.equal("disclosure-round-1-bank.json");
    const { rows } = JSON.parse(await readFile(await download.path(), "utf8"));
    expect(rows.map(({ name }: { readonly name: string }) => name)).to.deep.equal(["saw_hours (≤)"]);
    await command(0, "disclose", "1", "--row", "saw_hours", "--out", at("bank.json"));
    expect(await readFile(await download.path(), "utf8")).to.equal(await readFile(at("bank.json"), "utf8"));
  });

  it("says what became of the bond, speaks Chinese, and fits a phone in light and dark", async () => {
    const page = pages[0]!;
    await page.getByRole("button", { name: "Back to the rounds" }).click();
    await page.getByText("what was due of it has been withdrawn").waitFor();
    await page.getByLabel("Language").selectOption("zh");
    await page.getByRole("heading", { name: "本公司的轮次" }).waitFor();
    expect(await accessibilityFaults(page)).to.deep.equal([]);
    await page.setViewportSize({ width: 360, height: 700 });
    for (const theme of ["dark", "light"]) {
      await page.getByLabel("外观").selectOption(theme);
      expect(await accessibilityFaults(page), theme).to.deep.equal([]);
      const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      expect(overflow, theme).to.be.at.most(0);
    }
  });

  it("stands beside a client that runs already, as a page alone", async () => {
    const beside = await startConsole(companies.homes[1]!);
    const page = await (await newContext()).newPage();
    await page.goto(beside.link);
    await page.getByText("The client runs in another process").waitFor();
    await page.getByRole("article", { name: "Round 1: Week 1" }).waitFor();
    expect(await beside.stop()).to.equal(0);
    await page.getByText("The process that served this page was ended").waitFor();
  });
});
