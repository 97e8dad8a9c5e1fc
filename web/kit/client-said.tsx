// What the client says, in the page's language; the message of an error within it is English, and
// marked so. Commands are code.
import { type Said, saidIn } from "../../client/said.ts";
import { useSpoken } from "./spoken.ts";
import { clientStrings } from "./strings/client.ts";

/** Stands for the message of an error while the text around it is made. */
const MESSAGE = "\u0000";

export function ClientSaid({ said }: { readonly said: Said }) {
  const speak = useSpoken(clientStrings);
  const { message } = said.values;
  const marked = message === undefined ? said : { ...said, values: { ...said.values, message: MESSAGE } };
  const { text, lang } = speak(said.code, (own) => saidIn(own, marked, String));
  const parts = text
    .split(MESSAGE)
    .map((part, at) => [at === 0 ? null : <span lang="en">{String(message)}</span>, withCode(part)]);
  return <span lang={lang}>{parts}</span>;
}

/** What stands between backticks, as code. */
function withCode(text: string) {
  return text.split("`").map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part));
}
