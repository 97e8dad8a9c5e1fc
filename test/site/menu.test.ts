// Every page of the site is in a menu, and the menus name no other.
import { expect } from "chai";
import type { DefaultTheme } from "vitepress";
import { chineseSidebar, REFERENCE, sidebar } from "../../scripts/site/navigation.ts";
import { PAGES } from "../../scripts/site/pages.ts";

/** The pages that the items and theirs link to, without anchors. */
const linksOf = (items: readonly DefaultTheme.SidebarItem[]): string[] =>
  items.flatMap(({ link, items: inner }) => [
    ...(link === undefined ? [] : [link.split("#")[0]!]),
    ...linksOf(inner ?? []),
  ]);

describe("the menus of the site", () => {
  it("have every page but the two home pages", () => {
    const lists = [...Object.values(sidebar), chineseSidebar] as DefaultTheme.SidebarItem[][];
    const linked = new Set(lists.flatMap(linksOf));
    linked.delete(REFERENCE.link);
    const pages = Object.values(PAGES).map((page) => `/${page.replace(/\.md$/, "").replace(/(^|\/)index$/, "$1")}`);
    expect([...linked].sort()).to.deep.equal(pages.filter((page) => page !== "/" && page !== "/zh/").sort());
  });
});
