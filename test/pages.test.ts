// What the pages name exists, the gas and code sizes they state are those of the snapshots, every
// column of a table has a heading, and their prose wraps at 100 columns: README.md,
// CONTRIBUTING.md, bench/README.md and the pages of docs/ except docs/reference.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const root = fileURLToPath(new URL("..", import.meta.url));

/** How a path of this repository starts. */
const FOLDERS = /^(?:auditor|bench|bin|client|contracts|docs|examples|ignition|lab|scripts|test|web)\//;

const pages: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  "bench/README.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md") && !file.startsWith("reference"))
    .map((file) => join("docs", file)),
];

/** Folders that commands write. */
const written = readFileSync(join(root, ".gitignore"), "utf8")
  .split("\n")
  .filter((line) => line.endsWith("/"))
  .map((line) => line.replace(/^\//, ""));
const isWritten = (path: string) => written.some((folder) => `${path}/`.startsWith(folder));

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
      expect(paths.filter((path) => !existsSync(join(root, path)) && !isWritten(path))).to.deep.equal([]);
    });
  }

  for (const page of ["CHANGELOG.md", ...pages]) {
    it(`${page} wraps at 100 columns: all but code, tables, headings and what cannot be broken`, () => {
      const prose = readFileSync(join(root, page), "utf8").replace(/^( *)```[\s\S]*?^\1```$/gm, "");
      const long = prose.split("\n").filter((line) => line.length > 100 && !/^\s*(?:\||#| {4})/.test(line));
      const unbroken = /^\s*(?:[-*] |\d+\. )?(?:!?\[[^\]]*\]\([^)]*\)|`[^`]*`|\S+)[.,;:)]*$/;
      expect(long.filter((line) => !unbroken.test(line))).to.deep.equal([]);
    });
  }

  it("have a word above every column of a table", () => {
    const headings = /^ *(\|.*\|)\n *\|[-| :]+\|$/gm;
    for (const page of ["CHANGELOG.md", ...pages])
      for (const [, heading] of readFileSync(join(root, page), "utf8").matchAll(headings))
        expect(heading, page).not.to.match(/\|\s*\|/);
  });

  it("name more than a hundred paths", () => {
    expect(pages.flatMap((page) => pathsIn(readFileSync(join(root, page), "utf8")))).to.have.length.greaterThan(100);
  });

  it("state the gas of settlements and the size of contracts as the snapshots have them", () => {
    const snapshot = (name: string): Record<string, number> =>
      JSON.parse(readFileSync(join(root, `test/snapshots/${name}.snapshot.json`), "utf8"));
    const figure = (value: number) => Math.round(value).toLocaleString("en-GB");
    const bench = readFileSync(join(root, "bench/README.md"), "utf8");
    for (const [what, gas] of Object.entries(snapshot("gas")))
      if (what.startsWith("settle")) expect(bench, what).to.contain(figure(gas));
    const hundred = `${(snapshot("gas")["settle optimal, n = m = 100"]! / 1e6).toFixed(2)} M`;
    for (const page of ["README.md", "docs/operations.md", "docs/design.md", "bench/README.md"])
      expect(readFileSync(join(root, page), "utf8"), page).to.contain(hundred);
    const operations = readFileSync(join(root, "docs/operations.md"), "utf8");
    for (const [what, gas] of Object.entries(snapshot("gas")))
      if (what.startsWith("deploy")) expect(operations, what).to.contain(`${(gas / 1e6).toFixed(2)} M`);
    for (const [contract, bytes] of Object.entries(snapshot("bytecode")))
      expect(operations, contract).to.contain(figure(bytes));
  });
});
