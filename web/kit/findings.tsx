// What can be found out with an engine, in the page's language; what is not known in it stays
// English and is marked so.
import { useContext } from "preact/hooks";
import type { Finding } from "../../client/engines/findings.ts";
import { type NameOf, saidIn } from "../../client/said.ts";
import { LanguageContext } from "./languages.ts";
import { findingStrings } from "./strings/findings.ts";

interface FindingsProps {
  readonly findings: readonly Finding[];
  /** What the page calls a party in its language. */
  readonly name: NameOf;
}

export function Findings({ findings, name }: FindingsProps) {
  const { language } = useContext(LanguageContext);
  return (
    <ul>
      {findings.map((finding) => {
        const own = saidIn(findingStrings[language], finding, name);
        const said = own ?? saidIn(findingStrings.en, finding, name) ?? finding.code;
        return (
          <li key={finding.code} {...(own === null ? { lang: "en" } : {})}>
            {said}
          </li>
        );
      })}
    </ul>
  );
}
