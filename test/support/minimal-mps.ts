// Private, until the readers are there.
import { readFileSync } from "node:fs";
import type { IntegerProgram } from "../../client/lp/normal.ts";

export function load(file: string): { program: IntegerProgram; kappa: number; constant: number } {
  const text = readFileSync(new URL(`../../examples/lp/${file}`, import.meta.url), "utf8");
  const rows = new Map<string, string>();
  const coefs = new Map<string, Map<string, string>>();
  const rhs = new Map<string, string>();
  const bounds: [string, string, string][] = [];
  const cols: string[] = [];
  let section = "";
  let kappa = 0;
  const num = (s: string): string => {
    const e = /[eEdD]([-+]?\d+)/.exec(s);
    const d = /\.(\d*)/.exec(s)?.[1]?.replace(/0+$/, "").length ?? 0;
    kappa = Math.max(kappa, d - (e ? Number(e[1]) : 0));
    return s;
  };
  for (const line of text.split("\n")) {
    if (line.startsWith("*") || line.trim() === "") continue;
    if (!/^\s/.test(line)) {
      section = line.trim().split(/\s+/)[0]!;
      continue;
    }
    const f = line.trim().split(/\s+/);
    if (section === "ROWS") rows.set(f[1]!, f[0]!);
    else if (section === "COLUMNS") {
      if (!coefs.has(f[0]!)) cols.push(f[0]!);
      const c = coefs.get(f[0]!) ?? new Map();
      coefs.set(f[0]!, c);
      for (let k = 1; k + 1 < f.length; k += 2) c.set(f[k]!, num(f[k + 1]!));
    } else if (section === "RHS") {
      for (let k = f.length % 2; k + 1 < f.length; k += 2) rhs.set(f[k]!, num(f[k + 1]!));
    } else if (section === "BOUNDS") {
      const g = f.length === 4 ? [f[0]!, f[2]!, f[3]!] : [f[0]!, f[1]!, f[2]!];
      bounds.push([g[0]!, g[1]!, num(g[2]!)]);
    }
  }
  const int = (s: string | undefined): bigint => (s === undefined ? 0n : BigInt(Math.round(Number(s) * 10 ** kappa)));
  let objectiveRow = "";
  const ineq: { c: bigint[]; b: bigint }[] = [];
  const eq: { c: bigint[]; b: bigint }[] = [];
  for (const [name, kind] of rows) {
    const c = cols.map((col) => int(coefs.get(col)!.get(name)));
    const b = int(rhs.get(name));
    if (kind === "N") objectiveRow ||= name;
    else if (kind === "E") eq.push({ c, b });
    else if (kind === "L") ineq.push({ c, b });
    else ineq.push({ c: c.map((v) => -v), b: -b });
  }
  for (const [kind, col, value] of bounds) {
    const unit = (s: bigint): bigint[] => cols.map((c) => (c === col ? s : 0n));
    const one = 10n ** BigInt(kappa);
    if (kind === "UP") ineq.push({ c: unit(one), b: int(value) });
    else if (kind === "FX") eq.push({ c: unit(one), b: int(value) });
    else if (kind === "LO") ineq.push({ c: unit(-one), b: -int(value) });
    else throw new Error(kind);
  }
  const rowsOf = (list: { c: bigint[]; b: bigint }[]) => ({
    coefficients: list.map((r) => r.c),
    rhs: list.map((r) => r.b),
  });
  return {
    program: {
      inequalities: rowsOf(ineq),
      equalities: rowsOf(eq),
      objective: cols.map((c) => int(coefs.get(c)!.get(objectiveRow))),
    },
    kappa,
    constant: Number(rhs.get(objectiveRow) ?? 0),
  };
}
