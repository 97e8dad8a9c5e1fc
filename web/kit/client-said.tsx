// What the client says, in the page's language; what is not known in it stays English and is marked
// so, as is the message of an error within it. Commands are code.
import { useContext } from "preact/hooks";
import { type Said, saidIn } from "../../client/said.ts";
import { LanguageContext } from "./languages.ts";
import { clientStrings } from "./strings/client.ts";

/** Stands for the message of an error while the text around it is made. */
const MESSAGE = "\u0000";

export function ClientSaid({ said }: { readonly said: Said }) {
  const { language } = useContext(LanguageContext);
  const { message } = said.values;
  const marked = message === undefined ? said : { ...said, values: { ...said.values, message: MESSAGE } };
  const own = saidIn(clientStrings[language], marked, String);
  const text = own ?? saidIn(clientStrings.en, marked, String) ?? said.code;
  const parts = text
    .split(MESSAGE)
    .map((part, at) => [at === 0 ? null : <span lang="en">{String(message)}</span>, withCode(part)]);
  return <span {...(own === null ? { lang: "en" } : {})}>{parts}</span>;
}

/** What stands between backticks, as code. */
function withCode(text: string) {
  return text.split("`").map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part));
}
