// The explorer in a browser, against a real chain: it verifies rounds of every kind, shows what is
// false, checks what it is given, says what is wrong with a source, and is there for everybody.
// `PICTURES=1` writes the pictures of the documentation.
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Page, Request } from "playwright-core";
import { ANSWER_LIMITS } from "../../auditor/chain/rpc.ts";
import { type LocalServer, servePages } from "../../client/pages/local-server.ts";
import { type PageFile, readPages } from "../../client/pages/page-files.ts";
import { auditorSentences } from "../../web/kit/strings/auditor.ts";
import { explorerStrings } from "../../web/kit/strings/explorer.ts";
import { accessibilityFaults } from "../support/browser.ts";
import { englishLeft } from "../support/english-left.ts";
import { MISBEHAVIOURS, SLOW } from "../support/misbehaving.ts";
import { requireNode } from "../support/require-node.ts";
import { type RoundsToExplore, roundsToExplore } from "../support/rounds-to-explore.ts";
import { type RpcProxy, startRpcProxy } from "../support/rpc-proxy.ts";
import { sampled, sampledOfEach } from "../support/sampled.ts";
import { BUILT, type ShownApp, showApp } from "../support/shown-app.ts";

const PICTURES = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
const VERIFIED = "Verified";
const FALSE = "False";
const CANCELLED = "The check was cancelled";
/** Makes a worker wait for a node a tenth of the time that it waits else. */
const IMPATIENT = `const wait = self.setTimeout;
self.setTimeout = (run, ms) => wait(run, ms === ${ANSWER_LIMITS.milliseconds} ? ms / 10 : ms);
`;
/** The explorer with scripts that were changed. */
async function serveChanged(change: (script: string, path: string) => string): Promise<LocalServer> {
  const files = [...(await readPages("explorer"))].map(([path, file]): [string, PageFile] => [
    path,
    path.endsWith(".js") ? { ...file, bytes: Buffer.from(change(file.bytes.toString(), path)) } : file,
  ]);
  return servePages({ files: new Map(files), port: 0, connect: ["http:"] });
}

describe("the explorer in a browser", function () {
  this.timeout(300_000);
  let made: RoundsToExplore;
  let proxy: RpcProxy;
  let app: ShownApp;
  let page: Page;

  before(async function () {
    requireNode("anvil", this);
    [made, app] = await Promise.all([roundsToExplore(), showApp("explorer", { connect: ["http:"] })]);
    proxy = await startRpcProxy(made.node.url);
  });
  after(async () => {
    await app?.close();
    await proxy?.close();
    await made?.close();
  });

  beforeEach(async () => {
    proxy.tamper = (_, answer) => answer;
    proxy.open = true;
    proxy.misbehaves = null;
    page = await app.browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(120_000);
    page.on("pageerror", (error) => expect.fail(error.message));
  });
  afterEach(() => page.close());

  interface Address {
    readonly rpc?: readonly string[];
    readonly coordinator?: string;
    readonly round?: bigint;
    readonly chain?: string;
  }

  function address({ rpc = [made.node.url], coordinator = made.coordinator, round, chain }: Address = {}): string {
    const asked = new URLSearchParams(rpc.map((node): [string, string] => ["rpc", node]));
    asked.set("coordinator", coordinator);
    if (round !== undefined) asked.set("round", `${round}`);
    if (chain !== undefined) asked.set("chain", chain);
    return `#?${asked}`;
  }

  const open = (where: Address) => page.goto(`${app.server.url}${address(where)}`);

  /** The verdict on a round, once it is there. */
  async function verdict(where: Address): Promise<string> {
    await open(where);
    return shownVerdict();
  }

  const shownVerdict = () => page.locator(".verdict").innerText();

  async function picture(name: string): Promise<void> {
    if (process.env["PICTURES"] !== "1") return;
    await mkdir(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `explorer-${name}.png`) });
  }

  it("asks for a source, by keyboard alone, and lists the rounds with phase and deadline", async () => {
    await page.goto(app.server.url);
    const type = async (label: string, text: string) => {
      for (let presses = 0; presses < 12; presses++) {
        await page.keyboard.press("Tab");
        if (String(await page.evaluate("document.activeElement.labels?.[0]?.textContent")).startsWith(label)) break;
      }
      await page.keyboard.type(text);
    };
    await type("RPC addresses", made.node.url);
    await type("Address of the coordinator", made.coordinator);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Round 5" }).waitFor();
    const rows = await page.getByRole("row").allInnerTexts();
    expect(rows).to.have.length(6);
    expect(rows[1]).to.match(/Round 5\s+…\s*committing\s+\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC.*public/);
    expect(rows[2]).to.match(/Round 4\s+!\s*expired\s+closed/);
    expect(rows[4]).to.match(/Round 2\s+✓\s*settled\s+closed\s+2\s+sealed/);
    await picture("rounds");
    await page.getByRole("link", { name: "Round 1" }).focus();
    await page.keyboard.press("Enter");
    expect(await shownVerdict()).to.equal(VERIFIED);
  });

  it("verifies a public outcome in the page, and shows it in pictures", async () => {
    expect(await verdict({ round: made.rounds.plain })).to.equal(VERIFIED);
    const text = await page.locator("main").innerText();
    expect(text).to.contain("its certificate holds: the solution is optimal for what the parties committed to");
    expect(text).to.contain("The coordinator's code").and.to.contain("is the expected one, byte for byte.");
    expect(text).to.contain("Whether the data that the parties committed to are true.");
    expect(text).to.contain("party 0 can tell").and.to.contain("All transactions together used");
    for (const heading of ["The plan", "Rows that bind", "Prices", "Gap"])
      await page.getByRole("heading", { name: heading, exact: true }).waitFor();
    await picture("verified");
    await page.getByRole("heading", { name: "The plan" }).scrollIntoViewIfNeeded();
    await picture("pictures");
  });

  it("verifies a sealed outcome, shows what is hidden, and checks set-up and terms", async () => {
    expect(await verdict({ round: made.rounds.sealed })).to.equal(VERIFIED);
    const main = page.locator("main");
    expect(await main.innerText()).to.contain("for the key that the companies agreed on, which was not checked");
    await page.getByRole("row", { name: /the objective's value.*sealed/ }).waitFor();
    expect(await page.getByRole("heading", { name: "The plan" }).count()).to.equal(0);
    await picture("sealed");
    await give(made.files.setup, made.files.terms);
    await page.getByText("computed again from set-up, columns and upper bounds").waitFor();
    expect(await main.innerText()).not.to.contain("which was not checked");
    await give(made.files.numbers);
    await page.getByRole("heading", { name: "Numbers disclosed by party 1" }).waitFor();
    expect(await shownVerdict()).to.equal(VERIFIED);
  });

  it("shows rounds without a solution, that expired, and that go on", async () => {
    expect(await verdict({ round: made.rounds.infeasible })).to.equal(VERIFIED);
    await page.getByRole("heading", { name: "The contradiction" }).waitFor();
    expect(await verdict({ round: made.rounds.expired })).to.equal(VERIFIED);
    expect(await page.locator("main").innerText()).to.contain("The round expired while running; party 1 was due.");
    expect(await verdict({ round: made.rounds.open })).to.equal("Not everything could be checked");
    expect(await page.locator("main").innerText()).to.contain("The round is still committing");
  });

  /** Words of the failed checks; there must be some, with icon and word. */
  async function wrong(): Promise<string> {
    const list = page.locator(".wrong");
    await list.waitFor();
    expect(await list.innerText()).to.match(/^✗\s*false/);
    const colour = await page.evaluate("getComputedStyle(document.querySelector('.notice')).color");
    expect(colour).to.equal("rgb(163, 18, 27)");
    return list.innerText();
  }

  it("shows another outcome as false, with the reason", async () => {
    const outcomeOf = made.chain.coordinator.interface.getFunction("outcomeOf")!.selector;
    proxy.tamper = ({ method, params }, answer) => {
      const call = params[0] as { data?: string; input?: string } | undefined;
      const isOutcome = method === "eth_call" && (call?.data ?? call?.input)?.startsWith(outcomeOf);
      return isOutcome ? `${(answer as string).slice(0, 129)}7${(answer as string).slice(130)}` : answer;
    };
    expect(await verdict({ rpc: [proxy.url], round: made.rounds.plain })).to.equal(FALSE);
    expect(await wrong()).to.contain("outcome in storage");
    await picture("false");
  });

  it("shows a missing event as false, and a missing opening as no answer", async () => {
    const without = (name: string) => {
      const topic = made.chain.coordinator.interface.getEvent(name)!.topicHash;
      proxy.tamper = ({ method }, answer) =>
        method === "eth_getLogs"
          ? (answer as { topics: string[] }[]).filter(({ topics }) => topics[0] !== topic)
          : answer;
    };
    without("Posted");
    expect(await verdict({ rpc: [proxy.url], round: made.rounds.plain })).to.equal(FALSE);
    expect(await wrong()).to.contain("The events break the coordinator's rules.");
    without("Opened");
    await page.getByRole("button", { name: "Check again" }).click();
    await page.getByText("an event is missing").waitFor();
  });

  it("compares several nodes", async () => {
    const both = [made.node.url, proxy.url];
    expect(await verdict({ rpc: both, round: made.rounds.plain })).to.equal(VERIFIED);
    expect(await page.locator("main").innerText()).to.contain("Node 2 gives the same blocks");
    proxy.tamper = ({ method }, answer) => (method === "eth_getCode" ? `${answer}00` : answer);
    await page.getByRole("button", { name: "Check again" }).click();
    expect(await wrong()).to.contain("Node 2 answers differently from the first about: the code of");
  });

  it("stops an audit on request, by keyboard, and takes it up again", async () => {
    proxy.misbehaves = { about: /eth_getTransactionByHash/, how: MISBEHAVIOURS["says nothing"] };
    await open({ rpc: [proxy.url], round: made.rounds.plain });
    await page.getByText("Checking the round: senders and signatures").waitFor();
    const stopped = page.workers()[0]!.waitForEvent("close");
    const cancel = page.getByRole("button", { name: "Cancel" });
    expect(await accessibilityFaults(page)).to.deep.equal([]);
    await cancel.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText(CANCELLED).waitFor();
    await stopped;
    expect(await cancel.count()).to.equal(0);
    expect(await accessibilityFaults(page)).to.deep.equal([]);
    proxy.misbehaves = null;
    expect(await page.evaluate("document.activeElement.textContent")).to.equal("Check again");
    await page.keyboard.press("Enter");
    expect(await shownVerdict()).to.equal(VERIFIED);
    expect(await page.getByText(CANCELLED).count()).to.equal(0);
    // What else was asked is answered all the same, and whoever leaves a round stops its audit.
    await page.getByText("All transactions together used").waitFor();
    proxy.misbehaves = { about: /eth_getTransactionByHash/, how: MISBEHAVIOURS["says nothing"] };
    await page.getByRole("button", { name: "Check again" }).click();
    await page.getByText("Checking the round: senders and signatures").waitFor();
    const left = page.workers()[0]!.waitForEvent("close");
    await page.getByRole("link", { name: "All rounds" }).click();
    await left;
    await page.getByRole("link", { name: "Round 5" }).waitFor();
  });

  it("ends an audit whose node is beyond the limits of an answer, with its name and what to do", async () => {
    const impatient = await serveChanged((script, path) =>
      path.startsWith("/assets/auditor-") ? IMPATIENT + script : script,
    );
    try {
      const names = ["says nothing", "trickles", "never ends", "sends huge JSON"] as const;
      for (const name of sampledOfEach(names, 2, (one) => SLOW.includes(one))) {
        const how = MISBEHAVIOURS[name];
        proxy.misbehaves = { about: /eth_getTransactionByHash/, how };
        await page.goto("about:blank");
        const server = SLOW.includes(name) ? impatient : app.server;
        await page.goto(`${server.url}${address({ rpc: [proxy.url], round: made.rounds.plain })}`);
        const said = await page.getByRole("alert").innerText();
        const [words, code] = SLOW.includes(name)
          ? ["answers too slowly", "NodeTooSlow"]
          : ["sends more for one answer", "AnswerTooLarge"];
        expect(said, name).to.contain(`The node ${proxy.url} ${words}`).and.to.contain(code);
        expect(said, name).to.match(/use another node/i);
        proxy.misbehaves = null;
        await page.getByRole("button", { name: "Check again" }).click();
        expect(await shownVerdict(), name).to.equal(VERIFIED);
      }
      proxy.misbehaves = { about: /eth_getCode/, how: MISBEHAVIOURS["says nothing"] };
      await page.goto("about:blank");
      await page.goto(`${impatient.url}${address({ rpc: [made.node.url, proxy.url], round: made.rounds.plain })}`);
      expect(await shownVerdict()).to.equal("Not everything could be checked");
      expect(await page.locator("main").innerText()).to.contain("Node 2 does not answer");
    } finally {
      await impatient.close();
    }
  });

  async function give(...files: readonly string[]): Promise<void> {
    await page.getByLabel("A disclosure, a transcript folder").setInputFiles([...files]);
  }

  it("checks a disclosure against the chain", async () => {
    await verdict({ round: made.rounds.plain });
    await give(made.files.disclosure);
    await page.getByText("All 3 rows are disclosed.").waitFor();
    expect(await shownVerdict()).to.equal(VERIFIED);
    await page.getByRole("rowheader", { name: "boards" }).first().waitFor();
    await page.getByRole("button", { name: "Remove disclosure.json" }).click();
    await page.getByText("What any committed row says: none was disclosed.").waitFor();
    await give(made.files.falseDisclosure);
    expect(await wrong()).to.contain("row 0 (saw_hours) is not what it committed to");
    await open({ round: made.rounds.infeasible });
    await give(made.files.disclosure);
    await page.getByText("A file that you gave belongs to another round.").waitFor();
    await page.getByRole("button", { name: "Remove disclosure.json" }).click();
    expect(await page.locator(".verdict").innerText()).to.equal(VERIFIED);
    await give(fileURLToPath(new URL("../../LICENSE", import.meta.url)));
    await page.getByText("Not recognised: LICENSE.").waitFor();
  });

  it("asks nobody but the node, only to read, and sends it no number or name of a disclosure", async () => {
    const requests: Request[] = [];
    page.on("request", (request) => requests.push(request));
    await verdict({ round: made.rounds.plain });
    await give(made.files.disclosure);
    await page.getByText("All 3 rows are disclosed.").waitFor();
    const origins = new Set(requests.map((request) => new URL(request.url()).origin).filter((name) => name !== "null"));
    expect([...origins].sort()).to.deep.equal([new URL(app.server.url).origin, new URL(made.node.url).origin].sort());
    const sent = requests.map((request) => `${request.url()} ${request.postData()}`).join("\n");
    expect(sent).to.contain("eth_getLogs");
    for (const request of requests.filter((own) => own.postData() !== null))
      for (const { method } of [request.postDataJSON()].flat()) expect(method).to.match(/^eth_(?!send)|^net_/);
    const { rows } = JSON.parse(await readFile(made.files.disclosure, "utf8"));
    expect(rows).to.have.length(3);
    for (const { blinding, name } of rows) {
      expect(sent).not.to.contain(blinding.slice(2));
      expect(sent).not.to.contain(name);
    }
    expect(sent).not.to.match(/saw_hours|boards/);
  });

  it("checks a transcript and evidence of a fault, as folders", async () => {
    await verdict({ round: made.rounds.expired });
    const folder = page.getByLabel("A transcript folder or an evidence folder", { exact: true });
    await folder.setInputFiles(made.files.transcript);
    await page.getByText("1 envelope of party 0's transcript is the one whose digest is on chain").waitFor();
    await folder.setInputFiles(made.files.evidence);
    await page.getByText("Party 1 was due when the round expired, as the chain shows.").waitFor();
    expect(await shownVerdict()).to.equal(VERIFIED);
  });

  it("says what is wrong with a source, and what to do", async () => {
    const { plain } = made.rounds;
    const account = await made.chain.accounts[0]!.getAddress();
    for (const [where, words] of [
      [{ rpc: ["http://127.0.0.1:9"], round: plain }, /does not answer\. Check the address/],
      [{ rpc: ["http://127.0.0.1:9"] }, /does not answer\. Check the address/],
      [{ chain: "1", round: plain }, /another chain[\s\S]*of chain 31337, not of chain 1/],
      [{ coordinator: account }, /there is no coordinator/],
      [{ coordinator: account, round: plain }, /there is no coordinator/],
      [{ round: 77n }, /no such round[\s\S]*the newest is 5/],
      [{ coordinator: made.coordinator.replace(/.$/, "Z"), round: plain }, /is not one/],
    ] as const) {
      await open(where);
      await page.reload();
      expect(await page.getByRole("alert").innerText(), JSON.stringify(where, String)).to.match(words);
    }
    proxy.open = false;
    await open({ rpc: [proxy.url], round: plain });
    const refused = await page.getByRole("alert").innerText();
    expect(refused)
      .to.contain(`--http.corsdomain "${app.server.url.slice(0, -1)}"`)
      .and.to.contain("(CORS)");
    proxy.open = true;
    await page.reload();
    expect(await shownVerdict()).to.equal(VERIFIED);
  });

  it("has no accessibility faults, in light and dark, and fits a phone", async () => {
    const pages: readonly Address[] = [{}, { round: made.rounds.plain }, { round: made.rounds.sealed }];
    for (const [turn, where] of pages.entries())
      for (const colorScheme of sampled(["light", "dark"] as const, 2, turn)) {
        await page.emulateMedia({ colorScheme });
        await open(where);
        await page.reload();
        await page
          .locator(where.round === undefined ? "tbody tr" : ".verdict")
          .first()
          .waitFor();
        expect(await accessibilityFaults(page), `${where.round} ${colorScheme}`).to.deep.equal([]);
      }
    await page.goto(app.server.url);
    expect(await accessibilityFaults(page)).to.deep.equal([]);
    for (const [turn, width] of [360, 1280].entries())
      for (const where of sampled(pages, 2, turn)) {
        await page.setViewportSize({ width, height: 800 });
        await open(where);
        await page
          .locator(where.round === undefined ? "tbody tr" : ".verdict")
          .first()
          .waitFor();
        const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
        expect(overflow, `${where.round} at ${width}`).to.be.at.most(0);
      }
  });

  it("prints the auditor's report without what only a screen needs", async () => {
    await verdict({ round: made.rounds.plain });
    await page.emulateMedia({ media: "print" });
    for (const name of ["Check again", "Print the report"])
      expect(await page.getByRole("button", { name }).isVisible()).to.equal(false);
    expect(await page.getByLabel("Language").isVisible()).to.equal(false);
    for (const name of ["What was checked", "What cannot be known", "The parties", "The rows", "Blocks relied on"])
      expect(await page.getByRole("heading", { name, exact: true }).isVisible(), name).to.equal(true);
    expect((await page.pdf({ format: "A4" })).length).to.be.above(10_000);
  });

  it("speaks Chinese, remembers it, and shows no English of good and bad rounds, files and engines", async () => {
    await open({ round: made.rounds.plain });
    await page.getByLabel("Language").selectOption("zh");
    const { zh } = explorerStrings;
    expect(await shownVerdict()).to.equal(zh.round.verdicts.verified);
    await page.reload();
    expect(await shownVerdict()).to.equal(zh.round.verdicts.verified);
    expect(await page.locator("html").getAttribute("lang")).to.equal("zh");
    const noEnglish = async (what: string) => {
      await page.getByRole("heading", { name: zh.learns.heading }).waitFor();
      expect(await englishLeft(page), what).to.deep.equal({ unmarked: [], marked: [] });
      expect(await accessibilityFaults(page), what).to.deep.equal([]);
    };
    await noEnglish("good");
    const give = page.getByLabel(zh.files.drop);
    await give.setInputFiles(made.files.falseDisclosure);
    await page.locator(".wrong").waitFor();
    expect(await page.locator(".wrong").innerText()).to.contain("不是它所承诺的");
    await noEnglish("a false disclosure");
    await open({ round: made.rounds.sealed });
    await page.reload();
    await give.setInputFiles([made.files.setup, made.files.terms, made.files.numbers]);
    await page.getByText(auditorSentences.zh["key/checked"]).waitFor();
    await noEnglish("sealed");
    await open({ round: made.rounds.expired });
    await page.reload();
    await page.getByLabel(zh.files.folder, { exact: true }).setInputFiles(made.files.evidence);
    await page.getByText("本轮过期时，应由参与方 1 行动").waitFor();
    await noEnglish("expired");
    const outcomeOf = made.chain.coordinator.interface.getFunction("outcomeOf")!.selector;
    proxy.tamper = ({ method, params }, answer) =>
      method === "eth_call" && JSON.stringify(params).includes(outcomeOf)
        ? `${(answer as string).slice(0, 129)}7${(answer as string).slice(130)}`
        : method === "eth_getLogs"
          ? (answer as unknown[]).toSpliced(2, 1)
          : answer;
    await open({ rpc: [proxy.url, made.node.url], round: made.rounds.plain });
    await page.reload();
    expect(await shownVerdict()).to.equal(zh.round.verdicts.failed);
    await noEnglish("bad");
  });

  it("shows what it has no Chinese for in English, and marks it so", async () => {
    const changed = await serveChanged((script) => script.replace(/\bChainStable(?=:[^`]*`审计期间)/, "Gone"));
    try {
      await page.goto(`${changed.url}${address({ round: made.rounds.plain })}`);
      await page.getByLabel("Language").selectOption("zh");
      await shownVerdict();
      const { unmarked, marked } = await englishLeft(page);
      expect(unmarked).to.deep.equal([]);
      expect(marked).to.have.length(1);
      expect(marked[0]).to.match(/^The chain did not change during the audit: the \d+ blocks relied on/);
    } finally {
      await changed.close();
    }
  });

  it("works from a folder, without a server", async () => {
    await page.goto(`${new URL("explorer/index.html", BUILT).href}${address({ round: made.rounds.plain })}`);
    expect(await shownVerdict()).to.equal(VERIFIED);
  });
});
