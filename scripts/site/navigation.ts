// What the site's menus show, in the order in which to read.
import type { DefaultTheme } from "vitepress";
import { decisions } from "./pages.ts";

const item = (text: string, page: string): DefaultTheme.SidebarItem => ({ text, link: `/${page}` });

/** Written by TypeDoc: no page of VitePress, so that it opens like any other site. */
export const REFERENCE = { text: "API reference", link: "/reference/index.html", target: "_self" };

export const navigation: DefaultTheme.NavItem[] = [
  { text: "First round", link: "/first-round" },
  {
    text: "Guides",
    items: [
      { text: "Operations", link: "/operations" },
      { text: "For the auditor", link: "/audit" },
      { text: "For the cryptographer", link: "/cryptographer" },
      { text: "For the developer", link: "/developer" },
    ],
  },
  { text: "Engines", link: "/engines" },
  REFERENCE,
];

/** All pages but decisions. */
const pages: DefaultTheme.SidebarItem[] = [
  {
    text: "Start here",
    items: [
      item("What it is, and for whom", "what"),
      item("The first round in ten minutes", "first-round"),
      item("Example: logistics", "examples/logistics"),
      item("Example: production", "examples/production"),
      item("Glossary", "glossary"),
    ],
  },
  {
    text: "Operations",
    items: [
      item("Operating Concordat", "operations"),
      item("The console", "operations#the-console"),
      item("Input files", "files"),
      item("Faults, and what the client does", "faults"),
      item("Error codes", "errors"),
    ],
  },
  { text: "Audit", items: [item("Auditing a round", "audit"), item("The explorer", "audit#in-a-browser")] },
  {
    text: "Cryptography",
    items: [
      item("Where to start", "cryptographer"),
      item("Design", "design"),
      item("Engines compared", "engines"),
      item("Security and attacks", "security"),
      item("The certificate", "certificate"),
      item("Sealed outcomes", "sealed"),
      item("Disclosures from sealed outcomes", "sealed-disclosure"),
      item("Each company its own part", "sealed-own-part"),
      item("Public shares", "shares"),
    ],
  },
  {
    text: "Development",
    items: [
      item("The library", "developer"),
      REFERENCE,
      item("Wire format", "wire"),
      item("Scale", "scale"),
      item("Measurements", "bench"),
      item("Public test programs", "examples/lp"),
      item("Contributing", "contributing"),
      item("Changes", "changelog"),
      item("README", "readme"),
    ],
  },
  { text: "Decisions", items: [item("All decisions", "decisions/")] },
];

const byNumber: DefaultTheme.SidebarItem[] = decisions.map(({ page, number, title }) =>
  item(`${number} ${title.replaceAll("`", "")}`, page.replace(/\.md$/, "")),
);

export const sidebar: DefaultTheme.SidebarMulti = {
  "/": pages,
  "/decisions/": [
    { text: "Decisions", items: [item("All decisions", "decisions/"), ...byNumber] },
    { text: "Other pages", items: [item("Design", "design"), item("Contributing", "contributing")] },
  ],
};

export const chineseNavigation: DefaultTheme.NavItem[] = [
  { text: "第一轮", link: "/zh/first-round" },
  { text: "英文文档", link: "/what" },
];

export const chineseSidebar: DefaultTheme.SidebarItem[] = [
  {
    text: "从这里开始",
    items: [item("Concordat 是什么，适合谁", "zh/what"), item("十分钟完成第一轮", "zh/first-round")],
  },
  {
    text: "英文文档",
    items: [
      item("运维", "operations"),
      item("审计", "audit"),
      item("密码学：从哪里读起", "cryptographer"),
      item("引擎比较", "engines"),
      item("开发", "developer"),
    ],
  },
];
