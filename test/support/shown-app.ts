// An app of web/ in a browser, served as `concordat` serves it. Does nothing on import.
import type { Browser } from "playwright-core";
import { type LocalServer, type LocalServerOptions, servePages } from "../../client/pages/local-server.ts";
import { readPages } from "../../client/pages/page-files.ts";
import { buildPages } from "../../web/build.ts";
import { startBrowser } from "./browser.ts";

/** Where the product reads its pages. */
export const BUILT = new URL("../../web/built/", import.meta.url);

let built: Promise<void> | null = null;

/** Builds the pages from their sources, once for all tests of a process. */
export function pagesBuilt(): Promise<void> {
  built ??= buildPages(BUILT);
  return built;
}

export interface ShownApp {
  readonly server: LocalServer;
  readonly browser: Browser;
  close(): Promise<void>;
}

export async function showApp(
  app: "explorer" | "console",
  options: Pick<LocalServerOptions, "connect" | "answer">,
): Promise<ShownApp> {
  await pagesBuilt();
  const server = await servePages({ files: await readPages(app), port: 0, ...options });
  const browser = await startBrowser();
  const close = async () => {
    await browser.close();
    await server.close();
  };
  return { server, browser, close };
}
