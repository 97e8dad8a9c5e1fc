// What the auditor says, in the page's language.
import { spoken, type Text } from "../../auditor/words/phrase.ts";
import { useSpoken } from "./spoken.ts";
import { auditorSentences } from "./strings/auditor.ts";

export function AuditorSaid({ said }: { readonly said: Text }) {
  const speak = useSpoken(auditorSentences);
  if (typeof said === "string") return <>{said}</>;
  const { text, lang } = speak(said.code, (own) => spoken(own, said));
  return <span lang={lang}>{text}</span>;
}

/** The same where only text can stand. */
export function useAuditorSaid(): (said: Text) => string {
  const speak = useSpoken(auditorSentences);
  return (said) => (typeof said === "string" ? said : speak(said.code, (own) => spoken(own, said)).text);
}
