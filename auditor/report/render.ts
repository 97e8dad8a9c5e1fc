// A report as JSON, as text for a terminal, and as a page for a printer, in English.
import { inEnglish } from "../words/english.ts";
import type { Text } from "../words/phrase.ts";
import { type Section, sectionsOf, type Table } from "./document.ts";
import type { Report } from "./report.ts";

/** JSON with every big integer as decimal text. */
export function renderJson(report: Report): string {
  return JSON.stringify(report, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value), 2);
}

/** Plain text, wide tables and all. */
export function renderText(report: Report): string {
  const { chainId, coordinator, round } = report.round;
  const top = [
    `Audit of round ${coordinator}/${round} on chain ${chainId}`,
    report.verdict.toUpperCase(),
    report.headline,
  ];
  return `${[...top, ...sectionsOf(report).map(textSection)].join("\n\n")}\n`;
}

function textSection({ title: named, sentences, table }: Section): string {
  const title = inEnglish(named);
  const lines = [title, "-".repeat(title.length), ...sentences.map((sentence) => `* ${inEnglish(sentence)}`)];
  return [...lines, ...(table === null ? [] : textTable(table))].join("\n");
}

function textTable(table: Table): string[] {
  const head = table.head.map(inEnglish);
  const rows = table.rows.map((row) => row.map(inEnglish));
  const widths = head.map((title, c) => rows.reduce((most, row) => Math.max(most, row[c]!.length), title.length));
  return [head, ...rows].map((row) =>
    row
      .map((cell, c) => cell.padEnd(widths[c]!))
      .join("  ")
      .trimEnd(),
  );
}

const STYLE = `
body { font: 10pt/1.4 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #111; }
h1 { font-size: 16pt; } h2 { font-size: 12pt; margin-top: 1.6em; break-after: avoid; }
table { border-collapse: collapse; width: 100%; font-size: 9pt; }
th, td { text-align: left; vertical-align: top; padding: 2pt 6pt; border-bottom: 0.5pt solid #bbb; overflow-wrap: anywhere; }
thead { display: table-header-group; } tr { break-inside: avoid; }
.verdict { font-size: 13pt; font-weight: bold; padding: 6pt 10pt; border: 1.5pt solid #111; }
.failed { color: #a00000; } .incomplete, .unknown { color: #8a5a00; } .verified, .passed { color: #006020; }
@media print { @page { margin: 18mm; } body { margin: 0; max-width: none; } }
`;

/** A self-contained page: no scripts, nothing loaded from elsewhere. */
export function renderHtml(report: Report): string {
  const { chainId, coordinator, round } = report.round;
  const title = `Audit of round ${escapeHtml(coordinator)}/${round}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}, chain ${chainId}</h1>
<p class="verdict ${report.verdict}">${report.verdict}</p>
<p>${escapeHtml(report.headline)}</p>
${sectionsOf(report).map(htmlSection).join("\n")}
</body>
</html>
`;
}

function htmlSection({ title, sentences, table }: Section): string {
  const list = sentences.map((sentence) => `<li>${escapeHtml(inEnglish(sentence))}</li>`).join("");
  const body = table === null || table.rows.length === 0 ? "" : htmlTable(table);
  return `<h2>${escapeHtml(inEnglish(title))}</h2>${list === "" ? "" : `<ul>${list}</ul>`}${body}`;
}

const RESULTS: readonly string[] = ["passed", "failed", "unknown", "skipped"];

function htmlTable({ head, rows }: Table): string {
  const cell = (value: Text) => {
    const text = inEnglish(value);
    return `<td${RESULTS.includes(text) ? ` class="${text}"` : ""}>${escapeHtml(text)}</td>`;
  };
  const header = head.map((text) => `<th>${escapeHtml(inEnglish(text))}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("\n");
  return `<table><thead><tr>${header}</tr></thead><tbody>${body}</tbody></table>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
