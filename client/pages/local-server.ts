// Serves pages to browsers on this machine only: on 127.0.0.1, to requests that name this very
// address (a foreign name that resolves to it does not), and under a Content-Security-Policy that
// lets the page load nothing from elsewhere, run no inline script, and be in no frame.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { HomeError } from "../errors.ts";
import type { PageFiles } from "./page-files.ts";

export interface LocalServer {
  /** http://127.0.0.1:<port>/ */
  readonly url: string;
  close(): Promise<void>;
}

export interface LocalServerOptions {
  readonly files: PageFiles;
  /** 0: any free port. */
  readonly port: number;
  /** What the page may connect to, as sources of `connect-src`. */
  readonly connect: readonly string[];
  /** Answers a request; false leaves it to the files. */
  readonly answer?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

function headersOf(connect: readonly string[]): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "worker-src 'self'",
    `connect-src ${connect.length === 0 ? "'none'" : connect.join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    "content-security-policy": policy.join("; "),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  };
}

/** Throws HomeError "PagesUnavailable" where the port cannot be used. */
export async function servePages({ files, port, connect, answer }: LocalServerOptions): Promise<LocalServer> {
  const headers = headersOf(connect);
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const own = (server.address() as AddressInfo).port;
    if (!isOwnName(request.headers.host, own)) {
      say(
        response,
        421,
        `This server answers at http://127.0.0.1:${own}/ alone: open the address that the terminal shows.`,
      );
    } else if (answer?.(request, response) !== true) {
      answerWithFile(files, request, response);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => {
      const text = `pages cannot be served on port ${port} of 127.0.0.1: choose another with --port`;
      reject(new HomeError("PagesUnavailable", text, { cause }));
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close };
}

function isOwnName(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

function answerWithFile(files: PageFiles, request: IncomingMessage, response: ServerResponse): void {
  const file = files.get(request.url!.split("?")[0]!);
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("allow", "GET, HEAD");
    say(response, 405, "Pages can only be read: use GET.");
  } else if (file === undefined) say(response, 404, "There is no such page: open the address that the terminal shows.");
  else response.writeHead(200, { "content-type": file.type }).end(request.method === "GET" ? file.bytes : undefined);
}

/** For people who came to the wrong place; nothing of the request is in it. */
function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}
