// The last lines of a terminal, drawn again in place; what is printed goes above them and stays.

/** What of a terminal's output is used: process.stdout. */
export interface Terminal {
  write(text: string): unknown;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

const USUAL = { columns: 80, rows: 24 };

export class Screen {
  readonly #terminal: Terminal;
  #drawn: readonly string[] = [];

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** A line that stays. */
  print(line: string): void {
    this.#terminal.write(`${this.#back()}${line}\n${text(this.#drawn)}`);
  }

  /** Replaces what was drawn before; as much of it as there is room for. */
  draw(lines: readonly string[]): void {
    // A terminal that does not know its size says 0.
    const columns = this.#terminal.columns || USUAL.columns;
    const rows = this.#terminal.rows || USUAL.rows;
    const back = this.#back();
    this.#drawn = lines.slice(0, Math.max(0, rows - 1)).map((line) => cut(line, columns - 1));
    this.#terminal.write(`${back}${text(this.#drawn)}`);
  }

  /** Up to the first line drawn, and nothing from there on. */
  #back(): string {
    return this.#drawn.length === 0 ? "" : `\u001b[${this.#drawn.length}A\r\u001b[0J`;
  }
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/** Letters from here on may take two columns: a line that wraps would not be found again. */
const WIDE = 0x1100;

function cut(line: string, columns: number): string {
  let width = 0;
  let kept = "";
  for (const letter of line) {
    width += letter.codePointAt(0)! >= WIDE ? 2 : 1;
    if (width > columns) return kept;
    kept += letter;
  }
  return kept;
}
