// The server of pages answers browsers on this machine, to its own address only.
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { expect } from "chai";
import { type LocalServer, servePages } from "../../client/pages/local-server.ts";
import type { PageFiles } from "../../client/pages/page-files.ts";
import { codeOf } from "../support/codes.ts";

const file = (text: string) => ({ type: "text/html; charset=utf-8", bytes: Buffer.from(text) });
const FILES: PageFiles = new Map([
  ["/", file("page")],
  ["/assets/a.js", file("script")],
]);

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly type: string;
  readonly policy: string;
}

/** Asks with a Host header of one's own, which fetch does not allow. */
function ask(port: number, path: string, { host = `127.0.0.1:${port}`, method = "GET" } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, method, headers: { host } }, (response) => {
      let text = "";
      response.on("data", (part) => (text += part));
      const policy = String(response.headers["content-security-policy"]);
      const type = String(response.headers["content-type"]);
      response.on("end", () => resolve({ status: response.statusCode!, text, type, policy }));
    });
    asked.on("error", reject).end();
  });
}

describe("the server of pages", () => {
  let server: LocalServer;
  let port: number;
  before(async () => {
    server = await servePages({ files: FILES, port: 0, connect: ["http://node.example:8545"] });
    port = Number(new URL(server.url).port);
  });
  after(() => server.close());

  /** As plain text, under the policy of the pages. */
  const said = async (path: string, options: Parameters<typeof ask>[2]) => {
    const { status, text, type, policy } = await ask(port, path, options);
    expect(type).to.equal("text/plain; charset=utf-8");
    expect(policy).to.include("default-src 'none'");
    return [status, text];
  };

  it("serves the files it was given and no others", async () => {
    expect(await ask(port, "/?x")).to.include({ status: 200, text: "page" });
    expect(await ask(port, "/assets/a.js")).to.include({ status: 200, text: "script" });
    for (const path of ["/assets", "/assets/../package.json", "/..%2fpackage.json", "//etc/passwd", "//"])
      expect(await said(path, {}), path).to.deep.equal([
        404,
        "There is no such page: open the address that the terminal shows.\n",
      ]);
    expect(await said("/", { method: "POST" })).to.deep.equal([405, "Pages can only be read: use GET.\n"]);
  });

  it("listens on 127.0.0.1 alone", async () => {
    for (const [host, reached] of [
      ["127.0.0.1", true],
      ["127.0.0.2", false],
      ["::1", false],
    ] as const) {
      const socket = connect({ host, port });
      const isThere = once(socket, "connect").then(
        () => true,
        () => false,
      );
      expect(await isThere, host).to.equal(reached);
      socket.destroy();
    }
  });

  it("refuses a request that names another host, as after DNS rebinding", async () => {
    const text = `This server answers at http://127.0.0.1:${port}/ alone: open the address that the terminal shows.\n`;
    for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1", `127.0.0.1:${port + 1}`])
      expect(await said("/", { host }), host).to.deep.equal([421, text]);
    expect(await ask(port, "/", { host: `localhost:${port}` })).to.include({ status: 200 });
  });

  it("lets pages load and run only what it serves", async () => {
    const { policy } = await ask(port, "/");
    expect(policy).to.match(/default-src 'none'; script-src 'self'; style-src 'self'/);
    expect(policy).to.contain("connect-src http://node.example:8545;").and.to.contain("frame-ancestors 'none'");
    expect(policy).not.to.match(/unsafe|\*/);
  });

  it("says so where its port is taken", async () => {
    expect(await codeOf(() => servePages({ files: FILES, port, connect: [] }))).to.equal("PagesUnavailable");
  });
});
