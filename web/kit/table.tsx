// A table with its caption; it scrolls sideways by itself where it is wider than the page.
import type { ComponentChild } from "preact";

export interface TableProps {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly ComponentChild[])[];
  /** Columns of numbers, which stand to the right. */
  readonly numeric?: readonly number[];
  /** Whether the caption is for screen readers only, since a heading says it. */
  readonly captionUnseen?: boolean;
}

export function Table({ caption, head, rows, numeric = [], captionUnseen = false }: TableProps) {
  const kind = (column: number) => (numeric.includes(column) ? "number" : undefined);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who uses the keyboard must be able to scroll
    <section class="scrolls" tabIndex={0} aria-label={caption}>
      <table>
        <caption class={captionUnseen ? "unseen" : undefined}>{caption}</caption>
        <thead>
          <tr>
            {head.map((text, column) =>
              text === "" ? (
                <td key={column} />
              ) : (
                <th key={column} scope="col" class={kind(column)}>
                  {text}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) =>
                column === 0 ? (
                  <th key={head[column]} scope="row" class={kind(column)}>
                    {cell}
                  </th>
                ) : (
                  <td key={head[column]} class={kind(column)}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
