// `concordat console`: the client, as `concordat join` runs it, with a page for this company's
// people. Where a client runs on the home already, the page alone.
import { isRunning, type RunOptions, run } from "../cli/commands/join.ts";
import { linkLines } from "../cli/desk-page.ts";
import { type GlobalOptions, openHome, openKeys } from "../cli/home.ts";
import { untilAsked } from "../cli/until-asked.ts";
import { openPage } from "./page.ts";

export interface ConsoleOptions extends GlobalOptions, Pick<RunOptions, "epochs" | "log"> {
  readonly port: number;
}

/**
 * Prints the page's link, which lets one browser in, and runs until the process is asked to end.
 * Throws as `run` and `openPage` do.
 */
export async function openConsole({ port, ...options }: ConsoleOptions): Promise<void> {
  const home = await openHome(options);
  const keys = await openKeys(home, options);
  const runsClient = !isRunning(home);
  const page = await openPage(home, keys, { port, runsClient, first: null });
  home.printer.result({ console: page.link }, () => linkLines(page.link));
  try {
    if (runsClient) await run(home, keys, { ...options, once: false, onEvent: page.hear });
    else await untilAsked();
  } finally {
    await page.close();
  }
}
