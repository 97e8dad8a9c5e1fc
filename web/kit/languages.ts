// The language of the page: what the reader chose last, else what the browser asks for, else
// English. Every string is in web/kit/strings/, in all languages with the same names.
import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** What each language calls itself. */
export const LANGUAGES = { en: "English", zh: "中文" } as const;

export type Language = keyof typeof LANGUAGES;

/** Strings of one part of the pages, in every language. */
export type InEveryLanguage<Strings> = Readonly<Record<Language, Strings>>;

export interface LanguageChoice {
  readonly language: Language;
  readonly choose: (language: Language) => void;
}

export const LanguageContext = createContext<LanguageChoice>({ language: "en", choose: () => {} });

/** The strings in the page's language. */
export function useStrings<Strings>(strings: InEveryLanguage<Strings>): Strings {
  return strings[useContext(LanguageContext).language];
}

export function isLanguage(text: string): text is Language {
  return Object.hasOwn(LANGUAGES, text);
}

export function preferredLanguage(kept: string | null, wanted: readonly string[]): Language {
  if (kept !== null && isLanguage(kept)) return kept;
  return wanted.map((tag) => tag.split("-")[0]!.toLowerCase()).find(isLanguage) ?? "en";
}
