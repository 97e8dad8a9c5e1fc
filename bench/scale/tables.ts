// The tables of docs/scale.md.
import { chains, columnLimits, far, rowLimits } from "./limit-tables.ts";
import type { Table } from "./markdown.ts";
import type { Measured } from "./measure.ts";
import { gas, session, traffic } from "./measured-tables.ts";

export function tablesOf(measured: Measured): readonly Table[] {
  return [
    traffic(measured),
    ...gas(measured),
    ...session(measured),
    columnLimits(),
    rowLimits(),
    chains(measured),
    far(measured),
  ];
}
