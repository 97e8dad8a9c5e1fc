// The auditor's report, section by section, in its own words.
import type { Report } from "../../../auditor/in-browser.ts";
import { type Section, sectionsOf } from "../../../auditor/report/document.ts";
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
    <div lang="en">
      {shown.map((section) => (
        <SectionView key={section.title} section={section} />
      ))}
    </div>
  );
}

function SectionView({ section: { title, sentences, table } }: { readonly section: Section }) {
  const isNumeric = (column: number) => table!.rows.every((row) => /^(-?\d+(\.\d+)?)?$/.test(row[column]!));
  return (
    <section>
      <h2>{title}</h2>
      {sentences.length === 0 ? null : (
        <ul>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {table === null || table.rows.length === 0 ? null : (
        <Table
          caption={title}
          captionUnseen
          head={table.head}
          numeric={[...table.head.keys()].filter(isNumeric)}
          rows={table.rows.map((row) => row.map((cell, column) => <Cell key={column} text={cell} />))}
        />
      )}
    </section>
  );
}

function Cell({ text }: { readonly text: string }) {
  const { round } = useStrings(explorerStrings);
  const result = Object.keys(KINDS).find((known) => known === text) as keyof typeof KINDS | undefined;
  if (result === undefined) return text;
  return <Status kind={KINDS[result]}>{round.results[result]}</Status>;
}
