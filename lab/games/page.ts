// The report as one HTML page that loads nothing.
import { decoyChart, engineBars, escapeText, gameChart } from "./chart.ts";
import { type Report, recoveredInWords, targetInWords, timeInWords } from "./report.ts";
import type { Result, Verdict } from "./result.ts";

const TONES: Readonly<Record<Verdict, string>> = {
  broken: "bad",
  "partly broken": "bad",
  "told apart": "bad",
  unclear: "warn",
  "leaks shape": "warn",
  "leaks counts": "warn",
  "guessing level": "good",
  "nothing found": "good",
};

const STYLE = `
:root{--ink:#1c2430;--soft:#5b6675;--line:#d9dee5;--page:#fff;--track:#eef1f5;--bad:#b3261e;--warn:#9a6700;--good:#1a7f4b;--shape:#e8a59f;--accent:#2454a6}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ee;--soft:#a2acb9;--line:#38414d;--page:#161b22;--track:#242c36;--bad:#ff8a80;--warn:#e3b341;--good:#56d38f;--shape:#7d3f3b;--accent:#8ab4ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1100px;padding:32px 24px 64px;font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page)}
h1{font-size:28px;margin:0 0 8px}h2{font-size:20px;margin:40px 0 8px}p{max-width:75ch;margin:6px 0 12px}
.soft{color:var(--soft)}code{font-family:ui-monospace,monospace;font-size:13px;overflow-wrap:anywhere}
svg{width:100%;max-width:820px;height:auto;display:block;font:14px system-ui,sans-serif}
svg text{fill:var(--ink)}svg .small{font-size:12.5px}svg .strong{font-weight:600}
.track{fill:var(--track)}.shape{fill:var(--shape)}.full{fill:var(--bad)}
.grid{stroke:var(--line)}.half{stroke:var(--soft);stroke-dasharray:4 4}
line.warn{stroke:var(--warn)}circle.warn{fill:var(--warn)}.curve{fill:none;stroke:var(--accent);stroke-width:2}.dot{fill:var(--accent)}.dot.failed{fill:var(--page);stroke:var(--accent);stroke-width:2}
.interval{stroke-width:3;opacity:.45}line.bad{stroke:var(--bad)}line.good{stroke:var(--good)}circle.bad{fill:var(--bad)}circle.good{fill:var(--good)}
.key{display:inline-block;width:12px;height:12px;margin:0 6px 0 0;vertical-align:-1px}.key.full{background:var(--bad)}.key.shape{margin-left:18px;background:var(--shape)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:13.5px}
th,td{text-align:left;padding:5px 10px 5px 0;border-bottom:1px solid var(--line);vertical-align:top}th{color:var(--soft);font-weight:600}th.number{text-align:right}
td.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
td.bad,td.warn,td.good{font-weight:600;white-space:nowrap}td.bad{color:var(--bad)}td.warn{color:var(--warn)}td.good{color:var(--good)}
h3{font-size:16px;margin:28px 0 6px}
`;

function row(result: Result): string {
  const cells = [result.problem, result.attack, result.attacker, targetInWords(result)];
  const verdict = result.verdict + (result.control ? " (control)" : "");
  return `<tr>${cells.map((cell) => `<td>${escapeText(cell)}</td>`).join("")}<td class="number">${escapeText(recoveredInWords(result))}</td><td class="number">${timeInWords(result.seconds)}</td><td class="${TONES[result.verdict]}">${verdict}</td></tr>`;
}

function tableOf(results: readonly Result[]): string {
  const header = ["problem", "attack", "who attacks", "target"].map((cell) => `<th>${cell}</th>`);
  const numbers = ["recovered", "time"].map((cell) => `<th class="number">${cell}</th>`);
  return `<div class="scroll"><table><thead><tr>${[...header, ...numbers, "<th>verdict</th>"].join("")}</tr></thead><tbody>${results.map(row).join("")}</tbody></table></div>`;
}

export function pageOf({ seed, quick, notes, results, decoys }: Report): string {
  const engines = [...new Set(results.map(({ engine }) => engine))];
  const perEngine = engines
    .map((engine) => `<h3>${engine}</h3>${tableOf(results.filter((result) => result.engine === engine))}`)
    .join("");
  const charted = decoys[0]?.problem ?? "";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Concordat: attack report</title><style>${STYLE}</style></head><body>
<h1>What leaks, measured</h1>
<p>Every engine of Concordat attacked with what each party really saw in a recorded run. Controls are runs with a countermeasure: there the same attack must find nothing.</p>
<p class="soft">${quick ? "Quick run" : "Full run"}. Seed <code>${seed}</code>: <code>npm run attack -- ${quick ? "--quick " : ""}--seed ${seed}</code> repeats all but the times.</p>
${notes.map((note) => `<p class="soft">${escapeText(note)}</p>`).join("")}
<h2>What one party alone recovers</h2>
<p>The best attack per engine and problem without collusion, as a share of the rows it aims at.</p>
<p><span class="key full"></span>exactly or up to a factor (first number)<span class="key shape"></span>up to order and scale of the columns (second number)</p>
${engineBars(results)}
<h2>decoy-ot: time against d</h2>
<p>Bob picks Alice's shares out of the decoys by lattice reduction (${escapeText(charted)}). The paper's bound on a guess is 2<sup>−d</sup>. Filled dots: every row recovered exactly.</p>
${decoyChart(decoys)}
<h2>Distinguishing games</h2>
<p>Which of two candidates was run? Right guesses with 95% confidence intervals; a coin gives 50%.</p>
${gameChart(results, TONES)}
<h2>All results</h2>
${perEngine}
</body></html>
`;
}
