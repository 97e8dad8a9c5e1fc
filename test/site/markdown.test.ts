// How links between files become links between pages, and headings their anchors.
import { expect } from "chai";
import { createMarkdownRenderer } from "vitepress";
import { anchorOf, linkFrom, setUpMarkdown } from "../../scripts/site/markdown.ts";
import { root } from "../support/page-blocks.ts";

describe("Markdown of the site", () => {
  const rendered = async (text: string): Promise<string> => {
    const markdown = await createMarkdownRenderer(root, { html: false, config: setUpMarkdown });
    return markdown.render(text, { path: `${root}docs/page.md`, relativePath: "page.md", cleanUrls: false });
  };

  it("shows what is no page as plain text, and braces and angle brackets as they are", async () => {
    expect(await rendered("See [the package](../package.json), or [wire](wire.md#exchanges).")).to.equal(
      '<p>See the package, or <a href="/wire.html#exchanges">wire</a>.</p>\n',
    );
    expect(await rendered("{{ x }} and <home>")).to.equal("<p><span v-pre>{{</span> x }} and &lt;home&gt;</p>\n");
  });

  it("joins lines of Chinese without a blank, and others with one", async () => {
    expect(await rendered("约束，\n证书\nproof\nof")).to.equal("<p>约束，证书\nproof\nof</p>\n");
  });

  it("links to the page of a file, wherever both are", () => {
    expect(linkFrom("docs/audit.md", "wire.md")).to.equal("/wire.md");
    expect(linkFrom("docs/audit.md", "../README.md#engines")).to.equal("/readme.md#engines");
    expect(linkFrom("README.md", "docs/audit.md")).to.equal("/audit.md");
    expect(linkFrom("examples/production/README.md", "../logistics/README.md#casejson")).to.equal(
      "/examples/logistics.md#casejson",
    );
    expect(linkFrom("docs/zh/what.md", "../engines.md")).to.equal("/engines.md");
  });

  it("links to the list of decisions for their folder", () => {
    expect(linkFrom("README.md", "docs/decisions")).to.equal("/decisions/index.md");
  });

  it("drops a link to a file that is no page, and refuses one to a file that is not there", () => {
    expect(linkFrom("docs/audit.md", "../package.json")).to.equal(null);
    expect(() => linkFrom("docs/audit.md", "nothing.md")).to.throw(TypeError, "docs/audit.md links to nothing.md");
  });

  it("gives headings the anchors of a forge", () => {
    expect(anchorOf("`case.json`")).to.equal("casejson");
    expect(anchorOf("What a round can be today")).to.equal("what-a-round-can-be-today");
    expect(anchorOf("100 companies, 10,000 rows, 5,000 columns")).to.equal("100-companies-10000-rows-5000-columns");
    expect(anchorOf("Latency, by number of companies (`node bench/x.ts`)")).to.equal(
      "latency-by-number-of-companies-node-benchxts",
    );
    expect(anchorOf("术语对照")).to.equal("术语对照");
  });
});
