// Progress of long work in stages, as one line at the end of a terminal.
import { bar } from "./bar.ts";
import { Screen, type Terminal } from "./screen.ts";

export interface Stages {
  /** Shows how much of a stage is done. */
  show(stage: string, done: number, all: number): void;
  /** Takes the line away. */
  close(): void;
}

/** The terminal on which somebody reads progress, or null. */
export function progressTerminal({ json }: { readonly json?: boolean }): Terminal | null {
  return process.stderr.isTTY && json !== true ? process.stderr : null;
}

/** Shows how far a set-up is read while `work` runs, to whoever sits at a terminal. */
export async function showReading<T>(
  options: { readonly json?: boolean },
  work: (progress: (done: number, all: number) => void) => Promise<T>,
): Promise<T> {
  const stages = showStages(progressTerminal(options));
  try {
    return await work((done, all) => stages.show("reading the set-up", done, all));
  } finally {
    stages.close();
  }
}

/** On `terminal`, or nowhere if that is null. */
export function showStages(terminal: Terminal | null): Stages {
  if (terminal === null) return { show: () => {}, close: () => {} };
  const screen = new Screen(terminal);
  return {
    show: (stage, done, all) =>
      screen.draw([`${stage}  ${bar(done, all)} ${done.toLocaleString("en-GB")} of ${all.toLocaleString("en-GB")}`]),
    close: () => screen.draw([]),
  };
}
