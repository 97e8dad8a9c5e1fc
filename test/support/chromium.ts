// The system's Chromium, showing a folder of built pages without a server and without a network.
// Does nothing on import.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const PROGRAM = "/usr/bin/chromium";

/** Whether tests can show pages; those that do skip themselves where not. */
export const hasChromium = (): boolean => existsSync(PROGRAM);

export const startChromium = (): Promise<Browser> => chromium.launch({ executablePath: PROGRAM });

/** The address at which `showFolder` shows a folder. */
export const ORIGIN = "http://pages.test";

/** What went wrong in the pages of a context: errors, and requests to anywhere else. */
export type Complaints = string[];

/** Answers every request of the context from `folder`; nothing else is reached. */
export async function showFolder(context: BrowserContext, folder: string): Promise<Complaints> {
  const complaints: Complaints = [];
  const complain = (page: Page) => {
    page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(`${page.url()}: ${message.text()}`);
    });
  };
  context.on("page", complain);
  await context.route("**/*", async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    const file = join(folder, decodeURI(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
    if (origin === ORIGIN && existsSync(file)) return route.fulfill({ path: file });
    complaints.push(`asked for ${route.request().url()}`);
    return route.abort();
  });
  return complaints;
}
