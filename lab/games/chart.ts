// The charts of the report, as inline SVG. Colours are classes of the page's style sheet.
import type { DecoyPoint } from "./decoys.ts";
import type { Precision, Result, Verdict } from "./result.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}

type Anchor = "start" | "middle" | "end";

interface Look {
  readonly anchor?: Anchor;
  readonly style?: string;
}

function text(x: number, y: number, content: string, { anchor = "start", style = "" }: Look = {}): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" class="${style}">${escapeText(content)}</text>`;
}

function svg(width: number, height: number, title: string, parts: readonly string[]): string {
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeText(title)}">${parts.join("")}</svg>`;
}

const percent = (share: number) => `${Math.round(100 * share)}%`;

const ROWS_IN_FULL: readonly Precision[] = ["exact", "up to a factor"];
const ROWS_AT_ALL: readonly Precision[] = [...ROWS_IN_FULL, "up to column order and scale"];

interface Bar {
  readonly label: string;
  readonly inFull: number;
  readonly atAll: number;
}

/**
 * The best result of one party alone, per engine and problem. Attacks that work only on parties
 * with one row are left out: they say nothing about the others.
 */
function barsOf(results: readonly Result[], engine: string): Bar[] {
  const counted = results.filter(
    (result) => result.engine === engine && !result.control && result.alone && result.attack !== "ratio",
  );
  const best = (problem: string, precisions: readonly Precision[]) =>
    counted
      .filter((result) => result.problem === problem && precisions.includes(result.precision))
      .reduce((most, { share }) => Math.max(most, share), 0);
  const problems = [
    ...new Set(counted.filter(({ precision }) => ROWS_AT_ALL.includes(precision)).map(({ problem }) => problem)),
  ];
  return problems.map((label) => ({ label, inFull: best(label, ROWS_IN_FULL), atAll: best(label, ROWS_AT_ALL) }));
}

/** Share of the others' rows that one party alone recovers, per engine and problem. */
export function engineBars(results: readonly Result[]): string {
  const engines = [...new Set(results.map(({ engine }) => engine))];
  const [left, width, bar, gap] = [260, 440, 15, 16];
  let y = 8;
  const parts: string[] = [];
  for (const engine of engines) {
    const bars = barsOf(results, engine);
    if (bars.length === 0) continue;
    parts.push(text(0, y + bar - 3, engine, { style: "strong" }));
    for (const { label, inFull, atAll } of bars) {
      parts.push(
        text(left - 10, y + bar - 3, label, { anchor: "end", style: "small" }),
        `<rect x="${left}" y="${y}" width="${width}" height="${bar}" class="track"/>`,
        `<rect x="${left}" y="${y}" width="${(width * atAll).toFixed(1)}" height="${bar}" class="shape"/>`,
        `<rect x="${left}" y="${y}" width="${(width * inFull).toFixed(1)}" height="${bar}" class="full"/>`,
        text(
          left + width + 8,
          y + bar - 3,
          atAll > inFull ? `${percent(inFull)}, ${percent(atAll)}` : percent(inFull),
          { style: "small" },
        ),
      );
      y += bar + 4;
    }
    y += gap;
  }
  return svg(left + width + 100, y, "Share of rows recovered by one party, per engine and problem", parts);
}

/** Seconds of the attack on decoy-ot, on a logarithmic scale, against d. */
export function decoyChart(points: readonly DecoyPoint[]): string {
  const [left, top, width, height] = [70, 16, 600, 260];
  const most = Math.max(...points.map(({ shares }) => shares));
  const logs = points.map(({ seconds }) => Math.log10(Math.max(seconds, 1e-3)));
  const low = Math.floor(Math.min(...logs));
  const high = Math.max(low + 1, Math.ceil(Math.max(...logs)));
  const x = (shares: number) => left + (width * shares) / most;
  const y = (log: number) => top + height - (height * (log - low)) / (high - low);
  const grid = Array.from({ length: high - low + 1 }, (_, i) => low + i).flatMap((log) => [
    `<line x1="${left}" x2="${left + width}" y1="${y(log)}" y2="${y(log)}" class="grid"/>`,
    text(left - 8, y(log) + 4, `${10 ** log} s`, { anchor: "end", style: "small" }),
  ]);
  const ticks = points.map(({ shares }) =>
    text(x(shares), top + height + 20, String(shares), { anchor: "middle", style: "small" }),
  );
  const path = points.map(({ shares }, i) => `${x(shares).toFixed(1)},${y(logs[i]!).toFixed(1)}`).join(" ");
  const dots = points.map(({ shares, recovered, total, seconds }, i) => {
    const label = `d = ${shares}: ${recovered} of ${total} rows in ${seconds.toFixed(2)} s`;
    const style = recovered === total ? "dot" : "dot failed";
    return `<circle cx="${x(shares).toFixed(1)}" cy="${y(logs[i]!).toFixed(1)}" r="5" class="${style}"><title>${label}</title></circle>`;
  });
  return svg(left + width + 20, top + height + 46, "Time of the attack on decoy-ot against d", [
    ...grid,
    ...ticks,
    `<polyline points="${path}" class="curve"/>`,
    ...dots,
    text(left + width / 2, top + height + 42, "d, shares of Alice's rows, each beside one decoy (p = 2)", {
      anchor: "middle",
      style: "small",
    }),
  ]);
}

/**
 * Share of right guesses in every game, with 95% confidence intervals, beside the 50% of a coin.
 */
export function gameChart(results: readonly Result[], tones: Readonly<Record<Verdict, string>>): string {
  const games = results.filter(({ interval }) => interval !== null);
  const [left, width, row] = [560, 200, 24];
  const height = games.length * row + 30;
  const x = (share: number) => left + width * share;
  const axis = [0, 0.5, 1].flatMap((share) => [
    `<line x1="${x(share)}" x2="${x(share)}" y1="4" y2="${height - 24}" class="${share === 0.5 ? "half" : "grid"}"/>`,
    text(x(share), height - 8, percent(share), { anchor: "middle", style: "small" }),
  ]);
  const lines = games.flatMap(({ engine, attacker, problem, share, interval, verdict }, i) => {
    const y = 16 + i * row;
    const style = tones[verdict];
    return [
      text(0, y + 4, engine, { style: "strong small" }),
      text(left - 12, y + 4, `${attacker}, ${problem}`, { anchor: "end", style: "small" }),
      `<line x1="${x(interval!.low).toFixed(1)}" x2="${x(interval!.high).toFixed(1)}" y1="${y}" y2="${y}" class="interval ${style}"/>`,
      `<circle cx="${x(share).toFixed(1)}" cy="${y}" r="4.5" class="${style}"/>`,
      text(left + width + 14, y + 4, percent(share), { style: "small" }),
    ];
  });
  return svg(left + width + 60, height, "Right guesses in the distinguishing games", [...axis, ...lines]);
}
