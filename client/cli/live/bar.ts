// A bar of progress on a terminal.
const WIDTH = 24;

/** Filled in proportion to `done` of `all`; empty if there is nothing to do. */
export function bar(done: number, all: number): string {
  const filled = all === 0 ? 0 : Math.floor((WIDTH * Math.min(done, all)) / all);
  return `[${"#".repeat(filled)}${".".repeat(WIDTH - filled)}]`;
}
