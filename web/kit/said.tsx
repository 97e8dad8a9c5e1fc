// What the auditor or an engine says, in the page's language; what is not known in it stays English
// and is marked so.
import { useContext } from "preact/hooks";
import { type Phrase, type Sentences, spoken, type Text } from "../../auditor/words/phrase.ts";
import { type InEveryLanguage, LanguageContext } from "./languages.ts";

interface SaidProps {
  readonly text: Text;
  readonly sentences: InEveryLanguage<Sentences>;
}

export function Said({ text, sentences }: SaidProps) {
  const { language } = useContext(LanguageContext);
  if (typeof text === "string") return <>{text}</>;
  const own = spoken(sentences[language], text);
  if (own !== null) return <>{own}</>;
  return <span lang="en">{english(text, sentences)}</span>;
}

/** The same where only text can stand. */
export function useSaid(sentences: InEveryLanguage<Sentences>): (text: Text) => string {
  const { language } = useContext(LanguageContext);
  return (text) => (typeof text === "string" ? text : (spoken(sentences[language], text) ?? english(text, sentences)));
}

function english(phrase: Phrase, { en }: InEveryLanguage<Sentences>): string {
  return spoken(en, phrase) ?? phrase.code;
}
