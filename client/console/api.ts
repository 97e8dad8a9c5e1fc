// What the console's server does for its page, and for nobody else: every request must come from
// the page itself and, but for the one that asks for it, have its key. Files and numbers go both
// ways; the company's keys do not.
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { stringify } from "viem";
import { declineRound } from "../app/invite/decline.ts";
import { makeDisclosure } from "../cli/commands/disclose.ts";
import { asConcordatError } from "../errors.ts";
import { MAX_FILE } from "../lp/readers/largest-file.ts";
import { check } from "../outside.ts";
import { parseRoundKey } from "../round/round-key.ts";
import type { Desk } from "./desk.ts";
import type { Entry } from "./entry.ts";
import { outcomeFile, outcomeView } from "./outcome.ts";
import { invalid, REQUESTS, readBody, readRequest } from "./requests.ts";
import type { DisclosureView, Update } from "./wire.ts";

/** Pages that follow the state at the same time. */
const MAX_FOLLOWING = 32;
/** Milliseconds for which a page that does not read is waited for at the end. */
const END_MS = 1_000;

export interface ConsoleApi {
  /** Answers a request below /api/; false leaves others to the files. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** Tells the pages that the process ends: they ask nothing more. */
  end(): Promise<void>;
}

type Work = (request: IncomingMessage, query: URLSearchParams) => Promise<object | string | Uint8Array>;

/** `first`: the number of the round that a page shows when it has entered; null: all of them. */
export function consoleApi(desk: Desk, entry: Entry, first: string | null): ConsoleApi {
  const following = new Set<ServerResponse>();
  const follow = (response: ServerResponse): void => {
    following.add(response);
    response.writeHead(200, { "content-type": "text/event-stream" });
    let last = "";
    const send = (state: Update) => {
      // A page that does not read, as a sleeping one, gets the newest state when it does.
      if (response.writableNeedDrain || response.writableEnded) return;
      const text = JSON.stringify(state);
      if (text !== last) response.write(eventOf(text));
      last = text;
    };
    response.on("drain", () => send(desk.state()));
    const end = desk.listen(send);
    response.once("close", () => {
      end();
      following.delete(response);
    });
    send(desk.state());
  };
  /** For work that journal or drafts show afterwards. */
  const done = (work: Promise<void>): Promise<object> =>
    work.then(() => {
      desk.refresh();
      return {};
    });

  const get: Readonly<Record<string, Work>> = {
    "/api/shares": (_, query) => desk.shares.view(roundOf(query)),
    "/api/outcome": (_, query) => outcomeView(desk, roundOf(query)),
    "/api/outcome.csv": (_, query) => outcomeFile(desk, roundOf(query), "csv"),
    "/api/outcome.xlsx": (_, query) => outcomeFile(desk, roundOf(query), "xlsx"),
  };
  const post: Readonly<Record<string, Work>> = {
    "/api/load": async (request, query) => {
      const { round, name } = check(REQUESTS.load, Object.fromEntries(query), invalid);
      return done(desk.drafts.load(round, { name, bytes: await readBody(request, MAX_FILE) }));
    },
    "/api/check": async (request) => {
      const { round, choices } = await readRequest("check", request);
      return done(desk.drafts.check(round, choices));
    },
    "/api/accept": async (request) => {
      const { round, version } = await readRequest("accept", request);
      return done(desk.drafts.accept(round, version));
    },
    "/api/decline": async (request) => {
      const { round } = await readRequest("round", request);
      return done(declineRound(desk.home.paths, round));
    },
    "/api/disclose": (request) => disclosure(desk, request),
    "/api/post-share": async (request) => {
      const { round } = await readRequest("round", request);
      await desk.shares.post(round);
      return {};
    },
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = parse(request);
    if (!isFromPage(request)) return refuse(response, 403, "this is for the console's own page");
    if (pathname === "/api/enter" && request.method === "POST") {
      const key = entry.enter((await readRequest("enter", request)).token);
      return key === null
        ? refuse(response, 401, "the link was used before, or is of another console")
        : reply(response, { key, first });
    }
    if (!entry.admits(request.headers.authorization)) return refuse(response, 401, "the link was not followed");
    if (pathname === "/api/events" && request.method === "GET") {
      if (following.size >= MAX_FOLLOWING) return refuse(response, 503, "too many pages are open: close some");
      return follow(response);
    }
    const work = request.method === "POST" ? post[pathname] : request.method === "GET" ? get[pathname] : undefined;
    if (work === undefined) return refuse(response, 404, "there is no such thing to ask for");
    reply(response, await work(request, searchParams));
  };

  return {
    answer: (request, response) => {
      if (!request.url!.startsWith("/api/")) return false;
      answer(request, response).catch((error: unknown) => {
        const { code, message } = asConcordatError(error);
        if (code === "Unexpected") console.error(error);
        if (response.headersSent) response.destroy();
        else send(response, code === "Unexpected" ? 500 : 400, { error: { code, message } });
      });
      return true;
    },
    end: async () => {
      const signal = AbortSignal.timeout(END_MS);
      const closed = [...following].map((response) => once(response, "close", { signal }).catch(() => undefined));
      for (const response of following)
        if (!response.writableNeedDrain)
          response.end([desk.state(), "ended"].map((update) => eventOf(JSON.stringify(update))).join(""));
      await Promise.all(closed);
    },
  };
}

function eventOf(text: string): string {
  return `data: ${text}\n\n`;
}

function parse({ url }: IncomingMessage): { readonly pathname: string; readonly searchParams: URLSearchParams } {
  const [pathname, query] = url!.split("?", 2);
  return { pathname: pathname!, searchParams: new URLSearchParams(query) };
}

/**
 * Whether a request says that this page made it. Browsers name the origin in every POST, and
 * whence a request comes in all; no page can change either.
 */
function isFromPage({ method, headers }: IncomingMessage): boolean {
  const { host, origin } = headers;
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return false;
  return origin === undefined ? method === "GET" : origin === `http://${host}`;
}

function roundOf(query: URLSearchParams): string {
  return check(REQUESTS.round, Object.fromEntries(query), invalid).round;
}

/** Throws InputError "RequestInvalid", and as makeDisclosure does. */
async function disclosure({ home, keys }: Desk, request: IncomingMessage): Promise<DisclosureView> {
  const { round, rows, variables, objective, dualValue } = await readRequest("disclose", request);
  const wanted = { row: rows, variable: variables, objective, dualValue };
  const made = await makeDisclosure({ home, keys, at: parseRoundKey(round, null), options: { json: true } }, wanted);
  return { text: made.text, lines: made.lines("This disclosure") };
}

function reply(response: ServerResponse, content: object | string | Uint8Array): void {
  if (typeof content === "string" || content instanceof Uint8Array)
    response.writeHead(200, { "content-type": "application/octet-stream" }).end(content);
  else send(response, 200, content);
}

function refuse(response: ServerResponse, status: number, message: string): void {
  send(response, status, { error: { code: "RequestRefused", message } });
}

function send(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, {
    "content-type": "application/json",
    connection: status === 200 ? "keep-alive" : "close",
  });
  response.end(stringify(value));
}
