// Workbooks with XML that the project's writer never makes: parts of a written one are changed.
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import type { SheetContent } from "../../client/cli/sheets.ts";
import { workbookBytes } from "../../client/cli/workbook-bytes.ts";

export const SHEET = "xl/worksheets/sheet1.xml";
export const STYLES = "xl/styles.xml";

/** Text of a part, which occurs there once, and what replaces it. */
export type Patch = readonly [part: string, search: string, replace: string];

export async function patchedWorkbook(sheets: readonly SheetContent[], patches: readonly Patch[]): Promise<Uint8Array> {
  const parts = unzipSync(await workbookBytes(sheets));
  for (const [part, search, replace] of patches) {
    const text = strFromU8(parts[part]!).split(search);
    if (text.length !== 2) throw new Error(`${part} has ${text.length - 1} times: ${search}`);
    parts[part] = strToU8(text.join(replace));
  }
  return zipSync(parts);
}
