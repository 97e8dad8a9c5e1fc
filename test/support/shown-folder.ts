// A folder of built pages shown in a browser, without a server and without a network. Does nothing
// on import.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext } from "playwright-core";

/** The address at which `showFolder` shows a folder. */
export const ORIGIN = "http://pages.test";

/**
 * Answers every request of the context from `folder`, and reaches nothing else. Returns what goes
 * wrong as it happens: errors of pages, and requests to anywhere else.
 */
export async function showFolder(context: BrowserContext, folder: string): Promise<readonly string[]> {
  const complaints: string[] = [];
  context.on("page", (page) => {
    page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(`${page.url()}: ${message.text()}`);
    });
  });
  await context.route("**/*", async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    const file = join(folder, decodeURI(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
    if (origin === ORIGIN && existsSync(file)) return route.fulfill({ path: file });
    complaints.push(`asked for ${route.request().url()}`);
    return route.abort();
  });
  return complaints;
}
