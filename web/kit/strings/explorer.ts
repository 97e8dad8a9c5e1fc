// Strings of the explorer.
import type { InEveryLanguage } from "../languages.ts";

const en = {
  title: "Concordat explorer",
};

const zh: typeof en = {
  title: "Concordat 浏览器",
};

export const explorerStrings: InEveryLanguage<typeof en> = { en, zh };
