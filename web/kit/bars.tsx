// A picture of numbers: a table whose rows have a bar, so that who cannot see the bars reads the
// numbers. Bars to the right are positive, to the left negative.
import { useStrings } from "./languages.ts";
import { kitStrings } from "./strings/kit.ts";
import { Table } from "./table.tsx";

export interface Bar {
  readonly label: string;
  /** For the length only. */
  readonly value: number;
  /** The number as it is shown. */
  readonly text: string;
  /** Beside the number: why this one stands out. */
  readonly mark?: string;
}

export interface BarsProps {
  readonly caption: string;
  /** Heads of the columns of labels and of numbers. */
  readonly head: readonly [string, string];
  readonly bars: readonly Bar[];
}

export function Bars({ caption, head, bars }: BarsProps) {
  const { bar } = useStrings(kitStrings);
  const most = bars.reduce((largest, { value }) => Math.max(largest, Math.abs(value)), 0);
  const hasNegative = bars.some(({ value }) => value < 0);
  const rows = bars.map(({ label, value, text, mark }) => [
    label,
    <span key="bar" class={`bar ${hasNegative ? "both" : ""} ${mark === undefined ? "" : "marked"}`}>
      <span
        class={`fill ${value < 0 ? "negative" : ""}`}
        style={{ inlineSize: `${most === 0 ? 0 : ((hasNegative ? 50 : 100) * Math.abs(value)) / most}%` }}
      />
    </span>,
    <span key="number">
      {text}
      {mark === undefined ? null : <span class="mark"> {mark}</span>}
    </span>,
  ]);
  return (
    <div class="bars">
      <Table caption={caption} head={[head[0], bar, head[1]]} rows={rows} numeric={[2]} />
    </div>
  );
}
