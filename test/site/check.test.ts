// The check of the site, on small sites with one fault each.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { faultsOf } from "../../scripts/site/check.ts";

const WHOLE: Readonly<Record<string, string>> = {
  "index.html": `<h1 id="top">Home</h1><a href="/guide/a.html#one">a</a><a href="guide/">guide</a><a href="#top">up</a>
    <a class="x" href='https://elsewhere.example/page'>another site</a><a href="mailto:who@example">mail</a>
    <img src="/picture.svg" alt=""><link rel="stylesheet" href="/style.css">`,
  "guide/index.html": `<a href="../index.html">home</a><a href="a">a, without its ending</a>`,
  "guide/a.html": `<h2 id="one">One</h2><a href="/">home</a><script src="/app.js"></script>`,
  "style.css": `body { background: url("/picture.svg"); }`,
  "picture.svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`,
  "app.js": "",
};

const FAULTS: readonly (readonly [what: string, file: string, text: string, fault: string])[] = [
  ["a page that is not there", "index.html", `<a href="/b.html">`, "index.html links to /b.html, which is not there"],
  ["a folder without index", "guide/a.html", `<a href="/none/">`, "guide/a.html links to /none/, which is not there"],
  ["a missing anchor", "index.html", `<a href="#two">`, "index.html links to #two: index.html has no such anchor"],
  [
    "a missing anchor of another page",
    "index.html",
    `<a href="guide/a#two">`,
    "index.html links to guide/a#two: guide/a.html has no such anchor",
  ],
  ["a script", "index.html", `<script async src="https://x.example/a.js">`, "index.html loads https://x.example/a.js"],
  ["a script without scheme", "index.html", `<script src=//x.example/a.js>`, "index.html loads //x.example/a.js"],
  ["a font", "index.html", `<link rel="preload" href="https://x.example/f">`, "index.html loads https://x.example/f"],
  ["a picture", "index.html", `<img alt="" src='https://x.example/p'>`, "index.html loads https://x.example/p"],
  [
    "one of two pictures",
    "index.html",
    `<img srcset="/picture.svg 1x, https://x.example/p 2x">`,
    "index.html loads https://x.example/p 2x",
  ],
  ["a frame", "index.html", `<iframe src="https://x.example/">`, "index.html loads https://x.example/"],
  ["a style in a page", "index.html", `<style>@import "//x.example/s";</style>`, "index.html loads //x.example/s"],
  ["a style sheet", "style.css", `a { background: url(https://x.example/p) }`, "style.css loads https://x.example/p"],
];

describe("the check of the site", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "concordat-site-"));
    for (const [file, text] of Object.entries(WHOLE)) {
      mkdirSync(join(folder, dirname(file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it("finds nothing wrong with a site that is whole", () => {
    expect(faultsOf(folder)).to.deep.equal([]);
  });

  for (const [what, file, text, fault] of FAULTS)
    it(`finds ${what}`, () => {
      writeFileSync(join(folder, file), `${WHOLE[file]}${text}`);
      expect(faultsOf(folder)).to.deep.equal([fault]);
    });
});
