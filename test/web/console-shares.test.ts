// What the console's page shows of public shares, and that posting one survives a reload. The
// client is played here; what it does is in test/e2e/disclose-command.test.ts.
import type { IncomingMessage, ServerResponse } from "node:http";
import { expect } from "chai";
import type { Page } from "playwright-core";
import type { ConsoleState, OutcomeView, SharesView } from "../../client/console/wire.ts";
import { accessibilityFaults, requireBrowser } from "../support/browser.ts";
import { type ShownApp, showApp } from "../support/shown-app.ts";

const ACCOUNT = `0x${"c0".repeat(20)}`;
const ROUND = `${ACCOUNT}/7`;
const STATE: ConsoleState = {
  ...{ company: "Nordlys", account: ACCOUNT, coordinator: ACCOUNT, runsClient: true, roundsOnChain: "7" },
  ...{ readTrouble: null, clientTrouble: null, invitations: [], alerts: [], reports: [] },
  rounds: [
    {
      ...{ round: ROUND, number: "7", title: "Week 7", engine: "mpc", company: "Nordlys", bond: null, isOver: true },
      ...{ isSealed: true, hasOutcome: true, hasFailed: false, chain: null, stage: null, session: null },
      ...{ proving: null, trouble: null },
    },
  ],
};
const OUTCOME: OutcomeView = {
  ...{ round: ROUND, kind: "optimal", isSealed: true, known: null, lines: ["a sealed optimum"], rows: [] },
  ...{ variables: [], hasCosts: false, hasDualValue: false, hasShares: true },
};
const view = (own: string | null, isPosting = false): SharesView => ({
  shares: [
    { company: "Nordlys", share: own },
    { company: "Weser <b>", share: "7.5" },
  ],
  ...{ sum: own === null ? null : "12", isOwnMissing: own === null, isPosting },
  lines: [own === null ? "Missing: Nordlys." : "Together they prove the value."],
});

describe("public shares in the console", function () {
  this.timeout(120_000);
  let app: ShownApp;
  let page: Page;
  let shares = view(null);
  /** Requests to post that have no answer yet. */
  let posts: ServerResponse[] = [];

  function answer({ url, method }: IncomingMessage, response: ServerResponse): boolean {
    const path = url!.split("?")[0]!;
    if (path === "/api/events")
      response.writeHead(200, { "content-type": "text/event-stream" }).write(`data: ${JSON.stringify(STATE)}\n\n`);
    else if (path === "/api/outcome") response.end(JSON.stringify(OUTCOME));
    else if (path === "/api/shares") response.end(JSON.stringify(shares));
    else if (path === "/api/post-share" && method === "POST") {
      posts.push(response);
      response.on("close", () => (posts = posts.filter((other) => other !== response)));
      shares = view(null, true);
    } else return false;
    return true;
  }

  before(async function () {
    requireBrowser(this);
    app = await showApp("console", { connect: ["'self'"], answer });
    page = await app.browser.newPage();
  });
  after(() => app?.close());

  const button = () => page.getByRole("button", { name: "Post this company's share" });

  it("are a table, with what is missing, and the words of the command", async () => {
    await page.goto(`${app.server.url}#round-7`);
    const table = page.getByRole("table", { name: "Each company's share of the optimum" });
    await table.getByRole("row", { name: "Nordlys missing" }).waitFor();
    await table.getByRole("row", { name: "Weser <b> 7.5" }).waitFor();
    expect(await table.getByRole("row").count()).to.equal(3);
    await page.getByText("Missing: Nordlys.").waitFor();
    expect(await accessibilityFaults(page)).to.deep.equal([]);
  });

  it("are posted with a button, which says why they could not be", async () => {
    await button().click();
    await page.getByText("The share is proven and posted").waitFor();
    expect(await button().isDisabled()).to.equal(true);
    posts[0]!.writeHead(400).end(JSON.stringify({ error: { code: "ProofPartMissing", message: "no masks" } }));
    await page.getByRole("alert").getByText("no masks ProofPartMissing").waitFor();
    shares = view(null);
    await page.getByRole("button", { name: "Read the shares again" }).click();
    await page.getByRole("alert").waitFor({ state: "detached" });
  });

  it("go on being posted where the page is reloaded, and are all there at the end", async () => {
    await button().click();
    await page.getByText("The share is proven and posted").waitFor();
    await page.reload();
    await page.getByText("The share is proven and posted").waitFor();
    shares = view("4.5");
    posts.at(-1)!.end("{}");
    await page.getByRole("row", { name: "together 12" }).waitFor();
    await page.getByText("Together they prove the value.").waitFor();
    expect(await button().count()).to.equal(0);
    await page.getByLabel("Language").selectOption("zh");
    await page.getByRole("heading", { name: "公开份额" }).waitFor();
    expect(await accessibilityFaults(page)).to.deep.equal([]);
  });
});
