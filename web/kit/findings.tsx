// What can be found out with an engine, in the page's language.
import type { Finding } from "../../client/engines/findings.ts";
import { type NameOf, saidIn } from "../../client/said.ts";
import { useSpoken } from "./spoken.ts";
import { findingStrings } from "./strings/findings.ts";

interface FindingsProps {
  readonly findings: readonly Finding[];
  /** What the page calls a party in its language. */
  readonly name: NameOf;
}

export function Findings({ findings, name }: FindingsProps) {
  const speak = useSpoken(findingStrings);
  return (
    <ul>
      {findings.map((finding) => {
        const { text, lang } = speak(finding.code, (own) => saidIn(own, finding, name));
        return (
          <li key={finding.code} lang={lang}>
            {text}
          </li>
        );
      })}
    </ul>
  );
}
