// `concordat explorer`: serves the explorer on this machine until it is stopped.
import { InputError } from "../../errors.ts";
import { servePages } from "../../pages/local-server.ts";
import { readPages } from "../../pages/page-files.ts";
import type { GlobalOptions } from "../home.ts";
import { createPrinter } from "../print.ts";
import { untilAsked } from "../until-asked.ts";

export interface ExplorerOptions extends GlobalOptions {
  /** The page may connect to these nodes only; to any where there is none. */
  readonly rpc: readonly string[];
  readonly coordinator?: string;
  readonly port: number;
}

/**
 * Prints the page's address, and resolves once the process is asked to end. Throws InputError
 * "PagesMissing" or "UrlInvalid", and HomeError "PagesUnavailable".
 */
export async function explorer({ rpc, coordinator, port, json }: ExplorerOptions): Promise<void> {
  const connect = rpc.length === 0 ? ["http:", "https:"] : rpc.map(originOf);
  const server = await servePages({ files: await readPages("explorer"), port, connect });
  // After the "#", so that no address of a node, which may hold a key, is sent to a server.
  const asked = new URLSearchParams(rpc.map((node): [string, string] => ["rpc", node]));
  if (coordinator !== undefined) asked.append("coordinator", coordinator);
  const url = `${server.url}${asked.size === 0 ? "" : `#?${asked}`}`;
  createPrinter(json ?? false).result({ url }, () => [
    `explorer  ${url}`,
    "Open this address in a browser on this machine. Stop with Ctrl-C.",
  ]);
  await untilAsked();
  await server.close();
}

function originOf(node: string): string {
  const url = URL.canParse(node) ? new URL(node) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new InputError("UrlInvalid", "must be a URL that begins with http:// or https://", { field: "--rpc" });
  // A policy cannot name an address in brackets, and other characters of hosts would change it.
  if (url.hostname.startsWith("[")) return url.protocol;
  if (!/^[\w.-]+$/.test(url.hostname))
    throw new InputError("UrlInvalid", "must name its host by letters, digits, - and .", { field: "--rpc" });
  return url.origin;
}
