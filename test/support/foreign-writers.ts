// Other programs that write linear programs, each converting an MPS file. Those of Debian may be
// missing. Does nothing on import.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import highsModule from "highs";

// As in client/lp/solvers/highs.ts: Node loads the package's ES module.
const loadHighs = highsModule as unknown as typeof highsModule.default;

export interface ForeignWriter {
  readonly program: string;
  /** What it writes. */
  readonly format: "lp" | "mps";
  /** The variant: fixed or free columns, or what the program does to numbers. */
  readonly note: string;
  /** Largest relative error that the digits it writes make in the optimum. */
  readonly precision: number;
  readonly write: (from: string, to: string) => void | Promise<void>;
}

function run(program: string, ...args: string[]): void {
  execFileSync(program, args, { stdio: ["ignore", "pipe", "pipe"], timeout: 60_000 });
}

async function highs(from: string, to: string, format: "lp" | "mps"): Promise<void> {
  const library = await loadHighs();
  const text = library.withModel({ format: "mps", data: readFileSync(from) }, (model) => {
    model.options.set({ output_flag: false });
    return format === "lp" ? model.exportModel("lp") : model.exportModel("mps");
  });
  writeFileSync(to, text);
}

/**
 * Clp writes MPS under any name, and Cbc MPS only compressed, so each of the two writes the format
 * that the other does not. lp_solve writes CPLEX-LP through a library that Debian does not have;
 * its own LP is another format.
 */
export const FOREIGN_WRITERS: readonly ForeignWriter[] = [
  { program: "highs", format: "lp", note: "15 digits", precision: 1e-12, write: (from, to) => highs(from, to, "lp") },
  { program: "highs", format: "mps", note: "15 digits", precision: 1e-12, write: (from, to) => highs(from, to, "mps") },
  {
    ...{ program: "glpsol", format: "lp", note: "15 digits", precision: 1e-12 },
    write: (from, to) => run("glpsol", "--mps", from, "--check", "--wlp", to),
  },
  {
    ...{ program: "glpsol", format: "mps", note: "fixed, 15 digits", precision: 1e-12 },
    write: (from, to) => run("glpsol", "--mps", from, "--check", "--wmps", to),
  },
  {
    ...{ program: "glpsol", format: "mps", note: "free, 15 digits", precision: 1e-12 },
    write: (from, to) => run("glpsol", "--mps", from, "--check", "--wfreemps", to),
  },
  {
    ...{ program: "clp", format: "mps", note: "fixed, 12 columns", precision: 1e-9 },
    write: (from, to) => run("clp", from, "-presolve", "off", "-export", to),
  },
  {
    ...{ program: "cbc", format: "lp", note: "5 decimals", precision: 1e-6 },
    write: (from, to) => run("cbc", from, "-presolve", "off", "-export", to, "-quit"),
  },
  {
    ...{ program: "lp_solve", format: "mps", note: "fixed, 12 digits", precision: 1e-9 },
    write: (from, to) => run("lp_solve", "-mps", from, "-S1", "-parse_only", "-wmps", to),
  },
  {
    ...{ program: "lp_solve", format: "mps", note: "free, 12 digits", precision: 1e-9 },
    write: (from, to) => run("lp_solve", "-mps", from, "-S1", "-parse_only", "-wfmps", to),
  },
];

/** lp_solve's own LP format. */
export function writeLpSolve(from: string, to: string): void {
  run("lp_solve", "-mps", from, "-S1", "-parse_only", "-wlp", to);
}

export function isInstalled(program: string): boolean {
  return program === "highs" || spawnSync("which", [program]).status === 0;
}
