// The auditor's report, section by section, in the page's language.
import type { Report } from "../../../auditor/in-browser.ts";
import { type Section, sectionsOf } from "../../../auditor/report/document.ts";
import { inEnglish } from "../../../auditor/words/english.ts";
import type { Text } from "../../../auditor/words/phrase.ts";
import { AuditorSaid, useAuditorSaid } from "../../kit/auditor-said.tsx";
import { useStrings } from "../../kit/languages.ts";
import { Status, type StatusKind } from "../../kit/status.tsx";
import { explorerStrings } from "../../kit/strings/explorer.ts";
import { Table } from "../../kit/table.tsx";

const KINDS = { passed: "good", failed: "bad", unknown: "warning", skipped: "unknown" } as const satisfies Record<
  string,
  StatusKind
>;

/** What was checked and what cannot be known. */
const FINDINGS = 2;

interface ReportProps {
  readonly report: Report;
  readonly part: "findings" | "facts";
}

export function ReportSections({ report, part }: ReportProps) {
  const sections = sectionsOf(report);
  const shown = part === "findings" ? sections.slice(0, FINDINGS) : sections.slice(FINDINGS);
  return (
    <>
      {shown.map((section) => (
        <SectionView key={inEnglish(section.title)} section={section} />
      ))}
    </>
  );
}

function SectionView({ section: { title, sentences, table } }: { readonly section: Section }) {
  const said = useAuditorSaid();
  const isNumeric = (column: number) => table!.rows.every((row) => /^(-?\d+(\.\d+)?)?$/.test(inEnglish(row[column]!)));
  return (
    <section>
      <h2>
        <AuditorSaid said={title} />
      </h2>
      {sentences.length === 0 ? null : (
        <ul>
          {sentences.map((sentence) => (
            <li key={inEnglish(sentence)}>
              <AuditorSaid said={sentence} />
            </li>
          ))}
        </ul>
      )}
      {table === null || table.rows.length === 0 ? null : (
        <Table
          caption={said(title)}
          captionUnseen
          head={table.head.map(said)}
          numeric={[...table.head.keys()].filter(isNumeric)}
          rows={table.rows.map((row) => row.map((cell, column) => <Cell key={column} text={cell} />))}
        />
      )}
    </section>
  );
}

function Cell({ text }: { readonly text: Text }) {
  const { round } = useStrings(explorerStrings);
  const result = Object.keys(KINDS).find((known) => known === text) as keyof typeof KINDS | undefined;
  if (result === undefined) return <AuditorSaid said={text} />;
  return <Status kind={KINDS[result]}>{round.results[result]}</Status>;
}
