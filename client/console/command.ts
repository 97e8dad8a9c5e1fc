// `concordat console`: the client, as `concordat join` runs it, with a page for this company's
// people. Where a client runs on the home already, the page alone.
import { coordinatorOf } from "../app/connect.ts";
import { isRunning, type RunOptions, run } from "../cli/commands/join.ts";
import { type GlobalOptions, openHome, openKeys } from "../cli/home.ts";
import { untilAsked } from "../cli/until-asked.ts";
import { createRandom } from "../math/random.ts";
import { servePages } from "../pages/local-server.ts";
import { readPages } from "../pages/page-files.ts";
import { consoleApi } from "./api.ts";
import { Desk } from "./desk.ts";
import { Entry } from "./entry.ts";

export interface ConsoleOptions extends GlobalOptions, Pick<RunOptions, "epochs" | "log"> {
  readonly port: number;
}

/**
 * Prints the page's link, which lets one browser in, and runs until the process is asked to end.
 * Throws as `run` does, InputError "PagesMissing" and HomeError "PagesUnavailable".
 */
export async function openConsole({ port, ...options }: ConsoleOptions): Promise<void> {
  const home = await openHome(options);
  coordinatorOf(home.config);
  const files = await readPages("console");
  const keys = await openKeys(home, options);
  const runsClient = !isRunning(home);
  const entry = new Entry(createRandom());
  const desk = new Desk(home, keys, runsClient);
  const server = await servePages({
    ...{ files, port, connect: ["'self'"], answer: consoleApi(desk, entry).answer },
  }).catch(async (error: unknown) => {
    await desk.close();
    throw error;
  });
  // After the "#": no server, not even this one, is sent the token with the page's address.
  const url = `${server.url}#${entry.token}`;
  home.printer.result({ console: url }, () => [
    `console  ${url}`,
    "Open this link in a browser on this machine: it works once. For another browser, run `concordat console` again.",
  ]);
  try {
    if (runsClient) await run(home, keys, { ...options, once: false, onEvent: (event) => desk.hear(event) });
    else await untilAsked();
  } finally {
    await server.close();
    await desk.close();
  }
}
