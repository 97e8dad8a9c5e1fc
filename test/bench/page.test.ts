// docs/scale.md has the tables that bench/scale.ts prints.
import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { readMeasured } from "../../bench/scale/measure.ts";
import { tablesOf } from "../../bench/scale/tables.ts";

describe("docs/scale.md", () => {
  it("has every table of bench/scale.ts", async () => {
    const page = await readFile(new URL("../../docs/scale.md", import.meta.url), "utf8");
    for (const { name, markdown } of tablesOf(await readMeasured())) expect(page, name).to.contain(markdown);
  });
});
