// How the site renders Markdown that is written for any forge: links between files become links
// between pages, and headings have the anchors that forges give them.
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { MarkdownRenderer } from "vitepress";
import { FOLDERS, PAGES, root } from "./pages.ts";

/** The anchor of a heading, as on a forge. */
export const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\p{Mark}_ -]/gu, "")
    .replaceAll(" ", "-");

/** A letter, or punctuation, beside which Chinese has no space. */
const CHINESE = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef“”]/u;

/**
 * Where a link in `file` leads: to a page, or null where the site does not have that file of the
 * repository. Throws TypeError where the repository does not have it either.
 */
export function linkFrom(file: string, href: string): string | null {
  const [path, anchor] = href.split("#") as [string, string?];
  const target = relative(root, join(root, dirname(file), decodeURI(path)));
  const page = PAGES[target] ?? FOLDERS[target];
  if (page !== undefined) return `/${page}${anchor === undefined ? "" : `#${anchor}`}`;
  if (!existsSync(join(root, target))) throw new TypeError(`${file} links to ${href}, which is not there`);
  return null;
}

export function setUpMarkdown(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("links-of-the-repository", ({ tokens, env }) => {
    const file = relative(root, env.realPath ?? env.path);
    for (const { children } of tokens) {
      const dropped: boolean[] = [];
      for (const token of children ?? []) {
        if (token.type === "link_close" && dropped.pop() === true) token.hidden = true;
        if (token.type !== "link_open") continue;
        const href = token.attrGet("href")!;
        const isOfRepository = !/^(?:[a-z]+:|#|\/)/.test(href);
        const link = isOfRepository ? linkFrom(file, href) : href;
        dropped.push(link === null);
        if (link === null) token.hidden = true;
        else token.attrSet("href", link);
      }
    }
  });
  markdown.core.ruler.push("lines-of-chinese", ({ tokens }) => {
    for (const { children } of tokens) {
      for (const [i, token] of (children ?? []).entries()) {
        if (token.type !== "softbreak") continue;
        const before = children![i - 1]?.content.at(-1) ?? "";
        const after = children![i + 1]?.content.at(0) ?? "";
        if (CHINESE.test(before) && CHINESE.test(after)) Object.assign(token, { type: "text", content: "" });
      }
    }
  });
  // Code that is indented looks like code between fences, and scrolls like it.
  markdown.core.ruler.push("indented-code", ({ tokens }) => {
    for (const token of tokens)
      if (token.type === "code_block")
        Object.assign(token, { type: "fence", tag: "code", info: "text", markup: "```" });
  });
  const { text } = markdown.renderer.rules;
  // Braces are braces, and no expression of Vue.
  markdown.renderer.rules.text = (...args) => text!(...args).replaceAll("{{", "<span v-pre>{{</span>");
}
