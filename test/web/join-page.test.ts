// The page of `concordat join` in a browser, on a real chain: a round from invitation to outcome in
// which one company has it, another the console, and the third a client without a page.
import { writeFile } from "node:fs/promises";
import { expect } from "chai";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { EXIT } from "../../client/cli/exit-codes.ts";
import { accessibilityFaults, requireBrowser, startBrowser } from "../support/browser.ts";
import { freePort } from "../support/client-home.ts";
import { concordat } from "../support/command.ts";
import { type DeskCompanies, deskCompanies, FILES, NAMES } from "../support/desk-companies.ts";
import { expectNoForeignAnswers, FOREIGN } from "../support/foreign-pages.ts";
import { type PageProcess, type Running, startCommand, startConsole, startPage } from "../support/page-process.ts";
import { sampled } from "../support/sampled.ts";
import { pagesBuilt } from "../support/shown-app.ts";

const ENDED = "The process that served this page was ended";
const [OPENER, JOINING, PLAIN] = [0, 1, 2];

describe("the page of join in a browser", function () {
  this.timeout(480_000);
  let companies: DeskCompanies;
  let browser: Browser;
  let contexts: BrowserContext[];
  let console: PageProcess;
  let joining: PageProcess;
  let plain: Running;
  let desk: Page;
  let page: Page;
  let port: number;

  const newContext = async () => {
    const context = await browser.newContext({ viewport: { width: 1000, height: 900 } });
    context.setDefaultTimeout(120_000);
    return context;
  };
  const address = () => `http://127.0.0.1:${port}/`;
  const home = (k: number) => companies.homes[k]!;
  const joinRound = (k: number) => ["--json", "join", "1", "--data", companies.at(FILES[k]!.name)];
  const accept = async (on: Page, k: number) => {
    await on.getByLabel("Load this company's rows").setInputFiles(companies.at(FILES[k]!.name));
    await on.getByLabel("I have read what becomes public").check();
    await on.getByRole("button", { name: "Accept the round" }).click();
  };

  before(async function () {
    requireBrowser(this);
    await pagesBuilt();
    companies = await deskCompanies();
    port = await freePort();
    console = await startConsole(home(OPENER));
    joining = await startPage(home(JOINING), ["join", "--page", "--port", String(port)]);
    plain = startCommand(home(PLAIN), ["join"]);
    browser = await startBrowser({ [FOREIGN]: "127.0.0.1" });
    contexts = await Promise.all([newContext(), newContext()]);
    [desk, page] = (await Promise.all(contexts.map((context) => context.newPage()))) as [Page, Page];
    await desk.goto(console.link);
    await page.goto(joining.link);
  });
  after(async () => {
    await browser?.close();
    await Promise.all([console, joining, plain].map((one) => one?.kill()));
    await companies?.close();
  });

  it("is served where it is asked for, to who has its link", async () => {
    await page.getByRole("heading", { level: 1, name: NAMES[JOINING]! }).waitFor();
    expect(page.url()).to.equal(address());
    const stranger = await newContext();
    const other = await stranger.newPage();
    for (const [link, words] of [
      [joining.link, "The link was used before"],
      [`${address()}#${"x".repeat(43)}`, "The link was used before"],
      [address(), "It works once"],
    ] as const) {
      await other.goto("about:blank");
      await other.goto(link);
      await other.getByText(words).waitFor();
      expect(await other.getByText(NAMES[JOINING]!).count()).to.equal(0);
    }
    await stranger.close();
  });

  it("is served by no client that was not asked: no link, and no port of its own", async () => {
    await plain.said(/"event":"started"/);
    expect(plain.output()).not.to.match(/http:|console/);
    await companies.command(PLAIN, "status");
  });

  it("answers no page of another origin, and no foreign name that resolves to this machine", async () => {
    const foreign = await contexts[1]!.newPage();
    await expectNoForeignAnswers(foreign, address());
    await foreign.close();
  });

  it("shows an invitation by itself: terms, what becomes public, what could be found out", async () => {
    await companies.openRound("Week 1");
    await page.getByRole("heading", { name: "Round 1: Week 1" }).waitFor();
    const words = await page.getByRole("main").innerText();
    for (const part of [
      "Nordlys (0x",
      "boards, beams",
      "0.01 ether",
      "the plan, the slack and the multiplier of every row",
      "any two of Nordlys, Sagbruk and Weser together can read all rows",
    ])
      expect(words).to.include(part);
    expect(await page.getByRole("button", { name: "Decline" }).count()).to.equal(1);
  });

  it("is the only client of its home: another is turned away, and prints no link", async () => {
    const second = await concordat("--home", home(JOINING).paths.folder, "--json", "join", "--page");
    expect([second.code, second.output]).to.deep.equal([EXIT.home, ""]);
    expect(second.errors).to.include("HomeInUse");
  });

  it("asks for nothing that is wrong or that nobody could answer, and then is not served", async () => {
    await writeFile(companies.at("changed.lp"), FILES[PLAIN]!.text.replace("End", " more: boards <= 3\nEnd"));
    const wrong = [
      [["--page", "--data", companies.at("changed.lp")], "AnnouncementDiffers"],
      [["--page", "--once"], "DataMissing"],
      [["--page"], "DataMissing"],
    ] as const;
    for (const [args, code] of sampled(wrong, 3)) {
      const refused = await concordat("--home", home(PLAIN).paths.folder, "--json", "join", "1", ...args);
      expect([refused.code, refused.output], args.join(" ")).to.deep.equal([EXIT.input, ""]);
      expect(refused.errors).to.include(code);
    }
  });

  it("says that it ends with Ctrl-C, and asks nothing more of whoever then has the port", async () => {
    expect(await joining.stop()).to.equal(EXIT.ok);
    await page.getByText(ENDED).waitFor();
    await page.getByRole("heading", { name: "Round 1: Week 1" }).waitFor();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.getByRole("button", { name: "Decline" }).click();
    await page.getByRole("alert").getByText(ENDED).waitFor();
    await page.getByLabel("Load this company's rows").setInputFiles(companies.at(FILES[JOINING]!.name));
    await page.getByRole("alert").getByText(ENDED).waitFor();
    expect(asked).to.deep.equal([]);
    expect(await accessibilityFaults(page)).to.deep.equal([]);
  });

  it("asks for the company's file where the command was not given one, and shows that round alone", async () => {
    joining = await startPage(home(JOINING), ["--json", "join", "1", "--page", "--port", String(port)]);
    await page.goto("about:blank");
    await page.goto(joining.link);
    await page.getByRole("heading", { name: "Round 1: Week 1" }).waitFor();
    expect(page.url()).to.equal(`${address()}#round-1`);
    expect(await page.getByRole("heading", { name: "Invitations", exact: true }).count()).to.equal(0);
    await page.getByLabel("Load this company's rows").setInputFiles(companies.at(FILES[JOINING]!.name));
    await page.getByText("this company can accept").waitFor();
    await page.reload();
    await page.getByText("this company can accept").waitFor();
    expect(await accessibilityFaults(page)).to.deep.equal([]);
    await page.getByLabel("I have read what becomes public").check();
    await page.getByRole("button", { name: "Accept the round" }).click();
    await page.getByRole("article", { name: "Round 1: Week 1" }).waitFor();
  });

  it("follows the round in a second tab and after a reload: phase, who is due, until when, the bond", async () => {
    const second = await contexts[1]!.newPage();
    await second.goto(`${address()}#round-1`);
    await page.reload();
    for (const tab of [page, second]) {
      const round = tab.getByRole("article", { name: "Round 1: Week 1" });
      await round.getByText("the companies accept, and commit to their rows").waitFor();
      const words = await round.innerText();
      for (const part of ["Nordlys", "Until", " left", "0 of ", "0.01 ether, paid with the commitment"])
        expect(words).to.include(part);
    }
    expect(await accessibilityFaults(page)).to.deep.equal([]);
    await second.getByRole("button", { name: "Back to the rounds" }).click();
    await second.getByRole("heading", { name: "Rounds of this company" }).waitFor();
    await second.getByRole("button", { name: "Show this round alone (1)" }).click();
    await second.getByRole("button", { name: "Back to the rounds" }).waitFor();
    await second.close();
  });

  it("stops nothing when it is closed: the round settles, and a new tab shows its outcome", async () => {
    await page.close();
    await accept(desk, OPENER);
    const taken = await concordat("--home", home(PLAIN).paths.folder, ...joinRound(PLAIN));
    expect([taken.code, JSON.parse(taken.output)], taken.errors).to.deep.equal([EXIT.ok, { taken: true }]);
    await joining.said(/"event":"round-closed"/);
    await plain.said(/"event":"round-closed"/);
    page = await contexts[1]!.newPage();
    await page.goto(`${address()}#round-1`);
    await page.getByRole("heading", { level: 1, name: "Outcome of round 1: Week 1" }).waitFor();
    await page.getByRole("region", { name: "Plan" }).waitFor();
    const outcome = await companies.command(JOINING, "outcome", "1");
    expect((await page.getByRole("region", { name: "In words" }).innerText()).trim()).to.equal(outcome.trim());
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save as a spreadsheet" }).click(),
    ]);
    expect(download.suggestedFilename()).to.equal("outcome-round-1.xlsx");
    await page.getByRole("group", { name: "Rows" }).getByLabel("timber").check();
    await page.getByRole("button", { name: "Make the disclosure" }).click();
    await page.getByText("Whoever has this file sees these rows").waitFor();
    expect(await accessibilityFaults(page)).to.deep.equal([]);
    await desk.getByRole("button", { name: "Show the outcome (1)" }).click();
    await desk.getByRole("region", { name: "Plan" }).waitFor();
    expect(await companies.command(PLAIN, "outcome", "1")).to.include("boards");
    await page.getByRole("button", { name: "Back to the rounds" }).click();
    await page.getByText("what was due of it has been withdrawn").waitFor();
    expect(await joining.stop()).to.equal(EXIT.ok);
    await page.getByText(ENDED).waitFor();
  });

  it("is there on a terminal without being asked for, unless it is not wanted", async () => {
    const shown = await startPage(home(JOINING), ["join"], { isShown: true });
    expect(shown.output()).to.include("Open this link in a browser on this machine");
    await page.goto("about:blank");
    await page.goto(shown.link);
    await page.getByRole("article", { name: "Round 1: Week 1" }).waitFor();
    expect(await shown.stop()).to.equal(EXIT.ok);
    await page.getByText(ENDED).waitFor();
    const unwanted = [
      ["join", "--no-page"],
      ["--json", "join"],
    ];
    for (const args of sampled(unwanted, 2)) {
      const without = startCommand(home(JOINING), args, { isShown: true });
      await without.said(/listening on|"event":"started"/);
      expect(without.output(), args.join(" ")).not.to.include("http:");
      await without.stop();
    }
  });
});
