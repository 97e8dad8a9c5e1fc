// The console's server: whom it lets in, what it refuses, and that what is wrong with a request is
// said without harm to anything. The pages in a browser are in test/web/console.test.ts.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { getAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { linesOf } from "../../client/app/said/english.ts";
import { type ConsoleApi, consoleApi } from "../../client/console/api.ts";
import { Desk } from "../../client/console/desk.ts";
import { Entry } from "../../client/console/entry.ts";
import { type Config, writeConfig } from "../../client/home/config.ts";
import { homePaths } from "../../client/home/paths.ts";
import { openOwnJournal } from "../../client/journal/own-journal.ts";
import { createRandom } from "../../client/math/random.ts";
import { type LocalServer, servePages } from "../../client/pages/local-server.ts";
import { fundedKey } from "../../lab/chain/node-process.ts";
import { USUAL_SETTINGS } from "../support/client-home.ts";

const COORDINATOR = getAddress(`0x${"c0".repeat(20)}`);
const ROUND = `${COORDINATOR.toLowerCase()}/7`;
/** Nothing listens there. */
const NOWHERE = "http://127.0.0.1:9";
const NO_CHOICES = { roundNumbers: false, insist: false, acceptTolerances: false, acceptSetup: false };

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

describe("the console's server", function () {
  this.timeout(120_000);
  let folder: string;
  let desk: Desk;
  let entry: Entry;
  let server: LocalServer;
  let key: string;

  /** Asks as the page does, unless headers say otherwise; null leaves one out. */
  function ask(
    path: string,
    {
      body,
      headers = {},
    }: { readonly body?: string | Uint8Array; readonly headers?: Record<string, string | null> } = {},
  ): Promise<Answer> {
    const { host, origin, port } = new URL(server.url);
    const usual = { host, origin, "sec-fetch-site": "same-origin", authorization: `Bearer ${key}` };
    const sent = Object.fromEntries(Object.entries({ ...usual, ...headers }).filter(([, value]) => value !== null));
    return new Promise((resolve, reject) => {
      const method = body === undefined ? "GET" : "POST";
      const options = { host: "127.0.0.1", port, path, method, headers: sent as OutgoingHttpHeaders };
      const asked = request(options, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => {
          text += part;
          // A stream of events has no end: its first one will do.
          if (path === "/api/events" && text.endsWith("\n\n")) response.destroy();
        });
        response.once("close", () => resolve({ status: response.statusCode!, headers: response.headers, text }));
      });
      asked.once("error", reject).end(body);
    });
  }
  const enter = (token: string, headers = {}) => ask("/api/enter", { body: JSON.stringify({ token }), headers });
  const codeIn = ({ text }: Answer): string => JSON.parse(text).error.code;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-console-"));
    const paths = homePaths(folder);
    const config: Config = {
      ...{
        version: 1,
        name: "Nordlys",
        rpc: NOWHERE,
        chainId: 31_337,
        coordinator: COORDINATOR,
        registry: COORDINATOR,
      },
      ...{ listen: [], announce: [], sessionPort: 0, peerKey: 1, confirmations: 0, pollMs: 1_000, ...USUAL_SETTINGS },
    };
    await writeConfig(paths.config, config);
    const account = privateKeyToAccount(fundedKey(0));
    const keys = { account, sender: account, random: createRandom(new Uint8Array(32).fill(7)) };
    (await openOwnJournal(paths, keys)).close();
    desk = new Desk({ paths, config }, keys, false);
    entry = new Entry(createRandom());
    const { answer } = consoleApi(desk, entry, "7");
    const files = new Map([["/", { type: "text/html; charset=utf-8", bytes: Buffer.from("page") }]]);
    server = await servePages({ files, port: 0, connect: ["'self'"], answer });
    key = JSON.parse((await enter(entry.token)).text).key;
  });
  afterEach(async () => {
    await server.close();
    await desk.close();
    await rm(folder, { recursive: true });
  });

  it("lets in who has the link's token, once, and then who has the key", async () => {
    expect(await ask("/api/events")).to.include({ status: 200 });
    const again = await enter(entry.token);
    expect(again).to.include({ status: 401 });
    expect(again.text).not.to.include("key");
    const fresh = new Entry(createRandom());
    expect(fresh.enter(`${fresh.token}x`)).to.equal(null);
    expect(fresh.enter(fresh.token)).to.be.a("string").and.not.equal(fresh.token);
  });

  it("names the round to show first to whom it lets in", async () => {
    const own = new Entry(createRandom());
    const state = { company: "Nordlys" };
    const listening = { state: () => state, listen: () => () => undefined } as unknown as Desk;
    const other = await servePages({
      ...{ files: new Map(), port: 0, connect: [] },
      answer: consoleApi(listening, own, "7").answer,
    });
    const body = JSON.stringify({ token: own.token });
    const response = await fetch(`${other.url}api/enter`, {
      method: "POST",
      body,
      headers: { origin: other.url.slice(0, -1) },
    });
    expect(await response.json())
      .to.deep.include({ first: "7" })
      .and.to.have.property("key");
    await other.close();
  });

  describe("at its end", () => {
    let padding = "";
    let tell = (): void => undefined;
    let api: ConsoleApi;
    let other: LocalServer;
    let follow: () => Promise<IncomingMessage>;

    beforeEach(async () => {
      const own = new Entry(createRandom());
      const state = () => ({ company: "Nordlys", padding });
      const listen: Desk["listen"] = (listener) => {
        tell = () => listener(state() as never);
        return () => undefined;
      };
      api = consoleApi({ state, listen } as unknown as Desk, own, null);
      other = await servePages({ files: new Map(), port: 0, connect: [], answer: api.answer });
      const { host, port } = new URL(other.url);
      const headers = { host, authorization: `Bearer ${own.enter(own.token)}` };
      follow = () =>
        new Promise<IncomingMessage>((resolve) => {
          const asked = request({ host: "127.0.0.1", port, path: "/api/events", headers }, resolve);
          asked.on("error", () => undefined).end();
        });
      padding = "";
    });
    afterEach(() => other.close());

    it("tells its pages the newest state, and that it ends", async () => {
      const pages = await Promise.all([follow(), follow()]);
      const texts = pages.map((page) => page.setEncoding("utf8").reduce((all: string, part: string) => all + part, ""));
      padding = "newest";
      await api.end();
      for (const text of await Promise.all(texts))
        expect(text.split("\n\n").slice(-3)).to.deep.equal([
          'data: {"company":"Nordlys","padding":"newest"}',
          'data: "ended"',
          "",
        ]);
    });

    it("does not wait for a page that reads nothing", async () => {
      const asleep = await follow();
      padding = "x".repeat(32_000_000);
      tell();
      await api.end();
      asleep.destroy();
    });
  });

  it("shows nothing to whom it has not let in, and does nothing for them", async () => {
    for (const authorization of [null, "", "Bearer ", `Bearer ${entry.token}`, `Bearer ${key}x`, key])
      for (const [path, body] of [
        ["/api/events", undefined],
        [`/api/outcome?round=${ROUND}`, undefined],
        ["/api/decline", JSON.stringify({ round: ROUND })],
        ["/api/nothing", undefined],
      ] as const) {
        const answer = await ask(path, { ...(body === undefined ? {} : { body }), headers: { authorization } });
        expect(answer, `${path} ${authorization}`).to.include({ status: 401 });
        expect(codeIn(answer)).to.equal("RequestRefused");
      }
  });

  it("refuses other pages, also with token and key: of other sites, ports and names", async () => {
    const { port } = new URL(server.url);
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: `http://127.0.0.1:${Number(port) + 1}` },
      { origin: `http://localhost:${port}` },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "none" },
    ]) {
      expect(await ask("/api/events", { headers }), JSON.stringify(headers)).to.include({ status: 403 });
      expect(await enter("x", headers), JSON.stringify(headers)).to.include({ status: 403 });
    }
    expect(await enter("x", { origin: null }), "a browser names its origin").to.include({ status: 403 });
    for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1"])
      expect(await ask("/api/events", { headers: { host, origin: `http://${host}` } }), host).to.include({
        status: 421,
      });
  });

  it("allows no other origin to read, nothing to be kept, and the page to load nothing from elsewhere", async () => {
    for (const path of ["/", `/api/outcome?round=${ROUND}`, "/api/nothing"]) {
      const { headers } = await ask(path);
      expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).to.deep.equal([]);
      expect(headers).to.include({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
      expect(headers["content-security-policy"]).to.include("default-src 'none'").and.include("connect-src 'self';");
    }
  });

  it("checks every field of a request, and takes no others", async () => {
    const longest = { name: "x".repeat(256) };
    const wrong: readonly (readonly [string, object])[] = [
      ["/api/enter", { token: 7 }],
      ["/api/decline", { round: "7" }],
      ["/api/decline", { round: `${ROUND}/../..` }],
      ["/api/decline", { round: ROUND, more: true }],
      ["/api/check", { round: ROUND, choices: { ...NO_CHOICES, insist: "yes" } }],
      ["/api/check", { round: ROUND, choices: {} }],
      ["/api/accept", { round: ROUND, version: 0 }],
      ["/api/accept", { round: ROUND }],
      ["/api/disclose", { round: ROUND, rows: ["a"], variables: [], objective: false }],
      ["/api/disclose", { round: ROUND, rows: "a", variables: [], objective: false, dualValue: false }],
      [
        "/api/disclose",
        { round: ROUND, rows: [longest.name.repeat(2)], variables: [], objective: false, dualValue: false },
      ],
    ];
    for (const [path, value] of wrong) {
      const answer = await ask(path, { body: JSON.stringify(value) });
      expect([answer.status, codeIn(answer)], `${path} ${JSON.stringify(value)}`).to.deep.equal([
        400,
        "RequestInvalid",
      ]);
    }
    for (const query of [
      `round=${ROUND}`,
      `round=${ROUND}&name=a/b.lp`,
      `round=${ROUND}&name=..\\b.lp`,
      `round=x&name=b.lp`,
    ])
      expect(codeIn(await ask(`/api/load?${query}`, { body: "x" })), query).to.equal("RequestInvalid");
    expect(codeIn(await ask("/api/outcome?round=x"))).to.equal("RequestInvalid");
    expect(codeIn(await ask("/api/decline", { body: "{" }))).to.equal("RequestInvalid");
  });

  it("reads no more of a request than it may have", async () => {
    const padded = JSON.stringify({ token: "x" }).padEnd(1024 * 1024 + 1);
    expect(codeIn(await ask("/api/enter", { body: padded }))).to.equal("RequestInvalid");
    expect(await ask("/api/enter", { body: padded.slice(0, -1) })).to.include({ status: 401 });
    expect(codeIn(await ask("/api/enter", { body: padded.repeat(8) })), "said while more comes").to.equal(
      "RequestInvalid",
    );
  });

  it("says what is wrong with a file and where, and keeps the one before", async () => {
    const load = (name: string, body: string) => ask(`/api/load?round=${ROUND}&name=${name}`, { body });
    const rows = "Minimize\nSubject To\n a: 3 x + 7 y >= 11\nEnd\n";
    expect(await load("rows.lp", rows)).to.include({ status: 200 });
    const draft = desk.drafts.of(ROUND)!;
    expect(draft.file).to.deep.include({ name: "rows.lp", remarks: [] });
    expect(linesOf(draft.file!.announced).join()).to.include("2 variables by name, 1 ≤ row");
    expect(draft.refusal).to.have.property("code", "ChainUnreachable");
    const answer = await load("rows.lp", rows.replace("7 y", "7 7 y"));
    expect(codeIn(answer)).to.match(/^Malformed|^Number/);
    expect(JSON.parse(answer.text).error.message).to.include("rows.lp, line 3");
    expect(desk.drafts.of(ROUND)).to.equal(draft);
  });

  it("accepts nothing but the newest check, and only where it found nothing wrong", async () => {
    const accept = (version: number) => ask("/api/accept", { body: JSON.stringify({ round: ROUND, version }) });
    expect(codeIn(await accept(1)), "never checked").to.equal("RequestInvalid");
    await ask("/api/check", { body: JSON.stringify({ round: ROUND, choices: NO_CHOICES }) });
    const { version, refusal } = desk.drafts.of(ROUND)!;
    expect(refusal).to.not.equal(null);
    expect(codeIn(await accept(version)), "refused").to.equal("RequestInvalid");
  });

  it("shows its page an error of ours by code, and no outcome of a round that there is none of", async () => {
    const outcome = await ask(`/api/outcome?round=${ROUND}`);
    expect([outcome.status, codeIn(outcome)]).to.deep.equal([400, "RoundUnknown"]);
    const decline = await ask("/api/decline", { body: JSON.stringify({ round: ROUND }) });
    expect(codeIn(decline)).to.equal("TermsMissing");
  });

  it("tells every page the same state, with the trouble of the chain, and no secret", async () => {
    const state = async () => JSON.parse((await ask("/api/events")).text.replace("data: ", ""));
    while ((await state()).readTrouble === null) await new Promise((resolve) => desk.listen(resolve));
    const [first, second] = [await state(), await state()];
    expect(first).to.deep.equal(second);
    expect(first).to.deep.include({ company: "Nordlys", rounds: [], invitations: [], runsClient: false });
    expect(first.readTrouble).to.have.property("code", "ChainUnreachable");
    expect(JSON.stringify(first)).to.not.include(fundedKey(0).slice(2)).and.not.include(key);
  });

  it("goes on when the journal cannot be read, and says so", async () => {
    await desk.close();
    await writeFile(desk.home.paths.journalPublicKey, `${"0".repeat(64)}\n`);
    const other = new Desk(desk.home, desk.keys, false);
    const trouble = await new Promise((resolve) => other.listen(({ readTrouble }) => resolve(readTrouble?.code)));
    expect(trouble).to.equal("JournalKeyWrong");
    await other.close();
  });

  it("serves as many pages as it says, and forgets those that are closed", async () => {
    const open: (() => void)[] = [];
    const { host, port } = new URL(server.url);
    const follow = () =>
      new Promise<number>((resolve) => {
        const headers = { host, authorization: `Bearer ${key}` };
        const asked = request({ host: "127.0.0.1", port, path: "/api/events", headers }, (response) => {
          resolve(response.statusCode!);
          open.push(() => response.destroy());
        }).end();
        asked.on("error", () => undefined);
      });
    for (let page = 0; page < 32; page++) expect(await follow()).to.equal(200);
    expect(await follow()).to.equal(503);
    for (const end of open) end();
    while ((await follow()) !== 200) open.pop()!();
  });

  it("keeps for a page that does not read only the newest state", async () => {
    const most = 100;
    let number = 0;
    let tell = (_: object): void => undefined;
    const state = () => ({ padding: "x".repeat(1_000_000), number });
    const listen: Desk["listen"] = (listener) => {
      tell = (state) => listener(state as never);
      return () => undefined;
    };
    const own = new Entry(createRandom());
    const authorization = `Bearer ${own.enter(own.token)}`;
    const { answer } = consoleApi({ state, listen } as unknown as Desk, own, null);
    const other = await servePages({ files: new Map(), port: 0, connect: [], answer });
    const { host, port } = new URL(other.url);
    const response = await new Promise<IncomingMessage>((resolve) => {
      request({ host: "127.0.0.1", port, path: "/api/events", headers: { host, authorization } }, resolve).end();
    });
    while (number < most) {
      number++;
      tell(state());
      await new Promise((resolve) => setImmediate(resolve));
    }
    const parts: Buffer[] = [];
    for await (const part of response as AsyncIterable<Buffer>) {
      parts.push(part);
      if (Buffer.concat(parts.slice(-2)).toString().endsWith(`"number":${most}}\n\n`)) break;
    }
    await other.close();
    expect(Buffer.concat(parts).toString().split("\n\n").length).to.be.below(most / 3);
  });
});
