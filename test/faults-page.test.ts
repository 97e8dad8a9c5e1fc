// Every line of docs/faults.md names tests that exist.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { SAMPLE_SEED } from "../scripts/deep-profile.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

interface Listed {
  readonly tests: readonly { readonly title: string; readonly file: string }[];
}

describe("docs/faults.md", function () {
  this.timeout(120_000);

  it("names a test for each fault, and none that does not exist", async () => {
    const page = await readFile(`${root}docs/faults.md`, "utf8");
    const files = new Map(
      [...page.matchAll(/^- ([A-Z]{1,2}): `(test\/\S+)`$/gm)].map((match) => [match[1]!, match[2]!]),
    );
    const mocha = ["node_modules/mocha/bin/mocha.js", "--dry-run", "--reporter", "json", ...files.values()];
    // A sample has some of the tests, and the page names all.
    const { [SAMPLE_SEED]: _, ...env } = process.env;
    const { stdout } = await promisify(execFile)(process.execPath, mocha, { cwd: root, env, maxBuffer: 1 << 24 });
    const { tests } = JSON.parse(stdout) as Listed;
    const known = new Set(tests.map(({ title, file }) => `${file.slice(root.length)} ${title}`));

    const faults = page
      .slice(page.indexOf("## The table"))
      .split("\n")
      .filter((line) => /^\| (?!fault)/.test(line));
    expect(faults.length).to.be.greaterThan(35);
    for (const line of faults) {
      const named = [...line.matchAll(/([A-Z]{1,2}) “([^”]+)”/g)];
      expect(named, line).to.not.deep.equal([]);
      for (const [, file, title] of named) expect(known).to.include(`${files.get(file!)} ${title}`);
    }
  });
});
