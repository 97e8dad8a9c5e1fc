// Every repository path in backticks exists, in README.md, CONTRIBUTING.md, bench/README.md and the
// pages of docs/ except docs/reference.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const root = fileURLToPath(new URL("..", import.meta.url));

/** How a path of this repository starts. */
const FOLDERS = /^(?:auditor|bench|bin|client|contracts|docs|examples|ignition|lab|scripts|test)\//;

const pages: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  "bench/README.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md") && !file.startsWith("reference"))
    .map((file) => join("docs", file)),
];

/** The paths in a page's code spans, without code blocks and placeholders such as `<engine>`. */
function pathsIn(page: string): string[] {
  const prose = page.replace(/^```[\s\S]*?^```$/gm, "");
  const spans = [...prose.matchAll(/(?<!`)(`+)(?!`)([\s\S]*?[^`])\1(?!`)/g)].map((match) => match[2]!);
  return spans.flatMap((span) => span.split(/\s+/)).filter((word) => FOLDERS.test(word) && !/[<>*…]/.test(word));
}

describe("the pages", () => {
  for (const page of pages) {
    it(`${page} names files and folders that exist`, () => {
      const paths = pathsIn(readFileSync(join(root, page), "utf8"));
      expect(paths.filter((path) => !existsSync(join(root, path)))).to.deep.equal([]);
    });
  }

  it("name more than a hundred paths", () => {
    expect(pages.flatMap((page) => pathsIn(readFileSync(join(root, page), "utf8")))).to.have.length.greaterThan(100);
  });
});
