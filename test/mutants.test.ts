// Every mutant of the catalogue can still be applied: the text that it searches for occurs in its
// file exactly once.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { MUTANTS } from "./mutants/catalogue.ts";

describe("mutants", () => {
  it("have unique names, and texts that occur in their files once", () => {
    const all = Object.values(MUTANTS).flat();
    expect(new Set(all.map(({ id }) => id)).size).to.equal(all.length);
    for (const { id, file, search } of all) {
      const text = readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
      expect(text.split(search).length - 1, `${id} in ${file}`).to.equal(1);
    }
  });
});
