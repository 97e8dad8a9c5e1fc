// The built pages of web/, read whole: `npm run pages` writes them in a checkout, and the package
// contains them in the same place.
import { readdir, readFile } from "node:fs/promises";
import { extname, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "../errors.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
}

/** By path of the URL; "/" is the page itself. */
export type PageFiles = ReadonlyMap<string, PageFile>;

/** Throws InputError "PagesMissing" where the app was not built. */
export async function readPages(app: "explorer" | "console"): Promise<PageFiles> {
  const folder = new URL(`../../web/built/${app}/`, import.meta.url);
  const files = new Map<string, PageFile>();
  try {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = `${entry.parentPath}${sep}${entry.name}`;
      const path = file.slice(fileURLToPath(folder).length).replaceAll(sep, "/").replace(/^\//, "");
      const type = TYPES[extname(path)] ?? "application/octet-stream";
      files.set(path === "index.html" ? "/" : `/${path}`, { type, bytes: await readFile(file) });
    }
  } catch (error) {
    throw missing(app, error);
  }
  if (!files.has("/")) throw missing(app);
  return files;
}

function missing(app: string, cause?: unknown): InputError {
  const text = `the pages of the ${app} are not there: install the package again; in a checkout, run \`npm run pages\``;
  return new InputError("PagesMissing", text, {}, { cause });
}
