// The console's page without a client: what it says of a file that no client reads, of an
// invitation that is over, and when nobody answers.
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { say } from "../../client/app/said/english.ts";
import type { ConsoleState } from "../../client/console/wire.ts";
import { finding } from "../../client/engines/findings.ts";
import { MAX_FILE } from "../../client/lp/readers/largest-file.ts";
import { requireBrowser } from "../support/browser.ts";
import { englishLeft } from "../support/english-left.ts";
import { type ShownApp, showApp } from "../support/shown-app.ts";

const ACCOUNT = `0x${"c0".repeat(20)}`;
/** An invitation that ended long ago. */
const STATE: ConsoleState = {
  ...{ company: "Nordlys", account: ACCOUNT, coordinator: ACCOUNT, runsClient: true, roundsOnChain: "7" },
  ...{ readTrouble: null, clientTrouble: null, rounds: [], reports: [] },
  alerts: [
    say("ShareMissing", { round: "5", code: "ChainUnreachable", message: "the node at <b>x</b> gives no answer" }),
    { code: "OfAnotherVersion", values: {} },
  ],
  invitations: [
    {
      ...{ round: `${ACCOUNT}/7`, number: "7", title: "Week <b>7</b>", isOwn: false, isDeclined: false, draft: null },
      terms: {
        ...{
          opener: say("OpenerKnown", { name: "Sagbruk", account: ACCOUNT }),
          companies: [
            say("CompanyBrings", { name: "Nordlys", rows: 2, variables: 1, sense: "min" }),
            say("CompanyComputes", { name: "Sagbruk" }),
          ],
          parties: ["Nordlys", "Sagbruk"],
          isHelper: false,
          variables: ["boards"],
        },
        ...{
          engine: "mpc",
          advice: "do not use",
          public: [
            say("SetupNotKept"),
            say("PublicSees", { ownParts: false, costs: true }),
            say("PlanToAll", { costs: true }),
          ],
          findings: [finding("TwoNodesRead", { nodes: [0, 1] })],
          tolerances: [
            say("Decimals", { data: 2, solution: 6, multipliers: 6 }),
            say("UpperBounds", { stated: 0, variables: 1, others: "1000000" }),
            say("tolerance/gap", { value: "0.001" }),
          ],
          bond: null,
          deadline: 1,
        },
        periods: { commit: 60, exchange: 60, settle: 60 },
      },
    },
  ],
};

/** Whether a page is told that the process ends. */
let isEnding = false;

function answer({ url }: IncomingMessage, response: ServerResponse): boolean {
  if (url !== "/api/events") return false;
  response.writeHead(200, { "content-type": "text/event-stream" }).write(`data: ${JSON.stringify(STATE)}\n\n`);
  if (isEnding) response.end('data: "ended"\n\n');
  return true;
}

describe("the console's page without a client", function () {
  this.timeout(120_000);
  let folder: string;
  let app: ShownApp;
  let page: Page;

  before(async function () {
    requireBrowser(this);
    folder = await mkdtemp(join(tmpdir(), "concordat-page-"));
    app = await showApp("console", { connect: ["'self'"], answer });
    page = await app.browser.newPage();
    await page.goto(app.server.url);
  });
  after(async () => {
    await app?.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  const give = (file: string) => page.getByLabel("Load this company's rows").setInputFiles(file);

  it("shows a title as text, and that an invitation is over", async () => {
    await page.getByRole("heading", { name: "Round 7: Week <b>7</b>" }).waitFor();
    await page.getByText("over: it can no longer be accepted").waitFor();
  });

  it("says in its title, which other tabs show, how much waits for somebody", async () => {
    expect(await page.title()).to.equal("(3) Concordat console");
  });

  it("says in Chinese, too, all of an invitation and what needs attention, but for messages of errors", async () => {
    const main = (own: Page) => own.getByRole("main").innerText();
    expect(await main(page))
      .to.contain("mpc: do not use")
      .and.to.contain("any two of Nordlys and Sagbruk together")
      .and.to.contain("check its file, and keep it with concordat setup verify <its file> --keep\nbefore you accept");
    const chinese = await app.browser.newPage({ locale: "zh-CN" });
    await chinese.goto(app.server.url);
    await chinese.getByText("Nordlys 和 Sagbruk 中任意两方合谋，可以准确读出所有约束行和成本").waitFor();
    expect(await main(chinese))
      .to.contain("请勿使用")
      .and.contain("求最小值")
      .and.contain("与最优值的差距至多 0.001")
      .and.contain("用 concordat shares 5 --post 重试");
    expect(await englishLeft(chinese)).to.deep.equal({
      unmarked: [],
      marked: ["the node at <b>x</b> gives no answer", "OfAnotherVersion"],
    });
    await chinese.close();
  });

  it("sends no file that no client reads", async () => {
    const file = join(folder, "large.lp");
    await writeFile(file, "");
    await truncate(file, MAX_FILE + 1);
    await give(file);
    await page.getByRole("alert").getByText("large.lp: a file may have at most 67108864 bytes").waitFor();
  });

  it("says that the process ends, and then sends nothing to whoever has its port", async () => {
    const asked: string[] = [];
    const ending = await app.browser.newPage();
    ending.on("request", (request) => asked.push(new URL(request.url()).pathname));
    isEnding = true;
    await ending.goto(app.server.url);
    await ending.getByText("The process that served this page was ended").waitFor();
    isEnding = false;
    await ending.getByRole("heading", { name: "Round 7: Week <b>7</b>" }).waitFor();
    asked.length = 0;
    const file = { name: "small.lp", mimeType: "text/plain", buffer: Buffer.from("Minimize\nEnd\n") };
    await ending.getByLabel("Load this company's rows").setInputFiles(file);
    await ending.getByRole("alert").getByText("The process that served this page was ended").waitFor();
    await ending.getByRole("button", { name: "Decline" }).click();
    expect(asked).to.deep.equal([]);
    await ending.close();
  });

  it("says that the client does not answer", async () => {
    await app.server.close();
    const file = join(folder, "small.lp");
    await writeFile(file, "Minimize\nEnd\n");
    await give(file);
    await page.getByRole("alert").getByText("The client does not answer").waitFor();
  });
});
