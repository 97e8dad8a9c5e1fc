// Strings of what all pages share.
import type { InEveryLanguage } from "../languages.ts";

const en = {
  skip: "Skip to the content",
  language: "Language",
  theme: "Appearance",
  themes: { system: "As the system", light: "Light", dark: "Dark" },
  status: { good: "in order", bad: "false", warning: "attention", unknown: "not known", active: "in progress" },
  /** Whether to use an engine. */
  advice: {
    "safe against one curious node": "safe against one curious node",
    "safe against one malicious node": "safe against one malicious node",
    "safe against one curious node; opens only what is proven":
      "safe against one curious node; opens only what is proven",
    "do not use": "do not use",
    "only with partners you trust": "only with partners you trust",
  },
  orDrop: "or drop them here",
  progress: (percent: number) => `${percent} %`,
  bar: "as a bar",
  broken: "This page cannot show what it was given. Load it again; if that does not help, report this message:",
  reload: "Load again",
};

const zh: typeof en = {
  skip: "跳到正文",
  language: "语言",
  theme: "外观",
  themes: { system: "跟随系统", light: "浅色", dark: "深色" },
  status: { good: "正确", bad: "错误", warning: "注意", unknown: "未知", active: "进行中" },
  advice: {
    "safe against one curious node": "可抵御单个好奇（半诚实）的节点",
    "safe against one malicious node": "可抵御单个恶意的节点",
    "safe against one curious node; opens only what is proven": "可抵御单个好奇（半诚实）的节点；只公开经过证明的结果",
    "do not use": "请勿使用",
    "only with partners you trust": "仅限与您信任的伙伴使用",
  },
  orDrop: "或拖放到此处",
  progress: (percent) => `${percent} %`,
  bar: "条形图",
  broken: "本页无法显示所收到的内容。请重新加载；若仍然如此，请报告以下信息：",
  reload: "重新加载",
};

export const kitStrings: InEveryLanguage<typeof en> = { en, zh };
