// Which Markdown file of the repository is which page of the site.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository, which is where pages come from. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

const markdownIn = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);

/** Pages beside those of `docs/`, by file. */
const OTHERS: Readonly<Record<string, string>> = {
  "README.md": "readme.md",
  "CHANGELOG.md": "changelog.md",
  "CONTRIBUTING.md": "contributing.md",
  "bench/README.md": "bench.md",
  "examples/lp/README.md": "examples/lp.md",
  "examples/logistics/README.md": "examples/logistics.md",
  "examples/production/README.md": "examples/production.md",
  "docs/site/index.md": "index.md",
  "docs/site/zh/index.md": "zh/index.md",
  "docs/site/decisions/index.md": "decisions/index.md",
};

const ofDocs = ["docs", "docs/zh", "docs/decisions"].flatMap(markdownIn);

/** The page of each file, both with their extension `.md`. */
export const PAGES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(ofDocs.map((file) => [file, file.replace(/^docs\//, "")])),
  ...OTHERS,
};

/** The page that shows what a folder of the repository has. */
export const FOLDERS: Readonly<Record<string, string>> = { "docs/decisions": "decisions/index.md" };

/** A decision's page, with the number of its file and its title without number. */
export interface Decision {
  readonly page: string;
  readonly number: string;
  readonly title: string;
}

export const decisions: readonly Decision[] = markdownIn("docs/decisions").map((file) => {
  const heading = /^# (?:\d+[.:] )?(.+)$/m.exec(readFileSync(join(root, file), "utf8"));
  if (heading === null) throw new TypeError(`${file} has no title`);
  return { page: PAGES[file]!, number: /(\d+)-/.exec(file)![1]!, title: heading[1]! };
});
