// The page of `concordat join`, as the command sees it: the entry point brings what serves it,
// which is the console's (client/console/page.ts).
import type { ClientEvent } from "../app/events.ts";
import { InputError } from "../errors.ts";
import type { Keys } from "../home/keys.ts";
import type { Home } from "./home.ts";

/** A page on this machine for a company's people. */
export interface DeskPage {
  /** With a token that lets one browser in. */
  readonly link: string;
  /** Takes an event of the client that this process runs. */
  hear(event: ClientEvent): void;
  /** Tells every browser that the process ends, and serves no longer. */
  close(): Promise<void>;
}

export interface PageOptions {
  /** Of 127.0.0.1; 0: any free one. */
  readonly port: number;
  /** Whether the client runs in this process, and its events are told. */
  readonly runsClient: boolean;
  /** The number of the round that is shown first; null: all of them. */
  readonly first: string | null;
}

/** Throws InputError "PagesMissing", HomeError "PagesUnavailable" and "CoordinatorMissing". */
export type OpenPage = (home: Home, keys: Keys, options: PageOptions) => Promise<DeskPage>;

/** What `join` is told of a page. */
export interface PageWish {
  /** Undefined: where somebody reads a terminal. */
  readonly page?: boolean;
  readonly port?: number;
}

/** The port of the page that is wanted; null for none. Throws InputError "OptionInvalid". */
export function portOfPage({ page, port }: PageWish, isForPeople: boolean): number | null {
  if (page === false && port !== undefined)
    throw new InputError("OptionInvalid", "is the port of a page, and --no-page serves none", { field: "--port" });
  return (page ?? (isForPeople || port !== undefined)) ? (port ?? 0) : null;
}

/**
 * Opens a page and prints its link, for people or as JSON. One that nobody asked for is left out
 * where the pages were not built: null. Throws as OpenPage says.
 */
export async function showPage(
  open: () => Promise<DeskPage>,
  { page, port }: PageWish,
  isForPeople: boolean,
): Promise<DeskPage | null> {
  try {
    const opened = await open();
    print(isForPeople ? linkLines(opened.link) : [JSON.stringify({ console: opened.link })]);
    return opened;
  } catch (error) {
    const isAsked = page === true || port !== undefined;
    if (isAsked || !(error instanceof InputError) || error.code !== "PagesMissing") throw error;
    print([`No page: ${error.message}`]);
    return null;
  }
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** What is said of the link, for people. */
export function linkLines(link: string): string[] {
  return [
    `console  ${link}`,
    "Open this link in a browser on this machine: it works once. For another browser, run `concordat console`.",
  ];
}
