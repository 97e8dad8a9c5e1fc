// What is said as data, in the page's language; what is not known in it is English, and marked so.
import { useContext } from "preact/hooks";
import { type InEveryLanguage, LanguageContext } from "./languages.ts";

interface Spoken {
  readonly text: string;
  /** The text's language where it is not the page's. */
  readonly lang?: "en";
}

type Speak<Sentences> = (code: string, say: (own: Sentences) => string | null) => Spoken;

/**
 * `say` gives null where a language does not have what is said. What no language has is its code.
 */
export function useSpoken<Sentences>(sentences: InEveryLanguage<Sentences>): Speak<Sentences> {
  const { language } = useContext(LanguageContext);
  return (code, say) => {
    const own = say(sentences[language]);
    return own === null ? { text: say(sentences.en) ?? code, lang: "en" } : { text: own };
  };
}
