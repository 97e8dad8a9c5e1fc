// Strings of the console.
import type { InEveryLanguage } from "../languages.ts";

const en = {
  title: "Concordat console",
};

const zh: typeof en = {
  title: "Concordat 控制台",
};

export const consoleStrings: InEveryLanguage<typeof en> = { en, zh };
