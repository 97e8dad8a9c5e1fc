import { readdirSync } from "node:fs";
import { defineConfig } from "vitepress";
import { anchorOf, setUpMarkdown } from "../../../scripts/site/markdown.ts";
import { chineseNavigation, chineseSidebar, navigation, sidebar } from "../../../scripts/site/navigation.ts";
import { PAGES, root } from "../../../scripts/site/pages.ts";

const topFolders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const withPages = new Set(Object.keys(PAGES).map((file) => file.split("/")[0]));

/** A word, or a single Chinese character: minisearch would take a whole clause for one word. */
const words = (text: string): string[] => text.match(/\p{Script=Han}|[^\s\p{P}\p{S}\p{Script=Han}]+/gu) ?? [];

export default defineConfig({
  srcDir: root,
  outDir: "dist",
  srcExclude: topFolders.filter(({ name }) => !withPages.has(name)).map(({ name }) => `${name}/**`),
  rewrites: PAGES,
  title: "Concordat",
  description: "Private joint optimisation that anyone can audit.",
  lastUpdated: false,
  locales: {
    root: { label: "English", lang: "en-GB" },
    zh: {
      label: "简体中文",
      lang: "zh-CN",
      link: "/zh/",
      description: "可公开审计的保密联合优化。",
      themeConfig: {
        nav: chineseNavigation,
        sidebar: chineseSidebar,
        outline: { label: "本页内容", level: [2, 3] },
        docFooter: { prev: "上一页", next: "下一页" },
        darkModeSwitchLabel: "外观",
        lightModeSwitchTitle: "切换到浅色模式",
        darkModeSwitchTitle: "切换到深色模式",
        sidebarMenuLabel: "目录",
        returnToTopLabel: "回到顶部",
        langMenuLabel: "切换语言",
        skipToContentLabel: "跳到正文",
      },
    },
  },
  themeConfig: {
    // Most pages are in one language only.
    i18nRouting: false,
    nav: navigation,
    sidebar,
    outline: { level: [2, 3] },
    search: {
      provider: "local",
      options: {
        miniSearch: { options: { tokenize: words } },
        locales: {
          zh: {
            translations: {
              button: { buttonText: "搜索", buttonAriaLabel: "搜索" },
              modal: {
                noResultsText: "没有找到",
                resetButtonTitle: "清除",
                displayDetails: "显示详细列表",
                footer: { selectText: "选择", navigateText: "切换", closeText: "关闭" },
              },
            },
          },
        },
      },
    },
  },
  // The index of the search is one file.
  vite: { build: { chunkSizeWarningLimit: 4000 } },
  markdown: {
    html: false,
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    attrs: { disable: true },
    anchor: { slugify: anchorOf },
    config: setUpMarkdown,
  },
});
