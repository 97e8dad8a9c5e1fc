// The system's Chromium, driven without a display. Does nothing on import.

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium, type Page } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const browserPlace = (): string | undefined =>
  process.env["CONCORDAT_CHROMIUM"] ?? PLACES.find((path) => existsSync(path));

/** Skips tests, and says so, where there is no browser. */
export function requireBrowser(test: Mocha.Context): void {
  if (browserPlace() !== undefined) return;
  console.log(
    "      skipped: there is no Chromium to look at pages with; install it, or name it in CONCORDAT_CHROMIUM",
  );
  test.skip();
}

/** `resolve` maps names of hosts to addresses, as a hostile name server can. */
export function startBrowser(resolve: Readonly<Record<string, string>> = {}): Promise<Browser> {
  const executablePath = browserPlace();
  if (executablePath === undefined)
    throw new Error("tests of pages need Chromium: install it, or name it in CONCORDAT_CHROMIUM");
  const rules = Object.entries(resolve).map(([name, address]) => `MAP ${name} ${address}`);
  return chromium.launch({
    executablePath,
    timeout: 120_000,
    args: ["--no-sandbox", "--disable-gpu", ...(rules.length === 0 ? [] : [`--host-resolver-rules=${rules.join()}`])],
  });
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What the accessibility rules of axe find wrong with the page as it is: rule and element. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as Found;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

interface Found {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}
