// Vectors that never change by accident: committed JSON, compared with what the code gives now.
// They are not rewritten with the other snapshots: `FREEZE=1 npx mocha test/frozen` rewrites them,
// and the commit says why.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { hexToBytes, isHex, stringify } from "viem";

/** Compares with `vectors/<name>.json`; integers as decimal text. */
export async function compareFrozen(name: string, measured: unknown): Promise<void> {
  const file = new URL(`./vectors/${name}.json`, import.meta.url);
  const text = `${stringify(measured, null, 2)}\n`;
  if (process.env["FREEZE"] === "1") await writeFile(file, text);
  expect(JSON.parse(text)).to.deep.equal(JSON.parse(await readFile(file, "utf8")));
}

/** The digest of bytes, or of hexadecimal text with 0x. */
export function sha256(data: Uint8Array | string): string {
  const bytes = typeof data === "string" && isHex(data) ? hexToBytes(data) : data;
  return createHash("sha256").update(bytes).digest("hex");
}
