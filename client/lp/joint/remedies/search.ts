// Which changes are remedies: those after which the scales have been computed and are what they
// should be.
import type { Scales } from "../scales.ts";
import type { Change, RowUnit } from "./change.ts";
import type { Lever, Levers } from "./levers.ts";
import type { Trial } from "./trial.ts";

/** Whether the change and the scales that follow from it are good enough. */
export type Suffices = (scales: Scales, change: Change) => boolean;

/**
 * From harmless to costly, the smallest change of each sort that suffices. Two changes of units
 * together count where no single one suffices, and any two but those of decimals where nothing else
 * does.
 */
export function remediesFor(trial: Trial, { units, bounds, decimals }: Levers, suffices: Suffices): Change[] {
  const works = (change: Change): boolean => {
    const scales = trial(change);
    return scales !== null && suffices(scales, change);
  };
  const smallest = (levers: readonly Lever[]): Change[] => levers.flatMap((lever) => lever.find(works) ?? []);
  const single = smallest(units);
  const harmless = single.length > 0 ? single : smallestPair(units, works);
  const found = [...harmless, ...smallest([bounds, ...decimals])];
  return found.length > 0 ? found : smallestPair([...units, bounds], works);
}

/** The smallest combination of two changes that works; none if there is none. */
function smallestPair(levers: readonly Lever[], works: (change: Change) => boolean): Change[] {
  const most = Math.max(...levers.map(({ length }) => length));
  for (let steps = 0; steps < 2 * most; steps++)
    for (const [i, first] of levers.entries())
      for (const second of levers.slice(i + 1))
        for (let step = Math.max(0, steps - second.length + 1); step <= Math.min(first.length - 1, steps); step++) {
          const change = together(first[step]!, second[steps - step]!);
          if (change !== null && works(change)) return [change];
        }
  return [];
}

function isShared(one: RowUnit, other: RowUnit): boolean {
  return one.company === other.company && (one.row === null || other.row === null || one.row === other.row);
}

/** Null for changes of the same rows, variables or costs. */
function together(first: Change, second: Change): Change | null {
  const rows = [...(first.rows ?? []), ...(second.rows ?? [])];
  const variables = [...(first.variables ?? []), ...(second.variables ?? [])];
  const isTwice =
    (variables.length > 0 && (first.bound ?? second.bound) !== undefined) ||
    (first.costs !== undefined && second.costs !== undefined) ||
    new Map(variables).size < variables.length ||
    (first.rows ?? []).some((one) => (second.rows ?? []).some((other) => isShared(one, other)));
  if (isTwice) return null;
  return {
    ...first,
    ...second,
    ...(rows.length > 0 ? { rows } : {}),
    ...(variables.length > 0 ? { variables: new Map(variables) } : {}),
  };
}
